// What explanations say of lists that have names, of moves, and of rows that a file gave.
#include <doctest/doctest.h>

#include "ruletest/report.hpp"
#include "ruletest/ruletest.hpp"

using namespace rubric;

namespace {

std::string report(const std::string& text) {
  base::SourceMap sources;
  diag::Sink sink;
  ruletest::Options options;
  options.compile.files = [](const std::string&, const std::string& path) {
    engine::FileText out;
    out.identity = out.name = path;
    out.text = "account,owner\nacme.io,kim\n>= 5,lou\n*,\n";
    return out;
  };
  const auto result = ruletest::run(sources, sources.add("c.rubric", text), sink, options);
  REQUIRE(result.compiled);
  return ruletest::text_report({result}, {});
}

bool has(const std::string& text, std::string_view piece) {
  return text.find(piece) != std::string::npos;
}

}  // namespace

TEST_CASE("explain: a filtered list is counted by its own elements") {
  const std::string text = report(R"(
let opens = events where kind == "open"
r when any(opens where n > 5)
test "t" {
  given { events: [{ kind: "open", n: 1 }, { kind: "x", n: 9 }, { kind: "x", n: 9 }] }
  expect r
})");
  CHECK(has(text, "0 of 1 opens"));
}

TEST_CASE("explain: a move out of another state is not blamed on its condition") {
  const std::string text = report(R"(
lifecycle stage from state {
  start lead
  sql -> back when a > b
  lead -> sql when d
}
test "t" {
  given { state: "lead", a: 2, b: 1, d: false }
  expect stage == "sql"
})");
  CHECK(has(text, "leaves another state"));
  CHECK(has(text, "d is no"));
}

TEST_CASE("explain: a row that a file gave has the words of the file") {
  const std::string text = report(R"(
record lead { id text, account text }
table person from "owners.csv" { account => owner }
test "t" {
  given { id: "a", account: "acme.io" }
  expect person == "lou"
})");
  CHECK(has(text, "\"acme.io\" => \"kim\""));
}
