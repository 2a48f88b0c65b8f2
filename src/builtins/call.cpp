#include "builtins/kernels.hpp"
#include "builtins/table.hpp"

namespace rubric::builtins {

data::Cell call(Builtin id, std::span<const data::Cell> arguments, data::Arena& arena) {
  using Kernel = data::Cell (*)(kernels::Arguments, data::Arena&);
  static constexpr Kernel kKernels[] = {
#define RUBRIC_BUILTIN(id, name, parameters, result, missing, sql, meaning) kernels::id,
#include "builtins/builtins.def"
#undef RUBRIC_BUILTIN
  };
  return kKernels[static_cast<std::size_t>(id)](arguments, arena);
}

}  // namespace rubric::builtins
