// The first rows of a CSV input: which sign separates fields, and which column each slot reads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/layout.hpp"
#include "records/reader.hpp"

namespace rubric::records {

/// Of `,` `;` TAB and `|`, the one that splits the first row and the most of the nine rows behind it
/// into the same number of fields, then the one that makes the most fields, then the first of this
/// list. `,` where none splits the first row.
[[nodiscard]] char find_delimiter(std::string_view bytes, const Limits& limits);

/// The column of each slot, from 0; none for a slot that cannot come from a column. Throws ReadError
/// for slots without a column, all named at once, and for a heading that two columns share.
[[nodiscard]] std::vector<std::optional<std::uint32_t>> find_columns(const std::vector<std::string>& headings,
                                                                     const data::Layout& layout,
                                                                     const Options& options);

}  // namespace rubric::records
