// Between text and the other types, as `number`, `text` and `time` do it.
#pragma once

#include <cstdint>

#include "data/arena.hpp"
#include "data/cell.hpp"

namespace rubric::builtins {

/// The number that the text says, blanks round it ignored; missing when it says none, is too large, or
/// is a whole number that binary64 cannot hold exactly.
[[nodiscard]] double number_of_text(data::TextRef text);
/// A whole number below 10^15 in size, in plain digits; missing for others.
[[nodiscard]] data::TextRef text_of_number(double number, data::Arena& arena);
/// The instant that an ISO 8601 text says; a date alone is its midnight.
[[nodiscard]] std::int64_t time_of_text(data::TextRef text);

}  // namespace rubric::builtins
