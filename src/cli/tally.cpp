#include "cli/tally.hpp"

namespace rubric::cli {

Tally::Tally(const engine::Program& program, const Answer& answer)
    : program_(program),
      answer_(answer),
      rule_of_(program.outcomes().size()),
      rules_(answer.rules.size()),
      invalid_(program.layout().slots.size()),
      occurrences_(program.layout().slots.size()),
      undated_(program.layout().slots.size()) {
  for (std::uint32_t i = 0; i < answer.rules.size(); ++i) rule_of_[answer.rules[i]] = i;
  if (answer.total) score_outcomes_.push_back(*answer.total);
  score_outcomes_.insert(score_outcomes_.end(), answer.scores.begin(), answer.scores.end());
  scores_.resize(score_outcomes_.size());
  for (const std::uint32_t i : answer.values) choices_.emplace_back(program.outcomes()[i].type);
}

void Tally::add(const engine::Evaluator& evaluator) {
  ++decided_;
  // Most rules are no for most leads: what is left of all leads is counted at the end.
  for (const data::Tri verdict : {data::Tri::unknown, data::Tri::yes}) {
    evaluator.each_rule(verdict,
                        [&](std::uint32_t outcome) { ++rules_[rule_of_[outcome]][static_cast<std::size_t>(verdict)]; });
  }
  for (std::size_t i = 0; i < scores_.size(); ++i) scores_[i].add(evaluator.value(score_outcomes_[i]).number);
  for (std::size_t i = 0; i < choices_.size(); ++i) choices_[i].add(evaluator.value(answer_.values[i]));
}

void Tally::reject(const std::string& file, const records::Rejection& r) {
  ++rejected_;
  ++by_code_[std::string(r.code)];
  if (first_rejected_.size() < kRejectedKept) {
    first_rejected_.push_back({file, std::string(r.code), r.message, r.record, r.line, r.column});
  }
}

void Tally::finish_file(const std::string& file, const records::Reader& reader) {
  const auto& invalid = reader.invalid();
  for (std::size_t i = 0; i < invalid.size(); ++i) {
    if (invalid[i].count == 0) continue;
    if (invalid_[i].count == 0) {
      const std::uint64_t none = 0;
      invalid_[i] = {
          program_.layout().slots[i].name, none, invalid[i].example, invalid[i].reason, file, invalid[i].line};
    }
    invalid_[i].count += invalid[i].count;
  }
  for (std::size_t i = 0; i < occurrences_.size(); ++i) occurrences_[i] += reader.occurrences()[i];
  for (std::size_t i = 0; i < undated_.size(); ++i) undated_[i] += reader.undated()[i];
}

void Tally::fill(Summary& summary) const {
  summary.read = decided_ + rejected_;
  summary.decided = decided_;
  summary.rejected = rejected_;
  const auto name = [&](std::uint32_t outcome) { return program_.outcomes()[outcome].name; };
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    std::array<std::uint64_t, 3> counts = rules_[i];
    counts[static_cast<std::size_t>(data::Tri::no)] = decided_ - counts[static_cast<std::size_t>(data::Tri::unknown)] -
                                                      counts[static_cast<std::size_t>(data::Tri::yes)];
    summary.rules.push_back({name(answer_.rules[i]), counts});
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
