// Bytes compared and told apart without a call: most texts of a lead are shorter than a call is long.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace rubric::base {

template <class Word>
[[nodiscard]] inline Word load(const char* at) {
  Word out;
  std::memcpy(&out, at, sizeof out);
  return out;
}

/// A text of fewer than 8 bytes as one word, its first byte lowest and zeros behind its last. Reads no byte besides.
[[nodiscard]] inline std::uint64_t short_word(const char* at, std::size_t size) {
  static_assert(std::endian::native == std::endian::little, "words are compared and put together lowest byte first");
  if (size >= 4) return load<std::uint32_t>(at) | std::uint64_t{load<std::uint32_t>(at + size - 4)} << (8 * (size - 4));
  if (size == 0) return 0;
  const auto byte = [at](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(at[i])} << (8 * i); };
  return byte(0) | byte(size / 2) | byte(size - 1);
}

/// Whether `size` bytes are the same at both places. The words at the two ends may overlap.
[[nodiscard]] inline bool same_bytes(const char* a, const char* b, std::size_t size) {
  const auto ends = [&]<class Word>(Word) {
    const std::size_t last = size - sizeof(Word);
    return ((load<Word>(a) ^ load<Word>(b)) | (load<Word>(a + last) ^ load<Word>(b + last))) == 0;
  };
  if (size > 16) return std::memcmp(a, b, size) == 0;
  if (size >= 8) return ends(std::uint64_t{});
  if (size >= 4) return ends(std::uint32_t{});
  if (size >= 2) return load<std::uint16_t>(a) == load<std::uint16_t>(b) && a[size - 1] == b[size - 1];
  return size == 0 || *a == *b;
}

[[nodiscard]] inline bool same_text(std::string_view a, std::string_view b) {
  return a.size() == b.size() && same_bytes(a.data(), b.data(), a.size());
}

/// Tells most texts apart that people put into one list: the length, and up to 8 bytes from each end. Texts that
/// agree in these have the same digest, so who looks texts up by it needs another way for such lists.
[[nodiscard]] inline std::uint64_t digest_of_ends(std::string_view text) {
  const char* const p = text.data();
  const std::size_t size = text.size();
  const std::uint64_t out = size * 0x9E3779B1U;
  if (size >= 8) return out + load<std::uint64_t>(p) * 31 + load<std::uint64_t>(p + size - 8);
  if (size >= 4) {
    return out + (std::uint64_t{load<std::uint32_t>(p)} << 32U) + load<std::uint32_t>(p + size - 4);
  }
  if (size >= 2) return out + (std::uint64_t{load<std::uint16_t>(p)} << 32U) + static_cast<unsigned char>(p[size - 1]);
  return size == 0 ? out : out + (std::uint64_t{static_cast<unsigned char>(*p)} << 32U);
}

}  // namespace rubric::base
