// Which line ends count: the lists of section "Lines end things", as questions about tokens.
#pragma once

#include <string_view>

#include "token.hpp"

namespace rubric::parse {

using grammar::Token;

/// Can an operand end with this token?
[[nodiscard]] bool ends_operand(Token t);

/// Does a line that ends with these two tokens need more? `previous` is Token::end at the start of a line.
[[nodiscard]] bool needs_more(Token previous, Token last);

/// Does a line that begins with this word belong to the line before?
[[nodiscard]] bool continues(Token t);

/// The line waits for an operand, and the next one begins with what can be none: then the slip is in the
/// first line, and the next one is whole. `next` is its beginning, at least one byte.
[[nodiscard]] bool cannot_follow(Token last, std::string_view next);

}  // namespace rubric::parse
