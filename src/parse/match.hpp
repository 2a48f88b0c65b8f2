// A chunk of tokens against the grammar. The only header in front of PEGTL: what comes out are nodes
// and errors, plain values.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "chunk.hpp"
#include "diag/sink.hpp"
#include "nodes.hpp"

namespace rubric::parse {

/// Where a rule failed, and what it wanted. Nothing is rendered here.
struct SyntaxError {
  diag::Kind kind{};
  std::string_view what;
  std::uint32_t token = 0;  ///< the token that did not fit
  std::uint32_t first = 0;  ///< of the item in which it stands
  std::uint32_t last = 0;   ///< behind that item
};

struct Match {
  Nodes nodes;                      ///< empty when the declaration could not be read
  std::vector<SyntaxError> errors;  ///< in the order of the text
  bool complete = false;            ///< the declaration was read, its broken items left out
  bool too_deep = false;            ///< the last error is about nesting
};

/// Throws nothing. `out` is reused from call to call.
void match(const Chunk& chunk, std::uint32_t nesting, Match& out);

}  // namespace rubric::parse
