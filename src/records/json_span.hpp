// A JSON record as its tokens: what all that read it look at.
#pragma once

#include <cstdint>
#include <string_view>

namespace rubric::records {

[[nodiscard]] inline bool is_json_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// A record within indexed bytes: its tokens are `tokens[first…]` as far as they lie before `end`. Behind
/// the last one of `tokens` stands the size of the bytes, and Input::kPadding bytes more may be read.
struct JsonSpan {
  const char* bytes = nullptr;
  const std::uint32_t* tokens = nullptr;
  std::uint32_t count = 0;  ///< of all tokens, those of other records among them
  std::uint32_t first = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t escape = 0;  ///< where the first backslash stands; not before `end` if there is none

  [[nodiscard]] std::uint32_t offset(std::uint32_t token) const { return tokens[token]; }
  /// The byte that a token starts with; a line end, which none does, behind the last one.
  [[nodiscard]] char head(std::uint32_t token) const { return tokens[token] < end ? bytes[tokens[token]] : '\n'; }
  /// A token up to the next one or the end, without the blanks between.
  [[nodiscard]] std::string_view raw(std::uint32_t token) const {
    const std::uint32_t from = tokens[token];
    std::uint32_t to = tokens[token + 1] < end ? tokens[token + 1] : end;
    while (to > from + 1 && is_json_blank(bytes[to - 1])) --to;
    return {bytes + from, to - from};
  }
  /// What stands between the quotes of a text.
  [[nodiscard]] std::string_view text(std::uint32_t token) const {
    const std::string_view whole = raw(token);
    return whole.substr(1, whole.size() - 2);
  }
  /// Of a record without fault: the token behind a value.
  [[nodiscard]] std::uint32_t behind(std::uint32_t value) const {
    std::uint32_t open = 0;
    do {
      const char c = head(value++);
      open += c == '{' || c == '[' ? 1U : 0U;
      open -= c == '}' || c == ']' ? 1U : 0U;
    } while (open > 0);
    return value;
  }
  [[nodiscard]] bool escapes() const { return escape < end; }
};

}  // namespace rubric::records
