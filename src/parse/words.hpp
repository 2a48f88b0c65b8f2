// Which token a word is.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "ast/ast.hpp"
#include "token.hpp"

namespace rubric::parse {

/// A keyword's token, or Token::word. Units are words here: only their place makes them units.
[[nodiscard]] grammar::Token word_token(std::string_view word);

/// `day`, `days` …; none for other words.
[[nodiscard]] std::optional<ast::Unit> unit_of(std::string_view word);

[[nodiscard]] constexpr bool is_word_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
[[nodiscard]] constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Every byte of a file is asked this: one look at a table.
inline constexpr auto kIsWord = [] {
  std::array<bool, 256> out{};
  for (std::size_t c = 0; c < 128; ++c) out[c] = is_word_start(static_cast<char>(c)) || is_digit(static_cast<char>(c));
  return out;
}();
[[nodiscard]] constexpr bool is_word(char c) {
  return kIsWord[static_cast<unsigned char>(c)];
}

/// What a token can be that begins with a byte.
enum class Begins : std::uint8_t { sign, word, digit, text, quoted_name, single_quote, dot, slash, foreign };

inline constexpr auto kBegins = [] {
  std::array<Begins, 256> out{};
  for (std::size_t i = 0; i < out.size(); ++i) {
    const char c = static_cast<char>(i);
    out[i] = is_word_start(c) ? Begins::word : is_digit(c) ? Begins::digit : i >= 128 ? Begins::foreign : Begins::sign;
  }
  out['"'] = Begins::text;
  out['`'] = Begins::quoted_name;
  out['\''] = Begins::single_quote;
  out['.'] = Begins::dot;
  out['/'] = Begins::slash;
  return out;
}();
[[nodiscard]] constexpr Begins begins(char c) {
  return kBegins[static_cast<unsigned char>(c)];
}

}  // namespace rubric::parse
