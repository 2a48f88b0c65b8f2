#include "support/machines.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/number_text.hpp"
#include "lower/lower.hpp"
#include "optimize/optimize.hpp"
#include "records/chunk.hpp"

namespace rubric::test {

std::shared_ptr<const engine::Program> assemble(const ir::Program& program, std::string& fault,
                                                const lower::Options& options) {
  for (const std::string& f : ir::verify(program)) fault += "ir: " + f + "\n";
  if (!fault.empty()) return nullptr;
  lower::Options with_batch = options;
  with_batch.batch = true;
  vm::Image::Loaded loaded = vm::Image::load(lower::lower(program, with_batch));
  for (const std::string& f : loaded.faults) fault += "module: " + f + "\n";
  if (!loaded.image) return nullptr;
  return std::make_shared<const engine::Program>(std::move(loaded.image), program.title, program.version,
                                                 program.outline);
}

std::shared_ptr<const engine::Program> assemble_optimized(const ir::Program& program, std::string& fault,
                                                          std::string_view only, const lower::Options& options) {
  ir::Program out = optimize::copy_used(program);
  for (const optimize::Pass& pass : optimize::passes()) {
    if (!only.empty() && pass.name != only) continue;
    out = pass.run(std::move(out));
    for (const std::string& f : ir::verify(out)) fault += fmt::format("pass {}: {}\n", pass.name, f);
    if (!fault.empty()) return nullptr;
  }
  return assemble(out, fault, options);
}

std::string verdicts_fault(const engine::Evaluator& evaluator) {
  const auto& outcomes = evaluator.program().outcomes();
  vm::VerdictCounts counts{};
  std::vector<data::Tri> listed(outcomes.size(), data::Tri::no);
  for (const data::Tri verdict : {data::Tri::unknown, data::Tri::yes}) {
    evaluator.each_rule(verdict, [&](std::uint32_t outcome) { listed[outcome] = verdict; });
  }
  std::string out;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i].kind != data::OutcomeKind::rule) continue;
    ++counts[static_cast<std::size_t>(evaluator.value(i).tri)];
    if (listed[i] != evaluator.value(i).tri) out += fmt::format("{} is listed as another verdict; ", outcomes[i].name);
  }
  if (counts != evaluator.count_verdicts()) out += "the verdicts are counted otherwise";
  return out;
}

Decision decide(engine::Evaluator& evaluator, std::int64_t as_of) {
  Decision out;
  out.too_long = evaluator.decide(as_of) != vm::Status::decided;
  if (out.too_long) return out;
  const auto& outcomes = evaluator.program().outcomes();
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    out.values.push_back(value_of(outcomes[i].type, evaluator.value(i)));
  for (const engine::Reason& r : evaluator.reasons()) out.reasons.push_back({r.outcome, std::string(r.text), r.points});
  return out;
}

Decision decision_of(const vm::BatchMachine& machine, std::size_t row) {
  Decision out;
  out.too_long = machine.status(row) != vm::Status::decided;
  if (out.too_long) return out;
  const auto& outcomes = machine.module().outcomes;
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    out.values.push_back(value_of(outcomes[i].type, machine.value(i, row)));
  return out;
}

Decision decide_in_columns(engine::Evaluator& evaluator, std::int64_t as_of) {
  records::Chunk chunk(evaluator.program().layout());
  chunk.add(evaluator.slots());
  vm::BatchMachine machine(evaluator.program().image());
  machine.run(chunk.columns(), 0, 1, as_of);
  Decision out = decision_of(machine, 0);
  if (!out.too_long) out.reasons = decide(evaluator, as_of).reasons;
  return out;
}

namespace {

std::string reasons_text(const Decision& d, const std::vector<ir::Outcome>& outcomes) {
  std::string out;
  for (const Decision::Reason& r : d.reasons) {
    out += fmt::format(" {}: \"{}\"", outcomes[r.outcome].name, r.text);
    if (r.points) out += fmt::format(" {}", base::number_text(*r.points));
  }
  return out;
}

}  // namespace

std::string difference(const std::vector<ir::Outcome>& outcomes, const Decision& reference, Decision other) {
  std::ranges::sort(other.reasons);
  if (reference == other) return "";
  if (reference.too_long != other.too_long) return reference.too_long ? "decided" : "not decided";
  std::string out;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (reference.values[i] == other.values[i]) continue;
    out += fmt::format("{}{}: the reference says {}, got {}", out.empty() ? "" : "; ", outcomes[i].name,
                       text_of(reference.values[i]), text_of(other.values[i]));
  }
  if (reference.reasons != other.reasons) {
    out += fmt::format("{}reasons: the reference says{}, got{}", out.empty() ? "" : "; ",
                       reasons_text(reference, outcomes), reasons_text(other, outcomes));
  }
  return out;
}

}  // namespace rubric::test
