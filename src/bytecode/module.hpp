// A compiled program: instructions over typed registers, and the constants that they use.
//
// lower/ makes it, vm/ runs it. The register file begins with the slots of the layout, then the
// instant `as of`, then the constants; computed values follow. So every operand is a register,
// nothing is looked up by name, and a reader can fill the slots in place.
//
// The form is no storage format: it holds for one build of the engine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.hpp"
#include "bytecode/batch.hpp"
#include "bytecode/rule_index.hpp"
#include "data/arena.hpp"
#include "data/layout.hpp"
#include "data/member_set.hpp"
#include "data/operands.hpp"
#include "data/type.hpp"

namespace rubric::bytecode {

using data::Cell;
using data::Kind;
using data::OutcomeKind;
using data::PatternSource;
using data::TextTests;

enum class Opcode : std::uint32_t {
#define RUBRIC_OPCODE(name, d, a, b, effect) name,
#include "bytecode/opcodes.def"
#undef RUBRIC_OPCODE
};

struct OpcodeInfo {
  std::string_view name;
  char d;
  char a;
  char b;
  std::string_view effect;
};
[[nodiscard]] const OpcodeInfo& info(Opcode op);
inline constexpr std::size_t kOpcodeCount = 0
#define RUBRIC_OPCODE(name, d, a, b, effect) +1
#include "bytecode/opcodes.def"
#undef RUBRIC_OPCODE
    ;

struct Instruction {
  Opcode op = Opcode::halt;
  std::uint32_t d = 0;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
};

struct Reason {
  std::uint32_t condition = 0;          ///< a bool register, or a value of the index
  std::string text;                     ///< empty when it passes on `rule`'s reasons
  std::uint32_t rule = 0;               ///< an outcome, when `text` is empty
  std::optional<std::uint32_t> points;  ///< a points register: what the score line gave
};

struct Outcome {
  OutcomeKind kind = OutcomeKind::rule;
  std::string name;
  Kind type = Kind::boolean;
  std::uint32_t value = 0;  ///< a register; with kIndexed: a value of the index
  std::vector<Reason> reasons;
  std::string text{};  ///< of a ledger's line: as the file has it
};

struct Module {
  data::Layout layout;
  std::vector<Instruction> code;
  std::vector<base::Span> spans;         ///< one an instruction: where it comes from
  std::vector<std::uint32_t> arguments;  ///< registers and plain numbers of instructions with many operands
  std::vector<Kind> registers;           ///< the kind of each register
  std::vector<Cell> constants;           ///< values of the registers from `first_constant` on
  std::vector<data::MemberSet> sets;
  std::vector<TextTests> text_tests;
  std::vector<PatternSource> patterns;
  std::vector<Outcome> outcomes;
  std::vector<std::uint32_t> watched;  ///< registers of ir::Program::watched
  std::uint32_t collections = 0;       ///< how many the code uses
  /// The list slots on the way into each aggregate: what a record costs (see ir::Program::loops).
  std::vector<std::vector<std::uint32_t>> loops;
  RuleIndex index;  ///< rules that are asked together, once the code has run; empty where there are few
  data::Arena texts{std::size_t{1} << 40U};  ///< owns the constants' texts
  /// The same program for many leads at once, where it was asked for and there can be one. Its pieces stand in `code`
  /// behind the main code.
  std::optional<Batch> batch;

  [[nodiscard]] std::uint32_t as_of_register() const { return static_cast<std::uint32_t>(layout.slots.size()); }
  [[nodiscard]] std::uint32_t first_constant() const { return as_of_register() + 1; }
  [[nodiscard]] std::uint32_t first_computed() const {
    return first_constant() + static_cast<std::uint32_t>(constants.size());
  }
  /// What a result is: its register's kind, bool for a value of the index, none where there is no such thing.
  [[nodiscard]] std::optional<Kind> kind_of_result(std::uint32_t result) const {
    if (result < registers.size()) return registers[result];
    const bool indexed = (result & kIndexed) != 0 && (result & ~kIndexed) < index.owner.size();
    return indexed ? std::optional(Kind::boolean) : std::nullopt;
  }
};

/// One line an instruction: index, effect with real registers, and what the registers hold.
[[nodiscard]] std::string disassemble(const Module& module);

/// What is wrong with a module: an operand out of range, a register of another kind than opcodes.def
/// says, a jump that goes back, writing to a slot or a constant. Empty when the machine may run it:
/// it trusts a verified module and checks nothing again.
[[nodiscard]] std::vector<std::string> verify(const Module& module);

/// The part of `verify` that is about the index.
[[nodiscard]] std::vector<std::string> verify_index(const Module& module);

}  // namespace rubric::bytecode
