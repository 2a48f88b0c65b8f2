// Which line ends count: the lists of section "Lines end things", as questions about tokens.
#pragma once

#include <string_view>

#include "token.hpp"

namespace rubric::parse {

using grammar::Token;

/// Can an operand end with this token?
[[nodiscard]] constexpr bool ends_operand(Token t) {
  switch (t) {
    case Token::unit:
    case Token::number:
    case Token::text:
    case Token::time:
    case Token::pattern:
    case Token::close:
    case Token::close_bracket:
    case Token::close_brace:
    case Token::k_true:
    case Token::k_false:
    case Token::k_missing: return true;
    default: return grammar::is_name(t);
  }
}

/// Does a line that ends with these two tokens need more? `previous` is Token::end at the start of a line.
[[nodiscard]] bool needs_more(Token previous, Token last);

/// Does a line that begins with this word belong to the line before?
[[nodiscard]] constexpr bool continues(Token t) {
  switch (t) {
    case Token::k_and:
    case Token::k_or:
    case Token::k_when:
    case Token::k_where:
    case Token::k_then:
    case Token::k_default:
    case Token::k_unless: return true;
    default: return false;
  }
}

/// The line waits for an operand, and the next one begins with what can be none: then the slip is in the
/// first line, and the next one is whole. `next` is its beginning, at least one byte.
[[nodiscard]] bool cannot_follow(Token last, std::string_view next);

}  // namespace rubric::parse
