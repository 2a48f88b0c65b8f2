#include "optimize/optimize.hpp"

#include <cassert>
#include <optional>
#include <utility>

#include "optimize/passes.hpp"

namespace rubric::optimize {

namespace {

// ORDER: simplify feeds on the constants of fold, merge on flat `or`s; fold is worth a second look then.
constexpr Pass kPasses[] = {
    {"fold", fold}, {"simplify", simplify}, {"merge", merge}, {"refold", fold}, {"prune", prune},
};

}  // namespace

std::span<const Pass> passes() {
  return kPasses;
}

ir::Program optimize(const ir::Program& program, const Options& options) {
  std::optional<ir::Program> out;
  for (const Pass& pass : kPasses) {
    if (options.without.contains(pass.name)) continue;
    out = pass.run(out ? *out : program);
    assert(ir::verify(*out).empty());
  }
  return out ? std::move(*out) : prune(program);
}

}  // namespace rubric::optimize
