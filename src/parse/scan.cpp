#include "scan.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "literals.hpp"
#include "utf8.hpp"
#include "words.hpp"

namespace rubric::parse {

using diag::Kind;

diag::Builder Scanner::report(Kind kind, std::uint32_t begin, std::uint32_t end, std::vector<diag::Arg> arguments) {
  chunk_.reported.push_back(begin);
  return sink_.report(kind, span(begin, end), std::move(arguments));
}

std::uint32_t Scanner::line_end(std::uint32_t i) {
  if (i >= line_from_ && i <= line_end_) return line_end_;
  const std::size_t end = std::min(text_.find('\n', i), text_.size());
  line_from_ = i;
  line_end_ = static_cast<std::uint32_t>(end > i && text_[end - 1] == '\r' ? end - 1 : end);
  return line_end_;
}

Scanned Scanner::token(std::uint32_t i, const Before& before) {
  switch (begins(text_[i])) {
    case Begins::word: return word(i, before);
    case Begins::digit: return number(i);
    case Begins::text: return text(i);
    case Begins::quoted_name: return quoted_name(i);
    case Begins::single_quote: return foreign_quotes(i, 1, Kind::single_quotes);
    case Begins::dot: return dot(i, before);
    case Begins::slash: return before.pattern ? pattern(i) : sign(i, before);
    case Begins::foreign: return foreign(i);
    case Begins::sign: break;
  }
  return sign(i, before);
}

// --- words ---------------------------------------------------------------------------------------

Scanned Scanner::word(std::uint32_t begin, const Before& before) {
  std::uint32_t end = begin + 1;
  while (end < text_.size() && is_word(text_[end])) ++end;
  if ((static_cast<unsigned char>(at(end)) & 0x80U) != 0 && odd_blank(end) == 0) {
    if (const CodePoint next = code_point(text_, end); next.length != 0 && next.code < 0x2000) return foreign(begin);
  }
  if (end - begin > limits_.identifier_bytes) {
    report(Kind::name_too_long, begin, end, {{"bytes", end - begin}, {"limit", limits_.identifier_bytes}});
  }
  const std::string_view spelling = piece(begin, end);
  const Token token = word_token(spelling);
  const bool counted = before.kind == Token::number || before.kind == Token::k_calendar;
  return {token == Token::word && counted && unit_of(spelling) ? Token::unit : token, end};
}

Scanned Scanner::quoted_name(std::uint32_t begin) {
  const std::uint32_t stop = line_end(begin);
  const std::size_t close = piece(begin + 1, stop).find('`');
  if (close == std::string_view::npos) {
    report(Kind::unterminated_name, begin, begin + 1)
        .label("the name begins here")
        .note("a name in back-quotes ends on its line");
    return {Token::quoted, stop};
  }
  const auto end = static_cast<std::uint32_t>(begin + 1 + close + 1);
  if (end - begin == 2)
    report(Kind::empty_name, begin, end).help("write the name of the field between the back-quotes");
  if (end - begin - 2 > limits_.identifier_bytes) {
    report(Kind::name_too_long, begin, end, {{"bytes", end - begin - 2}, {"limit", limits_.identifier_bytes}});
  }
  return {Token::quoted, end};
}

// --- numbers and times -----------------------------------------------------------------------------

namespace {

// Behind digits that may be grouped by underscores.
std::uint32_t behind_digits(std::string_view text, std::uint32_t i) {
  while (i < text.size() && (is_digit(text[i]) || text[i] == '_')) ++i;
  return i;
}

bool well_grouped(std::string_view digits) {
  return digits.back() != '_' && digits.find("__") == std::string_view::npos &&
         digits.find("_.") == std::string_view::npos && digits.find("._") == std::string_view::npos;
}

std::string with_underscores(std::string_view digits) {
  std::string out(digits);
  std::replace(out.begin(), out.end(), ',', '_');
  return out;
}

}  // namespace

Scanned Scanner::number(std::uint32_t begin) {
  std::uint32_t end = behind_digits(text_, begin);
  if (at(end) == '-' && is_digit(at(end + 1))) return time(begin);
  if (at(end) == '.' || at(end) == '/') {
    if (const std::uint32_t date = foreign_date(begin)) return {Token::time, date};
  }
  if (at(end) == ',' && end - begin <= 3 && is_digit(at(end + 1)) && is_digit(at(end + 2)) && is_digit(at(end + 3)) &&
      !is_digit(at(end + 4))) {
    return thousands(begin, end);
  }
  if (at(end) == '.' && is_digit(at(end + 1))) end = behind_digits(text_, end + 1);
  const std::uint32_t digits_end = end;
  if (at(end) == 'k' || at(end) == 'm' || at(end) == '%') ++end;
  if (is_word(at(end))) return letters(begin, digits_end);
  if (at(end) == '.' && at(end + 1) != '.') {
    report(Kind::bad_number, begin, end + 1, {{"number", piece(begin, end + 1)}})
        .note("a number has digits on both sides of its point")
        .fix("drop the point", span(begin, end + 1), std::string(piece(begin, end)), true);
    return {Token::number, end + 1};
  }
  check_number(begin, end);
  return {Token::number, end};
}

void Scanner::check_number(std::uint32_t begin, std::uint32_t end) {
  const std::string_view spelling = piece(begin, end);
  const bool suffixed = !is_digit(spelling.back()) && spelling.back() != '_';
  if (!well_grouped(suffixed ? spelling.substr(0, spelling.size() - 1) : spelling)) {
    report(Kind::bad_number, begin, end, {{"number", spelling}})
        .note("an underscore stands between two digits: `10_000`");
    return;
  }
  if (spelling.size() > 1 && spelling[0] == '0' && is_digit(spelling[1])) {
    std::size_t zeros = spelling.find_first_not_of('0');
    if (zeros == std::string_view::npos || !is_digit(spelling[zeros])) --zeros;
    if (zeros > spelling.size()) zeros = spelling.size() - 1;
    report(Kind::leading_zero, begin, end, {{"number", spelling}})
        .note("a number has no zeros in front; what has them, such as a post code, is a text")
        .help("write `" + std::string(spelling.substr(zeros)) + "`, or `\"" + std::string(spelling) + "\"` for a text");
    return;
  }
  const NumberProblem problem = decode_number(spelling).problem;
  if (problem == NumberProblem::too_large) {
    report(Kind::number_too_large, begin, end).note("numbers are binary64: up to about 1.8 x 10^308");
  } else if (problem == NumberProblem::inexact) {
    report(Kind::inexact_number, begin, end, {{"number", spelling}})
        .note("whole numbers are exact up to 9_007_199_254_740_992")
        .help("if it is an identity, write it as a text: `\"" + std::string(spelling) + "\"`");
  }
}

Scanned Scanner::time(std::uint32_t begin) {
  std::uint32_t end = begin;
  while (is_word(at(end)) || (at(end) == '-' && is_digit(at(end + 1)))) ++end;
  // The rest of a time of day: `:30:00.5Z`, `+02:00`.
  while ((at(end) == ':' || at(end) == '.' || at(end) == '+') && is_digit(at(end + 1))) {
    ++end;
    while (is_word(at(end)) || (at(end) == '-' && is_digit(at(end + 1)))) ++end;
  }
  const std::string_view spelling = piece(begin, end);
  const TimeValue value = decode_time(spelling);
  if (!value.problem.empty()) {
    report(Kind::bad_date, begin, end, {{"text", spelling}})
        .label(value.problem)
        .note("dates are written `2026-11-01`, times `2026-11-01T09:30:00Z`")
        .help("if this is a subtraction, put blanks round the minus");
  }
  return {Token::time, end};
}

Scanned Scanner::thousands(std::uint32_t begin, std::uint32_t end) {
  while (at(end) == ',' && is_digit(at(end + 1)) && is_digit(at(end + 2)) && is_digit(at(end + 3)) &&
         !is_digit(at(end + 4))) {
    end += 4;
  }
  if (at(end) == '.' && is_digit(at(end + 1))) end = behind_digits(text_, end + 1);
  const std::string mended = with_underscores(piece(begin, end));
  report(Kind::comma_in_number, begin, end, {{"number", piece(begin, end)}})
      .note("a comma ends a member of a list, so it cannot group digits")
      .help("for two numbers put a blank behind the comma")
      .fix("group the digits by `_`", span(begin, end), mended);
  return {Token::number, end};
}

Scanned Scanner::letters(std::uint32_t begin, std::uint32_t digits_end) {
  std::uint32_t end = digits_end;
  while (is_word(at(end))) ++end;
  const std::string_view rest = piece(digits_end, end);
  auto builder = report(Kind::letters_after_number, begin, end, {{"text", piece(begin, end)}});
  builder.note("behind the digits of a number only `k`, `m` or `%` may stand");
  if (unit_of(rest)) {
    builder.fix("put a blank between them", span(begin, end),
                std::string(piece(begin, digits_end)) + " " + std::string(rest));
  } else if (rest == "K" || rest == "M") {
    builder.fix("write the suffix small", span(begin, end),
                std::string(piece(begin, digits_end)) + (rest == "K" ? "k" : "m"), true);
  } else {
    builder.help("put a blank between a number and a word; a name does not begin with a digit");
  }
  return {Token::number, end};
}

// --- texts and patterns ------------------------------------------------------------------------------

Scanned Scanner::text(std::uint32_t begin) {
  const std::uint32_t stop = line_end(begin);
  std::uint32_t i = begin + 1;
  bool escapes = false;
  while (i < stop && text_[i] != '"') {
    if (text_[i] == '\\') {
      escapes = true;
      ++i;
    }
    ++i;
  }
  if (i >= stop) {
    report(Kind::unterminated_text, begin, begin + 1)
        .label("the text begins here")
        .note("a text ends on its line; a line end inside it is written `\\n`");
    return {Token::text, stop};
  }
  if (i - begin - 1 > limits_.text_literal_bytes) {
    report(Kind::text_too_long, begin, begin + 1, {{"bytes", i - begin - 1}, {"limit", limits_.text_literal_bytes}});
  }
  if (escapes) {
    std::vector<EscapeProblem> problems;
    (void)decode_text(piece(begin + 1, i), &problems);
    for (const EscapeProblem& p : problems) {
      report(Kind::bad_escape, begin + 1 + p.begin, begin + 1 + p.end,
             {{"escape", piece(begin + 1 + p.begin, begin + 1 + p.end)}})
          .note("a text knows `\\\"`, `\\\\`, `\\n`, `\\t` and `\\u{1F600}`")
          .help("for a backslash write `\\\\`");
    }
  }
  return {Token::text, i + 1};
}

Scanned Scanner::foreign_quotes(std::uint32_t begin, std::uint32_t length, Kind kind) {
  const std::uint32_t stop = line_end(begin);
  std::uint32_t i = begin + length;
  std::uint32_t close = 0;
  for (; i < stop && close == 0; ++i) {
    if (text_[i] == '\'' || text_[i] == '"') close = 1;
    const CodePoint p = code_point(text_, i);
    if (p.code >= 0x2018 && p.code <= 0x201F) close = 3;
  }
  if (close == 0) {
    report(kind, begin, begin + length)
        .label("the text begins here")
        .note("texts stand in straight double quotes: `\"web\"`");
    return {Token::text, stop};
  }
  const std::uint32_t body_end = i - 1;
  const std::uint32_t end = body_end + close;
  std::string mended = "\"" + std::string(piece(begin + length, body_end)) + "\"";
  report(kind, begin, end)
      .note("texts stand in straight double quotes: `\"web\"`")
      .fix("use straight double quotes", span(begin, end), mended, true);
  return {Token::text, end};
}

Scanned Scanner::pattern(std::uint32_t begin) {
  const std::uint32_t stop = line_end(begin);
  std::uint32_t i = begin + 1;
  while (i < stop && text_[i] != '/') i += text_[i] == '\\' ? 2U : 1U;
  if (i >= stop) {
    report(Kind::unterminated_pattern, begin, begin + 1)
        .label("the pattern begins here")
        .note("a pattern stands between two `/` on one line");
    return {Token::pattern, stop};
  }
  std::uint32_t end = i + 1;
  while (is_word(at(end))) ++end;
  const std::string_view flags = piece(i + 1, end);
  if (at(end) == '/' || (at(end) == '\\' && at(end + 1) == '/')) {
    while (end < stop && text_[end] != ' ' && text_[end] != '\t') ++end;
    report(Kind::slash_in_pattern, i, i + 1)
        .label("the pattern would end here")
        .help("a `/` inside a pattern is written `\\/`");
    return {Token::pattern, end};
  }
  if (!flags.empty() && flags != "i") {
    report(Kind::unknown_flag, i + 1, end, {{"flags", flags}})
        .note("the one flag of a pattern is `i`: upper and lower case are the same");
  }
  return {Token::pattern, end};
}

// --- signs -------------------------------------------------------------------------------------------

namespace {

struct Sign {
  std::string_view spelling;
  Token token;
};

constexpr Sign kSigns[] = {
#define RUBRIC_SIGN(token, spelling) {spelling, Token::token},
#include "operators.def"
};

// By the first byte of a sign: which of kSigns begin with it, a bit each.
constexpr auto kSignsOf = [] {
  std::array<std::uint32_t, 256> out{};
  static_assert(std::size(kSigns) <= 32);
  for (std::uint32_t s = 0; s < std::size(kSigns); ++s)
    out[static_cast<unsigned char>(kSigns[s].spelling[0])] |= 1U << s;
  return out;
}();

}  // namespace

Scanned Scanner::sign(std::uint32_t i, const Before& before) {
  const char first = text_[i];
  const char second = at(i + 1);
  if (first == '(' && i > 0 && (is_word(text_[i - 1]) || text_[i - 1] == '`') && grammar::is_name(before.kind)) {
    return {Token::call_open, i + 1};
  }
  if (first == '/' && second == '/') {
    const std::uint32_t stop = line_end(i);
    report(Kind::foreign_operator, i, i + 2, {{"sign", "//"}, {"word", "#"}})
        .note("a comment begins with `#` and ends with its line")
        .fix("write `#`", span(i, i + 2), "#");
    return {Token::end, stop, true};
  }
  if (first == '&' || (first == '|' && second == '|') || (first == '!' && second != '=')) return c_operator(i);
  for (std::uint32_t left = kSignsOf[static_cast<unsigned char>(first)]; left != 0; left &= left - 1) {
    const Sign& s = kSigns[std::countr_zero(left)];
    if (s.spelling.size() == 1 || s.spelling[1] == second)
      return {s.token, i + static_cast<std::uint32_t>(s.spelling.size())};
  }
  auto builder = report(Kind::unexpected_character, i, i + 1,
                        {{"character", static_cast<unsigned char>(first) < 0x20 ? "a control character"
                                                                                : "`" + std::string(1, first) + "`"}});
  if (first == ';') builder.note("nothing stands at the end of a line; the line end itself ends things");
  if (first == '?') builder.note("a choice between two values is written `if a then b else c`");
  if (first == '$') no_currency(builder, i, i + 1);
  if (first == '%') percent(builder, i, before);
  return {Token::end, i + 1, true};
}

Scanned Scanner::c_operator(std::uint32_t i) {
  const char c = text_[i];
  const std::uint32_t end = i + (c != '!' && at(i + 1) == c ? 2U : 1U);
  const std::string word = c == '&' ? "and" : c == '|' ? "or" : "not";
  // The sign may touch its operands, a word may not.
  std::string text = word;
  if (i > 0 && is_word(text_[i - 1])) text.insert(0, " ");
  if (is_word(at(end)) || at(end) == '(' || at(end) == '"' || at(end) == '`') text += ' ';
  report(Kind::foreign_operator, i, end, {{"sign", piece(i, end)}, {"word", word}})
      .note("conditions are joined by words: `and`, `or`, `not`")
      .fix("write `" + word + "`", span(i, end), text, true);
  return {c == '&' ? Token::k_and : c == '|' ? Token::k_or : Token::k_not, end};
}

Scanned Scanner::dot(std::uint32_t i, const Before& before) {
  if (at(i + 1) == '.') return {Token::range, i + 2};
  const bool touches = i > 0 && (is_word(text_[i - 1]) || text_[i - 1] == '`');
  const bool name_follows = is_word_start(at(i + 1)) || at(i + 1) == '`';
  if (touches && name_follows) return {Token::dot, i + 1};
  if (!touches && is_digit(at(i + 1))) {
    const std::uint32_t end = behind_digits(text_, i + 1);
    report(Kind::bad_number, i, end, {{"number", piece(i, end)}})
        .note("a number has digits on both sides of its point")
        .fix("write a 0 before the point", span(i, end), "0" + std::string(piece(i, end)), true);
    return {Token::number, end};
  }
  std::uint32_t next = i + 1;
  while (at(next) == ' ' || at(next) == '\t') ++next;
  if (grammar::is_name(before.kind) && (is_word_start(at(next)) || at(next) == '`')) {
    report(Kind::blank_in_path, i, i + 1).note("the names of a path touch its dots: `fit.industry`");
  }
  return {Token::dot, i + 1};
}

}  // namespace rubric::parse
