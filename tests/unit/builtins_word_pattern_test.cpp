// Word patterns say what RE2 says. `(?:…)` round a pattern means the same and is not read as words: RE2 answers there.
#include "builtins/word_pattern.hpp"

#include <doctest/doctest.h>

#include <random>

#include "builtins/pattern.hpp"

using namespace rubric::builtins;
using namespace std::string_literals;

namespace {

Pattern compiled(const std::string& pattern, std::string_view flags) {
  PatternFault fault;
  auto out = Pattern::compile(pattern, flags, fault);
  REQUIRE_MESSAGE(out.has_value(), fault.message);
  return std::move(*out);
}

bool found(const Pattern& pattern, const std::string& text) {
  return pattern.search({text.data(), static_cast<std::uint32_t>(text.size())});
}

struct Both {
  Pattern words;
  Pattern re2;
};

Both both(const std::string& pattern, std::string_view flags) {
  CHECK(WordPattern::read(pattern, flags == "i").has_value());
  CHECK_FALSE(WordPattern::read("(?:" + pattern + ")", flags == "i").has_value());
  return {compiled(pattern, flags), compiled("(?:" + pattern + ")", flags)};
}

constexpr const char* kPatterns[] = {
    R"(\b(chief|ceo|cto|vp|vice president|head of)\b)",
    R"(\b(?:ask|k|ss|s k)\b)",
    R"(\bintern\b)",
    R"(\b(a|aa|a-a|a\.a)\b)",
    R"x(\b(market|r&d|x_1))x",
    R"(\b(student|Kelvin)\b)",
    R"(\b_\b)",
};

}  // namespace

TEST_SUITE("builtins/word_pattern") {
  TEST_CASE("what is read as words, and what is left to RE2") {
    for (const std::string pattern : kPatterns) {
      CAPTURE(pattern);
      CHECK(WordPattern::read(pattern, true).has_value());
    }
    for (const char* pattern : {"",
                                R"(\b)",
                                R"(\b\b)",
                                R"(\b()\b)",
                                R"(\b(a|)\b)",
                                R"(\b(|a)\b)",
                                R"(\ba|b\b)",
                                R"(\ba.c\b)",
                                R"(\ba+\b)",
                                R"(\b(a|b)+\b)",
                                R"(\b(a(b|c))\b)",
                                R"(\b(&a)\b)",
                                R"(\b(a&)\b)",
                                R"(\bc\+\+\b)",
                                R"(\ba\b\b)",
                                R"(\ba\bb)",
                                R"(\ba\d\b)",
                                R"(\b[ab]\b)",
                                R"(\bé\b)",
                                R"(\bcafé\b)",
                                R"(a\b)",
                                R"((\ba\b))",
                                R"(\B(a)\b)",
                                R"(\ba$)",
                                R"(\b(?i:a)\b)",
                                R"(\b(?P<n>a)\b)",
                                R"(\ba{2}\b)",
                                "\\ba\tb\\b"}) {
      CAPTURE(pattern);
      CHECK_FALSE(WordPattern::read(pattern, false).has_value());
    }
  }

  TEST_CASE("boundaries, ends, and letters that fold from beyond ASCII") {
    for (const char* flags : {"", "i"}) {
      const Both ask = both(R"(\b(ask|k|ss|s k)\b)", flags);
      const Both intern = both(R"(\bintern)", flags);
      const Both head = both(R"(\b(head of|vice president)\b)", flags);
      for (const std::string& text : {""s,
                                      "ask"s,
                                      "ASK"s,
                                      "asK"s,
                                      "task"s,
                                      "asks"s,
                                      "ask_"s,
                                      "_ask"s,
                                      "1ask"s,
                                      "-ask-"s,
                                      "ask\0"s,
                                      "\0ask\0"s,
                                      "a\u017Fk"s,
                                      "as\u212A"s,
                                      "\u212A"s,
                                      "x\u212A"s,
                                      "\u212Ax"s,
                                      "x\u212Ay"s,
                                      "\u017F\u017F"s,
                                      "x\u017Fs"s,
                                      "s\u017F"s,
                                      "ss\u017F"s,
                                      "\u00E9ss"s,
                                      "ss\u00E9"s,
                                      "\u017F k"s,
                                      "s \u212A"s,
                                      "\xC5\x9Bss"s,
                                      "K"s,
                                      " k "s,
                                      "interns"s,
                                      "INTERN"s,
                                      "paintern"s,
                                      "in tern"s,
                                      "head of"s,
                                      "Head of sales"s,
                                      "head  of"s,
                                      "ahead of"s,
                                      "head off"s,
                                      "head o"s,
                                      "Vice President"s,
                                      "vice presidents"s,
                                      "svice president"s,
                                      "the vice president"s}) {
        CAPTURE(text);
        CHECK(found(ask.words, text) == found(ask.re2, text));
        CHECK(found(intern.words, text) == found(intern.re2, text));
        CHECK(found(head.words, text) == found(head.re2, text));
      }
    }
  }

  TEST_CASE("generated texts") {
    const std::vector<std::string> pieces{
        "ceo", "CEO", "chief",  "head of", "Head",   " ", " ", "-", "_",      "a",   "A", "k",  "K",      "s",      "S",
        "ss",  "as",  "\u017F", "\u212A",  "\u00E9", "1", "&", ".", "market", "r&d", "x", "x_", "intern", "student"};
    std::mt19937 random(5);
    std::size_t yes = 0;
    for (const std::string pattern : kPatterns) {
      for (const char* flags : {"", "i"}) {
        const Both p = both(pattern, flags);
        for (int i = 0; i < 3000; ++i) {
          std::string text;
          for (auto n = random() % 8; n > 0; --n) text += pieces[random() % pieces.size()];
          const bool expected = found(p.re2, text);
          yes += expected ? 1 : 0;
          REQUIRE_MESSAGE(found(p.words, text) == expected, pattern << " " << flags << ": " << text);
        }
      }
    }
    CHECK(yes > 2000);
  }
}
