// Where things of a kind stand, by their hash: for tables that grow to millions of entries and lose none.
//
// It holds numbers only; what they number, and when two are the same, the caller knows. Entries lie in one piece of
// memory, which std::unordered_multimap, a node an entry, does not: building a program spent a fifth of its time there.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace rubric::base {

class FlatIndex {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  /// The number with this hash for which `same(number)` holds, or kNone.
  template <typename Same>
  [[nodiscard]] std::uint32_t find(std::uint64_t hash, Same same) const {
    if (entries_.empty()) return kNone;
    hash = spread(hash);
    const auto tag = static_cast<std::uint32_t>(hash >> 32U);
    for (std::size_t at = hash & mask(); entries_[at].number != kNone; at = (at + 1) & mask()) {
      if (entries_[at].tag == tag && same(entries_[at].number)) return entries_[at].number;
    }
    return kNone;
  }

  /// Adds a number that is not there; not kNone.
  void add(std::uint64_t hash, std::uint32_t number) {
    if (2 * (size_ + 1) > entries_.size()) grow();
    put({spread(hash), number});
    ++size_;
  }

  /// Makes room for so many numbers.
  void reserve(std::size_t numbers) {
    if (2 * numbers > entries_.size()) grow_to(std::bit_ceil(2 * numbers));
  }

  /// Forgets all, and keeps the memory.
  void clear() {
    if (size_ > 0) std::fill(entries_.begin(), entries_.end(), Entry{});
    size_ = 0;
  }

 private:
  struct Entry {
    std::uint32_t tag = 0;  // the upper half of the hash
    std::uint32_t low = 0;  // the lower half, by which it is placed
    std::uint32_t number = kNone;
  };
  struct Hashed {
    std::uint64_t hash;
    std::uint32_t number;
  };

  // A hash of numbers may have its differences in the upper bits only; entries are placed by the lower ones.
  [[nodiscard]] static std::uint64_t spread(std::uint64_t hash) {
    hash = (hash ^ hash >> 32U) * 0x9E3779B97F4A7C15ULL;
    return hash ^ hash >> 29U;
  }

  [[nodiscard]] std::size_t mask() const { return entries_.size() - 1; }

  void put(const Hashed& h) {
    std::size_t at = h.hash & mask();
    while (entries_[at].number != kNone) at = (at + 1) & mask();
    entries_[at] = {static_cast<std::uint32_t>(h.hash >> 32U), static_cast<std::uint32_t>(h.hash), h.number};
  }

  void grow() {
    constexpr std::size_t kFirst = 64;
    grow_to(entries_.empty() ? kFirst : 2 * entries_.size());
  }

  void grow_to(std::size_t size) {
    std::vector<Entry> before(size);
    before.swap(entries_);
    for (const Entry& e : before) {
      if (e.number != kNone) put({std::uint64_t{e.tag} << 32U | e.low, e.number});
    }
  }

  std::vector<Entry> entries_;  // a power of two of them, at most half in use
  std::size_t size_ = 0;
};

}  // namespace rubric::base
