// Numbers of a few digits, many at once: a column's worth of them, without a branch on what they look like.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace rubric::records {

/// Texts to read as numbers: the first eight bytes of each, and how long it is.
struct ShortTexts {
  static constexpr std::size_t kMost = 128;

  std::array<std::uint64_t, kMost> words;
  std::array<std::uint64_t, kMost> sizes;
};

/// Sets `out` to the numbers of the first `count` texts, those of no bytes missing, and `odd` to something other than
/// zero where a text is no whole number as JSON writes it, of eight digits at most: the number is then not set.
void read_short_numbers(const ShortTexts& texts, std::size_t count, double* out,
                        std::array<std::uint64_t, ShortTexts::kMost>& odd);

}  // namespace rubric::records
