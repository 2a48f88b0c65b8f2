// The scalars of JSON, byte by byte.
#pragma once

#include <string_view>

#include "records/json_span.hpp"

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

}  // namespace rubric::records
