// Arithmetic and comparisons; a date that stands for its whole day.
#include <utility>

#include "base/time_text.hpp"
#include "check/builder.hpp"

namespace rubric::check {

namespace {

using ast::BinaryOp;
using data::Cell;
using data::Tri;
using ir::NodeId;
using ir::Op;
using K = data::Kind;

}  // namespace

NodeId Builder::binary(const Expr& e, ExprId a, NodeId left, ExprId b) {
  if (e.op == BinaryOp::default_)
    return program_.add(Op::default_, program_[left].type, {left, build_as(b, program_[left].type)}, e.span);
  if (e.op == BinaryOp::add || e.op == BinaryOp::subtract || e.op == BinaryOp::multiply || e.op == BinaryOp::divide) {
    return arithmetic(e, left, b);
  }
  return comparison(e, a, left, b);
}

NodeId Builder::arithmetic(const Expr& e, NodeId left, ExprId b) {
  const Expr& right_expr = model_.expr(model_.strip(b));
  if (is_calendar_duration(right_expr)) {
    const double months = months_of(right_expr) * (e.op == BinaryOp::subtract ? -1 : 1);
    return program_.add(Op::add_months, K::time, {left, program_.constant(K::number, Cell(months), right_expr.span)},
                        e.span);
  }
  NodeId right = build(b);
  K x = program_[left].type;
  K y = program_[right].type;
  // A duration comes first in the operations: `2 * 7 days` is `7 days * 2`, `7 days + t` is `t + 7 days`.
  if ((x == K::number && y == K::duration) || (x == K::duration && y == K::time)) {
    std::swap(left, right);
    std::swap(x, y);
  }
  struct Form {
    BinaryOp op;
    K x;
    K y;
    Op does;
    K gives;
  };
  static constexpr Form kForms[] = {
      {BinaryOp::add, K::number, K::number, Op::add, K::number},
      {BinaryOp::subtract, K::number, K::number, Op::subtract, K::number},
      {BinaryOp::multiply, K::number, K::number, Op::multiply, K::number},
      {BinaryOp::divide, K::number, K::number, Op::divide, K::number},
      {BinaryOp::add, K::time, K::duration, Op::time_add, K::time},
      {BinaryOp::subtract, K::time, K::duration, Op::time_subtract, K::time},
      {BinaryOp::subtract, K::time, K::time, Op::time_between, K::duration},
      {BinaryOp::add, K::duration, K::duration, Op::duration_add, K::duration},
      {BinaryOp::subtract, K::duration, K::duration, Op::duration_subtract, K::duration},
      {BinaryOp::multiply, K::duration, K::number, Op::duration_scale, K::duration},
      {BinaryOp::divide, K::duration, K::number, Op::duration_divide, K::duration},
      {BinaryOp::divide, K::duration, K::duration, Op::duration_ratio, K::number},
      {BinaryOp::add, K::text, K::text, Op::concat, K::text},
  };
  for (const Form& f : kForms) {
    if (f.op == e.op && f.x == x && f.y == y) return program_.add(f.does, f.gives, {left, right}, e.span);
  }
  return no(e.span);
}

double Builder::months_of(const Expr& e) {
  switch (e.unit) {
    case ast::Unit::years: return e.number * 12;
    case ast::Unit::quarters: return e.number * 3;
    default: return e.number;
  }
}

NodeId Builder::comparison(const Expr& e, ExprId a, NodeId left, ExprId b) {
  return compared(e, e.op, a, left, b, build(b));
}

NodeId Builder::compared(const Expr& e, BinaryOp op, ExprId first, NodeId left, ExprId second, NodeId right) {
  if (folds(e, first) || ignores(second)) {
    left = folded(left, e.span);
    right = folded(right, e.span);
  }
  if (op == BinaryOp::greater || op == BinaryOp::greater_equal) {
    op = op == BinaryOp::greater ? BinaryOp::less : BinaryOp::less_equal;
    std::swap(left, right);
    std::swap(first, second);
  }
  const bool a = is_date(model_, first, program_[left].type);
  const bool b = is_date(model_, second, program_[right].type);
  if (a != b) return with_date(op, left, right, a, e.span);
  return compare(op, left, right, e.span);
}

NodeId Builder::compare(BinaryOp op, NodeId left, NodeId right, Span span) {
  switch (op) {
    case BinaryOp::less: return program_.add(Op::less, K::boolean, {left, right}, span);
    case BinaryOp::less_equal: return program_.add(Op::less_equal, K::boolean, {left, right}, span);
    default: break;
  }
  if (right < left) std::swap(left, right);
  const NodeId equal = program_.add(Op::equal, K::boolean, {left, right}, span);
  return op == BinaryOp::not_equal ? not_(equal, span) : equal;
}

NodeId Builder::next_day(NodeId date) {
  const ir::Node& n = program_[date];
  return program_.constant(K::time, Cell(program_.constant_value(n).ticks + base::kMicrosPerDay), n.span);
}

// `op` is one of < <= == !=; one side is a date, which stands for the whole of its UTC day.
NodeId Builder::with_date(BinaryOp op, NodeId left, NodeId right, bool left_is_date, Span span) {
  if (op == BinaryOp::less)
    return left_is_date ? not_less(right, next_day(left), span) : compare(op, left, right, span);
  if (op == BinaryOp::less_equal)
    return left_is_date ? compare(op, left, right, span) : compare(BinaryOp::less, left, next_day(right), span);
  const NodeId t = left_is_date ? right : left;
  const NodeId day = left_is_date ? left : right;
  // Each node has a statement of its own: the order in which arguments are worked out is the compiler's choice, and
  // the same program must get the same nodes wherever it is built.
  const NodeId begun = program_.add(Op::less_equal, K::boolean, {day, t}, span);
  const NodeId not_over = program_.add(Op::less, K::boolean, {t, next_day(day)}, span);
  const NodeId inside = both(begun, not_over, span);
  return op == BinaryOp::not_equal ? not_(inside, span) : inside;
}

NodeId Builder::not_less(NodeId a, NodeId b, Span span) {
  return program_.add(Op::less_equal, K::boolean, {b, a}, span);
}

// `a between b and c` is `a >= b and a <= c`; a date at an end, or before the word, is a whole day there too.
NodeId Builder::between(const Expr& e) {
  const auto operands = model_.file.operands(e);
  const NodeId x = build(operands[0]);
  const NodeId low = build(operands[1]);
  const NodeId high = build(operands[2]);
  const NodeId above = compared(e, BinaryOp::greater_equal, operands[0], x, operands[1], low);
  const NodeId below = compared(e, BinaryOp::less_equal, operands[0], x, operands[2], high);
  const NodeId inside = both(above, below, e.span);
  return e.negated ? not_(inside, e.span) : inside;
}

}  // namespace rubric::check
