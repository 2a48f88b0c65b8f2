#include "rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <span>

#include "random.hpp"
#include "words.hpp"

namespace rubric::bench {

namespace {

constexpr std::array<std::int64_t, 11> kEmployeeSteps{10, 20, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10000};
constexpr std::array<std::int64_t, 8> kRevenueSteps{100'000,    500'000,    1'000'000,   5'000'000,
                                                    10'000'000, 50'000'000, 100'000'000, 500'000'000};
constexpr std::array<std::int64_t, 6> kPageViewSteps{5, 10, 15, 20, 30, 40};
constexpr std::array<std::int64_t, 5> kInactiveSteps{7, 14, 30, 60, 90};
constexpr std::uint32_t kTopics = 10;

class Maker {
 public:
  Maker(Shapes shapes, std::uint64_t seed) : shapes_(shapes), random_(seed) {}

  void add_rule() {
    const bool mixed = shapes_ == Shapes::mixed && random_.below(2) == 0;
    out_.rules.push_back(mixed ? mixed_rule() : conjunction());
  }
  RuleSet take() { return std::move(out_); }

 private:
  Rule conjunction() {
    Rule rule;
    for (const std::uint32_t topic : topics(random_.between(2, 4))) rule.parts.push_back({{test(topic)}, false});
    return rule;
  }

  Rule mixed_rule() {
    Rule rule;
    rule.any = random_.below(3) == 0;
    for (const std::uint32_t topic : topics(random_.between(2, 3))) {
      Part part;
      part.tests.push_back(test(topic));
      if (random_.below(2) == 0) part.tests.push_back(test((topic + 1 + random_.below(kTopics - 1)) % kTopics));
      part.negated = random_.below(4) == 0;
      rule.parts.push_back(std::move(part));
    }
    return rule;
  }

  std::vector<std::uint32_t> topics(std::uint32_t count) {
    std::vector<std::uint32_t> out;
    while (out.size() < count) {
      const std::uint32_t topic = random_.below(kTopics);
      if (std::ranges::find(out, topic) == out.end()) out.push_back(topic);
    }
    return out;
  }

  std::uint32_t test(std::uint32_t topic) {
    switch (topic) {
      case 0: return word_in(kIndustry, 40, 12);
      case 1: return word_in(kCountry, 40, 15);
      case 2: return word_in(kSource, 12, 4);
      case 3: return range(kEmployees, kEmployeeSteps);
      case 4: return range(kRevenue, kRevenueSteps);
      case 5: return at_least(kScore, 20 + 5 * random_.below(15));
      case 6: return at_least(kPageViews, random_.pick(kPageViewSteps));
      case 7: return range(kDaysInactive, kInactiveSteps);
      case 8: return at_least(kSessions, 2 + random_.below(7));
      default: return at_least(random_.below(2) == 0 ? kFormFills : kDemoRequests, 1);
    }
  }

  std::uint32_t word_in(TextField field, std::uint32_t words, std::uint32_t most) {
    Test out;
    out.of_text = true;
    out.text = field;
    const std::uint32_t wanted = random_.below(3) == 0 ? 1 : random_.between(2, most);
    for (std::uint32_t have = 0; have < wanted;) {
      const std::uint64_t bit = std::uint64_t{1} << random_.below(words);
      have += (out.members & bit) == 0 ? 1 : 0;
      out.members |= bit;
    }
    return number_of(out);
  }

  template <std::size_t N>
  std::uint32_t range(NumberField field, const std::array<std::int64_t, N>& steps) {
    Test out;
    out.number = field;
    const std::uint32_t kind = random_.below(3);
    if (kind != 1) out.low = random_.pick(steps);
    if (kind != 0) out.high = random_.pick(steps);
    if (kind == 2 && out.low > out.high) std::swap(out.low, out.high);
    return number_of(out);
  }

  std::uint32_t at_least(NumberField field, std::int64_t low) {
    Test out;
    out.number = field;
    out.low = low;
    return number_of(out);
  }

  std::uint32_t number_of(const Test& test) {
    const auto [found, fresh] = known_.try_emplace(test, static_cast<std::uint32_t>(out_.tests.size()));
    if (fresh) out_.tests.push_back(test);
    return found->second;
  }

  Shapes shapes_;
  Random random_;
  std::map<Test, std::uint32_t> known_;
  RuleSet out_;
};

std::span<const std::string_view> words_of(TextField field) {
  if (field == kIndustry) return kIndustries;
  if (field == kCountry) return kCountries;
  return kSources;
}

std::string members_text(const Test& test) {
  const std::span<const std::string_view> words = words_of(test.text);
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if ((test.members >> i & 1U) != 0) out += fmt::format("{}\"{}\"", out.empty() ? "" : ", ", words[i]);
  }
  return out;
}

std::string text_of(const Test& test) {
  if (test.of_text) {
    const bool one = (test.members & (test.members - 1)) == 0;
    const std::string_view field = kTextNames[test.text];
    return one ? fmt::format("{} == {}", field, members_text(test))
               : fmt::format("{} in {{ {} }}", field, members_text(test));
  }
  const std::string_view field = kNumberNames[test.number];
  if (test.high == kNoValue) return fmt::format("{} >= {}", field, test.low);
  if (test.low == kNoValue) return fmt::format("{} <= {}", field, test.high);
  return fmt::format("{} between {} and {}", field, test.low, test.high);
}

void append_part(std::string& out, const RuleSet& rules, const Part& part, std::string_view word) {
  const bool brackets = part.negated || part.tests.size() > 1;
  if (part.negated) out += "not ";
  if (brackets) out += '(';
  for (std::size_t i = 0; i < part.tests.size(); ++i) {
    if (i > 0) fmt::format_to(std::back_inserter(out), " {} ", word);
    out += text_of(rules.tests[part.tests[i]]);
  }
  if (brackets) out += ')';
}

// Declares what any of the rules may read, so that the layout does not depend on how many there are.
constexpr std::string_view kRecord = R"(record lead {
  id text required
  source text
  score number
  fit {
    industry text
    employees number
    country text
    revenue number
  }
  engagement {
    page_views number
    form_fills number
    demo_requests number
    sessions number
    days_inactive number
  }
}

)";

}  // namespace

RuleSet make_rules(std::size_t count, Shapes shapes, std::uint64_t seed) {
  Maker maker(shapes, seed);
  for (std::size_t i = 0; i < count; ++i) maker.add_rule();
  return maker.take();
}

std::string criteria_text(const RuleSet& rules) {
  std::string out(kRecord);
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    const Rule& rule = rules.rules[i];
    fmt::format_to(std::back_inserter(out), "r{} when ", i);
    for (std::size_t k = 0; k < rule.parts.size(); ++k) {
      if (k > 0) out += rule.any ? " or " : " and ";
      append_part(out, rules, rule.parts[k], rule.any ? "and" : "or");
    }
    out += '\n';
  }
  return out;
}

}  // namespace rubric::bench
