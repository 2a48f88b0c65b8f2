// Pieces of the criteria as a person would quote them: on one line, without comments.
#pragma once

#include <string>

#include "check/model.hpp"

namespace rubric::check {

/// The text of a place.
[[nodiscard]] std::string words_of(const Model& model, Span span);
/// Of a line, an arm or a move, without its `because`; the span of its reason is empty where it has none.
[[nodiscard]] std::string words_before(const Model& model, Span span, Span because);
/// Of a table's row that a CSV file gave: it stands nowhere in the criteria, so its cells are written as they would be
/// there.
[[nodiscard]] std::string row_of_file(const Model& model, const ast::Row& row);
[[nodiscard]] std::string cell_of_file(const Model& model, const ast::Cell& cell);

}  // namespace rubric::check
