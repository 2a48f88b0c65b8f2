// What could still turn, against all that could still come: small programs, every way to fill in all or
// some of what is missing.
#include <doctest/doctest.h>
#include <fmt/core.h>

#include <map>
#include <random>

#include "support/explained.hpp"

using namespace rubric;
using namespace rubric::test;
using data::Tri;

namespace {

constexpr std::size_t kMostOpen = 6;  // 729 ways

// Everything that the outcomes can come to.
struct Reachable {
  double low = 1e9, high = -1e9;
  bool yes = false, no = false, unknown = false;
};

std::map<std::string, Reachable> completions(Explained& lab, const std::vector<std::uint32_t>& open,
                                             const std::vector<std::string>& outcomes) {
  std::map<std::string, Reachable> out;
  std::size_t ways = 1;
  for (std::size_t i = 0; i < open.size(); ++i) ways *= 3;
  for (std::size_t way = 0; way < ways; ++way) {
    std::size_t rest = way;
    for (std::size_t i = 0; i < open.size(); ++i, rest /= 3) {
      constexpr Tri kTris[] = {Tri::unknown, Tri::yes, Tri::no};
      lab.lead().slots()[open[i]] = data::Cell(kTris[rest % 3]);
    }
    lab.decide();
    for (const std::string& name : outcomes) {
      Reachable& r = out[name];
      if (name.starts_with("r")) {
        const Tri t = lab.value(name).tri;
        (t == Tri::yes ? r.yes : t == Tri::no ? r.no : r.unknown) = true;
      } else {
        r.low = std::min(r.low, lab.value(name).number);
        r.high = std::max(r.high, lab.value(name).number);
      }
    }
  }
  for (const std::uint32_t slot : open) lab.lead().slots()[slot] = data::Cell(Tri::unknown);
  return out;
}

class Programs {
 public:
  explicit Programs(unsigned seed) : random_(seed) {}

  unsigned one_of(unsigned n) { return static_cast<unsigned>(random_() % n); }

  // With `again`, a field may stand in several places.
  std::string test(bool again) {
    const std::string f = again && used_ > 0 && one_of(3) == 0 ? fmt::format("f{}", one_of(used_)) : next();
    switch (one_of(8)) {
      case 0: return fmt::format("({} default false)", f);
      case 1: return fmt::format("({} default true)", f);
      case 2: return fmt::format("({} is unknown)", f);
      case 3: return fmt::format("(not {})", f);
      default: return f;
    }
  }

  std::string lines(unsigned n, bool again) {
    std::string out;
    for (unsigned i = 0; i < n; ++i)
      out += fmt::format("  {}{} when {}\n", one_of(3) == 0 ? '-' : '+', 5 + 5 * one_of(5), test(again));
    return out;
  }

  std::string bounds() {
    std::string out;
    if (one_of(3) == 0) out += fmt::format(" min {}", -5 * static_cast<int>(one_of(3)));
    if (one_of(3) == 0) out += fmt::format(" max {}", 10 + 5 * one_of(5));
    return out;
  }

  [[nodiscard]] unsigned fields() const { return used_; }

 private:
  std::string next() { return fmt::format("f{}", used_++); }

  std::mt19937 random_;
  unsigned used_ = 0;
};

struct Filled {
  std::vector<std::uint32_t> open;
};

Filled fill(Explained& lab, Programs& programs) {
  Filled out;
  for (unsigned i = 0; i < programs.fields(); ++i) {
    const std::uint32_t slot = lab.slot(fmt::format("f{}", i));
    const unsigned state = programs.one_of(out.open.size() < kMostOpen ? 4 : 2);
    lab.lead().slots()[slot] = data::Cell(state == 0 ? Tri::yes : state == 1 ? Tri::no : Tri::unknown);
    if (state > 1) out.open.push_back(slot);
  }
  return out;
}

}  // namespace

