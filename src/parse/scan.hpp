// One token off the text. What cannot be a token is reported and read as what was most likely meant, so
// that one slip gives one error.
#pragma once

#include <cstdint>
#include <string_view>

#include "chunk.hpp"
#include "diag/sink.hpp"
#include "parse/parse.hpp"

namespace rubric::parse {

struct Scanned {
  Token kind = Token::end;
  std::uint32_t end = 0;  ///< offset behind it
  bool nothing = false;   ///< reported and dropped: there is no token
};

/// What stands before the token, on which a few of them depend.
struct Before {
  Token kind = Token::end;  ///< the last token, if it is on the same line, else Token::newline
  bool pattern = false;     ///< it is `matches` behind an operand
};

class Scanner {
 public:
  Scanner(std::string_view text, std::uint32_t source, diag::Sink& sink, const Limits& limits, Chunk& chunk)
      : text_(text), source_(source), sink_(sink), limits_(limits), chunk_(chunk) {}

  /// `at` is the offset of a byte that is neither blank nor line end nor `#`.
  [[nodiscard]] Scanned token(std::uint32_t at, const Before& before);

  /// How many bytes of a blank that is not a blank of the language stand here, such as a no-break space.
  [[nodiscard]] std::uint32_t odd_blank(std::uint32_t at) const;

  /// Reports, and remembers the place so that what follows from it is not reported again.
  diag::Builder report(diag::Kind kind, std::uint32_t begin, std::uint32_t end, std::vector<diag::Arg> arguments = {});

 private:
  [[nodiscard]] Scanned word(std::uint32_t at, const Before& before);
  [[nodiscard]] Scanned quoted_name(std::uint32_t at);
  [[nodiscard]] Scanned number(std::uint32_t at);
  [[nodiscard]] std::uint32_t foreign_date(std::uint32_t at);
  [[nodiscard]] Scanned time(std::uint32_t at);
  [[nodiscard]] Scanned thousands(std::uint32_t at, std::uint32_t end);
  [[nodiscard]] Scanned letters(std::uint32_t at, std::uint32_t end);
  [[nodiscard]] Scanned text(std::uint32_t at);
  [[nodiscard]] Scanned foreign_quotes(std::uint32_t at, std::uint32_t length, diag::Kind kind);
  [[nodiscard]] Scanned pattern(std::uint32_t at);
  [[nodiscard]] Scanned sign(std::uint32_t at, const Before& before);
  void no_currency(diag::Builder& builder, std::uint32_t begin, std::uint32_t end);
  void percent(diag::Builder& builder, std::uint32_t i, const Before& before);
  [[nodiscard]] Scanned c_operator(std::uint32_t at);
  [[nodiscard]] Scanned dot(std::uint32_t at, const Before& before);
  [[nodiscard]] Scanned foreign(std::uint32_t at);

  void check_number(std::uint32_t at, std::uint32_t end);
  [[nodiscard]] char at(std::uint32_t i) const { return i < text_.size() ? text_[i] : '\0'; }
  [[nodiscard]] std::string_view piece(std::uint32_t begin, std::uint32_t end) const {
    return text_.substr(begin, end - begin);
  }
  [[nodiscard]] std::uint32_t line_end(std::uint32_t at);
  [[nodiscard]] Span span(std::uint32_t begin, std::uint32_t end) const { return {source_, begin, end}; }

  std::string_view text_;
  std::uint32_t source_;
  diag::Sink& sink_;
  const Limits& limits_;
  Chunk& chunk_;
  // Where the line ends that was asked for last: a long line is searched once, not once a token.
  std::uint32_t line_from_ = 1;
  std::uint32_t line_end_ = 0;
};

}  // namespace rubric::parse
