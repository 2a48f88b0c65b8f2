// A quick hash of texts and a quick comparison, for tables that remember some of them.
//
// Texts are read in whole words that overlap at the end: a call of memcpy or memcmp costs more than a short text.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#include "data/cell.hpp"

namespace rubric::data {

namespace words {

template <class Word>
[[nodiscard]] inline std::uint64_t load(const char* from) {
  Word word = 0;
  std::memcpy(&word, from, sizeof word);
  return word;
}

/// All bytes of a text of fewer than 8, in one word.
[[nodiscard]] inline std::uint64_t short_text(const char* text, std::size_t size) {
  if (size >= 4) return load<std::uint32_t>(text) | load<std::uint32_t>(text + size - 4) << 32U;
  if (size == 0) return 0;
  const auto byte = [text](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(text[i])}; };
  return byte(0) | byte(size / 2) << 8U | byte(size - 1) << 16U;
}

/// A product has its differences in the upper bits; tables are asked by the lower ones.
[[nodiscard]] inline std::uint64_t mixed(std::uint64_t product) {
  product = (product ^ product >> 32U) * 0x9E3779B97F4A7C15U;
  return product ^ product >> 32U;
}

}  // namespace words

/// What it finds must be checked by the text itself. The text is not missing.
[[nodiscard]] inline std::uint64_t text_hash(TextRef text) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15U;
  std::uint64_t out = text.size * kOdd;
  if (text.size < 8) {
    out = (out ^ words::short_text(text.data, text.size)) * kOdd;
    return words::mixed(out);
  }
  for (std::size_t at = 0; at + 8 < text.size; at += 8)
    out = (std::rotl(out, 23) ^ words::load<std::uint64_t>(text.data + at)) * kOdd;
  out = (std::rotl(out, 23) ^ words::load<std::uint64_t>(text.data + text.size - 8)) * kOdd;
  return words::mixed(out);
}

/// Neither is missing.
[[nodiscard]] inline bool same_text(TextRef a, TextRef b) {
  if (a.size != b.size) return false;
  if (a.size < 8) return words::short_text(a.data, a.size) == words::short_text(b.data, b.size);
  if (a.size > 64) return std::memcmp(a.data, b.data, a.size) == 0;
  for (std::size_t at = 0; at + 8 < a.size; at += 8) {
    if (words::load<std::uint64_t>(a.data + at) != words::load<std::uint64_t>(b.data + at)) return false;
  }
  return words::load<std::uint64_t>(a.data + a.size - 8) == words::load<std::uint64_t>(b.data + b.size - 8);
}

}  // namespace rubric::data
