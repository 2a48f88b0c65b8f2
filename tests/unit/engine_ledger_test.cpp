#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/engine.hpp"
#include "records/bytes.hpp"
#include "records/reader.hpp"

using namespace rubric;

namespace {

struct Decided {
  double score = 0;
  std::vector<engine::LedgerEntry> ledger;
};

Decided decide(engine::Evaluator& evaluator, const std::string& record) {
  const auto reader = records::open_reader(records::bytes_of(record + "\n"), evaluator.program().layout(), {});
  REQUIRE(reader->next(evaluator.slots()) == records::Step::record);
  REQUIRE(evaluator.decide(1'793'491'200'000'000) == vm::Status::decided);
  Decided out;
  for (std::size_t i = 0; i < evaluator.program().outcomes().size(); ++i) {
    if (evaluator.program().outcomes()[i].kind == data::OutcomeKind::total) out.score = evaluator.value(i).number;
  }
  out.ledger = evaluator.ledger();
  return out;
}

std::shared_ptr<const engine::Program> compiled(const char* text, bool ledger) {
  base::SourceMap sources;
  diag::Sink sink;
  engine::CompileOptions options;
  options.ledger = ledger;
  auto program = engine::compile(sources, sources.add("c.rubric", text), sink, options);
  REQUIRE(program != nullptr);
  return program;
}

constexpr const char* kCriteria = R"(
score fit max 40 {
  +25 when a          because "a is so"
  +20 when b > 3
  -0.1 when c
  +(points) when b > 0
}
score activity min -5 {
  -(weight) for each of events up to 100
  +1
}
score min 0 max 90
)";

}  // namespace

TEST_SUITE("engine/ledger") {
  TEST_CASE("the ledger of a lead adds up to its score, bounds and all") {
    engine::Evaluator evaluator(compiled(kCriteria, true));
    const char* leads[] = {
        R"({})",
        R"({"a": true, "b": 5, "c": true})",
        R"({"a": true, "b": 5, "points": 0.3})",
        R"({"c": true, "events": [{"weight": 3}, {"weight": 0.25}]})",
        R"({"events": [{"weight": 300}]})",
        R"({"b": 1, "points": 123456.123456789})",
    };
    for (const char* lead : leads) {
      CAPTURE(lead);
      const Decided d = decide(evaluator, lead);
      double sum = 0;
      for (const auto& e : d.ledger) sum += std::round(e.points * 1e9);
      CHECK(sum / 1e9 == d.score);
    }
  }
  TEST_CASE("a line says what it asked, a bound what it changed") {
    engine::Evaluator evaluator(compiled(kCriteria, true));
    const Decided d = decide(evaluator, R"({"a": true, "b": 5})");
    REQUIRE(d.ledger.size() == 4);
    CHECK(d.ledger[0].text == "+25 when a");
    CHECK(d.ledger[1].text == "+20 when b > 3");
    CHECK(d.ledger[2].bound);
    CHECK(d.ledger[2].text == "max");
    CHECK(d.ledger[2].points == -5);
    CHECK(d.ledger[3].score == "activity");
  }
  TEST_CASE("without the option there is none") {
    engine::Evaluator evaluator(compiled(kCriteria, false));
    CHECK(decide(evaluator, R"({"a": true})").ledger.empty());
  }
}
