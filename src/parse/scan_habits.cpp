// Numbers and dates as they are written elsewhere: `01.08.2026`, `$50`, `50 %`.
#include <optional>

#include "literals.hpp"
#include "scan.hpp"
#include "words.hpp"

namespace rubric::parse {

using diag::Kind;

namespace {

struct DateParts {
  std::string_view part[3];
  std::uint32_t end = 0;
};

// Three runs of digits with the same sign between them, touching.
std::optional<DateParts> date_parts(std::string_view text, std::uint32_t i) {
  DateParts out;
  char sign = 0;
  for (int n = 0; n < 3; ++n) {
    const std::uint32_t begin = i;
    while (i < text.size() && i - begin < 5 && is_digit(text[i])) ++i;
    out.part[n] = text.substr(begin, i - begin);
    if (i == begin || i - begin > 4) return std::nullopt;
    if (n == 2) break;
    if (i >= text.size() || (n == 1 && text[i] != sign)) return std::nullopt;
    sign = text[i++];
  }
  out.end = i;
  if (i < text.size() && (is_word(text[i]) || text[i] == sign)) return std::nullopt;
  return out;
}

std::string two_digits(std::string_view s) {
  return s.size() == 1 ? "0" + std::string(s) : std::string(s);
}

}  // namespace

// `01.08.2026`, `01/08/2026`, `2026.08.01`. `1/8/2026` is a division and is left alone: what does not fit then
// is explained where its type does not.
std::uint32_t Scanner::foreign_date(std::uint32_t begin) {
  const auto parts = date_parts(text_, begin);
  if (!parts) return 0;
  const bool year_first = parts->part[0].size() == 4;
  const std::string_view year = parts->part[year_first ? 0 : 2];
  const std::string_view first = parts->part[year_first ? 1 : 0];
  const std::string_view second = parts->part[year_first ? 2 : 1];
  if (year.size() != 4 || first.size() > 2 || second.size() > 2) return 0;
  const bool slashes = text_[parts->end - parts->part[2].size() - 1] == '/';
  if (slashes && first[0] != '0' && second[0] != '0') return 0;
  const std::string a = std::string(year) + "-" + two_digits(first) + "-" + two_digits(second);
  const std::string b = std::string(year) + "-" + two_digits(second) + "-" + two_digits(first);
  const bool a_fits = decode_time(a).problem.empty();
  const bool b_fits = !year_first && decode_time(b).problem.empty();
  auto builder = report(Kind::bad_date, begin, parts->end, {{"text", piece(begin, parts->end)}});
  builder.note("dates are written year, month, day: `2026-11-01`");
  if (a_fits && b_fits && slashes && a != b) {
    builder.help("write " + ("`" + b + "` or `" + a) + "`, whichever day is meant");
  } else if (b_fits || a_fits) {
    builder.fix("write the date that way", span(begin, parts->end), b_fits ? b : a);
  }
  return parts->end;
}

void Scanner::no_currency(diag::Builder& builder, std::uint32_t begin, std::uint32_t end) {
  builder.note("numbers carry no currency: a field holds amounts of one").fix("drop the sign", span(begin, end), "");
}

void Scanner::percent(diag::Builder& builder, std::uint32_t i, const Before& before) {
  builder.note("`%` is not an operator: it makes a number a share, as in `20%`");
  if (before.kind != Token::number) return;
  std::uint32_t next = i + 1;
  while (at(next) == ' ' || at(next) == '\t') ++next;
  const std::uint32_t word = next;
  while (is_word(at(next))) ++next;
  // With an operand behind it, it was meant as a remainder.
  const bool operand = at(word) == '(' || (next > word && word_token(piece(word, next)) == Token::word);
  if (operand) return;
  std::uint32_t blank = i;
  while (blank > 0 && (text_[blank - 1] == ' ' || text_[blank - 1] == '\t')) --blank;
  std::uint32_t number = blank;
  while (number > 0 && (is_word(text_[number - 1]) || text_[number - 1] == '.')) --number;
  builder.fix("let it touch its number", span(number, i + 1), std::string(piece(number, blank)) + "%");
}

}  // namespace rubric::parse
