#include "vm/rule_columns.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

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

// From the rows of each class, those of all classes before the next.
RUBRIC_CLONES
void add_up(const Rows* only, std::size_t classes, Rows* below) {
  WideWords sum{};
  WideWords next;
  for (std::size_t c = 0; c < classes; ++c) {
    load(next, only[c].words);
    sum |= next;
    store(below[c + 1].words, sum);
  }
}

// The rows of each list's lines, all together. What lies below the end of a stretch of classes and below its beginning
// cancels out.
RUBRIC_CLONES
void unite(const std::uint32_t* next, std::size_t lists, std::size_t length, const Rows* lines, Rows* out) {
  WideWords line;
  for (std::size_t i = 0; i < lists; ++i) {
    const std::uint32_t* const end = next + length;
    Rows& sum = out[*next++];
    WideWords rows{};
    for (; next <= end; ++next) {
      load(line, lines[*next].words);
      rows ^= line;
    }
    store(sum.words, rows);
  }
}

RUBRIC_CLONES
void unite_any(const std::vector<std::uint32_t>& fields, const std::vector<std::uint32_t>& ends, const Rows* missing,
               Rows* out) {
  std::size_t next = 0;
  WideWords line;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    WideWords rows{};
    for (; next < ends[i]; ++next) {
      load(line, missing[fields[next]].words);
      rows |= line;
    }
    store(out[i].words, rows);
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

// Most rules are one term: how many tests it has is known when this is compiled.
template <std::size_t kTests>
RUBRIC_INLINE void answer_term(const Terms& terms, const std::uint32_t* code, WideWords& yes, WideWords& open) {
  WideWords next;
  load(yes, terms.doubts[code[0]].words);
  load(open, terms.open[code[1]].words);
  for (std::size_t k = 1; k < kTests; ++k) {
    load(next, terms.open[code[1 + k]].words);
    open &= next;
  }
  yes = open & ~yes;
}

// Rules are counted some at a time, so that what they say is still in the nearest cache.
constexpr std::size_t kGroup = 16;
constexpr std::size_t kGroupWords = kGroup * kWords;
struct alignas(64) Group {
  std::array<Line, kGroup> yes;
  std::array<Line, kGroup> open;
};

template <class Answer>
RUBRIC_INLINE void each_rule(std::size_t rules, const RowBits& there, Group& out, const Answer& answer) {
  WideWords shown;
  WideWords yes;
  WideWords open;
  load(shown, there);
  for (std::size_t r = 0; r < rules; ++r) {
    answer(r, yes, open);
    store(out.yes[r], yes & shown);
    store(out.open[r], open & shown);
  }
}

template <std::size_t kTests>
RUBRIC_INLINE void answer_terms(const Terms& by_reference, const std::uint32_t* code, std::size_t rules,
                                const RowBits& there, Group& out) {
  const Terms terms = by_reference;
  each_rule(rules, there, out, [&](std::size_t r, WideWords& yes, WideWords& open) {
    answer_term<kTests>(terms, code + r * (kTests + 1), yes, open);
  });
}

RUBRIC_CLONES
void answer_group(const Terms& terms, const std::uint32_t* code, std::size_t rules, const RowBits& there, Group& out) {
  switch (terms.count == 1 ? terms.tests[0] : 0) {
    case 1: return answer_terms<1>(terms, code, rules, there, out);
    case 2: return answer_terms<2>(terms, code, rules, there, out);
    case 3: return answer_terms<3>(terms, code, rules, there, out);
    case 4: return answer_terms<4>(terms, code, rules, there, out);
    default:
      return each_rule(rules, there, out, [&](std::size_t, WideWords& yes, WideWords& open) {
        code = answer_rule(terms, code, yes, open);
      });
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

// Of each rule: for how many rows it is yes, and in the upper half for how many it is open.
using Counts = std::array<std::uint64_t, kGroup>;
constexpr unsigned kOpenShift = 32;
// The same of each of their words.
using WordCounts = std::array<std::uint64_t, kGroupWords>;

RUBRIC_INLINE void count_bits(const Group& group, WordCounts& out) {
  const std::uint64_t* const yes = group.yes.front().data();
  const std::uint64_t* const open = group.open.front().data();
  for (std::size_t i = 0; i < kGroupWords; ++i) {
    out[i] = static_cast<std::uint64_t>(std::popcount(yes[i])) +
             (static_cast<std::uint64_t>(std::popcount(open[i])) << kOpenShift);
  }
}

RUBRIC_CLONES
void count_narrow(const Group& group, Counts& out) {
  WordCounts words;
  count_bits(group, words);
  for (std::size_t r = 0; r < kGroup; ++r) {
    out[r] = 0;
    for (std::size_t w = 0; w < kWords; ++w) out[r] += words[r * kWords + w];
  }
}

// Some processors count the bits of eight words at a time; the names that clones go by do not tell.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define RUBRIC_WIDE_COUNTS __attribute__((target("arch=x86-64-v4,avx512vpopcntdq")))

// Adds up the eight words of eight rules, halving how many are left of a rule: pairs, then pairs of these, then halves.
RUBRIC_WIDE_COUNTS
void add_words(const std::uint64_t* words, std::uint64_t* out) {
  std::array<WideWords, kWords> of;
  std::memcpy(of.data(), words, sizeof of);
  for (std::size_t i = 0; i < 4; ++i) {
    const WideWords a = of[2 * i];
    const WideWords b = of[2 * i + 1];
    of[i] = __builtin_shuffle(a, b, WideWords{0, 8, 2, 10, 4, 12, 6, 14}) +
            __builtin_shuffle(a, b, WideWords{1, 9, 3, 11, 5, 13, 7, 15});
  }
  for (std::size_t i = 0; i < 2; ++i) {
    const WideWords a = of[2 * i];
    const WideWords b = of[2 * i + 1];
    of[i] = __builtin_shuffle(a, b, WideWords{0, 1, 8, 9, 4, 5, 12, 13}) +
            __builtin_shuffle(a, b, WideWords{2, 3, 10, 11, 6, 7, 14, 15});
  }
  const WideWords sums = __builtin_shuffle(of[0], of[1], WideWords{0, 1, 2, 3, 8, 9, 10, 11}) +
                         __builtin_shuffle(of[0], of[1], WideWords{4, 5, 6, 7, 12, 13, 14, 15});
  std::memcpy(out, &sums, sizeof sums);
}

RUBRIC_WIDE_COUNTS
void count_wide(const Group& group, Counts& out) {
  alignas(64) WordCounts words;
  count_bits(group, words);
  for (std::size_t r = 0; r < kGroup; r += kWords) add_words(words.data() + r * kWords, out.data() + r);
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

RuleColumns::RuleColumns(const RuleIndex& index) : index_(index), known_(index.fields.size()) {
  place_fields();
  arrange_rules();
}

void RuleColumns::place_fields() {
  auto next = static_cast<std::uint32_t>(index_.fields.size());
  for (std::size_t f = 0; f < index_.fields.size(); ++f) {
    const std::uint32_t classes = index_.fields[f].classes;
    places_.push_back({next, next + classes + 1});
    next += classes + 1 + (is_text(f) ? classes : 0);
  }
  classes_.resize(next);
}

std::uint32_t RuleColumns::first_term(std::uint32_t place) const {
  return place == 0 ? 0 : index_.value_ends[place - 1];
}

std::span<const std::uint32_t> RuleColumns::tests_of(std::uint32_t term) const {
  const std::size_t begin = term == 0 ? 0 : index_.term_ends[term - 1];
  return std::span(index_.asked).subspan(begin, index_.term_ends[term] - begin);
}

void RuleColumns::arrange_rules() {
  std::map<std::vector<std::uint32_t>, std::vector<std::uint32_t>> by_shape;
  std::uint32_t term = 0;
  for (std::uint32_t place = 0; place < index_.owner.size(); ++place) {
    std::vector<std::uint32_t> shape;
    for (; term < index_.value_ends[place]; ++term) shape.push_back(static_cast<std::uint32_t>(tests_of(term).size()));
    if (index_.owner[place] != RuleIndex::kNone) by_shape[std::move(shape)].push_back(place);
  }
  std::vector<std::uint32_t> order;
  for (const auto& [shape, places] : by_shape) order.insert(order.end(), places.begin(), places.end());
  const std::vector<std::uint32_t> numbers = number_tests(order);
  found_.resize(index_.owner.size());
  for (const auto& [shape, places] : by_shape) {
    const std::size_t begin = code_.size();
    for (const std::uint32_t place : places) add_rule(place, numbers);
    shapes_.push_back({shape, places.size(), (code_.size() - begin) / places.size()});
  }
  add_tests(numbers);
  doubtful_.resize(doubt_ends_.size());
}

// Those that many rules ask first, where they stay in the nearest cache, then the others as they will be asked.
std::vector<std::uint32_t> RuleColumns::number_tests(const std::vector<std::uint32_t>& places) {
  constexpr std::uint32_t kMany = 8;
  std::vector<std::uint32_t> asked(index_.tests.size(), 0);
  for (const std::uint32_t t : index_.asked) ++asked[t];
  std::vector<std::uint32_t> out(index_.tests.size(), RuleIndex::kNone);
  std::uint32_t next = 0;
  const auto number = [&](std::uint32_t test) {
    if (out[test] == RuleIndex::kNone) out[test] = next++;
  };
  for (std::uint32_t t = 0; t < asked.size(); ++t) {
    if (asked[t] >= kMany) number(t);
  }
  for (const std::uint32_t place : places) {
    for (std::uint32_t t = first_term(place); t < index_.value_ends[place]; ++t) {
      for (const std::uint32_t test : tests_of(t)) number(test);
    }
  }
  open_.resize(next);
  return out;
}

// Lists of one length stand together, so that no branch depends on the test.
void RuleColumns::add_tests(const std::vector<std::uint32_t>& numbers) {
  std::map<std::size_t, Lists> by_length;
  for (std::size_t t = 0; t < numbers.size(); ++t) {
    if (numbers[t] == RuleIndex::kNone) continue;
    const std::vector<std::uint32_t> lines = lines_of(index_.tests[t]);
    Lists& lists = by_length[lines.size()];
    ++lists.count;
    lists.numbers.push_back(numbers[t]);
    lists.numbers.insert(lists.numbers.end(), lines.begin(), lines.end());
  }
  for (auto& [length, lists] : by_length) {
    lists.length = length;
    tests_.push_back(std::move(lists));
  }
}

// What is below each border where a stretch of classes begins or ends. Two borders with one class between them are
// the rows of that class.
std::vector<std::uint32_t> RuleColumns::lines_of(const bytecode::IndexedTest& test) const {
  const bytecode::Classes& borders = test.asks.yes;
  const Places& places = places_[test.field];
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < borders.size(); ++i) {
    if (is_text(test.field) && i + 1 < borders.size() && borders[i + 1] == borders[i] + 1) {
      out.push_back(places.only + borders[i++]);
    } else if (borders[i] > 0) {
      out.push_back(places.below + borders[i]);
    }
  }
  if (test.asks.missing != Tri::no) out.push_back(test.field);
  return out;
}

void RuleColumns::add_rule(std::uint32_t place, const std::vector<std::uint32_t>& numbers) {
  found_[place] = {static_cast<std::uint32_t>(shapes_.size()), static_cast<std::uint32_t>(code_.size())};
  owners_.push_back(index_.owner[place]);
  for (std::uint32_t t = first_term(place); t < index_.value_ends[place]; ++t) {
    std::vector<std::uint32_t> fields;
    for (const std::uint32_t test : tests_of(t)) {
      if (index_.tests[test].asks.missing == Tri::unknown) fields.push_back(index_.tests[test].field);
    }
    std::ranges::sort(fields);
    const auto [doubt, fresh] = doubt_by_.try_emplace(fields, static_cast<std::uint32_t>(doubt_ends_.size()));
    if (fresh) {
      doubt_fields_.insert(doubt_fields_.end(), fields.begin(), fields.end());
      doubt_ends_.push_back(static_cast<std::uint32_t>(doubt_fields_.size()));
    }
    code_.push_back(doubt->second);
    for (const std::uint32_t test : tests_of(t)) code_.push_back(numbers[test]);
  }
}

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
  compare_numbers(numbers, f.numbers, &classes_[places_[field].below], classes_[field]);
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
  compare_ticks(values, f.ticks, &classes_[places_[field].below], classes_[field]);
  all_but_missing(field);
}

void RuleColumns::take_truths(std::size_t field, const Bits& values) {
  Rows& no = classes_[places_[field].below + 1];
  for (std::size_t w = 0; w < kWords; ++w) {
    no.words[w] = ~values.open[w];
    classes_[field].words[w] = values.open[w] & ~values.yes[w];
  }
  all_but_missing(field);
}

// What is below the end of all classes.
void RuleColumns::all_but_missing(std::size_t field) {
  Rows& all = classes_[places_[field].below + index_.fields[field].classes];
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
  std::vector<Rows>& only = is_text(field) ? classes_ : apart_;
  const std::size_t first = is_text(field) ? places_[field].only : 0;
  if (!is_text(field)) apart_.resize(std::max(apart_.size(), count));
  std::fill_n(only.begin() + static_cast<std::ptrdiff_t>(first), count, Rows{});
  Rows missing;
  for (std::size_t row = 0; row < of_rows.size(); ++row)
    (of_rows[row] == IndexVerdicts::kMissing ? missing : only[first + of_rows[row]]).set(row);
  classes_[field] = missing;
  add_up(only.data() + first, count, &classes_[places_[field].below]);
}

void RuleColumns::take_class(std::size_t field, std::uint32_t of_all) {
  of_rows_.assign(kRows, of_all);
  take_classes(field, of_rows_);
}

void RuleColumns::ask() {
  for (const Lists& lists : tests_)
    unite(lists.numbers.data(), lists.count, lists.length, classes_.data(), open_.data());
  unite_any(doubt_fields_, doubt_ends_, classes_.data(), doubtful_.data());
}

// --- answers ---

void RuleColumns::count(const RowBits& there, std::span<Verdicts> sums) const {
  static const auto count_group = counts_wide() ? count_wide : count_narrow;
  Group group{};
  Counts counts;
  const std::uint32_t* code = code_.data();
  const std::uint32_t* owner = owners_.data();
  for (const Shape& shape : shapes_) {
    const Terms terms{shape.tests.data(), shape.tests.size(), open_.data(), doubtful_.data()};
    for (std::size_t left = shape.rules; left > 0;) {
      const std::size_t rules = std::min(left, kGroup);
      answer_group(terms, code, rules, there, group);
      count_group(group, counts);
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
  const Shape& shape = shapes_[found_[place].shape];
  answer_one({shape.tests.data(), shape.tests.size(), open_.data(), doubtful_.data()},
             code_.data() + found_[place].code, out);
}

}  // namespace rubric::vm
