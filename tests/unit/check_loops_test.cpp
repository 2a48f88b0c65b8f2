// What a record costs: every list that a question goes through, wherever equal questions stand.
#include <doctest/doctest.h>

#include "engine/engine.hpp"

namespace {

using namespace rubric;

std::vector<std::vector<std::uint32_t>> loops_of(const std::string& criteria) {
  base::SourceMap sources;
  diag::Sink sink;
  const auto source = sources.add("loops.rubric", criteria);
  const auto program = engine::compile_to_ir(sources, source, sink);
  REQUIRE(program);
  return program->loops;
}

const std::string kRecord =
    "record lead {\n"
    "  calls list { minutes number }\n"
    "  mails list { words number }\n"
    "  deals list { amount number }\n"
    "}\n";

}  // namespace

TEST_CASE("an equal question is counted once in one place") {
  const std::string twice =
      "a when any(deals where amount > 3)\n"
      "b when any(deals where amount > 3) and count(deals where amount > 3) > 1\n";
  CHECK(loops_of(kRecord + twice).size() == 2);
}

TEST_CASE("an equal question inside another list is counted there too") {
  // Both inner questions compare with the first field of the element round them: they are one node.
  const std::string two =
      "a when any(calls as c where count(deals where amount > c.minutes) > 1)\n"
      "b when any(mails as m where count(deals where amount > m.words) > 1)\n";
  const auto loops = loops_of(kRecord + two);
  REQUIRE(loops.size() == 4);
  CHECK(loops[0].size() == 2);
  CHECK(loops[2].size() == 2);
  CHECK(loops[0][0] != loops[2][0]);
  CHECK(loops[0][1] == loops[2][1]);
}
