#include "ir/missing.hpp"

#include <algorithm>

namespace rubric::ir {

namespace {

bool constant_zero_or_missing(const Program& program, NodeId id) {
  const Node& n = program[id];
  return n.op != Op::constant || n.type != Kind::number || program.constant_value(n).number == 0;
}

bool one(const Program& program, const Node& n, const std::vector<bool>& known) {
  const auto operands = program.operands(n);
  const auto missing = [&](NodeId id) { return static_cast<bool>(known[id.index]); };
  switch (n.op) {
    case Op::constant: return data::is_missing(n.type, program.constant_value(n));
    case Op::slot: return !program.layout.slots[n.payload].required;
    case Op::as_of:
    case Op::is_missing:
    case Op::count:
    case Op::any:
    case Op::sum:
    case Op::distinct:
    case Op::line_points:
    case Op::points_sum:
    case Op::points_bound:
    case Op::points_number:
    case Op::each_points:
    case Op::dated: return false;
    case Op::element:
    case Op::call:  // some have no answer for some values
    case Op::average:
    case Op::smallest:
    case Op::largest:
    case Op::first:
    case Op::last:
    case Op::earliest:
    case Op::latest: return true;
    case Op::default_: return missing(operands[1]);
    case Op::in_list: return missing(operands[0]);
    case Op::select: {
      for (std::size_t i = 1; i < operands.size(); i += 2) {
        if (missing(operands[i])) return true;
      }
      return missing(operands.back());
    }
    case Op::divide:
    case Op::duration_divide:
      return std::ranges::any_of(operands, missing) || constant_zero_or_missing(program, operands[1]);
    case Op::duration_ratio: return true;
    default: return std::ranges::any_of(operands, missing);
  }
}

bool hides(Op op) {
  switch (op) {
    case Op::is_missing:
    case Op::default_:
    case Op::select:
    case Op::line_points:
    case Op::count:
    case Op::any:
    case Op::sum:
    case Op::average:
    case Op::smallest:
    case Op::largest:
    case Op::first:
    case Op::last:
    case Op::earliest:
    case Op::latest:
    case Op::distinct:
    case Op::each_points: return true;
    default: return false;
  }
}

}  // namespace

std::vector<bool> hides_missing(const Program& program) {
  std::vector<bool> out;
  out.reserve(program.size());
  const auto known = [&](NodeId id) { return static_cast<bool>(out[id.index]); };
  for (std::size_t i = 0; i < program.size(); ++i) {
    const NodeId id(i);
    out.push_back(hides(program[id].op) || std::ranges::any_of(program.operands(id), known));
  }
  return out;
}

std::vector<bool> can_be_missing(const Program& program) {
  std::vector<bool> out;
  out.reserve(program.size());
  for (std::size_t i = 0; i < program.size(); ++i) out.push_back(one(program, program[NodeId(i)], out));
  return out;
}

}  // namespace rubric::ir
