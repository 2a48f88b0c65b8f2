#include "brackets.hpp"

#include <algorithm>

namespace rubric::parse {

namespace {

// The deepest look for a better partner; beyond it the nearest one is taken, which keeps this linear.
constexpr std::size_t kLook = 64;

struct Opener {
  Token kind;
  std::uint32_t offset;
  std::uint32_t indentation;  // of its line
  std::uint32_t line;
};

class Pairing {
 public:
  explicit Pairing(const Chunk& chunk) : chunk_(chunk), indentation_(chunk.indentation) {}

  Blame run() {
    for (const Token t : chunk_.kinds) excess_ += t == Token::close_brace ? 1 : t == Token::open_brace ? -1 : 0;
    for (std::uint32_t i = 0; i < chunk_.size(); ++i) {
      enter(i);
      step(i);
    }
    for (const Opener& o : openers_) out_.unclosed.push_back(o.offset);
    std::sort(out_.unclosed.begin(), out_.unclosed.end());
    return std::move(out_);
  }

 private:
  // Keeps the line and its indentation while walking over what lies before token i.
  void enter(std::uint32_t i) {
    const std::uint32_t begin = chunk_.places[i].begin;
    first_on_line_ = i == 0;
    for (; offset_ < begin; ++offset_) {
      if (chunk_.text[offset_] != '\n') continue;
      ++line_;
      first_on_line_ = true;
      indentation_ = 0;
    }
    if (first_on_line_ && i > 0) {
      std::uint32_t start = begin;
      while (start > 0 && (chunk_.text[start - 1] == ' ' || chunk_.text[start - 1] == '\t')) --start;
      indentation_ = begin - start;
    }
    offset_ = std::max(offset_, chunk_.kinds[i] == Token::newline ? begin : chunk_.places[i].end);
  }

  void step(std::uint32_t i) {
    const std::uint32_t at = chunk_.places[i].begin;
    switch (chunk_.kinds[i]) {
      case Token::open:
      case Token::call_open: return open(Token::close, at);
      case Token::open_bracket: return open(Token::close_bracket, at);
      case Token::open_brace: return open(Token::close_brace, at);
      case Token::close:
      case Token::close_bracket: return close_inline(chunk_.kinds[i], i);
      case Token::close_brace: return close_brace(i);
      default: return;
    }
  }

  void open(Token closer, std::uint32_t at) { openers_.push_back({closer, at, indentation_, line_}); }

  void give_up_down_to(std::size_t size) {
    while (openers_.size() > size) {
      out_.unclosed.push_back(openers_.back().offset);
      openers_.pop_back();
    }
  }

  // `)` and `]` look for their partner, across a `{` only on their own line.
  void close_inline(Token kind, std::uint32_t i) {
    for (std::size_t n = 1; n <= std::min(openers_.size(), kLook); ++n) {
      const Opener& o = openers_[openers_.size() - n];
      if (o.kind == kind) {
        give_up_down_to(openers_.size() - n + 1);
        openers_.pop_back();
        return;
      }
      if (o.kind == Token::close_brace && o.line != line_) break;
    }
    out_.stray.push_back(chunk_.places[i].begin);
  }

  void close_brace(std::uint32_t i) {
    std::size_t nearest = 0;  // 1 is the innermost
    std::size_t fitting = 0;
    for (std::size_t n = 1; n <= std::min(openers_.size(), kLook) && fitting == 0; ++n) {
      const Opener& o = openers_[openers_.size() - n];
      if (o.kind != Token::close_brace) continue;
      if (nearest == 0) nearest = n;
      if (!first_on_line_ || o.indentation <= indentation_) fitting = n;
    }
    const std::size_t chosen = fitting != 0 ? fitting : nearest;
    if (chosen == 0 || is_stray(openers_[openers_.size() - chosen], i)) {
      out_.stray.push_back(chunk_.places[i].begin);
      --excess_;
      return;
    }
    give_up_down_to(openers_.size() - chosen + 1);
    openers_.pop_back();
  }

  // Where there are more `}` than `{`, the one that stands oddly is the one that is too much: in the middle
  // of a line and closing a block of other lines, before something else, or at another indentation.
  [[nodiscard]] bool is_stray(const Opener& opener, std::uint32_t i) const {
    if (opener.line == line_) return false;
    if (!first_on_line_) return excess_ > 0 || more_on_line(i);
    return excess_ > 0 && (opener.indentation != indentation_ || more_on_line(i));
  }

  [[nodiscard]] bool more_on_line(std::uint32_t i) const {
    const std::uint32_t end = chunk_.places[i].end;
    for (std::uint32_t p = end; p < chunk_.text.size() && chunk_.text[p] != '\n' && chunk_.text[p] != '#'; ++p) {
      if (chunk_.text[p] != ' ' && chunk_.text[p] != '\t' && chunk_.text[p] != '\r') return true;
    }
    return false;
  }

  const Chunk& chunk_;
  Blame out_;
  std::vector<Opener> openers_;
  std::uint32_t offset_ = chunk_.places.empty() ? 0 : chunk_.places[0].begin;
  std::uint32_t line_ = 0;
  std::uint32_t indentation_;
  bool first_on_line_ = true;
  int excess_ = 0;  // how many `}` there are more than `{`
};

}  // namespace

Blame blame_brackets(const Chunk& chunk) {
  return Pairing(chunk).run();
}

}  // namespace rubric::parse
