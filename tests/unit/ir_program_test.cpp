// Equal expressions are one node; and what verify says of programs that no step should make.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "ir/program.hpp"

namespace {

using rubric::base::Span;
using rubric::data::Cell;
using rubric::data::Kind;
using rubric::ir::NodeId;
using rubric::ir::Op;
using rubric::ir::Program;
using rubric::ir::verify;

NodeId number(Program& p, double n) {
  return p.constant(Kind::number, Cell(n), Span{});
}
NodeId yes(Program& p) {
  return p.constant(Kind::boolean, Cell(rubric::data::Tri::yes), Span{});
}

bool says(const Program& p, const std::string& fault) {
  const auto faults = verify(p);
  INFO((faults.empty() ? "no fault" : faults.front()));
  const bool found =
      std::ranges::any_of(faults, [&](const std::string& f) { return f.find(fault) != std::string::npos; });
  CHECK_MESSAGE(found, fault);
  return found;
}

}  // namespace

TEST_SUITE("ir/program") {
  TEST_CASE("an equal operation on equal operands is the same node, and keeps its first place") {
    Program p;
    const NodeId one = number(p, 1);
    const NodeId two = number(p, 2);
    const NodeId first = p.add(Op::less, Kind::boolean, {one, two}, Span{0, 3, 8});
    CHECK(p.add(Op::less, Kind::boolean, {one, two}, Span{0, 20, 25}) == first);
    CHECK(p[first].span == Span{0, 3, 8});
    CHECK(p.add(Op::less, Kind::boolean, {two, one}, Span{}) != first);
    CHECK(p.add(Op::less_equal, Kind::boolean, {one, two}, Span{}) != first);
    CHECK(number(p, 1) == one);
    CHECK(p.size() == 5);
  }

  TEST_CASE("the payload tells nodes apart") {
    Program p;
    const NodeId a = yes(p);
    const NodeId one = p.add(Op::at_least, Kind::boolean, {a, a}, Span{}, 1);
    CHECK(p.add(Op::at_least, Kind::boolean, {a, a}, Span{}, 1) == one);
    CHECK(p.add(Op::at_least, Kind::boolean, {a, a}, Span{}, 2) != one);
  }

  TEST_CASE("constants are equal by type and value; texts are copied, missing is one a type") {
    Program p;
    std::string text = "software";
    const NodeId t = p.constant(Kind::text, Cell(std::string_view(text)), Span{});
    text = "hardware";
    CHECK(rubric::data::view(p.constant_value(p[t]).text) == "software");
    CHECK(p.constant(Kind::text, Cell(std::string_view("software")), Span{}) == t);
    CHECK(p.constant(Kind::text, Cell(std::string_view("")), Span{}) !=
          p.constant(Kind::text, rubric::data::missing_cell(Kind::text), Span{}));
    const auto missing = [&](Kind k) { return p.constant(k, rubric::data::missing_cell(k), Span{}); };
    CHECK(missing(Kind::number) == missing(Kind::number));
    CHECK(missing(Kind::text) == missing(Kind::text));
    CHECK(missing(Kind::time) != missing(Kind::duration));
    CHECK(p.constant(Kind::time, Cell(std::int64_t{5}), Span{}) !=
          p.constant(Kind::duration, Cell(std::int64_t{5}), Span{}));
  }

  TEST_CASE("equal sets, patterns and text tests are kept once") {
    Program p;
    const auto a = p.intern_set({Kind::text, {"a", "b"}, {}, {}});
    CHECK(p.intern_set({Kind::text, {"a", "b"}, {}, {}}) == a);
    CHECK(p.intern_set({Kind::text, {"a"}, {}, {}}) != a);
    CHECK(p.intern_set({Kind::number, {}, {}, {}}) != p.intern_set({Kind::text, {}, {}, {}}));
    CHECK(p.intern_pattern({"x", "i"}) == p.intern_pattern({"x", "i"}));
    CHECK(p.intern_pattern({"x", ""}) != p.intern_pattern({"x", "i"}));
    CHECK(p.intern_tests({rubric::data::TextTest::contains, true, a}) !=
          p.intern_tests({rubric::data::TextTest::contains, false, a}));
  }

  TEST_CASE("operands are older than their node, so a wide sum is a walk through the list") {
    Program p;
    NodeId sum = number(p, 0);
    for (int i = 1; i <= 1000; ++i) {
      const NodeId n = number(p, i);
      sum = p.add(Op::add, Kind::number, {sum, n}, Span{});
    }
    CHECK(verify(p).empty());
    for (std::uint32_t i = 0; i < p.size(); ++i) {
      for (const NodeId operand : p.operands(NodeId(i))) REQUIRE(operand.index < i);
    }
  }
}

