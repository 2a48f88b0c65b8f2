// A text as JSON has it.
#pragma once

#include <string>
#include <string_view>

namespace rubric::base {

/// A JSON string with its quotes. The text is valid UTF-8; control characters are escaped.
void append_json_string(std::string& out, std::string_view text);

}  // namespace rubric::base
