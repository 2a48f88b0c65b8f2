#include "words.hpp"

#include <algorithm>
#include <array>

#include "base/bytes.hpp"

namespace rubric::parse {

namespace {

using grammar::Token;

struct Entry {
  std::string_view spelling;
  Token token = Token::word;
};

constexpr std::size_t kSlots = 512;

constexpr std::size_t slot(std::string_view w) {
  const auto at = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(w[i])); };
  return (at(0) * 7 + at(w.size() - 1) * 31 + at(w.size() / 2) * 3 + w.size() * 17) % kSlots;
}

// Open addressing, filled when compiled: one probe for most words, known or not.
constexpr std::array<Entry, kSlots> make_table() {
  std::array<Entry, kSlots> table{};
  const auto add = [&](std::string_view spelling, Token token) {
    std::size_t i = slot(spelling);
    while (!table[i].spelling.empty()) i = (i + 1) % kSlots;
    table[i] = {spelling, token};
  };
#define RUBRIC_RESERVED(token, spelling) add(spelling, Token::token);
#define RUBRIC_WORD(token, spelling) add(spelling, Token::token);
#include "keywords.def"
  return table;
}

constexpr auto kTable = make_table();

constexpr std::size_t kLongest = [] {
  std::size_t out = 0;
  for (const Entry& e : kTable) out = std::max(out, e.spelling.size());
  return out;
}();

}  // namespace

Token word_token(std::string_view word) {
  if (word.size() > kLongest) return Token::word;
  for (std::size_t i = slot(word); !kTable[i].spelling.empty(); i = (i + 1) % kSlots) {
    if (base::same_text(kTable[i].spelling, word)) return kTable[i].token;
  }
  return Token::word;
}

std::optional<ast::Unit> unit_of(std::string_view word) {
#define RUBRIC_UNIT(spelling, unit) \
  if (word == (spelling)) return ast::Unit::unit;
#include "keywords.def"
  return std::nullopt;
}

}  // namespace rubric::parse
