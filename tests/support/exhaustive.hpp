// Tiny programs, all of them: every operator and built-in over every combination of a few values of its
// operands, missing ones included, once with the values in the record and once as constants.
#pragma once

#include <string>
#include <vector>

namespace rubric::test {

struct TinyProgram {
  std::string source;
  std::vector<std::string> records;
};

[[nodiscard]] std::vector<TinyProgram> tiny_programs();

}  // namespace rubric::test
