// Counts of what was decided, lead by lead. Memory is bounded whatever the input.
//
// In two steps, so that threads share nothing: each counts some leads that stand one behind the other, and the counts
// are added up in the order of the leads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/answer.hpp"
#include "cli/summary.hpp"
#include "records/reader.hpp"
#include "vm/batch.hpp"

namespace rubric::cli {

/// Of some leads. Both arguments must outlive it.
class Counts {
 public:
  Counts(const engine::Program& program, const Answer& answer);

  /// What the evaluator has just decided.
  void add(const engine::Evaluator& evaluator);
  /// What the machine has just decided; how many leads that were.
  std::uint64_t add(const vm::BatchMachine& leads);
  void reject(const records::Rejection& rejection);
  /// What a reader has tallied of them.
  void end(const records::Reader& reader);
  /// Forgets all, and keeps the memory.
  void clear();

  [[nodiscard]] std::uint64_t read() const { return decided_ + rejected_; }

 private:
  friend class Tally;
  void add_row(const vm::BatchMachine& leads, std::size_t row);

  const Answer& answer_;
  std::uint64_t decided_ = 0;
  std::uint64_t rejected_ = 0;
  std::vector<vm::Verdicts> verdicts_;           // by outcome: of those that are rules
  std::vector<std::uint32_t> score_outcomes_;    // the sum of all, then the blocks
  std::vector<std::vector<double>> scores_;      // beside score_outcomes_: of each lead
  std::vector<ValueCounts> choices_;             // beside Answer::values
  std::vector<records::InvalidValues> invalid_;  // one a slot
  std::vector<std::uint64_t> occurrences_;       // one a slot
  std::vector<std::uint64_t> undated_;           // one a slot
  std::vector<records::Rejection> first_rejected_;
  std::vector<std::pair<std::string_view, std::uint64_t>> by_code_;
};

/// Of all leads. Both arguments must outlive the tally.
class Tally {
 public:
  Tally(const engine::Program& program, const Answer& answer);

  /// The next leads, of this file.
  void add(const std::string& file, const Counts& counts);

  [[nodiscard]] std::uint64_t read() const { return decided_ + rejected_; }
  /// Writes the counts into the summary.
  void fill(Summary& summary) const;

 private:
  void add_invalid(const std::string& file, const std::vector<records::InvalidValues>& invalid);
  void add_rejected(const std::string& file, const Counts& counts);

  const engine::Program& program_;
  const Answer& answer_;
  std::uint64_t decided_ = 0;
  std::uint64_t rejected_ = 0;
  std::vector<vm::Verdicts> rules_;            // beside Answer::rules
  std::vector<std::uint32_t> score_outcomes_;  // the sum of all, then the blocks
  std::vector<Distribution> scores_;           // beside score_outcomes_
  std::vector<ValueCounts> choices_;           // beside Answer::values
  std::vector<Summary::Invalid> invalid_;      // one a slot
  std::vector<std::uint64_t> occurrences_;     // one a slot
  std::vector<std::uint64_t> undated_;         // one a slot
  std::vector<Summary::Rejected> first_rejected_;
  std::map<std::string, std::uint64_t> by_code_;
};

}  // namespace rubric::cli
