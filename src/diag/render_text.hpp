// Findings for people: the lines they speak of, marks under them, the rule, and what to write instead.
//
// Comes in: diagnostics and the sources of their spans. Goes out: text. Where it is written, and
// whether that place knows colour, is the caller's business.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/source_map.hpp"
#include "diag/sink.hpp"
#include "rubric/diagnostic.hpp"

namespace rubric::diag {

struct TextOptions {
  bool colour = false;
  std::uint32_t width = 120;  ///< columns of source text shown of a long line
  std::size_t limit = 100;    ///< findings shown; the rest is counted
};

/// One finding, ending with a line end. A span outside of every source gives no snippet.
[[nodiscard]] std::string render_text(const base::SourceMap& sources, const Diagnostic& diagnostic,
                                      const TextOptions& options = {});

/// Everything that the sink holds, in its order, with a blank line after each, then how many were not
/// shown, then a line such as "2 errors, 1 warning". Empty for an empty sink.
[[nodiscard]] std::string render_text(const base::SourceMap& sources, const Sink& sink,
                                      const TextOptions& options = {});

/// "2 errors, 1 warning"; empty for none of both.
[[nodiscard]] std::string summary(std::size_t errors, std::size_t warnings);

}  // namespace rubric::diag
