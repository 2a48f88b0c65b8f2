#include "counter.hpp"

#include <algorithm>

namespace rubric::bench {

Counter::Counter(const engine::Program& program) : in_columns_(program.outcomes().size()) {
  for (std::size_t i = 0; i < program.outcomes().size(); ++i) {
    const auto kind = program.outcomes()[i].kind;
    rules_ += kind == data::OutcomeKind::rule ? 1 : 0;
    if (kind == data::OutcomeKind::total) totals_.push_back(i);
  }
}

void Counter::add(const engine::Evaluator& evaluator) {
  ++one_by_one_;
  const vm::VerdictCounts counts = evaluator.count_verdicts();
  for (std::size_t i = 0; i < counts.size(); ++i) counts_[i] += counts[i];
  for (const std::size_t i : totals_) points_ += evaluator.value(i).number;
}

void Counter::add(const vm::BatchMachine& leads) {
  rows_ += leads.rows();
  leads.count(in_columns_);
  for (const std::size_t i : totals_) {
    leads.numbers(i, numbers_.data());
    for (std::size_t row = 0; row < leads.rows(); ++row) points_ += numbers_[row];
  }
}

Answer Counter::take() {
  vm::Verdicts sum;
  for (const vm::Verdicts& v : in_columns_) {
    sum.yes += v.yes;
    sum.open += v.open;
  }
  const auto count = [&](data::Tri verdict) { return counts_[static_cast<std::size_t>(verdict)]; };
  Answer out;
  out.leads = one_by_one_ + rows_;
  out.no = count(data::Tri::no) + rules_ * rows_ - sum.open;
  out.unknown = count(data::Tri::unknown) + sum.open - sum.yes;
  out.yes = count(data::Tri::yes) + sum.yes;
  out.points = static_cast<std::int64_t>(points_);
  one_by_one_ = rows_ = 0;
  counts_ = {};
  std::ranges::fill(in_columns_, vm::Verdicts{});
  points_ = 0;
  return out;
}

}  // namespace rubric::bench
