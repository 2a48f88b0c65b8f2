#include "cli/joins.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "cli/failure.hpp"
#include "cli/record_input.hpp"

namespace rubric::cli {

void refuse_invalid_value(const std::string& file, const std::string& field, const records::InvalidValues& value) {
  throw Failure{
      kFindings,
      fmt::format("{}: `{}` in the field `{}`: {}", place_text(file, value.line), value.example, field, value.reason),
      {"without --strict an invalid value counts as missing, and the run goes on"},
      "invalid-value"};
}

// What a list that no rule reads would cost is saved: its file is not even opened.
void Joins::load() {
  std::size_t left = options_.join_limit;
  for (std::size_t i = 0; i < options_.joins.size(); ++i) {
    if (!layout_.joins[i].list) continue;
    load(options_.joins[i], i, left);
    left -= std::min(left, children_.back()->bytes());
  }
}

void Joins::load(const JoinOption& join, std::size_t index, std::size_t limit) {
  RecordInput input(join.file, {std::nullopt, options_.stdin_filename});
  auto children = std::make_unique<records::Children>(layout_, index, limit);
  Loaded loaded{{join.list, input.name(), join.key, join.other, {}, {}, {}}, children.get()};
  records::Options options;
  options.format = input.format();
  options.source_name = input.name();
  options.allow_missing_columns = options_.allow_missing_columns;
  const auto rejected = [&](const records::Rejection& r) {
    Summary::Join& s = loaded.summary;
    ++s.rejected_by_code[std::string(r.code)];
    if (s.first_rejected.size() < kRejectedKept)
      s.first_rejected.push_back({input.name(), std::string(r.code), r.message, r.record, r.line, r.column});
  };
  try {
    children->load(input.bytes(), std::move(options), rejected);
  } catch (const records::ReadError& error) {
    throw Failure{kUnusable, fmt::format("{}: {}", place_text(input.name(), error.line), error.message), error.helps,
                  std::string(error.code)};
  }
  if (options_.strict) refuse_invalid(input.name(), *children);
  children_.push_back(std::move(children));
  loaded_.push_back(std::move(loaded));
}

void Joins::refuse_invalid(const std::string& file, const records::Children& children) const {
  for (std::size_t i = 0; i < children.invalid().size(); ++i) {
    const records::InvalidValues& v = children.invalid()[i];
    if (v.count > 0) refuse_invalid_value(file, children.layout().slots[i].name, v);
  }
}

std::unique_ptr<records::Reader> Joins::over(std::unique_ptr<records::Reader> leads) const {
  if (children_.empty()) return leads;
  return records::join_reader(std::move(leads), layout_, children_);
}

void Joins::fill(Summary& summary) const {
  for (const Loaded& one : loaded_) {
    Summary::Join& join = summary.joins.emplace_back(one.summary);
    join.counts = one.children->counts();
    if (join.counts.undated > 0) summary.undated.push_back({join.list, join.counts.undated});
    const auto& invalid = one.children->invalid();
    for (std::size_t i = 0; i < invalid.size(); ++i) {
      const records::InvalidValues& v = invalid[i];
      if (v.count == 0) continue;
      summary.invalid.push_back(
          {one.children->layout().slots[i].name, v.count, v.example, v.reason, join.file, v.line});
    }
  }
}

}  // namespace rubric::cli
