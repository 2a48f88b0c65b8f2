// Explanations as one page: no scripts, nothing loaded from elsewhere, readable in light and dark and on paper.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "explain/explanation.hpp"

namespace rubric::explain {

/// `only`: the rules, scores … to tell of, with what they look at; empty: all.
[[nodiscard]] std::string html_page(const std::vector<const Explanation*>& explanations,
                                    const std::vector<std::string>& only);

/// Text that is nothing but text wherever it stands in a page.
[[nodiscard]] std::string html_text(std::string_view text);

}  // namespace rubric::explain
