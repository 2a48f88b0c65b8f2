// Random programs as source text, and random records for them: typed, so that every one of them is a
// correct file. What the checker refuses is a defect, of the checker or of the generator.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "support/generate_tree.hpp"

namespace rubric::test {

struct GeneratedField {
  Tree::Sort sort = Tree::Sort::number;
  std::string name;       ///< as an expression says it: `fit.size`
  std::string key;        ///< in the data, under its group
  std::string group;      ///< empty at the top
  std::string modifiers;  ///< as they are written behind the type
  bool one_of = false;
  bool required = false;
  bool day_first = false;                 ///< times as 31/12/2026
  std::vector<std::string> placeholders;  ///< JSON values that mean missing
};

struct GeneratedList {
  std::string name;
  std::string clock;     ///< the name of its clock, empty for none
  bool scalars = false;  ///< the one field is the element
  std::vector<GeneratedField> fields;
};

struct Schema {
  bool declared = true;
  std::vector<GeneratedField> fields;
  std::vector<GeneratedList> lists;
};

struct GeneratedProgram {
  Schema schema;
  Tree source;  ///< its parts are the declarations
  std::string as_of;
  std::string only_pass;  ///< the machine's program goes through this pass alone; empty for all
};

[[nodiscard]] GeneratedProgram generate_program(Random& random);
[[nodiscard]] Json generate_record(const Schema& schema, Random& random);

}  // namespace rubric::test
