#include "optimize/optimize.hpp"

#include <cassert>
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

ir::Program optimize(ir::Program&& program, const Options& options) {
  ir::Program out = std::move(program);
  for (const Pass& pass : kPasses) {
    if (options.without.contains(pass.name)) continue;
    out = pass.run(std::move(out));
    assert(ir::verify(out).empty());
  }
  return out;
}

ir::Program optimize(const ir::Program& program, const Options& options) {
  return optimize(copy_used(program), options);
}

}  // namespace rubric::optimize
