// A quick hash of texts and a quick comparison, for tables that remember some of them.
//
// Texts are read in whole words that overlap at the end: a call of memcpy or memcmp costs more than a short text.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#include "base/bytes.hpp"
#include "data/cell.hpp"

namespace rubric::data {

/// A product has its differences in the upper bits; tables are asked by the lower ones.
[[nodiscard]] inline std::uint64_t mixed(std::uint64_t product) {
  product = (product ^ product >> 32U) * 0x9E3779B97F4A7C15U;
  return product ^ product >> 32U;
}

/// What it finds must be checked by the text itself. The text is not missing.
[[nodiscard]] inline std::uint64_t text_hash(TextRef text) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15U;
  std::uint64_t out = text.size * kOdd;
  if (text.size < 8) {
    out = (out ^ base::short_word(text.data, text.size)) * kOdd;
    return mixed(out);
  }
  for (std::size_t at = 0; at + 8 < text.size; at += 8)
    out = (std::rotl(out, 23) ^ base::load<std::uint64_t>(text.data + at)) * kOdd;
  out = (std::rotl(out, 23) ^ base::load<std::uint64_t>(text.data + text.size - 8)) * kOdd;
  return mixed(out);
}

/// Neither is missing.
[[nodiscard]] inline bool same_text(TextRef a, TextRef b) {
  if (a.size != b.size) return false;
  if (a.size < 8) return base::short_word(a.data, a.size) == base::short_word(b.data, b.size);
  if (a.size > 64) return std::memcmp(a.data, b.data, a.size) == 0;
  for (std::size_t at = 0; at + 8 < a.size; at += 8) {
    if (base::load<std::uint64_t>(a.data + at) != base::load<std::uint64_t>(b.data + at)) return false;
  }
  return base::load<std::uint64_t>(a.data + a.size - 8) == base::load<std::uint64_t>(b.data + b.size - 8);
}

}  // namespace rubric::data
