// What working a value out costs, roughly: so that cheap tests come first, and a jump is only made over what costs more
// than a jump that was not foreseen.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ir/program.hpp"

namespace rubric::lower {

class Costs {
 public:
  explicit Costs(const ir::Program& program);

  /// In comparisons of two numbers, about.
  [[nodiscard]] std::uint32_t of(ir::NodeId id) const { return costs_[id.index]; }

  /// The operands as they are to be worked out: those of an `and` or an `or` by what they cost, others as they stand.
  /// The answer is the same in every order, but memory that a record may take is taken in the order of the file.
  [[nodiscard]] std::span<const ir::NodeId> in_order(ir::NodeId id) const {
    const ir::Node& n = program_[id];
    return std::span(in_order_).subspan(n.first, n.count);
  }

 private:
  void put_in_order(const ir::Node& n, bool takes);

  const ir::Program& program_;
  std::vector<std::uint32_t> costs_;  // by node, with its operands
  std::vector<bool> takes_memory_;    // by node, or one of its operands
  std::vector<ir::NodeId> in_order_;  // by place of an operand in the program
};

}  // namespace rubric::lower
