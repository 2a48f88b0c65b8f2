// Records that are in memory already.
#pragma once

#include <string>

#include "records/reader.hpp"

namespace rubric::records {

/// A source that gives the text, which it owns.
[[nodiscard]] ByteSource bytes_of(std::string text);

}  // namespace rubric::records
