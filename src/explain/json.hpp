// An explanation for programs. docs/explaining.md says what each field means.
#pragma once

#include <string>
#include <vector>

#include "explain/explanation.hpp"

namespace rubric::explain {

inline constexpr int kJsonVersion = 1;

/// One object on one line, without a line end: as `rubric run --explain` puts it into a lead's line.
[[nodiscard]] std::string json_value(const Explanation& explanation);

/// An array of such objects, indented, with a line end. `only`: the rules, scores … to tell of, with what they
/// look at; empty: all.
[[nodiscard]] std::string json_document(const std::vector<const Explanation*>& explanations,
                                        const std::vector<std::string>& only);

}  // namespace rubric::explain
