// Holds what diagnostics.def promises of every entry, since no compiler checks it
// (docs/decisions/0002-messages-with-named-placeholders.md).
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "diag/sink.hpp"

using rubric::diag::kKinds;

namespace {

// Lower-case words and digits, joined by single `joint`s: "a-b2", not "-a", "2a" or "a--b".
bool is_name(std::string_view text, char joint) {
  bool may_join = false;
  for (const char c : text) {
    const bool letter = c >= 'a' && c <= 'z';
    const bool digit = c >= '0' && c <= '9';
    if (!letter && !(may_join && (digit || c == joint))) return false;
    may_join = c != joint;
  }
  return may_join;
}

// Empty when every brace of the message belongs to `{name}`, `{{` or `}}`.
std::string brace_fault(std::string_view message) {
  for (std::size_t i = 0; i < message.size(); ++i) {
    if (message[i] != '{' && message[i] != '}') continue;
    if (message.substr(i, 2) == "{{" || message.substr(i, 2) == "}}") {
      ++i;
      continue;
    }
    const std::size_t end = message.find('}', i);
    if (message[i] == '}' || end == std::string_view::npos) return "a lone brace";
    const std::string name(message.substr(i + 1, end - i - 1));
    if (!is_name(name, '_')) return "`{" + name + "}` is not a name";
    i = end;
  }
  return {};
}

}  // namespace

TEST_SUITE("diag/messages") {
  TEST_CASE("what a name is") {
    CHECK(is_name("utf8-x", '-'));
    for (const char* wrong : {"", "-a", "a-", "a--b", "2a", "A", "a_b"}) CHECK_FALSE(is_name(wrong, '-'));
  }
  TEST_CASE("what a brace fault is") {
    CHECK(brace_fault("a {field} and {{ or }}").empty());
    CHECK_FALSE(brace_fault("a {").empty());
    CHECK_FALSE(brace_fault("a }").empty());
    CHECK_FALSE(brace_fault("a {}").empty());
    CHECK_FALSE(brace_fault("a {0}").empty());
    CHECK_FALSE(brace_fault("a {field:>3}").empty());
  }
  TEST_CASE("placeholders are plain names") {
    for (const auto& kind : kKinds) {
      CAPTURE(kind.code);
      CHECK(brace_fault(kind.message) == "");
    }
  }
  TEST_CASE("codes are kebab-case and each its own") {
    std::set<std::string_view> seen;
    for (const auto& kind : kKinds) {
      CAPTURE(kind.code);
      CHECK(is_name(kind.code, '-'));
      CHECK(seen.insert(kind.code).second);
    }
  }
  TEST_CASE("wording: lower case, no full stop, code in pairs of back-quotes") {
    for (const auto& kind : kKinds) {
      CAPTURE(kind.message);
      const std::string_view m = kind.message;
      CHECK_FALSE(m.empty());
      CHECK_FALSE((m.front() >= 'A' && m.front() <= 'Z'));
      CHECK_FALSE(m.ends_with('.'));
      CHECK(std::count(m.begin(), m.end(), '`') % 2 == 0);
    }
  }
  TEST_CASE("placeholders are filled once, doubled braces become one") {
    CHECK(rubric::diag::fill("{b}{{{a}}} }}", {{"a", "{b}"}, {"b", 7}}) == "7{{b}} }");
  }
}
