// Rules through the index against the same rules as code: which are indexed, and that nobody can tell.
#include <doctest/doctest.h>
#include <fmt/core.h>

#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.hpp"
#include "support/generate_tree.hpp"
#include "support/machines.hpp"

namespace {

using namespace rubric;
using data::Cell;
using data::Tri;
using test::Random;

constexpr std::string_view kRecord = R"(record lead {
  size number
  share number
  country text
  title text ignoring case
  created time
  opted bool
}
)";

const std::vector<std::string> kNumbers{"-1", "0", "0.5", "1", "10", "50", "50.5", "100", "1000000", "123456789012"};
const std::vector<std::string> kTexts{"\"de\"",     "\"DE\"", "\"fr\"", "\"\"", "\"Head of Sales\"",
                                      "\"straße\"", "\"us\""};
const std::vector<std::string> kTimes{"2026-01-01", "2026-06-01T12:00:00Z", "1970-01-01", "1969-12-31"};

std::shared_ptr<const engine::Program> compiled(const std::string& text, const lower::Options& lowering) {
  base::SourceMap sources;
  diag::Sink sink;
  engine::CompileOptions options;
  options.lowering = lowering;
  auto program = engine::compile(sources, sources.add("rules.rubric", text), sink, options);
  std::string findings;
  for (const Diagnostic& d : sink.diagnostics()) {
    if (d.severity == Severity::error) findings += d.message + "\n";
  }
  INFO(findings);
  REQUIRE(program != nullptr);
  return program;
}

constexpr lower::Options kNever{.fewest_rules = SIZE_MAX};

std::string comparison(const std::string& value, const std::vector<std::string>& constants, Random& r) {
  const std::string constant = r.of(constants);
  switch (r.below(8)) {
    case 0: return value + " == " + constant;
    case 1: return value + " != " + constant;
    case 2: return value + " in { " + constant + ", " + r.of(constants) + " }";
    case 3: return value + " not in { " + constant + ", " + r.of(constants) + ", " + r.of(constants) + " }";
    case 4: return value + (r.chance(50) ? " is missing" : " is present");
    case 5: return constant + r.of({" < ", " <= ", " > ", " >= "}) + value;
    default: return value + r.of({" < ", " <= ", " > ", " >= "}) + constant;
  }
}

std::string test_text(Random& r) {
  switch (r.below(9)) {
    case 0:
    case 1: return comparison("size", kNumbers, r);
    case 2: return comparison("share", kNumbers, r);
    case 3: return comparison("created", kTimes, r);
    case 4: return comparison("country", kTexts, r);
    case 5: return comparison("title", kTexts, r);
    case 6: return r.chance(50) ? "opted" : "not opted";
    case 7: return "((" + comparison("size", kNumbers, r) + ") default " + r.of({"true", "false"}) + ")";
    default:
      return r.of({"title starts with \"head\"", "country contains \"d\"", "size + share > 100", "opted is unknown"});
  }
}

std::string condition(Random& r, int depth) {
  if (depth == 0 || r.chance(20)) return test_text(r);
  std::string out;
  const std::string word = r.chance(65) ? " and " : " or ";
  for (std::size_t parts = 2 + r.below(3); parts > 0; --parts) {
    if (!out.empty()) out += word;
    out += (r.chance(20) ? "not (" : "(") + condition(r, depth - 1) + ")";
  }
  return out;
}

std::string criteria(std::size_t rules, Random& r, int depth = 2) {
  std::string out(kRecord);
  for (std::size_t i = 0; i < rules; ++i) {
    out += fmt::format("r{} when {}", i, condition(r, depth));
    if (r.chance(20)) out += fmt::format(" because \"w{}\"", r.below(9));
    out += '\n';
  }
  return out;
}

// Every value that a constant of the rules is, and those next to it.
Cell number_cell(Random& r) {
  const double number = std::stod(r.of(kNumbers));
  const double far = std::numeric_limits<double>::infinity();
  switch (r.below(8)) {
    case 0: return Cell(data::kMissingNumber);
    case 1: return Cell(std::nextafter(number, far));
    case 2: return Cell(std::nextafter(number, -far));
    case 3: return Cell(-0.0);
    case 4: return Cell(r.chance(50) ? std::numeric_limits<double>::max() : std::numeric_limits<double>::lowest());
    default: return Cell(number);
  }
}

