// Which verdicts the tests have seen.
#pragma once

#include <vector>

#include "ruletest/ruletest.hpp"

namespace rubric::ruletest {

/// Everything that tests can see of the criteria, not seen yet; in the order of the file.
[[nodiscard]] std::vector<Covered> uncovered(const ir::Outline& outline);

/// Adds what the lead showed that was decided last. `covered` was made for the same criteria.
///
/// An arm, a row or a move is yes when it is the one that is taken; it is no or unknown when it was asked and
/// not taken; what stands behind the one that was taken was not asked.
void cover(const ir::Outline& outline, const engine::Evaluator& lead, std::vector<Covered>& covered);

}  // namespace rubric::ruletest
