// Other programs, measured from outside: how long they take from start to end, and the memory they need.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace rubric::bench {

using Command = std::vector<std::string>;  ///< a program (a path or a name to look for), and its arguments

[[nodiscard]] bool exists(const std::string& program);

/// Milliseconds from start to end, the quickest of several. Throws std::runtime_error when it fails.
[[nodiscard]] double start_ms(const Command& command);

/// The most memory that it held at once, in megabytes of 2^20 bytes; none where the system does not tell.
[[nodiscard]] std::optional<double> peak_mb(const Command& command);

/// The size of a program without its symbols, in megabytes; none where there is no `strip`.
[[nodiscard]] std::optional<double> stripped_mb(const std::string& program, const std::string& scratch);

/// `AMD EPYC, 2 cores`.
[[nodiscard]] std::string machine();

}  // namespace rubric::bench
