// The records in a golden file's head, decided: `# as of: 2026-11-01`, `# record: {"x": 1}`.
#pragma once

#include <memory>
#include <string>

#include "engine/engine.hpp"
#include "support/golden.hpp"

namespace rubric::test {

/// One paragraph a record: its outcomes, and below each the reasons for it.
[[nodiscard]] std::string run_records(const std::shared_ptr<const engine::Program>& program, const Head& head);

}  // namespace rubric::test
