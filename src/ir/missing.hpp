// Whether a value can be missing at all, and whether it shows that something below it is.
#pragma once

#include <cstdint>
#include <unordered_set>
#include <vector>

#include "ir/program.hpp"

namespace rubric::ir {

/// By node: false when no record makes it missing. Looks at each node for itself, so it may say true where two
/// operands exclude each other.
[[nodiscard]] std::vector<bool> can_be_missing(const Program& program);

/// The same for one node, where `present` says of other nodes that they are not missing. `plain` is what
/// can_be_missing says of the program.
[[nodiscard]] bool can_be_missing(const Program& program, NodeId id, const std::vector<bool>& plain,
                                  const std::unordered_set<std::uint32_t>& present);

/// By node: true when it can have a value although something below it is missing, other than by the tables of
/// `and` and `or`: there is a `default`, an `is missing`, a score, a question to a list.
[[nodiscard]] std::vector<bool> hides_missing(const Program& program);

}  // namespace rubric::ir
