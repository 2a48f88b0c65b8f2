#include "optimize/membership.hpp"

namespace rubric::optimize {

namespace {

using data::Kind;
using ir::NodeId;
using ir::Op;

std::optional<Membership> equality(const ir::Program& program, NodeId value, NodeId constant) {
  const ir::Node& n = program[constant];
  if (n.type == Kind::boolean || data::is_missing(n.type, program.constant_value(n))) return std::nullopt;
  return Membership{value, n.type, constant};
}

template <typename T>
void append(std::vector<T>& into, const std::vector<T>& more) {
  into.insert(into.end(), more.begin(), more.end());
}

}  // namespace

std::optional<Membership> membership(const ir::Program& program, NodeId id) {
  const ir::Node& n = program[id];
  if (n.op == Op::in_set) return Membership{program.operands(n)[0], program.sets[n.payload].kind, {}, n.payload};
  if (n.op != Op::equal) return std::nullopt;
  const NodeId a = program.operands(n)[0];
  const NodeId b = program.operands(n)[1];
  if (program.is_constant(a) == program.is_constant(b)) return std::nullopt;
  return program.is_constant(a) ? equality(program, b, a) : equality(program, a, b);
}

void append_members(const ir::Program& program, const Membership& asked, ir::ConstantSet& into) {
  if (!asked.constant.valid()) {
    const ir::ConstantSet& set = program.sets[asked.set];
    append(into.texts, set.texts);
    append(into.numbers, set.numbers);
    append(into.ticks, set.ticks);
    return;
  }
  const data::Cell& cell = program.constant_value(program[asked.constant]);
  if (asked.kind == Kind::text) {
    into.texts.emplace_back(data::view(cell.text));
  } else if (asked.kind == Kind::number) {
    into.numbers.push_back(cell.number);
  } else {
    into.ticks.push_back(cell.ticks);
  }
}

}  // namespace rubric::optimize
