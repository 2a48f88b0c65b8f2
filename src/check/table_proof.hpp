// What can be said of tables and guards before any lead is read: rows that match the same lead, leads
// that no row matches, rows that are never reached, moves that exclude each other.
#pragma once

#include "check/model.hpp"

namespace rubric::check {

/// Reports, for a table whose cells fit their columns: two rows of a `unique` table that match one lead (with
/// the lead), gaps (with a lead), and rows that earlier ones leave nothing to. True when every lead surely finds
/// a row.
bool prove_table(Model& model, const ast::Table& table, Span name);

/// Whether both conditions can never be yes for one lead. Knows joined simple tests on fields, rules and
/// values; anything else may be yes.
[[nodiscard]] bool exclusive(const Model& model, const ast::Guard& a, const ast::Guard& b);

}  // namespace rubric::check
