// The alphabet of the grammar: one byte a token. The reader (src/parse/lexer) turns text into a
// string of these, and the rules of grammar.hpp match that string, so that blanks, comments and line
// ends are settled before a rule sees anything, and the offset of a byte is the number of a token.
#pragma once

#include <cstdint>
#include <string_view>

namespace rubric::grammar {

enum class Token : std::uint8_t {
  end,  ///< behind the last token of a declaration; consumed by no rule
#define RUBRIC_RESERVED(token, spelling) token,
#include "keywords.def"
// ORDER: from here to `quoted` stand the tokens that can be a name; `name` in grammar.hpp is a range.
#define RUBRIC_WORD(token, spelling) token,
#include "keywords.def"
  word,    ///< a word that the language does not know
  quoted,  ///< `Total Visits` in back-quotes
  unit,    ///< `days` after a number or after `calendar`, on its line
  number,
  text,
  time,
  pattern,    ///< `/re/i` after `matches`
  newline,    ///< a line end that ends something
  call_open,  ///< the `(` that touches the name before it
#define RUBRIC_SIGN(token, spelling) token,
#include "operators.def"
  count_
};

inline constexpr Token kFirstName = Token::k_criteria;
inline constexpr Token kLastName = Token::quoted;

[[nodiscard]] constexpr bool is_name(Token token) {
  return token >= kFirstName && token <= kLastName;
}
[[nodiscard]] constexpr bool is_reserved(Token token) {
  return token >= Token::k_and && token < kFirstName;
}

/// The words or the sign as written in a file; for classes of tokens a word for people.
[[nodiscard]] constexpr std::string_view spelling(Token token) {
  // clang-format off
  switch (token) {
#define RUBRIC_RESERVED(token, spelling) case Token::token: return spelling;
#define RUBRIC_WORD(token, spelling) case Token::token: return spelling;
#include "keywords.def"
#define RUBRIC_SIGN(token, spelling) case Token::token: return spelling;
#include "operators.def"
    // clang-format on
    case Token::end: return "the end";
    case Token::word:
    case Token::quoted: return "a name";
    case Token::unit: return "a unit of time";
    case Token::number: return "a number";
    case Token::text: return "a text";
    case Token::time: return "a date";
    case Token::pattern: return "a pattern";
    case Token::newline: return "the end of the line";
    case Token::call_open: return "(";
    case Token::count_: break;
  }
  return {};
}

}  // namespace rubric::grammar
