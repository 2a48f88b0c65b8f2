// What stands in the way, against all that could be done about it: small rules over a few yes-or-no fields,
// every one of which is tried.
#include <doctest/doctest.h>
#include <fmt/core.h>

#include <random>

#include "support/explained.hpp"

using namespace rubric;
using namespace rubric::test;
using data::Tri;

namespace {

constexpr std::size_t kMostFields = 6;  // 729 ways
constexpr Tri kVerdicts[] = {Tri::yes, Tri::no, Tri::unknown};

// A rule of nested blocks in which each field stands once.
class Rules {
 public:
  explicit Rules(unsigned seed) : random_(seed) {}

  std::string expression(unsigned depth) {
    if (depth == 0 || fields_.size() >= kMostFields || one_of(4) == 0) return field();
    switch (one_of(6)) {
      case 0: return "not (" + expression(depth - 1) + ")";
      case 1: return "all of { " + items(depth, 2 + one_of(2)) + " }";
      case 2: return "any of { " + items(depth, 2 + one_of(2)) + " }";
      case 3: return "none of { " + items(depth, 2) + " }";
      default: {
        constexpr const char* kCounts[] = {"at least", "at most", "exactly"};
        const unsigned n = 2 + one_of(2);
        const unsigned k = one_of(3) == 0 ? n - 1 : 1;
        return fmt::format("{} {} of {{ {} }}", kCounts[one_of(3)], k, items(depth, n));
      }
    }
  }

  std::string source() {
    std::string out = "r when " + expression(3);
    if (fields_.size() < kMostFields && one_of(2) == 0) out += " unless (" + expression(1) + ")";
    return out + "\n";
  }

  [[nodiscard]] const std::vector<std::string>& fields() const { return fields_; }
  unsigned one_of(unsigned n) { return static_cast<unsigned>(random_() % n); }

 private:
  std::string field() {
    fields_.push_back(fmt::format("f{}", fields_.size()));
    return fields_.back();
  }
  std::string items(unsigned depth, unsigned n) {
    std::string out;
    for (unsigned i = 0; i < n; ++i) out += (i > 0 ? ", " : "") + expression(depth - 1);
    return out;
  }

  std::mt19937 random_;
  std::vector<std::string> fields_;
};

// Every way to change fields for good, and the least that one costs which makes the rule yes.
double cheapest(Explained& rule, const std::vector<std::uint32_t>& slots, const std::vector<Tri>& now) {
  double best = 1e9;
  std::size_t ways = 1;
  for (std::size_t i = 0; i < now.size(); ++i) ways *= 3;
  for (std::size_t way = 0; way < ways; ++way) {
    double cost = 0;
    std::size_t rest = way;
    for (std::size_t i = 0; i < now.size(); ++i, rest /= 3) {
      const Tri then = rest % 3 == 0 ? now[i] : rest % 3 == 1 ? Tri::yes : Tri::no;
      if (then != now[i]) cost += now[i] == Tri::unknown ? 1 : 3;
      rule.lead().slots()[slots[i]] = data::Cell(then);
    }
    if (cost >= best) continue;
    rule.decide();
    if (rule.value("r").tri == Tri::yes) best = cost;
  }
  return best;
}

}  // namespace

