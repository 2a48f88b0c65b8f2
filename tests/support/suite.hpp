// The data files of tests/data/, and what their formats need.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rubric::test {

/// The lines of tests/data/NAME, without line ends. Fails the test if there is no such file.
[[nodiscard]] std::vector<std::string> data_lines(std::string_view name);

/// The bytes that base64 text stands for.
[[nodiscard]] std::string from_base64(std::string_view text);

}  // namespace rubric::test
