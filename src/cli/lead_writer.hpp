// Decided leads out, one at a time, in a form for programs.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "cli/answer.hpp"

namespace rubric::cli {

/// Any number of threads may write with one, each into a text of its own.
class LeadWriter {
 public:
  virtual ~LeadWriter() = default;
  /// What stands before all leads.
  [[nodiscard]] virtual std::string heading() const { return {}; }
  /// Puts what the evaluator has just decided behind `out`. `record` is the lead's number in its file.
  virtual void lead(std::string& out, engine::Evaluator& evaluator, std::uint64_t record) const = 0;
};

/// `{"id":"a1","fields":{…},"rules":{"mql":true},"score":75,"scores":{"fit":60},"choices":{"stage":"mql"},
/// "reasons":[{"rule":"mql","text":"…"}]}`, a line each. What the program has none of is left out.
[[nodiscard]] std::unique_ptr<LeadWriter> jsonl_writer(const engine::Program& program, const Answer& answer);

/// A heading row, then a row each: id, fields, rules, score, score.NAME, choices, and the reasons in one
/// column. Unknown and missing are empty.
[[nodiscard]] std::unique_ptr<LeadWriter> csv_writer(const engine::Program& program, const Answer& answer);

}  // namespace rubric::cli
