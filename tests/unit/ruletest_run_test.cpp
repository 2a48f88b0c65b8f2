// Tests that stand in criteria files: which pass, what they show, what they have seen, and the reports.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "ruletest/coverage.hpp"
#include "ruletest/report.hpp"

using namespace rubric;
using nlohmann::json;
using ruletest::Covered;

namespace {

struct Ran {
  base::SourceMap sources;
  diag::Sink sink;
  ruletest::FileResult result;
};

Ran ran(const std::string& text, ruletest::Options options = {}) {
  Ran out;
  const std::uint32_t source = out.sources.add("c.rubric", text);
  out.result = ruletest::run(out.sources, source, out.sink, options);
  return out;
}

const Covered& part(const ruletest::FileResult& r, const std::string& text) {
  for (const Covered& c : r.coverage) {
    if (c.text == text) return c;
  }
  FAIL("no part " << text);
  return r.coverage[0];
}

struct Counts {
  std::uint64_t yes, no, unknown;
  bool operator==(const Counts&) const = default;
};
Counts counts(const Covered& c) {
  return {c.yes, c.no, c.unknown};
}

}  // namespace

TEST_SUITE("ruletest/run") {
  TEST_CASE("a test passes when all that it expects is yes") {
    const Ran r =
        ran("r when a > 3\n"
            "test \"more\" {\n  given { a: 4 }\n  expect r\n}\n"
            "test \"less\" {\n  given { a: 3 }\n  expect r\n  expect not r\n}\n"
            "test \"nothing\" {\n  given { b: 1 }\n  expect r is unknown\n  expect not r\n}\n");
    REQUIRE(r.result.tests.size() == 3);
    CHECK(r.result.tests[0].passed());
    CHECK_FALSE(r.result.tests[0].explanation);
    CHECK_FALSE(r.result.tests[1].passed());
    CHECK(r.result.tests[1].explanation);
    CHECK(r.result.tests[1].expectations[0].line == 8);
    CHECK_FALSE(r.result.tests[1].expectations[0].met());
    CHECK(r.result.tests[1].expectations[1].met());
    // Unknown is not yes.
    CHECK_FALSE(r.result.tests[2].passed());
    CHECK(r.result.tests[2].expectations[1].clause.verdict == explain::Verdict::unknown);
    CHECK(r.result.failed() == 2);
  }

  TEST_CASE("the filter is part of a title, whatever its case") {
    ruletest::Options options;
    options.filter = "GRÖSSE";
    const Ran r =
        ran("r when a\n"
            "test \"die größe\" {\n  given { a: true }\n  expect r\n}\n"
            "test \"die Grösse\" {\n  given { a: true }\n  expect r\n}\n",
            options);
    CHECK(r.result.tests.size() == 1);
    CHECK(r.result.left_out == 1);
    CHECK(r.result.tests[0].title == "die Grösse");
  }

  TEST_CASE("params: the file's, the caller's, and the test's own, which wins") {
    const std::string text =
        "param least = 5\nr when a >= least\n"
        "test \"plain\" {\n  given { a: 5 }\n  expect r\n}\n"
        "test \"own\" with least = 9 {\n  given { a: 8 }\n  expect not r\n}\n";
    CHECK(ran(text).result.failed() == 0);
    ruletest::Options options;
    options.compile.params["least"] = "6";
    const Ran r = ran(text, options);
    CHECK_FALSE(r.result.tests[0].passed());
    CHECK(r.result.tests[1].passed());
  }

  TEST_CASE("the instant is that of the test") {
    const Ran r =
        ran("r when seen in the last 7 days\n"
            "test \"soon\" as of 2026-11-01 {\n  given { seen: 2026-10-30 }\n  expect r\n}\n"
            "test \"late\" as of 2026-12-01 {\n  given { seen: 2026-10-30 }\n  expect not r\n}\n");
    CHECK(r.result.failed() == 0);
    CHECK(r.result.tests[0].as_of.has_value());
  }

  TEST_CASE("a test that depends on the day says which") {
    const Ran r = ran("r when seen in the last 7 days\ntest \"soon\" {\n  given { seen: 2026-10-30 }\n  expect r\n}\n");
    REQUIRE(r.sink.diagnostics().size() == 1);
    CHECK(r.sink.diagnostics()[0].code == "test-needs-as-of");
  }

  TEST_CASE("given: other names in the data, formats, lists, durations") {
    const Ran r =
        ran("record lead {\n"
            "  id text required from \"Lead ID\"\n"
            "  size number from \"Company Size\"\n"
            "  born time format \"%d.%m.%Y\"\n"
            "  tags list of text\n"
            "  deal { value number }\n"
            "  events list dated by at {\n    kind text\n    at time\n  }\n"
            "}\n"
            "r when size > 3 and born < 2026-01-01 and \"x\" in tags and deal.value == 1.5 and "
            "count(events where kind == \"open\") == 1\n"
            "test \"all of it\" as of 2026-11-01 {\n"
            "  given {\n    id: \"a1\", size: 4, born: 2025-12-31, tags: [\"x\", \"y\"]\n    deal: { value: 1.5 }\n"
            "    events: [{ kind: \"open\", at: 2026-10-01 }, { kind: \"shut\", at: 2026-10-02 }]\n  }\n"
            "  expect r\n}\n");
    REQUIRE(r.result.tests.size() == 1);
    CHECK(r.result.tests[0].error == "");
    CHECK(r.result.tests[0].passed());
  }

  TEST_CASE("values that are none are told beside the failure") {
    const Ran r =
        ran("record lead {\n  id text required\n  kind text one of \"a\", \"b\"\n}\n"
            "r when kind == \"a\"\n"
            "test \"odd\" {\n  given { id: \"x\", kind: \"c\" }\n  expect r\n}\n");
    // The checker may refuse such a value outright; if it lets it pass, the run notes it.
    if (r.result.compiled) {
      REQUIRE(r.result.tests.size() == 1);
      CHECK_FALSE(r.result.tests[0].passed());
      REQUIRE(r.result.tests[0].notes.size() == 1);
      CHECK(r.result.tests[0].notes[0].find("`kind` counts as missing") == 0);
    } else {
      CHECK(r.sink.errors() > 0);
    }
  }

  TEST_CASE("a lead that would be rejected fails its test with the reason") {
    const Ran r =
        ran("record lead {\n  id text required\n  a bool\n}\nr when a\n"
            "test \"nameless\" {\n  given { a: true }\n  expect r\n}\n");
    if (r.result.compiled) {
      REQUIRE(r.result.tests.size() == 1);
      CHECK(r.result.tests[0].error.find("rejected") != std::string::npos);
      CHECK_FALSE(r.result.tests[0].passed());
    } else {
      CHECK(r.sink.errors() > 0);
    }
  }

  TEST_CASE("a file with errors is not run") {
    const Ran r = ran("r when\ntest \"x\" {\n  given { a: 1 }\n  expect r\n}\n");
    CHECK_FALSE(r.result.compiled);
    CHECK(r.result.tests.empty());
    CHECK(r.sink.errors() > 0);
  }
}

