#include "goals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

namespace rubric::bench {

namespace {

Goal ratio(std::string id, std::string words, std::string first, std::string second, bool at_most, double wanted) {
  return {
      std::move(id), std::move(words), Goal::Figure::ratio, std::move(first), std::move(second), at_most, wanted, "x"};
}

Goal value(std::string id, std::string words, std::string first, double wanted, std::string unit) {
  return {std::move(id), std::move(words), Goal::Figure::value, std::move(first), "", true, wanted, std::move(unit)};
}

// The same beside a limit that does not tell unknown from no: it answers less, and so is no measure of Rubric.
Goal beside_yes(Goal goal) {
  goal.words += ", yes alone";
  goal.second += "_yes";
  goal.wanted = 0;
  return goal;
}

// Of the time that the limit takes: at most so many times it.
void add_within(std::vector<Goal>& out, const std::string& id, const std::string& input, const std::string& words,
                double wanted) {
  for (const std::string w : {"w1", "w2", "w3"}) {
    out.push_back(ratio(id, fmt::format("W{} {}, time / limit", w[1], words), w + "/" + input + "/rubric",
                        w + "/" + input + "/limit", true, wanted));
    if (w == "w1") out.push_back(beside_yes(out.back()));
  }
}

// Of the throughput of the limit: at least that part of it.
void add_throughput(std::vector<Goal>& out, const std::string& id, const std::string& input, const std::string& words,
                    const std::vector<std::string>& workloads, double wanted) {
  for (const std::string& w : workloads) {
    out.push_back(ratio(id, fmt::format("W{} {}, throughput / limit", w[1], words), w + "/" + input + "/limit",
                        w + "/" + input + "/rubric", false, wanted));
  }
}

void add_many_rules(std::vector<Goal>& out) {
  for (const std::string mixed : {"", "_mixed"}) {
    const std::string words = mixed.empty() ? "" : " (or, not)";
    const auto series = [&](int rules, const char* input) {
      return fmt::format("w4_{}{}/{}/rubric", rules, mixed, input);
    };
    // With the columns at hand 100 rules are next to nothing, and what is next to nothing is a poor measure: the goal
    // is about leads as they come, and the other figure stands beside it.
    const auto growth = [&](int rules, const char* input, double wanted) {
      out.push_back(ratio("P5", fmt::format("{},000 rules / 100 rules, {}{}", rules / 1000, input, words),
                          series(rules, input), series(100, input), true, wanted));
    };
    growth(10'000, "gathered", 5);
    growth(1000, "gathered", 1.6);
    growth(10'000, "columns", 0);
    growth(1000, "columns", 0);
    out.push_back(ratio("P5", "10,000 rules, columns, time / limit" + words, series(10'000, "columns"),
                        fmt::format("w4_10000{}/columns/limit", mixed), true, 2));
    out.push_back(beside_yes(out.back()));
  }
  out.push_back(ratio("P5", "10,000 rules, one record, time / limit", "w4_10000/record/rubric", "w4_10000/record/limit",
                      true, 3));
  out.push_back(beside_yes(out.back()));
}

std::vector<Goal> make_goals() {
  std::vector<Goal> out;
  add_within(out, "P1", "columns", "over columns", 2);
  add_within(out, "P2", "record", "one record", 1.5);
  add_throughput(out, "P3", "jsonl", "from JSON lines", {"w1", "w2", "w3"}, 0.75);
  out.push_back(ratio("P3", "1,000 rules / W2, from JSON lines", "w4_1000/jsonl/rubric", "w2/jsonl/rubric", true, 1.3));
  add_throughput(out, "P4", "csv", "from CSV", {"w1", "w2"}, 0.7);
  add_many_rules(out);
  out.push_back(value("P6", "10,000 rules compiled", "compile/10000", 30, "ms"));
  out.push_back(value("P6", "10,000 rules compiled and indexed", "compile_and_index/10000", 60, "ms"));
  out.push_back(ratio("P6", "20,000 rules / 10,000 rules, compiled", "compile/20000", "compile/10000", true, 2.2));
  out.push_back(ratio("P7", "W2 from JSON lines, two threads / one, throughput", "w2/jsonl/rubric_1_thread",
                      "w2/jsonl/rubric_2_threads", false, 1.85));
  for (const std::string from : {"record", "jsonl", "csv"}) {
    out.push_back(value("P8", "W2, allocations a lead once warm, " + from, "allocations/" + from, 0.001, ""));
  }
  out.push_back(value("P8", "W2, peak memory of the program, JSON lines", "peak_memory/jsonl", 32, "MB"));
  out.push_back(value("P8", "W2, peak memory of the program, CSV", "peak_memory/csv", 32, "MB"));
  out.push_back({"P9", "one line, one record: time more than `lua5.4 -e ''`", Goal::Figure::difference, "start/rubric",
                 "start/lua5.4", true, 2, "ms"});
  out.push_back(value("P9", "size of the program, stripped", "program_size", 5, "MB"));
  return out;
}

// Round by round, so that a slow round is slow above and below the line.
std::optional<Figure> figure(const Goal& goal, const Results& results, const std::string& distribution) {
  const Values* const first = results.find(distribution, goal.first);
  if (first == nullptr) return std::nullopt;
  if (goal.figure == Goal::Figure::value) return figure_of(*first);
  const Values* const second = results.find(distribution, goal.second);
  if (second == nullptr) return std::nullopt;
  Values out;
  for (std::size_t i = 0; i < std::min(first->size(), second->size()); ++i) {
    out.push_back(goal.figure == Goal::Figure::ratio ? (*first)[i] / (*second)[i] : (*first)[i] - (*second)[i]);
  }
  return figure_of(std::move(out));
}

std::string number_text(double number, const std::string& unit) {
  const double size = number < 0 ? -number : number;
  const int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4;
  const std::string digits = fmt::format("{:.{}f}", number, decimals);
  return unit.empty() ? digits : digits + " " + unit;
}

std::string wanted_text(const Goal& goal) {
  if (goal.wanted == 0) return "";
  return fmt::format("{} {}", goal.at_most ? "<=" : ">=", number_text(goal.wanted, goal.unit));
}

// Why a goal has no figure at all: Rubric cannot do it yet, or what it is held against is not on this machine or was
// left out of the run.
std::string_view why_none(const Goal& goal, const Results& results, const std::vector<std::string>& distributions) {
  const auto there = [&](const std::string& series) {
    return std::ranges::any_of(distributions, [&](const std::string& d) { return results.find(d, series) != nullptr; });
  };
  const std::string& lacking = there(goal.first) ? goal.second : goal.first;
  const bool ours = lacking.find("rubric") != std::string::npos || lacking.starts_with("compile");
  return results.whole && ours ? "not built" : "not measured";
}

bool reaches(const Goal& goal, double figure) {
  return goal.at_most ? figure <= goal.wanted : figure >= goal.wanted;
}

}  // namespace

const std::vector<Goal>& goals() {
  static const std::vector<Goal> kGoals = make_goals();
  return kGoals;
}

std::string goal_table(const Results& results, const std::vector<std::string>& distributions) {
  std::string out = fmt::format("{:3}  {:59} {:>10}", "", "", "wanted");
  for (const std::string& d : distributions) fmt::format_to(std::back_inserter(out), " {:>17}", d);
  out += '\n';
  for (const Goal& goal : goals()) {
    fmt::format_to(std::back_inserter(out), "{:3}  {:59} {:>10}", goal.id, goal.words, wanted_text(goal));
    bool all = true;
    bool none = true;
    for (const std::string& d : distributions) {
      const auto f = figure(goal, results, d);
      all = all && f && reaches(goal, f->median);
      none = none && !f;
      const std::string cell =
          f ? fmt::format("{} +-{:2.0f} %", number_text(f->median, goal.unit), f->spread * 100) : "-";
      fmt::format_to(std::back_inserter(out), " {:>17}", cell);
    }
    const std::string_view reached = goal.wanted == 0 ? "" : all ? "reached" : "NOT REACHED";
    const std::string_view verdict = none ? why_none(goal, results, distributions) : reached;
    fmt::format_to(std::back_inserter(out), "  {}\n", verdict);
  }
  return out;
}

std::string series_table(const Results& results) {
  std::string out;
  for (const auto& [distribution, all] : results.series) {
    for (const auto& [name, values] : all) {
      const Figure f = figure_of(values);
      fmt::format_to(std::back_inserter(out), "{:14} {:36} {:>14.3f} +-{:2.0f} %\n", distribution, name, f.median,
                     f.spread * 100);
    }
  }
  return out;
}

}  // namespace rubric::bench
