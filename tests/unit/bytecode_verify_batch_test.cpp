// Batch code that is damaged in one place is refused, whatever the place.
#include "bytecode/verify_batch.hpp"

#include <doctest/doctest.h>

#include <functional>

#include "engine/engine.hpp"
#include "vm/machine.hpp"

namespace {

using namespace rubric;
using bytecode::Batch;

bytecode::Module compiled() {
  base::SourceMap sources;
  diag::Sink sink;
  const auto source = sources.add("batch.rubric", R"(record lead {
  size number
  title text
  path text
  events list dated by at {
    kind text
    at time
    amount number
  }
}
score s {
  +5 when title contains "head"
  +(size) when size > 3
}
same when title == path
often when count(events where kind == "visit" and amount > size) > 2
sum_of when sum(amount of events) > 5
choose tier {
  "a" when size > 5
  else "b"
}
)");
  engine::CompileOptions options;
  options.batch = true;
  const auto program = engine::compile(sources, source, sink, options);
  REQUIRE(program != nullptr);
  bytecode::Module out;
  const bytecode::Module& made = program->module();
  out.layout = made.layout;
  out.code = made.code;
  out.registers = made.registers;
  out.outcomes = made.outcomes;
  out.batch = made.batch;
  return out;
}

}  // namespace

