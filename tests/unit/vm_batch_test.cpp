// The batch machine against the one-record machine, over more rows and elements than fit into one block.
#include "vm/batch.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <random>
#include <string>
#include <vector>

#include "diag/render_text.hpp"
#include "engine/engine.hpp"
#include "records/bytes.hpp"
#include "records/chunk.hpp"
#include "records/reader.hpp"

namespace {

using namespace rubric;

constexpr std::int64_t kDay = 86'400'000'000;
constexpr std::int64_t kAsOf = 20'000 * kDay;

std::shared_ptr<const engine::Program> compile(const std::string& text, bool ledger = false) {
  base::SourceMap sources;
  diag::Sink sink;
  engine::CompileOptions options;
  options.batch = true;
  options.ledger = ledger;
  auto program = engine::compile(sources, sources.add("criteria", text), sink, options);
  REQUIRE_MESSAGE(program != nullptr, diag::render_text(sources, sink));
  return program;
}

bool same(data::Kind kind, const data::Cell& a, const data::Cell& b) {
  if (data::is_missing(kind, a) || data::is_missing(kind, b))
    return data::is_missing(kind, a) == data::is_missing(kind, b);
  switch (kind) {
    case data::Kind::boolean: return a.tri == b.tri;
    case data::Kind::number: return a.number == b.number && std::signbit(a.number) == std::signbit(b.number);
    case data::Kind::text: return data::view(a.text) == data::view(b.text);
    case data::Kind::points: return a.points == b.points;
    default: return a.ticks == b.ticks;
  }
}

// How many rows and outcomes differ, that each row is refused by both or by neither, and that rules are counted right.
struct Compared {
  std::size_t rows = 0;
  std::size_t decided = 0;
  std::size_t differences = 0;
};

Compared compare(const engine::Program& program, const std::shared_ptr<const engine::Program>& shared,
                 const std::string& lines, std::size_t rows_a_time, const vm::Limits& limits = {}) {
  records::Chunk chunk(program.layout());
  engine::Evaluator evaluator(shared, limits);
  const auto reader = records::open_reader(records::bytes_of(lines), program.layout(), {});
  while (reader->next(evaluator.slots()) == records::Step::record) chunk.add(evaluator.slots());
  vm::BatchMachine machine(program.image(), limits);
  const auto again = records::open_reader(records::bytes_of(lines), program.layout(), {});
  Compared out;
  std::vector<vm::Verdicts> sums(program.outcomes().size());
  std::vector<vm::Verdicts> expected(program.outcomes().size());
  const data::Columns& columns = chunk.columns();
  for (std::size_t first = 0; first < columns.rows; first += machine.rows()) {
    const std::int64_t as_of = kAsOf + static_cast<std::int64_t>(first % 3) * kDay;
    machine.run(columns, first, std::min({rows_a_time, vm::kRows, columns.rows - first}), as_of);
    for (std::size_t row = 0; row < machine.rows(); ++row) {
      REQUIRE(again->next(evaluator.slots()) == records::Step::record);
      ++out.rows;
      const vm::Status status = evaluator.decide(as_of);
      if (status != machine.status(row)) ++out.differences;
      if (status != vm::Status::decided) continue;
      ++out.decided;
      for (std::size_t o = 0; o < program.outcomes().size(); ++o) {
        const data::Cell value = evaluator.value(o);
        if (!same(program.outcomes()[o].type, value, machine.value(o, row))) ++out.differences;
        if (program.outcomes()[o].kind != data::OutcomeKind::rule) continue;
        expected[o].yes += value.tri == data::Tri::yes ? 1 : 0;
        expected[o].open += value.tri != data::Tri::no ? 1 : 0;
      }
    }
    machine.count(sums);
  }
  for (std::size_t o = 0; o < sums.size(); ++o)
    out.differences += std::size_t{sums[o].yes != expected[o].yes || sums[o].open != expected[o].open};
  return out;
}

class Lead {
 public:
  explicit Lead(std::uint64_t seed) : random_(seed) {}

  std::string line(std::size_t longest) {
    std::string out = "{";
    add(out, "size", number());
    add(out, "score", number());
    add(out, "title", text());
    add(out, "country", one_of({"DE", "US", "FR", "AT", "XX"}));
    add(out, "customer", one_of({"true", "false"}, false));
    add(out, "created", time());
    std::string events;
    const std::size_t count = random_() % 8 == 0 ? random_() % longest : random_() % 5;
    for (std::size_t i = 0; i < count; ++i) {
      std::string event = "{";
      add(event, "kind", one_of({"visit", "open", "click", "demo"}));
      add(event, "at", time());
      add(event, "amount", number());
      if (event.ends_with(',')) event.pop_back();
      events += event + "},";
    }
    if (!events.empty()) events.pop_back();
    return out + "\"events\":[" + events + "],\"tags\":[" + (random_() % 2 == 0 ? "\"hot\",\"new\"" : "") + "]}\n";
  }

