// Symbols in the order of their needs.
#pragma once

#include "check/model.hpp"

namespace rubric::check {

/// Fills Model::order; symbols on a circle are reported and marked as broken.
void order(Model& model);

}  // namespace rubric::check
