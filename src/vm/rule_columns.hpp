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
  /// Rules of one shape stand together, so that no branch depends on the rule.
  struct Shape {
    std::vector<std::uint32_t> tests;  ///< of each term: how many
    std::size_t rules = 0;
    std::size_t size = 0;  ///< of a rule in `code_`
  };
  /// The classes of a dictionary's texts, by code.
  struct Known {
    std::uint64_t dictionary = UINT64_MAX;
    std::vector<std::uint32_t> classes;
  };
  struct Found {
    std::uint32_t shape = 0;
    std::uint32_t code = 0;
  };
  using Rows = bytecode::Bits;

  void name_tests();
  void arrange_rules();
  [[nodiscard]] std::vector<std::uint32_t> doubtful_fields(std::span<const std::uint32_t> tests) const;
  void present(std::size_t field);
  [[nodiscard]] Rows* below(std::size_t field) { return below_.data() + first_[field]; }
  [[nodiscard]] std::uint32_t class_of(std::size_t field, data::TextRef text) const;

  const bytecode::RuleIndex& index_;
  // By field, from first_[field] on: for each class, and for the one behind the last, the rows with a lower class.
  // So the rows of some classes that stand together are the difference of two of them.
  std::vector<Rows> below_;
  std::vector<std::uint32_t> first_;
  std::vector<Rows> missing_;               // by field: the rows without a value; the last one is of no rows
  std::vector<std::uint32_t> borders_;      // of the tests, one behind the other: in `below_`
  std::vector<std::uint32_t> border_ends_;  // by test
  std::vector<std::uint32_t>
      open_with_;           // by test: in `missing_`, the rows that it leaves open beside those that are yes
  std::vector<Rows> open_;  // by test
  // A term is yes where it is open and no field is missing that would make it unknown. Many terms share these fields.
  std::vector<std::vector<std::uint32_t>> doubtful_;
  std::vector<Rows> doubts_;  // beside doubtful_: the rows that miss one of the fields
  std::vector<Shape> shapes_;
  std::vector<std::uint32_t> code_;    // by rule, shape by shape: of each term its doubts and its tests
  std::vector<std::uint32_t> owners_;  // by rule, in the same order
  std::vector<Found> found_;           // by place
  std::vector<Known> known_;           // by field
  std::vector<std::uint32_t> classes_;
};

}  // namespace rubric::vm
