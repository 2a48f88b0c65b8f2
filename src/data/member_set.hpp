// A constant set as the machine asks it: one probe a test.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "data/cell.hpp"
#include "data/type.hpp"

namespace rubric::data {

/// Immutable once built; safe to share between threads.
class MemberSet {
 public:
  static MemberSet of_texts(std::vector<std::string> texts);
  static MemberSet of_numbers(std::vector<double> numbers);
  static MemberSet of_ticks(Kind kind, std::vector<std::int64_t> ticks);

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool contains(std::string_view text) const { return find(text) != kNone; }
  [[nodiscard]] bool contains(double number) const;
  [[nodiscard]] bool contains(std::int64_t ticks) const;
  /// Which of the members it is, in ascending order from 0; `size()` for none. A missing value is none.
  [[nodiscard]] std::size_t place(const Cell& value) const;
  /// The same of a set of texts, but `size() + 1` for a missing one.
  [[nodiscard]] std::size_t place_or_missing(TextRef text) const;
  /// How many of the members, which are numbers, times or durations, are not above the value; `size() + 1` for a
  /// missing one.
  [[nodiscard]] std::size_t range(const Cell& value) const;
  [[nodiscard]] const std::vector<std::string>& texts() const { return texts_; }
  [[nodiscard]] std::size_t size() const;

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  /// A member, or none: where its text lies in `bytes_`, so that a copied set needs no mending.
  struct Seat {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
    std::uint32_t member = kNone;
  };

  bool seat_all(unsigned bits, std::uint64_t longest_way);
  void seat_texts();
  [[nodiscard]] std::uint64_t first_seat(std::string_view text) const;
  [[nodiscard]] std::uint32_t find(std::string_view text) const;

  Kind kind_ = Kind::text;
  std::vector<std::string> texts_;
  std::string bytes_;        ///< the texts, one after the other
  std::vector<Seat> seats_;  ///< open addressing, a power of two of them
  std::uint64_t mask_ = 0;
  std::uint64_t factor_ = 0;  ///< what the digest of a text is multiplied with; 0: the whole text is hashed
  unsigned shift_ = 0;
  std::vector<double> numbers_;      ///< sorted
  std::vector<std::int64_t> ticks_;  ///< sorted
};

inline std::uint64_t MemberSet::first_seat(std::string_view text) const {
  if (factor_ == 0) [[unlikely]]
    return std::hash<std::string_view>{}(text)&mask_;
  return (base::digest_of_ends(text) * factor_) >> shift_;
}

inline std::uint32_t MemberSet::find(std::string_view text) const {
  for (std::uint64_t at = first_seat(text);; at = (at + 1) & mask_) {
    const Seat& seat = seats_[at];
    if (seat.member == kNone) return kNone;
    if (seat.size == text.size() && base::same_bytes(bytes_.data() + seat.begin, text.data(), seat.size))
      return seat.member;
  }
}

inline std::size_t MemberSet::place_or_missing(TextRef text) const {
  if (is_missing(text)) return texts_.size() + 1;
  const std::uint32_t found = find(view(text));
  return found == kNone ? texts_.size() : found;
}

inline std::size_t MemberSet::range(const Cell& value) const {
  const auto among = [](const auto& bounds, auto wanted) -> std::size_t {
    // Comparing with each of a few is quicker than halving them: no branch to foresee.
    constexpr std::size_t kFew = 16;
    if (is_missing(wanted)) return bounds.size() + 1;
    if (bounds.size() > kFew) {
      return static_cast<std::size_t>(std::upper_bound(bounds.begin(), bounds.end(), wanted) - bounds.begin());
    }
    std::size_t out = 0;
    for (const auto bound : bounds) out += wanted >= bound ? 1U : 0U;
    return out;
  };
  return kind_ == Kind::number ? among(numbers_, value.number) : among(ticks_, value.ticks);
}

}  // namespace rubric::data
