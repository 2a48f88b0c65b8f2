// The options of the commands that stand on the engine: test, repl, explain.
#pragma once

#include <string_view>

namespace rubric::cli {

class Parser;

/// Declares the options of the command, if it is one of these: for the test that holds the help pages against
/// them.
void declare_tool(std::string_view command, Parser& parser);

}  // namespace rubric::cli
