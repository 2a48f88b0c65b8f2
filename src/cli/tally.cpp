#include "cli/tally.hpp"

#include <algorithm>

namespace rubric::cli {

namespace {

std::vector<std::uint32_t> score_outcomes(const Answer& answer) {
  std::vector<std::uint32_t> out;
  if (answer.total) out.push_back(*answer.total);
  out.insert(out.end(), answer.scores.begin(), answer.scores.end());
  return out;
}

void add_all(std::vector<std::uint64_t>& sums, const std::vector<std::uint64_t>& more) {
  for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += more[i];
}

}  // namespace

Counts::Counts(const engine::Program& program, const Answer& answer)
    : answer_(answer),
      verdicts_(program.outcomes().size()),
      score_outcomes_(score_outcomes(answer)),
      scores_(score_outcomes_.size()),
      invalid_(program.layout().slots.size()),
      occurrences_(program.layout().slots.size()),
      undated_(program.layout().slots.size()) {
  for (const std::uint32_t i : answer.values) {
    choices_.emplace_back(program.outcomes()[i].type, ValueCounts::kUnbounded);
  }
}

void Counts::add(const engine::Evaluator& evaluator) {
  ++decided_;
  // Most rules are no for most leads: what is left of all leads is counted at the end.
  evaluator.each_rule(data::Tri::unknown, [&](std::uint32_t outcome) { ++verdicts_[outcome].open; });
  evaluator.each_rule(data::Tri::yes, [&](std::uint32_t outcome) {
    ++verdicts_[outcome].yes;
    ++verdicts_[outcome].open;
  });
  for (std::size_t i = 0; i < scores_.size(); ++i) scores_[i].push_back(evaluator.value(score_outcomes_[i]).number);
  for (std::size_t i = 0; i < choices_.size(); ++i) choices_[i].add(evaluator.value(answer_.values[i]));
}

std::uint64_t Counts::add(const vm::BatchMachine& leads) {
  const std::uint64_t before = decided_;
  leads.count(verdicts_);
  if (!leads.all_decided()) {
    for (std::size_t row = 0; row < leads.rows(); ++row) {
      if (leads.status(row) == vm::Status::decided) add_row(leads, row);
    }
    return decided_ - before;
  }
  decided_ += leads.rows();
  for (std::size_t i = 0; i < scores_.size(); ++i) {
    const std::size_t old = scores_[i].size();
    scores_[i].resize(old + leads.rows());
    leads.numbers(score_outcomes_[i], scores_[i].data() + old);
  }
  for (std::size_t i = 0; i < choices_.size(); ++i) {
    for (std::size_t row = 0; row < leads.rows(); ++row) choices_[i].add(leads.value(answer_.values[i], row));
  }
  return leads.rows();
}

void Counts::add_row(const vm::BatchMachine& leads, std::size_t row) {
  ++decided_;
  for (std::size_t i = 0; i < scores_.size(); ++i) scores_[i].push_back(leads.value(score_outcomes_[i], row).number);
  for (std::size_t i = 0; i < choices_.size(); ++i) choices_[i].add(leads.value(answer_.values[i], row));
}

void Counts::reject(const records::Rejection& r) {
  ++rejected_;
  const auto known = std::ranges::find(by_code_, r.code, [](const auto& entry) { return entry.first; });
  if (known == by_code_.end()) {
    by_code_.emplace_back(r.code, 1);
  } else {
    ++known->second;
  }
  if (first_rejected_.size() < kRejectedKept) first_rejected_.push_back(r);
}

void Counts::end(const records::Reader& reader) {
  invalid_ = reader.invalid();
  occurrences_ = reader.occurrences();
  undated_ = reader.undated();
}

void Counts::clear() {
  decided_ = rejected_ = 0;
  std::ranges::fill(verdicts_, vm::Verdicts{});
  for (std::vector<double>& column : scores_) column.clear();
  for (ValueCounts& values : choices_) values.clear();
  std::ranges::fill(invalid_, records::InvalidValues{});
  std::ranges::fill(occurrences_, 0);
  std::ranges::fill(undated_, 0);
  first_rejected_.clear();
  by_code_.clear();
}

Tally::Tally(const engine::Program& program, const Answer& answer)
    : program_(program),
      answer_(answer),
      rules_(answer.rules.size()),
      score_outcomes_(score_outcomes(answer)),
      scores_(score_outcomes_.size()),
      invalid_(program.layout().slots.size()),
      occurrences_(program.layout().slots.size()),
      undated_(program.layout().slots.size()) {
  for (const std::uint32_t i : answer.values) choices_.emplace_back(program.outcomes()[i].type);
}

void Tally::add(const std::string& file, const Counts& counts) {
  decided_ += counts.decided_;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const vm::Verdicts& verdicts = counts.verdicts_[answer_.rules[i]];
    rules_[i].yes += verdicts.yes;
    rules_[i].open += verdicts.open;
  }
  // A distribution that is no longer exact depends on the order of its values.
  for (std::size_t i = 0; i < scores_.size(); ++i) {
    for (const double score : counts.scores_[i]) scores_[i].add(score);
  }
  for (std::size_t i = 0; i < choices_.size(); ++i) choices_[i].merge(counts.choices_[i]);
  add_rejected(file, counts);
  add_invalid(file, counts.invalid_);
  add_all(occurrences_, counts.occurrences_);
  add_all(undated_, counts.undated_);
}

