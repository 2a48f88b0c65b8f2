#include "cli/options.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <utility>

#include "base/time_text.hpp"
#include "cli/failure.hpp"

namespace rubric::cli {

namespace {

// Options as they were typed; what they mean is worked out behind the parse, where messages can teach.
struct Typed {
  std::vector<std::string> files;
  std::vector<std::string> params;
  std::vector<std::string> fields;
  std::vector<std::string> joins;  // three words each
  std::string colour, as_of, format, input_format, columns, limit, join_limit;
  bool ir = false;
  bool ast = false;
};

class Parser {
 public:
  Parser(std::string command, CommonOptions& common) : command_(std::move(command)) {
    app_.set_help_flag();
    app_.allow_extras();
    app_.add_option("files", typed.files);
    flag("-h,--help", common.help);
    value("--color", typed.colour);
    value("--root", common.root);
    value("--stdin-filename", common.stdin_filename);
    values("--param", typed.params);
  }

  void flag(const char* names, bool& target) { app_.add_flag(names, target)->disable_flag_override(); }
  void value(const char* names, std::string& target) {
    app_.add_option(names, target)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  }
  void values(const char* names, std::vector<std::string>& target) {
    app_.add_option(names, target)->allow_extra_args(false);
  }

  void triples(const char* names, std::vector<std::string>& target) {
    app_.add_option(names, target)->type_size(3)->allow_extra_args(false);
  }

  void parse(Arguments arguments) {
    // What stands behind `--` is a file, whatever it looks like.
    const auto end = std::find(arguments.begin(), arguments.end(), "--");
    std::vector<std::string> reversed(std::make_reverse_iterator(end), arguments.rend());
    try {
      app_.parse(std::move(reversed));
    } catch (const CLI::ArgumentMismatch& error) {
      const std::string text = error.what();
      const std::size_t name_end = std::min(text.find_first_of(": "), text.size());
      const bool takes_none = text.find("flag override") != std::string::npos;
      const std::string name = (text.starts_with('-') ? "" : "--") + text.substr(0, name_end);
      if (name == "--join") throw usage("`--join` takes three words", {fmt::format("write `{}`", kJoinExample)});
      throw usage(fmt::format("`{}` {}", name, takes_none ? "takes no value" : "needs a value"));
    } catch (const CLI::ParseError& error) {
      throw usage(error.what());
    }
    for (const std::string& rest : app_.remaining()) unknown(rest);
    if (end != arguments.end()) typed.files.insert(typed.files.end(), end + 1, arguments.end());
  }

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const CLI::Option* option : app_.get_options()) {
      for (const std::string& name : option->get_lnames()) out.push_back("--" + name);
    }
    return out;
  }

  [[nodiscard]] Failure usage(std::string message, std::vector<std::string> helps = {}) const {
    helps.push_back(fmt::format("`rubric {} --help` shows every option, with examples", command_));
    return unusable(std::move(message), std::move(helps));
  }

  // A word of a fixed list.
  template <typename T>
  [[nodiscard]] T word(std::string_view option, const std::string& typed_word,
                       std::initializer_list<std::pair<std::string_view, T>> words) const {
    std::vector<std::string_view> all;
    for (const auto& [name, value] : words) {
      if (name == typed_word) return value;
      all.push_back(name);
    }
    std::vector<std::string> helps = did_you_mean(typed_word, all);
    if (helps.empty()) helps.push_back("one of " + listed(all));
    throw usage(fmt::format("`{}` does not know `{}`", option, typed_word), std::move(helps));
  }

  Typed typed;

 private:
  void unknown(const std::string& argument) const {
    const std::vector<std::string> known = names();
    const std::string name = argument.substr(0, argument.find('='));
    throw usage(fmt::format("there is no option `{}`", name), did_you_mean(name, {known.begin(), known.end()}));
  }

  std::string command_;
  CLI::App app_;
};

void take_params(const Parser& parser, CommonOptions& out) {
  for (const std::string& p : parser.typed.params) {
    const std::size_t equals = p.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw parser.usage(fmt::format("`--param {}` has no value", p), {"write it as `--param mql_threshold=70`"});
    }
    out.params[p.substr(0, equals)] = p.substr(equals + 1);
  }
}

void take_common(const Parser& parser, CommonOptions& out) {
  using enum diag::ColourChoice;
  if (!parser.typed.colour.empty()) {
    out.colour = parser.word<diag::ColourChoice>("--color", parser.typed.colour,
                                                 {{"auto", automatic}, {"always", always}, {"never", never}});
  }
  take_params(parser, out);
}

std::int64_t instant(const Parser& parser, const std::string& text) {
  const auto parsed = base::parse_time(text);
  if (parsed) return parsed->micros;
  throw parser.usage(fmt::format("`--as-of {}` is neither a date nor a time", text),
                     {"write `--as-of 2026-11-01` (its midnight, UTC) or `--as-of 2026-11-01T09:30:00Z`"});
}

std::size_t count(const Parser& parser, std::string_view option, const std::string& text) {
  std::size_t out = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (fault == std::errc{} && end == text.data() + text.size()) return out;
  throw parser.usage(fmt::format("`{} {}` is not a whole number", option, text));
}

