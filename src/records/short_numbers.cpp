#include "records/short_numbers.hpp"

#include <bit>

#include "base/clones.hpp"
#include "data/cell.hpp"
#include "records/words.hpp"

namespace rubric::records {

namespace {

// 1 where a is less than b, else 0. Both are small.
RUBRIC_INLINE std::uint64_t less(std::uint64_t a, std::uint64_t b) {
  return (a - b) >> 63U;
}

}  // namespace

// As is_short_whole and short_whole, with bits in place of conditions: so several texts go into one register.
RUBRIC_CLONES
void read_short_numbers(const ShortTexts& texts, std::size_t count, double* out,
                        std::array<std::uint64_t, ShortTexts::kMost>& odd) {
  constexpr auto kMissing = std::bit_cast<std::uint64_t>(data::kMissingNumber);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t size = texts.sizes[i];
    const std::uint64_t digits = texts.words[i] ^ kDigits;
    const std::uint64_t empty = std::uint64_t{0} - less(size, 1);
    const std::uint64_t shift = (64U - 8U * size) & 63U;
    const std::uint64_t zero_first = less(digits & 0xFFU, 1) & less(1, size);
    odd[i] = (above_nine(digits) << shift | zero_first | less(8, size)) & ~empty;
    const auto number = std::bit_cast<std::uint64_t>(static_cast<double>(joined_digits(digits << shift)));
    out[i] = std::bit_cast<double>((number & ~empty) | (kMissing & empty));
  }
}

}  // namespace rubric::records
