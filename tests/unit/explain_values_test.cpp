// What an explanation holds: clauses, lines, arms, rows and moves with what they saw.
#include <doctest/doctest.h>

#include "explain/words.hpp"
#include "support/explained.hpp"

using namespace rubric;
using namespace rubric::test;
using explain::Verdict;
using ir::Joined;

TEST_SUITE("explain/values") {
  TEST_CASE("the clauses of a rule, each with its verdict and what it saw") {
    Explained lab(
        "param least = 50\n"
        "mql when fit.industry in { \"software\" } and employees >= least unless any of {\n"
        "  bad  because \"spam\"\n  worse\n}\n");
    const explain::Explanation e = lab.of(R"({"fit": {"industry": "retail"}, "employees": 40, "bad": true})");
    const explain::Subject& mql = subject(e, "mql");
    CHECK(mql.verdict() == Verdict::no);
    REQUIRE(mql.clause);
    CHECK(mql.clause->joined == Joined::all_of);
    REQUIRE(mql.clause->parts.size() == 3);
    const explain::Clause& industry = mql.clause->parts[0];
    CHECK(industry.text == "fit.industry in { \"software\" }");
    REQUIRE(industry.seen.size() == 1);
    CHECK(industry.seen[0].value.text == "\"retail\"");
    CHECK(industry.seen[0].field);
    const explain::Clause& employees = mql.clause->parts[1];
    REQUIRE(employees.seen.size() == 2);
    CHECK(employees.seen[1].constant);
    CHECK(employees.short_by == 10);
    const explain::Clause& unless = mql.clause->parts[2];
    CHECK(unless.joined == Joined::unless);
    CHECK(unless.verdict == Verdict::no);
    REQUIRE(unless.parts.size() == 1);
    CHECK(unless.parts[0].joined == Joined::any_of);
    CHECK(unless.parts[0].parts[0].because == "spam");
    CHECK(unless.parts[0].verdict == Verdict::yes);
  }

  TEST_CASE("a block under unless is taken apart like a row of `and`") {
    Explained lab("r when all of { a, b, } unless c\n");
    const explain::Explanation e = lab.of(R"({"a": true})");
    REQUIRE(subject(e, "r").clause->parts.size() == 3);
    CHECK(subject(e, "r").clause->parts[1].text == "b");
  }

  TEST_CASE("the ledger of a score: points, bounds, reasons") {
    Explained lab(
        "score fit min 0 max 20 {\n  +15 when a because \"one\"\n  +15 when b\n  -5 when c\n  +1\n}\n"
        "score act {\n  +2\n}\nscore max 21\n");
    const explain::Explanation e = lab.of(R"({"a": true, "b": true, "c": false})");
    const explain::Subject& fit = subject(e, "score.fit");
    CHECK(fit.unbounded == 31);
    CHECK(fit.values[0].text == "20");
    CHECK(fit.branches[0].points == 15);
    CHECK(fit.branches[0].because == "one");
    CHECK(fit.branches[2].verdict == Verdict::no);
    CHECK_FALSE(fit.branches[3].condition);
    REQUIRE(fit.reasons.size() == 1);
    CHECK(fit.reasons[0].points == 15);
    const explain::Subject& total = subject(e, "score");
    CHECK(total.kind == ir::SubjectKind::total);
    CHECK(total.unbounded == 22);
    CHECK(total.values[0].text == "21");
    CHECK(total.blocks.size() == 2);
  }

  TEST_CASE("the arm that is taken, and those that are passed over as unknown") {
    Explained lab("choose stage {\n  \"a\" when x\n  \"b\" when y because \"so\"\n  \"c\" when z\n  else \"d\"\n}\n");
    const explain::Explanation e = lab.of(R"({"y": true, "z": true})");
    const auto& arms = subject(e, "stage").branches;
    REQUIRE(arms.size() == 4);
    CHECK(arms[0].passed_over);
    CHECK(arms[1].taken);
    CHECK(arms[1].because == "so");
    CHECK_FALSE(arms[2].taken);
    CHECK(arms[3].text == "else \"d\"");
    CHECK(subject(lab.of("{}"), "stage").branches[3].taken);
  }

  TEST_CASE("rows, cell by cell, and several outputs") {
    Explained lab(
        "table place {\n  country | size => region | desk\n  \"DE\" | >= 10 => \"north\" | 1\n  * | * => \"south\" | "
        "2\n}\n");
    const explain::Explanation e = lab.of(R"({"country": "DE", "size": 3})");
    const explain::Subject& place = subject(e, "place");
    CHECK(place.outputs == std::vector<std::string>{"region", "desk"});
    CHECK(place.values[1].text == "2");
    REQUIRE(place.branches[0].condition);
    REQUIRE(place.branches[0].condition->parts.size() == 2);
    CHECK(place.branches[0].condition->parts[0].text == "country: \"DE\"");
    CHECK(place.branches[0].condition->parts[1].verdict == Verdict::no);
    CHECK(place.branches[1].taken);
  }

  TEST_CASE("a lifecycle: where it stands, the move that is taken, and others' states") {
    Explained lab(
        "lifecycle stage from now {\n  start lead\n  lead -> mql when a\n  mql -> won when b because \"paid\"\n}\n");
    const explain::Explanation e = lab.of(R"({"now": "mql", "a": true, "b": true})");
    const explain::Subject& stage = subject(e, "stage");
    CHECK(stage.values[0].text == "\"won\"");
    CHECK(stage.values[1].json == "true");
    REQUIRE(stage.seen.size() == 1);
    CHECK(stage.seen[0].value.text == "\"mql\"");
    CHECK_FALSE(stage.branches[0].taken);
    CHECK(stage.branches[0].condition->verdict == Verdict::yes);
    CHECK(stage.branches[1].taken);
  }

  TEST_CASE("named values, rules and questions to lists lead on") {
    Explained lab(
        "let recent = count(events where n > 2)\nlet keen = recent >= 2\n"
        "hot when keen and any(events where n > 5) and known\nknown when a\n");
    const explain::Explanation e = lab.of(R"({"events": [{"n": 3}, {"n": 4}, {"n": 1}], "a": true})");
    const explain::Clause& hot = *subject(e, "hot").clause;
    REQUIRE(hot.parts[0].seen.size() == 1);
    REQUIRE(hot.parts[0].seen[0].subject);
    CHECK(e.subjects[*hot.parts[0].seen[0].subject].name == "keen");
    CHECK(hot.parts[1].seen[0].value.text == "0");
    CHECK(hot.parts[1].seen[0].of == 3);
    CHECK(hot.parts[2].joined == Joined::rule);
    CHECK(subject(e, "recent").seen[0].value.text == "2");
  }

  TEST_CASE("a list by its name says how many elements it has") {
    Explained lab("record lead {\n  id text required\n  tags list of text\n}\nr when \"x\" in tags\n");
    const explain::Explanation e = lab.of(R"({"id": "a", "tags": ["x", "y"]})");
    REQUIRE(subject(e, "r").clause->seen.size() == 1);
    CHECK(subject(e, "r").clause->seen[0].list);
    CHECK(explain::sentence(subject(e, "r").clause->seen[0]) == "tags has 2 elements");
  }

  TEST_CASE("a value that is a page long is cut where it is shown, and whole for programs") {
    Explained lab("r when a == \"x\"\n");
    const std::string page(5000, 'y');
    const explain::Explanation e = lab.of("{\"a\": \"" + page + "\"}");
    CHECK(explain::sentence(subject(e, "r").clause->seen[0]).size() < 200);
    CHECK(subject(e, "r").clause->seen[0].value.json == "\"" + page + "\"");
  }

  TEST_CASE("the subjects of a name, and what they look at") {
    Explained lab("let big = n > 3\nscore fit {\n  +5 when big\n}\nr when score >= 5\nq when a\n");
    const explain::Explanation e = lab.of("{}");
    const auto names = [&](const std::vector<std::string>& only, bool lets = false) {
      std::string out;
      for (const std::uint32_t i : explain::chosen_subjects(e, only, lets))
        out += explain::name_of(e.subjects[i]) + " ";
      return out;
    };
    CHECK(names({}) == "score score.fit r q ");
    CHECK(names({"r"}) == "r score score.fit ");
    CHECK(names({"r"}, true) == "r big score score.fit ");
    CHECK(names({"q"}) == "q ");
    CHECK(names({"big"}) == "big ");
    CHECK(names({"score.fit"}) == names({"fit"}));
    CHECK_FALSE(explain::find_subject(e, "nobody"));
  }

  TEST_CASE("the key names the lead, a number too") {
    Explained lab("record lead {\n  id text required\n  a bool\n}\nr when a\n");
    CHECK(lab.of(R"({"id": "a1"})").key == "a1");
    Explained undeclared("r when a\n");
    CHECK(undeclared.of(R"({"id": 17})").key == "17");
    CHECK(undeclared.of("{}").key.empty());
  }
}
