// What Rubric has to say about a criteria file: one value a finding, rendered elsewhere.
//
// A diagnostic never owns source text. Spans are byte offsets into the sources of the compilation
// that made it; lines and columns are computed only when one is rendered.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rubric {

/// A range of bytes in one source of a compilation. `end` is exclusive; an empty span marks a point.
struct Span {
  std::uint32_t source = 0;  ///< index of the source in the compilation (0 is the main file)
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  friend bool operator==(const Span&, const Span&) = default;
  [[nodiscard]] bool empty() const { return begin == end; }
};

enum class Severity : std::uint8_t { error, warning, note };

/// A second place that explains the first, with a few words of its own.
struct Label {
  Span span;
  std::string text;
};

/// Replace the bytes of `span` by `text`.
struct Edit {
  Span span;
  std::string text;
};

/// A change that mends the finding. A safe one never changes what a correct file means.
struct Fix {
  std::string title;
  std::vector<Edit> edits;
  bool safe = false;
};

struct Diagnostic {
  std::string_view code;  ///< stable kebab-case identity, e.g. "unknown-field"; static storage
  Severity severity = Severity::error;
  Span span;
  std::string message;                                         ///< what was seen; lower case, no full stop
  std::string label;                                           ///< words under the primary span, may be empty
  std::vector<std::pair<std::string, std::string>> arguments;  ///< the placeholders of the message, by name
  std::vector<Label> labels;
  std::vector<std::string> notes;  ///< the rule of the language
  std::vector<std::string> helps;  ///< what to write instead
  std::vector<Fix> fixes;
};

}  // namespace rubric
