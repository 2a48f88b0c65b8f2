// Errors: how many, where, what is still read behind them, and that the fixes mend.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "../support/parsed.hpp"

using rubric::test::Parsed;

namespace {

std::vector<std::string> names(const Parsed& p) {
  std::vector<std::string> out;
  for (const auto& d : p.file.declarations) out.emplace_back(d.name.text);
  return out;
}

std::string fixed(const std::string& text, const rubric::Fix& fix) {
  std::string out = text;
  for (auto e = fix.edits.rbegin(); e != fix.edits.rend(); ++e) {
    out.replace(e->span.begin, e->span.end - e->span.begin, e->text);
  }
  return out;
}

struct Case {
  std::string text;
  std::string findings;
};

void check(const std::vector<Case>& cases) {
  for (const Case& c : cases) CHECK_MESSAGE(Parsed(c.text).summary() == c.findings, c.text);
}

}  // namespace

TEST_SUITE("parse/errors") {
  TEST_CASE("each broken item of a block is one error, and the others are read") {
    const Parsed p(
        "score s {\n  +1 when\n  +2 when a\n  3 when b\n  +4 when c d e f\n  +5 when f(1, )\n  +6\n}\nnext when a\n");
    CHECK(p.summary() == "2:10 expected-expression, 4:3 unknown-item, 5:13 stray-word, 6:16 expected-expression");
    const auto& score = std::get<rubric::ast::Score>(p.file.declarations.at(0).body);
    CHECK(score.lines.size() == 2);
    CHECK(names(p) == std::vector<std::string>{"s", "next"});
  }
  TEST_CASE("a broken head loses neither its items nor what follows") {
    const Parsed p("score s mx 10 {\n  +1 when a\n  +2 when =\n}\nnext when a\n");
    CHECK(p.summary() == "1:9 expected-block, 3:11 expected-expression");
    CHECK(names(p) == std::vector<std::string>{"s", "next"});
    CHECK(std::get<rubric::ast::Score>(p.file.declarations[0].body).lines.size() == 1);
  }
  TEST_CASE("a broken declaration keeps its name, so that nobody reports it as unknown") {
    const Parsed p(
        "a when\nlet b = )\nparam c = d\nset e = 5\nscore f\nchoose g\ntable h\nlifecycle i\nrecord j\nuse when a b\n");
    CHECK(p.sink.errors() == 10);
    CHECK(names(p) == std::vector<std::string>{"a", "b", "c", "e", "f", "g", "h", "i", "j", "use"});
    const auto& rule = std::get<rubric::ast::Rule>(p.file.declarations[0].body);
    CHECK(p.file[rule.guard.when].kind == rubric::ast::ExprKind::error);
  }
  TEST_CASE("a missing brace costs one error") {
    check({{"score s\n  +1 when a\n  +2 when b\n}\nx when a\n", "1:8 expected-block"},
           {"score s {\n  +1 when a\n\nscore t {\n  +2 when b\n}\n", "1:9 unclosed-brace"},
           {"choose c {\n  \"a\" when b\nx when y\nz when w\n", "1:10 unclosed-brace"},
           {"x when all of {\n  a\n  any of {\n    b\n  c\n}\ny when z\n", "3:10 unclosed-brace"},
           {"x when all of {\n  a\n  b }\n  c\n}\ny when z\n", "3:5 unmatched-closer"},
           {"x when a in { \"b\", \"c\"\ny when z\n", "1:13 unclosed-brace"},
           {"test \"t\" {\n  given { a: [{ b: 1 }, { c: 2 ] }\n  expect a\n}\n", "2:25 unclosed-brace"}});
  }
  TEST_CASE("an arm of a choose that looks like a rule is an arm") {
    CHECK(Parsed("choose c {\na when b\nd when e\nelse f\n}\n").clean());
    CHECK(Parsed("choose c {\nlet when b\nelse f\n}\n").clean());
    CHECK(Parsed("lifecycle l from x {\na ->\nb when c\n}\n").clean());
  }
  TEST_CASE("a missing or extra parenthesis costs one error, on its line") {
    check({{"x when (a\ny when b\n", "1:8 unclosed-parenthesis"},
           {"x when f(a, g(b)\ny when b\n", "1:9 unclosed-parenthesis"},
           {"x when a)\ny when b\n", "1:9 unmatched-closer"},
           {"x when (\n  a\n  or b\ny when c\n", "1:8 unclosed-parenthesis"},
           {"score s {\n  +1 when (a\n  +2 when b\n  +3 when c)\n}\n", "3:6 duplicate-clause"}});
  }
  TEST_CASE("what follows from a reported token is not reported") {
    check({{"x when a == \"b\ny when c\n", "1:13 unterminated-text"},
           {"x when @\n", "1:8 unexpected-character"},
           {"x when a == 2026-13-01 and b\n", "1:13 bad-date"},
           {"x when a matches /b\n", "1:18 unterminated-pattern"},
           {"score s {\n  +1 when \"a b c\n  +2 when d e\n}\n", "2:11 unterminated-text, 3:13 stray-word"}});
  }
  TEST_CASE("errors come in the order of the text") {
    const Parsed p("x when a and b or c d 'e'\ny when (f\nz when\n");
    const auto& all = p.sink.diagnostics();
    for (std::size_t i = 1; i < all.size(); ++i) CHECK(all[i - 1].span.begin <= all[i].span.begin);
  }
  TEST_CASE("both readings of mixed words are shown") {
    const Parsed p("x when a and b == 1 or not c and d\n");
    REQUIRE(p.sink.diagnostics().size() == 1);
    CHECK(p.sink.diagnostics()[0].helps == std::vector<std::string>{"one reading: `(a and b == 1) or (not c and d)`",
                                                                    "the other: `a and (b == 1 or not c) and d`"});
    CHECK(Parsed("x when (a and b) or c\ny when a and (b or c) and all of { d or e }\n").clean());
  }
  TEST_CASE("every fix of the golden files mends its finding") {
    namespace fs = std::filesystem;
    unsigned fixes = 0;
    for (const auto& entry : fs::directory_iterator(std::string(TEST_DATA_DIR) + "/golden/parse")) {
      std::ifstream in(entry.path(), std::ios::binary);
      std::ostringstream content;
      content << in.rdbuf();
      const std::string text = content.str();
      const Parsed before(text);
      for (const auto& d : before.sink.diagnostics()) {
        for (const auto& fix : d.fixes) {
          ++fixes;
          const Parsed after(fixed(text, fix));
          CHECK_MESSAGE(after.sink.errors() < before.sink.errors(), entry.path().filename().string()
                                                                        << ": " << fix.title);
        }
      }
    }
    CHECK(fixes > 30);
  }
  TEST_CASE("no bytes make it throw") {
    std::uint64_t seed = 42;
    const std::string alphabet = "ax \n\t(){}[],|:=<>+-*/.\"'`#\\\xC3\xA9\xFF\r0129&!%";
    const std::vector<std::string> words{"when ",  "score s {\n",  "let x = ",  "all of {",    "if ",
                                         "then ",  "else ",        "count(",    "table t {\n", "=> ",
                                         "where ", "for each of ", "matches /", "}\n",         "test \"t\" {\n"};
    for (int round = 0; round < 3000; ++round) {
      std::string text;
      for (int i = 0; i < 60; ++i) {
        seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
        const auto pick = static_cast<std::size_t>(seed >> 33U);
        text += pick % 3 == 0 ? words[pick / 3 % words.size()] : std::string(1, alphabet[pick / 3 % alphabet.size()]);
      }
      const Parsed p(text);
      for (const auto& d : p.sink.diagnostics()) {
        CHECK(d.span.begin <= d.span.end);
        CHECK(d.span.end <= text.size());
      }
      (void)p.dump();
    }
  }
}
