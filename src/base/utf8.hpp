// UTF-8 in, code points out, and back. Everything that enters is validated once, at the border;
// what runs behind it decodes without looking again.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace rubric::base {

/// The offset of the first byte that does not continue valid UTF-8 (RFC 3629: no overlong forms, no
/// surrogates, nothing past U+10FFFF): the first byte of the broken sequence. None: all of it is valid.
[[nodiscard]] std::optional<std::size_t> find_invalid_utf8(std::string_view text);

struct CodePoint {
  char32_t value = 0;
  std::size_t size = 0;  ///< bytes, 1 to 4
};

/// The code point that starts at `offset`, which lies inside the text. A byte that starts none counts
/// as U+FFFD of size 1, so a loop always moves on.
[[nodiscard]] CodePoint decode_utf8(std::string_view text, std::size_t offset);

/// Writes 1 to 4 bytes and returns how many. `code_point` is a scalar value (no surrogate, at most
/// U+10FFFF).
std::size_t encode_utf8(char32_t code_point, char* out);
void append_utf8(char32_t code_point, std::string& out);

/// How many code points valid text has.
[[nodiscard]] std::size_t count_code_points(std::string_view text);

}  // namespace rubric::base
