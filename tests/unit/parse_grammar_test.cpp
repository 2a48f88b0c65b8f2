// grammar/rubric.ebnf says what grammar/grammar.hpp does: the rules of the header, written out in the
// notation of the other file, must be that file. Rules that are one token or another rule under a new name
// (for the sake of messages) are written where they are used.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <vector>

#include "../../grammar/token.hpp"

namespace {

using rubric::grammar::Token;

std::string content(const std::string& name) {
  std::ifstream in(std::string(TEST_DATA_DIR) + "/../grammar/" + name, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

const std::map<std::string, std::string> kSpellings{
#define RUBRIC_RESERVED(token, spelling) {#token, "\"" spelling "\""},
#define RUBRIC_WORD(token, spelling) {#token, "\"" spelling "\""},
#include "../../grammar/keywords.def"
#define RUBRIC_SIGN(token, spelling) {#token, "\"" spelling "\""},
#include "../../grammar/operators.def"
    {"unit", "UNIT"},       {"number", "NUMBER"},   {"text", "TEXT"},          {"time", "DATE"},
    {"pattern", "PATTERN"}, {"newline", "NEWLINE"}, {"call_open", "TOUCHING"}, {"end", "END"},
};

/// `seq<a, opt<t<T::b>>>` as a tree.
struct Term {
  std::string head;
  std::vector<Term> arguments;
};

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Term term() {
    blanks();
    Term out;
    while (i_ < text_.size() &&
           (std::isalnum(static_cast<unsigned char>(text_[i_])) != 0 || text_[i_] == '_' || text_[i_] == ':')) {
      out.head += text_[i_++];
    }
    if (out.head.rfind("p::", 0) == 0) out.head.erase(0, 3);
    blanks();
    if (i_ >= text_.size() || text_[i_] != '<') return out;
    do {
      ++i_;
      out.arguments.push_back(term());
      blanks();
    } while (text_[i_] == ',');
    ++i_;
    return out;
  }

 private:
  void blanks() {
    while (i_ < text_.size() && (text_[i_] == ' ' || text_[i_] == '\n')) ++i_;
  }
  std::string_view text_;
  std::size_t i_ = 0;
};

class Grammar {
 public:
  explicit Grammar(const std::string& header) {
    std::istringstream lines(header);
    for (std::string line; std::getline(lines, line);) {
      const std::size_t colon = line.find(" : "), body = line.find(" {};");
      if (line.rfind("struct ", 0) != 0 || colon == std::string::npos || body == std::string::npos) continue;
      const std::string name = line.substr(7, colon - 7);
      order_.push_back(name);
      rules_[name] = Reader(std::string_view(line).substr(colon + 3, body - colon - 3)).term();
    }
    // The four templates are notation, not rules of the language.
    for (const char* name : {"t", "block", "member_end", "members"}) {
      rules_.erase(name);
      order_.erase(std::remove(order_.begin(), order_.end(), name), order_.end());
    }
  }

  [[nodiscard]] std::map<std::string, std::string> productions() const {
    std::map<std::string, std::string> out;
    for (const std::string& name : order_) {
      if (!inlined(name)) out[name] = written(rules_.at(name), Place::alone);
    }
    return out;
  }
  [[nodiscard]] const std::vector<std::string>& order() const { return order_; }

 private:
  [[nodiscard]] bool inlined(const std::string& name) const {
    const auto rule = rules_.find(name);
    if (rule == rules_.end() || name == "name" || name == "literal") return false;
    return rule->second.head == "t" || (rule->second.arguments.empty() && rules_.contains(rule->second.head)) ||
           (rule->second.head == "at" && rule->second.arguments[0].head == "t");
  }

  // Where a term stands decides whether it needs parentheses.
  enum class Place { alone, choice, row, prefixed };

  [[nodiscard]] std::string written(const Term& term, Place place) const {
    const auto& a = term.arguments;
    if (term.head == "t" || term.head == "sor") return choice(a, place);
    if (term.head.rfind("T::", 0) == 0) {
      return kSpellings.at(term.head.substr(3));
    }
    if (term.head == "opt") return "[ " + row(a, Place::alone) + " ]";
    if (term.head == "star") return "{ " + row(a, Place::alone) + " }";
    if (term.head == "plus") return row(a, Place::row) + " { " + row(a, Place::alone) + " }";
    if (term.head == "at") return "&" + row(a, Place::prefixed);
    if (term.head == "not_at") return "!" + row(a, Place::prefixed);
    if (term.head == "block") return "block(" + a[0].head + ")";
    if (term.head == "members") return "members(" + written(a[0], Place::alone) + ")";
    if (term.head == "uint8::range") return "WORD";
    // What the block says itself.
    if (term.head == "block_start") return "";
    for (const char* sequence : {"seq", "must", "deeper", "recovered", "header"}) {
      if (term.head == sequence) return row(a, place);
    }
    REQUIRE_MESSAGE(a.empty(), "no notation for " << term.head);
    return inlined(term.head) ? written(rules_.at(term.head), place) : term.head;
  }

  [[nodiscard]] std::string choice(const std::vector<Term>& terms, Place place) const {
    if (terms.size() == 1) return written(terms[0], place);
    std::string out;
    for (const Term& t : terms) out += (out.empty() ? "" : " | ") + written(t, Place::choice);
    return place == Place::row || place == Place::prefixed ? "( " + out + " )" : out;
  }

  [[nodiscard]] std::string row(const std::vector<Term>& terms, Place place) const {
    if (terms.size() == 1) return written(terms[0], place);
    std::string out;
    for (const Term& t : terms) {
      const std::string piece = written(t, Place::row);
      out += (out.empty() || piece.empty() ? "" : " ") + piece;
    }
    return place == Place::prefixed ? "( " + out + " )" : out;
  }

  std::vector<std::string> order_;
  std::map<std::string, Term> rules_;
};

std::string squeezed(const std::string& text) {
  std::istringstream in(text);
  std::string out;
  for (std::string word; in >> word;) out += (out.empty() ? "" : " ") + word;
  return out;
}

/// `name = body ;` without comments `(* … *)`.
std::map<std::string, std::string> read_ebnf(std::string text) {
  for (std::size_t begin = 0; (begin = text.find("(*")) != std::string::npos;) {
    text.erase(begin, text.find("*)", begin) + 2 - begin);
  }
  std::map<std::string, std::string> out;
  std::istringstream in(text);
  std::string name, equals;
  while (in >> name >> equals) {
    REQUIRE_MESSAGE(equals == "=", name);
    std::string body, word;
    while (in >> word && word != ";") body += (body.empty() ? "" : " ") + word;
    CHECK_MESSAGE(!out.contains(name), "twice: " << name);
    out[name] = body;
  }
  return out;
}

}  // namespace

TEST_SUITE("grammar/ebnf") {
  TEST_CASE("each production is its rule, and each rule has its production") {
    const Grammar grammar(content("grammar.hpp"));
    const auto rules = grammar.productions();
    const auto written = read_ebnf(content("rubric.ebnf"));
    REQUIRE(rules.size() > 80);
    for (const auto& [name, body] : rules) {
      const auto found = written.find(name);
      REQUIRE_MESSAGE(found != written.end(), "rubric.ebnf lacks:  " << name << " = " << body << " ;");
      CHECK_MESSAGE(squeezed(found->second) == squeezed(body), name);
    }
    for (const auto& [name, body] : written) CHECK_MESSAGE(rules.contains(name), "grammar.hpp has no rule " << name);
  }
  TEST_CASE("every word and sign of the lists is used by the grammar") {
    const std::string header = content("grammar.hpp");
    for (const auto& [token, spelling] : kSpellings) {
      CHECK_MESSAGE(header.find("T::" + token) != std::string::npos, spelling << " is in a list and in no rule");
    }
  }
  TEST_CASE("lists hold each spelling once, and longer signs before their beginnings") {
    std::set<std::string_view> seen;
    std::vector<std::string_view> signs;
    for (std::size_t i = 1; i < static_cast<std::size_t>(Token::count_); ++i) {
      const auto t = static_cast<Token>(i);
      if (t >= Token::word && t <= Token::call_open) continue;
      CHECK_MESSAGE(seen.insert(rubric::grammar::spelling(t)).second, rubric::grammar::spelling(t));
      if (t > Token::call_open) signs.push_back(rubric::grammar::spelling(t));
    }
    for (std::size_t i = 0; i < signs.size(); ++i) {
      for (std::size_t k = 0; k < i; ++k)
        CHECK_FALSE_MESSAGE(signs[i].rfind(signs[k], 0) == 0, signs[k] << " hides " << signs[i]);
    }
  }
}
