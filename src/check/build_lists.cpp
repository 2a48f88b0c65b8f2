// Questions about lists, and the points of their elements.
#include <algorithm>

#include "check/builder.hpp"

namespace rubric::check {

namespace {

using data::Cell;
using ir::Op;
using K = data::Kind;

}  // namespace

// Opens the body: every scope on the way from the source to the list speaks of the same element.
Builder::List Builder::open_list(ExprId source) {
  List out;
  std::vector<std::uint32_t> scopes;
  ExprId id = model_.strip(source);
  for (;;) {
    const Source s = source_of(model_, id);
    if (model_.scope_of[id.index] != 0) scopes.push_back(model_.scope_of[id.index]);
    if (s.condition.valid()) out.conditions.push_back(s.condition);
    const Resolved& r = model_.resolved[s.list.index];
    if (r.kind == Resolved::Kind::list) {
      out.field = r.index;
      break;
    }
    id = model_.strip(std::get<ast::Let>(model_.symbols[r.index].declaration->body).value);
  }
  // The innermost filter is asked first, as it would be if it made a list of its own.
  std::ranges::reverse(out.conditions);
  out.node = list_node(out.field, model_.expr(source).span);
  open_.push_back(std::move(scopes));
  open_lists_.push_back(*model_.fields[out.field].slot);
  return out;
}

void Builder::close_list() {
  open_.pop_back();
  open_lists_.pop_back();
}

NodeId Builder::condition(const List& list, Span span) {
  std::vector<NodeId> all;
  for (const ExprId id : list.conditions) all.push_back(build(id));
  if (all.empty()) return yes(span);
  return all.size() == 1 ? all[0] : program_.add(Op::and_, K::boolean, all, 0, span);
}

NodeId Builder::list_node(std::uint32_t field, Span span) {
  const NodeId slot = slot_node(field, span);
  const FieldNode* clock = clock_of(model_, model_.fields[field]);
  if (clock == nullptr) return slot;
  const auto index = static_cast<std::uint32_t>(clock - model_.fields.data());
  const NodeId now = program_.add(Op::as_of, K::time, {}, span);
  return program_.add(Op::dated, program_[slot].type, {slot, now}, span, element_slot(field, index));
}

NodeId Builder::element_node(const Resolved& r, Span span) {
  std::uint32_t level = 0;
  while (std::ranges::find(open_[open_.size() - 1 - level], r.scope) == open_[open_.size() - 1 - level].end()) ++level;
  const std::uint32_t list = model_.scopes[r.scope].list;
  const data::Slot& slot = program_.layout.slots[*model_.fields[list].slot];
  const bool scalar = r.index == list;
  const std::uint32_t field = scalar ? 0 : element_slot(list, r.index);
  const K kind =
      scalar ? data::element_of(slot.kind) : program_.layout.slots[*model_.fields[list].slot].element[field].kind;
  return program_.add(Op::element, kind, {}, span, ir::ElementField{level, field}.payload());
}

NodeId Builder::time_of(const List& list, Span span) {
  const FieldNode* clock = clock_of(model_, model_.fields[list.field]);
  if (clock == nullptr) return program_.constant(K::time, data::missing_cell(K::time), span);
  const std::uint32_t field = element_slot(list.field, static_cast<std::uint32_t>(clock - model_.fields.data()));
  return program_.add(Op::element, K::time, {}, span, ir::ElementField{0, field}.payload());
}

// Closes the body and adds the node. An equal question is asked once, so it costs once.
NodeId Builder::add_aggregate(Op op, K type, std::span<const NodeId> operands, const List&, Span span,
                              std::uint32_t payload) {
  const std::uint32_t list = open_lists_.back();
  close_list();
  const std::size_t before = program_.size();
  const NodeId id = program_.add(op, type, operands, payload, span);
  if (program_.size() == before) return id;
  std::vector<std::uint32_t> loop;
  if (program_[id].open != 0) loop = open_lists_;
  loop.push_back(list);
  program_.loops.push_back(std::move(loop));
  return id;
}

NodeId Builder::aggregate(ExprId id, const Expr& e) {
  using enum ast::AggregateKind;
  const auto operands = model_.file.operands(e);
  const List list = open_list(operands[0]);
  const NodeId where = condition(list, e.span);
  const auto of = [&](Op op, K type, NodeId value) {
    const NodeId parts[] = {list.node, where, value};
    return add_aggregate(op, type, parts, list, e.span);
  };
  if (e.aggregate == count || e.aggregate == any || e.aggregate == none) {
    const NodeId parts[] = {list.node, where};
    const bool counts = e.aggregate == count;
    const NodeId answer =
        add_aggregate(counts ? Op::count : Op::any, counts ? K::number : K::boolean, parts, list, e.span);
    return e.aggregate == none ? not_(answer, e.span) : answer;
  }
  NodeId value = build_as(operands[1], kind_of(operands[1]));
  const K kind = program_[value].type;
  switch (e.aggregate) {
    case sum: return of(Op::sum, K::number, value);
    case avg: return of(Op::average, K::number, value);
    case min: return of(Op::smallest, kind, value);
    case max: return of(Op::largest, kind, value);
    case distinct:
      if (kind == K::text && ignores_case(model_, operands[1])) value = folded(value, e.span);
      return of(Op::distinct, K::number, value);
    default: break;
  }
  const bool first_of = e.aggregate == first;
  if (clock_of(model_, model_.fields[list.field]) == nullptr)
    return of(first_of ? Op::first : Op::last, kind_of(id), value);
  const NodeId parts[] = {list.node, where, value, time_of(list, e.span)};
  return add_aggregate(first_of ? Op::earliest : Op::latest, kind, parts, list, e.span);
}

// Points in the order of the language: choose, once per, weigh, add, cap. The sign is in the points.
NodeId Builder::each_line(const ast::ScoreLine& line) {
  const Span span = line.span;
  const auto constant = [&](ExprId id, K kind) {
    return id.valid() ? build(id) : program_.constant(kind, data::missing_cell(kind), span);
  };
  std::uint32_t payload =
      line.once_per_calendar == ast::CalendarUnit::none ? 0 : static_cast<std::uint32_t>(line.once_per_calendar);
  NodeId period;
  if (line.once_per.valid() && is_calendar_duration(model_.expr(model_.strip(line.once_per)))) {
    payload = static_cast<std::uint32_t>(months_of(model_.expr(model_.strip(line.once_per)))) << 8U;
    period = constant({}, K::duration);
  } else {
    period = constant(line.once_per, K::duration);
  }
  const NodeId half_life = constant(line.halving, K::duration);
  const NodeId cap = constant(line.up_to, K::number);
  const NodeId now = program_.add(Op::as_of, K::time, {}, span);
  const List list = open_list(line.source);
  const NodeId where = condition(list, span);
  NodeId points = build(line.points);
  if (line.negative) points = negated(points, span);
  const NodeId parts[] = {list.node, where, points, time_of(list, span), now, period, half_life, cap};
  const NodeId sum = add_aggregate(Op::each_points, K::points, parts, list, span, payload);
  if (!line.guard.when.valid() && !line.guard.unless.valid()) return sum;
  const NodeId zero = program_.constant(K::points, Cell(data::Points{0}), span);
  const NodeId choice[] = {guard(line.guard), sum, zero};
  return program_.add(Op::select, K::points, choice, 0, span);
}

// `tags contains "x"`, `tags contains any of S`, `tags contains all of S`.
NodeId Builder::list_test(const Expr& e, std::uint32_t list) {
  const ExprId operand = model_.file.operands(e)[1];
  const NodeId node = list_node(list, e.span);
  const K kind = data::element_of(program_.layout.slots[*model_.fields[list].slot].kind);
  if (e.quantifier == ast::Quantifier::one)
    return program_.add(Op::in_list, K::boolean, {build_as(operand, kind), node}, e.span);
  std::vector<NodeId> each;
  const Members m = members(operand, kind, false);
  const auto ask = [&](NodeId value) { each.push_back(program_.add(Op::in_list, K::boolean, {value, node}, e.span)); };
  for (const std::string& t : m.constants.texts) ask(program_.constant(K::text, Cell(std::string_view(t)), e.span));
  for (const double n : m.constants.numbers) ask(program_.constant(K::number, Cell(n), e.span));
  for (const std::int64_t t : m.constants.ticks) ask(program_.constant(kind, Cell(t), e.span));
  for (const NodeId id : m.computed) ask(id);
  const bool all = e.quantifier == ast::Quantifier::all_of;
  if (each.empty()) return all ? yes(e.span) : no(e.span);
  return each.size() == 1 ? each[0] : program_.add(all ? Op::and_ : Op::or_, K::boolean, each, 0, e.span);
}

}  // namespace rubric::check
