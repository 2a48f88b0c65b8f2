// Times and lists as they are spoken of in English: `older than 30 days`, `once a week`, `3 of { … }`.
#include <utility>

#include "habit.hpp"

namespace rubric::parse {

namespace {

bool is_calendar_word(std::string_view word) {
  return is_one_of(word, {"day", "week", "month", "quarter", "year"});
}

}  // namespace

// The first token of the path, or of the call, that ends before `end`; `end` where there is none.
std::uint32_t Habit::operand_before(std::uint32_t end) const {
  if (end == 0) return end;
  std::uint32_t from = end - 1;
  if (kind(from) == Token::close && kind(chunk_.partners[from]) == Token::call_open) from = chunk_.partners[from] - 1;
  if (!is_name(kind(from))) return end;
  while (from >= 2 && kind(from - 1) == Token::dot) from -= 2;
  return from;
}

bool Habit::time_habit() {
  return this_month() || before_or_after() || older_than() || ago() || each_period();
}

// `t in this month`, `t in the current month`
bool Habit::this_month() {
  const bool current = t_ >= 2 && before() == Token::k_the && before(2) == Token::k_in &&
                       is_calendar_word(spelled(t_ + 1)) && is_one_of(word(), {"current", "this"});
  const bool bare = t_ >= 2 && before(2) == Token::k_in && is_calendar_word(word()) &&
                    is_one_of(spelled(t_ - 1), {"this", "current"});
  if (!current && !bare) return false;
  const std::string unit(current ? spelled(t_ + 1) : word());
  instead(t_ - 2, current ? t_ + 2 : t_ + 1, "in the last calendar " + unit,
          "the " + unit + " of `as_of`, so far; what is left of it is `in the next calendar " + unit + "`");
  return true;
}

// `t before 2026-11-01`
bool Habit::before_or_after() {
  static constexpr std::pair<std::string_view, std::string_view> kSigns[] = {
      {"before", "<"}, {"after", ">"}, {"since", ">="}, {"until", "<="}, {"till", "<="}};
  if (e_.kind != Kind::unexpected_token || at_line_end() || operand_before(t_) == t_) return false;
  for (const auto& [said, sign] : kSigns) {
    if (word() != said) continue;
    instead(t_, t_ + 1, std::string(sign), "times are compared by `==`, `!=`, `<`, `<=`, `>` and `>=`");
    return true;
  }
  return false;
}

// `t older than 30 days`, `visits more than 3`
bool Habit::older_than() {
  if (e_.kind != Kind::unexpected_token || spelled(t_ + 1) != "than" || operand_before(t_) == t_) return false;
  const bool more = is_one_of(word(), {"more", "older", "greater", "larger", "longer", "higher"});
  if (!more && !is_one_of(word(), {"less", "newer", "younger", "fewer", "smaller", "lower"})) return false;
  const std::string sign = more ? ">" : "<";
  if (kind(t_ + 2) != Token::number || kind(t_ + 3) != Token::unit) {
    instead(t_, t_ + 2, sign, "values are compared by `==`, `!=`, `<`, `<=`, `>` and `>=`");
    return true;
  }
  const std::uint32_t from = operand_before(t_);
  const std::uint32_t end = is_one_of(spelled(t_ + 4), {"ago", "old"}) ? t_ + 5 : t_ + 4;
  instead(from, end, "age(" + std::string(text_of(from, t_)) + ") " + sign + " " + std::string(text_of(t_ + 2, t_ + 4)),
          "the time since then is its `age`");
  return true;
}

// `t < 30 days ago`: what lies before that is older.
bool Habit::ago() {
  if (word() != "ago" || t_ < 4 || before() != Token::unit || before(2) != Token::number) return false;
  static constexpr std::pair<Token, std::string_view> kTurned[] = {
      {Token::less, ">"}, {Token::less_equal, ">="}, {Token::greater, "<"}, {Token::greater_equal, "<="}};
  const std::uint32_t from = operand_before(t_ - 3);
  if (from == t_ - 3) return false;
  for (const auto& [sign, turned] : kTurned) {
    if (before(3) != sign) continue;
    instead(from, t_ + 1,
            "age(" + std::string(text_of(from, t_ - 3)) + ") " + std::string(turned) + " " +
                std::string(text_of(t_ - 2, t_)),
            "the time since then is its `age`");
    return true;
  }
  return false;
}

// `once a week`, `at most once per week`, `up to 20 a week`
bool Habit::each_period() {
  if (kind(0) != Token::k_score) return false;
  static constexpr std::string_view kNote =
      "`once per calendar week` keeps the first element of each week, `once per 7 days` those at least 7 days apart";
  const auto article = [&](std::uint32_t i) { return is_one_of(spelled(i), {"a", "an", "per", "each", "every"}); };
  const bool at_most = found() == Token::k_at && kind(t_ + 1) == Token::k_most && kind(t_ + 2) == Token::k_once;
  if (at_most || (before() == Token::k_once && e_.what == "`per`")) {
    const std::uint32_t once = at_most ? t_ + 2 : t_ - 1;
    const bool unit = article(once + 1) && is_calendar_word(spelled(once + 2));
    if (!at_most && !unit) return false;
    instead(at_most ? t_ : once, unit ? once + 3 : once + 1,
            unit ? "once per calendar " + std::string(spelled(once + 2)) : "once", std::string(kNote));
    return true;
  }
  if (before() != Token::number || before(2) != Token::k_to || before(3) != Token::k_up || !article(t_)) return false;
  sink_.report(Kind::stray_word, here(), {{"word", word()}})
      .note("`up to` caps the points of the whole line, whenever they were earned")
      .note(std::string(kNote))
      .help("for one element a week write `once per calendar week` before `up to`");
  return true;
}

// --- lists and counts ---

bool Habit::list_habit() {
  if (e_.kind == Kind::expected_word && e_.what == "`of`" && before() == Token::k_each && is_name(found())) {
    instead(t_ - 2, t_, "for each of", "points for elements of a list are `+3 for each of LIST where …`");
    return true;
  }
  if (found() == Token::dot && before() == Token::close) return field_of_element();
  return question_with_comma() || counted_block() || members_without_braces();
}

// `last(events).at`
bool Habit::field_of_element() {
  const std::uint32_t open = chunk_.partners[t_ - 1];
  const bool one = open > 0 && (kind(open - 1) == Token::k_first || kind(open - 1) == Token::k_last);
  if (!one || !is_name(kind(t_ + 1))) return false;
  const std::string word(spelled(open - 1));
  instead(open - 1, t_ + 2,
          word + "(" + std::string(spelled(t_ + 1)) + " of " + std::string(text_of(open + 1, t_ - 1)) + ")",
          "`" + word + "` gives a value of the element, which is named first");
  return true;
}

// `any(events, kind == "x")`: the list, and then a test.
bool Habit::question_with_comma() {
  if (found() != Token::comma || !e_.what.starts_with("`of`, `where`") || t_ < 3) return false;
  const std::uint32_t list = operand_before(t_);
  if (list == t_ || list < 2 || kind(list - 1) != Token::call_open) return false;
  const Token asks = kind(list - 2);
  if (asks != Token::k_any && asks != Token::k_none && asks != Token::k_count) return false;
  const std::uint32_t close = chunk_.partners[list - 1];
  bool test = false;
  for (std::uint32_t i = t_ + 1; i < close; ++i) {
    if (kind(i) == Token::comma) return false;
    test = test || !(is_name(kind(i)) || kind(i) == Token::dot);
  }
  if (!test) return false;
  const std::string better = std::string(text_of(list - 2, t_)) + " where " + std::string(text_of(t_ + 1, close + 1));
  instead(list - 2, close + 1, better,
          "a question names the list, and then which of its elements: `any(events where …)`");
  return true;
}

// `3 of { … }`, `at least 3 of 5 { … }`
bool Habit::counted_block() {
  if (found() == Token::k_of && before() == Token::number && kind(t_ + 1) == Token::open_brace) {
    instead(t_ - 1, t_ + 1, "at least " + std::string(spelled(t_ - 1)) + " of",
            "a block that counts says how: `at least`, `at most` or `exactly`");
    return true;
  }
  if (e_.kind != Kind::expected_block || before() != Token::k_of || found() != Token::number) return false;
  instead(t_ - 1, t_ + 1, "of", "the items between the braces are all there are: nobody need count them");
  return true;
}

// `kind in "x", "y"`. Where commas part items the second value was taken for another item.
bool Habit::members_without_braces() {
  const auto literal = [&](std::uint32_t i) { return kind(i) == Token::text || kind(i) == Token::number; };
  const std::uint32_t comma = found() == Token::comma ? t_ : e_.first > 0 ? e_.first - 1 : 0;
  if (comma < 2 || kind(comma) != Token::comma || kind(comma - 2) != Token::k_in) return false;
  if (!literal(comma - 1) || !literal(comma + 1)) return false;
  std::uint32_t end = comma + 2;
  while (kind(end) == Token::comma && literal(end + 1)) end += 2;
  instead(comma - 1, end, "{ " + std::string(text_of(comma - 1, end)) + " }",
          "the values that `in` looks among stand in braces");
  return true;
}

}  // namespace rubric::parse
