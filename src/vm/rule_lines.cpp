#include "vm/rule_lines.hpp"

#include <bit>
#include <cstring>

#include "base/clones.hpp"

namespace rubric::vm {

namespace {

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
RUBRIC_INLINE const std::uint32_t* answer(const Terms& terms, const std::uint32_t* code, WideWords& yes,
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

constexpr std::size_t kGroupWords = kRuleGroup * kWords;
struct alignas(64) Group {
  std::array<Line, kRuleGroup> yes;
  std::array<Line, kRuleGroup> open;
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
      return each_rule(rules, there, out,
                       [&](std::size_t, WideWords& yes, WideWords& open) { code = answer(terms, code, yes, open); });
  }
}

// As RuleCounts, of each word of the rules.
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
void count_narrow(const Group& group, RuleCounts& out) {
  WordCounts words;
  count_bits(group, words);
  for (std::size_t r = 0; r < kRuleGroup; ++r) {
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
void count_wide(const Group& group, RuleCounts& out) {
  alignas(64) WordCounts words;
  count_bits(group, words);
  for (std::size_t r = 0; r < kRuleGroup; r += kWords) add_words(words.data() + r * kWords, out.data() + r);
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

RUBRIC_CLONES
void compare_numbers(const NumberLane* values, const std::vector<double>& borders, RowLine* below, RowLine& missing) {
  for (const double border : borders)
    mark_rows((++below)->words, [&](std::size_t row) { return values[row] < border; });
  mark_rows(missing.words, [&](std::size_t row) { return values[row] != values[row]; });
}

// A missing time is the smallest number.
RUBRIC_CLONES
void compare_ticks(const Lane* values, const std::vector<std::int64_t>& borders, RowLine* below, RowLine& missing) {
  mark_rows(missing.words, [&](std::size_t row) { return values[row] == data::kMissingTicks; });
  for (const std::int64_t border : borders) {
    mark_rows((++below)->words,
              [&](std::size_t row) { return (values[row] < border) & (values[row] != data::kMissingTicks); });
  }
}

RUBRIC_CLONES
void add_up(const RowLine* only, std::size_t classes, RowLine* below) {
  WideWords sum{};
  WideWords next;
  for (std::size_t c = 0; c < classes; ++c) {
    load(next, only[c].words);
    sum |= next;
    store(below[c + 1].words, sum);
  }
}

RUBRIC_CLONES
void unite_apart(const std::uint32_t* tests, std::size_t count, std::size_t length, const RowLine* lines,
                 RowLine* out) {
  const std::uint32_t* next = tests;
  WideWords line;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t* const end = next + length;
    RowLine& sum = out[*next++];
    WideWords rows{};
    for (; next <= end; ++next) {
      load(line, lines[*next].words);
      rows ^= line;
    }
    store(sum.words, rows);
  }
}

RUBRIC_CLONES
void unite_any(const std::vector<std::uint32_t>& numbers, const std::vector<std::uint32_t>& ends, const RowLine* lines,
               RowLine* out) {
  std::size_t next = 0;
  WideWords line;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    WideWords rows{};
    for (; next < ends[i]; ++next) {
      load(line, lines[numbers[next]].words);
      rows |= line;
    }
    store(out[i].words, rows);
  }
}

RUBRIC_CLONES
void answer_rule(const Terms& terms, const std::uint32_t* code, Bits& out) {
  WideWords yes;
  WideWords open;
  answer(terms, code, yes, open);
  store(out.yes, yes);
  store(out.open, open);
}

void count_rules(const Terms& terms, const std::uint32_t* code, std::size_t rules, const RowBits& there,
                 RuleCounts& out) {
  static const auto count_group = counts_wide() ? count_wide : count_narrow;
  // To clear it takes as long as to fill it, and only the last rules of a shape do not fill it.
  Group group;
  if (rules < kRuleGroup) group = {};
  answer_group(terms, code, rules, there, group);
  count_group(group, out);
}

}  // namespace rubric::vm
