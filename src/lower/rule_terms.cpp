#include "lower/rule_terms.hpp"

#include <algorithm>

namespace rubric::lower {

namespace {

using data::Kind;
using ir::Node;
using ir::NodeId;
using ir::Op;

// More terms cost more than the code of the condition.
constexpr std::size_t kMostTerms = 8;
// Deeper conditions are values themselves: bounds the recursion of whoever looks into one.
constexpr int kMaxDepth = 32;

bool joins(Op op) {
  return op == Op::and_ || op == Op::or_ || op == Op::not_ || op == Op::default_ || op == Op::is_missing;
}

// Of a comparison with a constant that is present: the other side.
NodeId compared(const ir::Program& program, const Node& n) {
  const auto operands = program.operands(n);
  const bool first = program.is_constant(operands[0]);
  if (first == program.is_constant(operands[1])) return {};
  const Node& constant = program[operands[first ? 0 : 1]];
  if (data::is_missing(constant.type, program.constant_value(constant))) return {};
  // Texts are classes by what they are, not by where they stand in the alphabet.
  if (constant.type == Kind::text && n.op != Op::equal) return {};
  return operands[first ? 1 : 0];
}

}  // namespace

TestedValues::TestedValues(const ir::Program& program) : program_(program), depths_(program.size(), 0) {
  values_.reserve(program.size());
  for (std::size_t i = 0; i < program.size(); ++i) {
    const NodeId id(i);
    values_.push_back(program[id].type == Kind::boolean ? tested(id) : NodeId());
    if (!joins(program[id].op) || values_[i] == id) continue;
    for (const NodeId operand : program.operands(id))
      depths_[i] = std::max(depths_[i], static_cast<std::uint8_t>(depths_[operand.index] + 1));
    if (depths_[i] <= kMaxDepth) continue;
    values_[i] = id;
    depths_[i] = 0;
  }
}

NodeId TestedValues::tested(NodeId id) const {
  const Node& n = program_[id];
  const auto operands = program_.operands(n);
  switch (n.op) {
    case Op::equal:
    case Op::less:
    case Op::less_equal: {
      const NodeId value = compared(program_, n);
      return value.valid() ? value : id;
    }
    case Op::in_set: return operands[0];
    case Op::is_missing:
      return program_[operands[0]].type == Kind::boolean && of(operands[0]).valid() ? of(operands[0]) : operands[0];
    case Op::not_: return of(operands[0]);
    case Op::and_:
    case Op::or_: return common(id);
    case Op::default_: return program_.is_constant(operands[1]) && of(operands[0]).valid() ? of(operands[0]) : id;
    default: return id;
  }
}

NodeId TestedValues::common(NodeId id) const {
  const auto operands = program_.operands(id);
  if (operands.empty()) return id;
  const bool same = std::ranges::all_of(operands, [&](NodeId o) { return of(o) == of(operands[0]); });
  return same ? of(operands[0]) : NodeId();
}

std::optional<std::vector<Term>> TestedValues::terms(NodeId condition) const {
  return terms(condition, false, 0);
}

std::optional<std::vector<Term>> TestedValues::terms(NodeId id, bool negated, int depth) const {
  if (of(id).valid()) return std::vector<Term>{{Literal{id, negated}}};
  if (depth > kMaxDepth) return std::nullopt;
  const Node& n = program_[id];
  if (n.op == Op::not_) return terms(program_.operands(n)[0], !negated, depth + 1);
  const bool all = (n.op == Op::and_) != negated;
  std::vector<Term> out;
  if (all) out.emplace_back();
  for (const NodeId operand : program_.operands(n)) {
    const auto more = terms(operand, negated, depth + 1);
    if (!more || (all ? out.size() * more->size() : out.size() + more->size()) > kMostTerms) return std::nullopt;
    if (!all) {
      out.insert(out.end(), more->begin(), more->end());
      continue;
    }
    std::vector<Term> both;
    for (const Term& a : out) {
      for (const Term& b : *more) {
        both.push_back(a);
        both.back().insert(both.back().end(), b.begin(), b.end());
      }
    }
    out = std::move(both);
  }
  return out;
}

}  // namespace rubric::lower