void Tally::add_rejected(const std::string& file, const Counts& counts) {
  rejected_ += counts.rejected_;
  for (const auto& [code, count] : counts.by_code_) by_code_[std::string(code)] += count;
  for (const records::Rejection& r : counts.first_rejected_) {
    if (first_rejected_.size() == kRejectedKept) return;
    first_rejected_.push_back({file, std::string(r.code), r.message, r.record, r.line, r.column});
  }
}

void Tally::add_invalid(const std::string& file, const std::vector<records::InvalidValues>& invalid) {
  for (std::size_t i = 0; i < invalid.size(); ++i) {
    if (invalid[i].count == 0) continue;
    if (invalid_[i].count == 0) {
      const std::uint64_t none = 0;
      invalid_[i] = {
          program_.layout().slots[i].name, none, invalid[i].example, invalid[i].reason, file, invalid[i].line};
    }
    invalid_[i].count += invalid[i].count;
  }
}

void Tally::fill(Summary& summary) const {
  summary.read = decided_ + rejected_;
  summary.decided = decided_;
  summary.rejected = rejected_;
  const auto name = [&](std::uint32_t outcome) { return program_.outcomes()[outcome].name; };
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    // By data::Tri.
    summary.rules.push_back(
        {name(answer_.rules[i]), {decided_ - rules_[i].open, rules_[i].open - rules_[i].yes, rules_[i].yes}});
  }
  for (std::size_t i = 0; i < scores_.size(); ++i) {
    const bool total = score_outcomes_[i] == answer_.total;
    summary.scores.push_back({total ? "" : name(score_outcomes_[i]), scores_[i].figures()});
  }
  for (std::size_t i = 0; i < choices_.size(); ++i) {
    summary.choices.push_back({name(answer_.values[i]), choices_[i].figures(kTopValues)});
  }
  for (const Summary::Invalid& v : invalid_) {
    if (v.count > 0) summary.invalid.push_back(v);
  }
  for (std::size_t i = 0; i < occurrences_.size(); ++i) {
    const data::Slot& slot = program_.layout().slots[i];
    if (occurrences_[i] == 0 && !slot.optional && summary.read > 0) summary.never_present.push_back(slot.name);
  }
  for (std::size_t i = 0; i < undated_.size(); ++i) {
    if (undated_[i] > 0) summary.undated.push_back({program_.layout().slots[i].name, undated_[i]});
  }
  summary.first_rejected = first_rejected_;
  summary.rejected_by_code = by_code_;
}

}  // namespace rubric::cli
