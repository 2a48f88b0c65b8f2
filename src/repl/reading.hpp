// What a line of a session is: a command, a declaration, a change of the lead, or an expression.
#pragma once

#include <string>
#include <string_view>

namespace rubric::repl {

struct Reading {
  enum class Kind { nothing, command, declaration, assignment, expression };
  Kind kind = Kind::nothing;
  std::string name;   ///< of a command, of what is declared; of an assignment: the path
  std::string value;  ///< of a command: the rest; of an assignment: what stands behind `=`
};

[[nodiscard]] Reading read_line(std::string_view line);

/// Brackets that the text opens and does not close; texts and comments are looked through.
[[nodiscard]] int open_brackets(std::string_view text);

}  // namespace rubric::repl
