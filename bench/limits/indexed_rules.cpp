// The limit of many rules on one record: the tests of all rules on a field cut its values into classes, and of
// each class it is known which rules are still open. A record is one class a field, so a few sets of bits.
#include <algorithm>
#include <bit>
#include <cstring>
#include <stdexcept>
#include <tuple>

#include "limits/clones.hpp"
#include "limits/limits.hpp"

namespace rubric::bench::limits {

namespace {

constexpr std::size_t kWordClasses = 64;
constexpr std::size_t kAtOnce = 8;

// Only ever a local variable: how a vector is handed over differs from clone to clone.
using Words = std::uint64_t __attribute__((vector_size(8 * kAtOnce)));

RUBRIC_BENCH_INLINE void load(Words& out, const std::uint64_t* from) {
  std::memcpy(&out, from, sizeof out);
}

// Eight words at once, and a number of sets that the compiler knows: the loads are all that is left.
RUBRIC_BENCH_CLONES
std::uint64_t count_common(const IndexedRules::Sets& sets, std::size_t words) {
  std::uint64_t out = 0;
  for (std::size_t w = 0; w < words; w += kAtOnce) {
    Words all;
    Words next;
    load(all, sets[0] + w);
    for (std::size_t s = 1; s < std::tuple_size_v<IndexedRules::Sets>; ++s) {
      load(next, sets[s] + w);
      all &= next;
    }
    for (std::size_t i = 0; i < kAtOnce; ++i) out += static_cast<std::uint64_t>(std::popcount(all[i]));
  }
  return out;
}

bool has(const Test& test, std::int64_t number) {
  return number != kNoValue && (test.low == kNoValue || number >= test.low) &&
         (test.high == kNoValue || number <= test.high);
}

const std::vector<std::uint8_t>& words_of(const Columns& columns, std::size_t field) {
  if (field == kIndustry) return columns.industry;
  if (field == kCountry) return columns.country;
  return columns.source;
}

std::int64_t number_at(const Columns& columns, std::size_t field, std::size_t row) {
  if (field == kRevenue) return columns.revenue[row];
  const std::int32_t number = columns.numbers[field][row];
  return number == std::numeric_limits<std::int32_t>::min() ? kNoValue : number;
}

}  // namespace

IndexedRules::IndexedRules(const RuleSet& rules)
    : rule_count_(rules.rules.size()), words_((rule_count_ + 64 * kAtOnce - 1) / (64 * kAtOnce) * kAtOnce) {
  for (const bool of_text : {true, false}) {
    for (std::size_t f = 0; f < (of_text ? std::size_t{kTextFields} : std::size_t{kNumberFields}); ++f) {
      Field field;
      field.of_text = of_text;
      field.number = f;
      for (const Test& t : rules.tests) {
        if (t.of_text || of_text || t.number != f) continue;
        if (t.low != kNoValue) field.cuts.push_back(t.low);
        if (t.high != kNoValue) field.cuts.push_back(t.high + 1);
      }
      std::ranges::sort(field.cuts);
      field.cuts.erase(std::ranges::unique(field.cuts).begin(), field.cuts.end());
      const bool used = std::ranges::any_of(
          rules.tests, [&](const Test& t) { return t.of_text == of_text && (of_text ? t.text == f : t.number == f); });
      if (!used) continue;
      fill(field, rules);
      fields_.push_back(std::move(field));
    }
  }
}

// Class 0 is missing, for both kinds. Of numbers class 1 is below every cut.
void IndexedRules::fill(Field& field, const RuleSet& rules) {
  const std::size_t classes = field.of_text ? kWordClasses : field.cuts.size() + 2;
  std::vector<std::uint64_t> all(words_);
  for (std::size_t r = 0; r < rule_count_; ++r) all[r / 64] |= std::uint64_t{1} << (r % 64);
  for (std::size_t c = 0; c < classes; ++c) {
    field.yes.insert(field.yes.end(), all.begin(), all.end());
    field.maybe.insert(field.maybe.end(), all.begin(), all.end());
  }
  const auto passes = [&](const Test& t, std::size_t c) {
    if (c == 0) return false;
    if (field.of_text) return (t.members >> (c - 1) & 1U) != 0;
    return has(t, c == 1 ? (field.cuts.empty() ? 0 : field.cuts[0] - 1) : field.cuts[c - 2]);
  };
  for (std::size_t r = 0; r < rule_count_; ++r) {
    for (const Part& part : rules.rules[r].parts) {
      const Test& t = rules.tests[part.tests[0]];
      if (t.of_text != field.of_text || (t.of_text ? t.text != field.number : t.number != field.number)) continue;
      for (std::size_t c = 0; c < classes; ++c) {
        const std::uint64_t others = ~(std::uint64_t{1} << (r % 64));
        if (passes(t, c)) continue;
        field.yes[c * words_ + r / 64] &= others;
        if (c != 0) field.maybe[c * words_ + r / 64] &= others;
      }
    }
  }
}

std::size_t IndexedRules::class_of(const Field& field, const Columns& columns, std::size_t row) const {
  if (field.of_text) return words_of(columns, field.number)[row];
  const std::int64_t number = number_at(columns, field.number, row);
  if (number == kNoValue) return 0;
  std::size_t below = 0;
  for (const std::int64_t cut : field.cuts) below += static_cast<std::size_t>(cut <= number);
  return below + 1;
}

Answer IndexedRules::answer(const Columns& columns, std::size_t size, Unknowns unknowns) const {
  Answer out;
  out.leads = size;
  out.counts_unknown = unknowns == Unknowns::apart;
  Sets yes;
  Sets maybe;
  // A field that no rule asks about leaves all rules open, as the first field does twice.
  if (fields_.empty() || fields_.size() > yes.size()) throw std::runtime_error("no index for that many fields");
  for (std::size_t row = 0; row < size; ++row) {
    for (std::size_t f = 0; f < yes.size(); ++f) {
      const Field& field = fields_[f < fields_.size() ? f : 0];
      const std::size_t at = class_of(field, columns, row) * words_;
      yes[f] = field.yes.data() + at;
      maybe[f] = field.maybe.data() + at;
    }
    out.yes += count_common(yes, words_);
    if (out.counts_unknown) out.unknown += count_common(maybe, words_);
  }
  if (out.counts_unknown) out.unknown -= out.yes;
  out.no = rule_count_ * size - out.yes - out.unknown;
  return out;
}

}  // namespace rubric::bench::limits
