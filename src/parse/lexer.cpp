#include "lexer.hpp"

#include <algorithm>
#include <string>

#include "line_rules.hpp"
#include "starts.hpp"
#include "words.hpp"

namespace rubric::parse {

using diag::Kind;

namespace {

bool joins(Token closer) {
  return closer == Token::close;
}

// A sign or a letter of ASCII: where most tokens begin.
bool begins_token(char c) {
  return c > ' ' && c < '\x7F' && c != '#';
}

// Whole numbers of so many digits are exact.
constexpr std::uint32_t kPlainDigits = 15;

bool has(const std::vector<std::uint32_t>& sorted, std::uint32_t offset) {
  return std::binary_search(sorted.begin(), sorted.end(), offset);
}

}  // namespace

Lexer::Lexer(std::string_view text, std::uint32_t source, diag::Sink& sink, const Limits& limits,
             std::vector<ast::Comment>& comments)
    : text_(text),
      source_(source),
      sink_(sink),
      limits_(limits),
      comments_(comments),
      end_(static_cast<std::uint32_t>(text.size())) {
  if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
}

bool Lexer::next(Chunk& out) {
  out.clear();
  out.source = source_;
  out.text = text_;
  if (!skip_to_declaration(out)) return false;
  const std::uint32_t start = at_;
  if (start < repaired_until_) return reread(out, start);
  const std::size_t mark = sink_.size();
  repairing_ = false;
  read(out);
  if (balanced_) return true;
  blame_ = blame_brackets(out);
  repaired_until_ = at_;
  sink_.truncate(mark);
  return reread(out, start);
}

// What was read to find out that brackets do not pair is read again, knowing which do not. It can turn out
// to be several declarations: none of them is looked through twice.
bool Lexer::reread(Chunk& out, std::uint32_t start) {
  const std::string_view doc = out.doc;
  const std::uint32_t indentation = out.indentation;
  out.clear();
  out.doc = doc;
  out.indentation = indentation;
  repairing_ = true;
  at_ = start;
  end_ = repaired_until_;
  read(out);
  end_ = static_cast<std::uint32_t>(text_.size());
  std::sort(out.reported.begin(), out.reported.end());
  return true;
}

bool Lexer::skip_to_declaration(Chunk& out) {
  std::uint32_t doc_begin = 0, doc_end = 0, line = at_;
  bool first_line = at_ == 0 || text_[at_ - 1] == '\n' || at_ == 3;
  while (at_ < end_) {
    const char c = text_[at_];
    if (c == ' ' || c == '\t' || c == '\r') {
      ++at_;
    } else if (c == '\n') {
      // A blank line, or a comment line that is no documentation, parts the `##` lines from what follows.
      if (doc_end <= line) doc_begin = doc_end = 0;
      line = ++at_;
      first_line = true;
    } else if (c == '#') {
      const std::uint32_t begin = at_;
      const bool doc = text_.substr(begin, 2) == "##" && first_line;
      comment();
      if (doc && doc_end == 0) doc_begin = begin;
      if (doc) doc_end = text_[at_ - 1] == '\r' ? at_ - 1 : at_;
    } else {
      break;
    }
  }
  if (at_ >= end_) return false;
  out.doc = text_.substr(doc_begin, doc_end - doc_begin);
  while (line < at_ && line > 0 && text_[line - 1] != '\n') --line;
  out.indentation = at_ - line;
  return true;
}

void Lexer::read(Chunk& out) {
  Scanner scanner(text_, source_, sink_, limits_, out);
  frames_.clear();
  balanced_ = true;
  had_block_ = false;
  candidate_ = 0;
  line_start_ = false;
  settled_ = false;
  while (true) {
    // One blank and then a token: that is most of a file.
    if (at_ < end_ && text_[at_] == ' ') ++at_;
    if (at_ >= end_ || !begins_token(text_[at_])) blanks(out, scanner);
    if (at_ >= end_) break;
    if (text_[at_] == '\n') {
      if (!line_end(out)) break;
      continue;
    }
    if (line_start_ && !repairing_ && !frames_.empty() && unbalanced_at_line_start(out)) break;
    add_token(out, scanner);
    if (!line_start_ && !repairing_ && !out.kinds.empty()) plain_tokens(out);
  }
  if (!frames_.empty()) {
    if (at_ >= end_ && !repairing_) {
      hopeless_ = true;
      if (candidate_ != 0) at_ = candidate_;
    }
    balanced_ = false;
    while (!repairing_ && !out.kinds.empty() && out.places.back().begin >= at_) out.drop_last();
    while (repairing_ && !frames_.empty()) close_top(out, at_, at_);
  }
  out.put(Token::end, at_, at_);
  out.partners.resize(out.kinds.size());
}

// Indentation decides only here, where the text is wrong already, or the line begins with what no correct
// file has inside brackets.
bool Lexer::unbalanced_at_line_start(const Chunk& out) {
  if (indentation_of(at_, out.indentation + 1) > out.indentation) return false;
  const Start start = declaration_start(text_, at_);
  if (start == Start::none) return false;
  // `NAME when` can be an arm of a choose, or the end of something that began on the line before.
  const bool in_choose =
      frames_.size() == 1 && out.kinds[0] == Token::k_choose && frames_[0].closer == Token::close_brace;
  const bool goes_on =
      out.kinds.back() != Token::newline && out.kinds.back() != Token::open_brace && !joins(frames_.back().closer);
  const bool arm = start == Start::rule && (in_choose || goes_on) && !hopeless_;
  if (arm && candidate_ == 0) candidate_ = at_;
  return !arm;
}

void Lexer::blanks(Chunk& out, Scanner& scanner) {
  while (at_ < end_) {
    const char c = text_[at_];
    if (c == ' ' || c == '\t' || (c == '\r' && (at_ + 1 >= end_ || text_[at_ + 1] == '\n'))) {
      ++at_;
    } else if (c == '#') {
      comment();
    } else if (begins_token(c)) {
      return;
    } else if (const std::uint32_t odd = scanner.odd_blank(at_); odd != 0) {
      const std::uint32_t begin = at_;
      for (std::uint32_t more = odd; more != 0 && at_ < end_; more = scanner.odd_blank(at_)) at_ += more;
      scanner.report(Kind::odd_blank, begin, at_)
          .label("looks like a blank, and is another character")
          .note("between words stand blanks, tabs and line ends; other signs come with text that was pasted")
          .fix("put a blank", {source_, begin, at_}, " ", true);
      // Nothing follows from it: it was read as the blank that it looks like.
      out.reported.pop_back();
    } else {
      return;
    }
  }
}

void Lexer::comment() {
  const std::uint32_t begin = at_;
  const std::size_t stop = std::min<std::size_t>(text_.find('\n', at_), text_.size());
  at_ = static_cast<std::uint32_t>(stop);
  if (begin < comments_end_) return;
  comments_end_ = at_;
  const std::uint32_t end = at_ > begin && text_[at_ - 1] == '\r' ? at_ - 1 : at_;
  comments_.push_back({{source_, begin, end}, text_.substr(begin, 2) == "##"});
}

// The next byte that is neither blank nor line end nor in a comment.
std::uint32_t Lexer::peek() const {
  std::size_t i = at_;
  while (i < end_) {
    const char c = text_[i];
    if (c == '#') {
      i = std::min<std::size_t>(text_.find('\n', i), end_);
    } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      ++i;
    } else {
      break;
    }
  }
  return static_cast<std::uint32_t>(std::min<std::size_t>(i, end_));
}

