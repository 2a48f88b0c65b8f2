// The tests of a criteria file, run.
//
// A file goes in, results come out: what each test expected and whether it came true, the explanation of a
// lead that disappointed, and which verdicts of which rules the tests have seen. No files, no output: the
// caller gives the sources and prints what it likes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "explain/explanation.hpp"

namespace rubric::ruletest {

struct Options {
  engine::CompileOptions compile;
  std::string filter;  ///< only tests whose title contains it, whatever its case; empty: all
};

struct Expectation {
  std::uint32_t line = 0;
  explain::Clause clause;
  std::string because;               ///< a reason that was expected; empty without one
  bool has_reason = true;            ///< it is there
  std::vector<std::string> reasons;  ///< those that are there, of what the expectation names
  [[nodiscard]] bool met() const { return clause.verdict == explain::Verdict::yes && has_reason; }
  /// What was expected and did not come: "expected this to be yes"; of one that was not met.
  [[nodiscard]] std::string shortfall() const;
};

struct Result {
  std::string title;
  std::uint32_t line = 0;
  std::optional<std::int64_t> as_of;  ///< microseconds
  std::vector<Expectation> expectations;
  std::string error;                                ///< why the lead could not be decided; empty when it was
  std::vector<std::string> notes;                   ///< values of the lead that counted as missing
  std::optional<explain::Explanation> explanation;  ///< of a test that failed
  double seconds = 0;

  [[nodiscard]] bool passed() const;
};

/// How often the tests saw each verdict of a rule, line, arm, row or move.
struct Covered {
  enum class Part : std::uint8_t { rule, line, arm, row, move };
  Part part = Part::rule;
  std::string subject;  ///< the name of the rule, score, choice, table or lifecycle
  std::string text;     ///< as the file has it
  base::Span span;
  std::uint32_t line = 0;
  std::uint64_t yes = 0, no = 0, unknown = 0;
  bool can_be_no = true, can_be_unknown = true;  ///< a yes is always possible

  /// Verdicts that tests should have seen, and those that they have.
  [[nodiscard]] unsigned possible() const { return 1U + (can_be_no ? 1U : 0U) + (can_be_unknown ? 1U : 0U); }
  [[nodiscard]] unsigned seen() const;
};

struct FileResult {
  std::string name;
  std::uint32_t source = 0;
  bool compiled = false;  ///< false: it has errors, which the sink holds
  std::vector<Result> tests;
  std::uint64_t left_out = 0;  ///< tests that the filter passed over
  std::vector<Covered> coverage;

  [[nodiscard]] std::uint64_t failed() const;
};

/// Runs the tests of source number `source`; findings go to the sink.
[[nodiscard]] FileResult run(base::SourceMap& sources, std::uint32_t source, diag::Sink& sink, const Options& options);

/// Of all verdicts that tests could have seen, the share that they have: 0 to 1; 1 where there is nothing to see.
[[nodiscard]] double coverage(const std::vector<Covered>& covered);

}  // namespace rubric::ruletest
