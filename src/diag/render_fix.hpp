// A fix as people read it: in the words of a help where it is short, else as the lines before and after.
#pragma once

#include <string>
#include <vector>

#include "base/source_map.hpp"
#include "diag/render_snippet.hpp"
#include "rubric/diagnostic.hpp"

namespace rubric::diag {

/// One edit of a few characters can be said: "write `==`".
[[nodiscard]] bool fits_title(const Fix& fix);
/// The title, with the new text behind it where it fits and the title does not say it already.
[[nodiscard]] std::string fix_title(const Fix& fix);
/// Whether one of the helps shows the new text already, so that the title would say it a second time.
[[nodiscard]] bool said_already(const Fix& fix, const std::vector<std::string>& helps);
/// The lines that the edits touch, `-` before the old ones and `+` before the new ones; edits in other
/// sources than `home` stand under their name.
[[nodiscard]] std::string render_fix(const base::SourceMap& sources, const Fix& fix, std::uint32_t home,
                                     const SnippetStyle& style);

}  // namespace rubric::diag
