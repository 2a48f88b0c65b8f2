// Texts that are the same but for their case, by Unicode simple folding.
#pragma once

#include <string>
#include <string_view>

namespace rubric::records {

/// Both must be valid UTF-8. No allocation.
[[nodiscard]] bool same_folded(std::string_view a, std::string_view b);

/// Writes the folded text, which is the same for all texts that differ in case alone, over `out`.
void fold_into(std::string& out, std::string_view text);

}  // namespace rubric::records
