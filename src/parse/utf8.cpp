#include "utf8.hpp"

#include "base/utf8.hpp"

namespace rubric::parse {

CodePoint code_point(std::string_view text, std::size_t at) {
  const base::CodePoint found = base::decode_utf8(text, at);
  // A byte that starts no code point comes back as a replacement of one byte; a real one has three.
  if (found.size == 1 && found.value >= 0x80) return {};
  return {static_cast<std::uint32_t>(found.value), static_cast<std::uint32_t>(found.size)};
}

std::size_t find_invalid_utf8(std::string_view text, std::size_t from) {
  const auto offset = base::find_invalid_utf8(text.substr(from));
  return offset ? from + *offset : std::string_view::npos;
}

}  // namespace rubric::parse
