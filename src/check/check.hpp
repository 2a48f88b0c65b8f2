// ast -> ir: names, paths, types, cycles.
//
// Works with a `record` (every path must be one of its fields) and without (a path that nothing
// declares is a field whose type follows from its use). Reports everything that it finds and builds
// the program only when nothing is wrong.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ast/ast.hpp"
#include "base/source_map.hpp"
#include "diag/sink.hpp"
#include "ir/program.hpp"

namespace rubric::check {

/// The members that a `set … from "file.txt"` reads, or why it cannot.
struct SetFile {
  struct Member {
    std::string text;
    std::uint64_t line = 0;
  };
  std::vector<Member> members;
  std::string error;  ///< empty when it could be read
  bool found = true;
};

/// Reads a set's file: the module that names it, the path as written, and the column of a CSV file if
/// one is named. The caller decides what a path means and what may be read; this folder touches no file.
using SetFiles =
    std::function<SetFile(std::uint32_t module, const std::string& path, const std::optional<std::string>& column)>;

/// The elements of the list field `list` come from a file of their own: those whose column `other` has the
/// text that the record has in its field or column `key`.
struct Join {
  std::string list, key, other;
};

struct Options {
  /// Values for params in place of those of the file, as a person types them: `70`, `"DE"` or DE. Those of a
  /// module go by `MODULE.NAME`.
  std::map<std::string, std::string> params;
  /// The field that names a lead in the output; empty for the default (`id`, else the first required one).
  std::string key;
  /// Fields to be read though no rule may need them, dotted: the layout's `shown`.
  std::vector<std::string> fields;
  std::vector<Join> joins;
  SetFiles set_files;
  /// Adds OutcomeKind::ledger outcomes: what each line of a score gave.
  bool ledger = false;
  /// Makes Program::outline, and the program works out what it watches.
  bool outline = false;
  /// The same, but only of a file with tests: they are taken apart with it, and some are reported only then.
  bool outline_of_tests = false;
  /// False: what came before has reported errors, and a tree with holes is no ground to build on.
  bool build = true;
  /// What each module of the tree is called: `modules[0]` is the main file, the others as they are imported.
  std::vector<std::string> modules{""};
  /// Notes on the form of the criteria, for whoever works on them: dead ends, moves that can apply at once.
  bool advice = false;
  /// The standard module that has something of a name, for "import it"; empty when none has.
  std::function<std::string(std::string_view name)> standard_module_of{};
};

/// The program of a file that has no errors (the sink's count does not grow, and `build` is asked), else none.
[[nodiscard]] std::optional<ir::Program> check(const base::SourceMap& sources, const ast::File& file, diag::Sink& sink,
                                               const Options& options = {});

}  // namespace rubric::check
