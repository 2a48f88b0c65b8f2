// Tables that stand in CSV files: their rows are put into the tree, as if they were written there.
#pragma once

#include "engine/files.hpp"
#include "engine/modules.hpp"

namespace rubric::engine {

/// For each `table … from "file.csv" { columns => outputs }` of the tree: reads the columns that have the
/// names of the header, one row a line. An empty cell or `*` is anything, `>= 5` and `1..10` are tests
/// where numbers or times stand; everything else is a value, of the type of its column.
void load_tables(ast::File& tree, const std::vector<std::string>& identities, const base::SourceMap& sources,
                 const Files& files, diag::Sink& sink);

}  // namespace rubric::engine
