// ir -> bytecode.
//
// Every node that an outcome needs is computed once, in the order of the nodes, into a register of
// its own. What only one operand of `and`, `or`, `default` or a choice needs is computed behind a
// jump, so that it costs nothing when the answer is known before. What several places need is
// computed where the last common point of them is, whether or not it turns out to be needed: the
// language has no effects, so nobody can tell.
//
// Where there are many rules that only ask which classes some values are of, they become an index
// (bytecode/rule_index.hpp) and have no code.
#pragma once

#include <cstddef>

#include "bytecode/module.hpp"
#include "ir/program.hpp"

namespace rubric::lower {

struct Options {
  bool batch = false;  ///< also Module::batch: the same program for many leads at once
  // What it takes for rules to be in an index: below that, their code is about as quick.
  std::size_t fewest_rules = 32;  ///< that can be in it; SIZE_MAX: never an index, all is code
  std::size_t fewest_tests = 4;   ///< of one value: a rule that tests a value which hardly another does is code
  /// What the sets of all values may take. The value with the most classes is left to code first.
  std::size_t most_bytes = 64U << 20U;
};

/// The program must pass ir::verify; the module then passes bytecode::verify.
[[nodiscard]] bytecode::Module lower(const ir::Program& program, const Options& options = {});

}  // namespace rubric::lower
