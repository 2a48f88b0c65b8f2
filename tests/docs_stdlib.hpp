// The page of the standard modules, made from the modules themselves.
#pragma once

#include <string>
#include <vector>

namespace rubric::test {

struct StdlibPage {
  std::string text;                   ///< Markdown
  std::vector<std::string> problems;  ///< what is exported and does not say what it is
};

[[nodiscard]] StdlibPage stdlib_page();

}  // namespace rubric::test
