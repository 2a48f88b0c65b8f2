// Texts that are the same but for their case, by Unicode simple folding.
#pragma once

#include <string_view>

namespace rubric::records {

/// Both must be valid UTF-8. No allocation.
[[nodiscard]] bool same_folded(std::string_view a, std::string_view b);

}  // namespace rubric::records
