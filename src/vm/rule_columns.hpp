// Asks the rules of an index of a block of leads.
//
// Comes in: the values that the rules test, a column each. Goes out: for how many leads each rule is yes, or for which.
// A lead is a bit: a test that many rules ask is asked once for 512 leads, and a rule is a few operations on
// what its tests say.
#pragma once

#include <cstdint>
#include <map>
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
  using Rows = bytecode::Bits;

  /// Rules of one shape stand together, so that no branch depends on the rule.
  struct Shape {
    std::vector<std::uint32_t> tests;  ///< of each term: how many
    std::size_t rules = 0;
    std::size_t size = 0;  ///< of a rule in `code_`
  };
  struct Found {
    std::uint32_t shape = 0;
    std::uint32_t code = 0;
  };
  /// The classes of a dictionary's texts, by code.
  struct Known {
    std::uint64_t dictionary = UINT64_MAX;
    std::vector<std::uint32_t> classes;
  };
  /// Tests with equally many lines: of each its number, then those of its lines.
  struct Lists {
    std::size_t length = 0;
    std::size_t count = 0;
    std::vector<std::uint32_t> numbers;
  };
  /// Where the rows of a field's classes stand in `classes_`: for each class, and for what is behind the last, those
  /// with a lower class, from `below` on; of texts also those of each class, from `only` on.
  struct Places {
    std::uint32_t below = 0;
    std::uint32_t only = 0;
  };

  void place_fields();
  void arrange_rules();
  [[nodiscard]] std::uint32_t first_term(std::uint32_t place) const;
  [[nodiscard]] std::span<const std::uint32_t> tests_of(std::uint32_t term) const;
  [[nodiscard]] std::vector<std::uint32_t> number_tests(const std::vector<std::uint32_t>& places);
  void add_tests(const std::vector<std::uint32_t>& numbers);
  [[nodiscard]] std::vector<std::uint32_t> lines_of(const bytecode::IndexedTest& test) const;
  void add_rule(std::uint32_t place, const std::vector<std::uint32_t>& numbers);
  [[nodiscard]] bool is_text(std::size_t field) const { return !index_.fields[field].class_of.empty(); }
  [[nodiscard]] std::uint32_t class_of(std::size_t field, data::TextRef text) const;
  void all_but_missing(std::size_t field);

  const bytecode::RuleIndex& index_;
  std::vector<Rows> classes_;   // by field the rows without a value, then those of the classes
  std::vector<Places> places_;  // by field
  std::vector<Lists> tests_;    // whose lines in `classes_`, added up, are the rows that are open
  std::vector<Rows> open_;      // by test
  // A term is yes where it is open and no value is missing that would make it unknown. Many terms share these.
  std::vector<std::uint32_t> doubt_fields_;                       // of each doubt, one behind the other
  std::vector<std::uint32_t> doubt_ends_;                         // by doubt: where its fields end
  std::vector<Rows> doubtful_;                                    // by doubt: the rows that lack one of the fields
  std::map<std::vector<std::uint32_t>, std::uint32_t> doubt_by_;  // by fields
  std::vector<Shape> shapes_;
  std::vector<std::uint32_t> code_;     // by rule, shape by shape: of each term its doubt and its tests
  std::vector<std::uint32_t> owners_;   // by rule, in the same order: the outcome
  std::vector<Found> found_;            // by place
  std::vector<Known> known_;            // by field
  std::vector<std::uint32_t> of_rows_;  // the classes of the field at hand
  std::vector<Rows> apart_;             // the rows of each, where `classes_` has no place for them
};

}  // namespace rubric::vm
