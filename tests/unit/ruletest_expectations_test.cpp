// What tests expect beside a yes: reasons.
#include <doctest/doctest.h>

#include "ruletest/report.hpp"
#include "ruletest/ruletest.hpp"

using namespace rubric;

namespace {

ruletest::FileResult run(const std::string& text) {
  base::SourceMap sources;
  diag::Sink sink;
  return ruletest::run(sources, sources.add("c.rubric", text), sink, {});
}

constexpr const char* kCriteria = R"(
score fit { +40 when size > 10 because "large", +10 when size > 100 because "very large" }
mql when any of { score >= 40 because "enough points", asked because "asked for it" } unless out
out when country == "XX" because "embargo"
choose stage { "out" when out because "no way", else "in" because "why not" }
)";

}  // namespace

TEST_CASE("ruletest: a reason is met where something that the expectation names has it") {
  const auto result = run(std::string(kCriteria) + R"(
test "all there" {
  given { size: 50, country: "DE" }
  expect mql because "enough points"
  expect score >= 40 because "large"
  expect score.fit == 40 and not out because "large"
  expect stage == "in" because "why not"
}
test "another one's" { given { size: 50, country: "DE" }
  expect mql because "asked for it" }
test "nobody's" { given { size: 50, country: "DE" }
  expect not out because "embargo" }
test "no yes, no reason" { given { size: 5, country: "DE" }
  expect mql because "large" }
)");
  REQUIRE(result.compiled);
  REQUIRE(result.tests.size() == 4);
  CHECK(result.tests[0].passed());
  CHECK_FALSE(result.tests[1].passed());
  CHECK(result.tests[1].expectations[0].shortfall() ==
        "expected the reason \"asked for it\", and there is \"enough points\"");
  CHECK(result.tests[2].expectations[0].shortfall() == "expected the reason \"embargo\", and there is none");
  CHECK(result.tests[3].expectations[0].shortfall() == "expected this to be yes");
  const std::string text = ruletest::text_report({result}, {});
  CHECK(text.find("expected the reason \"asked for it\"") != std::string::npos);
  const std::string junit = ruletest::junit_report({result});
  CHECK(junit.find("expected the reason &quot;asked for it&quot;") != std::string::npos);
}
