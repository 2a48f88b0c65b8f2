// Aggregates over the elements of a list: which a pass can make, and the passes.
#include <algorithm>

#include "lower/batch_scope.hpp"

namespace rubric::lower {

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
  out.condition = elements.rows_of(operands[1]);
  if (operands.size() > 2) {
    out.kind = common_.program[operands[2]].type;
    out.value = elements.rows_of(operands[2]);
  }
  const Place::Where where = n.type == Kind::boolean ? Place::Where::bits : Place::Where::lanes;
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

}  // namespace rubric::lower
