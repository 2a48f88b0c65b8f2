// Every word of the language that is not reserved is an ordinary name wherever a name can stand.
#include <doctest/doctest.h>

#include "../support/parsed.hpp"

using rubric::test::Parsed;

namespace {

const std::vector<std::string> kSoft{
#define RUBRIC_WORD(token, spelling) spelling,
#define RUBRIC_UNIT(spelling, unit) spelling,
#include "../../grammar/keywords.def"
};

const std::vector<std::string> kReserved{
#define RUBRIC_RESERVED(token, spelling) spelling,
#include "../../grammar/keywords.def"
};

// `@` stands for the word.
const std::vector<std::string> kPositions{
    "@ when x\n",
    "@ when @\n",
    "x when @ and not @\n",
    "x when @ or y\n",
    "x when (@)\n",
    "x when @ == 1\n",
    "x when 1 == @\n",
    "x when -@ * @ > @ - @\n",
    "x when @ / 2 > 3 and 4 / @ > 1\n",
    "x when @.@ is missing\n",
    "x when lead.@ is known\n",
    "x when a in @\n",
    "x when a not in @\n",
    "x when @ in { \"a\", @ }\n",
    "x when @ between @ and @\n",
    "x when @ contains \"a\"\n",
    "x when a contains @\n",
    "x when a contains word @\n",
    "x when a contains any of @\n",
    "x when a starts with @\n",
    "x when @ ends with any of { \"a\" }\n",
    "x when @ matches /a/\n",
    "x when @ default @ > 1\n",
    "x when @ in the last 30 days\n",
    "x when at in the last @\n",
    "x when @ in the next 2 calendar weeks\n",
    "x when @ within 7 days after @\n",
    "x when at within @ before d.@\n",
    "x when lower(@) == \"a\"\n",
    "x when f(@, @, 1)\n",
    "x when f(@ of @)\n",
    "x when f(1, @ + 1 of @ as @ where @)\n",
    "x when f((@ where @), @ where @ > 1)\n",
    "let @ = @ of @ where @\n",
    "x when count(@) > 1\n",
    "x when count(@ where @ > 1) > 1\n",
    "x when sum(@ of @ where @) > 1\n",
    "x when any(list as @ where @.b)\n",
    "x when all of { @, a }\n",
    "x when all of {\n  @\n  @ == 1\n}\n",
    "x when at least @ of { a }\n",
    "x when if @ then @ else @\n",
    "x when @ unless @\n",
    "let @ = @\n",
    "let @(@ text) = 1\n",
    "let f(@ number, b text) = @\n",
    "param @ = 1\n",
    "set @ = { \"a\" }\n",
    "set A = @ + @ - { \"a\" }\n",
    "record @ { a text }\n",
    "record lead {\n  @ text required\n}\n",
    "record lead { @ { @ number } }\n",
    "record lead { @ list of text }\n",
    "record lead { @ list dated by @ { @ time } }\n",
    "score @ { +1 when @ }\n",
    "score @ max 10 { +(@) when @ unless @ }\n",
    "score s { +1 for each of @ as @ where @ once per @ halving every @ up to @ }\n",
    "choose @ { @ when @, else @ }\n",
    "choose c {\n  @ when a\n  else @\n}\n",
    "table @ {\n  @ | a => @\n  1 | in @ => 2\n}\n",
    "table @ unique {\n  @ => @ | @\n  1 => 2 | 3\n}\n",
    "lifecycle @ from @ {\n  start @\n  @ -> @ when @\n  * -> @ when a\n}\n",
    "test \"t\" with @ = 1, @.@ = 2 { given { @: 1, @.@: 2 }, expect @ }\n",
    "test \"t\" { given {\n  @: { @: [1, 2] }\n }\n expect @ == 1\n expect not @\n}\n",
    "from @.@ use @, @\n",
};

std::string placed(const std::string& position, const std::string& word) {
  std::string out;
  for (const char c : position) out += c == '@' ? word : std::string(1, c);
  return out;
}

// Where two readings meet, the language chooses the keyword; these are written in back-quotes.
bool known_clash(const std::string& position, const std::string& word) {
  // `in the last`, `min(…)` and the like need the words round them, which no position here has; what is left:
  if (position.find("lifecycle") == 0 && word == "start") return position.find("  @ -> @") == std::string::npos;
  return false;
}

}  // namespace

TEST_SUITE("parse/soft words") {
  TEST_CASE("every soft word in every position where a name can stand") {
    unsigned tried = 0;
    for (const std::string& position : kPositions) {
      REQUIRE_MESSAGE(Parsed(placed(position, "plain_name")).summary() == "", position);
      for (const std::string& word : kSoft) {
        if (known_clash(position, word)) continue;
        const std::string text = placed(position, word);
        const Parsed parsed(text);
        CHECK_MESSAGE(parsed.summary() == "", text);
        CHECK(parsed.file.declarations.size() == 1);
        ++tried;
      }
    }
    MESSAGE("soft word x position: " << tried);
  }
  TEST_CASE("a soft word makes the same tree as any other name") {
    for (const std::string& position : kPositions) {
      const std::string plain = Parsed(placed(position, "plain_name")).dump();
      for (const std::string& word : kSoft) {
        if (known_clash(position, word)) continue;
        std::string expected;
        for (std::size_t i = 0; i < plain.size();) {
          const bool here = plain.compare(i, 10, "plain_name") == 0;
          expected += here ? word : std::string(1, plain[i]);
          i += here ? 10 : 1;
        }
        CHECK_MESSAGE(Parsed(placed(position, word)).dump() == expected, placed(position, word));
      }
    }
  }
  TEST_CASE("reserved words are names only in back-quotes") {
    for (const std::string& word : kReserved) {
      CHECK_MESSAGE(Parsed("let " + word + " = 1\n").sink.errors() == 1, word);
      CHECK_MESSAGE(Parsed("x when a." + word + " == 1\n").sink.errors() == 1, word);
      CHECK_MESSAGE(Parsed("record r { " + word + " text }\n").sink.errors() == 1, word);
      CHECK_MESSAGE(Parsed("let `" + word + "` = a.`" + word + "`\n").clean(), word);
    }
  }
  TEST_CASE("NAME when is a rule even where NAME starts other declarations") {
    const Parsed p("score when a\ntest when b\nset when c\nfrom when d\n");
    CHECK(p.clean());
    CHECK(p.file.declarations.size() == 4);
    for (const auto& d : p.file.declarations) CHECK(std::holds_alternative<rubric::ast::Rule>(d.body));
  }
}
