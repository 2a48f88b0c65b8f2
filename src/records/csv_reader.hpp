#pragma once

#include <memory>

#include "records/input.hpp"
#include "records/reader.hpp"

namespace rubric::records {

/// Reads CSV from `input`, which stands behind a byte-order mark. Throws ReadError where the heading row
/// does not fit the layout.
[[nodiscard]] std::unique_ptr<Reader> open_csv(std::unique_ptr<Input> input, const data::Layout& layout,
                                               const Options& options);

}  // namespace rubric::records
