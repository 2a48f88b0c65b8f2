// Which values can be missing, and which can be known although something below them is.
#include <doctest/doctest.h>

#include "engine/engine.hpp"
#include "ir/missing.hpp"

using namespace rubric;

namespace {

struct Marks {
  bool can_be_missing = false;
  bool hides_missing = false;
  bool operator==(const Marks&) const = default;
};

// Of the rule `r`, whose condition is the text.
Marks of(const std::string& condition) {
  base::SourceMap sources;
  diag::Sink sink;
  const std::string text =
      "record lead {\n  id text required\n  a bool\n  n number\n  t text\n"
      "  events list dated by at {\n    at time\n    n number\n  }\n}\n"
      "score fit {\n  +5 when a\n}\nr when " +
      condition + "\n";
  const auto program = engine::compile_to_ir(sources, sources.add("c.rubric", text), sink);
  REQUIRE_MESSAGE(program.has_value(), condition);
  for (const ir::Outcome& o : program->outcomes) {
    if (o.name == "r") return {ir::can_be_missing(*program)[o.value.index], ir::hides_missing(*program)[o.value.index]};
  }
  return {};
}

}  // namespace

TEST_SUITE("ir/missing") {
  TEST_CASE("a test is missing when what it reads can be, and hides nothing") {
    for (const char* condition : {"a", "n > 3", "t in { \"x\" }", "not a", "a and n > 3", "at least 1 of { a, n > 3 }",
                                  "t contains \"x\"", "lower(t) == \"x\"", "n + 1 > 2"}) {
      CAPTURE(condition);
      CHECK((of(condition) == Marks{true, false}));
    }
  }

  TEST_CASE("what is required is never missing") {
    CHECK((of("id == \"x\"") == Marks{false, false}));
    CHECK((of("id == \"x\" and a") == Marks{true, false}));
  }

  TEST_CASE("questions about the missing, defaults, scores and lists have an answer whatever is missing") {
    for (const char* condition :
         {"a is unknown", "n is missing", "n is present", "a default false", "(n default 0) > 3", "score >= 5",
          "score.fit > 1", "count(events where n > 3) >= 1", "any(events where n > 3)", "sum(n of events) > 3"}) {
      CAPTURE(condition);
      CHECK((of(condition) == Marks{false, true}));
    }
  }

  TEST_CASE("some hide what is missing and can be missing all the same") {
    CHECK((of("(n default 0) > 3 and a") == Marks{true, true}));
    CHECK((of("max(n of events) > 3") == Marks{true, true}));
    CHECK((of("if a then n > 3 else t == \"x\"") == Marks{true, true}));
    CHECK((of("n / 0 > 3") == Marks{true, false}));
  }
}
