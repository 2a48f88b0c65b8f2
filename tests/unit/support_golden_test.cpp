#include <doctest/doctest.h>

#include "support/diff.hpp"
#include "support/golden.hpp"

using namespace rubric::test;
using rubric::Severity;

namespace {

// Reports an error on every line that starts with `bad`, and dumps how many lines there are.
std::string count_lines(const StageInput& in) {
  const auto& source = in.sources[in.source];
  for (std::uint32_t i = 1; i <= source.line_count(); ++i) {
    if (!source.line(i).starts_with("bad")) continue;
    const std::uint32_t at = source.line_start(i);
    in.sink.report(rubric::diag::Kind::invalid_utf8, {in.source, at, at + 3}, {{"byte", "0xff"}, {"offset", at}});
  }
  return std::to_string(source.line_count()) + " lines";
}

const std::vector<Stage> kStages = {{"lines", count_lines}};

constexpr std::string_view kGood = "# stage: lines\nfine\n";
constexpr std::string_view kBad = "# stage: lines\nbad   # error: invalid-utf8\n";

bool has(const Outcome& outcome, std::string_view words) {
  for (const auto& p : outcome.problems) {
    if (p.find(words) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

TEST_SUITE("support/golden") {
  TEST_CASE("the head is the leading comments") {
    const auto g = split(
        "# what it shows\n# stage: parse\n# as of: 2026-11-01\n# record: {\"a\": 1}\n# record: {}\nmql when x\n# late: "
        "1\n");
    CHECK(g.head.get("stage") == "parse");
    CHECK(g.head.get("as of") == "2026-11-01");
    CHECK(g.head.all("record") == std::vector<std::string_view>{"{\"a\": 1}", "{}"});
    CHECK(g.head.get("late").empty());
  }
  TEST_CASE("the block at the end is cut off with the blank line before it") {
    const auto g = split("# stage: parse\na\n\n#> one\n#>\n#>   two\n");
    CHECK(g.text == "# stage: parse\na\n");
    CHECK(g.expected == "one\n\n  two\n");
    CHECK(split("a\n#> inside\nb\n").text == "a\n#> inside\nb\n");
    CHECK(split("# end: no newline\na\n\n#> x\n").text == "# end: no newline\na");
  }
  TEST_CASE("a rewritten file keeps its text, and rewriting again changes nothing") {
    const std::string once = with_expected(kGood, "x\n\n y\n");
    CHECK(once == "# stage: lines\nfine\n\n#> x\n#>\n#>  y\n");
    CHECK(split(once).text == kGood);
    CHECK(split(once).expected == "x\n\n y\n");
    CHECK(with_expected(once, "x\n\n y\n") == once);
    CHECK(with_expected(once, "") == kGood);
    const std::string blank_end = with_expected("a\n\n", "x\n");
    CHECK(split(blank_end).text == "a\n\n");
  }
  TEST_CASE("markers") {
    const auto m = markers("a # error: b-c d\n## error: prose\n# warning: w # error: e\r\n");
    REQUIRE(m.size() == 4);
    CHECK(m[0] == Mark{0, 1, Severity::error, "b-c"});
    CHECK(m[1] == Mark{0, 1, Severity::error, "d"});
    CHECK(m[2] == Mark{0, 3, Severity::error, "e"});
    CHECK(m[3] == Mark{0, 3, Severity::warning, "w"});
  }
  TEST_CASE("a file that holds") {
    const std::string good = with_expected(kGood, "3 lines\n");
    CHECK(run_golden("good.rubric", good, kStages).problems.empty());
    const auto bad = run_golden("fail_bad.rubric", kBad, kStages);
    CHECK(bad.codes == std::vector<std::string>{"invalid-utf8"});
    CHECK(run_golden("fail_bad.rubric", with_expected(kBad, bad.output), kStages).problems.empty());
  }
  TEST_CASE("what disagrees is said") {
    CHECK(has(run_golden("a.rubric", "x\n", kStages), "no `# stage: NAME`"));
    CHECK(has(run_golden("a.rubric", "# stage: other\n", kStages), "no stage `other`"));
    CHECK(has(run_golden("a.rubric", kBad, kStages), "must begin with `fail_`"));
    CHECK(has(run_golden("fail_a.rubric", kGood, kStages), "yields no error"));
    CHECK(has(run_golden("a.rubric", kGood, kStages), "the output differs"));
    CHECK(has(run_golden("fail_a.rubric", "# stage: lines\nbad\n", kStages),
              "reported without a marker: fail_a.rubric:2: error invalid-utf8"));
    CHECK(has(run_golden("a.rubric", "# stage: lines\nfine # warning: odd\n", kStages),
              "announced but not reported: a.rubric:2: warning odd"));
    // One finding does not satisfy two markers.
    CHECK(has(run_golden("fail_a.rubric", "# stage: lines\nbad # error: invalid-utf8 invalid-utf8\n", kStages),
              "announced but not reported"));
  }
}

TEST_SUITE("support/diff") {
  TEST_CASE("equal texts differ in nothing") {
    CHECK(line_diff("a\nb\n", "a\nb\n").empty());
  }
  TEST_CASE("changed lines with two lines round them") {
    CHECK(line_diff("1\n2\n3\n4\n5\n6\n7\n", "1\n2\n3\n4\nfive\n6\n7\n") ==
          "    ...\n    3\n    4\n  - 5\n  + five\n    6\n    7\n");
    CHECK(line_diff("", "new\n") == "  + new\n");
    CHECK_FALSE(line_diff("a", "a\n").empty());
  }
}
