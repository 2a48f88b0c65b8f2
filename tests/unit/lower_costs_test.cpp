// The order in which operands are worked out.
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "ir/program.hpp"
#include "lower/costs.hpp"

using rubric::ir::Kind;
using rubric::ir::NodeId;
using rubric::ir::Op;
using rubric::ir::Program;
using rubric::ir::Span;
using rubric::lower::Costs;

namespace {

// Questions of different cost: so many `not`s.
NodeId question(Program& p, std::uint32_t slot, std::uint32_t nots) {
  p.layout.slots.resize(std::max<std::size_t>(p.layout.slots.size(), slot + 1));
  p.layout.slots[slot].kind = Kind::boolean;
  NodeId out = p.add(Op::slot, Kind::boolean, {}, Span{}, slot);
  for (; nots > 0; --nots) out = p.add(Op::not_, Kind::boolean, {out}, Span{});
  return out;
}

}  // namespace

TEST_SUITE("lower/costs") {
  TEST_CASE("cheap operands of a connective come first, equal ones as they stand") {
    for (const std::size_t count : {2U, 3U, 16U, 17U, 100U}) {
      Program p;
      std::vector<NodeId> operands;
      for (std::uint32_t i = 0; i < count; ++i) operands.push_back(question(p, i, 1 + i * 7 % 5));
      const NodeId all = p.add(Op::and_, Kind::boolean, operands, 0, Span{});
      const Costs costs(p);
      std::ranges::stable_sort(operands, {}, [&](NodeId id) { return costs.of(id); });
      CHECK(std::ranges::equal(costs.in_order(all), operands));
    }
  }

  TEST_CASE("other operands stay as they stand") {
    Program p;
    const NodeId dear = question(p, 0, 5), cheap = question(p, 1, 1);
    const NodeId equal = p.add(Op::equal, Kind::boolean, {dear, cheap}, Span{});
    CHECK(std::ranges::equal(Costs(p).in_order(equal), std::vector{dear, cheap}));
  }
}
