#include "explain/in_the_way.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "explain/order.hpp"

namespace rubric::explain {

namespace {

using ir::Joined;
using ir::SubjectKind;

constexpr double kFindOut = 1;
constexpr double kSettled = 1.5;  // the same, and the criteria have an answer as long as nobody has
constexpr double kShort = 2;      // and up to 1 more, by how much is missing of the number
constexpr double kChange = 3;     // something else than a number would have to be otherwise
constexpr double kFixed = 100;    // the criteria themselves would have to be otherwise
constexpr std::size_t kLinesShown = 3;
constexpr std::size_t kPathShown = 4;

// What a clause should come to. Under `unless` it is enough that one is not yes: unknown will do.
enum class Goal : std::uint8_t { yes, no, not_yes, not_no };

Goal opposite(Goal g) {
  constexpr std::array kOpposites{Goal::no, Goal::yes, Goal::not_no, Goal::not_yes};
  return kOpposites[static_cast<std::size_t>(g)];
}

// Whether it asks for a yes, or at least for no no.
bool upwards(Goal g) {
  return g == Goal::yes || g == Goal::not_no;
}

bool firm(Goal g) {
  return g == Goal::yes || g == Goal::no;
}

Goal goal(bool up, bool is_firm) {
  if (is_firm) return up ? Goal::yes : Goal::no;
  return up ? Goal::not_no : Goal::not_yes;
}

bool reached(Verdict v, Goal g) {
  switch (g) {
    case Goal::yes: return v == Verdict::yes;
    case Goal::no: return v == Verdict::no;
    case Goal::not_yes: return v != Verdict::yes;
    case Goal::not_no: return v != Verdict::no;
  }
  return false;
}

// The clauses that would have to change, and what that costs.
struct Way {
  double cost = 0;
  std::vector<Obstacle> obstacles;
  std::size_t more = 0;  // for which there was no room

  void add(Obstacle o) {
    const auto same = [&](const Obstacle& known) { return known.text == o.text && known.wanted == o.wanted; };
    if (std::ranges::any_of(obstacles, same)) return;
    cost += o.cost;
    obstacles.push_back(std::move(o));
    if (obstacles.size() <= kMostInTheWay) return;
    // The last one of the dearest goes.
    auto out = obstacles.begin();
    for (auto it = obstacles.begin(); it != obstacles.end(); ++it) {
      if (it->cost >= out->cost) out = it;
    }
    obstacles.erase(out);
    ++more;
  }

  void add(const Way& other) {
    for (const Obstacle& o : other.obstacles) add(o);
    more += other.more;
  }
};

class Search {
 public:
  explicit Search(const std::vector<Subject>& subjects) : subjects_(subjects) {}

  Way to(const Clause& c, Goal g) {
    if (reached(c.verdict, g)) return {};
    const bool up = upwards(g);
    const std::size_t all = c.parts.size();
    switch (c.joined) {
      case Joined::test: return test(c, g);
      case Joined::rule: return named(*c.subject, g);
      case Joined::not_: return to(c.parts[0], opposite(g));
      // Never unknown itself: held back by a known yes, and by nothing else.
      case Joined::unless: return to(c.parts[0], up ? Goal::not_yes : Goal::yes);
      case Joined::all_of: return count(c, g, up ? all : 1);
      case Joined::any_of: return count(c, g, up ? 1 : all);
      case Joined::none_of: return count(c, opposite(g), up ? all : 1);
      case Joined::at_least: return count(c, g, up ? c.count : all + 1 - c.count);
      case Joined::at_most: return count(c, opposite(g), up ? all - c.count : c.count + 1);
      case Joined::exactly: return exactly(c, g);
    }
    return {};
  }

