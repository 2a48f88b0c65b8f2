// Limits, each at its edge, and time that grows no faster than the text.
#include <doctest/doctest.h>

#include <algorithm>
#include <ctime>
#include <functional>

#include "../support/parsed.hpp"

using rubric::test::Parsed;

namespace {

std::string times(const std::string& text, std::size_t n) {
  std::string out;
  out.reserve(text.size() * n);
  for (std::size_t i = 0; i < n; ++i) out += text;
  return out;
}

/// A construct that holds itself: `open` n times, the middle, `close` n times. `own` is how many levels the
/// frame round it takes.
struct Nest {
  const char* name;
  std::string head, open, middle, close, tail;
  unsigned own;
};

const std::vector<Nest> kNests{
    {"parentheses", "x when ", "(", "a", ")", "\n", 0},
    {"not", "x when ", "not ", "a", "", "\n", 0},
    {"minus", "let x = ", "-", "a", "", "\n", 0},
    {"if, condition", "let x = ", "if ", "a", " then 1 else 2", "\n", 0},
    {"if, else", "let x = ", "if a then 1 else ", "2", "", "\n", 0},
    {"calls", "let x = ", "f(", "a", ")", "\n", 0},
    {"min", "let x = ", "min(1, ", "a", ")", "\n", 0},
    {"aggregates", "x when ", "any(l where ", "a", ")", "\n", 0},
    {"lists", "let x = ", "[", "1", "]", "\n", 0},
    {"block tests", "x when ", "all of { ", "a", " }", "\n", 0},
    {"at least", "x when ", "at least 1 of { ", "a", " }", "\n", 0},
    {"groups of fields", "record r { ", "g { ", "a text", " }", " }\n", 1},
    {"lists of records", "record r { ", "g list { ", "a text", " }", " }\n", 1},
    {"given records", "test \"t\" { given { a: ", "{ a: ", "1", " }", " } }\n", 2},
    {"given lists", "test \"t\" { given { a: ", "[", "1", "]", " } }\n", 2},
    {"points", "score s { +", "(", "1", ")", " }\n", 1},
};

// Of this process alone, so that a busy machine does not count; the best of three.
double cpu_milliseconds(const std::function<void()>& work) {
  double best = 1e9;
  for (int i = 0; i < 3; ++i) {
    const std::clock_t begin = std::clock();
    work();
    best = std::min(best, 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
  }
  return best;
}

}  // namespace

TEST_SUITE("parse/limits") {
  TEST_CASE("nesting at the limit is read, one deeper is one error") {
    for (const Nest& n : kNests) {
      CAPTURE(n.name);
      const auto make = [&](unsigned depth) {
        return n.head + times(n.open, depth) + n.middle + times(n.close, depth) + n.tail;
      };
      rubric::parse::Limits limits;
      const unsigned most = limits.nesting - n.own;
      CHECK(Parsed(make(most)).summary() == "");
      const Parsed over(make(most + 1) + "y when b\n");
      REQUIRE(over.sink.diagnostics().size() == 1);
      CHECK(over.sink.diagnostics()[0].code == "nesting-too-deep");
      CHECK(over.file.declarations.back().name.text == "y");
      CHECK(Parsed(make(20'000)).sink.errors() == 1);
      limits.nesting = 10;
      CHECK(Parsed(make(10 - n.own), limits).clean());
      CHECK(Parsed(make(11 - n.own), limits).sink.errors() == 1);
    }
  }
  TEST_CASE("operators in a row") {
    const rubric::parse::Limits limits;
    for (const char* op : {" or a", " and a", " + a", " * a", " default a"}) {
      CHECK(Parsed("let x = a" + times(op, limits.chain) + "\n").clean());
      const Parsed over("let x = a" + times(op, limits.chain + 1) + "\n");
      REQUIRE(over.sink.diagnostics().size() == 1);
      CHECK(over.sink.diagnostics()[0].code == "chain-too-long");
    }
    CHECK(Parsed("let x = a" + times(" or a", 200'000) + "\n").sink.errors() == 1);
  }
  TEST_CASE("sizes of the file, of names, of texts, and the number of declarations") {
    rubric::parse::Limits limits;
    CHECK(Parsed(std::string(255, 'a') + " when b\n").clean());
    CHECK(Parsed(std::string(256, 'a') + " when b\n").summary() == "1:1 name-too-long");
    CHECK(Parsed("x when `" + std::string(255, 'a') + "`\n").clean());
    CHECK(Parsed("x when `" + std::string(256, 'a') + "`\n").summary() == "1:8 name-too-long");
    CHECK(Parsed("x when a" + times(".a", 63) + "\n").clean());
    CHECK(Parsed("x when a" + times(".a", 64) + "\n").summary() == "1:8 path-too-long");
    CHECK(Parsed("x when a" + times(".a", 64) + "(1)\n").summary() == "1:8 path-too-long");
    CHECK(Parsed("x when a == \"" + std::string(64U << 10U, 'a') + "\"\n").clean());
    CHECK(Parsed("x when a == \"" + std::string((64U << 10U) + 1, 'a') + "\"\n").summary() == "1:13 text-too-long");
    limits.source_bytes = 20;
    CHECK(Parsed("x when a" + std::string(12, '\n'), limits).clean());
    CHECK(Parsed("x when a" + std::string(13, '\n'), limits).summary() == "1:1 source-too-large");
    limits = {};
    limits.declarations = 3;
    CHECK(Parsed(times("x when a\n", 3), limits).file.declarations.size() == 3);
    const Parsed over(times("x when a\n", 5), limits);
    CHECK(over.summary() == "4:1 too-many-declarations");
    CHECK(over.file.declarations.size() == 3);
  }
  // Four times the text may take four times the time; 10 leaves room for caches, and none for a square.
  TEST_CASE("floods take linear time") {
    const std::vector<std::pair<const char*, std::string>> floods{
        {"good rules", "a_rule when fit.industry in { \"a\", \"b\" } and score >= 60\n"},
        {"bad lines", "foo bar baz ( qux\n"},
        {"half rules", "x when a and\n"},
        {"unclosed blocks", "score s {\n  +1 when a\n"},
        {"unclosed chooses", "choose c {\n  \"a\" when b\nx when y\n"},
        {"indented unclosed", "  x (\n"},
        {"open parentheses", "("},
        {"open braces", "{"},
        {"closers", ")"},
        {"closing braces", "}\n"},
        {"pairs that cross", "( } { )\n"},
        {"quotes", "\""},
        {"apostrophes", "' "},
        {"back-quotes", "`\n"},
        {"texts on one line", "\"a\" "},
        {"patterns", "x when a matches /\n"},
        {"commas", "1,000,"},
        {"comments", "# a comment\n"},
        {"doc comments", "## a comment\n\n"},
        {"comments behind an operator", "x when a and # more\n# and more\n"},
        {"operators", "- "},
        {"line ends", "\n"},
        {"bad bytes", "\xFF "},
        {"letters", "\xC3\xA4 "},
        {"dots", "a."},
        {"items", "x when all of {\n a b\n c d\n}\n"},
        {"mixed", "x when a and b or c\n"},
        {"chains", "x when a < b < c\n"},
        {"dates", "2026-13-01 "},
    };
    for (const auto& [name, piece] : floods) {
      CAPTURE(name);
      const std::size_t bytes = 75'000;
      const std::string once = times(piece, bytes / piece.size()), four = times(piece, 4 * bytes / piece.size());
      const double one = cpu_milliseconds([&] { (void)Parsed(once); });
      // Short runs are all noise.
      CHECK(cpu_milliseconds([&] { (void)Parsed(four); }) < 10 * std::max(one, 5.0));
    }
  }
}
