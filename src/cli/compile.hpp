// A criteria file from its path to a program, with everything that it may read on the way.
#pragma once

#include <memory>
#include <string>

#include "base/source_map.hpp"
#include "cli/options.hpp"
#include "diag/sink.hpp"
#include "engine/engine.hpp"

namespace rubric::cli {

/// Reads the file into the map and returns its number. `-` is standard input, named by the options.
[[nodiscard]] std::uint32_t add_criteria(base::SourceMap& sources, const std::string& path,
                                         const CommonOptions& options);

/// The options of the command line that concern the compiler, for this file.
[[nodiscard]] engine::CompileOptions compile_options(const std::string& path, const CommonOptions& options);

/// The same with what concerns the records: the key, the joins.
[[nodiscard]] engine::CompileOptions record_compile_options(const RecordOptions& options);

/// Shows the findings on stderr.
void show_findings(const base::SourceMap& sources, const diag::Sink& sink, diag::ColourChoice colour);

/// What a sink with errors means to the shell: 2 when only what stands on the command line is wrong.
[[nodiscard]] int code_of(const diag::Sink& sink);

}  // namespace rubric::cli
