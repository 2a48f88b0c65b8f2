// Explanations held against the decisions that they explain.
#pragma once

#include <cstdint>
#include <string>

#include "engine/engine.hpp"
#include "explain/explanation.hpp"

namespace rubric::test {

/// The lead has been decided, by a program with an outline. Says where its explanation disagrees with the
/// outcomes or with itself: values and verdicts, clauses with their parts (three-valued logic), scores with their
/// lines and their range, the arm that was taken. Empty when all agree.
[[nodiscard]] std::string explanation_fault(engine::Evaluator& lead, std::int64_t as_of);

/// The verdict that the parts of a clause add up to.
[[nodiscard]] explain::Verdict verdict_of_parts(const explain::Clause& clause);

}  // namespace rubric::test
