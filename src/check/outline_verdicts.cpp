#include "check/outline_verdicts.hpp"

#include <algorithm>
#include <unordered_set>

#include "ir/missing.hpp"

namespace rubric::check {

namespace {

using ir::Branch;
using ir::Clause;
using ir::ClauseId;
using ir::kNone;
using ir::NodeId;
using ir::Op;
using ir::Outline;
using ir::Program;
using ir::Subject;
using ir::SubjectKind;
using ir::Watch;

// What is present where a condition is not yes.
void not_caught(const Program& program, NodeId condition, std::unordered_set<std::uint32_t>& present) {
  const ir::Node& n = program[condition];
  if (n.op == Op::is_missing) present.insert(program.operands(n)[0].index);
  if (n.op != Op::or_) return;
  for (const NodeId part : program.operands(n)) {
    if (program[part].op == Op::is_missing) present.insert(program.operands(part)[0].index);
  }
}

// An arm or a row is asked when those before it are not yes. What one of them would have caught because it is missing
// is there: `when domain is missing` leaves the domain known to what comes behind it.
void mark_branches(const Program& program, const Outline& outline, Subject& s, const std::vector<bool>& missing) {
  const bool first_only = s.kind != SubjectKind::score && !s.sums;
  std::unordered_set<std::uint32_t> present;
  for (Branch& branch : s.branches) {
    if (branch.condition == kNone) continue;
    const NodeId condition = program.watched[outline.clauses[branch.condition].verdict];
    branch.can_be_unknown =
        present.empty() ? missing[condition.index] : ir::can_be_missing(program, condition, missing, present);
    const bool always =
        program.is_constant(condition) && program.constant_value(program[condition]).tri == data::Tri::yes;
    branch.can_be_no = !always;
    if (first_only && branch.from == kNone) not_caught(program, condition, present);
  }
}

// Who gets as far as the last row of a table that has a row for every lead is in it.
void no_lead_is_left(Subject& table) {
  if (table.branches.empty() || table.sums) return;
  table.branches.back().can_be_no = false;
  table.branches.back().can_be_unknown = false;
}

}  // namespace

void mark_verdicts(const ir::Program& program, ir::Outline& outline, std::span<const ir::SubjectId> complete) {
  const std::vector<bool> missing = ir::can_be_missing(program);
  const std::vector<bool> hides = ir::hides_missing(program);
  const auto hidden = [&](Watch w) { return static_cast<bool>(hides[program.watched[w].index]); };
  for (Clause& c : outline.clauses) c.hides_missing = hidden(c.verdict);
  const auto can = [&](ClauseId id) {
    return id != ir::kNone && missing[program.watched[outline.clauses[id].verdict].index];
  };
  for (Subject& s : outline.subjects) {
    s.can_be_unknown = can(s.clause);
    s.hides_missing = std::ranges::any_of(s.values, hidden);
    mark_branches(program, outline, s, missing);
  }
  for (const ir::SubjectId table : complete) no_lead_is_left(outline.subjects[table]);
}

}  // namespace rubric::check
