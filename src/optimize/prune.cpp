#include "optimize/optimize.hpp"
#include "optimize/passes.hpp"
#include "optimize/rewrite.hpp"

namespace rubric::optimize {

using ir::Node;
using ir::NodeId;
using ir::Op;
using ir::Program;

namespace {

// Whether every node is used, and the tables hold what nodes number, in the order of the nodes.
bool is_pruned(const Program& program, const std::vector<std::uint32_t>& uses) {
  std::size_t sets = 0;
  std::size_t tests = 0;
  std::size_t patterns = 0;
  const auto in_order = [](std::size_t& seen, std::size_t index) {
    if (index == seen) ++seen;
    return index < seen;
  };
  for (std::size_t i = 0; i < program.size(); ++i) {
    const Node& n = program[NodeId(i)];
    bool in_place = uses[i] > 0;
    if (n.op == Op::in_set || ir::is_lookup(n.op)) in_place = in_place && in_order(sets, n.payload);
    if (n.op == Op::matches) in_place = in_place && in_order(patterns, n.payload);
    if (n.op == Op::text_any)
      in_place = in_place && in_order(sets, program.text_tests[n.payload].set) && in_order(tests, n.payload);
    if (!in_place) return false;
  }
  return sets == program.sets.size() && tests == program.text_tests.size() && patterns == program.patterns.size();
}

class Copier {
 public:
  explicit Copier(const Program& from) : from_(from), to_(from.size()), set_of_(from.sets.size(), kNone) {}

  Program run(const std::vector<std::uint32_t>& uses) {
    for (std::uint32_t i = 0; i < from_.size(); ++i) {
      if (uses[i] > 0) to_[i] = node(from_[NodeId(i)]);
    }
    out_.layout = from_.layout;
    out_.loops = from_.loops;
    out_.title = from_.title;
    out_.version = from_.version;
    out_.outline = from_.outline;
    out_.outcomes = from_.outcomes;
    out_.values = from_.values;
    out_.watched = from_.watched;
    out_.for_each_root([&](NodeId& id) { id = to_[id.index]; });
    return std::move(out_);
  }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  NodeId node(const Node& n) {
    if (n.op == Op::constant) return out_.constant(n.type, from_.constant_value(n), n.span);
    operands_.clear();
    for (const NodeId operand : from_.operands(n)) operands_.push_back(to_[operand.index]);
    return out_.add(n.op, n.type, operands_, payload(n), n.span);
  }

  // Sets and patterns move to the tables of the new program.
  std::uint32_t payload(const Node& n) {
    if (n.op == Op::in_set || ir::is_lookup(n.op)) return set(n.payload);
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
  std::vector<NodeId> to_;             // by old node
  std::vector<std::uint32_t> set_of_;  // by old set
  std::vector<NodeId> operands_;
  Program out_;
};

}  // namespace

Program copy_used(const Program& program) {
  return Copier(program).run(count_uses(program));
}

Program prune(Program program) {
  const auto uses = count_uses(program);
  return is_pruned(program, uses) ? std::move(program) : Copier(program).run(uses);
}

}  // namespace rubric::optimize
