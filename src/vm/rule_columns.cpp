#include "vm/rule_columns.hpp"

#include <algorithm>

#include "vm/rule_index.hpp"
#include "vm/rule_lines.hpp"

namespace rubric::vm {

using bytecode::IndexedField;
using data::Cell;

namespace {

// More borders than these are not each compared with every value.
constexpr std::size_t kFewBorders = 48;

}  // namespace

RuleColumns::RuleColumns(const bytecode::RuleIndex& index)
    : index_(index),
      plan_(plan_rules(index)),
      classes_(plan_.lines),
      open_(plan_.test_count),
      doubts_(plan_.doubt_ends.size()),
      known_(index.fields.size()) {}

// --- the values of a block ---

void RuleColumns::take_numbers(std::size_t field, const Lane* values) {
  const IndexedField& f = index_.fields[field];
  const auto* const numbers = reinterpret_cast<const NumberLane*>(values);
  if (f.numbers.size() > kFewBorders) {
    of_rows_.clear();
    for (std::size_t row = 0; row < kRows; ++row)
      of_rows_.push_back(IndexVerdicts::class_of(f, data::Kind::number, Cell(double{numbers[row]})));
    return take_classes(field, of_rows_);
  }
  compare_numbers(numbers, f.numbers, &classes_[plan_.fields[field].below], classes_[field]);
  all_but_missing(field);
}

void RuleColumns::take_ticks(std::size_t field, const Lane* values) {
  const IndexedField& f = index_.fields[field];
  if (f.ticks.size() > kFewBorders) {
    of_rows_.clear();
    for (std::size_t row = 0; row < kRows; ++row)
      of_rows_.push_back(IndexVerdicts::class_of(f, data::Kind::time, Cell(std::int64_t{values[row]})));
    return take_classes(field, of_rows_);
  }
  compare_ticks(values, f.ticks, &classes_[plan_.fields[field].below], classes_[field]);
  all_but_missing(field);
}

void RuleColumns::take_truths(std::size_t field, const Bits& values) {
  RowLine& no = classes_[plan_.fields[field].below + 1];
  for (std::size_t w = 0; w < kWords; ++w) {
    no.words[w] = ~values.open[w];
    classes_[field].words[w] = values.open[w] & ~values.yes[w];
  }
  all_but_missing(field);
}

// What is below the end of all classes.
void RuleColumns::all_but_missing(std::size_t field) {
  RowLine& all = classes_[plan_.fields[field].below + index_.fields[field].classes];
  for (std::size_t w = 0; w < kWords; ++w) all.words[w] = ~classes_[field].words[w];
}

std::uint32_t RuleColumns::class_of(std::size_t field, data::TextRef text) const {
  return IndexVerdicts::class_of(index_.fields[field], data::Kind::text, Cell(text));
}

void RuleColumns::take_texts(std::size_t field, std::span<const data::TextRef> texts) {
  of_rows_.clear();
  for (const data::TextRef text : texts) of_rows_.push_back(class_of(field, text));
  take_classes(field, of_rows_);
}

void RuleColumns::take_texts(std::size_t field, const data::Column& column, std::size_t first, std::size_t count) {
  if (column.codes == nullptr) return take_texts(field, {column.texts + first, count});
  Known& known = known_[field];
  if (known.dictionary != column.dictionary->id) known.classes.clear();
  known.dictionary = column.dictionary->id;
  const std::vector<data::TextRef>& texts = column.dictionary->texts;
  while (known.classes.size() < texts.size()) known.classes.push_back(class_of(field, texts[known.classes.size()]));
  of_rows_.resize(count);
  for (std::size_t row = 0; row < count; ++row) of_rows_[row] = known.classes[column.codes[first + row]];
  take_classes(field, of_rows_);
}

void RuleColumns::take_classes(std::size_t field, std::span<const std::uint32_t> of_rows) {
  const std::size_t count = index_.fields[field].classes;
  // Numbers that have classes of their own have no place for these.
  std::vector<RowLine>& only = has_texts(index_.fields[field]) ? classes_ : apart_;
  const std::size_t first = has_texts(index_.fields[field]) ? plan_.fields[field].only : 0;
  if (!has_texts(index_.fields[field])) apart_.resize(std::max(apart_.size(), count));
  std::fill_n(only.begin() + static_cast<std::ptrdiff_t>(first), count, RowLine{});
  RowLine missing;
  for (std::size_t row = 0; row < of_rows.size(); ++row)
    (of_rows[row] == IndexVerdicts::kMissing ? missing : only[first + of_rows[row]]).set(row);
  classes_[field] = missing;
  add_up(only.data() + first, count, &classes_[plan_.fields[field].below]);
}

void RuleColumns::take_class(std::size_t field, std::uint32_t of_all) {
  of_rows_.assign(kRows, of_all);
  take_classes(field, of_rows_);
}

void RuleColumns::ask() {
  for (const RulePlan::Tests& t : plan_.tests)
    unite_apart(t.numbers.data(), t.count, t.length, classes_.data(), open_.data());
  unite_any(plan_.doubt_fields, plan_.doubt_ends, classes_.data(), doubts_.data());
}

// --- answers ---

void RuleColumns::count(const RowBits& there, std::span<Verdicts> sums) const {
  const std::uint32_t* code = plan_.code.data();
  const std::uint32_t* owner = plan_.owners.data();
  RuleCounts counts;
  for (const RulePlan::Shape& shape : plan_.shapes) {
    for (std::size_t left = shape.rules; left > 0;) {
      const std::size_t rules = std::min(left, kRuleGroup);
      count_rules(terms(shape), code, rules, there, counts);
      for (std::size_t r = 0; r < rules; ++r) {
        Verdicts& sum = sums[*owner++];
        sum.yes += counts[r] & UINT32_MAX;
        sum.open += counts[r] >> kOpenShift;
      }
      code += rules * shape.size;
      left -= rules;
    }
  }
}

void RuleColumns::verdicts(std::size_t place, Bits& out) const {
  const RulePlan::Place& at = plan_.places[place];
  answer_rule(terms(plan_.shapes[at.shape]), plan_.code.data() + at.code, out);
}

}  // namespace rubric::vm
