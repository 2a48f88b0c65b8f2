// A conversation with criteria: lines in, answers out.
//
// Holds a criteria file, what was declared on top of it, and a lead. Each line is compiled together with all of
// it by the compiler that `rubric run` uses, so a session has no semantics of its own. It reads no files but
// through the functions that it is given, and prints nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.hpp"
#include "explain/explanation.hpp"
#include "repl/lead.hpp"

namespace rubric::repl {

struct Options {
  std::string name;  ///< of the criteria file, for messages; empty without one
  std::string text;  ///< of the criteria file
  engine::CompileOptions compile;
  std::int64_t as_of = 0;  ///< microseconds
  /// The text of a file; throws nothing: says in `error` why it cannot be read.
  std::function<engine::FileText(const std::string& path)> read;
  bool colour = false;
  unsigned width = 100;
};

struct Answer {
  std::string text;  ///< with line ends; may be empty
  bool failed = false;
  bool more = false;  ///< the line is not complete: the next one belongs to it
  bool quit = false;
};

class Session {
 public:
  explicit Session(Options options);

  /// What the criteria file says of itself, and findings in it.
  [[nodiscard]] Answer greet();
  [[nodiscard]] Answer line(std::string_view text);
  /// Takes the first lead of a JSON file.
  [[nodiscard]] Answer load(const std::string& path);
  /// What may stand in place of the last word of a line: fields, names, functions, words, commands.
  [[nodiscard]] std::vector<std::string> complete(std::string_view line) const;

 private:
  // What a line adds, for one compilation or for good.
  struct Compiled {
    std::shared_ptr<const engine::Program> program;
    std::string findings;
  };
  struct Declared {
    std::string name;
    std::string text;
    std::shared_ptr<const Declared> replaced;  // what had the name before, and its place among the others
    std::ptrdiff_t replaced_at = 0;
  };
  using Verdicts = std::vector<std::pair<std::string, std::string>>;

  Compiled compile(const std::string& extra) const;
  std::optional<explain::Explanation> decide(const std::shared_ptr<const engine::Program>& program,
                                             std::string& trouble) const;
  Answer command(std::string_view text);
  Answer declare(std::string_view name, const std::string& text);
  Answer evaluate(const std::string& expression);
  Answer assign(const std::string& path, const std::string& value);
  Answer verdicts() const;
  Answer explain(const std::string& name) const;
  Answer set_instant(std::string_view text);
  Answer set_param(std::string_view text);
  Answer undo();
  Answer names() const;

  std::string take_back();
  Verdicts present_verdicts() const;
  std::string changes(const Verdicts& before) const;
  Answer shown(const explain::Explanation& e) const;

  Options options_;
  Lead lead_;
  std::vector<Declared> declared_;
  std::string pending_;  // lines of a declaration that is not complete
};

/// The commands, each with a line of help.
[[nodiscard]] std::string help_text();

}  // namespace rubric::repl
