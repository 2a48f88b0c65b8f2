// The scalars of JSON, byte by byte.
#pragma once

#include <cstdint>
#include <string_view>

#include "records/json_span.hpp"
#include "records/words.hpp"

namespace rubric::records {

/// Behind the number that starts at `p`, which is before `end`; null if none does.
[[nodiscard]] const char* json_number_end(const char* p, const char* end);

/// Whether a number or a word may end before `p`.
[[nodiscard]] inline bool ends_json_scalar(const char* p, const char* end) {
  if (p == end) return true;
  const char c = *p;
  return c == ',' || c == '}' || c == ']' || is_json_blank(c) || c == ':' || c == '{' || c == '[';
}

/// Whether `word` stands at `p`, and ends there.
[[nodiscard]] bool is_json_word(const char* p, const char* end, std::string_view word);

/// As is_json_scalar, byte by byte.
[[nodiscard]] bool is_long_json_scalar(const char* p, const char* end);

/// Whether a number or a word stands at `p`, which is before `end`, with `size` bytes up to the next token. What is not
/// there to the byte (blanks, long numbers) is looked at again. A token that may not follow is found when it is that
/// one's turn.
[[nodiscard]] inline bool is_json_scalar(const char* p, std::uint32_t size, const char* end) {
  constexpr std::uint64_t kNull = 0x6C6C756EU;
  constexpr std::uint64_t kTrue = 0x65757274U;
  constexpr std::uint64_t kFalse = 0x65736C6166U;
  if (size <= 15 && is_whole(p, size)) return true;
  const std::uint64_t word = load_word(p);
  if (size == 4 && ((word & 0xFFFFFFFFU) == kNull || (word & 0xFFFFFFFFU) == kTrue)) return true;
  if (size == 5 && (word & 0xFFFFFFFFFFU) == kFalse) return true;
  return is_long_json_scalar(p, end);
}

}  // namespace rubric::records
