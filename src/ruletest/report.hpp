// The results of tests, for people and for machines.
#pragma once

#include <string>
#include <vector>

#include "ruletest/ruletest.hpp"

namespace rubric::ruletest {

struct TextOptions {
  bool colour = false;
  unsigned width = 100;
};

struct Totals {
  std::uint64_t files = 0, broken_files = 0;
  std::uint64_t passed = 0, failed = 0, left_out = 0;
};
[[nodiscard]] Totals totals(const std::vector<FileResult>& files);

/// A line a file, then each failure with its explanation, then the counts.
[[nodiscard]] std::string text_report(const std::vector<FileResult>& files, const TextOptions& options);
/// One JSON document; `version` 1.
[[nodiscard]] std::string json_report(const std::vector<FileResult>& files);
/// JUnit's XML as CI systems read it: a suite a file, a case a test.
[[nodiscard]] std::string junit_report(const std::vector<FileResult>& files);

/// How much of the verdicts the tests saw, and which they did not.
[[nodiscard]] std::string coverage_report(const FileResult& file, const TextOptions& options);
/// The file with how often each rule, line, arm, row and move was yes, no and unknown beside it.
[[nodiscard]] std::string coverage_listing(const FileResult& file, const base::Source& source,
                                           const TextOptions& options);

}  // namespace rubric::ruletest