// At a line end: false when the declaration ends here.
bool Lexer::line_end(Chunk& out) {
  if (repairing_) close_lost(out, true, at_);
  const std::uint32_t begin = at_++;
  line_start_ = true;
  if (!frames_.empty() && joins(frames_.back().closer) && !frames_.back().lost) return true;
  if (settled_) return true;
  settled_ = true;
  if (out.kinds.empty()) return frames_.empty() ? (--at_, false) : true;
  if (line_goes_on(out)) return true;
  if (frames_.empty() && ends_here(out)) {
    --at_;
    return false;
  }
  if (out.kinds.back() != Token::open_brace && out.kinds.back() != Token::open_bracket) {
    out.put(Token::newline, begin, begin + 1);
  }
  return true;
}

// Outside brackets: does the next line with words belong to something else?
bool Lexer::ends_here(Chunk& out) {
  const std::uint32_t next = peek();
  std::uint32_t end = next;
  while (end < end_ && end - next < 8 && is_word(text_[end])) ++end;
  const std::string_view word = text_.substr(next, end - next);
  const Token token = word.empty() || is_digit(word[0]) ? Token::end : word_token(word);
  if (continues(token) || token == Token::k_else || (next < end_ && text_[next] == '{')) return false;
  if (token == Token::k_because) {
    while (end < end_ && (text_[end] == ' ' || text_[end] == '\t')) ++end;
    if (end < end_ && text_[end] == '"') return false;
  }
  if (!runs_over(out, next)) return true;
  balanced_ = false;
  return false;
}

