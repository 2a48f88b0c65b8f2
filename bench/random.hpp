// Numbers that look random and are the same on every machine: whole numbers only, so that no
// mathematical library has a say in them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace rubric::bench {

/// A linear congruential generator whose upper bits are shuffled (O'Neill's PCG). Small and fast, for
/// invented data only.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {
    next();
    state_ += seed;
    next();
  }

  std::uint32_t next() {
    const std::uint64_t old = state_;
    state_ = old * 6364136223846793005U + 1442695040888963407U;
    const auto mixed = static_cast<std::uint32_t>(((old >> 18U) ^ old) >> 27U);
    const auto turn = static_cast<std::uint32_t>(old >> 59U);
    return (mixed >> turn) | (mixed << ((32U - turn) & 31U));
  }

  /// From 0 to `end - 1`.
  std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>((std::uint64_t{next()} * end) >> 32U); }
  /// Both included.
  std::uint32_t between(std::uint32_t low, std::uint32_t high) { return low + below(high - low + 1); }
  /// True that many times in a thousand.
  bool per_mille(std::uint32_t times) { return below(1000) < times; }
  /// Below `end`, small ones more often: the smaller of two.
  std::uint32_t low_below(std::uint32_t end) {
    const std::uint32_t a = below(end);
    const std::uint32_t b = below(end);
    return a < b ? a : b;
  }
  template <class T, std::size_t N>
  const T& pick(const std::array<T, N>& from) {
    return from[below(N)];
  }

 private:
  std::uint64_t state_;
};

}  // namespace rubric::bench
