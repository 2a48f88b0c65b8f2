// The verifier on modules that are wrong in one place: each fault that it knows, and what must pass.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "bytecode/module.hpp"

namespace {

using rubric::bytecode::Instruction;
using rubric::bytecode::Module;
using rubric::bytecode::Opcode;
using rubric::bytecode::verify;
using rubric::data::Kind;

// Registers: 0 slot number, 1 slot text, 2 slot list of records (a number and a time an element), 3 as of,
// 4 constant number, then computed ones, one of each kind.
enum Register : std::uint32_t {
  kNumber,
  kText,
  kList,
  kNow,
  kConstant,
  kBool,
  kNumber2,
  kText2,
  kPoints,
  kCursor,
  kTime
};

Module plain() {
  Module m;
  m.layout.slots.resize(3);
  m.layout.slots[0].kind = Kind::number;
  m.layout.slots[1].kind = Kind::text;
  m.layout.slots[2].kind = Kind::records;
  m.layout.slots[2].element.resize(2);
  m.layout.slots[2].element[0].kind = Kind::number;
  m.layout.slots[2].element[1].kind = Kind::time;
  m.registers = {Kind::number, Kind::text, Kind::records, Kind::time,    Kind::number, Kind::boolean,
                 Kind::number, Kind::text, Kind::points,  Kind::records, Kind::time};
  m.constants.resize(1);
  m.sets.push_back(rubric::data::MemberSet::of_numbers({1, 2}));
  return m;
}

Module with(std::vector<Instruction> code) {
  Module m = plain();
  m.code = std::move(code);
  m.code.push_back({Opcode::halt, 0, 0, 0});
  m.spans.resize(m.code.size());
  return m;
}

bool rejects(const Module& m, const std::string& fault) {
  const auto faults = verify(m);
  INFO((faults.empty() ? "no fault" : faults.front()));
  const bool found =
      std::ranges::any_of(faults, [&](const std::string& f) { return f.find(fault) != std::string::npos; });
  CHECK_MESSAGE(found, fault);
  return found;
}

std::vector<Instruction> loop() {
  return {{Opcode::each, kCursor, kList, 3}, {Opcode::field, kNumber2, kCursor, 0}, {Opcode::advance, 2, kCursor, 1}};
}

}  // namespace