TEST_SUITE("bytecode/verify batch") {
  TEST_CASE("what the compiler makes has no fault, and has all that is damaged below") {
    const bytecode::Module module = compiled();
    CHECK(bytecode::verify_batch(module).empty());
    const Batch& batch = *module.batch;
    CHECK(!batch.inputs.empty());
    CHECK(batch.sources.size() >= 2);
    CHECK(!batch.pieces.empty());
    CHECK(!batch.passes.empty());
    CHECK(batch.passes.front().reductions.size() + batch.passes.back().reductions.size() >= 2);
  }

  TEST_CASE("values of an index that stand elsewhere") {
    bytecode::Module module;
    module.layout.slots.push_back({});
    module.layout.slots[0].kind = data::Kind::text;
    module.layout.slots.push_back({});
    module.layout.slots[1].kind = data::Kind::number;
    module.registers = {data::Kind::text, data::Kind::number, data::Kind::boolean};
    module.code = {{bytecode::Opcode::halt, 0, 0, 0}};
    module.outcomes = {{data::OutcomeKind::rule, "r", data::Kind::boolean, bytecode::kIndexed, {}}};
    module.index.owner = {0};
    for (std::uint32_t i = 0; i < 3; ++i) module.index.fields.emplace_back().value = i;
    using Where = bytecode::BatchValue::Where;
    Batch& batch = module.batch.emplace();
    batch.inputs = {{0}, {1}};
    batch.bits = batch.lanes = batch.texts = 1;
    batch.outcomes = {{Where::indexed, 0}};
    batch.tested = {{Where::input, 0}, {Where::lanes, 0}, {Where::bits, 0}};
    CHECK(bytecode::verify_batch(module).empty());
    const std::vector<std::pair<const char*, std::function<void(bytecode::Module&)>>> damages{
        {"no place", [](bytecode::Module& m) { m.batch->tested.pop_back(); }},
        {"an outcome of no rule", [](bytecode::Module& m) { m.index.owner = {bytecode::RuleIndex::kNone}; }},
        {"an outcome behind the rules",
         [](bytecode::Module& m) {
           m.batch->outcomes = {{Where::indexed, 1}};
         }},
        {"a text in lanes",
         [](bytecode::Module& m) {
           m.batch->tested[0] = {Where::lanes, 0};
         }},
        {"a number in bits",
         [](bytecode::Module& m) {
           m.batch->tested[1] = {Where::bits, 0};
         }},
        {"a number in an input",
         [](bytecode::Module& m) {
           m.batch->tested[1] = {Where::input, 1};
         }},
        {"a bool in lanes",
         [](bytecode::Module& m) {
           m.batch->tested[2] = {Where::lanes, 0};
         }},
        {"a text in the input of a number",
         [](bytecode::Module& m) {
           m.batch->tested[0] = {Where::input, 1};
         }},
        {"no such input",
         [](bytecode::Module& m) {
           m.batch->tested[0] = {Where::input, 2};
         }},
        {"no such register", [](bytecode::Module& m) { m.index.fields[0].value = 9; }},
    };
    const bytecode::Batch sound = batch;
    for (const auto& [what, damage] : damages) {
      CAPTURE(what);
      module.batch = sound;
      module.index.owner = {0};
      damage(module);
      CHECK(!bytecode::verify_batch(module).empty());
    }
  }

  TEST_CASE("one damage, one fault at least") {
    const std::vector<std::pair<const char*, std::function<void(Batch&)>>> damages{
        {"once_entry", [](Batch& b) { b.once_entry = 1U << 20U; }},
        {"an input's slot", [](Batch& b) { b.inputs.front().slot = 99; }},
        {"a source's slot", [](Batch& b) { b.sources.front().from.slot = 99; }},
        {"a source's register", [](Batch& b) { b.sources.front().text = 1U << 20U; }},
        {"a source's code", [](Batch& b) { b.sources.front().entry = 1U << 20U; }},
        {"a source's probes", [](Batch& b) { b.sources.front().probes.push_back(1U << 20U); }},
        {"a source's test",
         [](Batch& b) {
           b.sources.front().tests.push_back({data::TextTest::contains, false, "x", 99});
         }},
        {"a source's answers", [](Batch& b) { b.sources.front().answers = 14; }},
        {"so many answers that there is no number for them", [](Batch& b) { b.sources.front().answers = 64; }},
        {"an output without a register", [](Batch& b) { b.sources.front().outputs.front().registers.clear(); }},
        {"a piece's code", [](Batch& b) { b.pieces.front().entry = 1U << 20U; }},
        {"a piece's result", [](Batch& b) { b.pieces.front().result = 1U << 20U; }},
        {"a piece's input", [](Batch& b) { b.pieces.front().inputs.front().index = 1U << 20U; }},
        {"a pass over no list", [](Batch& b) { b.passes.front().slot = 0; }},
        {"a pass's clock", [](Batch& b) { b.passes.front().clock = 77; }},
        {"a reduction's condition", [](Batch& b) { b.passes.front().reductions.front().condition = 1U << 20U; }},
        {"a reduction's place", [](Batch& b) { b.passes.front().reductions.front().d = 1U << 20U; }},
        {"an instruction of a pass", [](Batch& b) { b.passes.front().code.front().d = 1U << 20U; }},
        {"an outcome's place", [](Batch& b) { b.outcomes.front().index = 1U << 20U; }},
        {"an outcome too few", [](Batch& b) { b.outcomes.pop_back(); }},
    };
    for (const auto& [what, damage] : damages) {
      CAPTURE(what);
      bytecode::Module module = compiled();
      damage(*module.batch);
      CHECK(!bytecode::verify_batch(module).empty());
    }
  }

  TEST_CASE("every operand of every instruction is looked at") {
    const bytecode::Module sound = compiled();
    for (std::size_t i = 0; i < sound.batch->code.size(); ++i) {
      const bytecode::BatchOpInfo& table = bytecode::info(sound.batch->code[i].op);
      CAPTURE(table.name);
      const auto is_checked = [](char letter) { return letter != '-' && letter != '#'; };
      const auto faults = [&](auto member) {
        bytecode::Module module = compiled();
        module.batch->code[i].*member = 1U << 20U;
        return !bytecode::verify_batch(module).empty();
      };
      using Instruction = bytecode::BatchInstruction;
      CHECK(faults(&Instruction::d) == is_checked(table.d));
      if (is_checked(table.a)) CHECK(faults(&Instruction::a));
      if (is_checked(table.b)) CHECK(faults(&Instruction::b));
      CHECK(faults(&Instruction::c) == is_checked(table.c));
    }
  }
}
