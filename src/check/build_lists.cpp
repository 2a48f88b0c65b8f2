// Questions about lists, and the points of their elements.
#include <algorithm>
#include <bit>
#include <utility>

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
  std::vector<OpenScope> scopes;
  Frame* const here = frame_;
  ExprId id = model_.strip(source);
  for (;;) {
    if (const Expr& e = model_.expr(id); e.kind == ExprKind::projection) {
      const auto operands = model_.file.operands(e);
      out.projections.push_back({operands[1], frame_, scopes.size()});
      out.conditions.push_back({operands[1], frame_, true});
      id = model_.strip(operands[0]);
    }
    const Source s = source_of(model_, id);
    if (model_.scope_of[id.index] != 0) scopes.push_back({model_.scope_of[id.index]});
    if (s.condition.valid()) out.conditions.push_back({s.condition, frame_, false});
    const Resolved& r = model_.resolved[s.list.index];
    if (r.kind == Resolved::Kind::list) {
      out.field = r.index;
      break;
    }
    if (r.kind == Resolved::Kind::parameter) {
      id = model_.strip(given(r.index));
      frame_ = frame_->caller;
    } else {
      id = model_.strip(std::get<ast::Let>(model_.symbols[r.index].declaration->body).value);
    }
  }
  frame_ = here;
  // The innermost filter is asked first, as it would be if it made a list of its own.
  std::ranges::reverse(out.conditions);
  out.node = list_node(out.field, model_.expr(source).span);
  if (open_.size() >= ir::kMaxAggregateDepth) too_deep(model_.expr(source).span);
  open_.push_back(std::move(scopes));
  open_lists_.push_back(*model_.fields[out.field].slot);
  project(out);
  return out;
}

// The innermost first: those round it are worked out from its value.
void Builder::project(List& list) {
  Frame* const here = frame_;
  for (std::size_t i = list.projections.size(); i-- > 0;) {
    Projection& p = list.projections[i];
    frame_ = p.frame;
    p.value = build_as(p.expr, kind_of(p.expr));
    for (std::size_t s = i == 0 ? 0 : list.projections[i - 1].scopes; s < p.scopes; ++s)
      open_.back()[s].value = p.value;
  }
  frame_ = here;
}

void Builder::close_list() {
  open_.pop_back();
  open_lists_.pop_back();
}

NodeId Builder::condition(const List& list, Span span) {
  std::vector<NodeId> all;
  for (const Condition& c : list.conditions) {
    Frame* const here = std::exchange(frame_, c.frame);
    // A list of single values holds none that are missing: nor does a list of what is asked of each element.
    const NodeId asked = build_as(c.expr, kind_of(c.expr));
    all.push_back(c.present ? not_(program_.add(Op::is_missing, K::boolean, {asked}, span), span) : asked);
    frame_ = here;
  }
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
  const auto at = [&] { return open_.size() - 1 - level; };
  auto spoken_of = open_[at()].end();
  for (;; ++level) {
    spoken_of = std::ranges::find(open_[at()], r.scope, &OpenScope::scope);
    if (spoken_of != open_[at()].end()) break;
  }
  const std::uint32_t list = model_.scopes[r.scope].list;
  const bool scalar = r.index == list;
  if (NodeId value = spoken_of->value; scalar && value.valid()) {
    for (; level > 0; --level) {
      raised_.clear();
      value = raised(value);
    }
    return value;
  }
  const std::uint32_t field = scalar ? 0 : element_slot(list, r.index);
  const data::Slot& slot = program_.layout.slots[open_lists_[at()]];
  const K kind = scalar ? data::element_of(slot.kind) : slot.element[field].kind;
  return program_.add(Op::element, kind, {}, span, ir::ElementField{level, field}.payload());
}

NodeId Builder::time_of(const List& list, Span span) {
  const FieldNode* clock = clock_of(model_, model_.fields[list.field]);
  if (clock == nullptr) return program_.constant(K::time, data::missing_cell(K::time), span);
  const std::uint32_t field = element_slot(list.field, static_cast<std::uint32_t>(clock - model_.fields.data()));
  return program_.add(Op::element, K::time, {}, span, ir::ElementField{0, field}.payload());
}

// Closes the body and adds the node. An equal question in the same place is asked once, so it costs once.
NodeId Builder::add_aggregate(Op op, K type, std::span<const NodeId> operands, const List&, Span span,
                              std::uint32_t payload) {
  const std::uint32_t list = open_lists_.back();
  close_list();
  const NodeId id = program_.add(op, type, operands, payload, span);
  const std::uint32_t open = program_[id].open;
  // Resolving saw to it within a declaration; through functions it shows only here.
  if (std::popcount(open) > 1) {
    model_.sink.report(Finding::two_enclosing_elements, span)
        .note("a function stands for its text: what it is given may speak of one element at most where it asks a list");
  }
  std::vector<std::uint32_t> loop;
  if (open != 0) loop = open_lists_;
  loop.push_back(list);
  // The same node inside another list is asked there too.
  if (counted_.emplace(id.index, loop).second) program_.loops.push_back(std::move(loop));
  return id;
}