TEST_SUITE("bytecode/verify") {
  TEST_CASE("what the compiler makes passes") {
    CHECK(verify(with({})).empty());
    CHECK(verify(with({{Opcode::less_number, kBool, kNumber, kConstant},
                       {Opcode::jump_if_no, 0, kBool, 3},
                       {Opcode::add, kNumber2, kNumber, kConstant}}))
              .empty());
    CHECK(verify(with(loop())).empty());
    CHECK(verify(with({{Opcode::in_set_number, kBool, kNumber, 0}})).empty());
  }

  TEST_CASE("the whole module") {
    Module few = with({});
    few.registers.resize(3);
    rejects(few, "fewer registers than slots and constants");
    Module open = with({});
    open.code.pop_back();
    open.spans.pop_back();
    rejects(open, "does not end with halt");
    Module spans = with({});
    spans.spans.clear();
    rejects(spans, "not one span an instruction");
    Module tests = with({});
    tests.text_tests.push_back({rubric::data::TextTest::contains, false, 0});
    rejects(tests, "a text test without its set");
    Module costs = with({});
    costs.loops.push_back({kNumber});
    rejects(costs, "a loop over no list");
  }

  TEST_CASE("registers") {
    rejects(with({{Opcode::add, kNumber2, kNumber, 99}}), "register out of range");
    rejects(with({{Opcode::add, kNumber2, kNumber, kText}}), "add: r1 is text");
    rejects(with({{Opcode::add, kNumber, kNumber, kConstant}}), "writes to a slot or a constant");
    rejects(with({{Opcode::add, kConstant, kNumber, kNumber}}), "writes to a slot or a constant");
    rejects(with({{Opcode::move, kText2, kNumber, 0}}), "registers of two kinds");
  }

  TEST_CASE("jumps go forward, and stay in the code") {
    rejects(with({{Opcode::jump, 0, 0, 0}}), "jump not forward");
    rejects(with({{Opcode::move, kNumber2, kNumber, 0}, {Opcode::jump, 0, 0, 0}}), "jump not forward");
    rejects(with({{Opcode::jump, 0, 7, 0}}), "jump not forward");
    rejects(with({{Opcode::jump_if_no, 0, kNumber, 1}}), "r0 is number");
  }

  TEST_CASE("tables") {
    rejects(with({{Opcode::in_set_number, kBool, kNumber, 5}}), "set out of range");
    rejects(with({{Opcode::in_set_text, kBool, kText, 0}}), "set of another kind");
    rejects(with({{Opcode::text_any, kBool, kText, 0}}), "text tests out of range");
    rejects(with({{Opcode::matches, kBool, kText, 0}}), "pattern out of range");
    rejects(with({{Opcode::collect, 0, 0, kNumber}}), "collection out of range");
  }

  TEST_CASE("argument lists") {
    rejects(with({{Opcode::points_sum, kPoints, 0, 3}}), "arguments out of range");
    rejects(with({{Opcode::points_sum, kPoints, 7, 0}}), "arguments out of range");
    rejects(with({{Opcode::at_least, kBool, 0, 0}}), "no count");
    rejects(with({{Opcode::call, kNumber2, 0, 0}}), "no built-in");
    const auto with_arguments = [](Instruction i, std::vector<std::uint32_t> arguments) {
      Module m = with({i});
      m.arguments = std::move(arguments);
      return m;
    };
    rejects(with_arguments({Opcode::at_least, kBool, 0, 2}, {1, kNumber}), "r0 is number");
    rejects(with_arguments({Opcode::lookup, kNumber2, 0, 3}, {5, kNumber, kNumber}), "set out of range");
    rejects(with_arguments({Opcode::calendar_start, kTime, 0, 3}, {9, kConstant, kNow}), "not a unit");
    rejects(with_arguments({Opcode::calendar_start, kTime, 0, 3}, {1, kText, kNow}), "r1 is text");
    rejects(with_arguments({Opcode::call, kNumber2, 0, 2}, {0, 99}), "register out of range");
    rejects(with_arguments({Opcode::dated, kCursor, 0, 4}, {0, kList, kNow, 2}), "not a list with that clock");
    rejects(with_arguments({Opcode::dated, kCursor, 0, 4}, {1, kList, kNow, 5}), "not a list with that clock");
    rejects(with_arguments({Opcode::dated, kCursor, 0, 3}, {1, kList, kNow}), "not a clock");
    CHECK(verify(with_arguments({Opcode::dated, kCursor, 0, 4}, {1, kList, kNow, 2})).empty());
  }

  TEST_CASE("loops nest, and their cursors are theirs") {
    auto code = loop();
    code[2] = {Opcode::move, kNumber2, kNumber, 0};
    rejects(with(code), "a loop without an end");
    code = loop();
    code[2].b = 0;
    rejects(with(code), "not the end of the loop");
    code = loop();
    code[2].d = 1;
    rejects(with(code), "elements of another size");
    code = loop();
    code[1].b = 1;
    rejects(with(code), "a field of another kind");
    code = loop();
    code[1].b = 2;
    rejects(with(code), "no such field here");
    rejects(with({{Opcode::field, kNumber2, kList, 0}}), "no such field here");
    rejects(with({{Opcode::advance, 2, kCursor, 0}}), "not the end of the loop");
    code = loop();
    code[1] = {Opcode::jump, 0, 4, 0};
    code.push_back({Opcode::move, kNumber2, kNumber, 0});
    rejects(with(code), "jump out of more than its loop");
    code = loop();
    code[1] = {Opcode::move, kCursor, kList, 0};
    rejects(with(code), "writes to a cursor");
    rejects(with({{Opcode::jump, 0, 2, 0},
                  {Opcode::each, kCursor, kList, 4},
                  {Opcode::field, kNumber2, kCursor, 0},
                  {Opcode::advance, 2, kCursor, 2}}),
            "a jump into the loop");
  }

  TEST_CASE("outcomes") {
    const auto with_outcome = [](rubric::bytecode::Outcome o) {
      Module m = with({});
      m.outcomes.push_back(std::move(o));
      return m;
    };
    rubric::bytecode::Outcome o;
    o.name = "mql";
    o.value = kBool;
    CHECK(verify(with_outcome(o)).empty());
    o.value = kNumber;
    rejects(with_outcome(o), "outcome mql: its register is not of its type");
    o.value = kBool;
    o.reasons.push_back({kNumber, "because", 0, std::nullopt});
    rejects(with_outcome(o), "a reason's condition is not a bool");
    o.reasons[0] = {kBool, "", 4, std::nullopt};
    rejects(with_outcome(o), "no such rule");
    o.reasons[0] = {kBool, "because", 0, kNumber};
    rejects(with_outcome(o), "a reason's points are not points");
  }
}

