// What operations carry beside registers, in the typed program and in the bytecode alike.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace rubric::data {

enum class CalendarUnit : std::uint8_t { day, week, month, quarter, year };

enum class TextTest : std::uint8_t { contains, starts_with, ends_with, contains_word };

/// `contains any of S`: one test against each member of a set of texts.
struct TextTests {
  TextTest test = TextTest::contains;
  bool all = false;       ///< every member must pass, not one
  std::uint32_t set = 0;  ///< index of the set in its program or module

  friend auto operator<=>(const TextTests&, const TextTests&) = default;
};

struct PatternSource {
  std::string pattern;
  std::string flags;

  friend auto operator<=>(const PatternSource&, const PatternSource&) = default;
};

/// What a decision holds: the verdict of a rule, the points of a score block, the sum of all blocks,
/// the value of a `choose`, an output of a table, the next state of a lifecycle (and whether it moved).
/// `ledger` comes only where it is asked for: the points of one line of the score before it, or, without a
/// text, what the lines add up to before the bounds.
enum class OutcomeKind : std::uint8_t { rule, score, total, choice, table, lifecycle, ledger };

}  // namespace rubric::data
