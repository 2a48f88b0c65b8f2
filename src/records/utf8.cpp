#include "records/utf8.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include "base/utf8.hpp"

namespace rubric::records {

namespace {

unsigned byte(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

// How many bytes the character at `at` takes; 0 where no valid one starts.
std::size_t length_at(std::string_view text, std::size_t at) {
  const std::size_t size = base::decode_utf8(text, at).size;
  return size == 1 && byte(text, at) >= 0x80 ? 0 : size;
}

std::string escaped(std::string_view text, std::size_t at, std::size_t length) {
  const unsigned first = byte(text, at);
  if (length == 0) return fmt::format("\\x{:02x}", first);
  if (first < 0x20 || first == 0x7F) return fmt::format("\\u{:04x}", first);
  // C1 control characters, and the marks that turn the direction of a line round.
  if (first == 0xC2 && byte(text, at + 1) < 0xA0) return fmt::format("\\u{:04x}", byte(text, at + 1));
  if (first == 0xE2 && byte(text, at + 1) == 0x80 && byte(text, at + 2) >= 0xA8 && byte(text, at + 2) <= 0xAE) {
    return fmt::format("\\u{:04x}", 0x2000U | (byte(text, at + 2) & 0x3FU));
  }
  if (first == 0xE2 && byte(text, at + 1) == 0x81 && byte(text, at + 2) >= 0xA6 && byte(text, at + 2) <= 0xA9) {
    return fmt::format("\\u{:04x}", 0x2040U | (byte(text, at + 2) & 0x3FU));
  }
  return std::string(text.substr(at, length));
}

}  // namespace

bool valid_utf8(std::string_view text) {
  return simdjson::validate_utf8(text.data(), text.size());
}

std::string shown(std::string_view text, std::size_t limit) {
  constexpr std::string_view kCut = "…";
  std::string out;
  std::size_t fits = 0;  // how much of `out` leaves room for the mark of the cut
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = length_at(text, at);
    out += escaped(text, at, length);
    if (out.size() > limit) return out.substr(0, fits) + std::string(kCut);
    if (out.size() + kCut.size() <= limit) fits = out.size();
    at += length == 0 ? 1 : length;
  }
  return out;
}

std::string shown_character(std::string_view text, std::size_t at) {
  if (at >= text.size()) return "the end";
  const std::size_t length = length_at(text, at);
  if (length == 0) return fmt::format("the byte 0x{:02x}", byte(text, at));
  if (text[at] == '\n' || text[at] == '\r') return "a line end";
  if (text[at] == '`') return "a back-quote";
  return fmt::format("`{}`", escaped(text, at, length));
}

}  // namespace rubric::records
