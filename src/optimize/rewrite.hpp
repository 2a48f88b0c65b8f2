// What the passes share: a program rebuilt from the leaves up, node by node.
//
// Operands are older than their node, so one walk in the order of the nodes is enough: when a node is
// asked for its replacement, its operands have theirs. A pass that replaces nothing costs that walk: nothing
// is built before the first node that changes.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "ir/program.hpp"

namespace rubric::optimize {

/// One operation as it is about to be added to the new program.
struct Operation {
  ir::Op op;
  ir::Kind type;
  std::uint32_t payload;
  std::vector<ir::NodeId> operands;  ///< in the new program
  std::vector<std::uint8_t> shared;  ///< by operand: 1 where the old program needs it elsewhere too
  ir::Span span;
};

/// What a replacement gives for an operation that stays as it is.
inline constexpr ir::NodeId kAsItIs{};

/// Gives the node of the new program that stands for the operation, and adds what that needs to `out`; or
/// kAsItIs. It may be asked twice about one operation, and its answer must be the same.
using Replacement = std::function<ir::NodeId(ir::Program& out, const Operation& operation)>;

[[nodiscard]] ir::Program rewrite(ir::Program program, const Replacement& replace);

/// Whether there is such an operation.
[[nodiscard]] inline bool has(const ir::Program& program, ir::Op op) {
  for (std::size_t i = 0; i < program.size(); ++i) {
    if (program[ir::NodeId(i)].op == op) return true;
  }
  return false;
}

/// By node: how often live nodes and roots (outcomes, named and watched values) name it.
[[nodiscard]] std::vector<std::uint32_t> count_uses(const ir::Program& program);

[[nodiscard]] inline bool is_constant(const ir::Program& p, ir::NodeId id, data::Tri value) {
  return p.is_constant(id) && p[id].type == ir::Kind::boolean && p.constant_value(p[id]).tri == value;
}

}  // namespace rubric::optimize
