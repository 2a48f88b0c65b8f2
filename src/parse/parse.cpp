#include "parse/parse.hpp"

#include <algorithm>

#include "build.hpp"
#include "chunk.hpp"
#include "explain.hpp"
#include "lexer.hpp"
#include "match.hpp"
#include "starts.hpp"
#include "utf8.hpp"

namespace rubric::parse {

using diag::Kind;

namespace {

// Runs of bytes that are not UTF-8, one report a run.
void check_utf8(std::string_view text, std::uint32_t source, diag::Sink& sink) {
  for (std::size_t at = find_invalid_utf8(text, 0); at != std::string_view::npos;) {
    std::size_t end = at + 1;
    while (end < text.size() && code_point(text, end).length == 0) ++end;
    constexpr char kHex[] = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(text[at]);
    sink.report(Kind::invalid_utf8, {source, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)},
                {{"byte", std::string("0x") + kHex[byte >> 4U] + kHex[byte & 15U]}, {"offset", at}})
        .note("criteria files are written in UTF-8")
        .help("save the file again with that encoding");
    at = find_invalid_utf8(text, end);
  }
}

class Parser {
 public:
  Parser(std::string_view text, std::uint32_t source, diag::Sink& sink, const Limits& limits, ast::File so_far)
      : sink_(sink), limits_(limits), file_(std::move(so_far)), lexer_(text, source, sink, limits, file_.comments) {
    if (file_.exprs.empty()) reserve(text);
  }

  ast::File run() {
    while (next() && file_.declarations.size() < limits_.declarations + 1ULL) {
      if (chunk_.size() == 0 || belongs_to_broken()) continue;
      declaration();
    }
    return std::move(file_);
  }

 private:
  // Dense criteria have an expression every eight bytes or so. Growing by copying costs more than reading, and memory
  // that is not needed in the end is never touched.
  void reserve(std::string_view text) {
    file_.exprs.reserve(text.size() / 5);
    file_.operand_pool.reserve(text.size() / 5);
    file_.name_pool.reserve(text.size() / 20);
    // As many lines as the first ones promise.
    constexpr std::size_t kLooked = 4096;
    const std::string_view first = text.substr(0, kLooked);
    const auto lines = static_cast<std::size_t>(std::ranges::count(first, '\n'));
    file_.declarations.reserve(std::min<std::size_t>(lines * (text.size() / kLooked + 1), limits_.declarations) + 1);
  }

  bool next() {
    lexer_.forgive_closer(broken_);
    return lexer_.next(chunk_);
  }

  void declaration() {
    if (file_.declarations.size() == limits_.declarations) {
      sink_.report(Kind::too_many_declarations, chunk_.span(0), {{"limit", limits_.declarations}});
      file_.declarations.emplace_back();
      return;
    }
    match(chunk_, limits_.nesting, match_);
    for (const SyntaxError& error : match_.errors) explain(chunk_, error, sink_);
    broken_ = !match_.complete;
    indentation_ = chunk_.indentation;
    if (match_.complete) {
      build(expressions_);
    } else {
      build_broken(chunk_, file_);
    }
  }

  // The lines of a block whose head was broken are no declarations: what is indented deeper than the head,
  // and the `}` at its end.
  [[nodiscard]] bool belongs_to_broken() {
    if (!broken_) return false;
    if (chunk_.indentation > indentation_) {
      return declaration_start(chunk_.text, chunk_.places[0].begin) != Start::declaration;
    }
    return false;
  }

  diag::Sink& sink_;
  const Limits& limits_;
  ast::File file_;
  Lexer lexer_;
  Chunk chunk_;
  Match match_;
  ExprBuilder expressions_{chunk_, match_.nodes, limits_, file_, sink_};
  bool broken_ = false;
  std::uint32_t indentation_ = 0;
};

}  // namespace

ast::File parse(const base::SourceMap& sources, std::uint32_t source, diag::Sink& sink, const Limits& limits,
                ast::File so_far) {
  const std::string_view text = sources[source].text();
  if (text.size() > limits.source_bytes) {
    sink.report(Kind::source_too_large, {source, 0, 0}, {{"bytes", text.size()}, {"limit", limits.source_bytes}});
    return so_far;
  }
  check_utf8(text, source, sink);
  ast::File file = Parser(text, source, sink, limits, std::move(so_far)).run();
  if (file.declarations.size() > limits.declarations) file.declarations.resize(limits.declarations);
  sink.sort();
  return file;
}

}  // namespace rubric::parse
