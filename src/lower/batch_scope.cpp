#include "lower/batch_scope.hpp"

#include <algorithm>
#include <cmath>

#include "builtins/number.hpp"

namespace rubric::lower {

namespace {

using Where = Place::Where;

// Points that are not known before the program runs: the machine gives a block to the one-record machine where
// one is larger. Two thousand of them still fit into 64 bits.
constexpr double kMostUnknownPoints = 4503599627370496.0;
constexpr double kMostSum = 9e18;

Where where_of(Kind kind) {
  if (kind == Kind::boolean) return Where::bits;
  return kind == Kind::text ? Where::texts : Where::lanes;
}

bool is_ticks(Kind kind) {
  return kind == Kind::time || kind == Kind::duration;
}

bool is_scalar(Kind kind) {
  return !data::is_list(kind);
}

}  // namespace

double most_points(const ir::Program& program, NodeId id) {
  const Node& n = program[id];
  const auto operands = program.operands(n);
  double most = 0;
  switch (n.op) {
    case Op::constant: return std::abs(static_cast<double>(program.constant_value(n).points));
    case Op::line_points:
      if (!program.is_constant(operands[1])) return kMostUnknownPoints;
      return std::abs(
          static_cast<double>(builtins::points_of(program.constant_value(program[operands[1]]).number).value_or(0)));
    case Op::points_sum:
      for (const NodeId o : operands) most += most_points(program, o);
      return most;
    case Op::points_bound: return most_points(program, operands[0]);
    case Op::by_member:
    case Op::by_range:
      // Twice as much: a step from one value to the next must fit as well.
      for (const NodeId o : operands.subspan(1)) most = std::max(most, 2 * most_points(program, o));
      return most;
    default: return kMostUnknownPoints;
  }
}

std::uint32_t Common::input(BatchInput wanted) {
  const auto known = std::ranges::find(batch.inputs, wanted);
  if (known == batch.inputs.end()) {
    batch.inputs.push_back(wanted);
    return static_cast<std::uint32_t>(batch.inputs.size() - 1);
  }
  return static_cast<std::uint32_t>(known - batch.inputs.begin());
}

Scope::Scope(Common& common, Scope* leads, std::optional<std::uint32_t> list)
    : common_(common),
      leads_(leads),
      list_(list),
      depends_(common.program.size(), kRows),
      wanted_(common.program.size(), false),
      deferred_(common.program.size(), false),
      places_(common.program.size()),
      filled_(common.program.size(), bytecode::kNoBatch) {
  for (std::uint32_t i = 0; i < common.program.size(); ++i) find_dependence(NodeId(i));
}

// Whether its value differs between the rows of this scope, as far as the scope knows it.
bool Scope::of_rows(NodeId id) const {
  const std::uint32_t open = common_.program[id].open;
  return list_ ? open == 1 : open == 0;
}

void Scope::find_dependence(NodeId id) {
  const Node& n = common_.program[id];
  std::int64_t& out = depends_[id.index];
  if (list_ && n.open == 0) {
    // What is computed once is no part of an element's code: it is given to it, as constants need not be.
    out = n.op == Op::constant ? kNothing : leads_->is_once(id) ? kOnce : kRows;
    return;
  }
  if (!of_rows(id) || ir::is_aggregate(n.op)) return;
  switch (n.op) {
    case Op::constant: out = kNothing; return;
    case Op::as_of: out = kOnce; return;
    case Op::slot:
      if (n.type == Kind::text) out = n.payload;
      return;
    case Op::element:
      if (n.type != Kind::text) return;
      out = ir::ElementField::of(n.payload).field;
      texts_.emplace(out, id);
      return;
    default: break;
  }
  out = kNothing;
  for (const NodeId o : common_.program.operands(n)) {
    const std::int64_t next = depends_[o.index];
    if (next == kNothing || next == out) continue;
    out = out == kNothing ? next : kRows;
  }
}

bool Scope::is_input(NodeId id) const {
  const Op op = common_.program[id].op;
  return list_ ? op == Op::element : op == Op::slot;
}

bool Scope::in_source(NodeId id) const {
  const Kind type = common_.program[id].type;
  return depends(id) >= 0 && type != Kind::text && is_scalar(type);
}

bool Scope::has_instruction(NodeId id) const {
  const Node& n = common_.program[id];
  const auto operands = common_.program.operands(n);
  const Kind operand = operands.empty() ? n.type : common_.program[operands[0]].type;
  switch (n.op) {
    case Op::not_:
    case Op::and_:
    case Op::or_:
    case Op::default_:
    case Op::select:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::negate:
    case Op::line_points:
    case Op::points_sum:
    case Op::points_bound:
    case Op::points_number: return is_scalar(n.type);
    case Op::by_range: return n.type == Kind::points;
    case Op::is_missing: return is_scalar(operand);
    case Op::equal:
    case Op::less:
    case Op::less_equal: return operand == Kind::number || is_ticks(operand);
    default: return false;
  }
}

// The nodes of the leads that the elements' conditions and values ask for, the nearest ones.
std::vector<NodeId> Scope::closed_below(NodeId aggregate) const {
  const auto operands = common_.program.operands(aggregate);
  std::vector<NodeId> open(operands.begin() + 1, operands.end());
  std::vector<NodeId> seen;
  std::vector<NodeId> closed;
  while (!open.empty()) {
    const NodeId id = open.back();
    open.pop_back();
    const auto at = std::ranges::lower_bound(seen, id);
    if (at != seen.end() && *at == id) continue;
    seen.insert(at, id);
    if (common_.program[id].open == 0) {
      closed.push_back(id);
      continue;
    }
    const auto below = common_.program.operands(id);
    open.insert(open.end(), below.begin(), below.end());
  }
  return closed;
}

// Aggregates that a pass over the elements can make: of a list of the record, and nothing nested.
bool Scope::can_reduce(NodeId id) const {
  const Node& n = common_.program[id];
  if (list_ || n.open != 0) return false;
  const auto operands = common_.program.operands(n);
  switch (n.op) {
    case Op::count:
    case Op::any:
    case Op::sum:
    case Op::average: break;
    case Op::smallest:
    case Op::largest: break;
    default: return false;
  }
  NodeId list = operands[0];
  if (common_.program[list].op == Op::dated) {
    const auto dated = common_.program.operands(list);
    if (!is_once(dated[1])) return false;
    list = dated[0];
  }
  if (common_.program[list].op != Op::slot) return false;
  std::vector<NodeId> open(operands.begin() + 1, operands.end());
  while (!open.empty()) {
    const NodeId below = open.back();
    open.pop_back();
    const Node& b = common_.program[below];
    if (!is_scalar(b.type) || b.open > 1 || (b.open != 0 && ir::is_aggregate(b.op))) return false;
    if (b.open == 0) continue;
    const auto more = common_.program.operands(b);
    open.insert(open.end(), more.begin(), more.end());
  }
  return true;
}

bool Scope::by_rows(NodeId id) const {
  return of_rows(id) && !is_once(id) && !is_input(id) && !in_source(id) && !has_instruction(id) && !can_reduce(id);
}

// Computed within the piece that asks for it. Texts are never kept for a block where that can be helped, and a list
// cannot be.
bool Scope::within_piece(NodeId id) const {
  const Node& n = common_.program[id];
  if (!list_ && n.open != 0) return true;
  if (!of_rows(id) || is_input(id) || is_once(id)) return false;
  if (n.type == Kind::text || !is_scalar(n.type)) return true;
  return by_rows(id) && common_.users[id.index] == 1;
}

std::vector<NodeId> Scope::inputs_of_piece(NodeId root) const {
  std::vector<NodeId> out;
  std::vector<NodeId> open{root};
  std::vector<NodeId> seen;
  while (!open.empty()) {
    const NodeId id = open.back();
    open.pop_back();
    for (const NodeId o : common_.program.operands(id)) {
      const auto at = std::ranges::lower_bound(seen, o);
      if (common_.program.is_constant(o) || (at != seen.end() && *at == o)) continue;
      seen.insert(at, o);
      (within_piece(o) ? open : out).push_back(o);
    }
  }
  return out;
}

// A line that only its sum asks for is added to it where it is yes.
bool Scope::is_line_of_sum(NodeId id) const {
  const Op op = common_.program[id].op;
  const bool line = op == Op::line_points || (op == Op::by_range && has_instruction(id));
  return line && common_.users[id.index] == 1 && !is_once(id) && !in_source(id);
}

void Scope::want(NodeId id) {
  wanted_[id.index] = true;
}

void Scope::settle() {
  for (std::size_t i = wanted_.size(); i > 0; --i) {
    if (wanted_[i - 1]) want_below(NodeId(i - 1));
  }
}

void Scope::want_of_sum(NodeId sum) {
  overflows = overflows || !(most_points(common_.program, sum) < kMostSum);
  for (const NodeId o : common_.program.operands(sum)) {
    if (in_source(o)) continue;
    if (!is_line_of_sum(o)) {
      want(o);
      continue;
    }
    for (const NodeId below : common_.program.operands(o)) want(below);
  }
}

void Scope::want_below(NodeId id) {
  const Node& n = common_.program[id];
  if (is_once(id)) {
    if (!list_ && n.op != Op::constant && n.op != Op::as_of) once_roots.push_back(id);
    return;
  }
  if (!of_rows(id) || is_input(id) || in_source(id)) return;
  const auto operands = common_.program.operands(n);
  if (can_reduce(id)) {
    if (common_.program[operands[0]].op == Op::dated) want(common_.program.operands(operands[0])[1]);
    for (const NodeId o : closed_below(id)) want(o);
    return;
  }
  if (!has_instruction(id)) {
    for (const NodeId o : inputs_of_piece(id)) want(o);
    return;
  }
  if (n.op == Op::points_sum) return want_of_sum(id);
  if (n.op == Op::by_range) overflows = overflows || !(most_points(common_.program, id) < kMostSum);
  const bool guards = n.op == Op::and_ || n.op == Op::or_;
  for (const NodeId o : operands) {
    want(o);
    if (guards && by_rows(o) && common_.users[o.index] == 1) deferred_[o.index] = true;
  }
}

void Scope::emit() {
  for (std::uint32_t i = 0; i < wanted_.size(); ++i) {
    if (wanted_[i] && !deferred_[i]) emit_node(NodeId(i));
  }
  for (const std::uint32_t source : sources) finish_source(source);
}

Place Scope::place(NodeId id) const {
  if (!is_once(id)) return places_[id.index];
  const Op op = common_.program[id].op;
  const bool fixed = op == Op::constant || op == Op::as_of;
  return {Where::once, fixed ? common_.pieces.fixed_register(id) : common_.once[id.index]};
}

std::uint32_t Scope::put(BatchOp op, Where where, std::uint32_t a, std::uint32_t b, std::uint32_t c) {
  const std::uint32_t d = fresh(where);
  code.push_back({op, d, a, b, c});
  return d;
}

// A value of the lead, for its elements.
std::uint32_t Scope::owned(NodeId id, BatchOp op, std::uint32_t of_lead, Where where) {
  std::uint32_t& known = filled_[id.index];
  if (known == bytecode::kNoBatch) known = put(op, where, of_lead);
  reads_leads_ = true;
  return known;
}

std::uint32_t Scope::bits_of(NodeId id) {
  std::uint32_t& known = filled_[id.index];
  if (is_once(id)) {
    if (known == bytecode::kNoBatch) known = put(BatchOp::once_bits, Where::bits, place(id).index);
    return known;
  }
  if (!of_rows(id)) return owned(id, BatchOp::owner_bits, leads_->bits_of(id), Where::bits);
  if (is_input(id)) {
    const Node& n = common_.program[id];
    const BatchInput from = list_ ? BatchInput{*list_, ir::ElementField::of(n.payload).field} : BatchInput{n.payload};
    if (known == bytecode::kNoBatch) known = put(BatchOp::column_bits, Where::bits, common_.input(from));
    return known;
  }
  return places_[id.index].index;
}

std::uint32_t Scope::lanes_of(NodeId id) {
  const Node& n = common_.program[id];
  std::uint32_t& known = filled_[id.index];
  if (is_once(id)) {
    const BatchOp op = n.type == Kind::points ? BatchOp::once_points : BatchOp::once_lanes;
    if (known == bytecode::kNoBatch) known = put(op, Where::lanes, place(id).index);
    return known;
  }
  if (!of_rows(id)) return owned(id, BatchOp::owner_lanes, leads_->lanes_of(id), Where::lanes);
  if (is_input(id)) {
    const BatchInput from = list_ ? BatchInput{*list_, ir::ElementField::of(n.payload).field} : BatchInput{n.payload};
    return bytecode::kInputLanes | common_.input(from);
  }
  return places_[id.index].index;
}

std::uint32_t Scope::texts_of(NodeId id) {
  const Node& n = common_.program[id];
  std::uint32_t& known = filled_[id.index];
  if (is_once(id)) {
    if (known == bytecode::kNoBatch) known = put(BatchOp::once_texts, Where::texts, place(id).index);
    return known;
  }
  if (!of_rows(id)) return owned(id, BatchOp::owner_texts, leads_->texts_of(id), Where::texts);
  if (is_input(id)) {
    const BatchInput from = list_ ? BatchInput{*list_, ir::ElementField::of(n.payload).field} : BatchInput{n.payload};
    if (known == bytecode::kNoBatch) known = put(BatchOp::column_texts, Where::texts, common_.input(from));
    return known;
  }
  return places_[id.index].index;
}

void Scope::emit_node(NodeId id) {
  if (is_once(id) || !of_rows(id) || is_input(id) || places_[id.index].where != Where::nowhere) return;
  if (in_source(id)) {
    const std::uint32_t source = source_of(depends(id));
    const std::uint32_t output = output_of(source, {id});
    const bool truth = common_.program[id].type == Kind::boolean;
    const Where where = truth ? Where::bits : Where::lanes;
    return set(id, where, put(truth ? BatchOp::class_bits : BatchOp::class_lanes, where, source, output));
  }
  if (can_reduce(id)) return pass(id);
  if (has_instruction(id)) return emit_operation(id);
  emit_piece(id);
}

void Scope::emit_operation(NodeId id) {
  const Node& n = common_.program[id];
  const auto operands = common_.program.operands(n);
  const auto lanes = [&](BatchOp op) {
    const std::uint32_t a = lanes_of(operands[0]);
    const std::uint32_t b = operands.size() > 1 ? lanes_of(operands[1]) : 0;
    set(id, Where::lanes, put(op, Where::lanes, a, b));
  };
  const bool ticks = !operands.empty() && is_ticks(common_.program[operands[0]].type);
  switch (n.op) {
    case Op::not_: return set(id, Where::bits, put(BatchOp::not_bits, Where::bits, bits_of(operands[0])));
    case Op::and_: return connective(id, BatchOp::and_bits, BatchOp::rows_bits_where_open);
    case Op::or_: return connective(id, BatchOp::or_bits, BatchOp::rows_bits_unless_yes);
    case Op::is_missing: return missing(id);
    case Op::default_: return fallback(id);
    case Op::select: return choose(id);
    case Op::equal:
      return ticks ? compare(id, BatchOp::equal_ticks, BatchOp::equal_ticks_once, BatchOp::equal_ticks_once)
                   : compare(id, BatchOp::equal_number, BatchOp::equal_number_once, BatchOp::equal_number_once);
    case Op::less:
      return ticks ? compare(id, BatchOp::less_ticks, BatchOp::less_ticks_once, BatchOp::once_less_ticks)
                   : compare(id, BatchOp::less_number, BatchOp::less_number_once, BatchOp::once_less_number);
    case Op::less_equal:
      return ticks ? compare(id, BatchOp::less_equal_ticks, BatchOp::less_equal_ticks_once,
                             BatchOp::once_less_equal_ticks)
                   : compare(id, BatchOp::less_equal_number, BatchOp::less_equal_number_once,
                             BatchOp::once_less_equal_number);
    case Op::add: return lanes(BatchOp::add);
    case Op::subtract: return lanes(BatchOp::subtract);
    case Op::multiply: return lanes(BatchOp::multiply);
    case Op::divide: return lanes(BatchOp::divide);
    case Op::negate: return lanes(BatchOp::negate);
    case Op::points_number: return lanes(BatchOp::points_number);
    case Op::points_sum: return sum(id);
    case Op::points_bound: return bound(id);
    default: {
      const std::uint32_t d = put(BatchOp::no_points, Where::lanes);
      add_line(d, id);
      return set(id, Where::lanes, d);
    }
  }
}

void Scope::compare(NodeId id, BatchOp lanes, BatchOp once_second, BatchOp once_first) {
  const auto operands = common_.program.operands(id);
  std::uint32_t d = 0;
  if (is_once(operands[1])) {
    d = put(once_second, Where::bits, lanes_of(operands[0]), place(operands[1]).index);
  } else if (is_once(operands[0])) {
    d = put(once_first, Where::bits, lanes_of(operands[1]), place(operands[0]).index);
  } else {
    const std::uint32_t a = lanes_of(operands[0]);
    d = put(lanes, Where::bits, a, lanes_of(operands[1]));
  }
  set(id, Where::bits, d);
}

// What goes row by row comes last, and only for the rows that are not settled.
void Scope::connective(NodeId id, BatchOp op, BatchOp guarded) {
  std::uint32_t so_far = bytecode::kNoBatch;
  for (const bool rows : {false, true}) {
    for (const NodeId o : common_.program.operands(id)) {
      if (deferred_[o.index] != rows) continue;
      if (rows) emit_piece(o, so_far == bytecode::kNoBatch ? BatchOp::rows_bits : guarded, so_far);
      const std::uint32_t next = bits_of(o);
      so_far = so_far == bytecode::kNoBatch ? next : put(op, Where::bits, so_far, next);
    }
  }
  set(id, Where::bits, so_far);
}

void Scope::missing(NodeId id) {
  const NodeId operand = common_.program.operands(id)[0];
  const Kind kind = common_.program[operand].type;
  std::uint32_t d = 0;
  if (kind == Kind::boolean) {
    d = put(BatchOp::missing_bits, Where::bits, bits_of(operand));
  } else if (kind == Kind::text) {
    d = put(BatchOp::missing_text, Where::bits, texts_of(operand));
  } else {
    d = put(kind == Kind::number ? BatchOp::missing_number : BatchOp::missing_ticks, Where::bits, lanes_of(operand));
  }
  set(id, Where::bits, d);
}

void Scope::fallback(NodeId id) {
  const auto operands = common_.program.operands(id);
  const Kind kind = common_.program[id].type;
  std::uint32_t d = 0;
  if (kind == Kind::boolean) {
    const std::uint32_t a = bits_of(operands[0]);
    d = put(BatchOp::default_bits, Where::bits, a, bits_of(operands[1]));
  } else if (kind == Kind::text) {
    const std::uint32_t a = texts_of(operands[0]);
    d = put(BatchOp::default_texts, Where::texts, a, texts_of(operands[1]));
  } else {
    const std::uint32_t a = lanes_of(operands[0]);
    const BatchOp op = kind == Kind::number ? BatchOp::default_numbers : BatchOp::default_ticks;
    d = put(op, Where::lanes, a, lanes_of(operands[1]));
  }
  set(id, where_of(kind), d);
}

// From the last arm up: each takes its rows from those behind it.
void Scope::choose(NodeId id) {
  const auto operands = common_.program.operands(id);
  const Kind kind = common_.program[id].type;
  const auto value = [&](NodeId o) {
    return kind == Kind::boolean ? bits_of(o) : kind == Kind::text ? texts_of(o) : lanes_of(o);
  };
  const BatchOp op = kind == Kind::boolean ? BatchOp::select_bits
                     : kind == Kind::text  ? BatchOp::select_texts
                                           : BatchOp::select_lanes;
  std::uint32_t d = value(operands.back());
  for (std::size_t k = operands.size() - 1; k >= 2; k -= 2) {
    const std::uint32_t condition = bits_of(operands[k - 2]);
    d = put(op, where_of(kind), condition, value(operands[k - 1]), d);
  }
  set(id, where_of(kind), d);
}

void Scope::add_line(std::uint32_t d, NodeId line) {
  if (common_.program[line].op == Op::by_range) return add_ranges(d, line);
  const auto operands = common_.program.operands(line);
  const std::uint32_t condition = bits_of(operands[0]);
  if (is_once(operands[1])) {
    code.push_back({BatchOp::add_when, d, condition, place(operands[1]).index, 0});
  } else {
    const std::uint32_t points = put(BatchOp::line_points, Where::lanes, condition, lanes_of(operands[1]));
    code.push_back({BatchOp::add_points, d, points, 0, 0});
  }
}

// As steps from bound to bound, which are added without a question. A step may be beyond 64 bits where no value is: the
// machine's sums wrap, so do the steps.
void Scope::add_ranges(std::uint32_t d, NodeId id) {
  const Node& n = common_.program[id];
  const auto operands = common_.program.operands(n);
  const auto points = [&](NodeId constant) {
    return static_cast<std::int64_t>(common_.program.constant_value(common_.program[constant]).points);
  };
  const auto step = [](std::int64_t from, std::int64_t to) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from));
  };
  const ir::ConstantSet& bounds = common_.program.sets[n.payload];
  bytecode::Ranges ranges{bounds.numbers, bounds.ticks, points(operands[1]), {}, 0};
  for (std::size_t k = 2; k + 1 < operands.size(); ++k)
    ranges.more.push_back(step(points(operands[k - 1]), points(operands[k])));
  ranges.missing = step(ranges.below, points(operands.back()));
  const BatchOp op = bounds.kind == Kind::number ? BatchOp::add_by_number : BatchOp::add_by_ticks;
  const std::uint32_t value = lanes_of(operands[0]);
  common_.batch.ranges.push_back(std::move(ranges));
  code.push_back({op, d, value, static_cast<std::uint32_t>(common_.batch.ranges.size() - 1), 0});
}

