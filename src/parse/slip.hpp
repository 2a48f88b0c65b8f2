// A failed rule and the tokens round it: what those who explain it look at.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chunk.hpp"
#include "diag/sink.hpp"
#include "match.hpp"

namespace rubric::parse {

using diag::Kind;
using grammar::is_name;
using grammar::is_reserved;

[[nodiscard]] std::string quote(std::string_view words);

class Slip {
 public:
  Slip(const Chunk& chunk, const SyntaxError& error, diag::Sink& sink)
      : chunk_(chunk), e_(error), sink_(sink), t_(std::min(error.token, chunk.size())) {}

  [[nodiscard]] Token kind(std::uint32_t i) const { return i <= chunk_.size() ? chunk_.kinds[i] : Token::end; }
  [[nodiscard]] Token found() const { return kind(t_); }
  [[nodiscard]] Token before(std::uint32_t n = 1) const { return t_ >= n ? kind(t_ - n) : Token::end; }
  [[nodiscard]] bool at_line_end() const { return found() == Token::newline || found() == Token::end; }
  [[nodiscard]] std::string_view word() const { return chunk_.spelling(t_); }
  /// The token that did not fit; at a line end the place behind the last token.
  [[nodiscard]] Span here() const;
  /// What is missing is missing on the line before, where the reader still waited for it.
  [[nodiscard]] bool missing_before() const;
  [[nodiscard]] bool crosses_line() const;
  [[nodiscard]] std::string seen() const;
  /// The reader's own reports on this item, up to the end of the line of the failure, explain the failure.
  [[nodiscard]] bool known_already() const;
  [[nodiscard]] bool seen_in_item(Token k) const;
  /// It goes on behind a block whose `}` is missing, which was said; with the bracket the line is right.
  [[nodiscard]] bool in_lost_block() const;
  [[nodiscard]] static std::optional<std::string_view> like(std::string_view w,
                                                            const std::vector<std::string_view>& candidates);

  // Each reports the slip, if it is the one, and says whether it was.
  [[nodiscard]] bool block();
  /// `score max 60 {` was read as the bounds of the sum.
  [[nodiscard]] bool nameless_score();
  /// A number and a word that is no unit.
  [[nodiscard]] bool unit(std::uint32_t i);

  const Chunk& chunk_;
  const SyntaxError& e_;
  diag::Sink& sink_;
  std::uint32_t t_;  // the token that did not fit
};

/// What other languages and everyday English write, and how it is written here. False for anything else.
[[nodiscard]] bool explain_habit(const Slip& slip);
/// Something stands where an item was complete. False when nothing better than the general words is known.
[[nodiscard]] bool explain_stray(const Slip& slip);

}  // namespace rubric::parse
