#include "cli/compile.hpp"

#include <unistd.h>

#include <algorithm>
#include <string_view>

#include "cli/failure.hpp"
#include "cli/file_loader.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "cli/text_file.hpp"
#include "diag/render_text.hpp"

namespace rubric::cli {

std::uint32_t add_criteria(base::SourceMap& sources, const std::string& path, const CommonOptions& options) {
  std::string text = read_text_file(path, parse::Limits{}.source_bytes);
  const std::string standard_input = options.stdin_filename.empty() ? "standard input" : options.stdin_filename;
  return sources.add(path == "-" ? standard_input : path, std::move(text));
}

engine::CompileOptions compile_options(const std::string& path, const CommonOptions& options) {
  engine::CompileOptions out;
  out.params = options.params;
  out.files = file_loader(path == "-" ? options.stdin_filename : path, options.root);
  return out;
}

engine::CompileOptions record_compile_options(const RecordOptions& options) {
  engine::CompileOptions out = compile_options(options.criteria, options);
  out.key = options.key;
  for (const JoinOption& join : options.joins) out.joins.push_back({join.list, join.key, join.other});
  return out;
}

void show_findings(const base::SourceMap& sources, const diag::Sink& sink, diag::ColourChoice colour) {
  diag::TextOptions text;
  text.colour = colour_for(STDERR_FILENO, colour);
  say(diag::render_text(sources, sink, text));
}

int code_of(const diag::Sink& sink) {
  const auto concerns_usage = [](const Diagnostic& d) {
    const bool usage = d.code == "unknown-param" || d.code == "bad-param-value" || d.code == "field-not-value" ||
                       d.code == "unknown-list" || d.code == "not-joinable";
    return usage || d.severity != Severity::error;
  };
  if (sink.errors() == 0) return kClean;
  return std::ranges::all_of(sink.diagnostics(), concerns_usage) ? kUnusable : kFindings;
}

}  // namespace rubric::cli
