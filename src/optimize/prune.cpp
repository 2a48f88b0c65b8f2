#include "optimize/passes.hpp"
#include "optimize/rewrite.hpp"

namespace rubric::optimize {

// Rebuilding visits only what is needed: that is all there is to do.
ir::Program prune(const ir::Program& program) {
  return rewrite(program, [](ir::Program& out, Operation& operation) { return add(out, operation); });
}

}  // namespace rubric::optimize
