// Arguments in, words and flags out: what the commands' options have in common.
//
// Included by the few files that parse arguments: CLI11 is slow to compile.
#pragma once

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <utility>

#include "base/time_text.hpp"
#include "cli/failure.hpp"
#include "cli/options.hpp"

namespace rubric::cli {

// Options as they were typed; what they mean is worked out behind the parse, where messages can teach.
struct Typed {
  std::vector<std::string> files;
  std::vector<std::string> params;
  std::vector<std::string> fields;
  std::vector<std::string> joins;  // three words each
  std::vector<std::string> numbers;
  std::string colour, as_of, format, input_format, columns, limit, join_limit, threads, min_coverage;
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

inline void take_params(const Parser& parser, CommonOptions& out) {
  for (const std::string& p : parser.typed.params) {
    const std::size_t equals = p.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw parser.usage(fmt::format("`--param {}` has no value", p), {"write it as `--param mql_threshold=70`"});
    }
    out.params[p.substr(0, equals)] = p.substr(equals + 1);
  }
}

inline void take_common(const Parser& parser, CommonOptions& out) {
  using enum diag::ColourChoice;
  if (!parser.typed.colour.empty()) {
    out.colour = parser.word<diag::ColourChoice>("--color", parser.typed.colour,
                                                 {{"auto", automatic}, {"always", always}, {"never", never}});
  }
  take_params(parser, out);
}

/// Parses, and takes what all commands have. False: only the help page is asked for.
inline bool understand(Parser& parser, Arguments arguments, CommonOptions& out) {
  parser.parse(arguments);
  if (out.help) return false;
  take_common(parser, out);
  return true;
}

inline void stdin_once(const Parser& parser) {
  const auto& files = parser.typed.files;
  if (std::count(files.begin(), files.end(), "-") > 1) throw parser.usage("`-`, standard input, can be read only once");
}

inline std::int64_t instant(const Parser& parser, const std::string& text) {
  const auto parsed = base::parse_time(text);
  if (parsed) return parsed->micros;
  throw parser.usage(fmt::format("`--as-of {}` is neither a date nor a time", text),
                     {"write `--as-of 2026-11-01` (its midnight, UTC) or `--as-of 2026-11-01T09:30:00Z`"});
}

inline std::size_t count(const Parser& parser, std::string_view option, const std::string& text) {
  std::size_t out = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (fault == std::errc{} && end == text.data() + text.size()) return out;
  throw parser.usage(fmt::format("`{} {}` is not a whole number", option, text));
}

/// 0 where the option was not given.
inline std::size_t thread_count(const Parser& parser) {
  if (parser.typed.threads.empty()) return 0;
  const std::size_t out = count(parser, "--threads", parser.typed.threads);
  if (out >= 1 && out <= kMaxThreads) return out;
  throw parser.usage(fmt::format("`--threads {}` is not from 1 to {}", out, kMaxThreads));
}

}  // namespace rubric::cli