// Lines on one text are added up for each class of its values, not for each lead.
void Scope::sum(NodeId id) {
  const std::uint32_t d = put(BatchOp::no_points, Where::lanes);
  std::map<std::int64_t, std::vector<NodeId>> by_text;
  for (const NodeId o : common_.program.operands(id)) {
    if (in_source(o)) {
      by_text[depends(o)].push_back(o);
    } else if (is_line_of_sum(o)) {
      add_line(d, o);
    } else {
      code.push_back({BatchOp::add_points, d, lanes_of(o), 0, 0});
    }
  }
  for (auto& [text, nodes] : by_text) {
    const std::uint32_t source = source_of(text);
    code.push_back({BatchOp::add_class, d, source, output_of(source, std::move(nodes)), 0});
  }
  set(id, Where::lanes, d);
}

void Scope::bound(NodeId id) {
  const auto operands = common_.program.operands(id);
  std::uint32_t d = lanes_of(operands[0]);
  d = put(BatchOp::points_at_least, Where::lanes, d, lanes_of(operands[1]));
  d = put(BatchOp::points_at_most, Where::lanes, d, lanes_of(operands[2]));
  set(id, Where::lanes, d);
}

void Scope::emit_piece(NodeId id, BatchOp guarded, std::uint32_t guard) {
  bytecode::Piece piece;
  std::vector<Given> given;
  for (const NodeId o : inputs_of_piece(id)) {
    const Node& n = common_.program[o];
    if (is_once(o)) {
      if (n.op != Op::as_of) given.push_back({o, place(o).index});
      continue;
    }
    bytecode::Piece::Input in;
    if (is_input(o)) {
      in.from = bytecode::Piece::From::column;
      in.index =
          common_.input(list_ ? BatchInput{*list_, ir::ElementField::of(n.payload).field} : BatchInput{n.payload});
      in.scalar = list_ ? common_.pieces.new_register(n.type) : common_.pieces.fixed_register(o);
      if (list_) given.push_back({o, in.scalar});
    } else {
      in.from = n.type == Kind::boolean ? bytecode::Piece::From::bits
                : n.type == Kind::text  ? bytecode::Piece::From::texts
                                        : bytecode::Piece::From::lanes;
      in.index = n.type == Kind::boolean ? bits_of(o) : n.type == Kind::text ? texts_of(o) : lanes_of(o);
      in.scalar = common_.pieces.new_register(n.type);
      given.push_back({o, in.scalar});
    }
    piece.inputs.push_back(in);
  }
  const NodeId root[] = {id};
  const PieceCode made = common_.pieces.piece(list_ ? Part::element : Part::record, root, given);
  piece.entry = made.entry;
  piece.result = made.results[0];
  const auto index = static_cast<std::uint32_t>(common_.batch.pieces.size());
  common_.batch.pieces.push_back(std::move(piece));
  const Where where = where_of(common_.program[id].type);
  const BatchOp op = where == Where::bits ? guarded : where == Where::texts ? BatchOp::rows_texts : BatchOp::rows_lanes;
  set(id, where, put(op, where, index, guard));
}

