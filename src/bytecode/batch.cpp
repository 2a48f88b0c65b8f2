#include "bytecode/batch.hpp"

#include <array>

namespace rubric::bytecode {

const BatchOpInfo& info(BatchOp op) {
  static constexpr std::array kTable{
#define RUBRIC_BATCH_OP(name, d, a, b, c, effect) BatchOpInfo{#name, d, a, b, c, effect},
#include "bytecode/batch_ops.def"
#undef RUBRIC_BATCH_OP
  };
  return kTable[static_cast<std::size_t>(op)];
}

}  // namespace rubric::bytecode
