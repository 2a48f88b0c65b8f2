// The options of the commands that decide leads: run, explain.
#pragma once

#include <string_view>

#include "cli/options.hpp"

namespace rubric::cli {

class Parser;

void declare_records(Parser& parser, RecordOptions& out);
/// What was typed, checked: the files, their format, the joins, the instant. `command` is for messages.
void take_records(const Parser& parser, std::string_view command, RecordOptions& out);

}  // namespace rubric::cli
