#include "line_rules.hpp"

#include "words.hpp"

namespace rubric::parse {

namespace {

// Soft words behind which a name stands, so that `of` or `with` there is that name.
bool name_follows(Token t) {
  switch (t) {
    case Token::k_expect:
    case Token::k_start:
    case Token::k_use:
    case Token::k_by:
    case Token::k_from:
    case Token::k_as:
    case Token::dot: return true;
    default: return !ends_operand(t);
  }
}

}  // namespace

bool needs_more(Token previous, Token last) {
  switch (last) {
    case Token::equal:
    case Token::not_equal:
    case Token::less:
    case Token::less_equal:
    case Token::greater:
    case Token::greater_equal:
    case Token::assign:
    case Token::plus:
    case Token::minus:
    case Token::slash:
    case Token::comma:
    case Token::bar:
    case Token::yields:
    case Token::arrow:
    case Token::colon:
    case Token::k_and:
    case Token::k_or:
    case Token::k_when:
    case Token::k_where:
    case Token::k_then:
    case Token::k_else:
    case Token::k_default:
    case Token::k_in:
    case Token::k_between:
    case Token::k_unless: return true;
    case Token::star: return ends_operand(previous);
    case Token::k_of:
    case Token::k_with: return !name_follows(previous);
    default: return false;
  }
}

bool cannot_follow(Token last, std::string_view next) {
  if (last == Token::bar || last == Token::yields || last == Token::arrow || last == Token::comma) return false;
  if (std::string_view("<>=|*/)]},:").find(next[0]) != std::string_view::npos) return true;
  for (const std::string_view clause : {"once per ", "halving every ", "up to ", "for each ", "because \""}) {
    if (next.substr(0, clause.size()) == clause) return true;
  }
  std::size_t i = 0;
  while (i < next.size() && is_word(next[i])) ++i;
  while (i > 0 && i < next.size() && next[i] == ' ') ++i;
  return i > 0 && next.substr(i, 2) == "->";
}

}  // namespace rubric::parse
