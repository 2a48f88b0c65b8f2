// rubric_bench: everything that is measured, in one run, and one table of what was reached.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <fstream>

#include "goals.hpp"
#include "measure.hpp"
#include "processes.hpp"
#include "rubric.hpp"
#include "rules.hpp"
#include "subjects.hpp"
#include "warm.hpp"

namespace {

using namespace rubric::bench;

struct Options {
  std::size_t leads = 100'000;
  std::size_t rounds = 5;
  std::vector<std::string> distributions{"plain"};
  std::string only;
  std::string label = "unlabelled";
  std::string json;
  std::string program = RUBRIC_PROGRAM;
  std::vector<std::string> compare;
  bool series = false;
};

class Run {
 public:
  explicit Run(const Options& options) : options_(options) {
    results_.label = options.label;
    results_.machine = machine();
    results_.leads = options.leads;
    results_.whole = options.only.empty();
  }

  Results operator()() {
    for (const std::string& d : options_.distributions) over_leads(d);
    if (wanted("compile/") || wanted("compile_and_index/")) compiling();
    without_leads();
    return std::move(results_);
  }

 private:
  [[nodiscard]] bool wanted(const std::string& series) const {
    return options_.only.empty() || series.find(options_.only) != std::string::npos;
  }
  void note(const std::string& distribution, const std::string& series, double value) {
    results_.series[distribution][series].push_back(value);
  }

  // Nothing is timed before everybody agrees on the answers.
  void over_leads(const std::string& distribution) {
    const auto which = distribution_named(distribution);
    if (!which) throw std::runtime_error("there is no distribution " + distribution);
    fmt::print(stderr, "{}: making leads, holding the answers against each other\n", distribution);
    const Field field(*which, {options_.leads, {10, 100, 1000, 10'000}}, WORKLOADS_DIR);
    const std::vector<std::string> wrong = field.disagreements();
    for (const std::string& words : wrong) fmt::print(stderr, "{}\n", words);
    if (!wrong.empty()) throw std::runtime_error("the answers differ: nothing was measured");
    for (std::size_t round = 0; round < options_.rounds; ++round) {
      fmt::print(stderr, "{}: round {} of {}\n", distribution, round + 1, options_.rounds);
      for (const Subject& s : field.subjects()) {
        if (!wanted(s.series())) continue;
        const double seconds = seconds_of([&] { (void)s.answer(); }, s.on_the_clock ? Time::clock : Time::processor);
        note(distribution, s.series(), seconds * 1e9 / static_cast<double>(s.leads));
      }
    }
    if (wanted("allocations/")) warm(distribution, field);
    if (wanted("peak_memory/")) peaks(distribution, field);
  }

  static std::string scored() { return read_text(std::string(WORKLOADS_DIR) + "/w2.rubric"); }

  void warm(const std::string& distribution, const Field& field) {
    const auto program = compile("w2", scored());
    note(distribution, "allocations/record", warm_allocations(scored(), field.records()));
    note(distribution, "allocations/jsonl",
         warm_allocations(program, field.json_lines(), rubric::records::Format::json, options_.leads));
    note(distribution, "allocations/csv",
         warm_allocations(program, field.csv(), rubric::records::Format::csv, options_.leads));
  }

  void peaks(const std::string& distribution, const Field& field) {
    const std::string criteria = std::string(WORKLOADS_DIR) + "/w2.rubric";
    const auto peak = [&](const std::string& series, const std::string& leads) {
      const auto mb = peak_mb({options_.program, "run", criteria, leads, "--as-of", "2026-06-01", "--format", "none"});
      if (mb) note(distribution, series, *mb);
    };
    peak("peak_memory/jsonl", field.json_lines());
    peak("peak_memory/csv", field.csv());
  }

  void compiling() {
    for (const std::size_t count : {1000U, 10'000U, 20'000U}) {
      const std::string text = criteria_text(make_rules(count, Shapes::conjunctions));
      for (std::size_t round = 0; round < options_.rounds; ++round) {
        const auto milliseconds = [&](bool index) {
          rubric::engine::CompileOptions compiling;
          if (!index) compiling.lowering.fewest_rules = SIZE_MAX;
          return 1e3 * seconds_of([&] { (void)compile("w4", text, compiling); });
        };
        note("", fmt::format("compile/{}", count), milliseconds(false));
        note("", fmt::format("compile_and_index/{}", count), milliseconds(true));
      }
    }
  }

  void without_leads() {
    if (wanted("start/")) starting();
    if (!wanted("program_size")) return;
    if (const auto mb = stripped_mb(options_.program, scratch_.path("stripped"))) note("", "program_size", *mb);
  }

  void starting() {
    const std::string criteria = scratch_.write("one.rubric", "mql when score >= 60\n");
    const std::string lead = scratch_.write("one.jsonl", "{\"id\": \"ann\", \"score\": 70}\n");
    const std::vector<std::pair<std::string, Command>> programs{
        {"start/rubric", {options_.program, "run", criteria, lead, "--as-of", "2026-06-01"}},
        {"start/true", {"/bin/true"}},
        {"start/lua5.4", {"lua5.4", "-e", ""}}};
    for (std::size_t round = 0; round < options_.rounds; ++round) {
      for (const auto& [series, command] : programs) {
        if (exists(command[0])) note("", series, start_ms(command));
      }
    }
  }

  const Options& options_;
  Scratch scratch_;
  Results results_;
};

void add_options(CLI::App& app, Options& options) {
  app.add_option("--size", options.leads, "how many leads")->capture_default_str();
  app.add_option("--rounds", options.rounds, "how often everything is measured")->capture_default_str();
  app.add_option("--leads", options.distributions,
                 "which leads: plain, long_texts, many_missing, many_distinct, or all; several with commas")
      ->delimiter(',');
  app.add_option("--only", options.only, "measure the series whose name contains this");
  app.add_option("--label", options.label, "what is measured, for --json: a commit");
  app.add_option("--json", options.json, "write the results to this file");
  app.add_option("--rubric", options.program, "the program whose start, memory and size are measured");
  app.add_flag("--series", options.series, "show every series beside the table");
  app.add_option("--compare", options.compare, "two files of --json: what has changed; nothing is measured")
      ->expected(2);
}

int run(Options options) {
  if (!options.compare.empty()) {
    fmt::print("{}", comparison(read_results(options.compare[0]), read_results(options.compare[1])));
    return 0;
  }
  if (options.distributions == std::vector<std::string>{"all"}) {
    options.distributions.clear();
    for (const Distribution d : kDistributions) options.distributions.emplace_back(name(d));
  }
  const Results results = Run(options)();
  fmt::print("{}, {} leads, {} rounds, {}\n\n", results.machine, results.leads, options.rounds, results.label);
  if (options.series) fmt::print("{}\n", series_table(results));
  fmt::print("{}", goal_table(results, options.distributions));
  if (!options.json.empty() && !(std::ofstream(options.json) << json_text(results) << std::flush)) {
    throw std::runtime_error("cannot write " + options.json);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) try {
  Options options;
  CLI::App app("Measures Rubric beside hand-written C++ (docs/performance.md).");
  add_options(app, options);
  CLI11_PARSE(app, argc, argv);
  return run(std::move(options));
} catch (const std::exception& error) {
  fmt::print(stderr, "rubric_bench: {}\n", error.what());
  return 2;
}
