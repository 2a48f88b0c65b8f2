// The typed program -> straight code over blocks of leads.
#pragma once

#include <optional>

#include "bytecode/batch.hpp"
#include "ir/program.hpp"
#include "lower/pieces.hpp"

namespace rubric::lower {

/// Of the outcomes' values; nothing where the program has something that only the one-record machine can do:
/// sums of points that could grow beyond 64 bits.
[[nodiscard]] std::optional<bytecode::Batch> lower_batch(const ir::Program& program, Pieces& pieces);

}  // namespace rubric::lower
