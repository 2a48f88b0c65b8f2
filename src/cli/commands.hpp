// The commands: options in, exit code out. Each may throw Failure.
#pragma once

#include "cli/options.hpp"

namespace rubric::cli {

int run(const RunOptions& options);
int check(const CheckOptions& options);
int dis(const DisOptions& options);
int test(const TestOptions& options);
int repl(const ReplOptions& options);
int explain(const ExplainOptions& options);

/// The whole program: arguments (without its name) in, exit code out; everything has been said.
int program(const std::vector<std::string>& arguments);

}  // namespace rubric::cli
