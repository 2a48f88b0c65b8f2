// Test blocks and imports as they are written from habit: leads pasted from JSON, expectations in a row.
#include <algorithm>

#include "habit.hpp"

namespace rubric::parse {

namespace {

// `"Company size"` as a name of the language: back-quotes, where it needs them.
std::string as_name(std::string_view text) {
  const std::string_view inside = text.size() >= 2 ? text.substr(1, text.size() - 2) : std::string_view{};
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  };
  const bool needs_none = !inside.empty() && std::ranges::all_of(inside, plain) && !(inside[0] <= '9');
  return needs_none ? std::string(inside) : "`" + std::string(inside) + "`";
}

}  // namespace

bool Habit::test_block_habit() {
  if (kind(0) != Token::k_test) return false;
  static constexpr std::string_view kGiven = "a lead is given as `{ id: \"a1\", fit: { country: \"DE\" } }`";
  if (e_.kind == Kind::expected_sign && found() == Token::assign && e_.what == "`:`") {
    instead(t_, t_ + 1, ":", std::string(kGiven));
    return true;
  }
  if (e_.kind == Kind::expected_name && found() == Token::text && kind(t_ + 1) == Token::colon) {
    instead(t_, t_ + 1, as_name(word()), std::string(kGiven));
    return true;
  }
  if (e_.kind == Kind::expected_date && is_one_of(word(), {"today", "now", "yesterday", "tomorrow"})) {
    sink_.report(e_.kind, here(), {{"what", e_.what}, {"found", seen()}})
        .note("a test gives the same answer on every day")
        .help("say which day it is: `as of 2026-11-01`");
    return true;
  }
  if (e_.kind == Kind::unknown_item && before() == Token::comma && t_ > 1) {
    sink_.report(e_.kind, here(), {{"found", seen()}})
        .label("expected `given { … }` or `expect …`")
        .fix("each expectation has an `expect` of its own", here(), "expect " + std::string(word()));
    return true;
  }
  return false;
}

bool Habit::import_habit() {
  if (kind(0) != Token::k_from || e_.kind != Kind::expected_word || word() != "import") return false;
  instead(t_, t_ + 1, "use", "names of a module are taken by `from std.geo use EU`");
  return true;
}

}  // namespace rubric::parse
