// Line ends: what ends a declaration or an item, and what goes on.
#include <doctest/doctest.h>

#include "../support/parsed.hpp"

using rubric::test::Parsed;

namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t i = 0; (i = text.find(from, i)) != std::string::npos; i += to.size())
    text.replace(i, from.size(), to);
  return text;
}

void same(const std::string& one_line, const std::string& many) {
  const Parsed a(one_line), b(many);
  CHECK_MESSAGE(a.summary() == "", one_line);
  CHECK_MESSAGE(b.summary() == "", many);
  CHECK_MESSAGE(a.dump() == b.dump(), many);
}

}  // namespace

TEST_SUITE("parse/lines") {
  TEST_CASE("a line that needs more goes on") {
    for (const char* text : {"x when a and@b\n",
                             "x when a or@b\n",
                             "x when@a\n",
                             "let x = a +@b\n",
                             "let x = a *@b\n",
                             "let x = a /@b\n",
                             "let x =@1\n",
                             "x when a ==@b\n",
                             "x when a >=@b\n",
                             "x when a in@S\n",
                             "x when a between@1 and@2\n",
                             "let x = a default@0\n",
                             "let x = if a then@1 else@2\n",
                             "x when a unless@b\n",
                             "from m use a,@b\n",
                             "x when any of { f(a,@b) }\n",
                             "let x = count(l where@a)\n",
                             "test \"t\" with@a = 1 { expect a }\n",
                             "lifecycle l from a {\n b ->@c when d\n}\n",
                             "table t {\n a |@b =>@c\n 1 | 2 => 3\n}\n",
                             "test \"t\" { given { a:@1 } }\n"}) {
      same(replaced(text, "@", " "), replaced(text, "@", "\n     "));
      same(replaced(text, "@", " "), replaced(text, "@", "   # and a comment\n\n  # another, between\n\t"));
      same(replaced(text, "@", " "), replaced(text, "@", "\r\n"));
    }
  }
  TEST_CASE("a line that begins with what cannot begin one belongs to the line before") {
    for (const char* text :
         {"x when a@and b\n", "x when a@or b\n", "x@when a\n", "let l = e@where a\n", "let x = if a@then b else c\n",
          "let x = a@default 0\n", "x when a@unless b\n", "x when a@because \"b\"\n", "let x = if a then b@else c\n",
          "choose c {\n 1@when a@because \"x\"\n else if a then 1@else 2\n}\n",
          "score s {\n +1@for each of l where a@once per 7 days@halving every 1 day@up to 3\n}\n",
          "x when all of {\n a@and b@because \"c\"\n d\n}\n"}) {
      same(replaced(text, "@", " "), replaced(text, "@", "\n"));
      same(replaced(text, "@", " "), replaced(text, "@", "  # why\n\n    # because\n  "));
    }
  }
  TEST_CASE("inside parentheses line ends mean nothing, inside braces they part items again") {
    same("let x = (a + b - c)\n", "let x = (\n a\n + b\n - c\n)\n");
    same("x when f(a, b)\n", "x when f(\na\n,\nb\n)\n");
    same("x when (any of { a, b })\n", "x when (\n any of {\n a\n b\n }\n)\n");
    same("x when count(l where a in { 1, 2 }) > 1\n", "x when count(\nl where a in {\n1\n2\n}) > 1\n");
    CHECK(Parsed("x when (30\ndays)\n").sink.errors() == 1);
  }
  TEST_CASE("separators may be several and last") {
    same("x when a in { 1, 2 }\n", "x when a in {,\n1,,\n\n2,\n}\n");
    same("x when any of { a, b }\n", "x when any of {\n\n,a,\n,b,,\n}\n");
    same("param p = [1, 2]\n", "param p = [\n1\n2,\n]\n");
  }
  TEST_CASE("a line that begins with a sign never goes on from another") {
    CHECK(Parsed("let x = a\n+ b\n").summary() == "2:1 unknown-declaration");
    CHECK(Parsed("score s {\n +1 when a\n -2 when b\n}\n").clean());
    CHECK(Parsed("score s {\n +1 when a and\n -2 when b\n}\n").summary() == "2:15 expected-expression");
    same("x when a == -1\n", "x when a == -1\n\n\n");
  }
  TEST_CASE("`not` and `expect` at the end of a line wait for nothing") {
    CHECK(Parsed("x when not\n  a\n").summary() == "1:11 expected-expression");
    CHECK(Parsed("test \"t\" {\n expect\n a\n}\n").summary() == "2:8 expected-expression, 3:2 unknown-item");
  }
  TEST_CASE("a brace stands on the line of its word") {
    CHECK(Parsed("score s\n{\n +1 when a\n}\ny when b\n").summary() == "2:1 brace-on-next-line");
    CHECK(Parsed("x when all of\n{\n a\n}\n").summary() == "2:1 brace-on-next-line");
    same("set A = { 1 }\n", "set A =\n{ 1 }\n");
  }
  TEST_CASE("line ends of other systems, a byte-order mark and a missing last line end") {
    const std::string text = "score s {\n  +1 when a # x\n}\n\n## doc\nx when \"a\" == b\n";
    const Parsed unix_ends(text), dos(replaced(text, "\n", "\r\n")), marked("\xEF\xBB\xBF" + text),
        open(text.substr(0, text.size() - 1));
    CHECK(unix_ends.clean());
    CHECK(dos.summary() == "");
    CHECK(dos.dump() == unix_ends.dump());
    CHECK(marked.summary() == "");
    CHECK(marked.dump() == unix_ends.dump());
    CHECK(open.summary() == "");
    CHECK(open.dump() == unix_ends.dump());
    CHECK(Parsed("").clean());
    CHECK(Parsed("\xEF\xBB\xBF").clean());
    CHECK(Parsed("\n# only a comment").clean());
  }
  TEST_CASE("a carriage return alone is no line end") {
    CHECK(Parsed("x when a\ry when b\n").summary() == "1:9 unexpected-character");
  }
  TEST_CASE("signs that look like blanks are reported once a run, and read as blanks") {
    const Parsed p(
        "x when\xC2\xA0\xC2\xA0"
        "a and\xE2\x80\x83"
        "b\n");
    CHECK(p.summary() == "1:7 odd-blank, 1:14 odd-blank");
    CHECK(p.dump() == Parsed("x when a and b\n").dump());
  }
  TEST_CASE("curly quotes make a text") {
    const Parsed p("x when a == \xE2\x80\x9Cweb\xE2\x80\x9D and b\n");
    CHECK(p.summary() == "1:13 curly-quotes");
    REQUIRE(p.sink.diagnostics()[0].fixes.size() == 1);
    CHECK(p.sink.diagnostics()[0].fixes[0].edits[0].text == "\"web\"");
  }
  TEST_CASE("comments are kept in order, `##` marked; those before a declaration are its doc") {
    const Parsed p(
        "# head\n\n## one\n## two\nx when a # tail\n  and b\n## no doc\n\n# plain\ny when \"# no\" == c\nz when n "
        "matches /#/ # yes\n");
    REQUIRE(p.file.comments.size() == 7);
    CHECK_FALSE(p.file.comments[0].doc);
    CHECK(p.file.comments[1].doc);
    CHECK(p.sources.text(p.file.comments[3].span) == "# tail");
    REQUIRE(p.file.declarations.size() == 3);
    CHECK(p.file.declarations[0].doc == "## one\n## two");
    CHECK(p.file.declarations[1].doc == "");
    CHECK(p.sources.text(p.file.comments[6].span) == "# yes");
  }
  TEST_CASE("spans are tight") {
    const Parsed p("  x when  a.b  >=  10k   # tail\n");
    REQUIRE(p.file.declarations.size() == 1);
    const auto& d = p.file.declarations[0];
    CHECK(p.sources.text(d.span) == "x when  a.b  >=  10k");
    CHECK(p.sources.text(d.name.span) == "x");
    const auto& e = p.file[std::get<rubric::ast::Rule>(d.body).guard.when];
    CHECK(p.sources.text(e.span) == "a.b  >=  10k");
    CHECK(p.sources.text(e.op_span) == ">=");
    CHECK(p.sources.text(p.file.operand(e, 1).span) == "10k");
  }
  TEST_CASE("bytes that are not UTF-8 are reported with their offset, and the rest is read") {
    const Parsed p("x when a == \"\xFF\xFE\"\ny when \xC0\xAF b\n");
    CHECK(p.summary() == "1:14 invalid-utf8, 2:8 invalid-utf8");
    CHECK(p.sink.diagnostics()[0].message.find("offset 13") != std::string::npos);
  }
}
