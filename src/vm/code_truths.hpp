// Truths of rows by the code of their text, where the dictionary is so small that a word has a bit for each of its
// texts: then nothing is looked up, the word is shifted by the code.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "data/cell.hpp"
#include "vm/block.hpp"

namespace rubric::vm {

/// Not thread-safe. Allocates when it is made.
class CodeTruths {
 public:
  static constexpr std::size_t kMostCodes = 64;

  explicit CodeTruths(std::size_t outputs) : of_output_(outputs) {}

  /// What stands for the code must not have been set since `forget`.
  void set(std::size_t output, std::size_t code, data::Tri truth) {
    const std::uint64_t bit = std::uint64_t{1} << code;
    if (truth == data::Tri::yes) of_output_[output].yes |= bit;
    if (truth != data::Tri::no) of_output_[output].open |= bit;
  }
  void forget() { of_output_.assign(of_output_.size(), {}); }

  /// The codes of a block, which must hold until the next one; at most kRows, all below kMostCodes.
  void take(std::span<const std::uint32_t> codes);
  /// Of the rows taken last.
  void bits(Bits& out, std::uint32_t output) const;

 private:
  struct Codes {
    std::uint64_t yes = 0;
    std::uint64_t open = 0;
  };

  std::vector<Codes> of_output_;
  const std::uint32_t* codes_ = nullptr;
  std::array<std::uint32_t, kRows> last_{};  ///< the codes of a block that is not full
};

}  // namespace rubric::vm