// --- lists ---

// The aggregates over the same list whose conditions need nothing that is still to come go through it together.
void Scope::pass(NodeId first) {
  const NodeId list = common_.program.operands(first)[0];
  const Node* slot = &common_.program[list];
  bytecode::Pass made;
  if (slot->op == Op::dated) {
    const auto dated = common_.program.operands(list);
    made.clock = slot->payload;
    made.until = place(dated[1]).index;
    slot = &common_.program[dated[0]];
  }
  made.slot = slot->payload;
  std::vector<NodeId> together;
  for (std::uint32_t i = first.index; i < wanted_.size(); ++i) {
    const NodeId id(i);
    if (!wanted_[i] || !ir::is_aggregate(common_.program[id].op) || common_.program.operands(id)[0] != list) continue;
    if (!can_reduce(id)) continue;
    const bool ready = std::ranges::all_of(
        closed_below(id), [&](NodeId o) { return o < first || is_once(o) || common_.program[o].op == Op::slot; });
    if (ready) together.push_back(id);
  }
  Scope elements(common_, this, made.slot);
  for (const NodeId id : together) {
    for (const NodeId o : common_.program.operands(id).subspan(1)) elements.want(o);
  }
  elements.settle();
  elements.emit();
  for (const NodeId id : together) reduce(id, elements, made);
  overflows = overflows || elements.overflows;
  // The registers of a pass stand behind those of the leads: batch.cpp moves them there.
  made.code = std::move(elements.code);
  made.reads_leads = elements.reads_leads_;
  made.sources = std::move(elements.sources);
  for (std::size_t k = 0; k < registers.size(); ++k)
    pass_registers[k] = std::max(pass_registers[k], elements.registers[k]);
  code.push_back({BatchOp::run_pass, 0, static_cast<std::uint32_t>(common_.batch.passes.size()), 0, 0});
  common_.batch.passes.push_back(std::move(made));
}

