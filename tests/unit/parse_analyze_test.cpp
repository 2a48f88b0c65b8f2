// PEGTL's own analysis of the grammar: no rule can loop without consuming a token.
#include <doctest/doctest.h>

#include <tao/pegtl/contrib/analyze.hpp>

#include "../../grammar/grammar.hpp"

TEST_SUITE("grammar/analyze") {
  TEST_CASE("no left recursion, no repetition of nothing") {
    CHECK(tao::pegtl::analyze<rubric::grammar::whole>() == 0);
  }
}
