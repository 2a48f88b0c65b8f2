// nodes -> tree. Literals are decoded here, and what the grammar lets through although the language
// forbids it is refused here, where the operands are at hand.
#pragma once

#include "ast/ast.hpp"
#include "build_expr.hpp"
#include "chunk.hpp"

namespace rubric::parse {

/// Appends the declaration that the nodes describe. The builder of expressions serves one after the other, and keeps
/// its memory.
void build(ExprBuilder& expressions);

/// A declaration that could not be read, as far as its first tokens say what it is: its name is known
/// then, and its value an error that nobody reports again. Appends nothing if they do not say.
void build_broken(const Chunk& chunk, ast::File& file);

}  // namespace rubric::parse
