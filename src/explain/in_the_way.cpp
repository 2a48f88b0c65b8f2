#include "explain/in_the_way.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

namespace rubric::explain {

namespace {

using ir::Joined;

constexpr double kFindOut = 1;
constexpr double kShort = 2;   // and up to 1 more, by how much is missing of the number
constexpr double kChange = 3;  // something else than a number would have to be otherwise

// The clauses that would have to change, and what that costs.
struct Way {
  double cost = 0;
  std::vector<Obstacle> obstacles;
  bool open = true;  // false: no way is known

  void add(const Way& other) {
    cost += other.cost;
    open = open && other.open;
    for (const Obstacle& o : other.obstacles) {
      const auto same = [&](const Obstacle& known) { return known.text == o.text && known.wanted == o.wanted; };
      if (std::ranges::none_of(obstacles, same)) obstacles.push_back(o);
    }
  }
};

class Search {
 public:
  explicit Search(const std::vector<Subject>& subjects) : subjects_(subjects) {}

  Way to(const Clause& c, bool wanted) {
    if (c.verdict == (wanted ? Verdict::yes : Verdict::no)) return {};
    switch (c.joined) {
      case Joined::test: return leaf(c, wanted);
      case Joined::rule: return rule(c, wanted);
      case Joined::not_: return to(c.parts[0], !wanted);
      case Joined::unless: return unless(c, wanted);
      case Joined::all_of: return wanted ? all(c.parts, true) : cheapest(c.parts, false);
      case Joined::any_of: return wanted ? cheapest(c.parts, true) : all(c.parts, false);
      case Joined::none_of: return wanted ? all(c.parts, false) : cheapest(c.parts, true);
      case Joined::at_least: return count(c, wanted, wanted ? c.count : c.parts.size() + 1 - c.count);
      case Joined::at_most: return count(c, !wanted, wanted ? c.parts.size() - c.count : c.count + 1);
      case Joined::exactly: return exactly(c, wanted);
    }
    return {};
  }

 private:
  Way leaf(const Clause& c, bool wanted) {
    Obstacle o;
    o.text = c.text;
    o.wanted = wanted;
    o.verdict = c.verdict;
    o.seen = c.seen;
    o.cost = cost(c);
    if (wanted && c.short_by) {
      o.short_by = c.short_by;
      o.lines = unearned(c);
    }
    return {o.cost, {std::move(o)}};
  }

  // How far a number is from the one that it is compared with.
  static double cost(const Clause& c) {
    if (c.verdict == Verdict::unknown) return kFindOut;
    std::vector<double> numbers;
    for (const Sight& s : c.seen) {
      if (s.value.kind == data::Kind::number && !s.value.missing) numbers.push_back(std::stod(s.value.text));
    }
    if (c.short_by && !numbers.empty()) {
      const double whole = std::abs(numbers[0]) + *c.short_by;
      return kShort + (whole > 0 ? *c.short_by / whole : 1);
    }
    return kChange;
  }

  // Lines that gave nothing, for a score that is short: a yes of theirs would help.
  std::vector<std::string> unearned(const Clause& c) const {
    struct Line {
      double amount;
      std::string text;
    };
    std::vector<Line> lines;
    const auto take = [&](const Subject& s) {
      for (const Branch& b : s.branches) {
        if (b.points == 0 && b.amount && *b.amount > 0) lines.push_back({*b.amount, b.text});
      }
    };
    for (const Sight& s : c.seen) {
      if (!s.subject) continue;
      const Subject& score = subjects_[*s.subject];
      take(score);
      for (const std::uint32_t block : score.blocks) {
        if (!subjects_[block].max || number_of(subjects_[block]) < *subjects_[block].max) take(subjects_[block]);
      }
    }
    std::ranges::stable_sort(lines, std::greater<>{}, &Line::amount);
    constexpr std::size_t kShown = 3;
    std::vector<std::string> out;
    for (std::size_t i = 0; i < lines.size() && i < kShown; ++i) out.push_back(lines[i].text);
    return out;
  }

  static double number_of(const Subject& s) { return s.values.empty() ? 0 : std::stod(s.values[0].text); }

  // A rule that many name is looked into once.
  Way rule(const Clause& c, bool wanted) {
    const Subject& s = subjects_[*c.subject];
    if (!s.clause) return {};
    const std::pair key{*c.subject, wanted};
    auto known = rules_.find(key);
    if (known == rules_.end()) known = rules_.emplace(key, to(*s.clause, wanted)).first;
    Way out = known->second;
    for (Obstacle& o : out.obstacles) o.in.insert(o.in.begin(), s.name);
    return out;
  }