Cell text_cell(Random& r) {
  using namespace std::string_view_literals;
  static constexpr std::string_view kValues[] = {
      "de"sv,  "DE"sv,     "dE"sv,   "fr"sv, ""sv,       "us"sv,      "head of sales"sv,
      "de "sv, "d"sv,      "de\0"sv, "\0"sv, "straße"sv, "STRASSE"sv, "Head of Sales"sv,
      "usa"sv, "nowhere"sv};
  return r.chance(15) ? Cell(data::TextRef{}) : Cell(kValues[r.below(std::size(kValues))]);
}

Cell time_cell(Random& r) {
  constexpr std::int64_t kTicks[] = {1'767'225'600'000'000, 1'780'315'200'000'000, 0, -86'400'000'000};
  constexpr std::int64_t kNear[] = {-1, 0, 0, 1};
  if (r.chance(10)) return Cell(r.chance(50) ? data::kMissingTicks + 1 : std::numeric_limits<std::int64_t>::max());
  return r.chance(15) ? Cell(data::kMissingTicks) : Cell(kTicks[r.below(4)] + kNear[r.below(4)]);
}

Cell cell(data::Kind kind, Random& r) {
  switch (kind) {
    case data::Kind::number: return number_cell(r);
    case data::Kind::text: return text_cell(r);
    case data::Kind::time: return time_cell(r);
    default: return Cell(static_cast<Tri>(r.below(3)));
  }
}

std::string reasons_text(engine::Evaluator& evaluator) {
  std::string out;
  for (const engine::Reason& reason : evaluator.reasons()) out += fmt::format("{}: {}\n", reason.outcome, reason.text);
  return out;
}

void compare(const std::shared_ptr<const engine::Program>& coded, const std::shared_ptr<const engine::Program>& indexed,
             std::size_t records, Random& r) {
  engine::Evaluator a(coded);
  engine::Evaluator b(indexed);
  REQUIRE(coded->layout().slots.size() == indexed->layout().slots.size());
  for (std::size_t n = 0; n < records; ++n) {
    for (std::size_t i = 0; i < a.slots().size(); ++i)
      a.slots()[i] = b.slots()[i] = cell(coded->layout().slots[i].kind, r);
    REQUIRE(a.decide(0) == vm::Status::decided);
    REQUIRE(b.decide(0) == vm::Status::decided);
    for (std::size_t i = 0; i < coded->outcomes().size(); ++i) {
      INFO(coded->outcomes()[i].name);
      REQUIRE(a.value(i).tri == b.value(i).tri);
    }
    REQUIRE(test::verdicts_fault(a) == "");
    REQUIRE(test::verdicts_fault(b) == "");
    REQUIRE(reasons_text(a) == reasons_text(b));
  }
}

std::size_t indexed_rules(const engine::Program& program) {
  std::size_t out = 0;
  for (const std::uint32_t owner : program.module().index.owner) out += owner != bytecode::RuleIndex::kNone ? 1 : 0;
  return out;
}

std::string conjunctions(std::size_t rules) {
  std::string out(kRecord);
  for (std::size_t i = 0; i < rules; ++i)
    out += fmt::format("r{} when size >= {} and country in {{ \"de\", \"c{}\" }}\n", i, i % 10, i % 7);
  return out;
}

}  // namespace

