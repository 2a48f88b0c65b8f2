// The stages that golden files can name.
#pragma once

#include <vector>

#include "support/golden.hpp"

namespace rubric::test {

[[nodiscard]] const std::vector<Stage>& stages();

}  // namespace rubric::test
