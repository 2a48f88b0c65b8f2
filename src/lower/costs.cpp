#include "lower/costs.hpp"

#include <algorithm>

namespace rubric::lower {

namespace {

using ir::Kind;
using ir::NodeId;
using ir::Op;

constexpr std::uint32_t kMost = 1'000'000;

// Of the operation alone. Reading a text waits for memory that a number has with it.
std::uint32_t cost_of(Op op, Kind operand) {
  switch (op) {
    case Op::constant:
    case Op::slot:
    case Op::as_of:
    case Op::element: return 0;
    case Op::equal:
    case Op::less:
    case Op::less_equal: return operand == Kind::text ? 4 : 1;
    case Op::starts_with:
    case Op::ends_with: return 5;
    case Op::lookup:
    case Op::by_member:
    case Op::by_range:
    case Op::in_set: return operand == Kind::text ? 8 : 4;
    case Op::contains: return 10;
    case Op::text_any:
    case Op::contains_word:
    case Op::concat:
    case Op::fold: return 30;
    case Op::matches:
    case Op::call: return 50;
    case Op::dated:
    case Op::in_list: return 100;
    default: return ir::is_aggregate(op) ? 500 : 1;
  }
}

// Whether a record is past the limit of scratch memory must not depend on how its questions are ordered.
bool takes_memory(Op op) {
  return op == Op::concat || op == Op::fold || op == Op::call || op == Op::dated;
}

}  // namespace

Costs::Costs(const ir::Program& program) : program_(program) {
  costs_.reserve(program.size());
  takes_memory_.reserve(program.size());
  for (std::size_t i = 0; i < program.size(); ++i) {
    const ir::Node& n = program[NodeId(i)];
    const auto operands = program.operands(n);
    std::uint32_t cost = cost_of(n.op, operands.empty() ? n.type : program[operands[0]].type);
    bool takes = takes_memory(n.op);
    for (const NodeId operand : operands) {
      cost = std::min(kMost, cost + costs_[operand.index]);
      takes = takes || takes_memory_[operand.index];
    }
    costs_.push_back(cost);
    takes_memory_.push_back(takes);
    put_in_order(n, takes);
  }
}

void Costs::put_in_order(const ir::Node& n, bool takes) {
  const auto operands = program_.operands(n);
  if (in_order_.size() < n.first + operands.size()) in_order_.resize(n.first + operands.size());
  const auto out = std::span(in_order_).subspan(n.first, operands.size());
  std::ranges::copy(operands, out.begin());
  if ((n.op != Op::and_ && n.op != Op::or_) || takes) return;
  const auto cost = [this](NodeId operand) { return of(operand); };
  // A few are put into their places one by one: a stable sort asks for memory each time.
  constexpr std::size_t kFew = 16;
  if (out.size() > kFew) {
    std::ranges::stable_sort(out, {}, cost);
    return;
  }
  for (auto next = out.begin(); next != out.end(); ++next) {
    std::rotate(std::ranges::upper_bound(out.begin(), next, of(*next), {}, cost), next, next + 1);
  }
}

}  // namespace rubric::lower
