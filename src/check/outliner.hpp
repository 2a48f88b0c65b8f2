// Rules, lines, arms, rows and moves taken apart into clauses, beside the program that decides them.
#pragma once

#include "check/builder.hpp"

namespace rubric::check {

/// Gives the program of the builder its outline and the values that it watches. Everything that an outcome
/// needs must have been built before; what is built here costs a record nothing that it is charged for.
void make_outline(Builder& builder);

}  // namespace rubric::check