TEST_SUITE("ir/verify") {
  TEST_CASE("operands") {
    Program p;
    const NodeId n = number(p, 1);
    p.add(Op::not_, Kind::boolean, {n}, Span{});
    says(p, "not: operand %0 is number");

    Program few;
    const NodeId one = number(few, 1);
    few.add(Op::add, Kind::number, {one}, Span{});
    says(few, "add: 1 operands");

    Program mixed;
    const NodeId a = number(mixed, 1);
    const NodeId b = yes(mixed);
    mixed.add(Op::equal, Kind::boolean, {a, b}, Span{});
    says(mixed, "equal: operands of two types");

    Program runs;
    const NodeId x = yes(runs);
    const NodeId y = number(runs, 1);
    runs.add(Op::and_, Kind::boolean, {x, x, y}, Span{});
    says(runs, "and: operand %1 is number");
  }

  TEST_CASE("results") {
    Program p;
    const NodeId a = yes(p);
    p.add(Op::not_, Kind::number, {a}, Span{});
    says(p, "not: gives number");
    Program d;
    const NodeId b = number(d, 1);
    d.add(Op::default_, Kind::text, {b, b}, Span{});
    says(d, "its type is not its operands'");
  }

  TEST_CASE("choices") {
    Program p;
    const NodeId c = yes(p);
    const NodeId n = number(p, 1);
    p.add(Op::select, Kind::number, {c, n}, Span{});
    says(p, "select: no last value");
    Program q;
    const NodeId v = number(q, 1);
    q.add(Op::select, Kind::number, {v, v, v}, Span{});
    says(q, "select: operand 0 has a wrong type");
  }

  TEST_CASE("lookups") {
    const auto looked_up = [](Program& p, Kind key, std::size_t values) {
      std::vector<NodeId> operands{p.constant(key, key == Kind::text ? Cell("a") : Cell(1.0), Span{})};
      for (std::size_t i = 0; i < values; ++i) operands.push_back(p.constant(Kind::number, Cell(2.0), Span{}));
      return p.add(Op::lookup, Kind::number, operands, p.intern_set({Kind::text, {"a", "b"}, {}, {}}), Span{});
    };
    Program good, few, other, computed;
    looked_up(good, Kind::text, 3);
    CHECK(verify(good).empty());
    looked_up(few, Kind::text, 2);
    says(few, "lookup: not a value for each key");
    looked_up(other, Kind::number, 3);
    says(other, "lookup: a key of another type");
    const NodeId a = computed.constant(Kind::text, Cell("a"), Span{});
    const NodeId n = computed.add(Op::negate, Kind::number, {number(computed, 1)}, Span{});
    computed.add(Op::lookup, Kind::number, {a, n, n, n}, Span{}, computed.intern_set({Kind::text, {"a", "b"}, {}, {}}));
    says(computed, "is not a constant of its type");
  }

  TEST_CASE("payloads and outcomes") {
    Program p;
    p.add(Op::slot, Kind::number, {}, Span{}, 3);
    says(p, "slot: payload 3 out of range");
    Program typed;
    typed.layout.slots.resize(1);
    typed.layout.slots[0].kind = Kind::text;
    typed.add(Op::slot, Kind::number, {}, Span{}, 0);
    says(typed, "not of its slot's type");
    Program s;
    const NodeId n = number(s, 1);
    s.add(Op::in_set, Kind::boolean, {n}, Span{}, 0);
    says(s, "in_set: payload 0 out of range");
    Program o;
    o.outcomes.push_back({rubric::data::OutcomeKind::rule, "mql", Kind::boolean, {}, {}, {}});
    says(o, "outcome mql has no value");
  }

  TEST_CASE("questions ask lists of the record") {
    Program p;
    const NodeId c = yes(p);
    p.add(Op::count, Kind::number, {c, c}, Span{});
    says(p, "asks something that is no list of the record");
  }
}