NodeId Builder::aggregate(ExprId id, const Expr& e) {
  using enum ast::AggregateKind;
  const auto operands = model_.file.operands(e);
  if (open_lists_.size() == ir::kMaxAggregateDepth) {
    // One in another as it is written was seen before; this is functions that call functions.
    model_.sink.report(Finding::aggregates_too_deep, e.span, {{"limit", ir::kMaxAggregateDepth}});
    return program_.constant(kind_of(id), data::missing_cell(kind_of(id)), e.span);
  }
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
      if (kind == K::text && ignores(operands[1])) value = folded(value, e.span);
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
NodeId Builder::each_line(const ast::ScoreLine& line, bool capped) {
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
  const NodeId cap = constant(capped ? line.up_to : ExprId{}, K::number);
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

// The list field that a bare name goes back to, through what is given for a parameter; none for other names.
std::optional<std::uint32_t> Builder::named_list(ExprId id) {
  Frame* const here = frame_;
  const Resolved* r = &model_.resolution(id);
  while (r->kind == Resolved::Kind::parameter && model_.parameters[r->index].list != 0) {
    id = model_.strip(given(r->index));
    frame_ = frame_->caller;
    if (model_.expr(id).kind == ExprKind::projection) id = model_.file.operands(model_.expr(id))[0];
    r = &model_.resolved[source_of(model_, id).list.index];
  }
  frame_ = here;
  if (r->kind == Resolved::Kind::list) return r->index;
  const bool filtered = r->kind == Resolved::Kind::symbol && names_list(model_, model_.symbols[r->index]);
  return filtered ? std::optional(list_of(model_, id)) : std::nullopt;
}

// The same value one loop further in: elements round it are one level further out. `inner` counts the loops
// that the node itself opens.
NodeId Builder::raised(NodeId id, std::uint32_t inner) {
  const ir::Node n = program_[id];
  if (n.open >> inner == 0) return id;
  if (const auto known = raised_.find({id.index, inner}); known != raised_.end()) return known->second;
  if (n.op == Op::element) {
    ir::ElementField f = ir::ElementField::of(n.payload);
    ++f.level;
    return program_.add(Op::element, n.type, {}, n.span, f.payload());
  }
  std::vector<NodeId> operands(program_.operands(n).begin(), program_.operands(n).end());
  for (std::size_t i = 0; i < operands.size(); ++i) {
    operands[i] = raised(operands[i], inner + (ir::is_aggregate(n.op) && i > 0 ? 1 : 0));
  }
  return raised_[{id.index, inner}] = program_.add(n.op, n.type, operands, n.payload, n.span);
}

// A missing value is unknown among any elements. Filtered lists and folded texts ask element by element.
NodeId Builder::in_list(NodeId x, ExprId id, bool fold, Span span) {
  fold = fold || (program_[x].type == K::text && ignores_elements(id));
  const List list = open_list(id);
  const NodeId where = condition(list, span);
  if (list.conditions.empty() && !fold) {
    close_list();
    return program_.add(Op::in_list, K::boolean, {x, list.node}, span);
  }
  const K kind = program_[x].type;
  NodeId it = list.projections.empty() ? program_.add(Op::element, kind, {}, span, ir::ElementField{0, 0}.payload())
                                       : list.projections.front().value;
  raised_.clear();
  NodeId wanted = raised(x);
  if (fold) {
    it = folded(it, span);
    wanted = folded(wanted, span);
  }
  const NodeId same = both(where, compare(ast::BinaryOp::equal, it, wanted, span), span);
  const NodeId parts[] = {list.node, same};
  const NodeId found = add_aggregate(Op::any, K::boolean, parts, list, span);
  const NodeId missing = program_.add(Op::is_missing, K::boolean, {x}, span);
  const NodeId answer[] = {missing, program_.constant(K::boolean, Cell(data::Tri::unknown), span), found};
  return program_.add(Op::select, K::boolean, answer, 0, span);
}

// Where a list's name stands for one value and its type fits: two lists compared, the value of a `choose`.
NodeId Builder::many_values(ExprId id) {
  report_many_values(model_, id);
  return no(model_.expr(id).span);
}

// `tags contains "x"`, `tags contains any of S`, `tags contains all of S`.
NodeId Builder::list_test(const Expr& e, ExprId list) {
  const ExprId operand = model_.file.operands(e)[1];
  const std::uint32_t field = *named_list(list);
  if (!model_.fields[field].slot) add_slot(field);
  const K kind = model_.types.kind(model_.fields[list_of(model_, list)].type).value_or(K::text);
  if (e.quantifier == ast::Quantifier::one) return in_list(build_as(operand, kind), list, e.ignoring_case, e.span);
  std::vector<NodeId> each;
  const Members m = members(operand, kind, false);
  const auto ask = [&](NodeId value) { each.push_back(in_list(value, list, e.ignoring_case, e.span)); };
  for (const std::string& t : m.constants.texts) ask(program_.constant(K::text, Cell(std::string_view(t)), e.span));
  for (const double n : m.constants.numbers) ask(program_.constant(K::number, Cell(n), e.span));
  for (const std::int64_t t : m.constants.ticks) ask(program_.constant(kind, Cell(t), e.span));
  for (const NodeId id : m.computed) ask(id);
  const bool all = e.quantifier == ast::Quantifier::all_of;
  if (each.empty()) return all ? yes(e.span) : no(e.span);
  return each.size() == 1 ? each[0] : program_.add(all ? Op::and_ : Op::or_, K::boolean, each, 0, e.span);
}

}  // namespace rubric::check