TEST_SUITE("ruletest/coverage") {
  constexpr const char* kCriteria =
      "record lead {\n  id text required\n  a bool\n  n number\n  events list { k text }\n}\n"
      "score fit {\n  +5 when a\n  +1\n  +2 for each of events where k == \"x\"\n}\n"
      "r when n > 3\n"
      "always when id == \"x\"\n"
      "choose stage {\n  \"p\" when a\n  \"q\" when n > 9\n  else \"z\"\n}\n"
      "table t sum {\n  n => w\n  > 1 => 1\n  > 2 => 2\n}\n";

  TEST_CASE("nothing is seen without tests, and what cannot happen is not asked for") {
    const Ran r = ran(kCriteria);
    REQUIRE_MESSAGE(r.result.compiled, (r.sink.diagnostics().empty() ? "" : r.sink.diagnostics()[0].message));
    CHECK(ruletest::coverage(r.result.coverage) == 0);
    CHECK(part(r.result, "+1").possible() == 1);
    CHECK(part(r.result, "r").possible() == 3);
    CHECK(part(r.result, "always").possible() == 2);
    CHECK(part(r.result, "else \"z\"").possible() == 1);
    CHECK(part(r.result, "+2 for each of events where k == \"x\"").possible() == 2);
  }

  TEST_CASE("lines, arms, rows: what was asked, with what came of it") {
    const Ran r = ran(std::string(kCriteria) +
                      "test \"one\" {\n  given { id: \"x\", a: true, n: 4, events: [{ k: \"x\" }] }\n  expect r\n}\n"
                      "test \"two\" {\n  given { id: \"y\", n: 2 }\n  expect not r\n}\n");
    REQUIRE(r.result.compiled);
    CHECK(r.result.failed() == 0);
    CHECK(counts(part(r.result, "+5 when a")) == Counts{1, 0, 1});
    CHECK(counts(part(r.result, "+1")) == Counts{2, 0, 0});
    CHECK(counts(part(r.result, "+2 for each of events where k == \"x\"")) == Counts{1, 1, 0});
    CHECK(counts(part(r.result, "r")) == Counts{1, 1, 0});
    CHECK(counts(part(r.result, "always")) == Counts{1, 1, 0});
    // The first lead took the first arm: the others were asked by the second alone.
    CHECK(counts(part(r.result, "\"p\" when a")) == Counts{1, 0, 1});
    CHECK(counts(part(r.result, "\"q\" when n > 9")) == Counts{0, 1, 0});
    CHECK(counts(part(r.result, "else \"z\"")) == Counts{1, 0, 0});
    // Rows that add up are all asked.
    CHECK(counts(part(r.result, "> 1 => 1")) == Counts{2, 0, 0});
    CHECK(counts(part(r.result, "> 2 => 2")) == Counts{1, 1, 0});
    double possible = 0;
    double seen = 0;
    for (const Covered& c : r.result.coverage) {
      possible += c.possible();
      seen += c.seen();
    }
    CHECK(ruletest::coverage(r.result.coverage) == seen / possible);
  }

  TEST_CASE("moves of other states are not asked") {
    const Ran r =
        ran("lifecycle s from now {\n  start p\n  p -> q when a\n  q -> t when a\n}\n"
            "test \"one\" {\n  given { now: \"q\", a: true }\n  expect s == \"t\"\n}\n");
    REQUIRE(r.result.compiled);
    CHECK(r.result.failed() == 0);
    CHECK(counts(part(r.result, "p -> q when a")) == Counts{0, 0, 0});
    CHECK(counts(part(r.result, "q -> t when a")) == Counts{1, 0, 0});
  }

  TEST_CASE("what no lead can show is not asked for") {
    const Ran r =
        ran("record lead {\n  id text required\n  n number\n  at time required\n}\n"
            "choose c {\n  \"none\" when n is missing\n  \"much\" when n > 5\n  else \"some\"\n}\n"
            "choose e {\n  n when true\n}\n"
            "table band {\n  n => band\n  >= 5 => \"A\"\n  present => \"B\"\n  missing => \"C\"\n}\n"
            "half when bucket(id, \"x\", 2) == 1\nold when age(at) / 1 day > 3\nboth when max(length(id), 3) > 2\n");
    REQUIRE(r.result.compiled);
    const auto cannot = [&](const char* text) {
      const Covered& c = part(r.result, text);
      return std::string(c.can_be_no ? "" : "no ") + (c.can_be_unknown ? "" : "unknown");
    };
    CHECK(cannot("\"none\" when n is missing") == "unknown");
    CHECK(cannot("\"much\" when n > 5") == "unknown");  // who has no n was caught before
    CHECK(cannot("n when true") == "no unknown");
    CHECK(cannot(">= 5 => \"A\"") == "");
    CHECK(cannot("missing => \"C\"") == "no unknown");  // every lead finds a row
    CHECK(cannot("half") == "unknown");
    CHECK(cannot("old") == "unknown");
    CHECK(cannot("both") == "unknown");
  }

  TEST_CASE("a file of no rules has nothing to see") {
    CHECK(ruletest::coverage({}) == 1);
  }
}

