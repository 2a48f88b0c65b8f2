#include "base/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace rubric::base {

namespace {

// How many bytes at the front are ASCII, eight at a time: nearly all of the text that comes in.
std::size_t ascii_prefix(std::string_view text) {
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, 8);
    if ((word & 0x8080808080808080U) != 0) break;
  }
  while (i < text.size() && static_cast<unsigned char>(text[i]) < 0x80U) ++i;
  return i;
}

struct Lead {
  std::size_t size;            // of the sequence; 0 where no sequence starts so
  unsigned char low = 0x80U;   // the second byte's range: narrower than 80..BF where overlong forms,
  unsigned char high = 0xBFU;  // surrogates and what lies past U+10FFFF would start
};

Lead lead(unsigned char byte) {
  if (byte < 0x80U) return {1};
  if (byte < 0xC2U) return {0};
  if (byte < 0xE0U) return {2};
  if (byte == 0xE0U) return {3, 0xA0U};
  if (byte == 0xEDU) return {3, 0x80U, 0x9FU};
  if (byte < 0xF0U) return {3};
  if (byte == 0xF0U) return {4, 0x90U};
  if (byte < 0xF4U) return {4};
  if (byte == 0xF4U) return {4, 0x80U, 0x8FU};
  return {0};
}

// The size of the valid sequence at the offset, 0 if there is none.
std::size_t sequence(std::string_view text, std::size_t offset) {
  const Lead first = lead(static_cast<unsigned char>(text[offset]));
  if (first.size <= 1) return first.size;
  if (text.size() - offset < first.size) return 0;
  const auto second = static_cast<unsigned char>(text[offset + 1]);
  if (second < first.low || second > first.high) return 0;
  for (std::size_t i = 2; i < first.size; ++i) {
    if ((static_cast<unsigned char>(text[offset + i]) & 0xC0U) != 0x80U) return 0;
  }
  return first.size;
}

}  // namespace

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
  for (std::size_t i = 0;;) {
    i += ascii_prefix(text.substr(i));
    if (i == text.size()) return std::nullopt;
    const std::size_t size = sequence(text, i);
    if (size == 0) return i;
    i += size;
  }
}

CodePoint decode_utf8(std::string_view text, std::size_t offset) {
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[offset + i])); };
  if (byte(0) < 0x80U) return {byte(0), 1};
  const std::size_t size = sequence(text, offset);
  if (size == 0) return {U'\uFFFD', 1};
  char32_t value = byte(0) & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) value = (value << 6U) | (byte(i) & 0x3FU);
  return {value, size};
}

std::size_t encode_utf8(char32_t code_point, char* out) {
  const auto tail = [&](unsigned shift) { return static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU)); };
  if (code_point < 0x80U) {
    out[0] = static_cast<char>(code_point);
    return 1;
  }
  if (code_point < 0x800U) {
    out[0] = static_cast<char>(0xC0U | (code_point >> 6U));
    out[1] = tail(0);
    return 2;
  }
  if (code_point < 0x10000U) {
    out[0] = static_cast<char>(0xE0U | (code_point >> 12U));
    out[1] = tail(6);
    out[2] = tail(0);
    return 3;
  }
  out[0] = static_cast<char>(0xF0U | (code_point >> 18U));
  out[1] = tail(12);
  out[2] = tail(6);
  out[3] = tail(0);
  return 4;
}

void append_utf8(char32_t code_point, std::string& out) {
  char bytes[4];
  out.append(bytes, encode_utf8(code_point, bytes));
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
  return count;
}

}  // namespace rubric::base
