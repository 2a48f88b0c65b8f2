// Which folder may include which: holds #include lines to the table in tests/arrows.txt.
//
// Comes in: the table and the files, as text. Goes out: a line for each arrow that should not be.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rubric::test {

/// Files by their path from the root of the repository: "src/diag/sink.cpp".
using Files = std::map<std::string, std::string>;

/// One text a fault: faults of the table itself (a line that cannot be read, a circle), then
/// `FILE:LINE: A -> B: why` for includes, then headers that reach too many files. Empty when all is well.
[[nodiscard]] std::vector<std::string> arrow_faults(std::string_view table, const Files& files);

}  // namespace rubric::test
