// The steps wired together: text in, a program out; cells in, a decision out.
//
// What the command line and the tools build on. `include/rubric/engine.hpp` is the same for those
// who embed the engine, without the internal types.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_map.hpp"
#include "check/check.hpp"
#include "diag/sink.hpp"
#include "engine/files.hpp"
#include "ir/outline.hpp"
#include "lower/lower.hpp"
#include "parse/parse.hpp"
#include "vm/machine.hpp"

namespace rubric::engine {

struct CompileOptions {
  std::map<std::string, std::string> params;  ///< values in place of those of the file, as typed
  std::string key;                            ///< the field that names a lead; empty for the default
  std::vector<std::string> fields;            ///< read besides what the rules need: the layout's `shown`
  std::vector<check::Join> joins;             ///< lists that the caller fills: the layout's `joins`
  std::vector<std::uint32_t> more;            ///< sources that go on with the main file: what a session adds to it
  Files files;                                ///< none: what comes from a file is then an error
  bool ledger = false;                        ///< true: Evaluator::ledger says what each line of a score gave
  bool outline = false;                       ///< true: Program::outline, and Evaluator::watched has its values
  bool outline_of_tests = false;              ///< true: an outline where the file has tests, for what is said of them
  bool advice = false;                        ///< true: notes on the form of the criteria, for who works on them
  bool batch = false;                         ///< true: code for vm::BatchMachine as well
  bool optimize = true;                       ///< false: the program runs as it was written
  lower::Options lowering;                    ///< when many rules are asked all at once
  parse::Limits limits;
};

/// A program ready to run. Immutable; share it between threads.
class Program {
 public:
  Program(std::shared_ptr<const vm::Image> image, std::string title, std::string version,
          std::shared_ptr<const ir::Outline> outline)
      : image_(std::move(image)),
        title_(std::move(title)),
        version_(std::move(version)),
        outline_(std::move(outline)) {}

  [[nodiscard]] const data::Layout& layout() const { return module().layout; }
  [[nodiscard]] const std::vector<bytecode::Outcome>& outcomes() const { return module().outcomes; }
  [[nodiscard]] const bytecode::Module& module() const { return image_->module(); }
  [[nodiscard]] const std::shared_ptr<const vm::Image>& image() const { return image_; }
  [[nodiscard]] const std::string& title() const { return title_; }
  [[nodiscard]] const std::string& version() const { return version_; }
  /// What the criteria say, clause by clause; null unless CompileOptions::outline asked for it.
  [[nodiscard]] const ir::Outline* outline() const { return outline_.get(); }

 private:
  std::shared_ptr<const vm::Image> image_;
  std::string title_;
  std::string version_;
  std::shared_ptr<const ir::Outline> outline_;
};

/// The program of source number `source`, or null; findings go to the sink.
[[nodiscard]] std::shared_ptr<const Program> compile(base::SourceMap& sources, std::uint32_t source, diag::Sink& sink,
                                                     const CompileOptions& options = {});
/// As far as the typed program: for its dump.
[[nodiscard]] std::optional<ir::Program> compile_to_ir(base::SourceMap& sources, std::uint32_t source, diag::Sink& sink,
                                                       const CompileOptions& options = {});

/// Why an outcome is as it is, in the words of the criteria file.
struct Reason {
  std::uint32_t outcome = 0;  ///< whose reason it is
  std::string_view text;
  std::optional<double> points;  ///< what the score line gave
};

/// One line of a score, or what `min` and `max` changed. All entries of a lead add up to its score; those of
/// one block to that block.
struct LedgerEntry {
  std::string_view score;  ///< the block; "score" for the bounds of the sum of all blocks
  std::string_view text;   ///< the line as the file has it; "min" or "max" for a bound
  double points = 0;
  bool bound = false;
};

/// Runs a program over records, one at a time. Not thread-safe: one a thread.
class Evaluator {
 public:
  explicit Evaluator(std::shared_ptr<const Program> program, const vm::Limits& limits = {});

  /// One cell a slot of the layout: fill all of them before each `decide`.
  [[nodiscard]] std::span<data::Cell> slots() { return machine_.slots(); }
  /// `as_of` in microseconds. What the accessors give holds until the next call.
  vm::Status decide(std::int64_t as_of) { return machine_.run(as_of); }

  /// The value of an outcome, of the type that Program::outcomes() names.
  [[nodiscard]] const data::Cell& value(std::size_t outcome) const {
    return machine_.value(program_->outcomes()[outcome].value);
  }
  /// A result by its place, as bytecode::Outcome::value names it.
  [[nodiscard]] const data::Cell& result(std::uint32_t place) const { return machine_.value(place); }
  /// How many rules are no, unknown and yes, by data::Tri.
  [[nodiscard]] vm::VerdictCounts count_verdicts() const;
  /// Calls `use(outcome)` for each rule that is so: yes or unknown, for the most are no. Where there are many
  /// rules, far quicker than to ask each.
  template <typename Use>
  void each_rule(data::Tri verdict, Use use) const {
    if (machine_.index() != nullptr) machine_.index()->each(verdict, use);
    for (const std::uint32_t outcome : coded_rules_) {
      if (value(outcome).tri == verdict) use(outcome);
    }
  }
  /// A value that the outline of the program speaks of.
  [[nodiscard]] const data::Cell& watched(ir::Watch watch) const {
    return machine_.value(program_->module().watched[watch]);
  }
  /// The reasons of all outcomes, in their order: of the rules that are yes, of the score lines that gave
  /// points, of the arms that were taken. Each text once an outcome.
  [[nodiscard]] const std::vector<Reason>& reasons();

  /// Entries that gave or took points, in the order of the file; empty without CompileOptions::ledger.
  [[nodiscard]] const std::vector<LedgerEntry>& ledger();

  [[nodiscard]] const Program& program() const { return *program_; }

 private:
  struct Open {
    std::uint32_t outcome;
    std::size_t next;
  };
  void next_reason(std::uint32_t owner);
  void add_reason(std::uint32_t owner, const bytecode::Reason& r);

  std::shared_ptr<const Program> program_;
  vm::Machine machine_;
  std::vector<std::uint32_t> coded_rules_;  // outcomes: the rules that no index has
  std::vector<Reason> reasons_;
  std::vector<LedgerEntry> ledger_;
  std::vector<std::uint32_t> visited_;  // by outcome: the owner (plus one) that passed through it last
  std::vector<Open> open_;              // the outcomes whose reasons are being added, each named by the one before
};

}  // namespace rubric::engine
