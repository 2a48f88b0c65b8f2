#include "cli/options.hpp"

#include "cli/option_parser.hpp"
#include "cli/options_of_records.hpp"
#include "cli/options_of_tools.hpp"

namespace rubric::cli {

namespace {

void declare_run(Parser& parser, RunOptions& out) {
  Typed& typed = parser.typed;
  declare_records(parser, out);
  parser.value("--format", typed.format);
  parser.value("--limit", typed.limit);
  parser.value("--only", out.only);
  parser.values("--fields", typed.fields);
  parser.value("--summary", out.summary);
  parser.value("--threads", typed.threads);
  parser.flag("--strict", out.strict);
  parser.flag("--ledger", out.ledger);
  parser.flag("--explain", out.explain);
}

void declare_check(Parser& parser, CheckOptions&) {
  parser.value("--format", parser.typed.format);
}

void declare_dis(Parser& parser, DisOptions&) {
  parser.flag("--ir", parser.typed.ir);
  parser.flag("--ast", parser.typed.ast);
}

}  // namespace

std::string ending_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  const std::size_t dot = path.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return {};
  std::string out(path.substr(dot + 1));
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::vector<std::string> split_names(const std::string& text, std::string_view option) {
  std::vector<std::string> out;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t comma = std::min(text.find(',', from), text.size());
    std::string name = text.substr(from, comma - from);
    name.erase(0, std::min(name.find_first_not_of(' '), name.size()));
    name.erase(name.find_last_not_of(' ') + 1);
    if (name.empty())
      throw unusable(fmt::format("`{} {}` has an empty name in it", option, text),
                     {"names are separated by single commas: `id,email,fit.industry`"});
    out.push_back(std::move(name));
    from = comma + 1;
  }
  return out;
}

RunOptions parse_run(Arguments arguments) {
  RunOptions out;
  Parser parser("run", out);
  declare_run(parser, out);
  if (!understand(parser, arguments, out)) return out;
  const Typed& typed = parser.typed;
  take_records(parser, "run", out);
  if (out.summary == "-")
    throw parser.usage("`--summary` needs the name of a file",
                       {"with `--format none` the summary alone goes to standard output, as text"});
  if (!typed.format.empty()) {
    out.format = parser.word<Format>(
        "--format", typed.format,
        {{"table", Format::table}, {"jsonl", Format::jsonl}, {"csv", Format::csv}, {"none", Format::none}});
  }
  if (!typed.limit.empty()) out.limit = count(parser, "--limit", typed.limit);
  out.threads = thread_count(parser);
  for (const std::string& some : typed.fields) {
    for (std::string& name : split_names(some, "--fields")) out.fields.push_back(std::move(name));
  }
  return out;
}

CheckOptions parse_check(Arguments arguments) {
  CheckOptions out;
  Parser parser("check", out);
  declare_check(parser, out);
  if (!understand(parser, arguments, out)) return out;
  if (!parser.typed.format.empty())
    out.json = parser.word<bool>("--format", parser.typed.format, {{"text", false}, {"json", true}});
  out.files = parser.typed.files;
  if (out.files.empty()) throw parser.usage("no file to check is named", {"write `rubric check criteria.rubric`"});
  stdin_once(parser);
  return out;
}

DisOptions parse_dis(Arguments arguments) {
  DisOptions out;
  Parser parser("dis", out);
  declare_dis(parser, out);
  if (!understand(parser, arguments, out)) return out;
  if (parser.typed.files.size() != 1)
    throw parser.usage("`dis` takes one criteria file", {"write `rubric dis criteria.rubric`"});
  if (parser.typed.ir && parser.typed.ast) throw parser.usage("`--ir` and `--ast` ask for two different things");
  out.file = parser.typed.files[0];
  out.view = parser.typed.ast ? View::ast : parser.typed.ir ? View::ir : View::bytecode;
  return out;
}

std::vector<std::string> option_names(std::string_view command) {
  RunOptions run;
  CheckOptions check;
  DisOptions dis;
  CommonOptions common;
  Parser parser(std::string(command), common);
  if (command == "run") declare_run(parser, run);
  if (command == "check") declare_check(parser, check);
  if (command == "dis") declare_dis(parser, dis);
  declare_tool(command, parser);
  return parser.names();
}

}  // namespace rubric::cli
