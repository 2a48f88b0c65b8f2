// Walking the tree: the direct children of an expression, the expressions of a declaration.
#pragma once

#include "ast/ast.hpp"

namespace rubric::ast {

/// Calls `visit(ExprId)` for each direct child, in the order of the text.
template <typename Visit>
void for_each_child(const File& file, const Expr& expr, Visit visit) {
  for (const ExprId id : file.operands(expr)) visit(id);
  for (const Item& item : file.items(expr)) visit(item.condition);
}

namespace detail {

template <typename Visit>
void visit_guard(const Guard& guard, Visit& visit) {
  if (guard.when.valid()) visit(guard.when);
  if (guard.unless.valid()) visit(guard.unless);
}

template <typename Visit>
void visit_field(const Field& field, Visit& visit) {
  for (const Modifier& m : field.modifiers) {
    for (const ExprId id : m.values) visit(id);
  }
  for (const Field& f : field.fields) visit_field(f, visit);
}

template <typename Visit>
struct RootVisitor {
  Visit& visit;

  void one(ExprId id) {
    if (id.valid()) visit(id);
  }
  void operator()(const Criteria& d) { one(d.review_by); }
  void operator()(const Import&) {}
  void operator()(const Record& d) {
    for (const Field& f : d.fields) visit_field(f, visit);
  }
  void operator()(const Param& d) { one(d.value); }
  void operator()(const Set& d) {
    for (const SetTerm& t : d.terms) one(t.value);
  }
  void operator()(const Let& d) { one(d.value); }
  void operator()(const Score& d) {
    one(d.min);
    one(d.max);
    for (const ScoreLine& l : d.lines) {
      for (const ExprId id : {l.points, l.source, l.once_per, l.halving, l.up_to}) one(id);
      visit_guard(l.guard, visit);
    }
  }
  void operator()(const Rule& d) { visit_guard(d.guard, visit); }
  void operator()(const Choose& d) {
    for (const Arm& a : d.arms) {
      one(a.value);
      visit_guard(a.guard, visit);
    }
    one(d.otherwise);
  }
  void operator()(const Table& d) {
    for (const ExprId id : d.columns) one(id);
    for (const Row& r : d.rows) {
      for (const Cell& c : r.cells) {
        for (const ExprId id : c.values) one(id);
      }
      for (const ExprId id : r.outputs) one(id);
    }
  }
  void operator()(const Lifecycle& d) {
    one(d.present);
    for (const Move& m : d.moves) visit_guard(m.guard, visit);
  }
  void operator()(const Test& d) {
    one(d.as_of);
    for (const Override& o : d.params) one(o.value);
    one(d.given);
    for (const Item& item : d.expects) one(item.condition);
  }
};

}  // namespace detail

/// Calls `visit(ExprId)` for each outermost expression of the declaration.
template <typename Visit>
void for_each_root(const Declaration& declaration, Visit visit) {
  std::visit(detail::RootVisitor<Visit>{visit}, declaration.body);
}

/// `a + b + c` is a tree as deep as it is long, to the left. The operators of such a chain, innermost first, so
/// that a walk can go along it in a loop: the nesting limit bounds brackets, not the length of a sum.
[[nodiscard]] inline std::vector<ExprId> spine(const File& file, ExprId id) {
  std::vector<ExprId> out;
  while (file[id].kind == ExprKind::binary) {
    out.push_back(id);
    id = file.operands(file[id])[0];
  }
  return {out.rbegin(), out.rend()};
}

}  // namespace rubric::ast