void Scope::reduce(NodeId aggregate, Scope& elements, bytecode::Pass& into) {
  const Node& n = common_.program[aggregate];
  const auto operands = common_.program.operands(n);
  bytecode::Reduction out;
  out.condition = elements.bits_of(operands[1]);
  if (operands.size() > 2) {
    out.kind = common_.program[operands[2]].type;
    out.value = elements.lanes_of(operands[2]);
  }
  const Where where = where_of(n.type);
  out.d = fresh(where);
  set(aggregate, where, out.d);
  switch (n.op) {
    case Op::count: out.what = bytecode::Reduction::What::count; break;
    case Op::any: out.what = bytecode::Reduction::What::any; break;
    case Op::sum: out.what = bytecode::Reduction::What::sum; break;
    case Op::average: out.what = bytecode::Reduction::What::average; break;
    case Op::smallest: out.what = bytecode::Reduction::What::smallest; break;
    default: out.what = bytecode::Reduction::What::largest; break;
  }
  into.reductions.push_back(out);
}

// --- texts ---

std::uint32_t Scope::source_of(std::int64_t depends) {
  const auto [known, fresh] = source_by_.try_emplace(depends, static_cast<std::uint32_t>(common_.batch.sources.size()));
  if (fresh) {
    bytecode::TextSource source;
    const auto from = static_cast<std::uint32_t>(depends);
    source.from = list_ ? BatchInput{*list_, from} : BatchInput{from};
    common_.batch.sources.push_back(std::move(source));
    sources.push_back(known->second);
  }
  return known->second;
}

