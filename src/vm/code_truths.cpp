#include "vm/code_truths.hpp"

#include <algorithm>

#include "base/clones.hpp"

namespace rubric::vm {

namespace {

RUBRIC_CLONES
void bits_of_codes(Bits& out, const std::uint32_t* codes, std::uint64_t yes, std::uint64_t open) {
  for (std::size_t w = 0; w < kWords; ++w) {
    std::uint64_t y = 0;
    std::uint64_t o = 0;
    for (std::size_t j = 0; j < 64; ++j) {
      const std::uint64_t code = codes[w * 64 + j];
      y |= (yes >> code & 1U) << j;
      o |= (open >> code & 1U) << j;
    }
    out.yes[w] = y;
    out.open[w] = o;
  }
}

}  // namespace

void CodeTruths::take(std::span<const std::uint32_t> codes) {
  codes_ = codes.data();
  if (codes.size() == kRows) return;
  std::ranges::copy(codes, last_.begin());
  codes_ = last_.data();
}

void CodeTruths::bits(Bits& out, std::uint32_t output) const {
  bits_of_codes(out, codes_, of_output_[output].yes, of_output_[output].open);
}

}  // namespace rubric::vm
