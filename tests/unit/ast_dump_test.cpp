#include <doctest/doctest.h>

#include "../support/parsed.hpp"

using rubric::test::Parsed;

TEST_SUITE("ast/dump") {
  TEST_CASE("one node a line, what belongs to it deeper") {
    CHECK(Parsed("x when a.b >= 10k and not c\n").dump() ==
          "rule x\n  when\n    and\n      >=\n        path a.b\n        number 10000\n      not\n        path c\n");
  }
  TEST_CASE("layout and comments leave no trace, names in back-quotes and texts do") {
    CHECK(Parsed("x when   a # c\n  and b\n").dump() == Parsed("x when a and b").dump());
    CHECK(Parsed("let `a b` = \"q\\\"\\n\\t\\\\\"\n").dump() == "let `a b`\n  text \"q\\\"\\n\\u{09}\\\\\"\n");
  }
  TEST_CASE("different trees give different texts") {
    const std::vector<std::string> texts{"x when a and b and c\n",
                                         "x when a and (b and c)\n",
                                         "x when (a and b) and c\n",
                                         "x when a or b or c\n",
                                         "x when a contains b\n",
                                         "x when a contains any of b\n",
                                         "x when a contains word b\n",
                                         "x when a contains any word of b\n",
                                         "x when a in b\n",
                                         "x when a not in b\n",
                                         "x when a in b ignoring case\n",
                                         "x when a in the last 3 days\n",
                                         "x when a in the next 3 days\n",
                                         "x when a in the last 3 calendar days\n",
                                         "x when a in the last 3 hours\n"};
    for (std::size_t i = 0; i < texts.size(); ++i) {
      for (std::size_t k = 0; k < i; ++k)
        CHECK_MESSAGE(Parsed(texts[i]).dump() != Parsed(texts[k]).dump(), texts[i] << texts[k]);
    }
  }
}
