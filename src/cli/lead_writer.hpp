// Decided leads out, one at a time, in a form for programs.
#pragma once

#include <cstdint>
#include <memory>

#include "cli/answer.hpp"
#include "cli/output.hpp"

namespace rubric::cli {

class LeadWriter {
 public:
  virtual ~LeadWriter() = default;
  /// What the evaluator has just decided. `record` is the lead's number in its file.
  virtual void lead(engine::Evaluator& evaluator, std::uint64_t record) = 0;
};

/// `{"id":"a1","fields":{…},"rules":{"mql":true},"score":75,"scores":{"fit":60},"choices":{"stage":"mql"},
/// "reasons":[{"rule":"mql","text":"…"}]}`, a line each. What the program has none of is left out.
[[nodiscard]] std::unique_ptr<LeadWriter> jsonl_writer(const engine::Program& program, const Answer& answer,
                                                       Output& output);

/// A heading row (written at once), then a row each: id, fields, rules, score, score.NAME, choices, and
/// the reasons in one column. Unknown and missing are empty.
[[nodiscard]] std::unique_ptr<LeadWriter> csv_writer(const engine::Program& program, const Answer& answer,
                                                     Output& output);

}  // namespace rubric::cli
