// What is counted of each lead: the verdicts of all rules, and the sum of the score.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "answer.hpp"
#include "engine/engine.hpp"
#include "vm/batch.hpp"

namespace rubric::bench {

class Counter {
 public:
  explicit Counter(const engine::Program& program);

  void add(const engine::Evaluator& evaluator);
  void add(const vm::BatchMachine& leads);
  /// The answer so far; the next one begins from the start.
  Answer take();

 private:
  std::size_t rules_ = 0;
  std::vector<std::size_t> totals_;
  std::array<double, vm::kRows> numbers_{};
  std::uint64_t one_by_one_ = 0;          // leads
  vm::VerdictCounts counts_{};            // of these
  std::uint64_t rows_ = 0;                // leads in columns
  std::vector<vm::Verdicts> in_columns_;  // of these, by outcome
  double points_ = 0;
};

}  // namespace rubric::bench
