// ir -> ir: the same meaning, less work.
//
// An ordered list of passes, each a file of its own that can be switched off by name. Every pass keeps
// what a program means to the last bit, for every record, missing data included; `Program::loops` stays
// as it came, so that what a record may cost does not depend on what was saved.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>

#include "ir/program.hpp"

namespace rubric::optimize {

struct Pass {
  std::string_view name;
  ir::Program (*run)(ir::Program);
};

/// In the order that they run in.
[[nodiscard]] std::span<const Pass> passes();

struct Options {
  std::set<std::string, std::less<>> without;  ///< names of passes to leave out
};

[[nodiscard]] ir::Program optimize(ir::Program&& program, const Options& options = {});
/// The same for a program that is kept.
[[nodiscard]] ir::Program optimize(const ir::Program& program, const Options& options = {});

/// What `prune` gives, of a program that is kept.
[[nodiscard]] ir::Program copy_used(const ir::Program& program);

}  // namespace rubric::optimize
