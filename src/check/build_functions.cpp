// Functions, expanded where they are called.
#include <algorithm>

#include "check/builder.hpp"

namespace rubric::check {

bool Builder::too_large_now(Span span) {
  if (steps_ == kMaxSteps + 1) {
    model_.sink.report(Finding::program_too_large, span, {{"limit", kMaxSteps}})
        .note("a function is written out wherever it is called");
  }
  return true;
}

// Questions that are not too deep in the file may be, once the functions that ask them are written out.
void Builder::too_deep(Span span) {
  if (steps_ > kMaxSteps) return;
  steps_ = kMaxSteps + 1;
  model_.sink.report(Finding::aggregates_too_deep, span, {{"limit", ir::kMaxAggregateDepth}})
      .note("a function is written out wherever it is called");
}

NodeId Builder::expand(const Symbol& function, const Expr& e) {
  Frame frame{&function, model_.file.operands(e), frame_};
  Frame* const caller = std::exchange(frame_, &frame);
  const auto* table = std::get_if<ast::Table>(&function.declaration->body);
  const NodeId out =
      table != nullptr ? value_of(function, *table) : build(std::get<ast::Let>(function.declaration->body).value);
  frame_ = caller;
  return out;
}

ExprId Builder::given(std::uint32_t index) const {
  return frame_->arguments[index - frame_->function->first_parameter];
}

NodeId Builder::parameter(std::uint32_t index) {
  Frame* const here = frame_;
  const auto [entry, added] = here->built.try_emplace({index, open_.size()});
  if (!added) return entry->second;
  const ExprId argument = given(index);
  frame_ = here->caller;
  const NodeId out = build_as(argument, *model_.types.kind(model_.parameters[index].type));
  frame_ = here;
  here->built[{index, open_.size()}] = out;
  return out;
}

// As check::ignores_case, with what is given for the parameters of the function that is being expanded.
bool Builder::ignores(ExprId id) {
  return ignores_case(model_, id, [this](std::uint32_t index) {
    Frame* const here = frame_;
    if (const auto known = here->ignores_case.find(index); known != here->ignores_case.end()) return known->second;
    const ExprId argument = given(index);
    frame_ = here->caller;
    const bool out = model_.parameters[index].list != 0 ? ignores_elements(argument) : ignores(argument);
    frame_ = here;
    return here->ignores_case[index] = out;
  });
}

// Whether tests on the elements of a list fold case: its field says so, or that of the value that is asked of each.
bool Builder::ignores_elements(ExprId list) {
  const ExprId inner = model_.strip(list);
  const Expr& e = model_.expr(inner);
  if (e.kind == ExprKind::projection) return ignores(model_.file.operands(e)[1]);
  const Resolved& r = model_.resolved[source_of(model_, inner).list.index];
  if (r.kind == Resolved::Kind::parameter) return ignores(source_of(model_, inner).list);
  if (r.kind == Resolved::Kind::symbol)
    return ignores_elements(std::get<ast::Let>(model_.symbols[r.index].declaration->body).value);
  const ast::Field* declared = model_.fields[r.index].declared;
  return declared != nullptr && modifier(*declared, ast::ModifierKind::ignoring_case) != nullptr;
}

}  // namespace rubric::check