std::uint32_t Scope::output_of(std::uint32_t source, std::vector<NodeId> nodes) {
  auto& outputs = common_.batch.sources[source].outputs;
  const auto index = static_cast<std::uint32_t>(outputs.size());
  const auto [known, fresh] = outputs_.try_emplace({source, std::move(nodes)}, index);
  if (fresh) outputs.push_back({common_.program[known->first.second.front()].type, {}});
  return known->second;
}

// What tells texts apart: tests of the text itself against constants say which constant it is, every other question
// to a text is a probe.
void Scope::finish_source(std::uint32_t index) {
  std::vector<NodeId> roots;
  for (const auto& [key, output] : outputs_) {
    if (key.first == index) roots.insert(roots.end(), key.second.begin(), key.second.end());
  }
  std::vector<std::string> members;
  std::vector<NodeId> probes;
  std::vector<NodeId> open = roots;
  std::vector<bool> seen(common_.program.size(), false);
  while (!open.empty()) {
    const NodeId id = open.back();
    open.pop_back();
    if (seen[id.index]) continue;
    seen[id.index] = true;
    const Node& n = common_.program[id];
    const auto operands = common_.program.operands(n);
    const bool asks_text =
        std::ranges::any_of(operands, [&](NodeId o) { return common_.program[o].type == Kind::text; });
    if (!asks_text) {
      open.insert(open.end(), operands.begin(), operands.end());
      continue;
    }
    const bool bare = is_input(operands[0]) || (operands.size() == 2 && is_input(operands[1]));
    const bool constant =
        operands.size() == 2 && (common_.program.is_constant(operands[0]) || common_.program.is_constant(operands[1]));
    if (bare && n.op == Op::is_missing) continue;
    if (bare && (n.op == Op::in_set || n.op == Op::lookup || n.op == Op::by_member)) {
      const auto& texts = common_.program.sets[n.payload].texts;
      members.insert(members.end(), texts.begin(), texts.end());
    } else if (bare && constant && n.op == Op::equal) {
      const NodeId other = common_.program.is_constant(operands[0]) ? operands[0] : operands[1];
      const data::TextRef text = common_.program.constant_value(common_.program[other]).text;
      if (!data::is_missing(text)) members.emplace_back(data::view(text));
    } else {
      probes.push_back(id);
    }
  }
  std::ranges::sort(members);
  members.erase(std::ranges::unique(members).begin(), members.end());
  std::ranges::sort(probes);

  std::vector<Given> given;
  bytecode::TextSource& source = common_.batch.sources[index];
  if (list_) {
    const NodeId text = texts_.at(source.from.field);
    source.text = common_.pieces.new_register(Kind::text);
    given.push_back({text, source.text});
  } else {
    source.text = source.from.slot;
  }
  const Part part = list_ ? Part::element : Part::record;
  source.members = data::MemberSet::of_texts(std::move(members));
  const PieceCode asked = common_.pieces.piece(part, probes, given);
  source.probe_entry = asked.entry;
  source.probes = asked.results;
  const PieceCode all = common_.pieces.piece(part, roots, given);
  source.entry = all.entry;
  std::size_t next = 0;
  for (const auto& [key, output] : outputs_) {
    if (key.first != index) continue;
    for (std::size_t k = 0; k < key.second.size(); ++k) source.outputs[output].registers.push_back(all.results[next++]);
  }
}

}  // namespace rubric::lower
