#include "support/stages.hpp"

#include <fmt/core.h>

#include "ast/dump.hpp"
#include "bytecode/module.hpp"
#include "check/check.hpp"
#include "engine/engine.hpp"
#include "lower/lower.hpp"
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
check::SetFile set_file(const Head& head, const std::string& path) {
  for (const std::string_view file : head.all("file")) {
    const std::size_t sign = std::min(file.find('='), file.size());
    if (trimmed(file.substr(0, sign)) != path) continue;
    check::SetFile out;
    std::string_view rest = file.substr(std::min(sign + 1, file.size()));
    while (!rest.empty()) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      out.members.push_back({std::string(trimmed(rest.substr(0, comma))), out.members.size() + 1});
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return out;
  }
  return {{}, "there is no such file", false};
}

// `# param: threshold = 70` and `# key: email` in the head are what a caller gives.
engine::CompileOptions options_of(const StageInput& in) {
  engine::CompileOptions out;
  for (const std::string_view param : in.head.all("param")) {
    const std::size_t sign = std::min(param.find('='), param.size() - 1);
    out.params[std::string(trimmed(param.substr(0, sign)))] = trimmed(param.substr(sign + 1));
  }
  out.key = in.head.get("key");
  out.set_files = [&head = in.head](const std::string& path, const std::optional<std::string>&) {
    return set_file(head, path);
  };
  return out;
}

std::string check_stage(const StageInput& in) {
  const auto program = engine::compile_to_ir(in.sources, in.source, in.sink, options_of(in));
  return program ? "ok\n" : "";
}

std::string ir_stage(const StageInput& in) {
  const auto program = engine::compile_to_ir(in.sources, in.source, in.sink, options_of(in));
  return program ? ir::dump(*program) : "";
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
      {"parse", parse_stage},       {"check", check_stage}, {"ir", ir_stage},
      {"bytecode", bytecode_stage}, {"run", run_stage},
  };
  return all;
}

}  // namespace rubric::test
