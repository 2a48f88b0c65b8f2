// In which order the rules of an index are asked of a block of leads.
//
// Comes in: the index. Goes out: lists of numbers, so arranged that no branch depends on a rule, and that what is
// used together stands together. Which rows a class, a test or a doubt is about is a line of 512 bits; RuleColumns has
// the lines.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bytecode/rule_index.hpp"

namespace rubric::vm {

struct RulePlan {
  /// Where the lines of a field's classes stand, behind those of the missing values, one a field: for each class, and
  /// for what is behind the last, the rows with a lower class, from `below` on; of texts also those of each class, from
  /// `only` on.
  struct Field {
    std::uint32_t below = 0;
    std::uint32_t only = 0;
  };
  /// Tests with equally many lines: of each its number, then those of the lines. Added up, they are the rows that the
  /// test leaves open: yes or unknown.
  struct Tests {
    std::size_t length = 0;
    std::size_t count = 0;
    std::vector<std::uint32_t> numbers;
  };
  /// Rules with as many terms and tests.
  struct Shape {
    std::vector<std::uint32_t> tests;  ///< of each term: how many
    std::size_t rules = 0;
    std::size_t size = 0;  ///< of a rule in `code`
  };
  struct Place {
    std::uint32_t shape = 0;
    std::uint32_t code = 0;
  };

  std::vector<Field> fields;
  std::size_t lines = 0;  ///< of all fields
  std::vector<Tests> tests;
  std::size_t test_count = 0;
  // A term is yes where it is open and no value is missing that would make it unknown. Terms share these doubts.
  std::vector<std::uint32_t> doubt_fields;  ///< of each doubt, one behind the other
  std::vector<std::uint32_t> doubt_ends;    ///< by doubt: where its fields end
  std::vector<Shape> shapes;
  std::vector<std::uint32_t> code;    ///< by rule, shape by shape: of each term its doubt and its tests
  std::vector<std::uint32_t> owners;  ///< by rule, in the same order: the outcome
  std::vector<Place> places;          ///< by place in the index
};

[[nodiscard]] RulePlan plan_rules(const bytecode::RuleIndex& index);

/// Whether the classes of the field are those of texts, each of which has a line of its own.
[[nodiscard]] inline bool has_texts(const bytecode::IndexedField& field) {
  return !field.class_of.empty();
}

}  // namespace rubric::vm