// Behind a block stand lines that begin no declaration and are indented like its items, or another `}`: one
// of its brackets is too much or missing, and its items go on.
bool Lexer::runs_over(const Chunk& out, std::uint32_t next) {
  if (!had_block_ || repairing_ || next >= end_) return false;
  const std::uint32_t indentation = indentation_of(next, out.indentation + 1);
  const bool closer = text_[next] == '}' && indentation == out.indentation;
  return closer || (indentation > out.indentation && !may_start_declaration(text_, next));
}

// Of the line on which `at` is the first that is no blank; counted no further than `most`.
std::uint32_t Lexer::indentation_of(std::uint32_t at, std::uint32_t most) const {
  std::uint32_t line = at;
  while (line > 0 && text_[line - 1] != '\n' && at - line < most) --line;
  return at - line;
}

bool Lexer::line_goes_on(const Chunk& out) {
  const std::size_t n = out.kinds.size();
  const bool line_begins = n < 2 || out.kinds[n - 2] == Token::newline;
  if (!needs_more(line_begins ? Token::end : out.kinds[n - 2], out.kinds[n - 1])) return false;
  const std::uint32_t next = peek();
  if (next >= end_ || text_[next] == '+' || text_[next] == '-') return false;
  const Token last = out.kinds[n - 1];
  if (text_[next] == '{' && (grammar::is_reserved(last) || grammar::is_name(last))) return false;
  if (cannot_follow(last, text_.substr(next, std::min<std::uint32_t>(end_ - next, 40)))) return false;
  return !frames_.empty() || declaration_start(text_, next) == Start::none;
}

Before Lexer::before(const Chunk& out) const {
  Before b;
  if (out.kinds.empty()) return b;
  const std::size_t n = out.kinds.size();
  const Token last = out.kinds[n - 1];
  b.kind = line_start_ ? Token::newline : last;
  // `matches` is an operator behind an operand; elsewhere it is a name, and `/` divides.
  b.pattern = last == Token::k_matches && n >= 2 && ends_operand(out.kinds[n - 2]) &&
              !(out.kinds[n - 2] == Token::k_expect &&
                (n == 2 || out.kinds[n - 3] == Token::newline || out.kinds[n - 3] == Token::open_brace));
  return b;
}

void Lexer::add_token(Chunk& out, Scanner& scanner) {
  const std::uint32_t begin = at_;
  const Scanned s = scanner.token(begin, before(out));
  at_ = std::min(s.end, std::max(end_, begin + 1));
  if (s.nothing) return;
  line_start_ = false;
  settled_ = false;
  if (!out.kinds.empty() && out.kinds.back() == Token::newline && goes_on_with(s.kind)) out.drop_last();
  switch (s.kind) {
    case Token::open:
    case Token::call_open: out.put(s.kind, begin, at_); return open(out, Token::close, scanner, begin);
    case Token::open_bracket: out.put(s.kind, begin, at_); return open(out, Token::close_bracket, scanner, begin);
    case Token::open_brace: out.put(s.kind, begin, at_); return open(out, Token::close_brace, scanner, begin);
    case Token::close:
    case Token::close_bracket:
    case Token::close_brace: return close(out, s.kind, begin, scanner);
    default: out.put(s.kind, begin, at_);
  }
}

// Words, dots, commas, comparisons, short whole numbers and texts without escapes are most of a file: on a line that
// has begun they are taken here, one after the other. Whatever has a second look at it, a slip among them, is left to
// add_token.
void Lexer::plain_tokens(Chunk& out) {
  const char* const text = text_.data();
  const char* const stop = text + end_;
  const char* p = text + at_;
  Token last = out.kinds.back();
  const auto is = [&](char c) { return p != stop && *p == c; };
  const auto length = [&](const char* begin) { return static_cast<std::size_t>(p - begin); };
  for (;; out.put(last, at_, static_cast<std::uint32_t>(p - text))) {
    at_ = static_cast<std::uint32_t>(p - text);
    if (is(' ')) ++p;
    if (p == stop) return;
    const char* const begin = p;
    switch (begins(*p)) {
      case Begins::word:
        if (last == Token::number || last == Token::k_calendar) return;
        do ++p;
        while (p != stop && is_word(*p));
        if ((p != stop && begins(*p) == Begins::foreign) || length(begin) > limits_.identifier_bytes) return;
        last = word_token({begin, length(begin)});
        break;
      case Begins::text:
        do ++p;
        while (p != stop && *p != '"' && *p != '\\' && *p != '\n');
        if (!is('"') || length(begin) > limits_.text_literal_bytes) return;
        ++p;
        last = Token::text;
        break;
      case Begins::dot:
        ++p;
        if (begin == text || !is_word(begin[-1]) || p == stop || !is_word_start(*p)) return;
        last = Token::dot;
        break;
      case Begins::digit:
        while (p != stop && is_digit(*p)) ++p;
        if (*begin == '0' || length(begin) > kPlainDigits || !(is(' ') || is('\n'))) return;
        last = Token::number;
        break;
      default:
        if (*p == ',') {
          last = Token::comma;
        } else if (stop - p > 1 && p[1] == '=' && (*p == '<' || *p == '>' || *p == '=')) {
          last = *p == '<' ? Token::less_equal : *p == '>' ? Token::greater_equal : Token::equal;
          ++p;
        } else {
          return;
        }
        ++p;
    }
    at_ = static_cast<std::uint32_t>(begin - text);
  }
}

