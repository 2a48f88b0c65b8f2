// Bytecode as the row machine runs it: the same instructions, but a test and what is done with its answer are one
// step. Made of a verified module when it is loaded, so nothing outside this folder knows of it.
#pragma once

#include <cstdint>
#include <vector>

#include "bytecode/module.hpp"

namespace rubric::vm {

/// The opcodes in their order, then what only steps can be. Of each test in row_tests.def:
///   and, or            joined with an answer so far
///   and_jump, or_jump  the same, and on to `to` when that settles it
///   line               points when it is a yes
///   branch             on to `to` unless it is a yes
///   of_field           `branch`, and X is a field of the element at a cursor
///   with_field         `branch`, and Y is
///   seek_of_field      `of_field` at the head of a loop: on to the first element that passes, or out of the loop to
///   `to` seek_with_field    the same of `with_field`
enum class StepKind : std::uint32_t {
#define RUBRIC_OPCODE(name, d, a, b, effect) name,
#include "bytecode/opcodes.def"
#undef RUBRIC_OPCODE
  move_bool,      ///< of one byte: a wider one would wait for the byte that was just stored
  move_word,      ///< of 8 bytes
  line_constant,  ///< `line_points` whose points are known
#define RUBRIC_ROW_TEST(name, answer)                                                                  \
  name##_and, name##_or, name##_and_jump, name##_or_jump, name##_line, name##_branch, name##_of_field, \
      name##_with_field, name##_seek_of_field, name##_seek_with_field,
#include "vm/row_tests.def"
#undef RUBRIC_ROW_TEST
};

struct Step {
  StepKind kind = StepKind::halt;
  std::uint32_t d = 0;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t to = 0;     ///< a step
  std::uint32_t with = 0;   ///< the register of the answer so far; the field of an element
  std::int64_t points = 0;  ///< in billionths
};

struct RowCode {
  std::vector<Step> steps;
  std::vector<std::uint32_t> step_of;  ///< by instruction that code may begin with
};

/// `module` is verified. Two registers follow those of the module: one that holds yes, one that holds no.
[[nodiscard]] RowCode row_code(const bytecode::Module& module);

}  // namespace rubric::vm
