// Walking the tree: the direct children of an expression, the expressions of a declaration.
#pragma once

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

#include "ast/ast.hpp"

namespace rubric::ast {

/// Calls `visit(ExprId)` for each direct child, in the order of the text.
template <typename Visit>
void for_each_child(const File& file, const Expr& expr, Visit visit) {
  for (const ExprId id : file.operands(expr)) visit(id);
  for (const Item& item : file.items(expr)) visit(item.condition);
}

/// Asks for the expressions behind this one, which the next declaration is made of: a walk goes down from the last of
/// them, which no processor foresees.
inline void fetch_behind(const File& file, ExprId id) {
  constexpr std::size_t kAhead = 20;
  const std::size_t end = std::min<std::size_t>(id.index + 1 + kAhead, file.exprs.size());
  for (std::size_t i = id.index + 1; i < end; ++i) __builtin_prefetch(&file.exprs[i]);
}

/// A value as it is written, without parts and without names.
[[nodiscard]] constexpr bool is_literal(ExprKind kind) {
  switch (kind) {
    case ExprKind::number:
    case ExprKind::text:
    case ExprKind::boolean:
    case ExprKind::missing:
    case ExprKind::time:
    case ExprKind::duration: return true;
    default: return false;
  }
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
/// that a walk can go along it in a loop: the nesting limit bounds brackets, not the length of a sum. Most chains
/// are short, and take no memory.
class Spine {
 public:
  using Iterator = std::reverse_iterator<const ExprId*>;

  Spine(const File& file, ExprId id) {
    for (; file[id].kind == ExprKind::binary; id = file.operands(file[id])[0]) add(id);
  }

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] ExprId front() const { return (*this)[0]; }
  [[nodiscard]] ExprId operator[](std::size_t i) const { return outermost()[size_ - 1 - i]; }
  [[nodiscard]] Iterator begin() const { return Iterator(outermost() + size_); }
  [[nodiscard]] Iterator end() const { return Iterator(outermost()); }

 private:
  static constexpr std::size_t kFew = 12;

  void add(ExprId id) {
    if (size_ < kFew) {
      few_[size_++] = id;
      return;
    }
    if (many_.empty()) many_.assign(few_.begin(), few_.end());
    many_.push_back(id);
    ++size_;
  }
  [[nodiscard]] const ExprId* outermost() const { return many_.empty() ? few_.data() : many_.data(); }

  std::size_t size_ = 0;
  std::array<ExprId, kFew> few_;
  std::vector<ExprId> many_;  // all of them, where they are more
};

[[nodiscard]] inline Spine spine(const File& file, ExprId id) {
  return {file, id};
}

}  // namespace rubric::ast
