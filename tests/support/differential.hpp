// Generated programs and records on every evaluator; what disagrees, made small.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "support/generate.hpp"
#include "support/reference.hpp"

namespace rubric::test {

struct Verdicts {
  std::uint64_t yes = 0;
  std::uint64_t no = 0;
  std::uint64_t unknown = 0;
};

/// What the programs and records that were run had in them.
struct Coverage {
  Coverage();

  std::uint64_t programs = 0;
  std::uint64_t pairs = 0;
  std::uint64_t rejected = 0;                     ///< records that no evaluator saw
  std::uint64_t too_long = 0;                     ///< records whose lists were too long
  std::uint64_t batched = 0;                      ///< programs that have code for the batch machine
  std::uint64_t not_batched = 0;                  ///< programs that it gives to the one-record machine whole
  std::uint64_t explained = 0;                    ///< records whose explanation was held against the decision
  std::uint64_t indexed = 0;                      ///< rules that an index answered
  std::vector<std::uint64_t> opcodes;             ///< in how many machine programs an opcode stands
  std::vector<std::uint64_t> batch_ops;           ///< in how many programs an instruction of the batch machine stands
  std::vector<std::uint64_t> operations;          ///< how often an operation stands in the checked programs
  std::map<std::string, std::uint64_t> outcomes;  ///< values that were compared, by the kind of outcome
  CallCounts calls;
  std::map<std::string, Verdicts> verdicts;  ///< by construct
};

struct Pairing {
  std::string source;
  std::string as_of;
  std::string only_pass;  ///< see GeneratedProgram
  bool outline = false;   ///< hold the program with an outline, and its explanations, to the same
};

/// Compiles the source and decides the records (JSON, one a line) on the reference, the machine and the
/// machine without optimisation. What went wrong, in words; empty when all agree.
[[nodiscard]] std::string run_pairs(const Pairing& program, const std::vector<std::string>& records,
                                    Coverage* coverage);

/// What the reference says of the record, as JSON for tests/conformance.
[[nodiscard]] std::string expected_of(const Pairing& program, const std::string& record);

/// The same with as little as still goes wrong, as a text for tests/conformance.
[[nodiscard]] std::string shrink(GeneratedProgram program, std::vector<Json> records);

}  // namespace rubric::test
