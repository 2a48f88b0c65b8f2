// What is wrong with batch code: an operand that is out of range.
#pragma once

#include <string>
#include <vector>

#include "bytecode/module.hpp"

namespace rubric::bytecode {

/// Of a module that has batch code and whose one-record code is right; empty when the batch machine may run it.
[[nodiscard]] std::vector<std::string> verify_batch(const Module& module);

}  // namespace rubric::bytecode
