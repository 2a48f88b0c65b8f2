// UTF-8, as far as the reader needs it.
#pragma once

#include <cstdint>
#include <string_view>

namespace rubric::parse {

struct CodePoint {
  std::uint32_t code = 0;
  std::uint32_t length = 0;  ///< in bytes; 0 when the bytes here are not UTF-8
};

/// The code point at an offset, which must be inside the text. Overlong forms, surrogates and what lies
/// past U+10FFFF are not UTF-8.
[[nodiscard]] CodePoint code_point(std::string_view text, std::size_t at);

/// The offset of the first byte from `from` on that is not UTF-8, or npos.
[[nodiscard]] std::size_t find_invalid_utf8(std::string_view text, std::size_t from);

}  // namespace rubric::parse
