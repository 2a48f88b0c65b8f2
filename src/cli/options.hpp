// What a command was asked to do: arguments in, checked values out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/join_options.hpp"
#include "diag/render_style.hpp"
#include "records/reader.hpp"

namespace rubric::cli {

enum class Format : std::uint8_t { table, jsonl, csv, none };

struct CommonOptions {
  bool help = false;
  diag::ColourChoice colour = diag::ColourChoice::automatic;
  std::string root;            ///< files that a criteria file names lie below it; empty: its own folder
  std::string stdin_filename;  ///< names standard input in messages, and by its ending tells the format
  std::map<std::string, std::string> params;
};

/// Criteria and records: what every command that decides leads is told.
struct RecordOptions : CommonOptions {
  std::string criteria;
  std::vector<std::string> records;
  std::optional<std::int64_t> as_of;  ///< microseconds; none: the present instant
  std::optional<records::Format> input_format;
  std::string key;
  std::vector<std::string> columns;
  std::vector<JoinOption> joins;
  std::size_t join_limit = kJoinLimit;  ///< bytes, of all joined files together
  bool allow_missing_columns = false;
  bool strict = false;
  bool quiet = false;
  std::string output;
};

struct RunOptions : RecordOptions {
  std::optional<Format> format;  ///< none: by the output
  std::string only;
  std::vector<std::string> fields;
  bool ledger = false;
  bool explain = false;
  std::size_t limit = 10;
  std::string summary;
  std::size_t threads = 0;  ///< 0: as many as this process has cores
  std::size_t block = 0;    ///< bytes of records that a thread takes at once; 0: as is best
};

inline constexpr std::size_t kMaxThreads = 64;

enum class ExplainFormat : std::uint8_t { text, json, html };

struct ExplainOptions : RecordOptions {
  std::vector<std::string> ids;         ///< of the leads to explain
  std::vector<std::uint64_t> numbers;   ///< or their places in the one file that is named, from 1
  std::vector<std::string> names;       ///< of rules, scores, choices …; empty: all
  std::optional<ExplainFormat> format;  ///< none: by the output
};

struct CheckOptions : CommonOptions {
  std::vector<std::string> files;
  bool json = false;
};

enum class View : std::uint8_t { bytecode, ir, ast };

struct DisOptions : CommonOptions {
  std::string file;
  View view = View::bytecode;
};

enum class TestFormat : std::uint8_t { text, json, junit };

struct TestOptions : CommonOptions {
  std::vector<std::string> files;  ///< and folders
  std::string filter;
  TestFormat format = TestFormat::text;
  std::size_t threads = 0;  ///< 0: as many as this process has cores
  bool coverage = false;
  bool listing = false;
  std::optional<double> min_coverage;  ///< percent
  bool require_tests = false;
};

struct ReplOptions : CommonOptions {
  std::string criteria;  ///< empty: none
  std::string lead;      ///< a JSON file; empty: none
  std::optional<std::int64_t> as_of;
};

using Arguments = std::span<const std::string>;  ///< without the program and the command

/// Each throws Failure (exit code 2) for arguments that it does not understand. With `--help` among
/// them nothing else is asked for.
[[nodiscard]] RunOptions parse_run(Arguments arguments);
[[nodiscard]] CheckOptions parse_check(Arguments arguments);
[[nodiscard]] DisOptions parse_dis(Arguments arguments);
[[nodiscard]] TestOptions parse_test(Arguments arguments);
[[nodiscard]] ReplOptions parse_repl(Arguments arguments);
[[nodiscard]] ExplainOptions parse_explain(Arguments arguments);

/// Long option names of a command, for the test that holds the help pages against them.
[[nodiscard]] std::vector<std::string> option_names(std::string_view command);

/// The file's ending in lower case, without the dot: "leads.JSONL" -> "jsonl".
[[nodiscard]] std::string ending_of(std::string_view path);
/// `a, b,c` -> a b c; empty pieces are an error that names the option.
[[nodiscard]] std::vector<std::string> split_names(const std::string& text, std::string_view option);

}  // namespace rubric::cli
