// One function an entry of builtins.def, from cells to a cell. An entry without its kernel does not
// link. The kernels proper, on plain values, are in the headers beside this one.
#pragma once

#include <span>

#include "data/arena.hpp"
#include "data/cell.hpp"

namespace rubric::builtins::kernels {

using Arguments = std::span<const data::Cell>;

#define RUBRIC_BUILTIN(id, name, parameters, result, missing, sql, meaning) \
  [[nodiscard]] data::Cell id(Arguments arguments, data::Arena& arena);
#include "builtins/builtins.def"
#undef RUBRIC_BUILTIN

}  // namespace rubric::builtins::kernels
