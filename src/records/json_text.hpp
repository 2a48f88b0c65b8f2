// The escapes of JSON texts. Half a surrogate pair stands for no character and has no UTF-8: it is a
// fault, since anything put in its place would be a silent change.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rubric::records {

struct EscapeFault {
  std::size_t at = std::string_view::npos;  ///< of the backslash; npos if there is none
  std::string message;
};

/// Checks what stands between the quotes.
[[nodiscard]] EscapeFault check_escapes(std::string_view raw);

/// Writes the text that `raw`, without fault, stands for; never longer than `raw`. Returns its size.
[[nodiscard]] std::size_t unescape(std::string_view raw, char* out);

}  // namespace rubric::records
