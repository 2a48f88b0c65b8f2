// Counts of what was decided, lead by lead. Memory is bounded whatever the input.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/answer.hpp"
#include "cli/summary.hpp"
#include "records/reader.hpp"

namespace rubric::cli {

/// Both arguments must outlive the tally.
class Tally {
 public:
  Tally(const engine::Program& program, const Answer& answer);

  /// What the evaluator has just decided.
  void add(const engine::Evaluator& evaluator);
  void reject(const std::string& file, const records::Rejection& rejection);
  /// What a reader knows of its file, once it is done.
  void finish_file(const std::string& file, const records::Reader& reader);

  /// Writes the counts into the summary.
  void fill(Summary& summary) const;

 private:
  const engine::Program& program_;
  const Answer& answer_;
  std::uint64_t decided_ = 0;
  std::uint64_t rejected_ = 0;
  std::vector<std::uint32_t> rule_of_;               // by outcome: which of Answer::rules it is
  std::vector<std::array<std::uint64_t, 3>> rules_;  // beside Answer::rules; without those that are no
  std::vector<std::uint32_t> score_outcomes_;        // the sum of all, then the blocks
  std::vector<Distribution> scores_;                 // beside score_outcomes_
  std::vector<ValueCounts> choices_;                 // beside Answer::values
  std::vector<Summary::Invalid> invalid_;            // one a slot
  std::vector<std::uint64_t> occurrences_;           // one a slot
  std::vector<std::uint64_t> undated_;               // one a slot
  std::vector<Summary::Rejected> first_rejected_;
  std::map<std::string, std::uint64_t> by_code_;
};

}  // namespace rubric::cli
