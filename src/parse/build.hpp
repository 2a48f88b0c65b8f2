// nodes -> tree. Literals are decoded here, and what the grammar lets through although the language
// forbids it is refused here, where the operands are at hand.
#pragma once

#include "ast/ast.hpp"
#include "chunk.hpp"
#include "diag/sink.hpp"
#include "nodes.hpp"
#include "parse/parse.hpp"

namespace rubric::parse {

/// Appends the declaration that the nodes describe.
void build(const Chunk& chunk, const Nodes& nodes, const Limits& limits, ast::File& file, diag::Sink& sink);

/// A declaration that could not be read, as far as its first tokens say what it is: its name is known
/// then, and its value an error that nobody reports again. Appends nothing if they do not say.
void build_broken(const Chunk& chunk, ast::File& file);

}  // namespace rubric::parse
