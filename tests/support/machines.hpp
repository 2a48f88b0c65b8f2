// The engine's ways to decide, in the form that the reference decides in.
#pragma once

#include <memory>

#include "engine/engine.hpp"
#include "support/reference.hpp"
#include "vm/batch.hpp"

namespace rubric::test {

/// Lowered as it stands and loaded; null, and a text that says why, for a defect of the compiler.
[[nodiscard]] std::shared_ptr<const engine::Program> assemble(const ir::Program& program, std::string& fault);

/// Through all passes (or through the one that `only` names), each of which must leave a correct program;
/// then the same.
[[nodiscard]] std::shared_ptr<const engine::Program> assemble_optimized(const ir::Program& program, std::string& fault,
                                                                        std::string_view only = {});

/// Of a row of the block that the machine decided last; reasons are the one-record machine's alone.
[[nodiscard]] Decision decision_of(const vm::BatchMachine& machine, std::size_t row);

/// The slots are filled.
[[nodiscard]] Decision decide(engine::Evaluator& evaluator, std::int64_t as_of);

/// Where they differ, in words; empty when they agree. The order of reasons is the engine's own.
[[nodiscard]] std::string difference(const std::vector<ir::Outcome>& outcomes, const Decision& reference,
                                     Decision other);

}  // namespace rubric::test
