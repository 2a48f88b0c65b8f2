// Does a line clearly start a declaration? Asked where brackets are open or an operator waits for its
// operand, to tell a slip in one declaration from the next one.
#pragma once

#include <cstdint>
#include <string_view>

namespace rubric::parse {

enum class Start : std::uint8_t {
  none,
  rule,         ///< `NAME when`: also an arm of a `choose`
  declaration,  ///< `let NAME =`, `score NAME {` …: stands inside no bracket of a correct file
};

/// `at` is the offset of the first byte of a line that is no blank. Looks at most a few words ahead.
[[nodiscard]] Start declaration_start(std::string_view text, std::size_t at);

/// Could a line begin a declaration of a correct file? Less strict: true for every one that does.
[[nodiscard]] bool may_start_declaration(std::string_view text, std::size_t at);

}  // namespace rubric::parse
