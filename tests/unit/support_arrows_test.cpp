#include "support/arrows.hpp"

#include <doctest/doctest.h>

using rubric::test::arrow_faults;
using Faults = std::vector<std::string>;

namespace {

constexpr std::string_view kTable =
    "# words\n"
    "public: | alone\n"
    "base: | the ground\n"
    "ast: base | nothing is resolved\n"
    "cli: * | the program\n"
    "only big/lib.hpp: src/ast/one.cpp src/cli/ | slow\n";

}  // namespace

TEST_SUITE("support/arrows") {
  TEST_CASE("what the table allows") {
    CHECK(arrow_faults(kTable, {{"include/rubric/d.hpp", ""},
                                {"src/base/id.hpp", "#include <vector>\n#include \"rubric/d.hpp\"\n"},
                                {"src/ast/ast.hpp", "#include \"base/id.hpp\"\n"},
                                {"src/ast/one.cpp", "#include \"ast.hpp\"\n#include <big/lib.hpp>\n"},
                                {"src/cli/main.cpp", "#include \"ast/ast.hpp\"\n#include <big/lib.hpp>\n"}})
              .empty());
  }
  TEST_CASE("what it forbids, with its place and why") {
    CHECK(arrow_faults(kTable, {{"src/base/id.hpp", "\n#  include \"ast/ast.hpp\"  // why\n"},
                                {"src/ast/ast.hpp", ""}}) == Faults{"src/base/id.hpp:2: base -> ast: the ground"});
    CHECK(arrow_faults(kTable, {{"include/rubric/d.hpp", "#include <base/id.hpp>\n"}, {"src/base/id.hpp", ""}}) ==
          Faults{"include/rubric/d.hpp:1: public -> base: alone"});
    CHECK(arrow_faults(kTable, {{"src/ast/two.cpp", "#include <big/lib.hpp>\n"}}) ==
          Faults{"src/ast/two.cpp:1: <big/lib.hpp> does not belong here: slow"});
    CHECK(arrow_faults(kTable, {{"src/ast/two.cpp", "#include \"support/x.hpp\"\n"}}) ==
          Faults{"src/ast/two.cpp:1: `support/x.hpp` is not a file of ours (libraries are included with <>)"});
    CHECK(arrow_faults(kTable, {{"src/new/a.cpp", "#include \"base/id.hpp\"\n"}, {"src/base/id.hpp", ""}}) ==
          Faults{"src/new/a.cpp:1: folder `new` is not listed in tests/arrows.txt"});
  }
  TEST_CASE("a slow header reaches few files") {
    const rubric::test::Files files = {{"src/ast/a.hpp", "#include <big/lib.hpp>\n#include \"ast/b.hpp\"\n"},
                                       {"src/ast/b.hpp", "#include \"ast/a.hpp\"\n"},
                                       {"src/ast/one.cpp", "#include \"ast/b.hpp\"\n"},
                                       {"src/ast/three.cpp", "#include <vector>\n"},
                                       {"src/ast/two.cpp", "#include \"ast/a.hpp\"\n"}};
    CHECK(arrow_faults("ast: | x\nreach big/: 2 | slow\n", files).empty());
    CHECK(arrow_faults("ast: | x\nreach big/: 1 | slow\n", files) ==
          Faults{"<big/> reaches 2 files rather than 1 (slow): src/ast/one.cpp src/ast/two.cpp"});
  }
  TEST_CASE("a table that is wrong itself") {
    CHECK(arrow_faults("a: b | x\nb: c | x\nc: a | x\n", {}) == Faults{"arrows.txt: a circle: a -> b -> c -> a"});
    CHECK(arrow_faults("a: b | x\n", {}) == Faults{"arrows.txt: `a` names `b`, which is not listed"});
    CHECK(arrow_faults("a: b\n", {}) == Faults{"arrows.txt: not `FOLDER: folders | why`: a: b"});
  }
}
