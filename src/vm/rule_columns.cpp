#include "vm/rule_columns.hpp"

#include <algorithm>
#include <bit>
#include <map>

#include "vm/rule_index.hpp"
#include "vm/wide_words.hpp"

namespace rubric::vm {

using bytecode::IndexedField;
using bytecode::RuleIndex;
using data::Cell;
using data::Tri;
using Rows = bytecode::Bits;

namespace {

static_assert(Rows::kCount == kRows);

// More borders than these are not each compared with every value.
constexpr std::size_t kFewBorders = 48;

// A bit a row. The loop over 64 rows is what compilers turn into wide code.
template <class Yes>
RUBRIC_INLINE void mark(Rows& out, const Yes& yes) {
  for (std::size_t w = 0; w < kWords; ++w) {
    std::uint64_t word = 0;
    for (std::size_t j = 0; j < 64; ++j) word |= static_cast<std::uint64_t>(yes(w * 64 + j)) << j;
    out.words[w] = word;
  }
}

RUBRIC_CLONES
void compare_numbers(const NumberLane* values, const std::vector<double>& borders, Rows* below, Rows& missing) {
  for (const double border : borders) mark(*++below, [&](std::size_t row) { return values[row] < border; });
  mark(missing, [&](std::size_t row) { return values[row] != values[row]; });
}

// A missing time is the smallest number.
RUBRIC_CLONES
void compare_ticks(const Lane* values, const std::vector<std::int64_t>& borders, Rows* below, Rows& missing) {
  mark(missing, [&](std::size_t row) { return values[row] == data::kMissingTicks; });
  for (const std::int64_t border : borders) {
    mark(*++below, [&](std::size_t row) { return (values[row] < border) & (values[row] != data::kMissingTicks); });
  }
}

RUBRIC_CLONES
void add_up(Rows* below, std::size_t classes) {
  for (std::size_t c = 1; c < classes; ++c) {
    for (std::size_t w = 0; w < kWords; ++w) below[c + 1].words[w] |= below[c].words[w];
  }
}

struct Tests {
  const std::uint32_t* borders;
  const std::uint32_t* border_ends;
  const std::uint32_t* open_with;
  std::size_t count;
};

// Rows of classes that a test is yes for: what is below the end of each run of them and not below its beginning.
RUBRIC_CLONES
void ask_tests(const Tests& tests, const Rows* below, const Rows* missing, Rows* open) {
  std::size_t i = 0;
  WideWords next;
  for (std::size_t t = 0; t < tests.count; ++t) {
    WideWords rows{};
    for (; i < tests.border_ends[t]; ++i) {
      load(next, below[tests.borders[i]].words);
      rows ^= next;
    }
    load(next, missing[tests.open_with[t]].words);
    rows |= next;
    store(open[t].words, rows);
  }
}

// What all rules of a shape are made of.
struct Terms {
  const std::uint32_t* tests;  // of each term: how many
  std::size_t count;
  const Rows* open;    // by test
  const Rows* doubts;  // by number
};

RUBRIC_INLINE const std::uint32_t* answer_term(const Terms& terms, std::size_t tests, const std::uint32_t* code,
                                               WideWords& yes, WideWords& open) {
  WideWords doubt;
  WideWords next;
  load(doubt, terms.doubts[*code++].words);
  load(open, terms.open[*code++].words);
  for (std::size_t k = 1; k < tests; ++k) {
    load(next, terms.open[*code++].words);
    open &= next;
  }
  yes = open & ~doubt;
  return code;
}

// A rule is what the best of its terms is.
RUBRIC_INLINE const std::uint32_t* answer_rule(const Terms& terms, const std::uint32_t* code, WideWords& yes,
                                               WideWords& open) {
  WideWords term_yes;
  WideWords term_open;
  code = answer_term(terms, terms.tests[0], code, yes, open);
  for (std::size_t t = 1; t < terms.count; ++t) {
    code = answer_term(terms, terms.tests[t], code, term_yes, term_open);
    yes |= term_yes;
    open |= term_open;
  }
  return code;
}

// Rules are counted some at a time, so that what they say is still in the nearest cache.
constexpr std::size_t kGroup = 16;
constexpr std::size_t kGroupWords = kGroup * kWords;
struct alignas(64) Group {
  std::array<Line, kGroup> yes;
  std::array<Line, kGroup> open;
};

RUBRIC_CLONES
void answer_group(const Terms& terms, const std::uint32_t* code, std::size_t rules, const RowBits& there, Group& out) {
  WideWords shown;
  WideWords yes;
  WideWords open;
  load(shown, there);
  for (std::size_t r = 0; r < rules; ++r) {
    code = answer_rule(terms, code, yes, open);
    store(out.yes[r], yes & shown);
    store(out.open[r], open & shown);
  }
}

RUBRIC_CLONES
void answer_one(const Terms& terms, const std::uint32_t* code, Bits& out) {
  WideWords yes;
  WideWords open;
  answer_rule(terms, code, yes, open);
  store(out.yes, yes);
  store(out.open, open);
}

// By word: how many bits are yes, and above them how many are open.
using Counts = std::array<std::uint64_t, kGroupWords>;
constexpr unsigned kOpenShift = 32;

RUBRIC_INLINE void count_bits(const Group& group, Counts& out) {
  const std::uint64_t* const yes = group.yes.front().data();
  const std::uint64_t* const open = group.open.front().data();
  for (std::size_t i = 0; i < kGroupWords; ++i) {
    out[i] = static_cast<std::uint64_t>(std::popcount(yes[i])) +
             (static_cast<std::uint64_t>(std::popcount(open[i])) << kOpenShift);
  }
}

RUBRIC_CLONES
void count_narrow(const Group& group, Counts& out) {
  count_bits(group, out);
}

// Some processors count the bits of eight words at a time; the names that clones go by do not tell.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
__attribute__((target("arch=x86-64-v4,avx512vpopcntdq"))) void count_wide(const Group& group, Counts& out) {
  count_bits(group, out);
}
bool counts_wide() {
  return __builtin_cpu_supports("avx512vpopcntdq") != 0 && __builtin_cpu_supports("x86-64-v4") != 0;
}
#else
constexpr auto count_wide = count_narrow;
bool counts_wide() {
  return false;
}
#endif

}  // namespace

// --- what the index asks ---

RuleColumns::RuleColumns(const RuleIndex& index)
    : index_(index), missing_(index.fields.size() + 1), known_(index.fields.size()) {
  std::uint32_t classes = 0;
  for (const IndexedField& f : index.fields) {
    first_.push_back(classes);
    classes += f.classes + 1;
  }
  below_.resize(classes);
  name_tests();
  arrange_rules();
  doubts_.resize(doubtful_.size());
}

void RuleColumns::name_tests() {
  const auto nowhere = static_cast<std::uint32_t>(index_.fields.size());
  for (const bytecode::IndexedTest& t : index_.tests) {
    for (const std::uint32_t border : t.asks.yes) borders_.push_back(first_[t.field] + border);
    border_ends_.push_back(static_cast<std::uint32_t>(borders_.size()));
    open_with_.push_back(t.asks.missing == Tri::no ? nowhere : t.field);
  }
  open_.resize(index_.tests.size());
}

void RuleColumns::arrange_rules() {
  const auto terms_of = [&](std::uint32_t place) { return place == 0 ? 0 : index_.value_ends[place - 1]; };
  const auto tests_of = [&](std::uint32_t term) {
    const std::size_t begin = term == 0 ? 0 : index_.term_ends[term - 1];
    return std::span(index_.asked).subspan(begin, index_.term_ends[term] - begin);
  };
  std::map<std::vector<std::uint32_t>, std::vector<std::uint32_t>> by_shape;
  for (std::uint32_t place = 0; place < index_.owner.size(); ++place) {
    if (index_.owner[place] == RuleIndex::kNone) continue;
    std::vector<std::uint32_t> shape;
    for (std::uint32_t t = terms_of(place); t < index_.value_ends[place]; ++t)
      shape.push_back(static_cast<std::uint32_t>(tests_of(t).size()));
    by_shape[std::move(shape)].push_back(place);
  }
  found_.resize(index_.owner.size());
  std::map<std::vector<std::uint32_t>, std::uint32_t> doubts;
  for (const auto& [shape, places] : by_shape) {
    const std::size_t begin = code_.size();
    for (const std::uint32_t place : places) {
      found_[place] = {static_cast<std::uint32_t>(shapes_.size()), static_cast<std::uint32_t>(code_.size())};
      owners_.push_back(index_.owner[place]);
      for (std::uint32_t t = terms_of(place); t < index_.value_ends[place]; ++t) {
        const auto next = static_cast<std::uint32_t>(doubts.size());
        code_.push_back(doubts.try_emplace(doubtful_fields(tests_of(t)), next).first->second);
        code_.insert(code_.end(), tests_of(t).begin(), tests_of(t).end());
      }
    }
    shapes_.push_back({shape, places.size(), (code_.size() - begin) / places.size()});
  }
  doubtful_.resize(doubts.size());
  for (const auto& [fields, number] : doubts) doubtful_[number] = fields;
}

std::vector<std::uint32_t> RuleColumns::doubtful_fields(std::span<const std::uint32_t> tests) const {
  std::vector<std::uint32_t> out;
  for (const std::uint32_t t : tests) {
    if (index_.tests[t].asks.missing == Tri::unknown) out.push_back(index_.tests[t].field);
  }
  std::ranges::sort(out);
  return out;
}

// --- the values of a block ---

void RuleColumns::take_numbers(std::size_t field, const Lane* values) {
  const IndexedField& f = index_.fields[field];
  const auto* const numbers = reinterpret_cast<const NumberLane*>(values);
  if (f.numbers.size() > kFewBorders) {
    classes_.resize(kRows);
    for (std::size_t row = 0; row < kRows; ++row)
      classes_[row] = IndexVerdicts::class_of(f, data::Kind::number, Cell(double{numbers[row]}));
    return take_classes(field, classes_);
  }
  compare_numbers(numbers, f.numbers, below(field), missing_[field]);
  present(field);
}

void RuleColumns::take_ticks(std::size_t field, const Lane* values) {
  const IndexedField& f = index_.fields[field];
  if (f.ticks.size() > kFewBorders) {
    classes_.resize(kRows);
    for (std::size_t row = 0; row < kRows; ++row)
      classes_[row] = IndexVerdicts::class_of(f, data::Kind::time, Cell(std::int64_t{values[row]}));
    return take_classes(field, classes_);
  }
  compare_ticks(values, f.ticks, below(field), missing_[field]);
  present(field);
}

// Of all classes: those that are not missing.
void RuleColumns::present(std::size_t field) {
  Rows& all = below(field)[index_.fields[field].classes];
  for (std::size_t w = 0; w < kWords; ++w) all.words[w] = ~missing_[field].words[w];
}

void RuleColumns::take_truths(std::size_t field, const Bits& values) {
  for (std::size_t w = 0; w < kWords; ++w) {
    below(field)[1].words[w] = ~values.open[w];
    missing_[field].words[w] = values.open[w] & ~values.yes[w];
  }
  present(field);
}

std::uint32_t RuleColumns::class_of(std::size_t field, data::TextRef text) const {
  return IndexVerdicts::class_of(index_.fields[field], data::Kind::text, Cell(text));
}

void RuleColumns::take_texts(std::size_t field, std::span<const data::TextRef> texts) {
  classes_.clear();
  for (const data::TextRef text : texts) classes_.push_back(class_of(field, text));
  take_classes(field, classes_);
}

void RuleColumns::take_texts(std::size_t field, const data::Column& column, std::size_t first, std::size_t count) {
  if (column.codes == nullptr) return take_texts(field, {column.texts + first, count});
  Known& known = known_[field];
  if (known.dictionary != column.dictionary->id) known.classes.clear();
  known.dictionary = column.dictionary->id;
  const std::vector<data::TextRef>& texts = column.dictionary->texts;
  while (known.classes.size() < texts.size()) known.classes.push_back(class_of(field, texts[known.classes.size()]));
  classes_.clear();
  for (std::size_t row = first; row < first + count; ++row) classes_.push_back(known.classes[column.codes[row]]);
  take_classes(field, classes_);
}

// Each row's bit goes to the place behind its class, and that of a missing value, whose class is -1, to the first.
void RuleColumns::take_classes(std::size_t field, std::span<const std::uint32_t> classes) {
  static_assert(IndexVerdicts::kMissing + 1 == 0);
  const std::size_t count = index_.fields[field].classes;
  Rows* const rows = below(field);
  std::fill_n(rows, count + 1, Rows{});
  for (std::size_t row = 0; row < classes.size(); ++row) rows[classes[row] + 1].set(row);
  missing_[field] = std::exchange(rows[0], Rows{});
  add_up(rows, count);
}

void RuleColumns::take_class(std::size_t field, std::uint32_t of_all) {
  classes_.assign(kRows, of_all);
  take_classes(field, classes_);
}

void RuleColumns::ask() {
  ask_tests({borders_.data(), border_ends_.data(), open_with_.data(), open_.size()}, below_.data(), missing_.data(),
            open_.data());
  for (std::size_t d = 0; d < doubts_.size(); ++d) {
    doubts_[d] = {};
    for (const std::uint32_t field : doubtful_[d]) {
      for (std::size_t w = 0; w < kWords; ++w) doubts_[d].words[w] |= missing_[field].words[w];
    }
  }
}

// --- answers ---

void RuleColumns::count(const RowBits& there, std::span<Verdicts> sums) const {
  static const auto count_words = counts_wide() ? count_wide : count_narrow;
  Group group{};
  Counts counts;
  const std::uint32_t* code = code_.data();
  const std::uint32_t* owner = owners_.data();
  for (const Shape& shape : shapes_) {
    const Terms terms{shape.tests.data(), shape.tests.size(), open_.data(), doubts_.data()};
    for (std::size_t left = shape.rules; left > 0;) {
      const std::size_t rules = std::min(left, kGroup);
      answer_group(terms, code, rules, there, group);
      count_words(group, counts);
      for (std::size_t r = 0; r < rules; ++r) {
        std::uint64_t both = 0;
        for (std::size_t w = 0; w < kWords; ++w) both += counts[r * kWords + w];
        Verdicts& sum = sums[*owner++];
        sum.yes += both & UINT32_MAX;
        sum.open += both >> kOpenShift;
      }
      code += rules * shape.size;
      left -= rules;
    }
  }
}

void RuleColumns::verdicts(std::size_t place, Bits& out) const {
  const Shape& shape = shapes_[found_[place].shape];
  answer_one({shape.tests.data(), shape.tests.size(), open_.data(), doubts_.data()}, code_.data() + found_[place].code,
             out);
}

}  // namespace rubric::vm
