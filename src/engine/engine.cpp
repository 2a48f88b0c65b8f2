#include "engine/engine.hpp"

#include <algorithm>
#include <cassert>

#include "builtins/number.hpp"
#include "engine/modules.hpp"
#include "engine/set_files.hpp"
#include "engine/standard_modules.hpp"
#include "engine/table_files.hpp"
#include "ir/program.hpp"
#include "lower/lower.hpp"
#include "optimize/optimize.hpp"

namespace rubric::engine {

std::optional<ir::Program> compile_to_ir(base::SourceMap& sources, std::uint32_t source, diag::Sink& sink,
                                         const CompileOptions& options) {
  const std::size_t before = sink.errors();
  const Files files = with_standard_files(options.files);
  std::vector<std::uint32_t> main{source};
  main.insert(main.end(), options.more.begin(), options.more.end());
  Modules modules = load_modules(sources, main, sink, files, options.limits);
  load_tables(modules.tree, modules.identities, sources, files, sink);
  // A file that is not understood whole is still checked: one run shows all there is to mend.
  check::Options how;
  how.params = options.params;
  how.key = options.key;
  how.fields = options.fields;
  how.joins = options.joins;
  how.ledger = options.ledger;
  how.outline = options.outline;
  how.outline_of_tests = options.outline_of_tests;
  how.modules = modules.names;
  how.standard_module_of = standard_module_of;
  how.set_files = [&](std::uint32_t module, const std::string& path, const std::optional<std::string>& column) {
    const FileText file = files(modules.identities[module], path);
    if (file.error.empty()) return parse_set_file(file.text, column);
    return check::SetFile{{}, file.error, file.found};
  };
  how.build = sink.errors() == before;
  how.advice = options.advice;
  auto program = check::check(sources, modules.tree, sink, how);
  sink.sort();
  if (sink.errors() != before) return std::nullopt;
  return program;
}

std::shared_ptr<const Program> compile(base::SourceMap& sources, std::uint32_t source, diag::Sink& sink,
                                       const CompileOptions& options) {
  auto program = compile_to_ir(sources, source, sink, options);
  if (!program) return nullptr;
  assert(ir::verify(*program).empty());
  if (options.optimize) program = optimize::optimize(std::move(*program));
  lower::Options lowering = options.lowering;
  lowering.batch = lowering.batch || options.batch;
  vm::Image::Loaded loaded = vm::Image::load(lower::lower(*program, lowering));
  assert(loaded.faults.empty());
  if (!loaded.image) {
    for (const std::string& fault : loaded.faults) sink.report(diag::Kind::internal_error, {}, {{"fault", fault}});
    return nullptr;
  }
  return std::make_shared<const Program>(std::move(loaded.image), program->title, program->version, program->outline);
}

Evaluator::Evaluator(std::shared_ptr<const Program> program, const vm::Limits& limits)
    : program_(std::move(program)), machine_(program_->image(), limits), visited_(program_->outcomes().size(), 0) {
  const auto& outcomes = program_->outcomes();
  for (std::uint32_t i = 0; i < outcomes.size(); ++i) {
    const bool indexed = (outcomes[i].value & bytecode::kIndexed) != 0;
    if (outcomes[i].kind == data::OutcomeKind::rule && !indexed) coded_rules_.push_back(i);
  }
}

vm::VerdictCounts Evaluator::count_verdicts() const {
  vm::VerdictCounts out{};
  if (machine_.index() != nullptr) out = machine_.index()->counts();
  for (const std::uint32_t outcome : coded_rules_) ++out[static_cast<std::size_t>(value(outcome).tri)];
  return out;
}

const std::vector<Reason>& Evaluator::reasons() {
  reasons_.clear();
  std::ranges::fill(visited_, 0);
  const auto& outcomes = program_->outcomes();
  for (std::uint32_t owner = 0; owner < outcomes.size(); ++owner) {
    if (outcomes[owner].reasons.empty()) continue;
    open_.assign(1, {owner, 0});
    visited_[owner] = owner + 1;
    while (!open_.empty()) next_reason(owner);
  }
  return reasons_;
}

const std::vector<LedgerEntry>& Evaluator::ledger() {
  ledger_.clear();
  const auto& outcomes = program_->outcomes();
  double score = 0;  // of the block (or the total) that the lines belong to
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const bytecode::Outcome& o = outcomes[i];
    if (o.kind == data::OutcomeKind::score || o.kind == data::OutcomeKind::total) score = value(i).number;
    if (o.kind != data::OutcomeKind::ledger) continue;
    data::Points points = value(i).points;
    const bool bound = o.text.empty();
    // In billionths, so that what a bound changed is exact.
    if (bound) points = builtins::points_of(score).value_or(points) - points;
    if (points == 0) continue;
    const std::string_view bound_name = points > 0 ? "min" : "max";
    ledger_.push_back(
        {o.name, bound ? bound_name : std::string_view(o.text), builtins::number_of_points(points), bound});
  }
  return ledger_;
}

// A rule's reasons stand even where another rule passes them on, at the place of the item that names it; one
// that was passed through before is not gone through again, so the work is bounded by the program.
void Evaluator::next_reason(std::uint32_t owner) {
  Open& here = open_.back();
  const auto& reasons = program_->outcomes()[here.outcome].reasons;
  if (here.next == reasons.size()) return open_.pop_back();
  const bytecode::Reason& r = reasons[here.next++];
  if (machine_.value(r.condition).tri != data::Tri::yes) return;
  if (!r.text.empty()) return add_reason(owner, r);
  if (visited_[r.rule] == owner + 1) return;
  visited_[r.rule] = owner + 1;
  open_.push_back({r.rule, 0});
}

void Evaluator::add_reason(std::uint32_t owner, const bytecode::Reason& r) {
  const auto same = [&](const Reason& known) { return known.outcome == owner && known.text == r.text; };
  if (!r.points && std::ranges::any_of(reasons_, same)) return;
  Reason reason{owner, r.text, std::nullopt};
  // A line whose points are missing or nothing has nothing to say.
  if (r.points && machine_.value(*r.points).points == 0) return;
  if (r.points) reason.points = builtins::number_of_points(machine_.value(*r.points).points);
  reasons_.push_back(reason);
}

}  // namespace rubric::engine
