// The machine and what it refuses to run.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "builtins/table.hpp"
#include "engine/engine.hpp"
#include "vm/machine.hpp"

namespace {

using rubric::bytecode::Module;
using rubric::bytecode::Opcode;
using rubric::data::Cell;
using rubric::data::Kind;
using rubric::data::Tri;
using rubric::vm::Image;

std::shared_ptr<const rubric::engine::Program> compiled(const std::string& text) {
  rubric::base::SourceMap sources;
  rubric::diag::Sink sink;
  const auto source = sources.add("vm.rubric", text);
  auto program = rubric::engine::compile(sources, source, sink);
  REQUIRE(program != nullptr);
  return program;
}

// A text slot, `as of`, then computed registers: a text, a number.
Module calling(rubric::builtins::Builtin builtin, std::vector<std::uint32_t> operands, std::uint32_t target) {
  Module m;
  m.layout.slots.resize(1);
  m.layout.slots[0].kind = Kind::text;
  m.registers = {Kind::text, Kind::time, Kind::text, Kind::number};
  m.arguments.push_back(static_cast<std::uint32_t>(builtin));
  m.arguments.insert(m.arguments.end(), operands.begin(), operands.end());
  m.code = {{Opcode::call, target, 0, static_cast<std::uint32_t>(m.arguments.size())}, {Opcode::halt, 0, 0, 0}};
  m.spans.resize(2);
  return m;
}

}  // namespace

TEST_SUITE("vm/machine") {
  TEST_CASE("calls must fit the signatures of the built-ins") {
    using rubric::builtins::Builtin;
    CHECK(Image::load(calling(Builtin::lower, {0}, 2)).image != nullptr);
    CHECK(Image::load(calling(Builtin::length, {0}, 3)).image != nullptr);
    const auto refuses = [](Module wrong) {
      const auto loaded = Image::load(std::move(wrong));
      CHECK(loaded.image == nullptr);
      REQUIRE_FALSE(loaded.faults.empty());
      CHECK(loaded.faults.front().find("lower") != std::string::npos);
    };
    refuses(calling(Builtin::lower, {0}, 3));
    refuses(calling(Builtin::lower, {1}, 2));
    refuses(calling(Builtin::lower, {0, 0}, 2));
    refuses(calling(Builtin::lower, {}, 2));
    Module none = calling(Builtin::lower, {0}, 2);
    none.arguments[0] = 10'000;
    CHECK(Image::load(std::move(none)).faults.front() == "call of no built-in");
  }

  TEST_CASE("a pattern that does not compile is a fault of the module") {
    Module m = calling(rubric::builtins::Builtin::lower, {0}, 2);
    m.patterns.push_back({"(", ""});
    const auto loaded = Image::load(std::move(m));
    CHECK(loaded.image == nullptr);
    CHECK(loaded.faults.front().starts_with("pattern: "));
  }

  TEST_CASE("a record that needs more memory for texts than the limit is not decided, the next one is") {
    const auto program = compiled("choose v { t + \"x\" when true }");
    rubric::engine::Evaluator evaluator(program, rubric::vm::Limits{.scratch_bytes = 64});
    const std::string large(100, 'x');
    const std::string small = "ab";
    const auto decide = [&](const std::string& t) {
      evaluator.slots()[0] = Cell(std::string_view(t));
      for (std::size_t i = 1; i < evaluator.slots().size(); ++i)
        evaluator.slots()[i] = rubric::data::missing_cell(program->layout().slots[i].kind);
      return evaluator.decide(0);
    };
    CHECK(decide(large) == rubric::vm::Status::scratch_limit);
    CHECK(decide(small) == rubric::vm::Status::decided);
    CHECK(rubric::data::view(evaluator.value(0).text) == "abx");
  }

  TEST_CASE("one record leaves nothing behind for the next") {
    const auto program = compiled("a when x > 1\nb when x > 1 and y default x > 5\n");
    rubric::engine::Evaluator evaluator(program);
    const auto decide = [&](double x, double y) {
      for (std::size_t i = 0; i < evaluator.slots().size(); ++i) {
        const auto& slot = program->layout().slots[i];
        evaluator.slots()[i] = slot.name == "x"   ? Cell(x)
                               : slot.name == "y" ? Cell(y)
                                                  : rubric::data::missing_cell(slot.kind);
      }
      REQUIRE(evaluator.decide(0) == rubric::vm::Status::decided);
      return std::pair(evaluator.value(0).tri, evaluator.value(1).tri);
    };
    const double none = rubric::data::kMissingNumber;
    CHECK(decide(7, none) == std::pair(Tri::yes, Tri::yes));
    CHECK(decide(0, none) == std::pair(Tri::no, Tri::no));
    CHECK(decide(none, none) == std::pair(Tri::unknown, Tri::unknown));
    CHECK(decide(7, 2) == std::pair(Tri::yes, Tri::no));
    CHECK(decide(none, 9) == std::pair(Tri::unknown, Tri::unknown));
    CHECK(decide(7, none) == std::pair(Tri::yes, Tri::yes));
  }
}
