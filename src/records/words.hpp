// Eight bytes at once: short keys and short numbers are looked at as one word each.
#pragma once

#include <cstdint>

#include "base/bytes.hpp"

namespace rubric::records {

/// The eight bytes at `at`, the first one lowest; all of them may be read.
[[nodiscard]] inline std::uint64_t load_word(const char* at) {
  return base::load<std::uint64_t>(at);
}

/// Of a word: its first `size` bytes, 1 to 8, moved to its end, with zeros before them.
[[nodiscard]] constexpr std::uint64_t moved_to_end(std::uint64_t word, std::uint32_t size) {
  return word << (64U - 8U * size);
}

/// What digits turn into by an exclusive or: the numbers 0 to 9; any other byte becomes greater than 9.
inline constexpr std::uint64_t kDigits = 0x3030303030303030U;

/// A word with the highest bit of each byte set that is greater than 9.
[[nodiscard]] constexpr std::uint64_t above_nine(std::uint64_t word) {
  return (((word & 0x7F7F7F7F7F7F7F7FU) + 0x7676767676767676U) | word) & 0x8080808080808080U;
}

/// Whether a word begins with a whole number as JSON writes it, of `size` digits, 1 to 8.
[[nodiscard]] constexpr bool is_short_whole(std::uint64_t word, std::uint32_t size) {
  const std::uint64_t digits = word ^ kDigits;
  return moved_to_end(above_nine(digits), size) == 0 && ((digits & 0xFFU) != 0 || size == 1);
}

/// Eight numbers from 0 to 9, the first one lowest, as the digits of one: neighbours are joined to pairs, fours and
/// eight.
[[nodiscard]] constexpr std::int64_t joined_digits(std::uint64_t digits) {
  const std::uint64_t pairs = digits * 10 + (digits >> 8U);
  constexpr std::uint64_t kEach = 0x000000FF000000FFU;
  const std::uint64_t high = (pairs & kEach) * (100 + (std::uint64_t{1'000'000} << 32U));
  const std::uint64_t low = ((pairs >> 16U) & kEach) * (1 + (std::uint64_t{10'000} << 32U));
  return static_cast<std::int64_t>((high + low) >> 32U);
}

/// The value of such a number.
[[nodiscard]] constexpr std::uint32_t short_whole(std::uint64_t word, std::uint32_t size) {
  return static_cast<std::uint32_t>(joined_digits(moved_to_end(word ^ kDigits, size)));
}

/// Whether a whole number as JSON writes it stands at `at`, of `size` digits, 1 to 15. Sixteen bytes may be read.
[[nodiscard]] inline bool is_whole(const char* at, std::uint32_t size) {
  if (size <= 8) return is_short_whole(load_word(at), size);
  return is_short_whole(load_word(at), 8) && moved_to_end(above_nine(load_word(at + 8) ^ kDigits), size - 8) == 0;
}

/// The value of such a number, which binary64 holds exactly.
[[nodiscard]] inline double whole(const char* at, std::uint32_t size) {
  if (size <= 8) return short_whole(load_word(at), size);
  constexpr std::uint32_t kTens[] = {1, 10, 100, 1000, 10'000, 100'000, 1'000'000, 10'000'000};
  const std::uint64_t high = short_whole(load_word(at), 8);
  return static_cast<double>(high * kTens[size - 8] + short_whole(load_word(at + 8), size - 8));
}

}  // namespace rubric::records
