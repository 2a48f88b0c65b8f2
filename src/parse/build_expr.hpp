// Expressions: the part of the builder that every declaration needs.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "ast/ast.hpp"
#include "chunk.hpp"
#include "diag/sink.hpp"
#include "nodes.hpp"
#include "parse/parse.hpp"

namespace rubric::parse {

using ast::Expr;
using ast::ExprId;
using ast::ExprKind;

/// What a sign compares; `=` counts as `==`.
[[nodiscard]] ast::BinaryOp comparison(Token sign);

/// Walks over the children of a node.
struct Cursor {
  std::uint32_t at = 0;
  std::uint32_t end = 0;

  [[nodiscard]] bool done() const { return at >= end; }
};

class ExprBuilder {
 public:
  ExprBuilder(const Chunk& chunk, const Nodes& nodes, const Limits& limits, ast::File& file, diag::Sink& sink)
      : chunk_(chunk), nodes_(nodes), limits_(limits), file_(file), sink_(sink) {}

  [[nodiscard]] Cursor children(std::uint32_t node) const { return {node + 1, nodes_[node].next}; }
  [[nodiscard]] const Node& node(std::uint32_t i) const { return nodes_[i]; }
  [[nodiscard]] bool next_is(const Cursor& c, NodeKind kind) const { return !c.done() && nodes_[c.at].kind == kind; }
  /// The node under the cursor, which moves behind it.
  std::uint32_t take(Cursor& c) const {
    const std::uint32_t i = c.at;
    c.at = nodes_[i].next;
    return i;
  }

  /// The operand under the cursor and everything that hangs on it.
  ExprId expr(Cursor& c);
  /// A list where an aggregate, a `for each` or a `let` reads one: with `as` and `where` it is a filter.
  ExprId source(ExprId list, Cursor& c);
  /// A value; with `of`, `as` or `where` behind it, the elements of a list or what is asked of each of them.
  ExprId elements(Cursor& c);

  [[nodiscard]] ast::Name name(std::uint32_t token) const;
  [[nodiscard]] ast::Text text(std::uint32_t token);
  [[nodiscard]] ExprId error(Span span);
  ExprId path_expr(std::uint32_t node);
  bool too_long(std::uint32_t node);
  ExprId literal(std::uint32_t token);

  /// `because "…"`, the text token of the node.
  void because(std::uint32_t node, std::string_view& words, Span& span);

  [[nodiscard]] Span span(std::uint32_t node) const { return chunk_.span(nodes_[node].begin, nodes_[node].end); }
  [[nodiscard]] const Chunk& chunk() const { return chunk_; }
  [[nodiscard]] ast::File& file() { return file_; }
  [[nodiscard]] diag::Sink& sink() { return sink_; }

 private:
  ExprId operand(Cursor& c);
  ExprId tail(ExprId left, Cursor& c, std::uint32_t& tests);
  ExprId logic(ExprId left, Cursor& c);
  ExprId refuse_row(ExprId left, Cursor& c);
  void refuse_mixing(const std::vector<ExprId>& operands, const std::vector<std::uint32_t>& signs);

  ExprId path_or_call(std::uint32_t node, Cursor& c);
  ExprId sequence(ExprKind kind, std::uint32_t node);
  ExprId record(std::uint32_t node);
  ExprId unary(ExprKind kind, std::uint32_t node);
  ExprId block(std::uint32_t node);
  ExprId aggregate(std::uint32_t node);
  ExprId min_max(std::uint32_t node);
  ExprId pattern(std::uint32_t node);
  ExprId extent(Cursor& c);
  ast::Range add_names(std::uint32_t node);
  void refuse_chain(ExprId left, std::uint32_t node);

  ExprId text_test(ExprId left, std::uint32_t node);
  ExprId window(ExprId left, std::uint32_t node);
  ExprId within(ExprId left, std::uint32_t node);
  ExprId state(ExprId left, std::uint32_t node);
  ExprId plain_test(ExprKind kind, ExprId left, std::uint32_t node);
  ExprId finish_test(Expr e, ExprId left, std::uint32_t node, std::uint32_t words);
  ExprId in_test(ExprId left, std::uint32_t node);
  ExprId compare(ExprId left, std::uint32_t node);

  Expr make(ExprKind kind, Span span) const;
  /// A new one, made where it stays: most are, for to copy one takes longer than to make it.
  Expr& put(ExprKind kind, Span span);
  [[nodiscard]] ExprId last() const { return ExprId(file_.exprs.size() - 1); }
  void give_operands(Expr& e, std::span<const ExprId> operands);
  ExprId add(const Expr& e, std::span<const ExprId> operands);
  /// With the operands that were gathered since `mark`, which are gathered no longer.
  ExprId add_gathered(const Expr& e, std::size_t mark);
  ExprId binary(ast::BinaryOp op, ExprId left, ExprId right, Span op_span);
  [[nodiscard]] bool ends_with_ignoring_case(std::uint32_t node) const;
  [[nodiscard]] std::string source_text(Span span) const;
  [[nodiscard]] bool is_word(ExprId id, std::string_view word) const;
  std::string_view keep(std::string text) { return file_.texts.emplace_back(std::move(text)); }

  const Chunk& chunk_;
  const Nodes& nodes_;
  const Limits& limits_;
  ast::File& file_;
  diag::Sink& sink_;
  std::vector<ExprId> gathered_;  // operands of the node that is being built, behind those of the nodes round it
};

}  // namespace rubric::parse
