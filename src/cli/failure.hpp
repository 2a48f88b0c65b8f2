// How a command ends early: a code for the shell, and words for the person.
//
// Thrown inside this folder only; main turns it into a message on stderr and the exit code.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rubric::cli {

enum ExitCode : int {
  kClean = 0,
  kFindings = 1,      ///< errors in a criteria file, invalid values under --strict
  kUnusable = 2,      ///< usage, configuration, input that cannot be read, internal
  kRejected = 3,      ///< some records were rejected
  kBrokenPipe = 141,  ///< whoever read our output has gone: what a shell reports for SIGPIPE
};

struct Failure {
  int code = kUnusable;
  std::string message;  ///< empty: everything has been said
  std::vector<std::string> helps;
  std::string finding;  ///< kebab-case identity, where there is one: `error[missing-column]`
};

[[nodiscard]] Failure unusable(std::string message, std::vector<std::string> helps = {});

/// `error: …` and a line for each help, as findings in criteria files look. Control characters are
/// escaped; line ends within a help are kept.
[[nodiscard]] std::string render(const Failure& failure, bool colour);

/// "did you mean `mql`?", or nothing.
[[nodiscard]] std::vector<std::string> did_you_mean(std::string_view word,
                                                    const std::vector<std::string_view>& candidates);
/// "`a`, `b`, `c`", shortened past ten.
[[nodiscard]] std::string listed(const std::vector<std::string_view>& names);

}  // namespace rubric::cli
