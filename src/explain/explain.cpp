#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/number_text.hpp"
#include "base/time_text.hpp"
#include "builtins/number.hpp"
#include "explain/explanation.hpp"
#include "explain/in_the_way.hpp"
#include "explain/turns.hpp"
#include "explain/words.hpp"

namespace rubric::explain {

namespace {

using data::Kind;
using ir::kNone;

std::uint64_t whole(const data::Cell& cell) {
  return static_cast<std::uint64_t>(cell.number);
}

// In billionths, as points are.
double rounded(double number) {
  constexpr double kBillion = 1e9;
  return std::round(number * kBillion) / kBillion;
}

class Explainer {
 public:
  explicit Explainer(const engine::Evaluator& lead) : lead_(lead), outline_(*lead.program().outline()) {}

  Clause clause(ir::ClauseId id) const {
    const ir::Clause& c = outline_.clauses[id];
    Clause out;
    out.text = c.text;
    out.joined = c.joined;
    out.count = c.count;
    out.verdict = verdict_of(lead_.watched(c.verdict));
    out.because = c.because;
    if (c.subject != kNone) out.subject = c.subject;
    for (const ir::Seen& s : c.seen) out.seen.push_back(sight(s));
    for (const ir::ClauseId part : c.parts) out.parts.push_back(clause(part));
    out.hides_missing = c.hides_missing;
    if (c.threshold) bar(*c.threshold, out);
    return out;
  }

  Subject subject(const ir::Subject& s) const {
    Subject out;
    out.kind = s.kind;
    out.name = s.name;
    out.text = s.text;
    out.line = s.line;
    out.file = s.file;
    out.because = s.because;
    out.hides_missing = s.hides_missing;
    out.outputs = s.outputs;
    out.sums = s.sums;
    out.blocks = s.blocks;
    out.min = s.min;
    out.max = s.max;
    for (const ir::Watch w : s.values) out.values.push_back(value(w));
    for (const ir::Seen& seen : s.seen) out.seen.push_back(sight(seen));
    if (s.clause != kNone) out.clause = clause(s.clause);
    for (const ir::Branch& b : s.branches) out.branches.push_back(branch(b));
    if (s.kind == ir::SubjectKind::score || s.kind == ir::SubjectKind::total) {
      score(s, out);
    } else {
      mark_taken(out);
    }
    return out;
  }

 private:
  Kind kind(ir::Watch w) const {
    const bytecode::Module& module = lead_.program().module();
    return module.registers[module.watched[w]];
  }
  Value value(ir::Watch w) const { return value_of(kind(w), lead_.watched(w)); }
  double points(ir::Watch w) const { return builtins::number_of_points(lead_.watched(w).points); }

  Sight sight(const ir::Seen& s) const {
    Sight out;
    out.text = s.text;
    out.value = value(s.value);
    out.field = s.field;
    out.constant = s.constant;
    out.list = s.list;
    if (s.subject != kNone) out.subject = s.subject;
    if (s.total != kNone) out.of = whole(lead_.watched(s.total));
    return out;
  }

  Branch branch(const ir::Branch& b) const {
    Branch out;
    out.text = b.text;
    out.line = b.line;
    out.because = b.because;
    if (b.condition != kNone) out.condition = clause(b.condition);
    out.elsewhere = b.from != kNone && verdict_of(lead_.watched(b.from)) == Verdict::no;
    out.verdict = b.applies != kNone     ? verdict_of(lead_.watched(b.applies))
                  : b.condition != kNone ? out.condition->verdict
                                         : Verdict::yes;
    for (const ir::Watch w : b.values) out.values.push_back(value(w));
    for (const ir::Seen& seen : b.seen) out.seen.push_back(sight(seen));
    if (!b.values.empty() && kind(b.values[0]) == Kind::points) line(b, out);
    return out;
  }

