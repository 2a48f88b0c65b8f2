// What is computed behind which jump, and that programs that share much still compute everything before it is used.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "lower/lower.hpp"
#include "lower/regions.hpp"

namespace {

using rubric::base::Span;
using rubric::data::Cell;
using rubric::data::Kind;
using rubric::ir::NodeId;
using rubric::ir::Op;
using rubric::ir::Program;
using rubric::lower::Costs;
using rubric::lower::find_regions;
using rubric::lower::Part;
using rubric::lower::RegionId;
using rubric::lower::Regions;

// Yes-or-no slots by number.
NodeId flag(Program& p, std::uint32_t i) {
  while (p.layout.slots.size() <= i) {
    p.layout.slots.emplace_back();
    p.layout.slots.back().kind = Kind::boolean;
  }
  return p.add(Op::slot, Kind::boolean, {}, Span{}, i);
}

// Dear enough to be jumped over.
NodeId not_(Program& p, NodeId a) {
  for (int i = 0; i < 5; ++i) a = p.add(Op::not_, Kind::boolean, {a}, Span{});
  return a;
}
NodeId and_(Program& p, NodeId a, NodeId b) {
  return p.add(Op::and_, Kind::boolean, {a, b}, Span{});
}

RegionId region_of(const Regions& regions, NodeId id) {
  for (RegionId r = 0; r < regions.ends.size(); ++r) {
    if (std::ranges::find(regions.of(r), id, &Regions::Placed::node) != regions.of(r).end()) return r;
  }
  return Regions::kNone;
}

RegionId lazy_of(const Regions& regions, NodeId id) {
  const auto found = std::ranges::find(regions.placed, id, &Regions::Placed::node);
  return found != regions.placed.end() ? found->lazy : Regions::kNone;
}

}  // namespace

TEST_SUITE("lower/regions") {
  TEST_CASE("what only the second operand needs stands behind the jump") {
    Program p;
    const NodeId a = not_(p, flag(p, 0));
    const NodeId b = not_(p, flag(p, 1));
    const NodeId both = and_(p, a, b);
    const Regions regions = find_regions(p, Costs(p), Part::record, std::vector{both});
    CHECK(region_of(regions, a) == 0);
    CHECK(region_of(regions, both) == 0);
    REQUIRE(lazy_of(regions, both) != Regions::kNone);
    CHECK(region_of(regions, b) == lazy_of(regions, both) + 1);
  }

  TEST_CASE("a node that two branches need is computed before both") {
    Program p;
    const NodeId shared = not_(p, flag(p, 0));
    const NodeId one = and_(p, flag(p, 1), and_(p, flag(p, 2), shared));
    const NodeId other = and_(p, flag(p, 3), and_(p, flag(p, 4), shared));
    const Regions regions = find_regions(p, Costs(p), Part::record, std::vector{one, other});
    CHECK(region_of(regions, shared) == 0);
  }

  TEST_CASE("what costs less than a jump is worked out at once, unless there is a long run of it") {
    Program p;
    std::vector<NodeId> cheap;
    for (std::uint32_t i = 0; i < 20; ++i) cheap.push_back(p.add(Op::not_, Kind::boolean, {flag(p, i)}, Span{}));
    const NodeId all = p.add(Op::and_, Kind::boolean, cheap, 0, Span{});
    const Regions regions = find_regions(p, Costs(p), Part::record, std::vector{all});
    CHECK(region_of(regions, cheap[1]) == 0);
    CHECK(std::ranges::count_if(cheap, [&](NodeId id) { return region_of(regions, id) != 0; }) == 2);
  }

  TEST_CASE("cheap operands come first, memory is taken in the order of the file") {
    Program p;
    const NodeId dear = not_(p, flag(p, 0));
    const NodeId cheap = flag(p, 1);
    const NodeId sorted = p.add(Op::or_, Kind::boolean, {dear, cheap}, Span{});
    CHECK(std::ranges::equal(Costs(p).in_order(sorted), std::vector{cheap, dear}));
    p.layout.slots.emplace_back();
    const NodeId text = p.add(Op::slot, Kind::text, {}, Span{}, 2);
    const NodeId built = p.add(Op::equal, Kind::boolean, {text, p.add(Op::fold, Kind::text, {text}, Span{})}, Span{});
    const NodeId kept = p.add(Op::and_, Kind::boolean, {built, cheap}, Span{});
    CHECK(std::ranges::equal(Costs(p).in_order(kept), std::vector{built, cheap}));
    const NodeId choice = p.add(Op::select, Kind::boolean, {dear, cheap, dear}, Span{});
    CHECK(std::ranges::equal(Costs(p).in_order(choice), std::vector{dear, cheap, dear}));
  }

  TEST_CASE("two uses in one branch keep the node in that branch") {
    Program p;
    const NodeId shared = not_(p, flag(p, 0));
    const NodeId inner = and_(p, shared, and_(p, flag(p, 2), shared));
    const NodeId all = and_(p, flag(p, 1), inner);
    const Regions regions = find_regions(p, Costs(p), Part::record, std::vector{all});
    CHECK(region_of(regions, shared) == lazy_of(regions, all) + 1);
  }

  TEST_CASE("a node that nobody asks for is in no region") {
    Program p;
    const NodeId unused = not_(p, flag(p, 0));
    const NodeId used = not_(p, flag(p, 1));
    const Regions regions = find_regions(p, Costs(p), Part::record, std::vector{used});
    CHECK(region_of(regions, unused) == Regions::kNone);
  }

  TEST_CASE("nodes of a region stand in ascending order, each node in one region") {
    Program p;
    std::vector<NodeId> rules;
    NodeId last = flag(p, 0);
    for (std::uint32_t i = 1; i < 200; ++i) {
      const NodeId other = not_(p, flag(p, i % 17));
      last = i % 3 == 0 ? p.add(Op::or_, Kind::boolean, {other, last}, Span{}) : and_(p, other, last);
      if (i % 20 == 0) rules.push_back(last);
    }
    const Regions regions = find_regions(p, Costs(p), Part::record, rules);
    std::vector<int> seen(p.size(), 0);
    for (RegionId r = 0; r < regions.ends.size(); ++r) {
      CHECK(std::ranges::is_sorted(regions.of(r), {}, &Regions::Placed::node));
      for (const Regions::Placed& placed : regions.of(r)) ++seen[placed.node.index];
    }
    CHECK(std::ranges::all_of(seen, [](int n) { return n <= 1; }));
  }
}