bool is_criteria(std::string_view path) {
  return ending_of(path) == "rubric";
}

// Criteria first, then records. People swap them, and forget one.
void take_run_files(const Parser& parser, RunOptions& out) {
  const auto& files = parser.typed.files;
  if (files.empty())
    throw parser.usage("no criteria file and no records are named", {"write `rubric run criteria.rubric leads.csv`"});
  const auto criteria = std::find_if(files.begin(), files.end(), is_criteria);
  if (files.size() == 1 && (criteria != files.end() || files[0] == "-")) {
    throw parser.usage(
        fmt::format("no records are named to run `{}` over", files[0]),
        {fmt::format("write `rubric run {} leads.csv`, or `-` for records from standard input", files[0])});
  }
  if (files.size() == 1) {
    throw parser.usage("no criteria file is named", {fmt::format("write `rubric run criteria.rubric {}`", files[0])});
  }
  if (!is_criteria(files[0]) && criteria != files.end()) {
    throw parser.usage(fmt::format("`{}` stands where the criteria file belongs", files[0]),
                       {fmt::format("the criteria come first: `rubric run {} {}`", *criteria, files[0])});
  }
  const auto second = std::find_if(files.begin() + 1, files.end(), is_criteria);
  if (second != files.end()) {
    throw parser.usage(fmt::format("`{}` is a criteria file, and one stands first already", *second),
                       {"one run takes one criteria file and any number of record files"});
  }
  if (std::count(files.begin(), files.end(), "-") > 1) throw parser.usage("`-`, standard input, can be read only once");
  out.criteria = files[0];
  out.records.assign(files.begin() + 1, files.end());
}

void declare_run(Parser& parser, RunOptions& out) {
  Typed& typed = parser.typed;
  parser.value("--as-of", typed.as_of);
  parser.value("--format", typed.format);
  parser.value("--input-format", typed.input_format);
  parser.value("--columns", typed.columns);
  parser.value("--limit", typed.limit);
  parser.value("--key", out.key);
  parser.value("--only", out.only);
  parser.values("--fields", typed.fields);
  parser.triples("--join", typed.joins);
  parser.value("--join-limit", typed.join_limit);
  parser.value("-o,--output", out.output);
  parser.value("--summary", out.summary);
  parser.flag("--strict", out.strict);
  parser.flag("--ledger", out.ledger);
  parser.flag("-q,--quiet", out.quiet);
  parser.flag("--allow-missing-columns", out.allow_missing_columns);
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
  parser.parse(arguments);
  if (out.help) return out;
  const Typed& typed = parser.typed;
  take_common(parser, out);
  // Before the files: a join with a word too few has taken one of theirs.
  const bool stdin_taken = std::count(typed.files.begin(), typed.files.end(), "-") > 0;
  out.joins = parse_joins(typed.joins, stdin_taken);
  take_run_files(parser, out);
  if (out.output == "-") out.output.clear();
  if (out.summary == "-")
    throw parser.usage("`--summary` needs the name of a file",
                       {"with `--format none` the summary alone goes to standard output, as text"});
  if (!typed.as_of.empty()) out.as_of = instant(parser, typed.as_of);
  if (!typed.format.empty()) {
    out.format = parser.word<Format>(
        "--format", typed.format,
        {{"table", Format::table}, {"jsonl", Format::jsonl}, {"csv", Format::csv}, {"none", Format::none}});
  }
  if (!typed.input_format.empty()) {
    out.input_format = parser.word<records::Format>("--input-format", typed.input_format,
                                                    {{"json", records::Format::json}, {"csv", records::Format::csv}});
  }
  if (!typed.limit.empty()) out.limit = count(parser, "--limit", typed.limit);
  if (!typed.join_limit.empty()) out.join_limit = parse_size("--join-limit", typed.join_limit);
  if (!typed.columns.empty()) out.columns = split_names(typed.columns, "--columns");
  for (const std::string& some : typed.fields) {
    for (std::string& name : split_names(some, "--fields")) out.fields.push_back(std::move(name));
  }
  return out;
}

CheckOptions parse_check(Arguments arguments) {
  CheckOptions out;
  Parser parser("check", out);
  declare_check(parser, out);
  parser.parse(arguments);
  if (out.help) return out;
  take_common(parser, out);
  if (!parser.typed.format.empty())
    out.json = parser.word<bool>("--format", parser.typed.format, {{"text", false}, {"json", true}});
  out.files = parser.typed.files;
  if (out.files.empty()) throw parser.usage("no file to check is named", {"write `rubric check criteria.rubric`"});
  if (std::count(out.files.begin(), out.files.end(), "-") > 1)
    throw parser.usage("`-`, standard input, can be read only once");
  return out;
}

DisOptions parse_dis(Arguments arguments) {
  DisOptions out;
  Parser parser("dis", out);
  declare_dis(parser, out);
  parser.parse(arguments);
  if (out.help) return out;
  take_common(parser, out);
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
  return parser.names();
}

}  // namespace rubric::cli