  // Held back by a known yes only: a no, or not knowing, is enough.
  Way unless(const Clause& c, bool wanted) { return to(c.parts[0], !wanted); }

  Way all(const std::vector<Clause>& parts, bool wanted) {
    Way out;
    for (const Clause& part : parts) out.add(to(part, wanted));
    return out;
  }

  Way cheapest(const std::vector<Clause>& parts, bool wanted) { return some(parts, wanted, 1); }

  // So many parts more than there are already.
  Way some(const std::vector<Clause>& parts, bool wanted, std::size_t more) {
    std::vector<Way> ways;
    for (const Clause& part : parts) {
      Way way = to(part, wanted);
      if (!way.obstacles.empty() && way.open) ways.push_back(std::move(way));
    }
    if (ways.size() < more) return {0, {}, false};
    std::ranges::stable_sort(ways, {}, &Way::cost);
    Way out;
    for (std::size_t i = 0; i < more; ++i) {
      if (!ways[i].obstacles.empty())
        ways[i].obstacles.front().others += static_cast<std::uint32_t>(ways.size() - more);
      out.add(ways[i]);
    }
    return out;
  }

  Way count(const Clause& c, bool wanted, std::size_t needed) {
    const Verdict verdict = wanted ? Verdict::yes : Verdict::no;
    const auto there = static_cast<std::size_t>(std::ranges::count(c.parts, verdict, &Clause::verdict));
    return there >= needed ? Way{} : some(c.parts, wanted, needed - there);
  }

  Way exactly(const Clause& c, bool wanted) {
    const auto yes = static_cast<std::size_t>(std::ranges::count(c.parts, Verdict::yes, &Clause::verdict));
    if (!wanted) return cheapest(c.parts, true);
    return yes > c.count ? some(c.parts, false, yes - c.count) : some(c.parts, true, c.count - yes);
  }

  const std::vector<Subject>& subjects_;
  std::map<std::pair<std::uint32_t, bool>, Way> rules_;
};

Verdict flipped(Verdict v) {
  return v == Verdict::unknown ? v : v == Verdict::yes ? Verdict::no : Verdict::yes;
}

// At least `needed` of the parts, in three-valued logic.
Verdict at_least(std::size_t yes, std::size_t unknown, std::size_t needed) {
  if (yes >= needed) return Verdict::yes;
  return yes + unknown < needed ? Verdict::no : Verdict::unknown;
}

}  // namespace

std::vector<Obstacle> in_the_way(const std::vector<Subject>& subjects, const Subject& rule) {
  if (!rule.clause) return {};
  Way way = Search(subjects).to(*rule.clause, true);
  std::ranges::stable_sort(way.obstacles, {}, &Obstacle::cost);
  return std::move(way.obstacles);
}

Turns::Turns(const std::vector<Subject>& subjects) : subjects_(subjects), known_(subjects.size()) {}

Verdict Turns::of_rule(std::uint32_t subject) {
  const Subject& s = subjects_[subject];
  if (!known_[subject]) known_[subject] = s.clause ? of(*s.clause) : s.verdict();
  return *known_[subject];
}

Verdict Turns::of(const Clause& c) {
  std::size_t yes = 0;
  std::size_t unknown = 0;
  for (const Clause& part : c.parts) {
    const Verdict v = of(part);
    yes += v == Verdict::yes ? 1 : 0;
    unknown += v == Verdict::unknown ? 1 : 0;
  }
  const std::size_t all = c.parts.size();
  switch (c.joined) {
    case Joined::test: return c.could_turn ? Verdict::unknown : c.verdict;
    case Joined::rule: return of_rule(*c.subject);
    case Joined::all_of: return at_least(yes, unknown, all);
    case Joined::any_of: return at_least(yes, unknown, 1);
    case Joined::none_of: return flipped(at_least(yes, unknown, 1));
    case Joined::at_least: return at_least(yes, unknown, c.count);
    case Joined::at_most: return flipped(at_least(yes, unknown, c.count + std::size_t{1}));
    case Joined::exactly: {
      if (yes > c.count || yes + unknown < c.count) return Verdict::no;
      return unknown == 0 ? Verdict::yes : Verdict::unknown;
    }
    case Joined::not_: return flipped(yes > 0 ? Verdict::yes : unknown > 0 ? Verdict::unknown : Verdict::no);
    case Joined::unless: {
      // A part that is unknown for good does not hold it back; one that could turn might.
      if (yes > 0) return Verdict::no;
      const bool turns = unknown > 0 && c.parts[0].verdict != Verdict::unknown;
      return turns ? Verdict::unknown : Verdict::yes;
    }
  }
  return c.verdict;
}

}  // namespace rubric::explain
