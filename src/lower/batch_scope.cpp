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
    case Op::select:
      for (const NodeId o : operands) {
        if (program[o].type == Kind::points) most = std::max(most, most_points(program, o));
      }
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

}  // namespace rubric::lower
