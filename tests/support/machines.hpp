// The engine's ways to decide, in the form that the reference decides in.
#pragma once

#include <memory>

#include "engine/engine.hpp"
#include "support/reference.hpp"
#include "vm/batch.hpp"

namespace rubric::test {

/// Every rule that can be asked through the index is, however few there are.
inline constexpr lower::Options kIndexAll{.fewest_rules = 1, .fewest_tests = 1};

/// Lowered as it stands and loaded; null, and a text that says why, for a defect of the compiler.
[[nodiscard]] std::shared_ptr<const engine::Program> assemble(const ir::Program& program, std::string& fault,
                                                              const lower::Options& options = {});

/// Through all passes (or through the one that `only` names), each of which must leave a correct program;
/// then the same.
[[nodiscard]] std::shared_ptr<const engine::Program> assemble_optimized(const ir::Program& program, std::string& fault,
                                                                        std::string_view only = {},
                                                                        const lower::Options& options = {});

/// Where what the evaluator says of all rules at once is not what it says of each; empty when it is.
[[nodiscard]] std::string verdicts_fault(const engine::Evaluator& evaluator);

/// Of a row of the block that the machine decided last; reasons are the one-record machine's alone.
[[nodiscard]] Decision decision_of(const vm::BatchMachine& machine, std::size_t row);

/// The batch machine on the evaluator's slots as the one row of its columns; the reasons are the evaluator's.
[[nodiscard]] Decision decide_in_columns(engine::Evaluator& evaluator, std::int64_t as_of);

/// The slots are filled.
[[nodiscard]] Decision decide(engine::Evaluator& evaluator, std::int64_t as_of);

/// Where they differ, in words; empty when they agree. The order of reasons is the engine's own.
[[nodiscard]] std::string difference(const std::vector<ir::Outcome>& outcomes, const Decision& reference,
                                     Decision other);

}  // namespace rubric::test
