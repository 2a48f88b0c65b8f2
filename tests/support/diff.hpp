// Two texts compared line by line, for people: what a failed golden file prints.
#pragma once

#include <string>
#include <string_view>

namespace rubric::test {

/// Empty when the texts are equal. Else the lines that differ, `-` before those only in `expected` and
/// `+` before those only in `actual`, each run with two equal lines round it.
[[nodiscard]] std::string line_diff(std::string_view expected, std::string_view actual);

}  // namespace rubric::test
