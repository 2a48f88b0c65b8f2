// text -> chunks: one declaration at a time, with the line-end rules settled, brackets paired and
// comments kept. A slip in one declaration never reaches the next.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ast/ast.hpp"
#include "brackets.hpp"
#include "chunk.hpp"
#include "diag/sink.hpp"
#include "parse/parse.hpp"
#include "scan.hpp"

namespace rubric::parse {

class Lexer {
 public:
  /// Comments go to `comments` in the order of the text.
  Lexer(std::string_view text, std::uint32_t source, diag::Sink& sink, const Limits& limits,
        std::vector<ast::Comment>& comments);

  /// The next declaration, or false at the end of the text. A chunk may be empty of tokens, when all of
  /// its characters were reported.
  [[nodiscard]] bool next(Chunk& out);

  /// Says before `next` whether the last declaration lacked its `{`, so that its `}` is no news.
  void forgive_closer(bool forgive) { forgive_closer_ = forgive; }

 private:
  struct Frame {
    Token closer;
    std::uint32_t token;
    bool lost = false;     // nothing closes it: the reader does, at the end of the line or of the block
    bool inline_ = false;  // it has its first member on its line
  };

  bool skip_to_declaration(Chunk& out);
  void read(Chunk& out);
  [[nodiscard]] bool unbalanced_at_line_start(const Chunk& out);
  bool reread(Chunk& out, std::uint32_t start);

  void blanks(Chunk& out, Scanner& scanner);
  bool line_end(Chunk& out);
  [[nodiscard]] bool line_goes_on(const Chunk& out);
  [[nodiscard]] bool ends_here(Chunk& out);
  [[nodiscard]] bool runs_over(const Chunk& out, std::uint32_t next);
  [[nodiscard]] std::uint32_t indentation_of(std::uint32_t at, std::uint32_t most) const;
  void comment();
  [[nodiscard]] std::uint32_t peek() const;
  void add_token(Chunk& out, Scanner& scanner);
  void plain_tokens(Chunk& out);
  [[nodiscard]] bool goes_on_with(Token kind) const;
  void open(Chunk& out, Token closer, Scanner& scanner, std::uint32_t begin);
  void close(Chunk& out, Token kind, std::uint32_t begin, Scanner& scanner);
  void close_lost(Chunk& out, bool inline_only, std::uint32_t at);
  void close_top(Chunk& out, std::uint32_t begin, std::uint32_t end);
  void report_unclosed(Scanner& scanner, Token kind, std::uint32_t begin);
  [[nodiscard]] Before before(const Chunk& out) const;

  std::string_view text_;
  std::uint32_t source_;
  diag::Sink& sink_;
  const Limits& limits_;
  std::vector<ast::Comment>& comments_;

  std::uint32_t at_ = 0;
  std::uint32_t end_;  // of what is read now: the text, or a cut
  std::uint32_t comments_end_ = 0;
  std::vector<Frame> frames_;
  bool line_start_ = false;  // the next token is the first on its line
  bool settled_ = false;     // the line ends before the next token have been judged
  bool balanced_ = true;
  bool had_block_ = false;  // a `{` was closed on a later line
  bool forgive_closer_ = false;
  bool hopeless_ = false;        // a bracket was open at the end of the text once: do not look that far again
  std::uint32_t candidate_ = 0;  // an arm of a choose that could be a rule
  bool repairing_ = false;
  std::uint32_t repaired_until_ = 0;  // up to here `blame_` is known
  Blame blame_;
};

}  // namespace rubric::parse
