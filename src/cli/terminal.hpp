// What stands behind stdout and stderr: a terminal or not, how wide, with colour or without. Each
// stream is judged for itself.
#pragma once

#include <optional>
#include <string_view>

#include "diag/render_style.hpp"

namespace rubric::cli {

[[nodiscard]] bool is_terminal(int descriptor);
[[nodiscard]] bool colour_for(int descriptor, diag::ColourChoice choice);

/// Columns of the terminal: what it says itself, else COLUMNS, else 100.
[[nodiscard]] unsigned width_of(int descriptor);
/// The number in COLUMNS, if it is one from 20 to 10,000.
[[nodiscard]] std::optional<unsigned> parse_columns(const char* text);

}  // namespace rubric::cli
