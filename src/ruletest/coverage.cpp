#include "ruletest/coverage.hpp"

namespace rubric::ruletest {

namespace {

using ir::kNone;
using ir::SubjectKind;

Covered::Part part_of(SubjectKind kind) {
  switch (kind) {
    case SubjectKind::score: return Covered::Part::line;
    case SubjectKind::choice: return Covered::Part::arm;
    case SubjectKind::table: return Covered::Part::row;
    case SubjectKind::lifecycle: return Covered::Part::move;
    default: return Covered::Part::rule;
  }
}

void count(explain::Verdict verdict, Covered& out) {
  switch (verdict) {
    case explain::Verdict::yes: ++out.yes; break;
    case explain::Verdict::no: ++out.no; break;
    case explain::Verdict::unknown: ++out.unknown; break;
  }
}

// Points of elements: yes when there was one.
explain::Verdict of_line(const ir::Branch& b, const engine::Evaluator& lead, explain::Verdict condition) {
  if (b.each == kNone || condition != explain::Verdict::yes) return condition;
  return lead.watched(b.each).number > 0 ? explain::Verdict::yes : explain::Verdict::no;
}

explain::Verdict verdict(const ir::Branch& b, const ir::Outline& outline, const engine::Evaluator& lead) {
  if (b.applies != kNone) return explain::verdict_of(lead.watched(b.applies));
  if (b.condition == kNone) return explain::Verdict::yes;
  return explain::verdict_of(lead.watched(outline.clauses[b.condition].verdict));
}

bool first_only(const ir::Subject& s) {
  return s.kind != SubjectKind::score && !s.sums;
}

}  // namespace

unsigned Covered::seen() const {
  return (yes > 0 ? 1U : 0U) + (can_be_no && no > 0 ? 1U : 0U) + (can_be_unknown && unknown > 0 ? 1U : 0U);
}

std::vector<Covered> uncovered(const ir::Outline& outline) {
  std::vector<Covered> out;
  for (const ir::Subject& s : outline.subjects) {
    if (s.kind == SubjectKind::rule) {
      Covered& rule = out.emplace_back();
      rule.subject = s.name;
      rule.text = s.name;
      rule.span = s.span;
      rule.line = s.line;
      rule.can_be_unknown = s.can_be_unknown;
    }
    for (const ir::Branch& b : s.branches) {
      Covered& branch = out.emplace_back();
      branch.part = part_of(s.kind);
      branch.subject = s.name;
      branch.text = b.text;
      branch.span = b.span;
      branch.line = b.line;
      branch.can_be_no = b.can_be_no && (b.condition != kNone || b.each != kNone);
      branch.can_be_unknown = b.can_be_unknown;
    }
  }
  return out;
}

void cover(const ir::Outline& outline, const engine::Evaluator& lead, std::vector<Covered>& covered) {
  std::size_t at = 0;
  for (const ir::Subject& s : outline.subjects) {
    if (s.kind == SubjectKind::rule) count(explain::verdict_of(lead.watched(s.values[0])), covered[at++]);
    bool taken = false;
    for (const ir::Branch& b : s.branches) {
      Covered& branch = covered[at++];
      if (taken && first_only(s)) continue;
      // A move out of another state than the present one is not asked.
      if (b.from != kNone && explain::verdict_of(lead.watched(b.from)) != explain::Verdict::yes) continue;
      const explain::Verdict v = of_line(b, lead, verdict(b, outline, lead));
      count(v, branch);
      taken = v == explain::Verdict::yes;
    }
  }
}

double coverage(const std::vector<Covered>& covered) {
  double possible = 0;
  double seen = 0;
  for (const Covered& c : covered) {
    possible += c.possible();
    seen += c.seen();
  }
  return possible == 0 ? 1 : seen / possible;
}

}  // namespace rubric::ruletest
