// Asks the rules of an index of a block of leads.
//
// Comes in: the values that the rules test, a column each. Goes out: for how many leads each rule is yes, or for which.
// A lead is a bit: a test that many rules ask is asked once for 512 leads, and a rule is a few operations on
// what its tests say.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bytecode/rule_index.hpp"
#include "data/columns.hpp"
#include "vm/block.hpp"
#include "vm/rule_lines.hpp"
#include "vm/rule_plan.hpp"

namespace rubric::vm {

/// Not thread-safe. Does not allocate once warm.
class RuleColumns {
 public:
  /// The index must outlive it.
  explicit RuleColumns(const bytecode::RuleIndex& index);

  // The values of a block, one field after the other. Rows behind the last lead may hold anything.
  void take_numbers(std::size_t field, const Lane* values);  ///< kRows of them
  void take_ticks(std::size_t field, const Lane* values);    ///< kRows of them
  void take_truths(std::size_t field, const Bits& values);
  void take_texts(std::size_t field, std::span<const data::TextRef> texts);
  /// Rows `first` on, `count` of them.
  void take_texts(std::size_t field, const data::Column& column, std::size_t first, std::size_t count);
  /// As IndexVerdicts::class_of gives them, one a row.
  void take_classes(std::size_t field, std::span<const std::uint32_t> classes);
  /// The same class for every row.
  void take_class(std::size_t field, std::uint32_t of_all);

  /// To be called once the values of all fields are there.
  void ask();

  /// Adds to `sums`, one an outcome, for how many of the rows in `there` each rule is yes, and may be.
  void count(const RowBits& there, std::span<Verdicts> sums) const;
  /// Of the rule at that place of the index.
  void verdicts(std::size_t place, Bits& out) const;

 private:
  /// The classes of a dictionary's texts, by code.
  struct Known {
    std::uint64_t dictionary = UINT64_MAX;
    std::vector<std::uint32_t> classes;
  };

  [[nodiscard]] std::uint32_t class_of(std::size_t field, data::TextRef text) const;
  void all_but_missing(std::size_t field);
  [[nodiscard]] Terms terms(const RulePlan::Shape& shape) const {
    return {shape.tests.data(), shape.tests.size(), open_.data(), doubts_.data()};
  }

  const bytecode::RuleIndex& index_;
  RulePlan plan_;
  std::vector<RowLine> classes_;        // the rows without a value, by field, then those of the classes
  std::vector<RowLine> open_;           // by test
  std::vector<RowLine> doubts_;         // by doubt: the rows that lack a value
  std::vector<Known> known_;            // by field
  std::vector<std::uint32_t> of_rows_;  // the classes of the field at hand
  std::vector<RowLine> apart_;          // the rows of each, where `classes_` has no place for them
};

}  // namespace rubric::vm
