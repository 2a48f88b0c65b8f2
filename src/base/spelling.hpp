// "Did you mean": the candidate nearest to what was written, if one is near enough to be a slip.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace rubric::base {

/// Edits between two words (insert, delete, replace, swap of neighbours; ASCII case costs nothing).
/// Stops counting at `limit` + 1.
[[nodiscard]] unsigned edit_distance(std::string_view a, std::string_view b, unsigned limit);

/// The nearest candidate within a third of the longer word's length (at least one edit), the first
/// of equals; none if nothing is near.
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view word,
                                                      const std::vector<std::string_view>& candidates);

}  // namespace rubric::base
