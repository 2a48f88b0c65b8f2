// What people write from habit, as other languages and everyday English have it, and how it is written here.
#include <span>
#include <utility>

#include "base/span.hpp"
#include "habit.hpp"
#include "literals.hpp"

namespace rubric::parse {

namespace {

using Pairs = std::span<const std::pair<std::string_view, std::string_view>>;

std::string_view look_up(Pairs pairs, std::string_view word) {
  const auto found = std::find_if(pairs.begin(), pairs.end(), [&](const auto& p) { return p.first == word; });
  return found == pairs.end() ? std::string_view{} : found->second;
}

}  // namespace

bool Habit::run() {
  return sign_habit() || day_habit() || yes_habit() || state_habit() || time_habit() || list_habit() || cell_habit() ||
         move_habit() || window_habit() || between_habit() || block_habit() || arm_habit() || points_habit() ||
         header_habit() || set_habit() || field_habit() || literal_habit() || test_block_habit() || import_habit() ||
         item_habit() || phrase_habit();
}

// --- places ---

bool Habit::touches(std::uint32_t token) const {
  return token > 0 && token < chunk_.size() && chunk_.places[token - 1].end == chunk_.places[token].begin;
}

// The first token behind the line on which `from` stands.
std::uint32_t Habit::line_end(std::uint32_t from) const {
  const std::size_t stop = std::min(chunk_.text.find('\n', chunk_.places[from].begin), chunk_.text.size());
  std::uint32_t i = from;
  while (i < chunk_.size() && chunk_.places[i].begin < stop && kind(i) != Token::newline) ++i;
  return i;
}

std::string_view Habit::text_of(std::uint32_t from, std::uint32_t to) const {
  const Span s = chunk_.span(from, to);
  return chunk_.text.substr(s.begin, s.end - s.begin);
}

diag::Builder Habit::instead(std::uint32_t first, std::uint32_t last, const std::string& meant, std::string note) {
  const std::string written(text_of(first, last));
  auto report = sink_.report(Kind::foreign_operator, chunk_.span(first, last),
                             {{"sign", written.size() > 60 ? "this" : written}, {"word", meant}});
  if (!note.empty()) report.note(std::move(note));
  report.fix("write " + quote(meant), chunk_.span(first, last), meant);
  return report;
}

// --- signs ---

bool Habit::sign_habit() {
  const auto pair = [&](std::string_view meant) {
    instead(t_ - 1, t_ + 1, std::string(meant), "values are compared by `==`, `!=`, `<`, `<=`, `>` and `>=`");
    return true;
  };
  if (touches(t_)) {
    if (found() == Token::greater && before() == Token::less) return pair("!=");
    if (found() == Token::less && before() == Token::assign) return pair("<=");
    if (found() == Token::assign && (before() == Token::equal || before() == Token::not_equal))
      return pair(before() == Token::equal ? "==" : "!=");
  }
  if (found() == Token::yields && kind(0) != Token::k_table && kind(0) != Token::k_choose &&
      e_.kind == Kind::unexpected_token) {
    instead(t_, t_ + 1, ">=", "values are compared by `==`, `!=`, `<`, `<=`, `>` and `>=`");
    return true;
  }
  return false;
}

// --- `is …` ---

// `t is today`
bool Habit::day_habit() {
  if (e_.kind != Kind::expected_state || before() != Token::k_is) return false;
  const std::uint32_t from = operand_before(t_ - 1);
  if (from == t_ - 1 || !is_one_of(word(), {"today", "yesterday", "tomorrow"})) return false;
  const std::string time(text_of(from, t_ - 1));
  const std::string day = word() == "today" ? time + " in the last calendar day"
                                            : "start_of_day(" + time + ") == start_of_day(as_of) " +
                                                  (word() == "yesterday" ? "- 1 day" : "+ 1 day");
  instead(from, t_ + 1, day, "days are those of UTC, counted from `as_of`");
  return true;
}

// `expect mql is yes`
bool Habit::yes_habit() {
  if (e_.kind != Kind::expected_state || before() != Token::k_is || !is_one_of(word(), {"yes", "no"})) return false;
  const std::uint32_t from = operand_before(t_ - 1);
  if (from == t_ - 1) return false;
  instead(from, t_ + 1, (word() == "no" ? "not " : "") + std::string(text_of(from, t_ - 1)),
          "a rule is a test on its own, and so is a yes-or-no value: `mql`, `not mql`");
  return true;
}

bool Habit::state_habit() {
  if (e_.kind != Kind::expected_state || before() != Token::k_is || at_line_end()) return false;
  static constexpr std::pair<std::string_view, std::string_view> kStates[] = {
      {"empty", "missing"},     {"blank", "missing"},  {"nil", "missing"},       {"none", "missing"},
      {"nothing", "missing"},   {"unset", "missing"},  {"undefined", "missing"}, {"absent", "missing"},
      {"set", "present"},       {"filled", "present"}, {"given", "present"},     {"there", "present"},
      {"available", "present"}, {"defined", "present"}};
  static constexpr std::pair<std::string_view, std::string_view> kSigns[] = {
      {"greater", ">"}, {"more", ">"},   {"bigger", ">"},  {"larger", ">"},  {"higher", ">"}, {"above", ">"},
      {"over", ">"},    {"after", ">"},  {"later", ">"},   {"older", "<"},   {"less", "<"},   {"smaller", "<"},
      {"lower", "<"},   {"below", "<"},  {"under", "<"},   {"fewer", "<"},   {"before", "<"}, {"earlier", "<"},
      {"newer", ">"},   {"equal", "=="}, {"equals", "=="}, {"exactly", "=="}};
  const bool negated = found() == Token::k_not;
  const std::uint32_t w = negated ? t_ + 1 : t_;
  const std::string_view said = spelled(w);
  const std::string_view state = look_up(kStates, said);
  if (!state.empty() && kind(w + 1) != Token::dot) {
    const bool missing = (state == "missing") != negated;
    if (said == "empty" && operand_before(t_ - 1) != t_ - 1) {
      const std::string name(text_of(operand_before(t_ - 1), t_ - 1));
      const std::string meant = missing ? "is missing" : "is present";
      sink_
          .report(Kind::foreign_operator, chunk_.span(t_ - 1, w + 1),
                  {{"sign", text_of(t_ - 1, w + 1)}, {"word", meant}})
          .note("what is not there is `missing`: absent, null and empty are the same; a list is never missing")
          .help("write `" + name + " " + meant + "`")
          .help("of a list: `" + std::string(missing ? "none(" : "any(") + name + ")`")
          .fix("write " + quote(meant), chunk_.span(t_ - 1, w + 1), meant);
      return true;
    }
    instead(t_ - 1, w + 1, missing ? "is missing" : "is present",
            "what is not there is `missing`: absent, null and empty are the same");
    return true;
  }
  if (kind(w) == Token::k_in || kind(w) == Token::k_between || kind(w) == Token::k_contains) {
    if (negated && kind(w) == Token::k_contains) return false;
    instead(t_ - 1, w + 1, (negated ? "not " : "") + std::string(said),
            "`is` stands only before a state: `is missing`");
    return true;
  }
  if ((kind(w) == Token::k_one || kind(w) == Token::k_any) && kind(w + 1) == Token::k_of) {
    instead(t_ - 1, w + 2, negated ? "not in" : "in",
            "`in` asks whether a value is one of several: `in { \"a\", \"b\" }`");
    return true;
  }
  if (kind(w) == Token::k_at && (kind(w + 1) == Token::k_least || kind(w + 1) == Token::k_most)) {
    instead(t_ - 1, w + 2, kind(w + 1) == Token::k_least ? ">=" : "<=", "numbers are compared by signs");
    return true;
  }
  if ((kind(w) == Token::k_true || kind(w) == Token::k_false) && (t_ < 3 || is_name(kind(t_ - 2)))) {
    instead(t_ - 1, w + 1, ((kind(w) == Token::k_true) != negated) ? "== true" : "== false",
            "a yes-or-no value is a test on its own: `opted_out`, `not opted_out`");
    return true;
  }
  const std::string_view sign = negated ? "" : look_up(kSigns, said);
  if (sign.empty()) return false;
  std::uint32_t last = w + 1;
  if (is_one_of(spelled(last), {"than", "to"})) ++last;
  if (age_habit(last, sign)) return true;
  instead(t_ - 1, last, std::string(sign), "values are compared by `==`, `!=`, `<`, `<=`, `>` and `>=`");
  return true;
}

// `last_seen_at is over 60 days ago`: how long ago it is, is its age.
bool Habit::age_habit(std::uint32_t first, std::string_view sign) {
  if (kind(first) != Token::number || kind(first + 1) != Token::unit || t_ < 2 || !is_name(kind(t_ - 2))) return false;
  std::uint32_t from = t_ - 2;
  while (from >= 2 && kind(from - 1) == Token::dot) from -= 2;
  std::uint32_t last = first + 2;
  const bool ago = is_one_of(spelled(last), {"ago", "old"});
  if (ago) ++last;
  // A time before 60 days ago is older than that.
  const std::string_view word = spelled(t_);
  const bool older =
      is_one_of(word, {"before", "earlier", "older"}) || (sign == ">" && !is_one_of(word, {"after", "later", "newer"}));
  instead(from, last,
          "age(" + std::string(text_of(from, t_ - 1)) + ") " + (older ? ">" : "<") + " " +
              std::string(text_of(first, first + 2)),
          "the time since then is its `age`");
  return true;
}

// --- windows ---

bool Habit::window_habit() {
  const auto is_window_word = [&](std::uint32_t i) {
    return kind(i) == Token::k_last || kind(i) == Token::k_next ||
           is_one_of(spelled(i), {"past", "previous", "coming", "following"});
  };
  const auto direction = [&](std::uint32_t i) {
    return kind(i) == Token::k_next || is_one_of(spelled(i), {"coming", "following"}) ? "next" : "last";
  };
  // The word that says which way stands at most two tokens before what did not fit.
  for (std::uint32_t i = t_; i + 2 > t_ && i > 0; --i) {
    if (!is_window_word(i)) continue;
    std::uint32_t from = i - 1;
    if (from > 0 && kind(from) == Token::k_the) --from;
    const bool the = from != i - 1;
    const bool in = kind(from) == Token::k_in && from > 0 && kind(from - 1) != Token::k_not;
    const bool within = kind(from) == Token::k_within || is_one_of(spelled(from), {"during", "over", "for"});
    if (!in && !within) continue;
    if (in && the && (kind(i) == Token::k_last || kind(i) == Token::k_next)) continue;
    if (!in && kind(from) != Token::k_within && t_ != from) continue;
    instead(from, i + 1, "in the " + std::string(direction(i)),
            "a window is written `in the last 30 days` or `in the next 2 weeks`");
    return true;
  }
  return false;
}

bool Habit::between_habit() {
  const bool joins = is_one_of(word(), {"to", "until", "till", "-", "..", "bis", ","});
  if (e_.kind != Kind::expected_word || !e_.what.starts_with("`and` between") || !joins) return false;
  instead(t_, t_ + 1, "and", "a range is written `between 60k and 90k`, both ends included");
  return true;
}

// --- block tests ---

bool Habit::block_habit() {
  const auto quantifier = [&](std::uint32_t i) {
    return kind(i) == Token::k_any || kind(i) == Token::k_all || kind(i) == Token::k_none;
  };
  const auto complete = [&](std::string_view w) { return std::string(w) + " of { … }"; };
  if (found() == Token::open_brace && t_ > 0 && quantifier(t_ - 1)) {
    instead(t_ - 1, t_, std::string(spelled(t_ - 1)) + " of", "a block test is " + quote(complete(spelled(t_ - 1))));
    return true;
  }
  // The error stands at `of`, because `any` alone would be a field.
  const bool parenthesis = t_ > 0 && quantifier(t_ - 1) && found() == Token::k_of &&
                           (kind(t_ + 1) == Token::open || kind(t_ + 1) == Token::open_bracket);
  if (parenthesis) {
    const std::uint32_t close = chunk_.partners[t_ + 1];
    auto report =
        sink_.report(Kind::expected_block, chunk_.span(t_ + 1), {{"what", "`{`"}, {"found", quote(spelled(t_ + 1))}});
    report.note("a block test is " + quote(complete(spelled(t_ - 1))) + ", its items parted by line ends or commas");
    if (close > t_ + 2) {
      const std::string items(text_of(t_ + 2, close));
      report.fix("write the items in braces", chunk_.span(t_ + 1, close + 1), "{ " + items + " }");
    }
    return true;
  }
  if (t_ > 0 && quantifier(t_ - 1) && word() == "words") {
    instead(t_, t_ + 1, "word", "`contains any word of SET` looks for whole words");
    return true;
  }
  if (found() == Token::comma && e_.what.starts_with("`of`, `where`")) {
    for (std::uint32_t i = t_; i > 1; --i) {
      if (kind(i) != Token::call_open || chunk_.partners[i] < t_) continue;
      if (!quantifier(i - 1)) return false;
      const std::string w(spelled(i - 1));
      instead(i - 1, chunk_.partners[i] + 1, w + " of { " + std::string(text_of(i + 1, chunk_.partners[i])) + " }",
              quote(w + "(…)") + " asks the elements of a list; several tests stand in " + quote(complete(w)));
      return true;
    }
  }
  return false;
}

// --- literals ---

bool Habit::literal_habit() {
  if (e_.kind == Kind::expected_word && e_.what == "`by`" && (found() == Token::time || found() == Token::text)) {
    sink_.report(e_.kind, here(), {{"what", e_.what}, {"found", seen()}})
        .note("it is `review by` and a date: after that day a warning asks for the review")
        .fix("put `by` before the date", here(),
             "by " + std::string(found() == Token::time ? word() : text_body(word())));
    return true;
  }
  if (e_.kind == Kind::expected_date && found() == Token::text) {
    auto report = sink_.report(e_.kind, here(), {{"what", e_.what}, {"found", seen()}});
    report.note("dates are written without quotes");
    const std::string date(text_body(word()));
    if (decode_time(date).problem.empty()) report.fix("write the date without quotes", here(), date);
    return true;
  }
  if (e_.kind == Kind::expected_text && (found() == Token::number || found() == Token::time)) {
    const std::uint32_t end = touches(t_ + 1) && kind(t_ + 1) == Token::dot ? line_end(t_) : t_ + 1;
    sink_.report(e_.kind, here(), {{"what", e_.what}, {"found", seen()}})
        .note("a text stands in double quotes")
        .fix("put it in double quotes", chunk_.span(t_, end), "\"" + std::string(text_of(t_, end)) + "\"");
    return true;
  }
  return false;
}

bool explain_habit(const Slip& slip) {
  return Habit(slip).run();
}

}  // namespace rubric::parse
