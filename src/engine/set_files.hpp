// The members of a set that comes from a file: text in, members out. Finding and reading the file is
// the caller's business, for the caller knows what a criteria file may touch.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "check/check.hpp"

namespace rubric::engine {

/// The largest file a set may come from, in bytes.
inline constexpr std::size_t kSetFileBytes = 16U << 20U;

/// One text a line, trimmed; blank lines and lines that start with `#` are skipped. With a `column`: the
/// values of that column of a CSV text, trimmed, empty cells skipped. A text that is not UTF-8, a row
/// that does not fit and a column that is not there come back as the `error`.
[[nodiscard]] check::SetFile parse_set_file(std::string_view text, const std::optional<std::string>& column);

}  // namespace rubric::engine
