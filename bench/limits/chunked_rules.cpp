// The limit of many rules over columns. 512 leads are 512 bits: each different test is asked once for them,
// and a rule is a few operations on such bits. Two sets of bits make three values: yes, and yes or unknown.
#include <algorithm>
#include <bit>
#include <cstring>

#include "limits/clones.hpp"
#include "limits/limits.hpp"

namespace rubric::bench::limits {

namespace {

constexpr std::size_t kLeads = 512;
constexpr std::size_t kWords = kLeads / 64;
constexpr std::int32_t kNone = std::numeric_limits<std::int32_t>::min();

struct alignas(64) Bits {
  std::array<std::uint64_t, kWords> words{};
};

RUBRIC_BENCH_INLINE Bits operator&(const Bits& a, const Bits& b) {
  Bits out;
  for (std::size_t w = 0; w < kWords; ++w) out.words[w] = a.words[w] & b.words[w];
  return out;
}
RUBRIC_BENCH_INLINE Bits operator|(const Bits& a, const Bits& b) {
  Bits out;
  for (std::size_t w = 0; w < kWords; ++w) out.words[w] = a.words[w] | b.words[w];
  return out;
}
RUBRIC_BENCH_INLINE Bits operator~(const Bits& a) {
  Bits out;
  for (std::size_t w = 0; w < kWords; ++w) out.words[w] = ~a.words[w];
  return out;
}

struct Chunk {
  const Columns* columns;
  std::size_t from;
  std::size_t size;
  Bits real;  ///< the leads that there are; only the last chunk lacks some
};

// Where each word of a text column stands; missing is word 0.
using WordBits = std::array<Bits, 64>;

void first_bits(Bits& out, std::size_t count) {
  out = {};
  for (std::size_t i = 0; i < count; ++i) out.words[i / 64] |= std::uint64_t{1} << (i % 64);
}

void place_words(WordBits& out, const std::uint8_t* words, std::size_t size) {
  out.fill({});
  for (std::size_t i = 0; i < size; ++i) out[words[i]].words[i / 64] |= std::uint64_t{1} << (i % 64);
}

// Eight truths to the byte in which each is a bit.
RUBRIC_BENCH_INLINE std::uint64_t pack(const std::uint8_t* truths) {
  std::uint64_t eight;
  std::memcpy(&eight, truths, sizeof eight);
  return (eight * 0x0102040810204080U) >> 56U;
}

template <class Number>
RUBRIC_BENCH_INLINE void within(Bits& out, const Number* numbers, Number low, Number high) {
  std::array<std::uint8_t, kLeads> truths;
  for (std::size_t i = 0; i < kLeads; ++i)
    truths[i] = static_cast<std::uint8_t>((numbers[i] >= low) & (numbers[i] <= high));
  for (std::size_t w = 0; w < kWords; ++w) {
    std::uint64_t word = 0;
    for (std::size_t b = 0; b < 8; ++b) word |= pack(&truths[w * 64 + b * 8]) << (b * 8);
    out.words[w] = word;
  }
}

// The numbers of a chunk, filled up behind the last lead.
struct Numbers {
  std::array<std::array<std::int32_t, kLeads>, kNumberFields> narrow;
  std::array<std::int64_t, kLeads> revenue;
  std::array<Bits, kNumberFields> missing;
};

RUBRIC_BENCH_CLONES
void load(Numbers& out, const Chunk& chunk) {
  for (std::size_t f = 0; f < kNumberFields; ++f) {
    if (f == kRevenue) continue;
    out.narrow[f].fill(kNone);
    std::copy_n(chunk.columns->numbers[f].data() + chunk.from, chunk.size, out.narrow[f].data());
    within<std::int32_t>(out.missing[f], out.narrow[f].data(), kNone, kNone);
  }
  out.revenue.fill(kNoValue);
  std::copy_n(chunk.columns->revenue.data() + chunk.from, chunk.size, out.revenue.data());
  within<std::int64_t>(out.missing[kRevenue], out.revenue.data(), kNoValue, kNoValue);
}

RUBRIC_BENCH_INLINE void number_test(Bits& out, const Numbers& numbers, const Test& test) {
  if (test.number == kRevenue) {
    const std::int64_t high = test.high == kNoValue ? std::numeric_limits<std::int64_t>::max() : test.high;
    within<std::int64_t>(out, numbers.revenue.data(), std::max(test.low, kNoValue + 1), high);
    return;
  }
  const std::int64_t low = std::max<std::int64_t>(test.low, kNone + 1);
  const std::int64_t high = test.high == kNoValue ? std::numeric_limits<std::int32_t>::max() : test.high;
  within<std::int32_t>(out, numbers.narrow[test.number].data(), static_cast<std::int32_t>(low),
                       static_cast<std::int32_t>(high));
}

RUBRIC_BENCH_CLONES
void ask_all(std::vector<Bits>& yes, std::vector<Bits>& maybe, const RuleSet& rules, const Numbers& numbers,
             const std::array<WordBits, kTextFields>& words) {
  for (std::size_t t = 0; t < rules.tests.size(); ++t) {
    const Test& test = rules.tests[t];
    if (!test.of_text) {
      number_test(yes[t], numbers, test);
      maybe[t] = yes[t] | numbers.missing[test.number];
      continue;
    }
    Bits bits;
    for (std::uint64_t left = test.members; left != 0; left &= left - 1) {
      bits = bits | words[test.text][static_cast<std::size_t>(std::countr_zero(left)) + 1];
    }
    yes[t] = bits;
    maybe[t] = bits | words[test.text][0];
  }
}

RUBRIC_BENCH_INLINE std::uint64_t count(const Bits& bits) {
  std::uint64_t out = 0;
  for (std::size_t w = 0; w < kWords; ++w) out += static_cast<std::uint64_t>(std::popcount(bits.words[w]));
  return out;
}

// With `negated` parts, what is surely yes comes from what is not even maybe, so both sets go in.
RUBRIC_BENCH_INLINE Bits part_bits(const Part& part, bool any, const std::vector<Bits>& bits,
                                   const std::vector<Bits>& others) {
  const std::vector<Bits>& from = part.negated ? others : bits;
  Bits out = from[part.tests[0]];
  for (std::size_t i = 1; i < part.tests.size(); ++i) {
    out = any ? out & from[part.tests[i]] : out | from[part.tests[i]];
  }
  return part.negated ? ~out : out;
}

RUBRIC_BENCH_INLINE Bits rule_bits(const Rule& rule, const std::vector<Bits>& bits, const std::vector<Bits>& others) {
  Bits out = part_bits(rule.parts[0], rule.any, bits, others);
  for (std::size_t i = 1; i < rule.parts.size(); ++i) {
    const Bits next = part_bits(rule.parts[i], rule.any, bits, others);
    out = rule.any ? out | next : out & next;
  }
  return out;
}

RUBRIC_BENCH_CLONES
std::uint64_t count_rules(const RuleSet& rules, const std::vector<Bits>& bits, const std::vector<Bits>& others,
                          const Bits& real) {
  std::uint64_t out = 0;
  for (const Rule& rule : rules.rules) {
    const Bits hits = rule_bits(rule, bits, others) & real;
    out += count(hits);
  }
  return out;
}

}  // namespace

ChunkedRules::ChunkedRules(const RuleSet& rules) : rules_(rules) {}

Answer ChunkedRules::answer(const Columns& columns, std::size_t size, Unknowns unknowns) const {
  std::vector<Bits> yes(rules_.tests.size());
  std::vector<Bits> maybe(rules_.tests.size());
  std::vector<Numbers> numbers(1);
  std::vector<std::array<WordBits, kTextFields>> words(1);
  Answer out;
  out.leads = size;
  out.counts_unknown = unknowns == Unknowns::apart;
  for (std::size_t from = 0; from < size; from += kLeads) {
    Chunk chunk{&columns, from, std::min(kLeads, size - from), {}};
    first_bits(chunk.real, chunk.size);
    load(numbers[0], chunk);
    place_words(words[0][kIndustry], columns.industry.data() + from, chunk.size);
    place_words(words[0][kCountry], columns.country.data() + from, chunk.size);
    place_words(words[0][kSource], columns.source.data() + from, chunk.size);
    ask_all(yes, maybe, rules_, numbers[0], words[0]);
    out.yes += count_rules(rules_, yes, maybe, chunk.real);
    if (out.counts_unknown) out.unknown += count_rules(rules_, maybe, yes, chunk.real);
  }
  if (out.counts_unknown) out.unknown -= out.yes;
  out.no = rules_.rules.size() * size - out.yes - out.unknown;
  return out;
}

}  // namespace rubric::bench::limits
