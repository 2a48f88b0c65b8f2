#include "optimize/rewrite.hpp"

namespace rubric::optimize {

using ir::Node;
using ir::NodeId;
using ir::Op;
using ir::Program;

namespace {

class Rewriter {
 public:
  Rewriter(Program program, const Replacement& replace) : out_(std::move(program)), replace_(replace) {}

  Program run() {
    uses_ = count_uses(out_);
    const std::uint32_t first = first_replaced();
    if (first == uses_.size()) return std::move(out_);
    from_ = out_.take_nodes();
    to_.resize(uses_.size());
    for (std::uint32_t i = 0; i < uses_.size(); ++i) {
      if (uses_[i] > 0) to_[i] = node(i, i >= first);
    }
    out_.for_each_root([&](NodeId& id) { id = to_[id.index]; });
    return std::move(out_);
  }

 private:
  // The program is asked about itself. What this adds is behind all nodes, and goes when they are taken out.
  std::uint32_t first_replaced() {
    const auto size = static_cast<std::uint32_t>(uses_.size());
    for (std::uint32_t i = 0; i < size; ++i) {
      // A copy: adding moves the nodes.
      const Node n = out_[NodeId(i)];
      if (uses_[i] == 0 || n.op == Op::constant) continue;
      describe(n);
      for (const NodeId operand : out_.operands(n)) add_operand(operand, operand);
      const NodeId answer = replace_(out_, operation_);
      if (answer != kAsItIs && answer != NodeId(i)) return i;
    }
    return size;
  }

  NodeId node(std::uint32_t index, bool may_be_replaced) {
    const Node& n = from_.nodes[index];
    describe(n);
    for (const NodeId operand : from_.operands(n)) add_operand(operand, to_[operand.index]);
    if (may_be_replaced && n.op != Op::constant) {
      const NodeId answer = replace_(out_, operation_);
      if (answer != kAsItIs) return answer;
    }
    return out_.add(n.op, n.type, operation_.operands, n.payload, n.span);
  }

  // One operation for all nodes: its vectors keep their memory.
  void describe(const Node& n) {
    operation_.op = n.op;
    operation_.type = n.type;
    operation_.payload = n.payload;
    operation_.span = n.span;
    operation_.operands.clear();
    operation_.shared.clear();
  }
  void add_operand(NodeId before, NodeId now) {
    operation_.operands.push_back(now);
    operation_.shared.push_back(uses_[before.index] > 1 ? 1 : 0);
  }

  Program out_;
  const Replacement& replace_;
  std::vector<std::uint32_t> uses_;
  ir::NodeList from_;
  std::vector<NodeId> to_;  // by old node
  Operation operation_{};
};

}  // namespace

std::vector<std::uint32_t> count_uses(const Program& program) {
  std::vector<std::uint32_t> uses(program.size(), 0);
  program.for_each_root([&](NodeId id) { ++uses[id.index]; });
  for (std::size_t i = program.size(); i-- > 0;) {
    if (uses[i] == 0) continue;
    for (const NodeId operand : program.operands(NodeId(i))) ++uses[operand.index];
  }
  return uses;
}

Program rewrite(Program program, const Replacement& replace) {
  return Rewriter(std::move(program), replace).run();
}

}  // namespace rubric::optimize
