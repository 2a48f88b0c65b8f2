// Generated programs on generated records: the reference evaluator, the machine and the machine without
// optimisation must agree. Prints what was covered, and fails where something was not.
//
//   differential_tests [--pairs N] [--seed S] [--coverage no]
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string_view>

#include "builtins/table.hpp"
#include "bytecode/module.hpp"
#include "optimize/optimize.hpp"
#include "support/differential.hpp"
#include "support/exhaustive.hpp"

namespace {

using namespace rubric;
using namespace rubric::test;

constexpr std::size_t kRecords = 50;        // of each program
constexpr std::uint64_t kOnePassEvery = 4;  // programs: one goes through a single pass, not through all
constexpr std::uint64_t kOutlineEvery = 8;  // programs: one is run with an outline as well
constexpr std::uint64_t kMostInOneVerdict = 90;
constexpr std::size_t kFailures = 3;

std::size_t print_opcodes(const Coverage& c) {
  std::size_t missing = 0;
  for (std::size_t i = 0; i < c.opcodes.size(); ++i) {
    if (c.opcodes[i] > 0) continue;
    fmt::print("not covered: opcode {}\n", bytecode::info(static_cast<bytecode::Opcode>(i)).name);
    ++missing;
  }
  fmt::print("opcodes: {} of {}\n", c.opcodes.size() - missing, c.opcodes.size());
  return missing;
}

std::size_t print_batch(const Coverage& c) {
  std::size_t missing = 0;
  for (std::size_t i = 0; i < c.batch_ops.size(); ++i) {
    if (c.batch_ops[i] > 0) continue;
    fmt::print("not covered: batch instruction {}\n", bytecode::info(static_cast<bytecode::BatchOp>(i)).name);
    ++missing;
  }
  fmt::print("batch instructions: {} of {}; {} programs in columns, {} by the one-record machine alone\n",
             c.batch_ops.size() - missing, c.batch_ops.size(), c.batched, c.not_batched);
  return missing;
}

std::size_t print_operations(const Coverage& c) {
  std::size_t missing = 0;
  for (std::size_t i = 0; i < c.operations.size(); ++i) {
    // The optimiser makes lookups, no program has one when it is checked; they are counted among the opcodes.
    const auto op = static_cast<ir::Op>(i);
    const bool lookup = op == ir::Op::lookup || op == ir::Op::by_member || op == ir::Op::by_range;
    if (c.operations[i] > 0 || lookup) continue;
    fmt::print("not covered: operation {}\n", ir::info(static_cast<ir::Op>(i)).name);
    ++missing;
  }
  fmt::print("operations: {} of {}\n", c.operations.size() - missing, c.operations.size());
  for (const auto& [outcome, count] : c.outcomes) fmt::print("{}: {}\n", outcome, count);
  return missing;
}

std::size_t print_calls(const Coverage& c) {
  std::size_t missing = 0;
  std::size_t all = 0;
  for (const builtins::Signature& s : builtins::signatures()) {
    const std::size_t arguments = s.variadic ? CallCounts::kArguments : s.parameters.size();
    for (std::size_t i = 0; i < arguments; ++i, ++all) {
      // Of durations and times no three are written.
      if (s.variadic && i == 2 && s.result != data::Kind::number) continue;
      if (c.calls.missing[static_cast<std::size_t>(s.id)][i] > 0) continue;
      fmt::print("not covered: {} of {} with argument {} missing\n", s.name, data::name(s.parameters[0]), i + 1);
      ++missing;
    }
  }
  fmt::print("built-ins with an argument missing: {} of {}\n", all - missing, all);
  return missing;
}

std::size_t print_verdicts(const Coverage& c) {
  std::size_t lopsided = 0;
  for (const auto& [construct, v] : c.verdicts) {
    const std::uint64_t all = v.yes + v.no + v.unknown;
    const auto percent = [&](std::uint64_t n) { return 100.0 * static_cast<double>(n) / static_cast<double>(all); };
    fmt::print("{:11} {:8} yes {:5.1f} %  no {:5.1f} %  unknown {:5.1f} %\n", construct, all, percent(v.yes),
               percent(v.no), percent(v.unknown));
    if (std::max({v.yes, v.no, v.unknown}) * 100 <= all * kMostInOneVerdict) continue;
    fmt::print("not covered: {} gives one verdict in more than {} %\n", construct, kMostInOneVerdict);
    ++lopsided;
  }
  return lopsided;
}

struct Options {
  std::uint64_t pairs = 200'000;
  std::uint64_t seed = 20261101;
};

Options read_options(int count, char** arguments) {
  Options out;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string_view name = arguments[i];
    if (name == "--pairs") out.pairs = std::strtoull(arguments[i + 1], nullptr, 10);
    if (name == "--seed") out.seed = std::strtoull(arguments[i + 1], nullptr, 10);
  }
  return out;
}

