#include <cmath>
#include <unordered_map>

#include "base/number_text.hpp"
#include "base/time_text.hpp"
#include "builtins/number.hpp"
#include "explain/explanation.hpp"
#include "explain/in_the_way.hpp"
#include "explain/words.hpp"

namespace rubric::explain {

namespace {

using data::Kind;
using ir::kNone;

std::uint64_t whole(const data::Cell& cell) {
  return static_cast<std::uint64_t>(cell.number);
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
    if (c.threshold) turn(*c.threshold, out);
    return out;
  }

  Subject subject(const ir::Subject& s) const {
    Subject out;
    out.kind = s.kind;
    out.name = s.name;
    out.text = s.text;
    out.line = s.line;
    out.imported = s.imported;
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
    out.constant = s.constant;
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
    out.verdict = b.applies != kNone     ? verdict_of(lead_.watched(b.applies))
                  : b.condition != kNone ? out.condition->verdict
                                         : Verdict::yes;
    for (const ir::Watch w : b.values) out.values.push_back(value(w));
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

  static double bounded(const ir::Subject& s, double value) {
    if (s.min && value < *s.min) value = *s.min;
    if (s.max && value > *s.max) value = *s.max;
    return value;
  }

  // Blocks stand behind their sum in the outline: the range of each is worked out anew for it.
  void score(const ir::Subject& s, Subject& out) const {
    const double sum = points(s.unbounded);
    for (Branch& b : out.branches) b.taken = b.points != 0;
    const auto [less, more] = still_open(s);
    out.low = bounded(s, sum + less);
    out.high = bounded(s, sum + more);
    if (bounded(s, sum) != sum) out.unbounded = sum;
  }

  std::pair<double, double> still_open(const ir::Subject& s) const {
    std::pair<double, double> out{0, 0};
    for (const ir::SubjectId block : s.blocks) {
      const ir::Subject& b = outline_.subjects[block];
      const double sum = points(b.unbounded);
      const auto [less, more] = still_open(b);
      out.first += bounded(b, sum + less) - bounded(b, sum);
      out.second += bounded(b, sum + more) - bounded(b, sum);
    }
    for (const ir::Branch& b : s.branches) {
      if (b.amount == kNone || b.condition == kNone) continue;
      const data::Cell& amount = lead_.watched(b.amount);
      const bool open = verdict_of(lead_.watched(outline_.clauses[b.condition].verdict)) == Verdict::unknown;
      if (!open || data::is_missing(Kind::number, amount)) continue;
      (amount.number < 0 ? out.first : out.second) += amount.number;
    }
    return out;
  }

  void turn(const ir::Clause::Threshold& t, Clause& out) const {
    const ir::Subject& s = outline_.subjects[t.score];
    const data::Cell& bound = lead_.watched(t.bound);
    if (data::is_missing(Kind::number, bound)) return;
    const double wanted = bound.number;
    const double now = lead_.watched(t.number).number;
    const auto holds = [&](double score) {
      if (score == wanted) return !t.strict;
      return t.at_least ? score > wanted : score < wanted;
    };
    const double sum = points(s.unbounded);
    const auto [less, more] = still_open(s);
    const bool now_holds = holds(now);
    out.could_turn = holds(bounded(s, sum + less)) != now_holds || holds(bounded(s, sum + more)) != now_holds;
    if (!now_holds) out.short_by = std::abs(wanted - now);
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
  Turns turns(out.subjects);
  for (std::uint32_t i = 0; i < out.subjects.size(); ++i) {
    Subject& s = out.subjects[i];
    if (s.kind != ir::SubjectKind::rule) continue;
    s.could_turn = turns.of_rule(i) != s.verdict();
    if (s.verdict() != Verdict::yes) s.in_the_way = in_the_way(out.subjects, s);
  }
  return out;
}

}  // namespace rubric::explain