 private:
  void add(std::string& out, const char* key, const std::string& value) {
    if (random_() % 5 != 0) out += fmt::format("\"{}\":{},", key, value);
  }
  std::string one_of(std::initializer_list<const char*> values, bool quoted = true) {
    const char* const value = *(values.begin() + random_() % values.size());
    return quoted ? fmt::format("\"{}\"", value) : value;
  }
  std::string number() { return fmt::format("{}", static_cast<double>(random_() % 400) / 4 - 20); }
  std::string text() {
    return fmt::format("\"{} {}{}\"", random_() % 2 == 0 ? "Head of" : "intern", random_() % 300,
                       random_() % 10 == 0 ? std::string(100, 'x') : "");
  }
  std::string time() {
    return fmt::format("\"2024-{:02}-{:02}T{:02}:00:00Z\"", 1 + random_() % 12, 1 + random_() % 28, random_() % 24);
  }

  std::mt19937_64 random_;
};

std::string leads(std::size_t count, std::size_t longest) {
  Lead lead(count);
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += lead.line(longest);
  return out;
}

constexpr const char* kRecord = R"(record lead {
  size number
  score number
  title text
  country text
  customer bool
  created time
  events list dated by at {
    kind text
    at time
    amount number
  }
  tags list of text
}
)";

const std::string kEverything = std::string(kRecord) + R"(
set NEAR = { "DE", "AT" }
let recent = events where at in the last 200 days
let most = max(amount of events)
score fit min -20 max 90 {
  +10 when country in NEAR
  +5 when country == "US"
  +3 when title contains "Head"
  -7 when title matches /\bintern\b/i
  +2.5 when title starts with "Head" and size > 10
  +(size / 4) when size < 40
  -1 when customer
  +4 when customer is unknown
}
score heat {
  +1 for each of events where kind == "click" up to 20
  +(count(events where kind == "visit") * 2)
}
near when country in NEAR
not_near when country not in NEAR
big when size between 20 and 60 unless customer
hot when count(recent where kind == "demo") >= 1 and size > 5
bought when sum(amount of events where kind == "click") > 100
usual when avg(amount of events) > 20
span when most - min(amount of events) > 50
first_is when first(kind of events) == "visit"
long_ago when max(at of events) < as_of - 1 year
above when count(events where amount > size) > 2
mine when count(events where kind == "open" and customer) > 0
kinds when distinct(kind of events) >= 3
tagged when tags contains "hot"
either when at least 2 of { size > 10, score > 10, country == "FR" }
wordy when lower(title) contains "intern" or length(title) > 20
alike when title == country
fresh when created in the last 3 months
choose stage {
  "sales" when near and hot
  "nurture" when big
  else title
}
choose level {
  1 when score > 60
  size when score > 20
}
)";

