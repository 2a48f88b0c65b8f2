// Sets of values of one type, missing counted as a value: what a cell of a table or a simple test lets
// through. Exact: union is never needed, and what a test cannot say for sure is said twice, as what it
// lets through at least and at most.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace rubric::check {

class ValueSet {
 public:
  /// Everything, missing too.
  static ValueSet all();
  static ValueSet nothing();
  static ValueSet missing();
  static ValueSet present();
  /// All numbers or times, all texts; missing too.
  static ValueSet all_ordered();
  static ValueSet all_texts();
  /// Texts (and `true`, `false`).
  static ValueSet texts(std::vector<std::string> values);
  /// Numbers and times (as microseconds), both ends as given; infinite ends by ±infinity.
  static ValueSet range(long double low, bool low_open, long double high, bool high_open);

  [[nodiscard]] ValueSet intersect(const ValueSet& other) const;
  [[nodiscard]] ValueSet complement() const;
  [[nodiscard]] bool empty() const;
  /// Whether the intersection has a member.
  [[nodiscard]] bool meets(const ValueSet& other) const;
  /// The text, when that is all there is.
  [[nodiscard]] const std::string* only_text() const;
  /// How many texts are listed: what it costs to copy.
  [[nodiscard]] std::size_t texts_count() const { return texts_.size(); }

  /// A member for a message; with `universe` only these texts exist.
  struct Example {
    bool missing = false;
    std::optional<std::string> text;
    std::optional<long double> number;
  };
  [[nodiscard]] std::optional<Example> example() const;
  /// Only these texts exist (the values of `one of`, or `true` and `false`).
  [[nodiscard]] ValueSet within(const std::vector<std::string>& universe) const;

 private:
  struct Interval {
    long double low;
    long double high;
    bool low_open;
    bool high_open;
  };
  [[nodiscard]] static bool empty(const Interval& i) {
    return i.low > i.high || (i.low == i.high && (i.low_open || i.high_open));
  }

  bool missing_ = false;
  // Texts: those listed, or all but those listed.
  bool all_but_ = false;
  std::vector<std::string> texts_;   // sorted
  std::vector<Interval> intervals_;  // sorted, apart
};

}  // namespace rubric::check
