// Regular expressions for `matches`: RE2, so linear in the text whatever the pattern. RE2 itself stays
// in pattern.cpp.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "data/cell.hpp"

namespace rubric::builtins {

/// Why a pattern is refused: what was seen, and what to write instead (empty where that is plain).
struct PatternFault {
  std::string message;
  std::string help;
};

/// A compiled pattern. Immutable: safe to search from any number of threads at once.
class Pattern {
 public:
  static constexpr std::size_t kPatternBytes = 1U << 10U;
  static constexpr std::size_t kMemoryBytes = 8U << 20U;

  /// `pattern` is UTF-8, without its slashes. Flags, each at most once: `i` ignores case (Unicode simple
  /// folding), `m` lets ^ and $ match at lines, `s` lets . match a line end. `\d \w \s \b` know ASCII.
  /// None, and the fault, for a pattern that is wrong, longer than `kPatternBytes`, or in need of more
  /// than `kMemoryBytes`.
  [[nodiscard]] static std::optional<Pattern> compile(std::string_view pattern, std::string_view flags,
                                                      PatternFault& fault);

  /// Whether the pattern matches anywhere in the text, which is valid UTF-8 and not missing.
  [[nodiscard]] bool search(data::TextRef text) const;

  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;
  ~Pattern();

 private:
  struct Program;
  explicit Pattern(std::unique_ptr<Program> program);
  std::unique_ptr<Program> program_;
};

}  // namespace rubric::builtins