TEST_SUITE("batch machine") {
  TEST_CASE("every row as one record has it, over many blocks") {
    const auto program = compile(kEverything);
    REQUIRE(program->module().batch.has_value());
    const std::string lines = leads(1300, 60);
    for (const std::size_t rows : {512U, 500U, 64U, 7U}) {
      CAPTURE(rows);
      const Compared compared = compare(*program, program, lines, rows);
      CHECK(compared.rows == 1300);
      CHECK(compared.decided == 1300);
      CHECK(compared.differences == 0);
    }
  }

  TEST_CASE("lists that are longer than a block") {
    const auto program = compile(kEverything);
    const Compared compared = compare(*program, program, leads(60, 3000), 512);
    CHECK(compared.rows == 60);
    CHECK(compared.differences == 0);
  }

  TEST_CASE("records past a limit are refused, and no others") {
    const auto program = compile(kEverything);
    vm::Limits limits;
    limits.visited_elements = 200;
    const Compared compared = compare(*program, program, leads(600, 60), 512, limits);
    CHECK(compared.differences == 0);
    CHECK(compared.decided > 300);
    CHECK(compared.decided < 600);
    limits = {};
    limits.scratch_bytes = 128;
    const Compared scarce = compare(*program, program, leads(600, 60), 512, limits);
    CHECK(scarce.differences == 0);
    CHECK(scarce.decided > 0);
    CHECK(scarce.decided < 600);
  }

  TEST_CASE("many questions to a text with many answers") {
    std::string text = kRecord;
    for (int i = 0; i < 20; ++i) text += fmt::format("r{} when title contains \"{}\"\n", i, 10 + i);
    text += "n when length(title) * 2 > size\n";
    const auto program = compile(text);
    const Compared compared = compare(*program, program, leads(2000, 3), 512);
    CHECK(compared.differences == 0);
    std::string sets = kRecord;
    for (int i = 0; i < 80; ++i)
      sets += fmt::format("s{} when country in {{ \"C{}\", \"DE\", \"C{}\" }}\n", i, i, i + 1);
    const auto many = compile(sets);
    std::string lines;
    for (int i = 0; i < 1500; ++i) lines += fmt::format("{{\"country\":\"C{}\"}}\n", i * 7 % 400);
    CHECK(compare(*many, many, lines, 512).differences == 0);
  }

  TEST_CASE("texts asked by the block, by one-record code, and by both") {
    const std::string by_block =
        "b1 when title starts with \"Head\" or title ends with any of { \"1\", \"2x\", \"99\" }\n"
        "b2 when title contains all of { \"of\", \"7\" }\nb3 when title contains \"xxx\"\n"
        "b4 when title starts with \"HEAD OF 1\" ignoring case\nb5 when title contains word \"of\"\n"
        "b6 when title in { \"Head of 7\", \"intern 8\" }\nb7 when title is missing\n";
    const std::string by_code = "c1 when title matches /of 1\\d$/\nc2 when length(title) > 10\n";
    const std::string of_elements =
        "e1 when any(events where kind starts with \"v\" or kind contains \"i\")\n"
        "e2 when count(events where kind ends with any of { \"n\", \"o\" } ignoring case) > 1\n";
    for (const std::string& asked : {by_block, by_block + by_code, of_elements}) {
      const auto program = compile(kRecord + asked);
      REQUIRE(program->module().batch.has_value());
      const auto& source = program->module().batch->sources.front();
      CHECK(!source.tests.empty());
      CHECK(source.probes.empty() == (asked != by_block + by_code));
      const Compared compared = compare(*program, program, leads(2000, 3), 512);
      CHECK(compared.rows == 2000);
      CHECK(compared.differences == 0);
    }
  }

  TEST_CASE("dictionaries that outgrow a word, and are exchanged") {
    const auto program = compile(
        "record lead {\n  t text\n}\nodd when t ends with \"1\" or t ends with \"3\"\nhigh when t in { \"63\", \"64\", "
        "\"99\" }\n"
        "score s { +2 when t starts with \"6\" }\n");
    REQUIRE(program->module().batch.has_value());
    vm::BatchMachine machine(program->image());
    engine::Evaluator evaluator(program);
    std::size_t differences = 0;
    for (const std::uint64_t id : {1U, 2U}) {
      std::vector<std::string> texts;
      data::TextDictionary dictionary{{{}}, id};
      texts.reserve(200);
      for (const std::size_t size : {1U, 63U, 64U, 65U, 200U}) {
        while (dictionary.texts.size() < size) {
          const std::string& text = texts.emplace_back(std::to_string(dictionary.texts.size() * id));
          dictionary.texts.push_back({text.data(), static_cast<std::uint32_t>(text.size())});
        }
        std::vector<std::uint32_t> codes;
        for (std::uint32_t i = 0; i < 600; ++i) codes.push_back(i * 7 % static_cast<std::uint32_t>(size));
        data::Columns columns{codes.size(), {{}}};
        columns.slots[0].codes = codes.data();
        columns.slots[0].dictionary = &dictionary;
        for (const std::size_t first : {std::size_t{0}, vm::kRows}) {
          machine.run(columns, first, std::min(vm::kRows, codes.size() - first), kAsOf);
          for (std::size_t row = 0; row < machine.rows(); ++row) {
            evaluator.slots()[0] = data::Cell(dictionary.texts[codes[first + row]]);
            evaluator.decide(kAsOf);
            for (std::size_t o = 0; o < program->outcomes().size(); ++o) {
              if (!same(program->outcomes()[o].type, evaluator.value(o), machine.value(o, row))) ++differences;
            }
          }
        }
      }
    }
    CHECK(differences == 0);
  }

  TEST_CASE("more answers than a table has places") {
    std::string text = kRecord;
    for (int i = 0; i < 30; ++i) text += fmt::format("r{} when title ends with \"{}\"\n", i, i);
    const auto program = compile(text);
    const auto& source = program->module().batch->sources.front();
    CHECK(source.answers == 13);
    CHECK(source.probes.size() == 17);
    CHECK(compare(*program, program, leads(2000, 3), 512).differences == 0);
  }

  // Conditions of every kind that the index takes: many borders and few, texts in sets, times, truths, values that are
  // worked out, that are the same for all leads, or that may be missing; rules of one term and of several.
  std::string many_rules() {
    std::string out = std::string(kRecord) + R"(score heat {
  +5 when size > 3
  +7 when customer
}
let name = lower(title)
let grown = size + score
let recent = count(events where at in the last 200 days)
let year = as_of - 300 days
)";
    const std::vector<std::string> asks{"country in {{ \"DE\", \"C{0}\", \"FR\" }}",
                                        "country != \"C{0}\"",
                                        "size >= {0}",
                                        "score between {0} and 90",
                                        "grown < {0}",
                                        "created >= year + {0} days",
                                        "created < 2024-03-01",
                                        "name == \"intern {0}\"",
                                        "title in {{ \"Head of {0}\", \"intern {0}\" }}",
                                        "customer",
                                        "size is missing",
                                        "(score default {0}) > 20",
                                        "recent >= 2",
                                        "score.heat >= 7",
                                        "as_of >= 2024-10-{1:02}"};
    const std::size_t count = asks.size();
    for (std::size_t i = 0; i < 30 * count; ++i) {
      const auto ask = [&](std::size_t k) { return fmt::format(fmt::runtime(asks[k % count]), k % 70, 1 + k % 28); };
      const std::string a = ask(i);
      const std::string b = ask(i / count + 3 * i + 1);
      const std::string c = ask(5 * i + 2);
      switch (i % 5) {
        case 0: out += fmt::format("r{} when {} and {}\n", i, a, b); break;
        case 1: out += fmt::format("r{} when {} and {} and not ({})\n", i, a, b, c); break;
        case 2: out += fmt::format("r{} when ({} or {}) and {}\n", i, a, b, c); break;
        case 3: out += fmt::format("r{} when not ({} and {})\n", i, a, b); break;
        default: out += fmt::format("r{} when {}\n", i, a); break;
      }
    }
    return out;
  }

  TEST_CASE("many rules, by their index") {
    const auto program = compile(many_rules());
    REQUIRE(program->module().batch.has_value());
    const bytecode::RuleIndex& index = program->module().index;
    CHECK(index.owner.size() > 300);
    CHECK(index.parts.size() > 1);
    const std::string lines = leads(1300, 20);
    for (const std::size_t rows : {512U, 500U, 7U}) {
      CAPTURE(rows);
      const Compared compared = compare(*program, program, lines, rows);
      CHECK(compared.decided == 1300);
      CHECK(compared.differences == 0);
    }
  }

  TEST_CASE("many rules, where some leads are past a limit") {
    const auto program = compile(many_rules());
    vm::Limits limits;
    limits.visited_elements = 10;
    const Compared compared = compare(*program, program, leads(1300, 20), 512, limits);
    CHECK(compared.differences == 0);
    CHECK(compared.decided > 300);
    CHECK(compared.decided < 1300);
  }

  TEST_CASE("points beyond 64 bits go to the one-record machine") {
    std::string text = std::string(kRecord) + "score s {\n";
    for (int i = 0; i < 12; ++i) text += fmt::format("  +{} when size > {}\n", 1'000'000'000 - i, i);
    const auto unbatched = compile(text + "}\nq when score > 3000000000\n");
    CHECK(!unbatched->module().batch.has_value());
    CHECK(compare(*unbatched, unbatched, leads(700, 3), 512).differences == 0);
    const auto large =
        compile(std::string(kRecord) + "score s {\n  +(size * 10000000) when customer\n  +(size) when size > 3\n}\n");
    REQUIRE(large->module().batch.has_value());
    CHECK(compare(*large, large, leads(700, 3), 512).differences == 0);
    const auto of_text = compile(
        std::string(kRecord) +
        "score s {\n  +(length(title) * 40000000) when title is present\n  +1 when title contains \"Head\"\n}\n");
    CHECK(compare(*of_text, of_text, leads(700, 3), 512).differences == 0);
  }

  TEST_CASE("the ledger's lines in points") {
    const auto program = compile(kEverything, true);
    CHECK(compare(*program, program, leads(700, 20), 512).differences == 0);
  }

  TEST_CASE("no rows, and rules that are the same for all") {
    const auto program = compile("always when 1 < 2\nnever when as_of < 2000-01-01\nscore s { +5 when always }\n");
    vm::BatchMachine machine(program->image());
    data::Columns none;
    none.slots.resize(program->layout().slots.size());
    machine.run(none, 0, 0, kAsOf);
    CHECK(machine.rows() == 0);
    none.rows = 700;
    machine.run(none, 512, 188, kAsOf);
    CHECK(machine.rows() == 188);
    std::vector<vm::Verdicts> sums(3);
    machine.count(sums);
    CHECK(sums[0].yes == 188);
    CHECK(sums[1].open == 0);
    CHECK(machine.value(2, 187).number == 5);
    std::vector<double> numbers(188);
    machine.numbers(2, numbers.data());
    CHECK(numbers[100] == 5);
  }
}

}  // namespace
