#include "diag/render_text.hpp"

#include <doctest/doctest.h>

#include "diag/render_line.hpp"

using namespace rubric;
using diag::render_text;

namespace {

// One source and a finding in it; places are found by the words that stand there.
struct Scene {
  base::SourceMap sources;
  Diagnostic finding;

  explicit Scene(std::string text, std::string name = "c.rubric") {
    sources.add(std::move(name), std::move(text));
    finding.code = "some-code";
    finding.message = "seen";
  }
  [[nodiscard]] Span at(std::string_view words, std::uint32_t source = 0) const {
    const auto begin = static_cast<std::uint32_t>(sources[source].text().find(words));
    return {source, begin, begin + static_cast<std::uint32_t>(words.size())};
  }
  Scene& primary(std::string_view words, std::string label) {
    finding.span = at(words);
    finding.label = std::move(label);
    return *this;
  }
  Scene& also(std::string_view words, std::string label, std::uint32_t source = 0) {
    finding.labels.push_back({at(words, source), std::move(label)});
    return *this;
  }
  [[nodiscard]] std::string text(const diag::TextOptions& options = {}) const {
    return render_text(sources, finding, options);
  }
};

}  // namespace

TEST_SUITE("diag/render_text") {
  TEST_CASE("the layout of the design") {
    Scene s(std::string(30, '\n') + "  +20 when fit.employes between 50 and 5000\n", "criteria.rubric");
    s.primary("fit.employes", "not in `record lead`");
    s.finding.code = "unknown-field";
    s.finding.message = "`lead` has no field `fit.employes`";
    s.finding.notes = {"one\ntwo"};
    s.finding.helps = {"a field with a similar name exists: `fit.employees`"};
    CHECK(s.text() == R"(error[unknown-field]: `lead` has no field `fit.employes`
  --> criteria.rubric:31:12
   |
31 |   +20 when fit.employes between 50 and 5000
   |            ^^^^^^^^^^^^ not in `record lead`
   = note: one
           two
   = help: a field with a similar name exists: `fit.employees`
)");
  }
  TEST_CASE("labels that share a line hang below it") {
    Scene s("mql when a and b or c and d\n");
    s.primary("or", "here").also("a and", "first").also("c and", "last");
    CHECK(s.text() == R"(error[some-code]: seen
 --> c.rubric:1:18
  |
1 | mql when a and b or c and d
  |          -----   ^^ ----- last
  |          |       |
  |          |       here
  |          first
)");
  }
  TEST_CASE("a place within another keeps its marks, and both their words") {
    Scene s("mql when aaa and b\n");
    s.primary("and", "inner").also("aaa and b", "outer");
    CHECK(s.text() == R"(error[some-code]: seen
 --> c.rubric:1:14
  |
1 | mql when aaa and b
  |          ----^^^--
  |          |   |
  |          |   inner
  |          outer
)");
  }
  TEST_CASE("two places that begin together") {
    Scene s("mql when aaa and b\n");
    s.primary("aaa", "inner").also("aaa and b", "outer");
    CHECK(s.text() == R"(error[some-code]: seen
 --> c.rubric:1:10
  |
1 | mql when aaa and b
  |          ^^^------ outer
  |          |
  |          inner
)");
  }
  TEST_CASE("other lines and other sources; a gap of one line is shown, a longer one is dots") {
    Scene s("set A = 1\n\nset B = 2\n\n\n\nset A = 3\n");
    s.sources.add("icp.rubric", "\nset A = 4\n");
    s.finding.span = {0, 28, 29};
    s.finding.label = "again";
    s.also("A", "first").also("B", "between").also("A", "and there", 1);
    CHECK(s.text() == R"(error[some-code]: seen
 --> c.rubric:7:5
  |
1 | set A = 1
  |     - first
2 |
3 | set B = 2
  |     - between
...
7 | set A = 3
  |     ^ again
  |
 ::: icp.rubric:2:5
  |
2 | set A = 4
  |     - and there
)");
  }
  TEST_CASE("a place of several lines") {
    Scene s("record lead {\n  fit text\n}\nmql when a\n");
    s.primary("record lead {\n  fit text\n}", "all of it");
    CHECK(s.text() == R"(error[some-code]: seen
 --> c.rubric:1:1
  |
1 | / record lead {
2 | |   fit text
3 | | }
  | |_^ all of it
)");
    s.primary("{\n  fit text\n}", "from inside");
    CHECK(s.text() == R"(error[some-code]: seen
 --> c.rubric:1:13
  |
1 |   record lead {
  |  _____________^
2 | |   fit text
3 | | }
  | |_^ from inside
)");
  }
  TEST_CASE("a long place shows its first and last lines") {
    Scene s("{\n1\n2\n3\n4\n5\n6\n}\n");
    s.primary("{\n1\n2\n3\n4\n5\n6\n}", "long");
    CHECK(s.text() == R"(error[some-code]: seen
 --> c.rubric:1:1
  |
1 | / {
2 | | 1
3 | | 2
... |
7 | | 6
8 | | }
  | |_^ long
)");
  }
  TEST_CASE("two places of several lines") {
    Scene s("set A = {\n  x\n} y\nz\n");
    s.primary("x\n} y\nz", "this").also("A = {\n  x\n}", "that");
    CHECK(s.text() == R"(error[some-code]: seen
 --> c.rubric:2:3
  |
1 |    set A = {
  |  ______-
2 | |/   x
3 | || } y
  | ||_- that
4 |  | z
  |  |_^ this
)");
  }
  TEST_CASE("ends: of the file, of a line, behind everything") {
    Scene s("mql when\n");
    s.finding.span = {0, 9, 9};
    CHECK(s.text() == "error[some-code]: seen\n --> c.rubric:2:1\n  |\n2 |\n  | ^\n");
    s.finding.span = {0, 8, 9};
    CHECK(s.text() == "error[some-code]: seen\n --> c.rubric:1:9\n  |\n1 | mql when\n  |         ^\n");
    s.finding.span = {0, 100, 200};
    CHECK(s.text() == "error[some-code]: seen\n --> c.rubric:2:1\n  |\n2 |\n  | ^\n");
    CHECK(Scene("").text() == "error[some-code]: seen\n --> c.rubric:1:1\n  |\n1 |\n  | ^\n");
    Scene crlf("a b\r\nc\r\n");
    crlf.primary("\r\n", "line end");
    CHECK(crlf.text() == "error[some-code]: seen\n --> c.rubric:1:4\n  |\n1 | a b\n  |    ^ line end\n");
  }
  TEST_CASE("without a source there is no snippet") {
    Scene s("x");
    s.finding.span.source = 7;
    s.finding.helps = {"look elsewhere"};
    CHECK(s.text() == "error[some-code]: seen\n  = help: look elsewhere\n");
  }
  TEST_CASE("tabs, wide and combining characters, and what a terminal would obey") {
    Scene s("\t\"日本\" e\xCC\x81 \xE2\x80\xAE \x1B[0m \xFF z\tw\n");
    s.primary("日本", "wide").also("z", "z").also("w", "w");
    s.finding.message = "seen \x1B[31m\n";
    CHECK(s.text() ==
          "error[some-code]: seen \\u{1b}[31m\\u{a}\n"
          " --> c.rubric:1:3\n"
          "  |\n"
          "1 |     \"日本\" e\xCC\x81 \\u{202e} \\u{1b}[0m \\xff z  w\n"
          "  |      ^^^^                            -  - w\n"
          "  |      |                               |\n"
          "  |      |                               z\n"
          "  |      wide\n");
  }
  TEST_CASE("a byte-order mark takes no room") {
    Scene s("\xEF\xBB\xBFmql when x\n");
    s.primary("mql", "");
    CHECK(s.text().ends_with("1 | mql when x\n  | ^^^\n"));
  }
  TEST_CASE("a long line is cut round its place") {
    std::string line = "begin";
    for (int i = 0; i < 100; ++i) line += " word";
    line += " here";
    for (int i = 0; i < 100; ++i) line += " next";
    Scene s(line + " end\n");
    const diag::TextOptions narrow{.width = 50};
    CHECK(s.primary("here", "there").text(narrow) == R"(error[some-code]: seen
 --> c.rubric:1:507
  |
1 | ...ord word word word word here next next next next n...
  |                            ^^^^ there
)");
    CHECK(s.primary("begin", "")
              .text(narrow)
              .ends_with("1 | begin word word word word word word word word word...\n  | ^^^^^\n"));
    CHECK(s.primary("end", "").text(narrow).ends_with("1 | ...t next next next next next next next next next end\n" +
                                                      ("  | " + std::string(50, ' ')) + "^^^\n"));
    CHECK(s.primary(line, "all")
              .text(narrow)
              .ends_with("1 | begin word word word word word word word word word...\n"
                         "  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ all\n"));
  }
  TEST_CASE("a short fix is said, a longer one is shown") {
    Scene s("mql when a = 1 and b or c\nset B = { 1 }\n");
    s.primary("=", "");
    s.finding.fixes = {{"compare with", {{s.at("="), "=="}}, true}, {"write `==`", {{s.at("="), "=="}}, true}};
    CHECK(s.text().ends_with("  = help: compare with: `==`\n  = help: write `==`\n"));
    s.finding.fixes = {{"say which", {{s.at("b or c"), "(b or c)"}, {s.at("a = 1"), "a == 1"}}, false}};
    CHECK(s.text().ends_with(R"(  = help: say which
  |
1 - mql when a = 1 and b or c
1 + mql when a == 1 and (b or c)
)"));
    s.finding.fixes = {{"take the line away", {{s.at("set B = { 1 }\n"), ""}, {s.at("mql"), "mql"}}, false}};
    CHECK(s.text().ends_with("  = help: take the line away\n  |\n2 - set B = { 1 }\n"));
    s.sources.add("icp.rubric", "set C = 1\n");
    s.finding.fixes = {{"there", {{s.at("C", 1), "D"}, {s.at("1", 1), "2"}}, false}};
    CHECK(s.text().ends_with("  = help: there\n  |\n ::: icp.rubric:1\n1 - set C = 1\n1 + set D = 2\n"));
  }
  TEST_CASE("colours") {
    Scene s("mql\n");
    s.primary("mql", "x").finding.severity = Severity::warning;
    CHECK(s.text({.colour = true}) ==
          "\x1b[1;33mwarning[some-code]\x1b[0m\x1b[1m: seen\x1b[0m\n"
          " \x1b[1;34m-->\x1b[0m c.rubric:1:1\n"
          "\x1b[1;34m  |\x1b[0m\n"
          "\x1b[1;34m1 |\x1b[0m mql\n"
          "\x1b[1;34m  |\x1b[0m \x1b[1;33m^^^\x1b[0m \x1b[1;33mx\x1b[0m\n");
  }
  TEST_CASE("all of a sink: a limit, a count, a summary") {
    base::SourceMap sources;
    sources.add("c.rubric", "abc\n");
    diag::Sink sink(3);
    CHECK(render_text(sources, sink).empty());
    for (std::uint32_t i = 0; i < 4; ++i) {
      sink.report(diag::Kind::invalid_utf8, {0, 0, 1}, {{"byte", "0xff"}, {"offset", i}});
    }
    const std::string text = render_text(sources, sink, {.limit = 1});
    CHECK(text == R"(error[invalid-utf8]: byte 0xff at offset 0 is not valid UTF-8
 --> c.rubric:1:1
  |
1 | abc
  | ^

... and 3 more that are not shown
4 errors
)");
    CHECK(diag::summary(1, 0) == "1 error");
    CHECK(diag::summary(2, 1) == "2 errors, 1 warning");
    CHECK(diag::summary(0, 2) == "2 warnings");
    CHECK(diag::summary(0, 0).empty());
  }
}

TEST_SUITE("diag/render_line") {
  using diag::DisplayLine;
  TEST_CASE("columns of bytes") {
    const DisplayLine line("\ta日e\xCC\x81", {}, 80);
    CHECK(line.text() == "    a日e\xCC\x81");
    CHECK(line.column(0) == 0);
    CHECK(line.column(1) == 4);
    CHECK(line.column(2) == 5);
    CHECK(line.column(3) == 5);  // inside the character
    CHECK(line.column(5) == 7);
    CHECK(line.column(8) == 8);
    CHECK(line.column(99) == 8);
  }
  TEST_CASE("a line of megabytes is laid out near its place only") {
    const std::string line(4U << 20U, 'x');
    const DisplayLine shown(line, {2U << 20U, (2U << 20U) + 1}, 40);
    CHECK(shown.text() == "..." + std::string(40, 'x') + "...");
    CHECK(shown.column(2U << 20U) == 27);
    CHECK(shown.column(0) == 3);
    CHECK(shown.column(4U << 20U) == 43);
  }
  TEST_CASE("a cut inside a wide character") {
    std::string line;
    for (int i = 0; i < 100; ++i) line += "日";
    const DisplayLine shown(line, {150, 153}, 21);
    CHECK(shown.text().starts_with("..."));
    CHECK(shown.text().ends_with("..."));
    CHECK(shown.column(150) + 2 <= 24 + 1);
  }
}
