// The lines of one source with marks under the places that a finding speaks of.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_map.hpp"
#include "diag/render_style.hpp"

namespace rubric::diag {

/// A marked place: `^^^` for the primary one, `---` for others, with a few words.
struct Annotation {
  base::Span span;
  std::string_view label;
  bool primary = false;
};

struct SnippetStyle {
  bool colour = false;
  std::uint32_t width = 120;  ///< columns of source text; longer lines are cut round the marks
  std::uint32_t gutter = 1;   ///< columns of the line numbers
  Style primary = Style::error;
};

/// The last line (from 1) that the span touches: a span that ends with a line end is on that line.
[[nodiscard]] std::uint32_t last_line(const base::Source& source, base::Span span);

/// "31" right-aligned in the gutter, or blanks for 0, then " |"; what stands right of it follows.
[[nodiscard]] std::string gutter(std::uint32_t line, const SnippetStyle& style);

/// All annotations lie in `source`. Ends with a line end.
[[nodiscard]] std::string render_snippet(const base::Source& source, const std::vector<Annotation>& annotations,
                                         const SnippetStyle& style);

}  // namespace rubric::diag