 private:
  // A test that is only the name of a let is looked into, like a rule.
  Way test(const Clause& c, Goal g) {
    if (c.seen.size() == 1 && c.seen[0].subject && c.seen[0].text == c.text) {
      const Subject& s = subjects_[*c.seen[0].subject];
      if (s.clause && s.clause->verdict == c.verdict) return named(*c.seen[0].subject, g);
    }
    Obstacle o;
    o.text = c.text;
    o.wanted = upwards(g);
    o.verdict = c.verdict;
    o.seen = c.seen;
    o.could_turn = c.could_turn;
    o.fixed = std::ranges::all_of(c.seen, &Sight::constant);
    o.cost = o.fixed ? kFixed : cost(c);
    if (o.wanted && c.short_by) {
      o.short_by = c.short_by;
      o.over = !c.bar->at_least;
      if (c.bar->score && c.bar->at_least) o.lines = unearned(*c.bar->score);
    }
    Way out;
    out.add(std::move(o));
    return out;
  }

  // How far a number is from the one that it is compared with.
  static double cost(const Clause& c) {
    if (c.verdict == Verdict::unknown) return kFindOut;
    const auto missing = [](const Sight& s) { return s.field && s.value.missing; };
    if (c.could_turn && std::ranges::any_of(c.seen, missing)) return kSettled;
    if (!c.short_by) return kChange;
    const double whole = std::abs(c.bar->number) + *c.short_by;
    return kShort + (whole > 0 ? *c.short_by / whole : 1);
  }

  // Lines that gave nothing, for a score that is short: a yes of theirs would help.
  const std::vector<std::string>& unearned(std::uint32_t score) {
    const auto [entry, added] = unearned_.try_emplace(score);
    if (added) entry->second = largest_unearned(subjects_[score]);
    return entry->second;
  }

  std::vector<std::string> largest_unearned(const Subject& score) const {
    struct Line {
      double amount;
      const std::string* text;
    };
    std::vector<Line> lines;
    const auto take = [&](const Subject& s) {
      for (const Branch& b : s.branches) {
        if (b.points == 0 && b.amount && *b.amount > 0) lines.push_back({*b.amount, &b.text});
      }
    };
    take(score);
    for (const std::uint32_t i : score.blocks) {
      const Subject& block = subjects_[i];
      const bool full = block.max && std::stod(block.values[0].text) >= *block.max;
      if (!full) take(block);
    }
    std::ranges::stable_sort(lines, std::greater<>{}, &Line::amount);
    std::vector<std::string> out;
    for (std::size_t i = 0; i < lines.size() && i < kLinesShown; ++i) out.push_back(*lines[i].text);
    return out;
  }

 public:
  // A rule that many name is looked into once.
  const Way& of(std::uint32_t subject, Goal g) {
    const std::pair key{subject, g};
    auto known = known_.find(key);
    if (known == known_.end()) {
      Way way;
      if (subjects_[subject].clause) way = to(*subjects_[subject].clause, g);
      known = known_.emplace(key, std::move(way)).first;
    }
    return known->second;
  }

 private:
  Way named(std::uint32_t subject, Goal g) {
    Way out = of(subject, g);
    for (Obstacle& o : out.obstacles) {
      o.in.insert(o.in.begin(), subjects_[subject].name);
      if (o.in.size() <= kPathShown) continue;
      o.in.erase(o.in.begin() + 1);
      o.in[1] = "…";
    }
    return out;
  }

  // So many parts have to come to the goal.
  Way count(const Clause& c, Goal g, std::size_t needed) {
    const auto there = static_cast<std::size_t>(
        std::ranges::count_if(c.parts, [&](const Clause& part) { return reached(part.verdict, g); }));
    if (there >= needed) return {};
    if (needed > c.parts.size()) return impossible(c, g);
    return some(c, g, needed - there);
  }

  static Way impossible(const Clause& c, Goal g) {
    Obstacle o;
    o.text = c.text;
    o.wanted = upwards(g);
    o.verdict = c.verdict;
    o.fixed = true;
    o.cost = kFixed;
    Way out;
    out.add(std::move(o));
    return out;
  }

  // So many parts more than there are already: the cheapest.
  Way some(const Clause& c, Goal g, std::size_t more) {
    std::vector<Way> ways;
    for (const Clause& part : c.parts) {
      if (!reached(part.verdict, g)) ways.push_back(to(part, g));
    }
    return cheapest(std::move(ways), more);
  }

