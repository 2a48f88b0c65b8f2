// The pages that teach.
#pragma once

#include <string_view>

namespace rubric::cli {

/// "" is the page of the program itself; else a command's. Empty for a command that does not exist.
[[nodiscard]] std::string_view help_page(std::string_view command);

}  // namespace rubric::cli
