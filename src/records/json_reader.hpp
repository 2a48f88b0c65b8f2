#pragma once

#include <memory>

#include "records/input.hpp"
#include "records/reader.hpp"

namespace rubric::records {

/// Reads JSON lines or an array from `input`, which stands behind a byte-order mark.
[[nodiscard]] std::unique_ptr<Reader> open_json(std::unique_ptr<Input> input, const data::Layout& layout,
                                                const Options& options);

}  // namespace rubric::records
