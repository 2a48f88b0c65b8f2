#include <doctest/doctest.h>

#include "base/spelling.hpp"

using rubric::base::edit_distance;
using rubric::base::nearest;

TEST_SUITE("base/spelling") {
  TEST_CASE("edits: insert, delete, replace, swap; case is free") {
    CHECK(edit_distance("employees", "employes", 3) == 1);
    CHECK(edit_distance("employees", "emplyoees", 3) == 1);
    CHECK(edit_distance("ICP", "icp", 3) == 0);
    CHECK(edit_distance("abc", "xyz", 2) == 3);
  }
  TEST_CASE("nearest takes the closest, and nothing that is far") {
    CHECK(nearest("industy", {"country", "industry", "budget"}) == "industry");
    CHECK_FALSE(nearest("budget", {"country", "industry"}).has_value());
    CHECK_FALSE(nearest("a", {"b"}).has_value());
  }
}
