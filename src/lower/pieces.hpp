// Stretches of one-record code that stand behind the main code, each with its own `halt`.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ir/program.hpp"
#include "lower/regions.hpp"

namespace rubric::lower {

/// A node whose value stands in a register before the code runs.
struct Given {
  ir::NodeId node;
  std::uint32_t reg = 0;
};

struct PieceCode {
  std::uint32_t entry = 0;
  std::vector<std::uint32_t> results;  ///< registers of the roots
};

class Pieces {
 public:
  virtual ~Pieces() = default;
  /// The register of a slot, the instant or a constant.
  [[nodiscard]] virtual std::uint32_t fixed_register(ir::NodeId id) const = 0;
  virtual std::uint32_t new_register(ir::Kind kind) = 0;
  virtual PieceCode piece(Part part, std::span<const ir::NodeId> roots, std::span<const Given> given) = 0;
};

}  // namespace rubric::lower
