// Tests on text and sets, states, windows and blocks.
#include <algorithm>
#include <functional>

#include "builtins/text.hpp"
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

// `ignoring case` at the end of the test or on the field: tests of text then compare folded texts.
bool Builder::folds(const Expr& test, ExprId operand) {
  return kind_of(operand) == K::text && (test.ignoring_case || ignores(operand));
}

NodeId Builder::folded(NodeId id, Span span) {
  if (program_[id].type != K::text) return id;
  if (program_[id].op == Op::fold) return id;
  if (!program_.is_constant(id)) return program_.add(Op::fold, K::text, {id}, span);
  return program_.constant(K::text, Cell(builtins::fold(program_.constant_value(program_[id]).text, scratch_)), span);
}

std::string Builder::folded_text(const std::string& text) {
  const data::TextRef out = builtins::fold(Cell(std::string_view(text)).text, scratch_);
  return std::string(data::view(out));
}

Builder::Members Builder::members(ExprId set, K kind, bool fold) {
  Members out;
  Frame* const here = frame_;
  ExprId s = model_.strip(set);
  while (model_.resolution(s).kind == Resolved::Kind::parameter) {
    s = model_.strip(given(model_.resolution(s).index));
    frame_ = frame_->caller;
  }
  const Expr& e = model_.expr(s);
  if (e.kind == ExprKind::path) {
    out.constants = model_.sets[model_.symbol_of(s)->set];
  } else {
    for (const ExprId id : model_.file.operands(e)) {
      if (!is_written(id, kind)) member(build_as(id, kind), out);
    }
    add_written(model_.file.operands(e), kind, out);
  }
  frame_ = here;
  out.constants.kind = kind;
  if (fold) {
    for (std::string& t : out.constants.texts) t = folded_text(t);
    for (NodeId& n : out.computed) n = folded(n, program_[n].span);
  }
  const auto tidy = [](auto& values) {
    if (std::ranges::adjacent_find(values, std::ranges::greater_equal()) == values.end()) return;
    std::ranges::sort(values);
    values.erase(std::unique(values.begin(), values.end()), values.end());
  };
  tidy(out.constants.texts);
  tidy(out.constants.numbers);
  tidy(out.constants.ticks);
  return out;
}

// A text that stands there is a member as it is: most members are, and none of them need be a node.
bool Builder::is_written(ExprId id, K kind) const {
  return kind == K::text && model_.expr(id).kind == ExprKind::text;
}

void Builder::add_written(std::span<const ExprId> members, K kind, Members& out) {
  const Deeper deeper{depth_};
  written_.clear();
  for (const ExprId id : members) {
    if (!is_written(id, kind)) continue;
    const Expr& e = model_.expr(id);
    if (too_large(e.span)) return;
    written_.emplace_back(e.text);
  }
  std::ranges::sort(written_);
  out.constants.texts.reserve(out.constants.texts.size() + written_.size());
  for (const Written& w : written_) out.constants.texts.emplace_back(w.text);
}

void Builder::member(NodeId id, Members& out) {
  const ir::Node& n = program_[id];
  if (n.op != Op::constant || data::is_missing(n.type, program_.constant_value(n)) || n.type == K::boolean) {
    out.computed.push_back(id);
    return;
  }
  const Cell& value = program_.constant_value(n);
  if (n.type == K::text) {
    out.constants.texts.emplace_back(data::view(value.text));
  } else if (n.type == K::number) {
    out.constants.numbers.push_back(value.number);
  } else {
    out.constants.ticks.push_back(value.ticks);
  }
}

NodeId Builder::membership(const Expr& e) {
  const auto operands = model_.file.operands(e);
  const NodeId in = is_member(e, operands[0], operands[1]);
  return e.negated ? not_(in, e.span) : in;
}

NodeId Builder::is_member(const Expr& place, ExprId value, ExprId set) {
  const Span span = place.span;
  const bool fold = folds(place, value);
  NodeId x = build(value);
  const K kind = program_[x].type;
  if (named_list(set)) return in_list(x, set, fold, span);
  if (fold) x = folded(x, span);
  Members m = members(set, kind, fold);
  std::vector<NodeId> any;
  // An empty set stands too: it is what makes `missing in { }` unknown.
  if (kind != K::boolean) {
    const std::uint32_t constants = program_.intern_set(std::move(m.constants));
    const NodeId in = program_.add(Op::in_set, K::boolean, {x}, span, constants);
    if (m.computed.empty()) return in;
    any.push_back(in);
  }
  for (const NodeId id : m.computed) any.push_back(compare(BinaryOp::equal, x, id, span));
  if (any.empty()) {
    const NodeId known = compare(BinaryOp::equal, x, x, span);
    any.push_back(both(known, no(span), span));
  }
  return any.size() == 1 ? any[0] : program_.add(Op::or_, K::boolean, any, 0, span);
}

NodeId Builder::text_test(const Expr& e) {
  const auto operands = model_.file.operands(e);
  if (named_list(operands[0])) return list_test(e, operands[0]);
  const bool fold = folds(e, operands[0]);
  const NodeId plain = build(operands[0]);
  const NodeId x = fold ? folded(plain, e.span) : plain;
  const Op op = e.whole_word                            ? Op::contains_word
                : e.text_op == ast::TextOp::starts_with ? Op::starts_with
                : e.text_op == ast::TextOp::ends_with   ? Op::ends_with
                                                        : Op::contains;
  if (e.quantifier == ast::Quantifier::one) {
    NodeId y = build(operands[1]);
    if (!fold && ignores(operands[1]))
      return program_.add(op, K::boolean, {folded(plain, e.span), folded(y, e.span)}, e.span);
    if (fold) y = folded(y, e.span);
    return program_.add(op, K::boolean, {x, y}, e.span);
  }
  return quantified(e, op, x, fold);
}

