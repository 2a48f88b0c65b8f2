#include "optimize/optimize.hpp"

#include <cassert>
#include <optional>
#include <utility>

#include "optimize/passes.hpp"

namespace rubric::optimize {

namespace {

// ORDER: simplify feeds on the constants of fold, merge on flat `or`s; fold is worth a second look then. Lookup comes
// first, so that the rows of long tables are not carried through the others, and again for the sets that merge makes.
// By field sees lines as short as the others leave them.
constexpr Pass kPasses[] = {
    {"lookup", look_up},   {"fold", fold},   {"simplify", simplify}, {"merge", merge},
    {"relookup", look_up}, {"refold", fold}, {"byfield", by_field},  {"prune", prune},
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