TEST_SUITE("ruletest/reports") {
  constexpr const char* kHostile =
      "r when a == \"<b>\"\n"
      "test \"<script> & \\\"q\\\" ]]>\" {\n  given { a: \"</failure>\" }\n  expect r\n}\n"
      "test \"fine\" {\n  given { a: \"<b>\" }\n  expect r\n}\n";

  TEST_CASE("JSON") {
    Ran r = ran(kHostile);
    std::vector<ruletest::FileResult> files;
    files.push_back(std::move(r.result));
    const json report = json::parse(ruletest::json_report(files));
    CHECK(report["version"] == 1);
    CHECK(report["passed"] == 1);
    CHECK(report["failed"] == 1);
    const json& test = report["files"][0]["tests"][0];
    CHECK(test["title"] == "<script> & \"q\" ]]>");
    CHECK(test["passed"] == false);
    CHECK(test["expectations"][0]["verdict"] == "no");
    CHECK(report["files"][0]["coverage"]["parts"][0]["unknown"] == 0);
  }

  TEST_CASE("JUnit: what would be markup is text") {
    Ran r = ran(kHostile);
    std::vector<ruletest::FileResult> files;
    files.push_back(std::move(r.result));
    files.push_back({"broken <&>.rubric", 0, false, {}, 0, {}});
    const std::string xml = ruletest::junit_report(files);
    CHECK(
        xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"rubric\" tests=\"3\" "
                        "failures=\"1\" errors=\"1\">"));
    CHECK(xml.find("name=\"&lt;script&gt; &amp; &quot;q&quot; ]]&gt;\"") != std::string::npos);
    CHECK(xml.find("<script>") == std::string::npos);
    CHECK(xml.find("&lt;/failure&gt;") != std::string::npos);
    CHECK(xml.find("broken &lt;&amp;&gt;.rubric") != std::string::npos);
  }

  TEST_CASE("JUnit: what XML has no place for") {
    Ran r = ran("r when n\ntest \"a\x1b\xEF\xBF\xBE\xEF\xBF\xBF\xE2\x82\xAC\" {\n  expect r is unknown\n}\n");
    std::vector<ruletest::FileResult> files;
    files.push_back(std::move(r.result));
    files.push_back({"no UTF-8 \xff.rubric", 0, false, {}, 0, {}});
    const std::string xml = ruletest::junit_report(files);
    CHECK(xml.find("name=\"a\uFFFD\uFFFD\uFFFD\u20AC\"") != std::string::npos);
    CHECK(xml.find("no UTF-8 \uFFFD.rubric") != std::string::npos);
  }

  TEST_CASE("text: the failure with what its values are made of") {
    Ran r = ran("r when n >= 5\ntest \"t\" {\n  given { n: 4 }\n  expect r\n}\n");
    std::vector<ruletest::FileResult> files;
    files.push_back(std::move(r.result));
    const std::string text = ruletest::text_report(files, {});
    CHECK(text.find("c.rubric: 1 of 1 test failed") != std::string::npos);
    CHECK(text.find("FAILED c.rubric:2 \"t\"") != std::string::npos);
    CHECK(text.find("n is 4, 1 short") != std::string::npos);
  }

  TEST_CASE("coverage of 100 % is all of it") {
    std::string criteria = "r when a > 1\n";
    for (int i = 0; i < 201; ++i) criteria += "r" + std::to_string(i) + " when n is missing\n";
    const Ran r = ran(criteria + "test \"t\" { given { n: 5 } }\ntest \"u\" { given { a: 1 }, expect r0 }\n");
    const std::string text = ruletest::coverage_report(r.result, {});
    CHECK(text.find("tests saw 99 % of the verdicts") != std::string::npos);
  }

  TEST_CASE("beside the file: each part of a line, and nothing that a terminal would obey") {
    Ran r =
        ran("score s { +1 when n > 5, +2 when n > 1 }  #\x1b[2J\n\tm when n > 3\ntest \"t\" {\n  given { n: 5 }\n}\n");
    const std::string listing = ruletest::coverage_listing(r.result, r.sources[0], {});
    CHECK(listing.find("     0     1     0 | score s { +1 when n > 5, +2 when n > 1 }  #\\u{1b}[2J\n"
                       "     1     0     0 |   … +2 when n > 1\n") != std::string::npos);
    CHECK(listing.find("     1     0     0 | \tm when n > 3\n") != std::string::npos);
    r.result.name = "c\x1b.rubric";
    std::vector<ruletest::FileResult> files;
    files.push_back(std::move(r.result));
    CHECK(ruletest::text_report(files, {}).starts_with("c\\u{1b}.rubric: 1 test passed"));
  }

  TEST_CASE("coverage as text and beside the file") {
    Ran r = ran("r when n >= 5\ntest \"t\" {\n  given { n: 5 }\n  expect r\n}\n");
    const std::string text = ruletest::coverage_report(r.result, {});
    CHECK(text.find("tests saw 33 % of the verdicts") != std::string::npos);
    CHECK(text.find("never no, never unknown") != std::string::npos);
    const std::string listing = ruletest::coverage_listing(r.result, r.sources[0], {});
    CHECK(listing.find("r when n >= 5") != std::string::npos);
  }
}
