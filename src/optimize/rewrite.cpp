#include "optimize/rewrite.hpp"

namespace rubric::optimize {

using ir::Node;
using ir::NodeId;
using ir::Op;
using ir::Program;

namespace {

class Rewriter {
 public:
  Rewriter(const Program& from, const Replacement& replace)
      : from_(from), replace_(replace), to_(from.size()), set_of_(from.sets.size(), kNone) {}

  Program run() {
    about();
    count_uses();
    for (std::uint32_t i = 0; i < from_.size(); ++i) {
      if (uses_[i] > 0) to_[i] = node(from_[NodeId(i)]);
    }
    for (ir::Outcome o : from_.outcomes) {
      o.value = to_[o.value.index];
      for (ir::Reason& r : o.reasons) {
        r.condition = to_[r.condition.index];
        if (r.points.valid()) r.points = to_[r.points.index];
      }
      out_.outcomes.push_back(std::move(o));
    }
    for (const ir::NamedValue& v : from_.values) out_.values.push_back({v.name, to_[v.value.index]});
    for (const NodeId id : from_.watched) out_.watched.push_back(to_[id.index]);
    return std::move(out_);
  }

 private:
  void about() {
    out_.layout = from_.layout;
    out_.loops = from_.loops;
    out_.title = from_.title;
    out_.version = from_.version;
    out_.outline = from_.outline;
  }

  void count_uses() {
    uses_.assign(from_.size(), 0);
    for (const ir::Outcome& o : from_.outcomes) {
      ++uses_[o.value.index];
      for (const ir::Reason& r : o.reasons) {
        ++uses_[r.condition.index];
        if (r.points.valid()) ++uses_[r.points.index];
      }
    }
    for (const ir::NamedValue& v : from_.values) ++uses_[v.value.index];
    for (const NodeId id : from_.watched) ++uses_[id.index];
    for (std::size_t i = from_.size(); i-- > 0;) {
      if (uses_[i] == 0) continue;
      for (const NodeId operand : from_.operands(NodeId(i))) ++uses_[operand.index];
    }
  }

  NodeId node(const Node& n) {
    if (n.op == Op::constant) return out_.constant(n.type, from_.constant_value(n), n.span);
    // One operation for all nodes: its vectors keep their memory.
    Operation& o = operation_;
    o.op = n.op;
    o.type = n.type;
    o.payload = payload(n);
    o.span = n.span;
    o.operands.clear();
    o.shared.clear();
    for (const NodeId operand : from_.operands(n)) {
      o.operands.push_back(to_[operand.index]);
      o.shared.push_back(uses_[operand.index] > 1);
    }
    return replace_(out_, o);
  }

  // Sets and patterns move to the tables of the new program.
  std::uint32_t payload(const Node& n) {
    if (n.op == Op::in_set || n.op == Op::lookup || n.op == Op::by_member || n.op == Op::by_range)
      return set(n.payload);
    if (n.op == Op::matches) return out_.intern_pattern(from_.patterns[n.payload]);
    if (n.op != Op::text_any) return n.payload;
    data::TextTests tests = from_.text_tests[n.payload];
    tests.set = set(tests.set);
    return out_.intern_tests(tests);
  }

  // Once each: a set may be long, and asked in many places.
  std::uint32_t set(std::uint32_t index) {
    std::uint32_t& known = set_of_[index];
    if (known == kNone) known = out_.intern_set(from_.sets[index]);
    return known;
  }

  const Program& from_;
  const Replacement& replace_;
  static constexpr std::uint32_t kNone = UINT32_MAX;
  std::vector<NodeId> to_;             // by old node
  std::vector<std::uint32_t> set_of_;  // by old set
  Operation operation_{};
  std::vector<std::uint32_t> uses_;
  Program out_;
};

}  // namespace

Program rewrite(const Program& program, const Replacement& replace) {
  return Rewriter(program, replace).run();
}

NodeId add(Program& out, const Operation& operation) {
  return out.add(operation.op, operation.type, operation.operands, operation.payload, operation.span);
}

}  // namespace rubric::optimize
