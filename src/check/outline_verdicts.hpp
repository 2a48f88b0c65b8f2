// Which verdicts the parts of the criteria can have at all: what coverage may ask for.
#pragma once

#include <span>

#include "ir/outline.hpp"
#include "ir/program.hpp"

namespace rubric::check {

/// Fills `can_be_unknown`, `can_be_no` and `hides_missing` of the outline. `complete` are the tables that have a row
/// for every lead.
void mark_verdicts(const ir::Program& program, ir::Outline& outline, std::span<const ir::SubjectId> complete);

}  // namespace rubric::check
