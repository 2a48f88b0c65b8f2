// No memory is asked for once everything has found its size: one record after the other, files, columns, many rules.
#include <fmt/core.h>

#include <cstdio>
#include <exception>
#include <string>

#include "columns.hpp"
#include "measure.hpp"
#include "rules.hpp"
#include "subjects.hpp"
#include "warm.hpp"

namespace {

using namespace rubric::bench;

constexpr std::size_t kLeads = 6000;

bool none(std::string_view what, double a_lead) {
  if (a_lead == 0) return true;
  fmt::print("{}: {} allocations a lead\n", what, a_lead);
  return false;
}

// The second pass over the same leads: the first one has met every class of texts.
template <class Answer>
double second_pass(const Answer& answer) {
  (void)answer();
  const std::size_t before = allocations();
  (void)answer();
  return static_cast<double>(allocations() - before) / static_cast<double>(kLeads);
}

bool check(Distribution distribution) {
  const Scratch scratch;
  const std::string json = scratch.path("leads.jsonl");
  const std::string csv = scratch.path("leads.csv");
  write_json_lines(json, distribution, kLeads);
  write_csv(csv, distribution, kLeads);
  const Dataset data(distribution, kLeads);
  bool fine = true;
  for (const std::string name : {"w1", "w2", "w3"}) {
    const std::string criteria = read_text(std::string(WORKLOADS_DIR) + "/" + name + ".rubric");
    OneRecordMachine machine(name, criteria);
    fine = none(name + ", one record", second_pass([&] { return machine.answer(data.records()); })) && fine;
    rubric::engine::CompileOptions options;
    options.batch = true;
    const auto program = compile(name, criteria, options);
    ColumnMachine columns(program, data);
    fine = none(name + ", columns", second_pass([&] { return columns.answer(kLeads); })) && fine;
    fine = none(name + ", JSON lines", warm_allocations(program, json, rubric::records::Format::json, kLeads)) && fine;
    if (name == "w3") continue;
    fine = none(name + ", CSV", warm_allocations(program, csv, rubric::records::Format::csv, kLeads)) && fine;
  }
  const RuleSet rules = make_rules(1000, Shapes::mixed);
  OneRecordMachine machine("rules", criteria_text(rules));
  return none("1,000 rules, one record", second_pass([&] { return machine.answer(data.records()); })) && fine;
}

// Or every figure would be none.
bool counts() {
  const std::size_t before = allocations();
  ::operator delete(::operator new(16));
  return allocations() == before + 1;
}

}  // namespace

int main() {
  bool fine = counts();
  try {
    for (const Distribution d : kDistributions) {
      const bool here = check(d);
      fmt::print("{}: {}\n", name(d), here ? "none" : "some");
      fine = here && fine;
    }
  } catch (const std::exception& error) {
    fmt::print("{}\n", error.what());
    fine = false;
  }
  return fine ? 0 : 1;
}