std::size_t run_tiny() {
  Coverage coverage;
  std::size_t failures = 0;
  for (const TinyProgram& tiny : tiny_programs()) {
    const std::string problem = run_pairs({tiny.source, "2026-11-01", "", false}, tiny.records, &coverage);
    if (problem.empty()) continue;
    ++failures;
    fmt::print("a tiny program: {}\n", problem.substr(0, 2000));
  }
  std::uint64_t values = 0;
  for (const auto& [outcome, count] : coverage.outcomes) values += count;
  fmt::print("{} values of all operators over a few operands, {} programs\n", values, coverage.programs);
  return failures;
}

// Lines of a score on one field: what generated programs hardly ever have side by side.
std::size_t run_by_field(Coverage& coverage) {
  const std::string source =
      "record lead {\n  t text\n  n number\n  at time\n}\nscore s {\n  +1 when t == \"a\"\n  +2 when t in { \"a\", "
      "\"b\" }\n"
      "  -3 when t is missing\n  +1 when n > 2\n  +0.5 when n between 2 and 4\n  -1 when n <= -1\n"
      "  +2 when at >= 2026-03-01\n  +1 when at < 2026-02-01\n}\n";
  std::vector<std::string> records;
  for (const char* const t : {"null", "\"a\"", "\"b\"", "\"c\"", "\"\""}) {
    for (const char* const n : {"null", "-1", "-0.0", "2", "2.5", "4", "4.5"}) {
      for (const char* const at : {"null", "\"2026-01-31T23:59:59Z\"", "\"2026-02-01\"", "\"2026-03-01\""})
        records.push_back(fmt::format(R"({{"t":{},"n":{},"at":{}}})", t, n, at));
    }
  }
  const std::string problem = run_pairs({source, "2026-11-01", "", false}, records, &coverage);
  if (!problem.empty()) fmt::print("lines on one field: {}\n", problem);
  return problem.empty() ? 0 : 1;
}

// What is wrong with the programs of the seed, made small; a few are enough.
std::size_t run(const Options& options, Coverage& coverage) {
  std::size_t failures = 0;
  for (std::uint64_t n = 0; coverage.pairs < options.pairs && failures < kFailures; ++n) {
    Random random(options.seed * 1'000'003 + n);
    GeneratedProgram program = generate_program(random);
    if (n % kOnePassEvery == 0)
      program.only_pass = optimize::passes()[n / kOnePassEvery % optimize::passes().size()].name;
    std::vector<Json> records;
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < kRecords; ++i) {
      records.push_back(generate_record(program.schema, random));
      lines.push_back(text_of(records.back()));
    }
    const std::string problem = run_pairs(
        {text_of(program.source), program.as_of, program.only_pass, n % kOutlineEvery == 1}, lines, &coverage);
    if (problem.empty()) continue;
    ++failures;
    fmt::print("program {} of seed {}: {}\n{}\n", n, options.seed, problem, shrink(program, records));
  }
  return failures;
}

}  // namespace

int main(int count, char** arguments) {
  const Options options = read_options(count, arguments);
  Coverage coverage;
  const auto start = std::chrono::steady_clock::now();
  const std::size_t failures = run_tiny() + run_by_field(coverage) + run(options, coverage);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  fmt::print(
      "{} pairs of {} programs and their records (seed {}), {} records rejected by the reader, {} too long, {:.1f} s\n",
      coverage.pairs, coverage.programs, options.seed, coverage.rejected, coverage.too_long, took.count());
  std::size_t gaps = print_operations(coverage) + print_opcodes(coverage) + print_batch(coverage) +
                     print_calls(coverage) + print_verdicts(coverage);
  fmt::print("{} explanations\n", coverage.explained);
  if (coverage.explained == 0) {
    fmt::print("not covered: explanations\n");
    ++gaps;
  }
  if (coverage.too_long == 0) {
    fmt::print("not covered: lists that are too long\n");
    ++gaps;
  }
  fmt::print("{} rules in an index\n", coverage.indexed);
  if (coverage.indexed == 0) {
    fmt::print("not covered: rules in an index\n");
    ++gaps;
  }
  fmt::print("{} disagreements, {} gaps\n", failures, gaps);
  return failures == 0 && gaps == 0 ? 0 : 1;
}
