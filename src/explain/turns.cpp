#include "explain/turns.hpp"

#include <algorithm>
#include <cmath>

#include "explain/order.hpp"

namespace rubric::explain {

namespace {

using ir::Joined;
using ir::SubjectKind;

Verdict flipped(Verdict v) {
  return v == Verdict::unknown ? v : v == Verdict::yes ? Verdict::no : Verdict::yes;
}

// At least `needed` of the parts, in three-valued logic.
Verdict at_least(std::size_t yes, std::size_t unknown, std::size_t needed) {
  if (yes >= needed) return Verdict::yes;
  return yes + unknown < needed ? Verdict::no : Verdict::unknown;
}

// In billionths, as points are: what the lines of a score add up to is exact.
double rounded(double number) {
  constexpr double kBillion = 1e9;
  return std::round(number * kBillion) / kBillion;
}

double bounded(const Subject& s, double value) {
  if (s.min) value = std::max(value, *s.min);
  if (s.max) value = std::min(value, *s.max);
  return rounded(value);
}

// Looks at subjects in an order in which each stands behind those that it names.
class Turns {
 public:
  explicit Turns(const std::vector<Subject>& subjects) : subjects_(subjects), moves_(subjects.size()) {}

  void subject(std::uint32_t index, Subject& s) {
    moves_[index] = moves(s);
    s.could_turn = moves_[index] && !missing(s);
  }

  /// It has been looked at already.
  void take(std::uint32_t index, const Subject& s) { moves_[index] = s.could_turn || missing(s); }

  // The verdict if each test that could turn were unknown.
  Verdict clause(Clause& c) {
    std::size_t yes = 0;
    std::size_t unknown = 0;
    for (Clause& part : c.parts) {
      const Verdict v = clause(part);
      yes += v == Verdict::yes ? 1 : 0;
      unknown += v == Verdict::unknown ? 1 : 0;
    }
    switch (c.joined) {
      case Joined::test: c.could_turn = c.verdict != Verdict::unknown && test_turns(c); break;
      case Joined::rule: c.could_turn = c.verdict != Verdict::unknown && moves_[*c.subject]; break;
      case Joined::all_of: return at_least(yes, unknown, c.parts.size());
      case Joined::any_of: return at_least(yes, unknown, 1);
      case Joined::none_of: return flipped(at_least(yes, unknown, 1));
      case Joined::at_least: return at_least(yes, unknown, c.count);
      case Joined::at_most: return flipped(at_least(yes, unknown, c.count + std::size_t{1}));
      case Joined::exactly: {
        if (yes > c.count || yes + unknown < c.count) return Verdict::no;
        return unknown == 0 ? Verdict::yes : Verdict::unknown;
      }
      case Joined::not_:
      case Joined::unless: return yes > 0 ? Verdict::no : unknown > 0 ? Verdict::unknown : Verdict::yes;
    }
    return c.could_turn ? Verdict::unknown : c.verdict;
  }

 private:
  static bool missing(const Subject& s) { return !s.values.empty() && s.values[0].missing; }

  bool moves(Subject& s) {
    switch (s.kind) {
      case SubjectKind::rule: return s.clause && clause(*s.clause) == Verdict::unknown;
      case SubjectKind::let:
        if (s.clause) return clause(*s.clause) == Verdict::unknown;
        return missing(s) || (s.hides_missing && any_moves(s.seen));
      case SubjectKind::score:
      case SubjectKind::total: range(s); return s.low != s.high || s.open;
      default: return value_moves(s);
    }
  }

  bool moves(const Sight& s) const { return s.subject ? moves_[*s.subject] : s.value.missing && !s.constant; }
  bool any_moves(const std::vector<Sight>& seen) const {
    return std::ranges::any_of(seen, [&](const Sight& s) { return moves(s); });
  }

  bool test_turns(const Clause& c) const {
    if (!c.hides_missing) return false;
    if (!c.bar || !c.bar->score) return any_moves(c.seen);
    const Subject& score = subjects_[*c.bar->score];
    const auto holds = [&](double number) {
      if (number == c.bar->bound) return !c.bar->strict;
      return c.bar->at_least ? number > c.bar->bound : number < c.bar->bound;
    };
    if (score.open || holds(score.low) != holds(score.high)) return true;
    const auto other = [&](const Sight& s) { return s.subject != c.bar->score && moves(s); };
    return std::ranges::any_of(c.seen, other);
  }

  void range(Subject& s) {
    double sum = 0;
    double less = 0;
    double more = 0;
    for (const std::uint32_t i : s.blocks) {
      const Subject& block = subjects_[i];
      sum += block.low;
      more += block.high - block.low;
      s.open = s.open || block.open;
    }
    for (Branch& b : s.branches) {
      sum += b.points;
      line(b, s, less, more);
    }
    s.low = bounded(s, rounded(sum + less));
    s.high = bounded(s, rounded(sum + more));
  }

  // What a line could give more than it gives now, or less.
  void line(Branch& b, Subject& s, double& less, double& more) {
    const Verdict turned = b.condition ? clause(*b.condition) : Verdict::yes;
    if (turned == Verdict::no) return;
    if (!b.amount || any_moves(b.seen)) {
      // `for each` is settled by its elements, once it is sure that it applies.
      s.open = s.open || !b.chosen || turned == Verdict::unknown;
      return;
    }
    if (turned == Verdict::yes) return;
    const double change = b.verdict == Verdict::yes ? -*b.amount : *b.amount;
    (change < 0 ? less : more) += change;
  }

  // The first arm, row or move whose condition is yes makes the value; rows that add up all do.
  bool value_moves(Subject& s) {
    bool out = s.kind == SubjectKind::lifecycle ? any_moves(s.seen) : missing(s);
    bool settled = false;
    for (Branch& b : s.branches) {
      const Verdict turned = b.condition ? clause(*b.condition) : Verdict::yes;
      if (settled) continue;
      // A move that is about another state.
      if (b.condition && b.condition->verdict != Verdict::no && b.verdict == Verdict::no) continue;
      out = out || turned == Verdict::unknown || (turned == Verdict::yes && any_moves(b.seen));
      settled = turned == Verdict::yes && b.verdict == Verdict::yes && !s.sums;
    }
    return out;
  }

  const std::vector<Subject>& subjects_;
  std::vector<bool> moves_;  // by subject: it could have another value
};

}  // namespace

void mark_turns(std::vector<Subject>& subjects) {
  Turns turns(subjects);
  for (const std::uint32_t i : named_first(subjects)) turns.subject(i, subjects[i]);
}

void mark_turns(const std::vector<Subject>& subjects, Clause& clause) {
  Turns turns(subjects);
  for (std::uint32_t i = 0; i < subjects.size(); ++i) turns.take(i, subjects[i]);
  turns.clause(clause);
}

}  // namespace rubric::explain
