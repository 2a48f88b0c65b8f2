// The quick way through plain tokens and the careful one read the same: a tab sends the reader on the careful one.
#include <doctest/doctest.h>

#include "../support/parsed.hpp"

using rubric::test::Parsed;

namespace {

std::string with_blanks(std::string text, char blank) {
  for (char& c : text) c = c == '@' ? blank : c;
  return text;
}

void same_either_way(const std::string& text) {
  const Parsed quick(with_blanks(text, ' ')), careful(with_blanks(text, '\t'));
  CAPTURE(text);
  CHECK(quick.summary() == careful.summary());
  CHECK(quick.dump() == careful.dump());
}

}  // namespace

TEST_SUITE("parse/plain tokens") {
  TEST_CASE("words and paths") {
    for (const char* path : {"a",    "a.b",       "a.b.c",         "fit.`Total`", "`a`.b", "a.",    ".a",
                             "a..b", "a.@b",      "a@.b",          "a.1",         "a.é",   "café",  "aé.b",
                             "a.bé", "a\xC2\xA0", "a\xE2\x80\x8B", "a\xFF",       "it",    "score", "count",
                             "a(b)", "a@(b)",     "when",          "_",           "a-b"}) {
      same_either_way("x@when@" + std::string(path) + "@==@1\n");
      same_either_way("x@when@1@<@" + std::string(path));
      same_either_way("x@when@" + std::string(path) + "\ny@when@b\n");
    }
    for (const std::size_t size : {254U, 255U, 256U, 257U}) {
      same_either_way("x@when@b@==@" + std::string(size, 'a') + "\n");
    }
  }

  TEST_CASE("signs") {
    for (const char* sign :
         {"<", "<=", ">", ">=", "==", "!=", "=", "===", "=>", "<=>", "=<", ">>", "<>", "=", "&&", "+", "%"}) {
      same_either_way("x@when@a@" + std::string(sign) + "@1@and@b\n");
      same_either_way("x@when@a" + std::string(sign) + "1\n");
      same_either_way("x@when@a@" + std::string(sign));
    }
  }

  TEST_CASE("numbers, times and units") {
    for (const char* number : {"0",
                               "7",
                               "07",
                               "10",
                               "10.",
                               "10.5",
                               ".5",
                               "1.5.2",
                               "1,000",
                               "1,00",
                               "1_000",
                               "1__0",
                               "10k",
                               "10K",
                               "10m",
                               "10%",
                               "10x",
                               "1e3",
                               "123456789012345",
                               "1234567890123456",
                               "9007199254740993",
                               "2026-01-01",
                               "2026-13-01",
                               "2026-01-01T09:30:00Z",
                               "01.02.2026",
                               "3@days",
                               "3days",
                               "3@a",
                               "-1",
                               "- 1",
                               "1/2",
                               "1@/@2",
                               "1é"}) {
      same_either_way("let@x@=@" + std::string(number) + "\n");
      same_either_way("let@x@=@a@+@" + std::string(number));
      same_either_way("x@when@a@in@{@" + std::string(number) + ",@" + std::string(number) + "@}\n");
      same_either_way("x@when@a@in@{" + std::string(number) + "," + std::string(number) + "}\n");
    }
    same_either_way("x@when@at@in@the@last@2@calendar@months\n");
    same_either_way("x@when@at@in@the@last@calendar@month\n");
  }

  TEST_CASE("texts") {
    using namespace std::string_literals;
    for (const std::string& text :
         {R"("")"s, R"("a")"s, R"("a b # c")"s, R"("é")"s, R"("a\"b")"s, R"("a\\")"s, R"("\q")"s, R"("a)"s, R"(a")"s,
          R"("a"b)"s, R"("a""b")"s, "\"\0\""s, "\"a\tb\""s, "\"a\rb\""s, "\"a\r\n"s, "'a'"s, "\"\xFF\""s}) {
      same_either_way("x@when@a@==@" + text + "\n");
      same_either_way("x@when@a@in@{@" + text + ",@" + text + "@}\r\n");
      same_either_way("x@when@a@==@" + text);
    }
    for (const std::size_t size : {65'535U, 65'536U, 65'537U}) {
      same_either_way("x@when@a@==@\"" + std::string(size, 'a') + "\"\n");
    }
  }

  TEST_CASE("what stands before and behind") {
    for (const char* text :
         {"x@when@a@matches@/b,c/i@and@d\n", "x@when@matches@/@2@>@1\n", "x@when@a@and\n@@b@or@c\n",
          "x@when@a\n@@and@b\n", "x@when@a@because@\"b\"\n", "x@when@f(a,b,@c)\n", "x@when@(a@and@b)@or@c\n",
          "x@when@(a@and@b\ny@when@c\n", "x@when@a)\ny@when@c\n", "x@when@a@#@b,@c\n", "x@when@a;@b\n",
          "set@S@=@{\n@@\"a\",\n@@\"b\"\n}\n", "record@lead@{\n@@a@number\n@@fit@{@b@text@}\n}\n",
          "from@std.countries@use@EU,@DACH\n", "$@x@when@a\n", "x@when@$@a,@b\n"}) {
      same_either_way(text);
    }
  }
}
