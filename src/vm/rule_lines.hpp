// Lines of 512 bits, a bit a row: what rules are asked of a block of leads with. Straight loops, compiled for several
// processors.
#pragma once

#include <cstdint>
#include <vector>

#include "bytecode/rule_index.hpp"
#include "vm/block.hpp"
#include "vm/wide_words.hpp"

namespace rubric::vm {

using RowLine = bytecode::Bits;
static_assert(RowLine::kCount == kRows);

/// The rows with a value below each border, from below[1] on, and those without a value.
void compare_numbers(const NumberLane* values, const std::vector<double>& borders, RowLine* below, RowLine& missing);
void compare_ticks(const Lane* values, const std::vector<std::int64_t>& borders, RowLine* below, RowLine& missing);
/// From the rows of each class those of all classes before the next, from below[1] on.
void add_up(const RowLine* only, std::size_t classes, RowLine* below);

/// For each of so many tests, as RulePlan::Tests has them: the lines together, none of whose rows is in two of them,
/// but for stretches of classes: what is below their end and below their beginning cancels out.
void unite_apart(const std::uint32_t* tests, std::size_t count, std::size_t length, const RowLine* lines, RowLine* out);
/// The rows that are in any of the lines of a list; lists stand one behind the other.
void unite_any(const std::vector<std::uint32_t>& numbers, const std::vector<std::uint32_t>& ends, const RowLine* lines,
               RowLine* out);

/// What all rules of a shape are made of.
struct Terms {
  const std::uint32_t* tests;  ///< of each term: how many
  std::size_t count;
  const RowLine* open;    ///< by test
  const RowLine* doubts;  ///< by doubt
};
/// The rows that one rule is yes and open for.
void answer_rule(const Terms& terms, const std::uint32_t* code, Bits& out);

/// Rules are counted some at a time, so that what they say is still in the nearest cache.
inline constexpr std::size_t kRuleGroup = 16;
/// Of each rule: for how many rows it is yes, and kOpenShift bits above for how many it is open.
using RuleCounts = std::array<std::uint64_t, kRuleGroup>;
inline constexpr unsigned kOpenShift = 32;
/// At most kRuleGroup rules of one shape, of the rows in `there`.
void count_rules(const Terms& terms, const std::uint32_t* code, std::size_t rules, const RowBits& there,
                 RuleCounts& out);

}  // namespace rubric::vm
