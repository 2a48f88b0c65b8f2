// The tree as indented text, one node a line: the language of the parser's golden files.
#pragma once

#include <string>

#include "ast/ast.hpp"

namespace rubric::ast {

/// Names, operators and literals, without spans; the same tree gives the same text.
[[nodiscard]] std::string dump(const File& file);

}  // namespace rubric::ast
