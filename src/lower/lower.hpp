// ir -> bytecode.
//
// Every node that an outcome needs is computed once, in the order of the nodes, into a register of
// its own. What only one operand of `and`, `or`, `default` or a choice needs is computed behind a
// jump, so that it costs nothing when the answer is known before. What several places need is
// computed where the last common point of them is, whether or not it turns out to be needed: the
// language has no effects, so nobody can tell.
#pragma once

#include "bytecode/module.hpp"
#include "ir/program.hpp"

namespace rubric::lower {

struct Options {
  bool batch = false;  ///< also Module::batch: the same program for many leads at once
};

/// The program must pass ir::verify; the module then passes bytecode::verify.
[[nodiscard]] bytecode::Module lower(const ir::Program& program, Options options = {});

}  // namespace rubric::lower
