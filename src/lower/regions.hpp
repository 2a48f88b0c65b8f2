// Which nodes are computed behind which jump, and which once an element.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ir/program.hpp"
#include "lower/costs.hpp"

namespace rubric::lower {

using RegionId = std::uint32_t;

/// A region is a stretch of code that may be jumped over: one lazy operand of one node. Region 0 is
/// what always runs, region 1 what runs only once it is known to be wanted. The nodes of a region stand
/// in ascending order.
struct Regions {
  static constexpr RegionId kNone = UINT32_MAX;

  struct Placed {
    ir::NodeId node;
    /// First region of its lazy operands; kNone where it has none. Operand k's region is `lazy + k`, k in the order of
    /// `Costs::in_order`; an operand that is not lazy leaves its region empty.
    RegionId lazy = kNone;
  };
  std::vector<Placed> placed;       ///< region by region, in one piece: there are as many regions as operands
  std::vector<std::uint32_t> ends;  ///< by region: where its nodes end in `placed`

  [[nodiscard]] std::span<const Placed> of(RegionId region) const {
    const std::uint32_t begin = region == 0 ? 0 : ends[region - 1];
    return std::span(placed).subspan(begin, ends[region] - begin);
  }
};

/// `record`: the nodes that are the same for the whole record, also those that only the body of an
/// aggregate asks for: they are computed before its loop. `element`: the nodes of one body.
enum class Part : std::uint8_t { record, element };

/// Nodes with a register in `known` (by node; kNone for those without) are there already; empty: none is.
[[nodiscard]] Regions find_regions(const ir::Program& program, const Costs& costs, Part part,
                                   std::span<const ir::NodeId> always, std::span<const ir::NodeId> when_wanted = {},
                                   std::span<const std::uint32_t> known = {});

}  // namespace rubric::lower
