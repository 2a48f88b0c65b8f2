// The instructions that work on whole blocks: straight loops, compiled for several processors.
#pragma once

#include <span>

#include "bytecode/batch.hpp"
#include "data/cell.hpp"
#include "vm/block.hpp"

namespace rubric::vm {

/// Where the operands stand.
struct BlockRegisters {
  Bits* bits = nullptr;
  Lane* lanes = nullptr;
  data::TextRef* texts = nullptr;
  const std::int64_t* const* inputs = nullptr;
  const data::Cell* once = nullptr;  ///< registers of the one-record machine
  const bytecode::Ranges* ranges = nullptr;
};

/// Runs on to the first instruction that is not its own, from `next` on; its index, or the size of the code.
[[nodiscard]] std::size_t run_block_code(std::span<const bytecode::BatchInstruction> code, std::size_t next,
                                         const BlockRegisters& registers);

}  // namespace rubric::vm
