#include "builtins/pattern.hpp"

#include <doctest/doctest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "support/suite.hpp"

using namespace rubric::builtins;
using namespace std::string_literals;

namespace {

bool search(const Pattern& pattern, std::string_view text) {
  return pattern.search({text.data() == nullptr ? "" : text.data(), static_cast<std::uint32_t>(text.size())});
}

bool matches(std::string_view text, std::string_view pattern, std::string_view flags = "") {
  PatternFault fault;
  const auto compiled = Pattern::compile(pattern, flags, fault);
  REQUIRE_MESSAGE(compiled.has_value(), fault.message);
  return search(*compiled, text);
}

std::string refused(std::string_view pattern, std::string_view flags = "") {
  PatternFault fault;
  return Pattern::compile(pattern, flags, fault) ? "accepted" : fault.message;
}

// Where Rust's engine and RE2 differ: NAME, "refused" or "another answer", and why. The list only shrinks.
std::map<std::string, std::string> differences() {
  std::map<std::string, std::string> out;
  for (const std::string& line : rubric::test::data_lines("suites/regex-differences.tsv")) {
    const std::size_t tab = line.find('\t');
    out[line.substr(0, tab)] = line.substr(tab + 1, line.find('\t', tab + 1) - tab - 1);
  }
  return out;
}

std::string outcome(const nlohmann::json& c) {
  PatternFault fault;
  const auto pattern = Pattern::compile(c["regex"].get<std::string>(), "", fault);
  if (!pattern) return "refused";
  const bool found = search(*pattern, rubric::test::from_base64(c["b64"].get<std::string>()));
  return found == c["is_match"].get<bool>() ? "the same" : "another answer";
}

}  // namespace

TEST_SUITE("builtins/pattern") {
  TEST_CASE("the simple cases of Rust's regex suite") {
    const auto different = differences();
    std::size_t cases = 0;
    std::size_t met = 0;
    for (const std::string& line : rubric::test::data_lines("suites/regex.jsonl")) {
      const auto c = nlohmann::json::parse(line);
      const auto name = c["name"].get<std::string>();
      CAPTURE(name);
      const auto known = different.find(name);
      CHECK(outcome(c) == (known == different.end() ? "the same" : known->second));
      met += known == different.end() ? 0U : 1U;
      ++cases;
    }
    CHECK(cases == 490);
    CHECK(met == different.size());
  }
  TEST_CASE("it searches anywhere, by code points") {
    CHECK(matches("VP of Sales", "Sales"));
    CHECK(matches("anything", ""));
    CHECK(matches("", ""));
    CHECK(matches("", "^$"));
    CHECK_FALSE(matches("", "."));
    CHECK(matches("\u00E9", "^.$"));
    CHECK(matches("\u8463\u4E8B", "^..$"));
    CHECK(matches("\U0001F600", "^.$"));
    CHECK(matches("Z\u00FCrich", "\\p{L}{6}"));
  }
  TEST_CASE("a NUL byte is a character like any other") {
    CHECK(matches("a\0b"s, "a.b"));
    CHECK(matches("a\0b"s, "b$"));
    CHECK(matches("a\0b"s, "\\x00"));
    CHECK(matches("a\0b"s, "a\0b"s));
    CHECK_FALSE(matches("a", "a\0b"s));
  }
  TEST_CASE("flags") {
    CHECK_FALSE(matches("ACME", "acme"));
    CHECK(matches("ACME", "acme", "i"));
    CHECK(matches("\u00C9T\u00C9", "\u00E9t\u00E9", "i"));
    CHECK_FALSE(matches("a\nb", "^b"));
    CHECK(matches("a\nb", "^b", "m"));
    CHECK(matches("a\nb", "^x|^b", "m"));
    CHECK_FALSE(matches("a\nb", "a.b"));
    CHECK(matches("a\nb", "a.b", "s"));
    CHECK(matches("A\nB", "a.^b", "ims"));
    CHECK(refused("a", "x") == "a pattern has no flag `x`");
    CHECK(refused("a", "ii") == "the flag `i` stands twice");
    CHECK(refused("*a", "m") == "`*` has nothing before it to repeat");
  }
  TEST_CASE("what RE2 refuses is named") {
    const std::map<std::string, std::string> cases = {
        {"(a)\\1", "`\\1` is a back-reference"},
        {"\\k<x>", "back-reference"},
        {"(?P=n)", "back-reference"},
        {"a(?=b)", "look-ahead"},
        {"a(?!b)", "negative look-ahead"},
        {"(?<=a)b", "look-behind"},
        {"(?<!a)b", "negative look-behind"},
        {"[(?=](?!x)", "`(?!` is negative look-ahead"},
        {"(?>a)", "atomic group"},
        {"(?<n>a)", "named group"},
        {"(?(1)a|b)", "conditional"},
        {"(?#c)", "comment"},
        {"(?z)a", "`(?z` starts no group"},
        {"a++", "possessive"},
        {"a**", "repeats a repetition"},
        {"*a", "nothing before it"},
        {"a{1001}", "too often"},
        {"((a{100}){100}){100}", "too often"},
        {"[\\pL]{1000}", "8 MB"},
        {"(a", "has no `)`"},
        {"a)", "has no `(`"},
        {"[a", "has no `]`"},
        {"[z-a]", "`z-a` is no range"},
        {"\\p{Foo}", "`\\p{Foo}` is no range or class"},
        {"a\\", "lone"},
        {"\\Z", "`\\Z` is the end of the text"},
        {"\\i", "`\\i` is no escape"},
        {"\xFF", "not valid UTF-8"},
    };
    for (const auto& [pattern, words] : cases) {
      CAPTURE(pattern);
      CAPTURE(refused(pattern));
      CHECK(refused(pattern).find(words) != std::string::npos);
    }
  }
  TEST_CASE("a fault also says what to write") {
    PatternFault fault;
    CHECK_FALSE(Pattern::compile("a(?!b)", "", fault).has_value());
    CHECK(fault.help == "add a second test: `and not x matches /\u2026/`");
  }
  TEST_CASE("a pattern has at most 1 KiB") {
    CHECK(matches("a", std::string(1023, 'b') + "|"));
    CHECK(refused(std::string(1025, 'b')).find("1025 bytes") != std::string::npos);
  }
  TEST_CASE("linear in the text, whatever the pattern") {
    CHECK_FALSE(matches(std::string(200'000, 'a'), "(a*)*b"));
    CHECK_FALSE(matches(std::string(200'000, 'a'), "(x+x+)+y"));
  }
  TEST_CASE("a pattern is moved, not shared") {
    PatternFault fault;
    auto first = Pattern::compile("a", "", fault);
    auto second = Pattern::compile("b", "", fault);
    REQUIRE(first.has_value());
    REQUIRE(second.has_value());
    *first = std::move(*second);
    CHECK(search(*first, "b"));
    CHECK_FALSE(search(*first, "a"));
  }
}
