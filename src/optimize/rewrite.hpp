// What the passes share: a program rebuilt from the leaves up, node by node.
//
// Operands are older than their node, so one walk in the order of the nodes is enough: when a node is
// asked for its replacement, its operands have theirs. What is not replaced is copied.
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
  std::vector<bool> shared;          ///< by operand: the old program needs it elsewhere too
  ir::Span span;
};

/// Gives the node of the new program that stands for the operation; adds what it needs to `out`.
using Replacement = std::function<ir::NodeId(ir::Program& out, Operation& operation)>;

[[nodiscard]] ir::Program rewrite(const ir::Program& program, const Replacement& replace);

/// Adds it as it is.
ir::NodeId add(ir::Program& out, const Operation& operation);

[[nodiscard]] inline bool is_constant(const ir::Program& p, ir::NodeId id, data::Tri value) {
  return p.is_constant(id) && p[id].type == ir::Kind::boolean && p.constant_value(p[id]).tri == value;
}

}  // namespace rubric::optimize
