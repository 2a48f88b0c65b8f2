// The words that a criteria file may hold: for completion.
#pragma once

#include <string_view>
#include <vector>

namespace rubric::engine {

/// Keywords, units and the names of built-in functions, each once.
[[nodiscard]] std::vector<std::string_view> words();

}  // namespace rubric::engine