TEST_SUITE("explain/in_the_way") {
  TEST_CASE("doing what stands in the way makes the rule yes, and nothing cheaper does") {
    std::size_t looked_at = 0;
    for (unsigned seed = 0; seed < 600; ++seed) {
      Rules rules(seed);
      const std::string source = rules.source();
      if (rules.fields().size() > kMostFields) continue;
      Explained rule(source);
      std::vector<std::uint32_t> slots;
      for (const std::string& f : rules.fields()) slots.push_back(rule.slot(f));
      std::vector<Tri> now;
      for (std::size_t i = 0; i < slots.size(); ++i) {
        now.push_back(kVerdicts[rules.one_of(3)]);
        rule.lead().slots()[slots[i]] = data::Cell(now.back());
      }
      const explain::Explanation e = rule.now();
      const explain::Subject& r = subject(e, "r");
      if (r.verdict() == explain::Verdict::yes) continue;
      std::string state;
      for (const Tri t : now) state += t == Tri::yes ? 'y' : t == Tri::no ? 'n' : '?';
      CAPTURE(source);
      CAPTURE(state);
      const double best = cheapest(rule, slots, now);
      if (best > 1e8) continue;  // `at most 0 of` and the like: no lead is a yes
      ++looked_at;
      for (std::size_t i = 0; i < slots.size(); ++i) rule.lead().slots()[slots[i]] = data::Cell(now[i]);
      double cost = 0;
      for (const explain::Obstacle& o : r.in_the_way) {
        cost += o.cost;
        rule.lead().slots()[rule.slot(o.text)] = data::Cell(o.wanted ? Tri::yes : Tri::no);
      }
      rule.decide();
      CHECK(rule.value("r").tri == Tri::yes);
      CHECK(cost == best);
      CHECK(std::ranges::is_sorted(r.in_the_way, {}, &explain::Obstacle::cost));
    }
    CHECK(looked_at > 120);
  }

  TEST_CASE("other rules and named conditions are looked into, with the way to them") {
    Explained rule(
        "let named = employees >= 50\n"
        "inner when named and known\n"
        "outer when inner and sure\n");
    const explain::Explanation e = rule.of(R"({"employees": 40, "sure": true})");
    const auto& way = subject(e, "outer").in_the_way;
    REQUIRE(way.size() == 2);
    CHECK(way[0].text == "known");
    CHECK(way[0].in == std::vector<std::string>{"inner"});
    CHECK(way[1].text == "employees >= 50");
    CHECK(way[1].in == std::vector<std::string>{"inner", "named"});
    CHECK(way[1].short_by == 10);
    CHECK(way[1].cost == doctest::Approx(2.2));
  }

  TEST_CASE("of alternatives the cheapest: found out, then nearly there, then anything else") {
    Explained rule("r when any of { text == \"a\", number >= 100, unknown }\n");
    const auto first = [&](const char* lead) {
      const explain::Explanation e = rule.of(lead);
      const auto& way = subject(e, "r").in_the_way;
      REQUIRE(way.size() == 1);
      CHECK(way[0].others == 2);
      return way[0].text;
    };
    CHECK(first(R"({"text": "b", "number": 99})") == "unknown");
    CHECK(first(R"({"text": "b", "number": 99, "unknown": false})") == "number >= 100");
    CHECK(first(R"({"text": "b", "unknown": false})") == "number >= 100");
  }

  TEST_CASE("what is missing is found out also where the criteria have an answer for it") {
    Explained rule("r when (asked default false) and size > 3\n");
    const explain::Explanation e = rule.of(R"({"size": 1})");
    const auto& way = subject(e, "r").in_the_way;
    REQUIRE(way.size() == 2);
    CHECK(way[0].text == "asked default false");
    CHECK(way[0].could_turn);
    CHECK(way[0].cost == 1.5);
  }

  TEST_CASE("`unless` wants no more than that it is not yes") {
    Explained rule("r when a unless any of { b, c }\n");
    const explain::Explanation e = rule.of(R"({"a": true, "b": true})");
    const auto& way = subject(e, "r").in_the_way;
    REQUIRE(way.size() == 1);
    CHECK(way[0].text == "b");
    CHECK_FALSE(way[0].wanted);
  }

  TEST_CASE("a test without a field is the same for every lead, and never the way if there is another") {
    Explained rule("param open = false\nr when any of { open, a == 1 }\nclosed when open\n");
    const explain::Explanation e = rule.of(R"({"a": 2})");
    REQUIRE(subject(e, "r").in_the_way.size() == 1);
    CHECK(subject(e, "r").in_the_way[0].text == "a == 1");
    REQUIRE(subject(e, "closed").in_the_way.size() == 1);
    CHECK(subject(e, "closed").in_the_way[0].fixed);
  }

  TEST_CASE("a score that is short names the largest lines that gave nothing") {
    Explained rule(
        "score fit {\n  +5 when a\n  +30 when b\n  +20 when c\n  +10 when d\n  -5 when e\n}\n"
        "r when score >= 40\n");
    const explain::Explanation e = rule.of(R"({"a": true, "b": false, "c": false})");
    const auto& way = subject(e, "r").in_the_way;
    REQUIRE(way.size() == 1);
    CHECK(way[0].short_by == 35);
    CHECK(way[0].lines == std::vector<std::string>{"+30 when b", "+20 when c", "+10 when d"});
  }

  TEST_CASE("long lists are cut, the cheapest stay, and the rest is counted") {
    std::string source = "r when all of {\n";
    for (int i = 0; i < 50; ++i) source += fmt::format("  f{}\n", i);
    Explained rule(source + "}\n");
    std::string lead = "{";
    for (int i = 0; i < 25; ++i) lead += fmt::format("{}\"f{}\": false", i > 0 ? ", " : "", i);
    const explain::Explanation e = rule.of(lead + "}");
    const explain::Subject& r = subject(e, "r");
    CHECK(r.in_the_way.size() == 20);
    CHECK(r.more_in_the_way == 30);
    CHECK(r.in_the_way.back().cost == 1);
  }

  TEST_CASE("a chain of rules keeps the way short: the first, and the last ones") {
    std::string source = "r0 when a == 1\n";
    for (int i = 1; i < 8; ++i) source += fmt::format("r{} when r{} and b\n", i, i - 1);
    Explained rule(source);
    const explain::Explanation e = rule.of(R"({"a": 2, "b": true})");
    const auto& way = subject(e, "r7").in_the_way;
    REQUIRE(way.size() == 1);
    CHECK(way[0].in == std::vector<std::string>{"r6", "…", "r1", "r0"});
  }
}
