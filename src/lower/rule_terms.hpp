// A condition as terms: yes when one of them is, each yes when all of its tests are.
//
// In Kleene's logic `and` is the smaller and `or` the larger of its operands, and `not` turns the order round, so
// both laws of distribution and De Morgan's hold with unknown values as well: what comes out means the same.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ir/program.hpp"

namespace rubric::lower {

/// What a term asks: a test of one value, as it stands or negated.
struct Literal {
  ir::NodeId test;
  bool negated = false;
};
using Term = std::vector<Literal>;

/// Which value each condition tests.
class TestedValues {
 public:
  explicit TestedValues(const ir::Program& program);

  /// The one value that the condition depends on, by tests that cut it into classes: comparisons with constants,
  /// sets, whether it is missing, and what joins them. A condition that nothing is known of is a value itself.
  /// Not valid for one that joins tests of several values.
  [[nodiscard]] ir::NodeId of(ir::NodeId condition) const { return values_[condition.index]; }

  /// None when there would be too many terms.
  [[nodiscard]] std::optional<std::vector<Term>> terms(ir::NodeId condition) const;

 private:
  [[nodiscard]] ir::NodeId tested(ir::NodeId id) const;
  [[nodiscard]] ir::NodeId common(ir::NodeId id) const;
  [[nodiscard]] std::optional<std::vector<Term>> terms(ir::NodeId id, bool negated, int depth) const;

  const ir::Program& program_;
  std::vector<ir::NodeId> values_;
  std::vector<std::uint8_t> depths_;  // of what joins tests of one value
};

}  // namespace rubric::lower
