// What a subject names, and an order in which each stands behind what it names.
#pragma once

#include <cstdint>
#include <vector>

#include "explain/explanation.hpp"

namespace rubric::explain {

/// The subjects that this one looks at, in the order in which it names them; some may come twice.
[[nodiscard]] std::vector<std::uint32_t> named_by(const Subject& subject);
/// All subjects, each behind those that it names. Names make no circles.
[[nodiscard]] std::vector<std::uint32_t> named_first(const std::vector<Subject>& subjects);

}  // namespace rubric::explain
