// The passes: each takes a program and gives one of the same meaning.
#pragma once

#include "ir/program.hpp"

namespace rubric::optimize {

/// Operations on constants alone become their answer, by the kernels that the machine uses.
[[nodiscard]] ir::Program fold(const ir::Program& program);

/// What a constant operand decides, nested and repeated operands, double negation, tests that cannot be
/// missing, choices whose condition is known.
[[nodiscard]] ir::Program simplify(const ir::Program& program);

/// `x == "a" or x == "b" or x in S` asks one set.
[[nodiscard]] ir::Program merge(const ir::Program& program);

/// A choice among constants by what one value equals becomes one lookup, however many rows it has.
[[nodiscard]] ir::Program look_up(const ir::Program& program);

/// The lines of a score that compare one value with constants become one question, whose answer is their sum.
[[nodiscard]] ir::Program by_field(const ir::Program& program);

/// Leaves out what neither an outcome nor a named value needs.
[[nodiscard]] ir::Program prune(const ir::Program& program);

}  // namespace rubric::optimize