TEST_SUITE("explain/turns") {
  TEST_CASE("a score's range is what the score can come to, and a threshold turns when it can") {
    for (unsigned seed = 0; seed < 150; ++seed) {
      Programs programs(seed);
      std::string source = "score a" + programs.bounds() + " {\n" + programs.lines(3, false) + "}\n";
      source += "score b" + programs.bounds() + " {\n" + programs.lines(3, false) + "}\n";
      source += "score" + (seed % 2 == 0 ? " min 0 max 40" : std::string(" max 1000")) + "\n";
      source += "r1 when score >= 20\nr2 when score.a > 5\nr3 when score.b <= 10\nr4 when not (score < 30)\n";
      source += fmt::format("r5 when {} unless {}\n", programs.test(false), programs.test(false));
      CAPTURE(source);
      Explained lab(source);
      const Filled filled = fill(lab, programs);
      const explain::Explanation e = lab.now();
      auto reachable = completions(lab, filled.open, {"a", "b", "score", "r1", "r2", "r3", "r4", "r5"});
      for (const std::string name : {"a", "b", "score"}) {
        CAPTURE(name);
        CHECK(subject(e, name).low == reachable[name].low);
        CHECK(subject(e, name).high == reachable[name].high);
        CHECK_FALSE(subject(e, name).open);
      }
      for (const std::string name : {"r1", "r2", "r3", "r4", "r5"}) {
        CAPTURE(name);
        const explain::Subject& r = subject(e, name);
        const Reachable& all = reachable[name];
        const bool turns = r.verdict() == explain::Verdict::yes ? all.no : all.yes;
        if (r.verdict() != explain::Verdict::unknown) CHECK(r.could_turn == turns);
      }
    }
  }

  TEST_CASE("where clauses speak of the same fields, no value that can come is left out") {
    for (unsigned seed = 1000; seed < 1200; ++seed) {
      Programs programs(seed);
      std::string source = "score a" + programs.bounds() + " {\n" + programs.lines(3, true) + "}\n";
      source += "score b" + programs.bounds() + " {\n" + programs.lines(2, true) + "  +10 when score.a >= 10\n}\n";
      source += fmt::format("let named = {} and {}\n", programs.test(true), programs.test(true));
      source +=
          fmt::format("choose stage {{\n  \"x\" when {}\n  \"y\" when r1\n  else \"z\"\n}}\n", programs.test(true));
      source += fmt::format("r1 when score >= 15 and {} unless {}\n", programs.test(true), programs.test(true));
      source +=
          fmt::format("r2 when at least 2 of {{ r1, named default false, {}, stage == \"z\" }}\n", programs.test(true));
      source += fmt::format("r3 when exactly 1 of {{ r2 is unknown, score.b > 5, {} }}\n", programs.test(true));
      CAPTURE(source);
      Explained lab(source);
      const Filled filled = fill(lab, programs);
      const explain::Explanation e = lab.now();
      auto reachable = completions(lab, filled.open, {"a", "b", "score", "r1", "r2", "r3"});
      for (const std::string name : {"a", "b", "score"}) {
        CAPTURE(name);
        CHECK(subject(e, name).low <= reachable[name].low);
        CHECK(subject(e, name).high >= reachable[name].high);
      }
      for (const std::string name : {"r1", "r2", "r3"}) {
        CAPTURE(name);
        const explain::Subject& r = subject(e, name);
        if (r.verdict() == explain::Verdict::unknown || r.could_turn) continue;
        const bool yes = r.verdict() == explain::Verdict::yes;
        CHECK((yes ? reachable[name].yes : reachable[name].no));
        CHECK_FALSE((yes ? reachable[name].no : reachable[name].yes));
      }
    }
  }

  TEST_CASE("what nothing missing can change does not turn") {
    Explained lab("score fit {\n  +10 when a\n  +5 when b\n}\nr when score >= 10 and c\nq when d or e\n");
    const explain::Explanation e = lab.of(R"({"a": true, "c": true, "d": true})");
    CHECK_FALSE(subject(e, "r").could_turn);
    CHECK_FALSE(subject(e, "q").could_turn);
    CHECK(subject(e, "fit").could_turn);
    CHECK(subject(e, "fit").high == 15);
  }

  TEST_CASE("points that are missing, or made of what is missing, leave the score open") {
    Explained lab("score fit {\n  +(bonus) when a\n  +(extra default 1) when a\n}\nr when score >= 10\n");
    const explain::Explanation missing = lab.of(R"({"a": true, "extra": 3})");
    CHECK(subject(missing, "fit").open);
    CHECK(subject(missing, "fit").branches[0].points_missing);
    CHECK(subject(missing, "r").could_turn);
    CHECK(subject(lab.of(R"({"a": true, "bonus": 3})"), "fit").open);
    const explain::Explanation known = lab.of(R"({"a": true, "bonus": 3, "extra": 3})");
    CHECK_FALSE(subject(known, "fit").open);
    CHECK_FALSE(subject(known, "r").could_turn);
    // A line that does not apply gives nothing, whatever its points.
    CHECK_FALSE(subject(lab.of(R"({"a": false})"), "fit").open);
  }

  TEST_CASE("elements of lists are taken as they are") {
    Explained lab("score fit {\n  +3 for each of events where kind == \"open\" up to 6\n}\n");
    const explain::Explanation e = lab.of(R"({"events": [{"kind": "open"}, {}, {"kind": "open"}, {"kind": "open"}]})");
    const explain::Subject& fit = subject(e, "fit");
    CHECK(fit.low == 6);
    CHECK(fit.high == 6);
    CHECK_FALSE(fit.open);
    CHECK(fit.branches[0].chosen == 3);
    CHECK(fit.branches[0].of == 4);
    CHECK(fit.branches[0].capped_from == 9);
  }

  TEST_CASE("a choice, a table and a lifecycle move when something that they passed over could") {
    Explained lab(
        "choose stage {\n  \"a\" when x\n  \"b\" when y\n  else \"c\"\n}\n"
        "table place {\n  country => region\n  \"DE\" => \"north\"\n  * => \"south\"\n}\n"
        "lifecycle state from now {\n  start new\n  new -> old when x\n  old -> gone when y\n}\n"
        "r1 when stage == \"b\"\nr2 when place == \"south\"\nr3 when state == \"old\"\n");
    const explain::Explanation open = lab.of(R"({"y": true, "now": "new"})");
    CHECK(subject(open, "stage").branches[0].passed_over);
    CHECK(subject(open, "r1").could_turn);
    CHECK(subject(open, "r2").could_turn);
    CHECK(subject(open, "r3").could_turn);
    const explain::Explanation shut = lab.of(R"({"x": false, "y": true, "country": "FR", "now": "old"})");
    CHECK_FALSE(subject(shut, "r1").could_turn);
    CHECK_FALSE(subject(shut, "r2").could_turn);
    CHECK_FALSE(subject(shut, "r3").could_turn);
  }
}
