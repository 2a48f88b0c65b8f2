// Golden files: a criteria file that says what must come of it.
//
//   # stage: parse                      the head: leading comments, `# key: value`
//   mql when score = 60                 # error: assignment-in-expression
//                                       a marker, written by hand, on the line of the finding
//   #> rule mql                         the expected output, written by `--update`, at the end
//
// Comes in: the bytes of such a file. Goes out: its parts, and what disagrees with a run of its stage.
// Knows no stage itself; those are handed in (support/stages.cpp).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/source_map.hpp"
#include "diag/sink.hpp"
#include "rubric/diagnostic.hpp"

namespace rubric::test {

/// The head's `# key: value` lines in their order. A key may stand several times (`record`).
struct Head {
  std::vector<std::pair<std::string, std::string>> items;

  /// The first value of the key; empty without one.
  [[nodiscard]] std::string_view get(std::string_view key) const;
  [[nodiscard]] std::vector<std::string_view> all(std::string_view key) const;
};

struct Golden {
  Head head;
  /// What the compiler reads: the file without the expected block and the blank line before it. With
  /// `# end: no newline` in the head also without its last line end.
  std::string text;
  std::string expected;  ///< the block without its prefixes; empty without a block
};

[[nodiscard]] Golden split(std::string_view file);
/// The file anew: its bytes before the block as they are, then `output` as the block.
[[nodiscard]] std::string with_expected(std::string_view file, std::string_view output);

/// A finding, as a marker announces it or as a run made it.
struct Mark {
  std::uint32_t source = 0;
  std::uint32_t line = 0;
  Severity severity = Severity::error;
  std::string code;

  friend auto operator<=>(const Mark&, const Mark&) = default;
};

/// The markers in a text: `# error: CODE CODE`, `# warning: CODE`, `# note: CODE`, several in one line.
[[nodiscard]] std::vector<Mark> markers(std::string_view text, std::uint32_t source = 0);

/// What a stage gets. It adds further sources (imports) to the map, reports to the sink and gives
/// back the dump of what it made; the runner appends the rendered findings.
struct StageInput {
  base::SourceMap& sources;
  std::uint32_t source;
  diag::Sink& sink;
  const Head& head;
};
using StageFunction = std::string (*)(const StageInput&);

struct Stage {
  std::string_view name;
  StageFunction run;
};

struct Outcome {
  std::string output;                 ///< what the block should say
  std::vector<std::string> problems;  ///< one text a disagreement, for people
  std::vector<std::string> codes;     ///< every code that was reported
};

/// Runs one golden file. `name` is its file name: it heads rendered findings, and a leading `fail_`
/// announces an error.
[[nodiscard]] Outcome run_golden(std::string_view name, std::string_view file, const std::vector<Stage>& stages);

}  // namespace rubric::test