NodeId Builder::quantified(const Expr& e, Op op, NodeId x, bool fold) {
  const bool all = e.quantifier == ast::Quantifier::all_of;
  Members m = members(model_.file.operands(e)[1], K::text, fold);
  constexpr std::pair<Op, data::TextTest> kTests[] = {{Op::contains, data::TextTest::contains},
                                                      {Op::starts_with, data::TextTest::starts_with},
                                                      {Op::ends_with, data::TextTest::ends_with},
                                                      {Op::contains_word, data::TextTest::contains_word}};
  const auto test = std::ranges::find(kTests, op, &std::pair<Op, data::TextTest>::first)->second;
  std::vector<NodeId> parts{
      program_.add(Op::text_any, K::boolean, {x}, e.span,
                   program_.intern_tests({test, all, program_.intern_set(std::move(m.constants))}))};
  for (const NodeId id : m.computed) parts.push_back(program_.add(op, K::boolean, {x, id}, e.span));
  if (parts.size() == 1) return parts[0];
  return program_.add(all ? Op::and_ : Op::or_, K::boolean, parts, 0, e.span);
}

NodeId Builder::state(const Expr& e) {
  const NodeId missing = program_.add(Op::is_missing, K::boolean, {build(model_.file.operands(e)[0])}, e.span);
  const bool turned = e.state == ast::StateTest::present || e.state == ast::StateTest::known;
  return turned ? not_(missing, e.span) : missing;
}

NodeId Builder::within(NodeId low, NodeId x, NodeId high, Span span) {
  const NodeId begun = program_.add(Op::less_equal, K::boolean, {low, x}, span);
  const NodeId not_over = program_.add(Op::less_equal, K::boolean, {x, high}, span);
  return both(begun, not_over, span);
}

NodeId Builder::window(const Expr& e) {
  const auto operands = model_.file.operands(e);
  const Span span = e.span;
  const NodeId x = build(operands[0]);
  const bool anchored = operands.size() > 2;
  const NodeId anchor = anchored ? build(operands[2]) : program_.add(Op::as_of, K::time, {}, span);
  switch (e.window) {
    case ast::WindowKind::last:
    case ast::WindowKind::within_before: return within(moved(anchor, operands[1], -1, span), x, anchor, span);
    case ast::WindowKind::next:
    case ast::WindowKind::within_after: return within(anchor, x, moved(anchor, operands[1], 1, span), span);
    case ast::WindowKind::last_calendar:
      return within(calendar(Op::calendar_start, anchor, operands[1], span), x, anchor, span);
    case ast::WindowKind::next_calendar: break;
  }
  const NodeId end = calendar(Op::calendar_end, anchor, operands[1], span);
  const NodeId begun = program_.add(Op::less_equal, K::boolean, {anchor, x}, span);
  const NodeId not_over = program_.add(Op::less, K::boolean, {x, end}, span);
  return both(begun, not_over, span);
}

NodeId Builder::moved(NodeId anchor, ExprId extent, int direction, Span span) {
  const Expr& e = model_.expr(model_.strip(extent));
  if (is_calendar_duration(e)) {
    return program_.add(Op::add_months, K::time,
                        {anchor, program_.constant(K::number, Cell(months_of(e) * direction), e.span)}, span);
  }
  return program_.add(direction < 0 ? Op::time_subtract : Op::time_add, K::time, {anchor, build(extent)}, span);
}

NodeId Builder::calendar(Op op, NodeId anchor, ExprId extent, Span span) {
  const Expr& e = model_.expr(model_.strip(extent));
  data::CalendarUnit unit = data::CalendarUnit::day;
  switch (e.unit) {
    case ast::Unit::weeks: unit = data::CalendarUnit::week; break;
    case ast::Unit::months: unit = data::CalendarUnit::month; break;
    case ast::Unit::quarters: unit = data::CalendarUnit::quarter; break;
    case ast::Unit::years: unit = data::CalendarUnit::year; break;
    default: break;
  }
  return program_.add(op, K::time, {anchor, program_.constant(K::number, Cell(e.number), e.span)}, span,
                      static_cast<std::uint32_t>(unit));
}

NodeId Builder::block(const Expr& e) {
  std::vector<NodeId> items;
  for (const ast::Item& item : model_.file.items(e)) items.push_back(build(item.condition));
  const auto joined = [&](Op op) {
    return items.size() == 1 ? items[0] : program_.add(op, K::boolean, items, 0, e.span);
  };
  switch (e.block) {
    case ast::BlockKind::all_of: return joined(Op::and_);
    case ast::BlockKind::any_of: return joined(Op::or_);
    case ast::BlockKind::none_of: return not_(joined(Op::or_), e.span);
    default: break;
  }
  const NodeId count = build(model_.file.operands(e)[0]);
  const auto n = static_cast<std::uint32_t>(program_.constant_value(program_[count]).number);
  const NodeId enough = program_.add(Op::at_least, K::boolean, items, n, e.span);
  if (e.block == ast::BlockKind::at_least) return enough;
  const NodeId not_more = not_(program_.add(Op::at_least, K::boolean, items, n + 1, e.span), e.span);
  return e.block == ast::BlockKind::at_most ? not_more : both(enough, not_more, e.span);
}

}  // namespace rubric::check
