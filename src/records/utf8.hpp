// UTF-8 of the data: checked fast, and shown in messages without doing harm to a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rubric::records {

/// As base::find_invalid_utf8, at the speed of simdjson; says only whether.
[[nodiscard]] bool valid_utf8(std::string_view text);

/// The text for a message: control characters and invalid bytes escaped, at most `limit` bytes, cut
/// between characters with `…` at the end.
[[nodiscard]] std::string shown(std::string_view text, std::size_t limit = 80);

/// One character for a message, in back-quotes, or what to call it: "`,`", "the end of the line".
[[nodiscard]] std::string shown_character(std::string_view text, std::size_t at);

}  // namespace rubric::records
