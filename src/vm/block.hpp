// A block of rows as the batch machine works on it.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "base/clones.hpp"
#include "bytecode/batch.hpp"
#include "data/cell.hpp"
#include "data/type.hpp"

namespace rubric::vm {

inline constexpr std::size_t kRows = bytecode::kBatchRows;
inline constexpr std::size_t kWords = kRows / 64;

/// One bit a row: so that `and` and `or` of 512 rows are a few operations. In three values there are two sets: yes,
/// and open: yes or unknown.
using RowBits = std::array<std::uint64_t, kWords>;

struct alignas(64) Bits {
  RowBits yes{};
  RowBits open{};

  [[nodiscard]] data::Tri at(std::size_t row) const {
    const auto bit = [row](const RowBits& bits) { return bits[row / 64] >> (row % 64) & 1U; };
    return bit(yes) != 0 ? data::Tri::yes : bit(open) != 0 ? data::Tri::unknown : data::Tri::no;
  }
  void set(std::size_t row, data::Tri value) {
    const std::uint64_t bit = std::uint64_t{1} << (row % 64);
    std::uint64_t& y = yes[row / 64];
    std::uint64_t& o = open[row / 64];
    y = value == data::Tri::yes ? y | bit : y & ~bit;
    o = value == data::Tri::no ? o & ~bit : o | bit;
  }
};

/// Of a rule: of how many rows it is yes.
struct Verdicts {
  std::uint64_t yes = 0;
  std::uint64_t open = 0;  ///< yes or unknown
};

// Lanes hold numbers as well as times, durations and points.
using Lane = std::int64_t __attribute__((may_alias));
using NumberLane = double __attribute__((may_alias));

[[nodiscard]] inline std::int64_t lane_of(data::Kind kind, const data::Cell& cell) {
  if (kind == data::Kind::number) return std::bit_cast<std::int64_t>(cell.number);
  return kind == data::Kind::points ? static_cast<std::int64_t>(cell.points) : cell.ticks;
}
[[nodiscard]] inline data::Cell cell_of_lane(data::Kind kind, std::int64_t lane) {
  if (kind == data::Kind::number) return data::Cell(std::bit_cast<double>(lane));
  return kind == data::Kind::points ? data::Cell(data::Points{lane}) : data::Cell(lane);
}

/// A sum of points. The compiler has seen to it that no sum of a row is beyond 64 bits, but rows behind the last one
/// hold anything, and steps between points may be larger than the points: so it wraps, as only unsigned numbers may.
[[nodiscard]] constexpr std::int64_t plus(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

/// A bit a row. The loop over 64 rows is what compilers turn into wide code.
template <class Yes>
RUBRIC_INLINE void mark_rows(RowBits& out, const Yes& yes) {
  for (std::size_t w = 0; w < kWords; ++w) {
    std::uint64_t word = 0;
    for (std::size_t j = 0; j < 64; ++j) word |= static_cast<std::uint64_t>(yes(w * 64 + j)) << j;
    out[w] = word;
  }
}

/// The first `count` rows.
[[nodiscard]] inline RowBits first_rows(std::size_t count) {
  RowBits out{};
  for (std::size_t w = 0; w < kWords; ++w) {
    const std::size_t left = count > w * 64 ? count - w * 64 : 0;
    out[w] = left >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << left) - 1;
  }
  return out;
}

}  // namespace rubric::vm
