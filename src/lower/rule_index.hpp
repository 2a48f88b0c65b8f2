// Which rules are asked all at once, and the sets of bits that they are asked by.
//
// Comes in: the typed program. Goes out: an index of the rules (and conditions of reasons) that only tell what
// classes some values are of, when there are enough of them; for these there is no code.
#pragma once

#include <cstdint>
#include <vector>

#include "bytecode/rule_index.hpp"
#include "ir/program.hpp"
#include "lower/lower.hpp"

namespace rubric::lower {

struct IndexedRules {
  bytecode::RuleIndex index;         ///< its fields lack their registers
  std::vector<ir::NodeId> values;    ///< one a field: what code must work out before
  std::vector<bool> coded;           ///< by node: the code must work it out
  std::vector<std::uint32_t> place;  ///< by node: its number among the values of the index, RuleIndex::kNone

  [[nodiscard]] bool has(ir::NodeId id) const {
    return !place.empty() && place[id.index] != bytecode::RuleIndex::kNone;
  }
};

/// Empty when it would not pay.
[[nodiscard]] IndexedRules index_rules(const ir::Program& program, const Options& options);

}  // namespace rubric::lower
