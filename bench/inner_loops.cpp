// The inner loops, each by itself, under Google Benchmark: which piece to work on, and whether it got quicker.
//
// Each loop goes over the values of a thousand invented leads, so that branches are as hard to foresee as they are
// in a run; a figure is the time of all of them, `items_per_second` the pieces.
#include <benchmark/benchmark.h>

#include <array>
#include <stdexcept>

#include "base/number_text.hpp"
#include "base/time_text.hpp"
#include "builtins/convert.hpp"
#include "builtins/number.hpp"
#include "builtins/pattern.hpp"
#include "builtins/text.hpp"
#include "data.hpp"
#include "data/member_set.hpp"
#include "files.hpp"
#include "lead_text.hpp"
#include "leads.hpp"
#include "records/json_index.hpp"
#include "records/json_notes.hpp"
#include "records/number.hpp"
#include "rubric.hpp"
#include "words.hpp"

namespace {

using namespace rubric;

constexpr std::size_t kLeads = 1000;

const bench::Dataset& leads() {
  static const bench::Dataset kData(bench::Distribution::plain, kLeads);
  return kData;
}

data::TextRef ref(std::string_view text) {
  return {text.data(), static_cast<std::uint32_t>(text.size())};
}

// The texts of a field that are there.
std::vector<data::TextRef> texts(bench::TextField field) {
  std::vector<data::TextRef> out;
  for (const bench::Record& r : leads().records()) {
    if (r.texts[field].data() != nullptr) out.push_back(ref(r.texts[field]));
  }
  return out;
}

std::int64_t in_all(const benchmark::State& state, std::size_t a_round) {
  return state.iterations() * static_cast<std::int64_t>(a_round);
}

template <class Items, class Piece>
void over(benchmark::State& state, const Items& items, Piece piece) {
  for (auto _ : state) {
    for (const auto& item : items) benchmark::DoNotOptimize(piece(item));
  }
  state.SetItemsProcessed(in_all(state, items.size()));
}

void contains(benchmark::State& state) {
  over(state, texts(bench::kTitle), [](data::TextRef t) { return builtins::contains(t, ref("Engineer")); });
}
BENCHMARK(contains);

void contains_word(benchmark::State& state) {
  over(state, texts(bench::kTitle), [](data::TextRef t) { return builtins::contains_word(t, ref("Head of")); });
}
BENCHMARK(contains_word);

void fold(benchmark::State& state) {
  data::Arena arena;
  over(state, texts(bench::kTitle), [&](data::TextRef t) {
    arena.reset();
    return builtins::fold(t, arena);
  });
}
BENCHMARK(fold);

void pattern(benchmark::State& state) {
  builtins::PatternFault fault;
  const auto found =
      builtins::Pattern::compile(R"(\b(chief|ceo|cto|cfo|cmo|vp|vice president|head of|director)\b)", "i", fault);
  if (!found) throw std::runtime_error(fault.message);
  over(state, texts(bench::kTitle), [&](data::TextRef t) { return found->search(t); });
}
BENCHMARK(pattern);

void text_in_set(benchmark::State& state) {
  std::vector<std::string> members(bench::kIndustries.begin(), bench::kIndustries.begin() + 12);
  const data::MemberSet set = data::MemberSet::of_texts(std::move(members));
  over(state, texts(bench::kIndustry), [&](data::TextRef t) { return set.contains(data::view(t)); });
}
BENCHMARK(text_in_set);

void number_in_set(benchmark::State& state) {
  const data::MemberSet set = data::MemberSet::of_numbers({10, 20, 50, 100, 200, 500, 1000, 2000, 5000});
  over(state, leads().records(), [&](const bench::Record& r) { return set.contains(r.numbers[bench::kEmployees]); });
}
BENCHMARK(number_in_set);

std::vector<std::string> revenues() {
  std::vector<std::string> out;
  for (const bench::Record& r : leads().records()) {
    if (r.numbers[bench::kRevenue] == r.numbers[bench::kRevenue]) {
      out.push_back(base::number_text(r.numbers[bench::kRevenue]));
    }
  }
  return out;
}

void short_number(benchmark::State& state) {
  over(state, revenues(), [](const std::string& digits) { return records::read_number(digits); });
}
BENCHMARK(short_number);

void any_number(benchmark::State& state) {
  over(state, revenues(), [](const std::string& digits) { return base::parse_number(digits); });
}
BENCHMARK(any_number);

void time(benchmark::State& state) {
  std::vector<std::string> times;
  for (const bench::Record& r : leads().records()) times.push_back(base::time_text(r.created_at));
  over(state, times, [](const std::string& text) { return base::parse_time(text); });
}
BENCHMARK(time);

// The first stage of reading JSON lines: where tokens begin. In the second every token of a record is looked at.
void json_index(benchmark::State& state) {
  std::string bytes;
  for (std::size_t i = 0; i < 100; ++i) bench::append_json(bytes, bench::LeadMaker(bench::Distribution::plain).lead(i));
  const std::size_t size = bytes.size();
  bytes.resize(size + 64);
  records::JsonIndex index;
  for (auto _ : state) {
    benchmark::DoNotOptimize(index.build(std::string_view(bytes).substr(0, size)));
  }
  state.SetBytesProcessed(in_all(state, size));
  state.SetItemsProcessed(in_all(state, 100));
}
BENCHMARK(json_index);

void json_notes(benchmark::State& state) {
  std::string bytes;
  bench::append_json(bytes, bench::LeadMaker(bench::Distribution::plain).lead(1));
  const std::size_t size = bytes.size();
  bytes.resize(size + 64);
  records::JsonIndex index;
  (void)index.build(std::string_view(bytes).substr(0, size));
  const records::Limits limits;
  records::Shape shape = records::make_shape({});
  records::JsonNotes notes(shape, limits, 1U << 20U);
  const records::JsonSpan span = index.whole(std::string_view(bytes).substr(0, size));
  for (auto _ : state) {
    if (!notes.take(span)) state.SkipWithError("a record was refused");
  }
  state.SetBytesProcessed(in_all(state, size));
}
BENCHMARK(json_notes);

void points(benchmark::State& state) {
  over(state, leads().records(), [](const bench::Record& r) {
    const auto p = builtins::points_of(r.numbers[bench::kScore]);
    return p ? builtins::number_of_points(*p * 3) : 0.0;
  });
}
BENCHMARK(points);

// Whole workloads, for their instructions: `perf stat` and callgrind like a program that does one thing.
void machine(benchmark::State& state, const char* workload) {
  bench::OneRecordMachine machine(workload, bench::read_text(std::string(WORKLOADS_DIR) + "/" + workload + ".rubric"));
  for (auto _ : state) {
    benchmark::DoNotOptimize(machine.answer(leads().records()));
  }
  state.SetItemsProcessed(in_all(state, kLeads));
}
BENCHMARK_CAPTURE(machine, w1, "w1");
BENCHMARK_CAPTURE(machine, w2, "w2");
BENCHMARK_CAPTURE(machine, w3, "w3");

}  // namespace

BENCHMARK_MAIN();