// The line end before such a word is none.
bool Lexer::goes_on_with(Token kind) const {
  return continues(kind) || (kind == Token::k_because && peek() < end_ && text_[peek()] == '"');
}

void Lexer::open(Chunk& out, Token closer, Scanner& scanner, std::uint32_t begin) {
  Frame frame{closer, static_cast<std::uint32_t>(out.kinds.size() - 1)};
  if (repairing_ && has(blame_.unclosed, begin)) {
    frame.lost = true;
    std::uint32_t i = at_;
    while (i < end_ && (text_[i] == ' ' || text_[i] == '\t' || text_[i] == '\r')) ++i;
    frame.inline_ = closer != Token::close_brace || !(i >= end_ || text_[i] == '\n' || text_[i] == '#');
    report_unclosed(scanner, closer, begin);
    if (!frame.inline_) out.reported.pop_back();
  }
  frames_.push_back(frame);
}

void Lexer::close(Chunk& out, Token kind, std::uint32_t begin, Scanner& scanner) {
  if (repairing_) {
    const bool stray = has(blame_.stray, begin);
    if (!stray) close_lost(out, false, begin);
    if (stray || frames_.empty() || frames_.back().closer != kind) {
      if (forgive_closer_ && out.kinds.empty() && kind == Token::close_brace) {
        forgive_closer_ = false;
      } else {
        scanner.report(Kind::unmatched_closer, begin, begin + 1, {{"sign", grammar::spelling(kind)}})
            .note("every closing bracket ends what an opening one began");
      }
      return;
    }
    return close_top(out, begin, at_);
  }
  if (!frames_.empty() && frames_.back().closer == kind) {
    had_block_ = had_block_ || kind == Token::close_brace;
    return close_top(out, begin, at_);
  }
  balanced_ = false;
  out.put(kind, begin, at_);
  // Only to find the end of the declaration: the pairing is done again when all is known.
  const auto same = std::find_if(
      frames_.rbegin(), frames_.rbegin() + std::min<std::ptrdiff_t>(64, static_cast<std::ptrdiff_t>(frames_.size())),
      [&](const Frame& f) { return f.closer == kind; });
  if (kind == Token::close_brace && same != frames_.rend() && same->closer == kind)
    frames_.erase(same.base() - 1, frames_.end());
}

// Puts the closing brackets that are missing on top of the stack.
void Lexer::close_lost(Chunk& out, bool inline_only, std::uint32_t at) {
  while (!frames_.empty() && frames_.back().lost && (!inline_only || frames_.back().inline_)) close_top(out, at, at);
}

void Lexer::close_top(Chunk& out, std::uint32_t begin, std::uint32_t end) {
  const Frame frame = frames_.back();
  frames_.pop_back();
  out.put(frame.closer, begin, end);
  const auto here = static_cast<std::uint32_t>(out.kinds.size() - 1);
  out.partners.resize(out.kinds.size());
  out.partners[here] = frame.token;
  out.partners[frame.token] = here;
}

void Lexer::report_unclosed(Scanner& scanner, Token closer, std::uint32_t begin) {
  if (closer == Token::close_brace) {
    scanner.report(Kind::unclosed_brace, begin, begin + 1)
        .label("opened here")
        .help("put a `}` behind the last item that belongs to it");
  } else if (closer == Token::close) {
    scanner.report(Kind::unclosed_parenthesis, begin, begin + 1).label("opened here").help("put a `)` where it ends");
  } else {
    scanner.report(Kind::unclosed_bracket, begin, begin + 1).label("opened here").help("put a `]` where it ends");
  }
}

}  // namespace rubric::parse
