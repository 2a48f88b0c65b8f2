// Tests whether one value is among constants: `x == "a"` and `x in S`, seen alike.
#pragma once

#include <optional>

#include "ir/program.hpp"

namespace rubric::optimize {

/// `value in members`: what is asked, without a copy of the members.
struct Membership {
  ir::NodeId value;
  ir::Kind kind;
  ir::NodeId constant;             ///< the one member; not valid where there is a set of them
  std::uint32_t set = UINT32_MAX;  ///< the set in the program
};

/// What the node asks, if that is a membership: an equality with a constant that is no bool and not missing, or
/// a set's test.
[[nodiscard]] std::optional<Membership> membership(const ir::Program& program, ir::NodeId id);

/// Puts the members behind those that `into` has; they are sorted and distinct only within the set asked.
void append_members(const ir::Program& program, const Membership& asked, ir::ConstantSet& into);

}  // namespace rubric::optimize
