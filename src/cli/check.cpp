// `rubric check`: findings are what was asked for, so they go to stdout.
#include <fmt/core.h>
#include <unistd.h>

#include "cli/commands.hpp"
#include "cli/compile.hpp"
#include "cli/failure.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "cli/value_text.hpp"
#include "diag/render_json.hpp"
#include "diag/render_text.hpp"

namespace rubric::cli {

namespace {

std::string counts(const ir::Program& program) {
  std::uint64_t rules = 0, scores = 0, choices = 0, tables = 0, lifecycles = 0;
  for (const ir::Outcome& o : program.outcomes) {
    rules += o.kind == data::OutcomeKind::rule ? 1 : 0;
    scores += o.kind == data::OutcomeKind::score ? 1 : 0;
    choices += o.kind == data::OutcomeKind::choice ? 1 : 0;
    // Several outputs are one table, and `moved` belongs to its lifecycle.
    const std::size_t dot = o.name.find('.');
    const bool first = dot == std::string::npos || (&o == program.outcomes.data() ||
                                                    (&o - 1)->name.substr(0, dot + 1) != o.name.substr(0, dot + 1));
    tables += o.kind == data::OutcomeKind::table && first ? 1 : 0;
    lifecycles += o.kind == data::OutcomeKind::lifecycle && dot == std::string::npos ? 1 : 0;
  }
  std::string out = counted(rules, "rule");
  if (scores > 0) out += ", " + counted(scores, "score block");
  if (choices > 0) out += ", " + counted(choices, "choice");
  if (tables > 0) out += ", " + counted(tables, "table");
  if (lifecycles > 0) out += ", " + counted(lifecycles, "lifecycle");
  return out;
}

}  // namespace

int check(const CheckOptions& options) {
  base::SourceMap sources;
  diag::Sink sink;
  std::string fine;
  for (const std::string& path : options.files) {
    const std::uint32_t source = add_criteria(sources, path, options);
    engine::CompileOptions how = compile_options(path, options);
    how.outline_of_tests = true;
    how.advice = true;
    const auto program = engine::compile_to_ir(sources, source, sink, how);
    if (program) fine += fmt::format("{}: no errors, {}\n", sources[source].name(), counts(*program));
  }
  Output out(STDOUT_FILENO, "standard output");
  if (options.json) {
    out.write(diag::render_json(sources, sink));
  } else {
    diag::TextOptions text;
    text.colour = colour_for(STDOUT_FILENO, options.colour);
    out.write(diag::render_text(sources, sink, text));
    if (sink.errors() == 0) out.write(fine);
  }
  out.flush();
  return code_of(sink);
}

}  // namespace rubric::cli
