// Whether a value can be missing at all.
#pragma once

#include <vector>

#include "ir/program.hpp"

namespace rubric::ir {

/// By node: false when no record makes it missing. Looks at each node for itself, so it may say true where two
/// operands exclude each other.
[[nodiscard]] std::vector<bool> can_be_missing(const Program& program);

}  // namespace rubric::ir
