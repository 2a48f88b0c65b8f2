// The typed program -> straight code over blocks of leads.
#pragma once

#include <optional>

#include "bytecode/batch.hpp"
#include "ir/program.hpp"
#include "lower/pieces.hpp"
#include "lower/rule_index.hpp"

namespace rubric::lower {

/// Of the outcomes' values, and of those that the rules of the index test; nothing where the program has something
/// that only the one-record machine can do: sums of points that could grow beyond 64 bits.
[[nodiscard]] std::optional<bytecode::Batch> lower_batch(const ir::Program& program, const IndexedRules& indexed,
                                                         Pieces& pieces);

}  // namespace rubric::lower