TEST_SUITE("lower/rule_index") {
  TEST_CASE("rules are indexed where there are enough of them") {
    CHECK(indexed_rules(*compiled(conjunctions(31), {})) == 0);
    CHECK(indexed_rules(*compiled(conjunctions(32), {})) == 32);
    CHECK(compiled(conjunctions(32), {})->module().code.size() == 1);
    CHECK(indexed_rules(*compiled(conjunctions(32), kNever)) == 0);
  }

  TEST_CASE("any number of rules, of any shape, is answered as by code") {
    Random r(5);
    for (const std::size_t rules : {1U, 2U, 63U, 64U, 65U, 511U, 512U, 513U, 1000U}) {
      CAPTURE(rules);
      const std::string text = criteria(rules, r);
      const auto indexed = compiled(text, test::kIndexAll);
      if (rules > 2) CHECK(indexed_rules(*indexed) * 10 >= rules * 7);
      compare(compiled(text, kNever), indexed, 300, r);
    }
  }

  TEST_CASE("many small programs") {
    Random r(6);
    for (std::size_t n = 0; n < 150; ++n) {
      CAPTURE(n);
      const std::string text = criteria(3, r, 1 + static_cast<int>(r.below(3)));
      CAPTURE(text);
      compare(compiled(text, kNever), compiled(text, test::kIndexAll), 40, r);
    }
  }

  TEST_CASE("every value of a border and beside it, for open and closed ends") {
    std::string text(kRecord);
    std::size_t n = 0;
    for (const std::string& number : kNumbers) {
      for (const std::string op : {"<", "<=", ">", ">=", "==", "!="})
        text += fmt::format("r{} when size {} {}\n", n++, op, number);
      text += fmt::format("r{} when size between -3 and {}\n", n++, number);
      text += fmt::format("r{} when {} < size\n", n++, number);
    }
    const auto indexed = compiled(text, {});
    CHECK(indexed_rules(*indexed) == n);
    Random r(7);
    compare(compiled(text, kNever), indexed, 400, r);
  }

  TEST_CASE("rules that others ask about, and what the outline speaks of, stay code") {
    std::string text = conjunctions(100);
    text += "score fit { +10 when r3 }\nboth when r4 and r5\nchoose c { 1 when r6\n else 2 }\n";
    const auto program = compiled(text, {});
    // `both` is two rules' tests: it is in the index, and so are they. r73 and r76 ask what r3 and r6 ask.
    CHECK(indexed_rules(*program) == 101 - 4);
    Random r(8);
    compare(compiled(text, kNever), program, 100, r);
    base::SourceMap sources;
    diag::Sink sink;
    engine::CompileOptions options;
    options.outline = true;
    CHECK(indexed_rules(*engine::compile(sources, sources.add("rules.rubric", text), sink, options)) == 0);
  }

  TEST_CASE("the words of a rule's items do not keep it out") {
    std::string text(kRecord);
    for (std::size_t i = 0; i < 70; ++i) {
      text += fmt::format(
          "r{} when all of {{\n  size >= {} because \"large\"\n  country == \"de\" because \"near\"\n}} because "
          "\"w{}\"\n",
          i, i % 10, i);
    }
    const auto indexed = compiled(text, {});
    CHECK(indexed_rules(*indexed) == 70);
    Random r(9);
    compare(compiled(text, kNever), indexed, 100, r);
  }

  TEST_CASE("a value that hardly any rule tests is left to code, and its rules with it") {
    std::string text = conjunctions(100);
    text += "odd when share > 1 and size > 1\n";
    const auto program = compiled(text, {});
    CHECK(indexed_rules(*program) == 100);
    CHECK(program->module().index.fields.size() == 2);
  }

  TEST_CASE("texts that nobody tells apart are one class") {
    std::string members;
    for (std::size_t i = 0; i < 500; ++i) members += fmt::format("{}\"m{}\"", i > 0 ? ", " : "", i);
    std::string text(kRecord);
    text += "set Many = { " + members + " }\n";
    for (std::size_t i = 0; i < 70; ++i) text += fmt::format("r{} when country in Many and size > {}\n", i, i);
    const auto program = compiled(text, {});
    CHECK(indexed_rules(*program) == 70);
    for (const bytecode::IndexedField& f : program->module().index.fields)
      CHECK(f.classes == (f.texts.size() > 0 ? 2 : 71));
  }

  TEST_CASE("what would be too large stays code") {
    std::string text(kRecord);
    for (std::size_t i = 0; i < 200; ++i)
      text += fmt::format("r{} when {} and share > {}\n", i, i < 100 ? fmt::format("size == {}", i) : "opted", i % 50);
    // `size` has 201 classes of 64 bytes, `share` 51, `opted` 2; each has two for missing.
    constexpr std::size_t kAll = 64 * (201 + 2 + 51 + 2 + 2 + 2);
    CHECK(indexed_rules(*compiled(text, {.most_bytes = kAll})) == 200);
    const auto without = compiled(text, {.most_bytes = kAll - 1});
    CHECK(indexed_rules(*without) == 100);
    CHECK(indexed_rules(*compiled(text, {.most_bytes = 1})) == 0);
    Random r(10);
    compare(compiled(text, kNever), without, 100, r);
  }
}
