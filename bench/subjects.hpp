// Everybody who answers a workload, Rubric and the limits alike: what is measured and what must agree.
//
// A series is named WORKLOAD/INPUT/WHO, e.g. `w2/columns/limit`. The goals (goals.cpp) are ratios of series by
// name, and a goal whose series does not exist is shown as not built. So a further machine is measured by one
// more subject here: `w1/columns/rubric` once there is a machine for columns.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "answer.hpp"
#include "data.hpp"
#include "engine/engine.hpp"
#include "files.hpp"

namespace rubric::bench {

struct Subject {
  std::string workload;  ///< all subjects of a workload must agree
  std::string input;     ///< columns, record, jsonl, csv
  std::string who;       ///< rubric, limit, or limit_yes: one that does not tell unknown from no; rubric_N_threads
  std::size_t leads = 0;
  std::function<Answer()> answer;
  bool on_the_clock = false;  ///< several threads: processor time of one would say nothing

  [[nodiscard]] std::string series() const { return workload + "/" + input + "/" + who; }
};

struct Sizes {
  std::size_t leads = 100'000;
  std::vector<std::size_t> rules{10, 100, 1000, 10'000};
};

/// One distribution's data, in memory and as files, and who answers over them.
class Field {
 public:
  Field(Distribution distribution, const Sizes& sizes, const std::string& workloads);

  [[nodiscard]] const std::vector<Subject>& subjects() const { return subjects_; }
  /// The workload's series that do not agree with its first one, in words; empty when all do.
  [[nodiscard]] std::vector<std::string> disagreements() const;
  [[nodiscard]] const std::vector<Record>& records() const { return data_.records(); }
  [[nodiscard]] const std::string& json_lines() const { return json_; }
  [[nodiscard]] const std::string& csv() const { return csv_; }

 private:
  void add_scored(const std::string& name, const std::string& criteria);
  void add_threads(const std::string& name, const std::shared_ptr<const engine::Program>& program);
  void add_rules(std::size_t count, bool mixed);
  void add(std::string workload, std::string input, std::string who, std::function<Answer()> answer);

  Scratch scratch_;
  Dataset data_;
  std::string json_;
  std::string csv_;
  std::vector<Subject> subjects_;
};

}  // namespace rubric::bench
