// The lines of choices, scores, sets, records and criteria as they are written from habit.
#include "base/span.hpp"
#include "habit.hpp"

namespace rubric::parse {

// --- the moves of a lifecycle, the cells of a table ---

bool Habit::move_habit() {
  if (kind(0) != Token::k_lifecycle || e_.kind != Kind::unexpected_token) return false;
  if (found() != Token::k_if && !is_one_of(word(), {"where", "WHEN", "When"})) return false;
  instead(t_, t_ + 1, "when", "a move is `STATE -> STATE when CONDITION`");
  return true;
}

bool Habit::cell_habit() {
  if (kind(0) != Token::k_table) return false;
  const bool number = t_ > 0 && before() == Token::number && kind(t_ + 1) == Token::number;
  if (number && is_one_of(word(), {"to", "until", "till", "-", "–"})) {
    instead(t_ - 1, t_ + 2, std::string(spelled(t_ - 1)) + " .. " + std::string(spelled(t_ + 1)),
            "a range in a cell has both ends included");
    return true;
  }
  const bool sign = found() == Token::less || found() == Token::less_equal || found() == Token::greater;
  if (sign && before() == Token::range && t_ > 1) {
    const std::string low(spelled(t_ - 2));
    sink_.report(e_.kind, here(), {{"what", e_.what}, {"found", seen()}})
        .note("a range `" + low + " .. HIGH` has both ends included")
        .help("where an end is left out, let the order of the rows say it: first a row `>= " +
              std::string(spelled(t_ + 1)) + "`, then a row `>= " + low + "`");
    return true;
  }
  const bool asks = found() == Token::k_contains || found() == Token::k_starts || found() == Token::k_ends ||
                    found() == Token::k_matches || found() == Token::k_between || found() == Token::k_is;
  if (!asks || e_.kind != Kind::expected_cell) return false;
  std::uint32_t end = t_ + 1;
  while (end < line_end(t_) && kind(end) != Token::bar && kind(end) != Token::yields) ++end;
  const std::string test(text_of(t_, end));
  sink_.report(e_.kind, here(), {{"what", e_.what}, {"found", seen()}})
      .note("a cell compares its column with a value: `\"a\"`, `>= 10`, `1 .. 5`, `in S`, `missing`, `present`, `*`")
      .help("give the test a name: `let matches_it = COLUMN " + test + "`")
      .help("then `matches_it` is a column, and its cells are `true`, `false` or `*`");
  return true;
}

// --- the arms of a choose ---

bool Habit::arm_habit() {
  if (kind(0) != Token::k_choose || e_.first == 0) return false;
  static constexpr std::string_view kNote = "an arm is `VALUE when CONDITION`, and the last one `else VALUE`";
  const std::uint32_t first = e_.first;
  if (e_.kind == Kind::expected_expression && t_ == first && found() == Token::k_when) return arm_without_value();
  if (found() == Token::k_then && e_.kind == Kind::unexpected_token && kind(first + 1) == Token::k_when) {
    const std::string value(text_of(t_ + 1, arm_end(t_)));
    sink_.report(Kind::without_if, here(), {{"word", word()}})
        .note(std::string(kNote))
        .help("write " + quote((value.empty() ? "VALUE" : value) + " when " + std::string(text_of(first + 2, t_))));
    return true;
  }
  if (before() == Token::k_else && t_ == first + 1 &&
      (found() == Token::k_when || found() == Token::colon || found() == Token::yields || found() == Token::arrow)) {
    const std::uint32_t end = line_end(t_);
    if (kind(end - 1) == Token::text || kind(end - 1) == Token::number) {
      instead(first, end, "else " + std::string(spelled(end - 1)), std::string(kNote));
      return true;
    }
  }
  if (e_.kind != Kind::expected_word) return false;
  const bool last = is_one_of(spelled(first), {"otherwise", "default", "other", "others", "_", "ELSE", "Else"});
  if (last && t_ <= first + 2) {
    const std::uint32_t end =
        t_ == first + 1 && (found() == Token::colon || found() == Token::yields || found() == Token::arrow) ? t_ + 1
                                                                                                            : first + 1;
    instead(first, end, "else", std::string(kNote));
    return true;
  }
  if (kind(first) == Token::k_if) return arm_without_value();
  if (found() == Token::k_if || found() == Token::colon || found() == Token::yields || found() == Token::arrow ||
      is_one_of(word(), {"where", "WHEN", "When"})) {
    instead(t_, t_ + 1, "when", std::string(kNote));
    return true;
  }
  if (found() == Token::text && before() == Token::comma) return false;
  if (at_line_end() || found() == Token::close_brace || found() == Token::comma) {
    if (kind(first) == Token::text && t_ == first + 1 && kind(first - 1) == Token::comma) return false;
    sink_.report(e_.kind, here(), {{"what", e_.what}, {"found", seen()}})
        .note(std::string(kNote))
        .help("for whatever is left write `else " + (t_ == first + 1 ? std::string(spelled(first)) : "VALUE") + "`");
    return true;
  }
  if (is_name(found()) || found() == Token::open || found() == Token::call_open) {
    sink_.report(e_.kind, here(), {{"what", e_.what}, {"found", seen()}})
        .note(std::string(kNote))
        .fix("put `when` before the condition", here(), "when " + std::string(word()));
    return true;
  }
  return false;
}

// The first token behind the arm in which `from` stands: a comma ends it, and the brace of the block.
std::uint32_t Habit::arm_end(std::uint32_t from) const {
  const std::uint32_t line = line_end(from);
  for (std::uint32_t i = from; i < line; ++i) {
    if (kind(i) == Token::comma || kind(i) == Token::close_brace) return i;
    if (chunk_.partners[i] > i) i = chunk_.partners[i];
  }
  return line;
}

// `when sql then "sql"`, `if sql then "sql"`: the value comes first.
bool Habit::arm_without_value() {
  const std::uint32_t first = e_.first;
  const std::uint32_t end = arm_end(first);
  std::uint32_t sign = first + 1;
  const auto gives = [&](Token k) {
    return k == Token::k_then || k == Token::yields || k == Token::arrow || k == Token::colon || k == Token::assign;
  };
  while (sign < end && !gives(kind(sign))) ++sign;
  auto report = sink_.report(Kind::expected_expression, chunk_.span(first),
                             {{"what", e_.what.starts_with("`VALUE") ? e_.what : "`VALUE when …` or `else VALUE`"},
                              {"found", quote(spelled(first))}});
  report.note("an arm begins with its value: `VALUE when CONDITION`");
  if (sign + 1 < end && sign > first + 1) {
    const std::string mended = std::string(text_of(sign + 1, end)) + " when " + std::string(text_of(first + 1, sign));
    report.fix("write the value first", chunk_.span(first, end), mended);
  } else {
    report.help("write `VALUE when " + (first + 1 < end ? std::string(text_of(first + 1, end)) : "…") + "`");
  }
  return true;
}

// --- lines of points ---

bool Habit::points_habit() {
  if (kind(0) != Token::k_score) return false;
  if (e_.kind == Kind::unknown_item && found() == Token::number) {
    const std::string n(word());
    sink_.report(Kind::unknown_item, here(), {{"found", seen()}})
        .note("a line of points begins with its sign: it adds or it takes away")
        .help("write `+" + n + "`, or `-" + n + "` to take them away")
        .fix("put a `+` before it", here(), "+" + n);
    return true;
  }
  if (is_one_of(word(), {"points", "point", "pts", "if"}) && e_.kind == Kind::unexpected_token && t_ == e_.first + 2) {
    if (word() == "if") return instead(t_, t_ + 1, "when", "a line of points is `+10 when …`"), true;
    auto report = sink_.report(Kind::stray_word, here(), {{"word", word()}});
    report.note("a line of points is `+10 when …`");
    report.fix("drop the word", {chunk_.source, chunk_.places[t_ - 1].end, chunk_.places[t_].end}, "");
    return true;
  }
  return false;
}

// --- heads ---

bool Habit::header_habit() {
  if (found() == Token::comma && kind(0) == Token::k_score &&
      (kind(t_ + 1) == Token::k_max || kind(t_ + 1) == Token::k_min)) {
    sink_.report(e_.kind, here(), {{"what", e_.what}, {"found", seen()}})
        .note("bounds stand one behind the other: `score NAME min 0 max 100 {`, and `score min 0 max 100` for the sum")
        .fix("drop the comma", here(), "");
    return true;
  }
  if (e_.kind == Kind::expected_sign && e_.what == "`=`" && t_ > 1 &&
      (kind(0) == Token::k_param || kind(0) == Token::k_let)) {
    const std::string head(text_of(0, 2));
    auto report = sink_.report(e_.kind, here(), {{"what", e_.what}, {"found", seen()}});
    report.note(kind(0) == Token::k_param ? "a param has a value, which the caller may replace"
                                          : "a `let` gives a value a name");
    if (found() == Token::colon || found() == Token::equal || found() == Token::k_is || word() == "as") {
      report.fix("write `=`", here(), "=");
    } else {
      report.help("write " + quote(head + " = …"));
    }
    return true;
  }
  return false;
}

bool Habit::set_habit() {
  if (kind(0) != Token::k_set) return false;
  if (e_.kind == Kind::expected_sign && (found() == Token::open_brace || found() == Token::colon)) {
    sink_.report(e_.kind, here(), {{"what", e_.what}, {"found", seen()}})
        .note("a set is `set NAME = { \"a\", \"b\" }`")
        .fix("write `=`", here(), found() == Token::colon ? "=" : "= {");
    return true;
  }
  if (e_.kind != Kind::expected_name || t_ < 3) return false;
  const bool bracket = found() == Token::open_bracket || found() == Token::open || found() == Token::call_open;
  if (!bracket && found() != Token::text && found() != Token::number && found() != Token::time) return false;
  const std::uint32_t end = bracket ? chunk_.partners[t_] + 1 : line_end(t_);
  const std::string members(bracket ? text_of(t_ + 1, end - 1) : text_of(t_, end));
  auto report = sink_.report(e_.kind, here(), {{"what", e_.what}, {"found", seen()}});
  report.note("the members of a set stand in braces");
  if (members.find('\n') == std::string::npos && end > t_) {
    report.fix("write the members in braces", chunk_.span(t_, end), "{ " + members + " }");
  } else {
    report.help("write `{` and `}` round them");
  }
  return true;
}

// --- fields of records ---

bool Habit::field_habit() {
  if (kind(0) != Token::k_record || e_.first == 0) return false;
  const std::string name(spelled(e_.first));
  if (e_.kind == Kind::expected_type && t_ == e_.first + 1 &&
      (found() == Token::colon || found() == Token::assign || word() == "as" || word() == "is")) {
    const std::string type = is_name(kind(t_ + 1)) ? std::string(spelled(t_ + 1)) : "TYPE";
    sink_.report(e_.kind, here(), {{"what", e_.what}, {"found", seen()}})
        .note("a field is its name and its type, with a blank between them")
        .help("write " + quote(name + " " + type));
    return true;
  }
  const bool modifiers = found() == Token::k_required || found() == Token::k_trimmed || word() == "optional";
  if (e_.kind == Kind::expected_type && modifiers && kind(t_ + 1) == Token::open_brace) {
    sink_.report(Kind::unknown_modifier, here(), {{"found", seen()}})
        .note("groups take no modifiers; the fields in them do")
        .fix("write the name and the brace", chunk_.span(e_.first, t_ + 2), name + " {");
    return true;
  }
  if (word() == "optional" || word() == "nullable") {
    sink_.report(Kind::unknown_modifier, here(), {{"found", seen()}})
        .note("every field may be missing, unless it says `required`")
        .fix("drop the word", here(), "");
    return true;
  }
  const bool wants_constant = e_.kind == Kind::expected_literal && (before() == Token::k_of || before() == Token::k_if);
  if (wants_constant && (found() == Token::open_brace || found() == Token::open_bracket || found() == Token::open)) {
    const std::uint32_t close = chunk_.partners[t_];
    auto report = sink_.report(e_.kind, here(), {{"what", e_.what}, {"found", seen()}});
    report.note("the values stand there without braces, parted by commas: `one of \"yes\", \"no\"`");
    if (close > t_ + 1) report.fix("drop the braces", chunk_.span(t_, close + 1), std::string(text_of(t_ + 1, close)));
    return true;
  }
  if (wants_constant && is_name(found())) {
    sink_.report(e_.kind, here(), {{"what", e_.what}, {"found", seen()}})
        .note("values are literals: a text stands in double quotes")
        .fix("put it in double quotes", here(), "\"" + std::string(word()) + "\"");
    return true;
  }
  if (e_.kind == Kind::unexpected_token && (word() == "ignore" || word() == "ignores" || word() == "case") &&
      t_ > e_.first) {
    const bool pair = is_one_of(spelled(t_ + 1), {"case"});
    sink_.report(Kind::unknown_modifier, here(), {{"found", seen()}})
        .note("`ignoring case`: upper and lower case are the same in tests on this field")
        .fix("write `ignoring case`", chunk_.span(t_, t_ + (pair ? 2U : 1U)), "ignoring case");
    return true;
  }
  return false;
}

// --- items on one line ---

bool Habit::item_habit() {
  // `+15 when sql, "reason"`: the reason was taken for another item.
  const std::uint32_t first = e_.first;
  const bool item = first > 1 && kind(first) == Token::text && kind(first - 1) == Token::comma &&
                    (t_ == first || t_ == first + 1) && kind(0) != Token::k_lifecycle;
  const bool behind_rule = found() == Token::comma && kind(t_ + 1) == Token::text && e_.what == "the end of the line" &&
                           kind(1) == Token::k_when;
  if (item || behind_rule) {
    const std::uint32_t comma = item ? first - 1 : t_;
    sink_.report(Kind::unexpected_token, chunk_.span(comma), {{"what", "`because`"}, {"found", "a comma"}})
        .note("the words that say why stand behind `because`")
        .fix("write `because`", chunk_.span(comma, comma + 2), " because " + std::string(spelled(comma + 1)));
    return true;
  }
  if (e_.kind != Kind::unexpected_token || !e_.what.ends_with("or a comma") || t_ == e_.first) return false;
  const bool criteria = kind(0) == Token::k_criteria && is_one_of(word(), {"version", "owner", "review"});
  const bool test = kind(0) == Token::k_test && is_one_of(word(), {"given", "expect"});
  const bool field = kind(0) == Token::k_record && is_name(found()) &&
                     is_one_of(spelled(t_ + 1), {"text", "number", "bool", "time", "duration", "list", "{"});
  if (!criteria && !test && !field) return false;
  sink_.report(e_.kind, here(), {{"what", e_.what}, {"found", seen()}})
      .note("items stand one a line, or have a comma between them")
      .fix("put a comma before it", base::after(chunk_.span(t_ - 1)), ",");
  return true;
}

// `because personal mailbox`: the whole phrase wants quotes.
bool Habit::phrase_habit() {
  if (e_.kind != Kind::expected_text || !is_name(found()) || found() == Token::quoted) return false;
  const std::uint32_t stop = line_end(t_);
  const auto modifier = [&](Token k) {
    return k == Token::k_required || k == Token::k_trimmed || k == Token::k_ignoring || k == Token::k_format;
  };
  std::uint32_t end = t_ + 1;
  while (end < stop && kind(end) != Token::comma && kind(end) != Token::close_brace && kind(end) != Token::open_brace &&
         kind(end) != Token::text && !(kind(0) == Token::k_record && modifier(kind(end)))) {
    ++end;
  }
  if (end == t_ + 1) return false;
  const std::string phrase(text_of(t_, end));
  sink_
      .report(e_.kind, chunk_.span(t_, end),
              {{"what", e_.what}, {"found", phrase.size() > 40 ? "this" : quote(phrase)}})
      .fix("put it in double quotes", chunk_.span(t_, end), "\"" + phrase + "\"");
  return true;
}

}  // namespace rubric::parse
