// The colours of rendered findings, and whether to use them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "rubric/diagnostic.hpp"

namespace rubric::diag {

enum class Style : std::uint8_t { plain, strong, error, warning, note, help, gutter, secondary, removed, added };

[[nodiscard]] Style style_of(Severity severity);
/// "error", "warning", "note".
[[nodiscard]] std::string_view word_of(Severity severity);

/// The text between the escape sequences of its style; as it is with `colour` off or when empty.
[[nodiscard]] std::string paint(Style style, std::string_view text, bool colour);

enum class ColourChoice : std::uint8_t { automatic, always, never };

/// What the environment says of one output stream. Null pointers are variables that are not set.
struct Terminal {
  bool is_terminal = false;
  const char* no_color = nullptr;  ///< NO_COLOR: any text but the empty one forbids colour
  const char* term = nullptr;      ///< TERM: `dumb` has no colour
};

/// An explicit choice wins; else colour goes to terminals that know it and to nothing else.
[[nodiscard]] bool use_colour(ColourChoice choice, const Terminal& terminal);

}  // namespace rubric::diag
