#include "subjects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "columns.hpp"
#include "limits/limits.hpp"
#include "rubric.hpp"
#include "rules.hpp"

namespace rubric::bench {

namespace {

limits::Workload workload_named(const std::string& name) {
  return name == "w1" ? limits::Workload::w1 : name == "w2" ? limits::Workload::w2 : limits::Workload::w3;
}

engine::CompileOptions for_columns() {
  engine::CompileOptions out;
  out.batch = true;
  return out;
}

}  // namespace

Field::Field(Distribution distribution, const Sizes& sizes, const std::string& workloads)
    : data_(distribution, sizes.leads), json_(scratch_.path("leads.jsonl")), csv_(scratch_.path("leads.csv")) {
  write_json_lines(json_, distribution, sizes.leads);
  write_csv(csv_, distribution, sizes.leads);
  for (const std::string name : {"w1", "w2", "w3"}) add_scored(name, read_text(workloads + "/" + name + ".rubric"));
  for (const std::size_t rules : sizes.rules) {
    add_rules(rules, false);
    add_rules(rules, true);
  }
}

void Field::add(std::string workload, std::string input, std::string who, std::function<Answer()> answer) {
  subjects_.push_back(
      {std::move(workload), std::move(input), std::move(who), data_.records().size(), std::move(answer), false});
}

void Field::add_scored(const std::string& name, const std::string& criteria) {
  using limits::Unknowns;
  const limits::Workload which = workload_named(name);
  const auto program = compile(name, criteria, for_columns());
  const auto machine = std::make_shared<OneRecordMachine>(name, criteria);
  const std::size_t size = data_.records().size();
  add(name, "record", "rubric", [this, machine] { return machine->answer(data_.records()); });
  add(name, "record", "limit",
      [this, which] { return limits::record_by_record(which, data_.records(), Unknowns::apart); });
  const auto columns = std::make_shared<ColumnMachine>(program, data_);
  add(name, "columns", "rubric", [columns, size] { return columns->answer(size); });
  add(name, "columns", "limit", [this, which] { return limits::columns(which, data_.columns(), Unknowns::apart); });
  if (which == limits::Workload::w1) {
    add(name, "record", "limit_yes",
        [this, which] { return limits::record_by_record(which, data_.records(), Unknowns::together); });
    add(name, "columns", "limit_yes",
        [this, which] { return limits::columns(which, data_.columns(), Unknowns::together); });
  }
  add(name, "jsonl", "rubric", [this, program] { return answer_file(program, json_, records::Format::json); });
  if (which == limits::Workload::w2) add_threads(name, program);
  add(name, "jsonl", "limit", [this, which] { return limits::json_lines(which, json_); });
  if (which == limits::Workload::w3) return;
  add(name, "csv", "rubric", [this, program] { return answer_file(program, csv_, records::Format::csv); });
  add(name, "csv", "limit", [this, which] { return limits::csv(which, csv_); });
}

void Field::add_threads(const std::string& name, const std::shared_ptr<const engine::Program>& program) {
  for (const std::size_t threads : {std::size_t{1}, std::size_t{2}}) {
    add(name, "jsonl", threads == 1 ? "rubric_1_thread" : "rubric_2_threads",
        [this, program, threads] { return answer_file(program, json_, records::Format::json, threads); });
    subjects_.back().on_the_clock = true;
  }
}

void Field::add_rules(std::size_t count, bool mixed) {
  using limits::Unknowns;
  const RuleSet rules = make_rules(count, mixed ? Shapes::mixed : Shapes::conjunctions);
  const std::string name = fmt::format("w4_{}{}", count, mixed ? "_mixed" : "");
  const std::size_t size = data_.records().size();
  const std::string criteria = criteria_text(rules);
  const auto machine = std::make_shared<OneRecordMachine>(name, criteria);
  add(name, "record", "rubric", [this, machine] { return machine->answer(data_.records()); });
  const auto program = compile(name, criteria, for_columns());
  const auto columns = std::make_shared<ColumnMachine>(program, data_);
  add(name, "columns", "rubric", [columns, size] { return columns->answer(size); });
  const auto gathering = std::make_shared<GatheringMachine>(program, data_);
  add(name, "gathered", "rubric", [gathering, size] { return gathering->answer(size); });
  const auto chunked = std::make_shared<const limits::ChunkedRules>(rules);
  add(name, "columns", "limit_yes",
      [this, chunked, size] { return chunked->answer(data_.columns(), size, Unknowns::together); });
  add(name, "columns", "limit",
      [this, chunked, size] { return chunked->answer(data_.columns(), size, Unknowns::apart); });
  if (!mixed) {
    const auto indexed = std::make_shared<const limits::IndexedRules>(rules);
    add(name, "record", "limit_yes",
        [this, indexed, size] { return indexed->answer(data_.columns(), size, Unknowns::together); });
    add(name, "record", "limit",
        [this, indexed, size] { return indexed->answer(data_.columns(), size, Unknowns::apart); });
  }
  if (count == 1000 && !mixed)
    add(name, "jsonl", "rubric", [this, program] { return answer_file(program, json_, records::Format::json); });
}

std::vector<std::string> Field::disagreements() const {
  std::vector<std::string> out;
  std::map<std::string, std::pair<std::string, Answer>> first;
  for (const Subject& s : subjects_) {
    const Answer answer = s.answer();
    const auto [known, fresh] = first.try_emplace(s.workload, s.series(), answer);
    if (fresh || agree(known->second.second, answer)) continue;
    out.push_back(fmt::format("{} says {}; {} says {}", known->second.first, known->second.second.text(), s.series(),
                              answer.text()));
  }
  return out;
}

}  // namespace rubric::bench
