// The passes: each takes a program and gives one of the same meaning.
#pragma once

#include "ir/program.hpp"

namespace rubric::optimize {

/// Operations on constants alone become their answer, by the kernels that the machine uses.
[[nodiscard]] ir::Program fold(ir::Program program);

/// What a constant operand decides, nested and repeated operands, double negation, tests that cannot be
/// missing, choices whose condition is known.
[[nodiscard]] ir::Program simplify(ir::Program program);

/// `x == "a" or x == "b" or x in S` asks one set.
[[nodiscard]] ir::Program merge(ir::Program program);

/// A choice among constants by what one value equals becomes one lookup, however many rows it has.
[[nodiscard]] ir::Program look_up(ir::Program program);

/// The lines of a score that compare one value with constants become one question, whose answer is their sum.
[[nodiscard]] ir::Program by_field(ir::Program program);

/// Leaves out what no root needs, sets and patterns too; those that stay are numbered in the order of the nodes.
[[nodiscard]] ir::Program prune(ir::Program program);

}  // namespace rubric::optimize