  void line(const ir::Branch& b, Branch& out) const {
    out.points = points(b.values[0]);
    if (b.each != kNone) {
      out.chosen = whole(lead_.watched(b.each));
      out.of = whole(lead_.watched(b.elements));
    }
    if (b.uncapped != kNone && points(b.uncapped) != out.points && out.verdict == Verdict::yes)
      out.capped_from = points(b.uncapped);
    if (b.amount == kNone) return;
    const data::Cell& amount = lead_.watched(b.amount);
    const bool missing = data::is_missing(Kind::number, amount);
    if (!missing) out.amount = amount.number;
    out.points_missing = missing && out.verdict == Verdict::yes;
    if (out.verdict == Verdict::unknown && !missing) out.could_add = amount.number;
  }

  void mark_taken(Subject& s) const {
    bool taken = false;
    for (Branch& b : s.branches) {
      b.taken = b.verdict == Verdict::yes && (s.sums || !taken);
      b.passed_over = b.verdict == Verdict::unknown && !taken;
      taken = taken || b.taken;
    }
  }

  // What it could still become is worked out when all subjects are there: see turns.hpp.
  void score(const ir::Subject& s, Subject& out) const {
    for (Branch& b : out.branches) b.taken = b.points != 0;
    const double sum = points(s.unbounded);
    out.low = out.high = points(s.unbounded);
    if ((s.min && sum < *s.min) || (s.max && sum > *s.max)) out.unbounded = sum;
  }

  void bar(const ir::Clause::Threshold& t, Clause& out) const {
    const data::Cell& number = lead_.watched(t.number);
    const data::Cell& bound = lead_.watched(t.bound);
    if (data::is_missing(Kind::number, number) || data::is_missing(Kind::number, bound)) return;
    out.bar = Clause::Bar{std::nullopt, number.number, bound.number, t.at_least, t.strict};
    if (t.score != kNone) out.bar->score = t.score;
    if (out.verdict == Verdict::no) out.short_by = rounded(std::abs(bound.number - number.number));
  }

  const engine::Evaluator& lead_;
  const ir::Outline& outline_;
};

std::string key_of(engine::Evaluator& lead) {
  const data::Layout& layout = lead.program().layout();
  if (!layout.key) return "";
  const data::Kind kind = layout.slots[*layout.key].kind;
  const data::Cell& cell = lead.slots()[*layout.key];
  if (data::is_missing(kind, cell)) return "";
  return kind == Kind::text ? std::string(data::view(cell.text)) : value_of(kind, cell).text;
}

}  // namespace

Verdict Subject::verdict() const {
  if (values.empty() || values[0].missing) return Verdict::unknown;
  return values[0].json == "true" ? Verdict::yes : Verdict::no;
}

std::string note_of_invalid(std::string_view field, std::string_view example, std::string_view reason) {
  if (example.empty()) return fmt::format("`{}` counts as missing: what the data has there is {}", field, reason);
  return fmt::format("`{}` counts as missing: `{}` is {}", field, example, reason);
}

Clause explain_clause(const engine::Evaluator& lead, ir::ClauseId clause) {
  return Explainer(lead).clause(clause);
}

Explanation explain(engine::Evaluator& lead, std::int64_t as_of) {
  const engine::Program& program = lead.program();
  const Explainer explainer(lead);
  Explanation out;
  out.title = program.title();
  out.version = program.version();
  out.key = key_of(lead);
  out.as_of = as_of;
  for (const ir::Subject& s : program.outline()->subjects) out.subjects.push_back(explainer.subject(s));
  std::unordered_map<std::uint32_t, std::size_t> subject_of;  // by outcome
  for (std::size_t i = 0; i < out.subjects.size(); ++i) subject_of[program.outline()->subjects[i].outcome] = i;
  for (const engine::Reason& reason : lead.reasons()) {
    const auto found = subject_of.find(reason.outcome);
    if (found != subject_of.end())
      out.subjects[found->second].reasons.push_back({std::string(reason.text), reason.points});
  }
  mark_turns(out.subjects);
  stand_in_the_way(out.subjects);
  return out;
}

}  // namespace rubric::explain
