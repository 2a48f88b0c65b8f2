// `rubric dis`: a criteria file as the steps of the compiler see it.
#include <unistd.h>

#include "ast/dump.hpp"
#include "bytecode/module.hpp"
#include "cli/commands.hpp"
#include "cli/compile.hpp"
#include "cli/failure.hpp"
#include "cli/output.hpp"
#include "parse/parse.hpp"

namespace rubric::cli {

namespace {

// Empty when there is nothing to show.
std::string view(const DisOptions& options, base::SourceMap& sources, std::uint32_t source, diag::Sink& sink) {
  if (options.view == View::ast) return ast::dump(parse::parse(sources, source, sink));
  const engine::CompileOptions compile = compile_options(options.file, options);
  if (options.view == View::ir) {
    const auto program = engine::compile_to_ir(sources, source, sink, compile);
    return program ? ir::dump(*program) : "";
  }
  const auto program = engine::compile(sources, source, sink, compile);
  return program ? bytecode::disassemble(program->module()) : "";
}

}  // namespace

int dis(const DisOptions& options) {
  base::SourceMap sources;
  diag::Sink sink;
  const std::uint32_t source = add_criteria(sources, options.file, options);
  Output out(STDOUT_FILENO, "standard output");
  out.write(view(options, sources, source, sink));
  out.flush();
  show_findings(sources, sink, options.colour);
  return code_of(sink);
}

}  // namespace rubric::cli
