// Which rules an index pays for: what they ask is of the right shape, enough of them ask it, and the sets that
// answer it are not too large.
#pragma once

#include <cstdint>
#include <vector>

#include "lower/lower.hpp"
#include "lower/rule_terms.hpp"
#include "lower/value_classes.hpp"

namespace rubric::lower {

/// A rule, or the condition of a reason: the words of a rule must not force its code.
struct ChosenCondition {
  ir::NodeId node;
  std::uint32_t rule = 0;  ///< the outcome, RuleIndex::kNone for the condition of a reason
  std::vector<Term> terms;
};

struct Choice {
  std::vector<ChosenCondition> conditions;
  std::vector<ir::NodeId> values;       ///< that they test
  std::vector<ValueClasses> classes;    ///< of each of these
  std::vector<bool> coded;              ///< by node: something other than these conditions needs it
  std::vector<std::uint32_t> value_of;  ///< by node: the number in `values` of what a literal's test is about
};

/// Empty when too few rules would be left. The program must outlive the choice.
[[nodiscard]] Choice choose_rules(const ir::Program& program, const Options& options);

/// How many `Bits` stand in a set for each number of a term: see RuleIndex::parts.
[[nodiscard]] std::vector<std::uint32_t> parts_of(const std::vector<ChosenCondition>& conditions);

}  // namespace rubric::lower
