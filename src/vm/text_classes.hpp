// What a program asks of a text, asked once for each different text.
//
// Texts that differ in nothing that is asked are one class. What is asked of a class stands in tables, so that a
// block of rows needs a class a row and a look into a table an output. Which class a text has is remembered: for
// good by a dictionary's code, for a while by the text itself.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "bytecode/module.hpp"
#include "data/columns.hpp"
#include "vm/block.hpp"
#include "vm/machine.hpp"

namespace rubric::vm {

/// Not thread-safe. Does not allocate once no new classes come.
class TextClasses {
 public:
  /// `machine` runs the source's code; several sources may share it. Both must outlive this.
  TextClasses(const bytecode::TextSource& source, Machine& machine);

  /// Takes rows `first` on, `count` of them. What was taken before is forgotten.
  void take(const data::Column& column, std::size_t first, std::size_t count);

  /// Of the rows taken last; rows behind them have any value.
  void bits(Bits& out, std::uint32_t output);
  void lanes(Lane* out, std::uint32_t output) const;
  void add_lanes(Lane* out, std::uint32_t output) const;

  /// A text needed too much memory, or its points are too many for 64 bits: the block is for the one-record machine.
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  static constexpr std::size_t kMostClasses = 1U << 16U;
  // A text is remembered in one of so many places, by its hash.
  static constexpr std::size_t kRemembered = 1024;
  static constexpr std::size_t kLongest = 48;
  struct Memory {
    std::uint64_t hash = 0;
    std::uint32_t group = kNone;
    std::uint32_t size = 0;
    std::array<char, kLongest> text{};
  };

  void forget();
  std::uint32_t class_of(data::TextRef text);
  std::uint32_t probe(data::TextRef text);
  std::uint32_t remembered(data::TextRef text);
  std::uint32_t add_class();
  std::uint32_t class_of_probes(std::uint32_t member);
  [[nodiscard]] std::uint64_t short_key(std::uint32_t member) const;
  void long_key(std::uint32_t member);
  void take_codes(const data::Column& column, std::size_t first, std::size_t count);
  void learn(const data::TextDictionary& dictionary);
  void place_rows();

  const bytecode::TextSource& source_;
  Machine& machine_;
  bool failed_ = false;
  std::uint32_t classes_ = 0;
  std::vector<std::uint32_t> by_member_;  // where there are no probes; the last two: none, missing
  std::unordered_map<std::string, std::uint32_t> by_key_;
  std::string key_;
  bool short_keys_ = false;  // the probes are few and bools: the key fits into 64 bits
  std::unordered_map<std::uint64_t, std::uint32_t> by_short_key_;
  struct Recent {
    std::uint64_t key = UINT64_MAX;  // no key: a member and 16 probes leave it free
    std::uint32_t group = kNone;
  };
  std::array<Recent, 256> recent_{};
  std::vector<Memory> memory_;
  std::uint32_t missing_ = kNone;  // the class of what is missing
  std::uint32_t asked_ = 0;
  std::uint32_t hits_ = 0;
  std::uint64_t dictionary_ = UINT64_MAX;
  std::vector<std::uint32_t> by_code_;
  std::array<std::uint32_t, kRows> rows_{};  // the class of each row
  // Where a few bools are all that is asked, the answers of each row, two bits a question, in place of its class.
  bool packed_ = false;
  std::vector<std::uint8_t> packed_of_;  // by class
  std::vector<std::uint8_t> packed_by_code_;
  alignas(64) std::array<std::uint8_t, kRows> packed_rows_{};
  std::size_t count_ = 0;
  // Outputs that are bools: two bits a class (yes, open). The others: 8 bytes.
  std::vector<std::vector<std::uint8_t>> truths_;
  std::vector<std::vector<std::int64_t>> values_;
  // Where many questions are asked, the rows of each class as bits, made once a block.
  bool many_ = false;
  bool placed_ = false;
  std::vector<RowBits> rows_of_;
  static constexpr std::size_t kGroups = 4;                 // of 64 classes, at most
  std::vector<std::array<std::uint64_t, kGroups>> yes_of_;  // by output: the classes that are yes
  std::vector<std::array<std::uint64_t, kGroups>> open_of_;
};

}  // namespace rubric::vm
