// Many rules at once: for each value that they test, which of them each of its classes leaves open.
//
// The tests of all rules on one field cut its values into classes that no test can tell apart. Of each class it
// is known which rules it leaves open, as a set of bits. What a lead makes of all rules is then one class a
// field, and the bits that all of these classes have in common. lower/ finds the rules and makes the sets,
// vm/ asks them. What cannot be said as such sets is code, as ever.
//
// A rule is one or more terms: it is a term that is yes, a term is its tests that all are. In Kleene's logic
// `and` is the smaller and `or` the larger one, so that every condition of `and`, `or` and `not` can be written so.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "data/cell.hpp"
#include "data/member_set.hpp"
#include "data/type.hpp"

namespace rubric::bytecode {

/// Marks a result that is a value of the index, by its number, and not a register.
inline constexpr std::uint32_t kIndexed = std::uint32_t{1} << 31U;

/// As many bits as a step takes: one line of the cache, one register of the newest processors.
struct alignas(64) Bits {
  static constexpr std::size_t kCount = 512;

  std::array<std::uint64_t, kCount / 64> words{};

  void set(std::size_t bit) { words[bit / 64] |= std::uint64_t{1} << (bit % 64); }
  void flip(std::size_t bit) { words[bit / 64] ^= std::uint64_t{1} << (bit % 64); }
};

/// One value that the rules test, and its classes. A value that is present makes each test yes or no; a missing
/// one makes it whatever the test says, so it has two sets: what may still be yes, and what may still be unknown.
struct IndexedField {
  std::uint32_t value = 0;  ///< the register: bool, number, text, time or duration
  std::uint32_t classes = 1;
  /// Of the value's kind: where the next class begins, ascending; the values below the first are class 0.
  std::vector<double> numbers;
  std::vector<std::int64_t> ticks;
  /// Of a text: the members of all sets, and the class of each; the last one is that of all other texts.
  data::MemberSet texts;
  std::vector<std::uint32_t> class_of;
  /// In RuleIndex::sets: that of a missing value and yes, that of a missing value and unknown, then the classes.
  /// A bool that is no is class 0, one that is yes class 1.
  std::uint32_t first = 0;
};

/// Classes, as the places where they begin and where they end, in turn and ascending.
using Classes = std::vector<std::uint32_t>;

/// What a test says of a value that is missing, and for which classes of those that are present it is yes. For
/// the others it is no: a test of one value knows its answer when the value is known.
struct ClassTest {
  data::Tri missing = data::Tri::unknown;
  Classes yes;
};

struct IndexedTest {
  std::uint32_t field = 0;
  ClassTest asks;
};

struct RuleIndex {
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  std::vector<IndexedField> fields;
  /// How many `Bits` the terms take. The first terms of all values stand first, then the second terms of those
  /// that have two, and so on, each part beginning with `Bits` of its own and no longer than the one before.
  std::vector<std::uint32_t> parts;
  std::uint32_t lines = 0;           ///< the sum of `parts`: the size of a set
  std::vector<Bits> sets;            ///< a set is `lines` in a row
  std::vector<std::uint32_t> owner;  ///< by value: the outcome that is its rule, kNone for a reason's condition
  std::vector<Bits> rules;           ///< which values have an owner: `parts[0]` of them
  // The same again, for those who have many leads at a time: by its terms, and by what each asks.
  std::vector<IndexedTest> tests;         ///< each different one once
  std::vector<std::uint32_t> asked;       ///< which tests, one term behind the other
  std::vector<std::uint32_t> term_ends;   ///< by term: where its tests end in `asked`
  std::vector<std::uint32_t> value_ends;  ///< by value: where its terms end in `term_ends`

  [[nodiscard]] bool empty() const { return owner.empty(); }
};

}  // namespace rubric::bytecode
