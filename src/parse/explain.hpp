// Why a rule failed, in words made for the place. Runs on the error path only: it looks at the real
// tokens round the failure, so that the grammar needs no rules for errors.
#pragma once

#include "chunk.hpp"
#include "diag/sink.hpp"
#include "match.hpp"

namespace rubric::parse {

/// Reports the error, unless something at its place has been reported already that explains it.
void explain(const Chunk& chunk, const SyntaxError& error, diag::Sink& sink);

}  // namespace rubric::parse
