#include "support/stages.hpp"

#include <fmt/core.h>

#include "ast/dump.hpp"
#include "bytecode/module.hpp"
#include "check/check.hpp"
#include "engine/engine.hpp"
#include "lower/lower.hpp"
#include "optimize/optimize.hpp"
#include "parse/parse.hpp"
#include "support/run_stage.hpp"

namespace rubric::test {

namespace {

std::string parse_stage(const StageInput& in) {
  return ast::dump(parse::parse(in.sources, in.source, in.sink));
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// `# file: sizes.txt = 10, 20` in the head stands for a file of a set, one member a line.
engine::FileText file_text(const Head& head, const std::string& path) {
  for (const std::string_view file : head.all("file")) {
    const std::size_t sign = std::min(file.find('='), file.size());
    if (trimmed(file.substr(0, sign)) != path) continue;
    engine::FileText out;
    out.identity = out.name = std::string(path);
    // One line in the head stands for a file: commas end the lines of a `.txt`, `\n` those of others.
    const bool list = path.ends_with(".txt");
    const std::string_view text = trimmed(file.substr(std::min(sign + 1, file.size())));
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool end = list ? text[i] == ',' : text.substr(i, 2) == "\\n";
      out.text += end ? '\n' : text[i];
      if (end && !list) ++i;
    }
    return out;
  }
  engine::FileText none;
  none.error = "there is no such file";
  none.found = false;
  return none;
}

// `# param: threshold = 70` and `# key: email` in the head are what a caller gives.
engine::CompileOptions options_of(const StageInput& in) {
  engine::CompileOptions out;
  for (const std::string_view param : in.head.all("param")) {
    const std::size_t sign = std::min(param.find('='), param.size() - 1);
    out.params[std::string(trimmed(param.substr(0, sign)))] = trimmed(param.substr(sign + 1));
  }
  out.key = in.head.get("key");
  out.files = [&head = in.head](const std::string&, const std::string& path) { return file_text(head, path); };
  return out;
}

// As `rubric check` does: the tests of the file are taken apart too.
std::string check_stage(const StageInput& in) {
  engine::CompileOptions how = options_of(in);
  how.outline_of_tests = true;
  how.advice = true;
  const auto program = engine::compile_to_ir(in.sources, in.source, in.sink, how);
  return program ? "ok\n" : "";
}

std::string ir_stage(const StageInput& in) {
  const auto program = engine::compile_to_ir(in.sources, in.source, in.sink, options_of(in));
  return program ? ir::dump(*program) : "";
}

// `# pass: fold` in the head takes that pass alone, `# pass: fold simplify` both; without it all are run.
std::string optimize_stage(const StageInput& in) {
  const auto program = engine::compile_to_ir(in.sources, in.source, in.sink, options_of(in));
  if (!program) return "";
  optimize::Options options;
  const std::string_view named = in.head.get("pass");
  for (const optimize::Pass& pass : optimize::passes()) {
    if (!named.empty() && named.find(pass.name) == named.npos) options.without.emplace(pass.name);
  }
  return ir::dump(optimize::optimize(*program, options));
}

std::string bytecode_stage(const StageInput& in) {
  const auto program = engine::compile_to_ir(in.sources, in.source, in.sink, options_of(in));
  return program ? bytecode::disassemble(lower::lower(*program)) : "";
}

std::string run_stage(const StageInput& in) {
  const auto program = engine::compile(in.sources, in.source, in.sink, options_of(in));
  return program ? run_records(program, in.head) : "";
}

}  // namespace

const std::vector<Stage>& stages() {
  static const std::vector<Stage> all = {
      {"parse", parse_stage},       {"check", check_stage},       {"ir", ir_stage},
      {"optimize", optimize_stage}, {"bytecode", bytecode_stage}, {"run", run_stage},
  };
  return all;
}

}  // namespace rubric::test