namespace {

using rubric::bytecode::Bits;
using rubric::bytecode::IndexedField;
using rubric::bytecode::RuleIndex;

// Two rules over a number and a text.
Module indexed() {
  Module m = with({});
  RuleIndex& index = m.index;
  index.parts = {1};
  index.lines = 1;
  index.owner = {0, 1};
  index.rules.resize(1);
  index.rules[0].set(0);
  index.rules[0].set(1);
  IndexedField number;
  number.value = kNumber;
  number.classes = 3;
  number.numbers = {1, 2};
  IndexedField text;
  text.value = kText;
  text.classes = 2;
  text.texts = rubric::data::MemberSet::of_texts({"a", "b"});
  text.class_of = {0, 1, 1};
  text.first = 5;
  index.fields = {number, text};
  index.sets.resize(9);
  // The first rule asks the number, the second both.
  index.tests = {{0, {rubric::data::Tri::unknown, {1, 3}}}, {1, {rubric::data::Tri::unknown, {1, 2}}}};
  index.asked = {0, 0, 1};
  index.term_ends = {1, 3};
  index.value_ends = {1, 2};
  for (std::uint32_t i = 0; i < 2; ++i) {
    m.outcomes.push_back(
        {rubric::data::OutcomeKind::rule, "r" + std::to_string(i), Kind::boolean, rubric::bytecode::kIndexed | i, {}});
  }
  return m;
}

}  // namespace

TEST_SUITE("bytecode/verify_index") {
  TEST_CASE("an index as it should be") {
    CHECK(verify(indexed()).empty());
    CHECK(rubric::bytecode::disassemble(indexed()).find("index of 2 conditions, 576 bytes") != std::string::npos);
  }

  TEST_CASE("an index that is wrong in one place") {
    const auto refuses = [](const std::function<void(Module&)>& spoil, const std::string& fault) {
      Module m = indexed();
      spoil(m);
      CHECK_MESSAGE(rejects(m, fault), fault);
    };
    const std::string kClass = "values that have no class";
    refuses([](Module& m) { m.index.fields[0].value = 99; }, kClass);
    refuses([](Module& m) { m.index.fields[0].value = kList; }, kClass);
    refuses([](Module& m) { m.index.fields[0].value = kText; }, kClass);
    refuses([](Module& m) { m.index.fields[0].numbers = {2, 1}; }, kClass);
    refuses([](Module& m) { m.index.fields[0].numbers = {1, 1}; }, kClass);
    refuses([](Module& m) { m.index.fields[0].classes = 2; }, kClass);
    refuses([](Module& m) { m.index.fields[1].class_of = {0, 1}; }, kClass);
    refuses([](Module& m) { m.index.fields[1].class_of = {0, 1, 2}; }, kClass);
    refuses([](Module& m) { m.index.fields[1].first = 6; }, "classes that have no set");
    refuses([](Module& m) { m.index.sets.resize(8); }, "classes that have no set");
    const std::string kTerm = "terms that ask nothing";
    refuses([](Module& m) { m.index.tests[0].field = 2; }, kTerm);
    refuses([](Module& m) { m.index.tests[0].asks.yes = {1, 4}; }, kTerm);
    refuses([](Module& m) { m.index.tests[0].asks.yes = {1}; }, kTerm);
    refuses([](Module& m) { m.index.tests[0].asks.yes = {2, 1}; }, kTerm);
    refuses([](Module& m) { m.index.asked[2] = 2; }, kTerm);
    refuses([](Module& m) { m.index.asked.push_back(0); }, kTerm);
    refuses([](Module& m) { m.index.term_ends = {1, 1, 3}; }, kTerm);
    refuses([](Module& m) { m.index.value_ends = {2}; }, kTerm);
    refuses([](Module& m) { m.index.value_ends = {2, 2}; }, kTerm);
    refuses([](Module& m) { m.index.fields.clear(); }, "without a value that is tested");
    refuses([](Module& m) { m.index.parts = {2}; }, "no place for its values");
    refuses([](Module& m) { m.index.parts.clear(); }, "no place for its values");
    refuses([](Module& m) { m.index.owner.resize(513, RuleIndex::kNone); }, "no place for its values");
    refuses([](Module& m) { m.index.rules[0].set(2); }, "marks others than its rules");
    refuses([](Module& m) { m.index.owner[1] = RuleIndex::kNone; }, "marks others than its rules");
    refuses([](Module& m) { m.index.owner[1] = 7; }, "marks others than its rules");
    refuses([](Module& m) { m.outcomes[1].kind = rubric::data::OutcomeKind::choice; }, "marks others than its rules");
    refuses([](Module& m) { ++m.outcomes[1].value; }, "its register is not of its type");
    refuses([](Module& m) { m.index.owner.clear(); }, "an index of nothing");
  }
}
