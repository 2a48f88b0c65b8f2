// The words that explanations and reports of tests have in common.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "explain/explanation.hpp"

namespace rubric::explain {

/// `yes`, `no`, `unknown`.
[[nodiscard]] std::string_view word(Verdict verdict);
/// `rule`, `score`, `choice`, …
[[nodiscard]] std::string_view word(ir::SubjectKind kind);
/// `fit.industry is "retail"`, `2 of 5 events`, `email is missing`.
[[nodiscard]] std::string sentence(const Sight& sight);
/// Points with their sign: `+25`, `-30`, `0`.
[[nodiscard]] std::string signed_points(double points);
/// A text as a criteria file writes it, with its quotes.
[[nodiscard]] std::string quoted(std::string_view text);

/// `a, b, c`.
[[nodiscard]] std::string joined(const std::vector<std::string>& pieces, std::string_view between);

}  // namespace rubric::explain
