#include "records/account.hpp"

#include <fmt/format.h>

#include "records/utf8.hpp"

namespace rubric::records {

Account::Account(const data::Layout& layout)
    : layout_(layout), invalid_(layout.slots.size()), occurrences_(layout.slots.size()), undated_(layout.slots.size()) {
  for (std::uint32_t i = 0; i < layout.slots.size(); ++i) {
    if (layout.slots[i].required) required_.push_back(i);
  }
}

void Account::tally(std::size_t slot, Outcome outcome, const data::Slot& field, std::string_view example,
                    std::uint64_t line) {
  InvalidValues& values = invalid_[slot];
  if (++values.count > 1) return;
  const bool inner = &field != &layout_.slots[slot];
  values.example = shown(example);
  values.reason = inner ? fmt::format("`{}`: {}", field.name, reason(outcome, field)) : reason(outcome, field);
  values.line = line;
}

void Account::restart(std::uint64_t records) {
  number_ = records;
  invalid_.assign(invalid_.size(), {});
  occurrences_.assign(occurrences_.size(), 0);
  undated_.assign(undated_.size(), 0);
}

Step Account::reject(std::string_view code, std::string message, std::uint64_t line, std::uint64_t column) {
  rejection_ = {code, std::move(message), number_, line, column};
  return Step::rejected;
}

Step Account::settle(std::span<const data::Cell> cells) {
  for (const std::uint32_t i : required_) {
    if (lacks(layout_.slots[i], cells[i])) return reject_missing(cells);
  }
  return Step::record;
}

Step Account::reject_missing(std::span<const data::Cell> cells) {
  std::vector<std::string> names;
  for (const std::uint32_t i : required_) {
    if (lacks(layout_.slots[i], cells[i])) names.push_back(fmt::format("`{}`", layout_.slots[i].name));
  }
  const std::string_view noun = names.size() == 1 ? "required field" : "required fields";
  return reject(
      "missing-required",
      fmt::format("{} {} {} missing or invalid", noun, fmt::join(names, ", "), names.size() == 1 ? "is" : "are"), line_,
      0);
}

}  // namespace rubric::records
