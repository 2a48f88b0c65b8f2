#include "starts.hpp"

#include "words.hpp"

namespace rubric::parse {

namespace {

using grammar::Token;

// Reads words and signs of one line, roughly: enough to recognise the heads of declarations.
struct Head {
  std::string_view rest;

  void blanks() {
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t')) rest.remove_prefix(1);
  }
  std::string_view word() {
    blanks();
    std::size_t n = 0;
    if (!rest.empty() && is_word_start(rest.front())) {
      while (n < rest.size() && n < 256 && is_word(rest[n])) ++n;
    }
    const std::string_view out = rest.substr(0, n);
    rest.remove_prefix(n);
    return out;
  }
  // A name may stand in back-quotes; then it is no keyword and no type.
  bool quoted() {
    blanks();
    if (rest.empty() || rest.front() != '`') return false;
    const std::size_t close = rest.substr(1, 256).find_first_of("`\n");
    if (close == std::string_view::npos || rest[close + 1] != '`') return false;
    rest.remove_prefix(close + 2);
    return true;
  }
  bool sign(std::string_view s) {
    blanks();
    return rest.substr(0, s.size()) == s;
  }
};

// `set text from "X"` is a field of a record that is called `set`.
bool is_type(Token t) {
  return t == Token::k_text || t == Token::k_number || t == Token::k_bool || t == Token::k_time ||
         t == Token::k_duration || t == Token::k_list;
}

bool table_follows(Head head) {
  if (head.sign("{") || head.sign("(")) return true;
  const Token word = word_token(head.word());
  return word == Token::k_first || word == Token::k_unique || word == Token::k_sum || word == Token::k_from;
}

bool import_follows(Head head) {
  if (head.sign("\"")) return true;
  while (!head.word().empty() && head.sign(".")) head.rest.remove_prefix(1);
  return head.word() == "use";
}

// `score min 0`: the bounds of the sum of all blocks.
bool bound_follows(Head head) {
  const std::string_view word = head.word();
  head.blanks();
  return (word == "min" || word == "max") && !head.rest.empty() &&
         (is_digit(head.rest.front()) || head.rest.front() == '-');
}

bool named(Token keyword, Head head) {
  if (keyword == Token::k_score && bound_follows(head)) return true;
  if (!head.quoted()) {
    const std::string_view name = head.word();
    if (name.empty() || is_type(word_token(name))) return false;
  }
  switch (keyword) {
    case Token::k_param: return head.sign("=") && !head.sign("==");
    case Token::k_set: return (head.sign("=") && !head.sign("==")) || head.word() == "from";
    case Token::k_let: return (head.sign("=") && !head.sign("==")) || head.sign("(");
    case Token::k_record:
    case Token::k_choose: return head.sign("{");
    case Token::k_score: {
      if (head.sign("{")) return true;
      const std::string_view bound = head.word();
      return bound == "min" || bound == "max";
    }
    case Token::k_table: return table_follows(head);
    case Token::k_lifecycle: return head.word() == "from";
    default: return false;
  }
}

}  // namespace

Start declaration_start(std::string_view text, std::size_t at) {
  Head head{text.substr(at)};
  const bool quoted = head.quoted();
  const std::string_view first = quoted ? std::string_view{} : head.word();
  if (first.empty() && !quoted) return Start::none;
  const Token keyword = quoted ? Token::quoted : word_token(first);
  if (grammar::is_reserved(keyword)) return Start::none;
  Head second = head;
  if (second.word() == "when") return Start::rule;
  switch (keyword) {
    case Token::k_criteria:
    case Token::k_test: return head.sign("\"") ? Start::declaration : Start::none;
    case Token::k_from: return import_follows(head) ? Start::declaration : Start::none;
    default: return named(keyword, head) ? Start::declaration : Start::none;
  }
}

bool may_start_declaration(std::string_view text, std::size_t at) {
  Head head{text.substr(at)};
  if (declaration_start(text, at) != Start::none) return true;
  switch (const std::string_view word = head.word(); word.empty() ? Token::end : word_token(word)) {
    case Token::k_criteria:
    case Token::k_from:
    case Token::k_record:
    case Token::k_param:
    case Token::k_set:
    case Token::k_let:
    case Token::k_score:
    case Token::k_choose:
    case Token::k_table:
    case Token::k_lifecycle:
    case Token::k_test: return true;
    default: return false;
  }
}

}  // namespace rubric::parse