  static Way cheapest(std::vector<Way> ways, std::size_t more) {
    if (more < ways.size()) std::ranges::stable_sort(ways, {}, &Way::cost);
    Way out;
    for (std::size_t i = 0; i < more && i < ways.size(); ++i) {
      if (!ways[i].obstacles.empty())
        ways[i].obstacles.front().others += static_cast<std::uint32_t>(ways.size() - more);
      out.add(ways[i]);
    }
    return out;
  }

  Way exactly(const Clause& c, Goal g) {
    std::array<std::size_t, 3> n{};
    for (const Clause& part : c.parts) ++n[static_cast<std::size_t>(part.verdict)];
    const std::size_t yes = n[static_cast<std::size_t>(Verdict::yes)];
    const std::size_t unknown = n[static_cast<std::size_t>(Verdict::unknown)];
    if (upwards(g)) return exactly_so_many(c, g, yes, unknown);
    // One too many, or one too few.
    std::vector<Way> ways;
    const Goal another = goal(true, firm(g));
    const std::size_t up = firm(g) ? yes : yes + unknown;
    const std::size_t down = firm(g) ? yes + unknown : yes;
    if (c.count + 1 > up && c.count < c.parts.size()) ways.push_back(some(c, another, c.count + 1 - up));
    if (c.count > 0) ways.push_back(some(c, opposite(another), down + 1 - c.count));
    if (ways.empty()) return impossible(c, g);
    return cheapest(std::move(ways), 1);
  }

  Way exactly_so_many(const Clause& c, Goal g, std::size_t yes, std::size_t unknown) {
    if (c.count > c.parts.size()) return impossible(c, g);
    if (!firm(g))
      return yes > c.count ? some(c, Goal::not_yes, yes - c.count) : some(c, Goal::not_no, c.count - yes - unknown);
    if (yes <= c.count && c.count <= yes + unknown) return settle(c, c.count - yes);
    // All that is unknown must go the same way as some of the others.
    const bool too_many = yes > c.count;
    Way out = settle(c, too_many ? 0 : unknown);
    std::vector<Way> ways;
    for (const Clause& part : c.parts) {
      if (part.verdict == (too_many ? Verdict::yes : Verdict::no))
        ways.push_back(to(part, too_many ? Goal::no : Goal::yes));
    }
    out.add(cheapest(std::move(ways), too_many ? yes - c.count : c.count - yes - unknown));
    return out;
  }

  // Each unknown part is found out: the cheapest ones to be yes, the others to be no.
  Way settle(const Clause& c, std::size_t to_yes) {
    struct Part {
      Way yes, no;
    };
    std::vector<Part> parts;
    for (const Clause& part : c.parts) {
      if (part.verdict == Verdict::unknown) parts.push_back({to(part, Goal::yes), to(part, Goal::no)});
    }
    std::ranges::stable_sort(parts, {}, [](const Part& p) { return p.yes.cost - p.no.cost; });
    Way out;
    for (std::size_t i = 0; i < parts.size(); ++i) out.add(i < to_yes ? parts[i].yes : parts[i].no);
    return out;
  }

  const std::vector<Subject>& subjects_;
  std::map<std::pair<std::uint32_t, Goal>, Way> known_;
  std::map<std::uint32_t, std::vector<std::string>> unearned_;
};

}  // namespace

void stand_in_the_way(std::vector<Subject>& subjects) {
  Search search(subjects);
  // Those that are named come first, so that no search goes deep.
  for (const std::uint32_t i : named_first(subjects)) {
    Subject& s = subjects[i];
    if (!s.clause) continue;
    for (const Goal g : {Goal::no, Goal::not_yes, Goal::not_no}) search.of(i, g);
    if (s.kind != SubjectKind::rule || s.verdict() == Verdict::yes) continue;
    Way way = search.of(i, Goal::yes);
    std::ranges::stable_sort(way.obstacles, {}, &Obstacle::cost);
    s.in_the_way = std::move(way.obstacles);
    s.more_in_the_way = way.more;
  }
}

}  // namespace rubric::explain
