// What would have to be otherwise for a rule to be yes: the clauses that stand in its way.
//
// A clause that is unknown costs 1: somebody has to find out. One that is no costs 2 and more: something has to
// change; where a number is short of another, by how much of it. Of alternatives the cheapest is taken, of
// `at least N` the cheapest N. It is a guide for people, not a proof: two clauses may exclude each other.
#pragma once

#include <vector>

#include "explain/explanation.hpp"

namespace rubric::explain {

/// Of a rule that is not yes; cheapest first, equal ones in the order of the file.
[[nodiscard]] std::vector<Obstacle> in_the_way(const std::vector<Subject>& subjects, const Subject& rule);

/// The verdict that a rule would have if every test that could turn were unknown.
class Turns {
 public:
  /// The subjects must outlive it.
  explicit Turns(const std::vector<Subject>& subjects);
  [[nodiscard]] Verdict of_rule(std::uint32_t subject);

 private:
  Verdict of(const Clause& clause);

  const std::vector<Subject>& subjects_;
  std::vector<std::optional<Verdict>> known_;  // by subject: a rule that many name is looked into once
};

}  // namespace rubric::explain
