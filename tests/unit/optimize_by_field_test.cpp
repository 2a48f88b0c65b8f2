// Lines that became one question give what they gave each by itself, at every bound and right beside it.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "base/number_text.hpp"
#include "diag/render_text.hpp"
#include "engine/engine.hpp"

namespace {

using rubric::data::Cell;

struct Compiled {
  std::shared_ptr<const rubric::engine::Program> program;
  rubric::engine::Evaluator evaluator;

  // Of the program's one slot that is no `id`.
  double score(const Cell& value) {
    const auto& slots = program->layout().slots;
    for (std::size_t i = 0; i < slots.size(); ++i)
      evaluator.slots()[i] = slots[i].name == "x" ? value : rubric::data::missing_cell(slots[i].kind);
    REQUIRE(evaluator.decide(0) == rubric::vm::Status::decided);
    return evaluator.value(0).number;
  }
};

Compiled compiled(const std::string& text, bool optimize) {
  rubric::base::SourceMap sources;
  rubric::diag::Sink sink;
  rubric::engine::CompileOptions options;
  options.optimize = optimize;
  auto program = rubric::engine::compile(sources, sources.add("score.rubric", text), sink, options);
  REQUIRE_MESSAGE(program != nullptr, rubric::diag::render_text(sources, sink));
  return {program, rubric::engine::Evaluator(program)};
}

std::size_t count(const rubric::engine::Program& program, rubric::bytecode::Opcode op) {
  std::size_t out = 0;
  for (const auto& i : program.module().code) out += i.op == op ? 1 : 0;
  return out;
}

constexpr double kEnd = std::numeric_limits<double>::infinity();
const std::vector<double> kBounds{-1e15, -7.5, -1, 0, 1, 2, 3, 4.25, 1e15};

std::string number_condition(std::mt19937& random, int depth) {
  const auto bound = [&] { return "(" + rubric::base::number_text(kBounds[random() % kBounds.size()]) + ")"; };
  if (depth > 0 && random() % 2 == 0) {
    const std::string a = number_condition(random, depth - 1);
    const std::string b = number_condition(random, depth - 1);
    switch (random() % 3) {
      case 0: return "(" + a + " and " + b + ")";
      case 1: return "(" + a + " or " + b + ")";
      default: return "(not " + a + ")";
    }
  }
  constexpr const char* kOperators[] = {"<", "<=", ">", ">=", "==", "!="};
  if (random() % 8 == 0) return "x is missing";
  const std::string op = kOperators[random() % 6];
  return random() % 2 == 0 ? "x " + op + " " + bound() : bound() + " " + op + " x";
}

}  // namespace

TEST_SUITE("optimize/by_field") {
  TEST_CASE("numbers, at each bound and beside it") {
    std::mt19937 random(7);
    std::vector<double> values{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::max(),
                               std::numeric_limits<double>::lowest()};
    for (const double b : kBounds) {
      for (const double value : {b, std::nextafter(b, kEnd), std::nextafter(b, -kEnd)}) values.push_back(value + 0.0);
    }
    std::size_t questions = 0;
    for (int round = 0; round < 100; ++round) {
      std::string text = "record lead { id text\n x number }\nscore s {\n";
      for (int line = 0; line < 5; ++line)
        text += "  " + std::string(random() % 2 == 0 ? "+" : "-") + std::to_string(random() % 100 + 1) + ".25 when " +
                number_condition(random, 2) + "\n";
      text += "}\n";
      CAPTURE(text);
      Compiled with = compiled(text, true);
      Compiled without = compiled(text, false);
      questions += count(*with.program, rubric::bytecode::Opcode::by_range);
      for (const double x : values) REQUIRE(with.score(Cell(x)) == without.score(Cell(x)));
    }
    CHECK(questions > 90);
  }

  TEST_CASE("a long score on one text keeps its answers, in several questions") {
    std::string text = "record lead { id text\n x text }\nscore s {\n";
    const auto word = [](int i) { return "word" + std::to_string(i); };
    for (int i = 0; i < 400; ++i)
      text += "  +" + std::to_string(i + 1) + " when x in { \"" + word(i) + "\", \"" + word(i + 1) + "\" }\n";
    text += "  -5 when x is missing\n}\n";
    Compiled with = compiled(text, true);
    Compiled without = compiled(text, false);
    const std::size_t questions = count(*with.program, rubric::bytecode::Opcode::by_member);
    CHECK(questions > 1);
    CHECK(questions < 40);
    for (int i = 0; i < 402; ++i) {
      const std::string value = word(i);
      REQUIRE(with.score(Cell(std::string_view(value))) == without.score(Cell(std::string_view(value))));
    }
    CHECK(with.score(rubric::data::missing_cell(rubric::data::Kind::text)) == -5);
    CHECK(with.score(Cell(std::string_view("other"))) == 0);
  }

  TEST_CASE("more bounds than one question holds") {
    std::string text = "record lead { id text\n x number }\nscore s {\n";
    for (int i = 0; i < 200; ++i) text += "  +1 when x >= " + std::to_string(i) + "\n";
    text += "}\n";
    Compiled with = compiled(text, true);
    CHECK(count(*with.program, rubric::bytecode::Opcode::by_range) >= 4);
    for (int i = -1; i < 202; ++i) REQUIRE(with.score(Cell(i + 0.5)) == std::min(200, i + 1));
  }
}
