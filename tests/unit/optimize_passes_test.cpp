// What passes leave alone, what they leave out, and that long files cost no more than their length.
#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.hpp"
#include "optimize/optimize.hpp"

namespace {

using rubric::base::Span;
using rubric::data::Kind;
using rubric::ir::NodeId;
using rubric::ir::Op;
using rubric::ir::Program;

const rubric::optimize::Pass& pass(std::string_view name) {
  for (const auto& p : rubric::optimize::passes()) {
    if (p.name == name) return p;
  }
  throw std::runtime_error("there is no such pass");
}

NodeId slot(Program& p, Kind kind) {
  p.layout.slots.emplace_back();
  p.layout.slots.back().kind = kind;
  return p.add(Op::slot, kind, {}, Span{}, static_cast<std::uint32_t>(p.layout.slots.size() - 1));
}

NodeId in_set(Program& p, NodeId value, std::vector<std::string> texts) {
  return p.add(Op::in_set, Kind::boolean, {value}, Span{}, p.intern_set({Kind::text, std::move(texts), {}, {}}));
}

void give(Program& p, NodeId value) {
  p.outcomes.push_back({rubric::ir::OutcomeKind::rule, "r", Kind::boolean, value, {}, {}});
}

Program compiled(const std::string& text) {
  rubric::base::SourceMap sources;
  rubric::diag::Sink sink;
  auto program = rubric::engine::compile_to_ir(sources, sources.add("c.rubric", text), sink);
  REQUIRE(program);
  return std::move(*program);
}

}  // namespace

TEST_SUITE("optimize/passes") {
  TEST_CASE("prune keeps what roots need, and numbers sets in the order of the nodes") {
    Program p;
    const NodeId text = slot(p, Kind::text);
    p.intern_set({Kind::text, {"nobody asks"}, {}, {}});
    const auto late = p.intern_set({Kind::text, {"b"}, {}, {}});
    in_set(p, text, {"unused"});
    const NodeId first = in_set(p, text, {"a"});
    const NodeId second = p.add(Op::in_set, Kind::boolean, {text}, Span{}, late);
    give(p, p.add(Op::and_, Kind::boolean, {first, second}, Span{}));
    const Program out = pass("prune").run(std::move(p));
    CHECK(out.size() == 4);
    REQUIRE(out.sets.size() == 2);
    CHECK(out.sets[0].texts == std::vector<std::string>{"a"});
    CHECK(out.sets[1].texts == std::vector<std::string>{"b"});
    CHECK(rubric::ir::verify(out).empty());
  }

  TEST_CASE("a program in which nothing changes comes back as it was, also what nobody needs in it") {
    Program p;
    const NodeId text = slot(p, Kind::text);
    in_set(p, text, {"unused"});
    give(p, in_set(p, text, {"a"}));
    const std::string before = rubric::ir::dump(p);
    for (const std::string_view name : {"lookup", "fold", "simplify", "merge"}) {
      p = pass(name).run(std::move(p));
      CHECK(rubric::ir::dump(p) == before);
    }
  }

  TEST_CASE("nodes before the first that changes keep their order") {
    Program p;
    const NodeId a = slot(p, Kind::boolean);
    const NodeId b = slot(p, Kind::boolean);
    const NodeId both = p.add(Op::and_, Kind::boolean, {a, b}, Span{});
    const NodeId once = p.add(Op::not_, Kind::boolean, {both}, Span{});
    const NodeId twice = p.add(Op::not_, Kind::boolean, {once}, Span{});
    give(p, once);
    give(p, twice);
    p.outcomes[0].reasons.push_back({twice, "because", 0, {}});
    p.watched.push_back(twice);
    const Program out = pass("simplify").run(std::move(p));
    CHECK(out.outcomes[0].value == once);
    CHECK(out.outcomes[1].value == both);
    CHECK(out.outcomes[0].reasons[0].condition == both);
    CHECK(out.watched[0] == both);
    CHECK(rubric::ir::verify(out).empty());
  }

  TEST_CASE("a program that is kept is not changed by optimising it") {
    const Program kept = compiled("r when a == \"x\" or a == \"y\" or a in { \"z\" }\n");
    const std::string before = rubric::ir::dump(kept);
    const Program out = rubric::optimize::optimize(kept);
    CHECK(rubric::ir::dump(kept) == before);
    REQUIRE(out.sets.size() == 1);
    CHECK(out.sets[0].texts == std::vector<std::string>{"x", "y", "z"});
  }

  TEST_CASE("ten thousand tests of one field are one set, soon") {
    constexpr std::size_t kTests = 10'000;
    std::string text = "r when any of {\n";
    for (std::size_t i = 0; i < kTests; ++i) text += "  industry == \"w" + std::to_string(i) + "\"\n";
    const Program out = rubric::optimize::optimize(compiled(text + "}\n"));
    REQUIRE(out.sets.size() == 1);
    CHECK(out.sets[0].texts.size() == kTests);
  }

  TEST_CASE("a long row of operators is one walk, also where it is longer than most") {
    for (const int length : {2, 11, 12, 13, 14, 40, 900}) {
      std::string text = "let x = 1";
      for (int i = 1; i < length; ++i) text += " + 1";
      const Program out = rubric::optimize::optimize(compiled(text + "\nr when x == " + std::to_string(length) + "\n"));
      const auto& value = out[out.outcomes[0].value];
      REQUIRE(value.op == Op::constant);
      CHECK(out.constant_value(value).tri == rubric::data::Tri::yes);
    }
  }
}
