// Files in: whole small texts (criteria, sets), and what to say when one is not there.
#pragma once

#include <cstddef>
#include <string>

#include "cli/failure.hpp"

namespace rubric::cli {

/// "leads.csv" was not found: looks for a file of a similar name beside it.
[[nodiscard]] Failure not_found(const std::string& path);
/// What `errno` says about a path that cannot be opened or read.
[[nodiscard]] Failure cannot_read(const std::string& path, int fault);

/// The descriptor of a file that can be read; `-` is standard input. Throws Failure for a path that is
/// not there, is a folder or must not be read. The caller closes it (unless it is standard input).
[[nodiscard]] int open_to_read(const std::string& path);

/// The whole text. Throws Failure past `limit` bytes, too.
[[nodiscard]] std::string read_text_file(const std::string& path, std::size_t limit);

}  // namespace rubric::cli
