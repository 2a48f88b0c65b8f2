#include "utf8.hpp"

#include <cstring>

namespace rubric::parse {

namespace {

std::uint32_t byte(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
}

bool tail(std::uint32_t b) {
  return (b & 0xC0U) == 0x80U;
}

}  // namespace

CodePoint code_point(std::string_view text, std::size_t at) {
  const std::uint32_t a = byte(text, at), b = byte(text, at + 1), c = byte(text, at + 2), d = byte(text, at + 3);
  if (a < 0x80) return {a, 1};
  if (a >= 0xC2 && a <= 0xDF && tail(b)) return {(a & 0x1FU) << 6U | (b & 0x3FU), 2};
  if (a >= 0xE0 && a <= 0xEF && tail(b) && tail(c)) {
    const std::uint32_t code = (a & 0x0FU) << 12U | (b & 0x3FU) << 6U | (c & 0x3FU);
    if (code >= 0x800 && (code < 0xD800 || code > 0xDFFF)) return {code, 3};
  }
  if (a >= 0xF0 && a <= 0xF4 && tail(b) && tail(c) && tail(d)) {
    const std::uint32_t code = (a & 0x07U) << 18U | (b & 0x3FU) << 12U | (c & 0x3FU) << 6U | (d & 0x3FU);
    if (code >= 0x10000 && code <= 0x10FFFF) return {code, 4};
  }
  return {};
}

std::size_t find_invalid_utf8(std::string_view text, std::size_t from) {
  std::size_t i = from;
  while (i < text.size()) {
    std::uint64_t eight = 0;
    if (i + sizeof eight <= text.size()) {
      std::memcpy(&eight, text.data() + i, sizeof eight);
      if ((eight & 0x8080'8080'8080'8080U) == 0) {
        i += sizeof eight;
        continue;
      }
    }
    const std::uint32_t length = code_point(text, i).length;
    if (length == 0) return i;
    i += length;
  }
  return std::string_view::npos;
}

}  // namespace rubric::parse
