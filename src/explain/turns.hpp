// What could still change: everything that is missing may be found out, and some verdicts are known in spite of it.
//
// A score takes an unknown line for no points, `unless` an unknown for a no, `default` a value for a missing
// one, `is missing` answers at all, and a choose or a table passes over what is unknown. So a rule that is
// plainly no may be yes tomorrow. The answer errs on the side of "could": two clauses may speak of one field.
// Elements of lists are taken as they are.
#pragma once

#include <vector>

#include "explain/explanation.hpp"

namespace rubric::explain {

/// Sets `could_turn` of rules and tests, and `low`, `high` and `open` of scores.
void mark_turns(std::vector<Subject>& subjects);

/// The same for a clause that stands in no subject: what a test expected. The subjects are marked.
void mark_turns(const std::vector<Subject>& subjects, Clause& clause);

}  // namespace rubric::explain
