#include "records/json_text.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <cstring>

#include "base/utf8.hpp"
#include "records/utf8.hpp"

namespace rubric::records {

namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;

std::uint32_t hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0');
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? static_cast<std::uint32_t>(lower - 'a' + 10) : kNone;
}

// Of `\uXXXX` at `at`; kNone where no such escape stands there.
std::uint32_t code_unit(std::string_view raw, std::size_t at) {
  if (at + 6 > raw.size() || raw[at] != '\\' || raw[at + 1] != 'u') return kNone;
  std::uint32_t unit = 0;
  for (std::size_t i = at + 2; i < at + 6; ++i) {
    const std::uint32_t digit = hex_digit(raw[i]);
    if (digit == kNone) return kNone;
    unit = unit * 16 + digit;
  }
  return unit;
}

bool high(std::uint32_t unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}
bool low(std::uint32_t unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

// What the letter behind a backslash stands for; 0 for none.
char simple(char letter) {
  switch (letter) {
    case '"': return '"';
    case '\\': return '\\';
    case '/': return '/';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return 0;
  }
}

struct Escape {
  char32_t code = 0;
  std::size_t length = 0;
};

// At a backslash of a text without fault.
Escape read_escape(std::string_view raw, std::size_t at) {
  if (raw[at + 1] != 'u') return {static_cast<unsigned char>(simple(raw[at + 1])), 2};
  const std::uint32_t first = code_unit(raw, at);
  if (!high(first)) return {first, 6};
  return {0x10000 + ((first - 0xD800) << 10) + (code_unit(raw, at + 6) - 0xDC00), 12};
}

std::string escape_message(std::string_view raw, std::size_t at, std::size_t& length) {
  if (at + 1 >= raw.size()) return "a backslash stands at the end of a text";
  length = 2;
  if (simple(raw[at + 1]) != 0) return {};
  if (raw[at + 1] != 'u') return fmt::format("`\\` before {} is no escape", shown_character(raw, at + 1));
  const std::uint32_t unit = code_unit(raw, at);
  length = 6;
  if (unit == kNone) return "`\\u` is not followed by four hexadecimal digits";
  if (!high(unit) && !low(unit)) return {};
  const std::uint32_t second = high(unit) ? code_unit(raw, at + 6) : kNone;
  length = 12;
  if (second != kNone && low(second)) return {};
  return fmt::format("`{}` is half of a surrogate pair and stands for no character", raw.substr(at, 6));
}

}  // namespace

EscapeFault check_escapes(std::string_view raw) {
  std::size_t at = raw.find('\\');
  while (at != raw.npos) {
    std::size_t length = 0;
    std::string message = escape_message(raw, at, length);
    if (!message.empty()) return {at, std::move(message)};
    at = raw.find('\\', at + length);
  }
  return {};
}

std::size_t unescape(std::string_view raw, char* out) {
  std::size_t size = 0;
  std::size_t at = 0;
  while (at < raw.size()) {
    const std::size_t plain = std::min(raw.find('\\', at), raw.size()) - at;
    std::memcpy(out + size, raw.data() + at, plain);
    size += plain;
    at += plain;
    if (at == raw.size()) break;
    const Escape escape = read_escape(raw, at);
    size += base::encode_utf8(escape.code, out + size);
    at += escape.length;
  }
  return size;
}

}  // namespace rubric::records
