// What a program asks of a text, asked once for each different text.
//
// Texts that differ in nothing that is asked are one class. What is asked of a class stands in tables, so that a
// block of rows needs a class a row and a look into a table an output. A class is found by the tests that a block is
// asked at once, and, where these are not all, by the answers of one-record code; these are remembered for a while
// by the text itself. The class of a dictionary's code is known for good.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bytecode/module.hpp"
#include "data/columns.hpp"
#include "vm/block_tests.hpp"
#include "vm/class_answers.hpp"
#include "vm/code_truths.hpp"
#include "vm/machine.hpp"
#include "vm/probe_keys.hpp"
#include "vm/text_memory.hpp"

namespace rubric::vm {

/// Not thread-safe. Does not allocate once no new classes come.
class TextClasses {
 public:
  /// `machine` runs the source's code; several sources may share it. Both must outlive this.
  TextClasses(const bytecode::TextSource& source, Machine& machine);

  /// Takes rows `first` on, `count` of them. What was taken before is forgotten.
  void take(const data::Column& column, std::size_t first, std::size_t count);

  /// Of the rows taken last; rows behind them have any value.
  void bits(Bits& out, std::uint32_t output) {
    few_codes_ ? by_few_codes_.bits(out, output) : answers_.bits(out, output);
  }
  void lanes(Lane* out, std::uint32_t output) const { answers_.lanes(out, output); }
  void add_lanes(Lane* out, std::uint32_t output) const { answers_.add_lanes(out, output); }

  /// A text needed too much memory, or its points are too many for 64 bits: the block is for the one-record machine.
  [[nodiscard]] bool failed() const { return failed_ || answers_.failed(); }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  static constexpr std::size_t kMostClasses = 1U << 16U;

  void forget();
  void find_classes(std::span<const data::TextRef> texts, std::uint32_t* out);
  void find_places(std::span<const data::TextRef> texts);
  std::uint32_t class_of(data::TextRef text, std::uint32_t place);
  std::uint32_t probe(data::TextRef text, std::uint32_t place);
  std::uint32_t add_class(data::TextRef text);
  void forget_codes();
  void learn(const data::TextDictionary& dictionary);
  void learn_code(std::size_t code);
  void take_codes(std::span<const std::uint32_t> codes);
  void take_texts(std::span<const data::TextRef> texts);

  const bytecode::TextSource& source_;
  Machine& machine_;
  bool failed_ = false;
  ClassAnswers answers_;
  std::optional<BlockTests> tests_;
  TextAnswers places_{};  ///< of each text, which member it is and what the tests say
  // Where there are no probes, the class of each place.
  std::vector<std::uint32_t> by_place_;
  // Where there are some.
  ProbeKeys keys_;
  std::optional<TextMemory> memory_;
  std::uint32_t missing_ = kNone;  ///< the class of what is missing
  // By code of the dictionary seen last.
  std::uint64_t dictionary_ = UINT64_MAX;
  std::vector<std::uint32_t> by_code_;
  std::vector<std::uint8_t> packed_by_code_;
  CodeTruths by_few_codes_;
  bool few_codes_ = false;  ///< the rows at hand are asked by these
};

}  // namespace rubric::vm
