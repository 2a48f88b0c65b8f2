// W4: many invented rules, as values (for the limits) and as a criteria file (for Rubric).
//
// A rule is two levels deep: parts joined by one word, each part tests joined by the other word, and a part
// may be negated. That is every shape that people write by hand, and conjunctions as the simplest of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "leads.hpp"

namespace rubric::bench {

/// What a rule asks of one field. Equal tests are one test: rules name them by number.
struct Test {
  bool of_text = false;
  TextField text = kIndustry;  ///< industry, country or source
  std::uint64_t members = 0;   ///< of a text: bit i for word i of the field's list in words.hpp
  NumberField number = kScore;
  std::int64_t low = kNoValue;   ///< kNoValue: no lower end
  std::int64_t high = kNoValue;  ///< kNoValue: no upper end; both ends included

  friend auto operator<=>(const Test&, const Test&) = default;
};

struct Part {
  std::vector<std::uint32_t> tests;  ///< joined by the word that does not join the parts
  bool negated = false;
};

struct Rule {
  bool any = false;  ///< the parts are joined by `or`
  std::vector<Part> parts;
};

enum class Shapes : std::uint8_t {
  conjunctions,  ///< 2 to 4 tests of different fields, joined by `and`
  mixed,         ///< `and`, `or` and `not`
};

struct RuleSet {
  std::vector<Test> tests;
  std::vector<Rule> rules;
};

/// The same for the same arguments, and a smaller set is the beginning of a larger one.
[[nodiscard]] RuleSet make_rules(std::size_t count, Shapes shapes, std::uint64_t seed = 4);

/// A whole criteria file: rules `r0`, `r1`, …
[[nodiscard]] std::string criteria_text(const RuleSet& rules);

}  // namespace rubric::bench
