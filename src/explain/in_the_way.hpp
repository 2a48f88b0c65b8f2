// What would have to be otherwise for a rule to be yes: the clauses that stand in its way.
//
// A clause that is unknown costs 1: somebody has to find out. One that is known although a field in it is missing
// costs 1.5: the same, but the criteria say what holds as long as nobody knows. One that is plainly no costs 2 and
// more: something has to change; where a number is short of another, by how much of it, else 3. Of alternatives the
// cheapest is taken, of `at least N` the cheapest N. It is a guide for people, not a proof: two clauses may exclude
// each other.
#pragma once

#include <vector>

#include "explain/explanation.hpp"

namespace rubric::explain {

/// How many are listed; files have longer lists, screens do not.
inline constexpr std::size_t kMostInTheWay = 20;

/// Sets `in_the_way` of each rule that is not yes: cheapest first, equal ones in the order of the file.
void stand_in_the_way(std::vector<Subject>& subjects);

}  // namespace rubric::explain
