// A quick hash of texts, for tables that remember some of them: what it finds is always checked by the text itself.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace rubric::data {

[[nodiscard]] inline std::uint64_t text_hash(std::string_view text) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15U;
  std::uint64_t out = text.size() * kOdd;
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    out = (std::rotl(out, 23) ^ word) * kOdd;
  }
  std::uint64_t word = 0;
  if (at < text.size()) std::memcpy(&word, text.data() + at, text.size() - at);
  out = (std::rotl(out, 23) ^ word) * kOdd;
  return out ^ out >> 32U;
}

}  // namespace rubric::data
