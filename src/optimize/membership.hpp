// Tests whether one value is among constants: `x == "a"` and `x in S`, seen alike.
#pragma once

#include <optional>

#include "ir/program.hpp"

namespace rubric::optimize {

/// `value in members`.
struct Membership {
  ir::NodeId value;
  ir::ConstantSet members;
};

/// What the node asks, if that is a membership: an equality with a constant that is no bool and not missing, or
/// a set's test.
[[nodiscard]] std::optional<Membership> membership(const ir::Program& program, ir::NodeId id);

}  // namespace rubric::optimize
