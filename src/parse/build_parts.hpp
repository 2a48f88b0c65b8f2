// What the builders of declarations share: a view of tokens and nodes, and the ends that many of them have.
#pragma once

#include <string_view>

#include "build_expr.hpp"

namespace rubric::parse {

class Parts {
 public:
  explicit Parts(ExprBuilder& x) : x_(x), chunk_(x.chunk()) {}

  [[nodiscard]] Token kind(std::uint32_t token) const { return chunk_.kinds[token]; }
  [[nodiscard]] std::uint32_t first(std::uint32_t node) const { return x_.node(node).begin; }
  [[nodiscard]] std::uint32_t behind(std::uint32_t node) const { return x_.node(node).end; }

  /// `when C unless D because "…"`, as much of it as stands under the cursor.
  ast::Guard guard(Cursor& c);

  /// The next node of that kind. Broken items, and pieces of a header whose error was skipped, are passed over.
  bool item(Cursor& c, NodeKind kind, std::uint32_t& out);

  /// Reports that a thing stands there twice.
  void duplicate(std::uint32_t node, std::string_view what);

  /// `name type`, of a function.
  ast::Parameter parameter(std::uint32_t node);

  [[nodiscard]] static ast::TypeWord type_word(Token t);

 protected:
  ExprBuilder& x_;
  const Chunk& chunk_;
};

/// The cursor stands on the first child of the declaration, the node before it.
[[nodiscard]] ast::Record build_record(ExprBuilder& x, Cursor c);
[[nodiscard]] ast::Score build_score(ExprBuilder& x, Cursor c);
[[nodiscard]] ast::Score build_total(ExprBuilder& x, Cursor c);
[[nodiscard]] ast::Table build_table(ExprBuilder& x, Cursor c);

}  // namespace rubric::parse
