#include "optimize/membership.hpp"

namespace rubric::optimize {

namespace {

using data::Kind;
using ir::NodeId;
using ir::Op;

std::optional<Membership> equality(const ir::Program& program, NodeId value, NodeId constant) {
  const ir::Node& n = program[constant];
  const data::Cell& cell = program.constant_value(n);
  if (n.type == Kind::boolean || data::is_missing(n.type, cell)) return std::nullopt;
  Membership out{value, {n.type, {}, {}, {}}};
  if (n.type == Kind::text) {
    out.members.texts.emplace_back(data::view(cell.text));
  } else if (n.type == Kind::number) {
    out.members.numbers.push_back(cell.number);
  } else {
    out.members.ticks.push_back(cell.ticks);
  }
  return out;
}

}  // namespace

std::optional<Membership> membership(const ir::Program& program, NodeId id) {
  const ir::Node& n = program[id];
  if (n.op == Op::in_set) return Membership{program.operands(n)[0], program.sets[n.payload]};
  if (n.op != Op::equal) return std::nullopt;
  const NodeId a = program.operands(n)[0];
  const NodeId b = program.operands(n)[1];
  if (program.is_constant(a) == program.is_constant(b)) return std::nullopt;
  return program.is_constant(a) ? equality(program, b, a) : equality(program, a, b);
}

}  // namespace rubric::optimize
