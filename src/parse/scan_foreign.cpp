// Signs beyond ASCII: what was pasted from a text program, and names in other alphabets.
#include "scan.hpp"
#include "utf8.hpp"
#include "words.hpp"

namespace rubric::parse {

using diag::Kind;

namespace {

bool is_odd_blank(std::uint32_t code) {
  return code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200F) || code == 0x2028 || code == 0x2029 ||
         code == 0x202F || code == 0x205F || code == 0x2060 || code == 0x3000 || code == 0xFEFF || code == 0xAD ||
         code == 0x85;
}

struct Lookalike {
  std::uint32_t code;
  Token token;
  std::string_view meant;
};

constexpr Lookalike kLookalikes[] = {
    {0x2010, Token::minus, "-"},       {0x2011, Token::minus, "-"},
    {0x2012, Token::minus, "-"},       {0x2013, Token::minus, "-"},
    {0x2014, Token::minus, "-"},       {0x2212, Token::minus, "-"},
    {0xD7, Token::star, "*"},          {0xF7, Token::slash, "/"},
    {0x2264, Token::less_equal, "<="}, {0x2265, Token::greater_equal, ">="},
    {0x2260, Token::not_equal, "!="},  {0x2192, Token::arrow, "->"},
    {0x21D2, Token::yields, "=>"},     {0x2026, Token::range, ".."},
};

}  // namespace

std::uint32_t Scanner::odd_blank(std::uint32_t i) const {
  if (i >= text_.size()) return 0;
  if ((static_cast<unsigned char>(text_[i]) & 0x80U) == 0) return text_[i] == '\v' || text_[i] == '\f' ? 1 : 0;
  const CodePoint p = code_point(text_, i);
  return p.length != 0 && is_odd_blank(p.code) ? p.length : 0;
}

Scanned Scanner::foreign(std::uint32_t i) {
  const CodePoint p = code_point(text_, i);
  if (p.length == 0) {
    // Not UTF-8, which has been reported for the whole file.
    chunk_.reported.push_back(i);
    return {Token::end, i + 1, true};
  }
  if (p.code >= 0x201C && p.code <= 0x201F) return foreign_quotes(i, p.length, Kind::curly_quotes);
  if (p.code == 0xAB || p.code == 0xBB) return foreign_quotes(i, p.length, Kind::curly_quotes);
  if (p.code >= 0x2018 && p.code <= 0x201B) return foreign_quotes(i, p.length, Kind::curly_quotes);
  for (const Lookalike& l : kLookalikes) {
    if (l.code != p.code) continue;
    report(Kind::pasted_sign, i, i + p.length, {{"sign", piece(i, i + p.length)}, {"meant", l.meant}})
        .fix("write `" + std::string(l.meant) + "`", span(i, i + p.length), std::string(l.meant), true);
    return {l.token, i + p.length};
  }
  if (p.code == 0x20AC || p.code == 0xA3 || p.code == 0xA5) {
    auto builder = report(Kind::unexpected_character, i, i + p.length,
                          {{"character", "`" + std::string(piece(i, i + p.length)) + "`"}});
    no_currency(builder, i, i + p.length);
    return {Token::end, i + p.length, true};
  }
  std::uint32_t end = i;
  for (CodePoint next = p; end < text_.size() && next.length != 0 && !is_odd_blank(next.code) &&
                           (next.code >= 0x80 || is_word(static_cast<char>(next.code)));) {
    end += next.length;
    if (end < text_.size()) next = code_point(text_, end);
  }
  report(Kind::foreign_letters, i, end, {{"text", piece(i, end)}})
      .note("names are written with the letters a to z, digits and `_`")
      .help("a field with another name is written in back-quotes, a text in double quotes");
  return {Token::word, end};
}

}  // namespace rubric::parse
