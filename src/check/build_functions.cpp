// Functions, expanded where they are called.
#include "check/builder.hpp"

namespace rubric::check {

namespace {

// Functions that call functions twice grow without end: far above what a file by hand reaches.
constexpr std::size_t kMaxSteps = 5'000'000;

}  // namespace

bool Builder::too_large(Span span) {
  if (++steps_ <= kMaxSteps) return false;
  if (steps_ == kMaxSteps + 1) {
    model_.sink.report(Finding::program_too_large, span, {{"limit", kMaxSteps}})
        .note("a function is written out wherever it is called");
  }
  return true;
}

NodeId Builder::expand(const Symbol& function, const Expr& e) {
  Frame frame{&function, model_.file.operands(e), frame_};
  Frame* const caller = std::exchange(frame_, &frame);
  const NodeId out = build(std::get<ast::Let>(function.declaration->body).value);
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
    const ExprId argument = given(index);
    Frame* const here = frame_;
    frame_ = here->caller;
    const bool out = ignores(argument);
    frame_ = here;
    return out;
  });
}

}  // namespace rubric::check
