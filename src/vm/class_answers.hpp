// What a program asks of a text, answered for each class of texts: tables by class, and from them the values of the
// rows of a block.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "bytecode/batch.hpp"
#include "vm/block.hpp"
#include "vm/machine.hpp"

namespace rubric::vm {

/// Of each row, the class of its text.
using ClassRows = std::array<std::uint32_t, kRows>;

/// Truths by class, where so many are asked that the rows of each class are put into bits, once a block.
class ManyTruths {
 public:
  explicit ManyTruths(std::size_t outputs) : yes_of_(outputs), open_of_(outputs) {}

  void forget();
  void add(std::size_t output, std::uint32_t group, data::Tri truth);
  [[nodiscard]] static bool holds(std::size_t classes) { return classes <= kGroups * 64; }
  void place(const ClassRows& rows, std::size_t count, std::size_t classes);
  void bits(Bits& out, std::uint32_t output) const;

 private:
  static constexpr std::size_t kGroups = 4;  // of 64 classes, at most
  using Classes = std::array<std::uint64_t, kGroups>;

  std::vector<Classes> yes_of_;  // by output
  std::vector<Classes> open_of_;
  std::vector<RowBits> rows_of_;  // by class
};

/// Not thread-safe. Does not allocate once no new classes come.
class ClassAnswers {
 public:
  /// The source must outlive this.
  explicit ClassAnswers(const bytecode::TextSource& source);

  void forget();
  /// Adds a class by what the machine has in the registers of the source's outputs. Its number.
  std::uint32_t add(const Machine& machine);
  [[nodiscard]] std::uint32_t size() const { return classes_; }
  /// Points of a class are too many for 64 bits.
  [[nodiscard]] bool failed() const { return failed_; }

  /// Of an output that is a bool.
  [[nodiscard]] data::Tri truth(std::size_t output, std::uint32_t group) const {
    constexpr data::Tri kTruths[] = {data::Tri::no, data::Tri::unknown, data::Tri::no, data::Tri::yes};
    return kTruths[truths_[output][group]];
  }
  /// Whether so many truths are asked that it pays to sort the rows by class first.
  [[nodiscard]] bool many() const { return many_; }
  [[nodiscard]] bool truths_alone() const { return truths_alone_; }
  /// Where all answers of a class fit into a byte: rows are shown by these bytes in place of their classes.
  [[nodiscard]] bool packed() const { return packed_; }
  [[nodiscard]] std::uint8_t packed_of(std::uint32_t group) const { return packed_of_[group]; }
  /// All rows, those that mean nothing as well.
  [[nodiscard]] std::array<std::uint8_t, kRows>& packed_rows() { return packed_rows_; }
  [[nodiscard]] ClassRows& rows() { return rows_; }
  /// The first `count` rows are set.
  void shown(std::size_t count);

  /// Of the rows at hand.
  void bits(Bits& out, std::uint32_t output);
  void lanes(Lane* out, std::uint32_t output) const;
  void add_lanes(Lane* out, std::uint32_t output) const;

 private:
  void add_output(std::size_t output, const Machine& machine);

  const bytecode::TextSource& source_;
  std::uint32_t classes_ = 0;
  bool failed_ = false;
  // By output and class. Outputs that are bools: two bits (yes, open). The others: 8 bytes.
  std::vector<std::vector<std::uint8_t>> truths_;
  std::vector<std::vector<std::int64_t>> values_;
  // Where a few bools are all that is asked: two bits a question, by class and by row.
  bool packed_ = false;
  std::vector<std::uint8_t> packed_of_;
  alignas(64) std::array<std::uint8_t, kRows> packed_rows_{};
  bool truths_alone_ = false;
  bool many_ = false;
  bool placed_ = false;
  ManyTruths many_truths_;
  ClassRows rows_{};
  std::size_t count_ = 0;
};

}  // namespace rubric::vm
