// The page of the built-in functions, made from the list that the compiler itself is made from.
#pragma once

#include <string>
#include <vector>

namespace rubric::test {

struct BuiltinsPage {
  std::string text;                   ///< Markdown
  std::vector<std::string> problems;  ///< a function without its example, an example without its function
};

[[nodiscard]] BuiltinsPage builtins_page();

}  // namespace rubric::test
