// Links rubric_runtime alone: a program that only decides records needs no compiler. What fails here
// at link time is an arrow from the runtime to the compiler that no header shows.
#include <cstdio>

#include "builtins/table.hpp"

int main() {
  using namespace rubric;
  const auto lower = builtins::overloads("lower");
  if (lower.size() != 1 || lower.front().result != data::Kind::text) {
    std::puts("the table of built-ins lacks `lower`");
    return 1;
  }
  return 0;
}
