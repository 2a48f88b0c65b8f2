// Which bracket is to blame when those of a declaration do not pair up.
#pragma once

#include <cstdint>
#include <vector>

#include "chunk.hpp"

namespace rubric::parse {

/// Offsets, ascending.
struct Blame {
  std::vector<std::uint32_t> unclosed;  ///< opening brackets that nothing closes
  std::vector<std::uint32_t> stray;     ///< closing brackets that close nothing
};

/// Pairs the brackets of the chunk, most plausibly by the indentation of lines that begin with `}`.
[[nodiscard]] Blame blame_brackets(const Chunk& chunk);

}  // namespace rubric::parse
