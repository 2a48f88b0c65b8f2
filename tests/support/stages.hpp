// The stages that golden files can name.
#pragma once

#include <vector>

#include "support/golden.hpp"

namespace rubric::testing {

[[nodiscard]] const std::vector<Stage>& stages();

}  // namespace rubric::testing
