#include <doctest/doctest.h>

#include "base/case_folding.hpp"

using rubric::base::fold_case;

TEST_SUITE("base/case_folding") {
  TEST_CASE("one code point for one, by status C and S of CaseFolding.txt") {
    CHECK(fold_case(U'A') == U'a');
    CHECK(fold_case(U'[') == U'[');
    CHECK(fold_case(U'\u00C9') == U'\u00E9');
    CHECK(fold_case(U'\u03C2') == U'\u03C3');
    CHECK(fold_case(U'\u212A') == U'k');
    CHECK(fold_case(U'\u1E9E') == U'\u00DF');
    CHECK(fold_case(U'\U00010400') == U'\U00010428');
  }

  TEST_CASE("what has only a longer folding stays") {
    CHECK(fold_case(U'\u00DF') == U'\u00DF');
    CHECK(fold_case(U'\u0130') == U'\u0130');
    CHECK(fold_case(U'\uFB01') == U'\uFB01');
  }
}
