#include "support/explained.hpp"

#include <fmt/core.h>

#include <cstdlib>

#include "diag/render_text.hpp"
#include "records/bytes.hpp"
#include "records/reader.hpp"

namespace rubric::test {

namespace {

[[noreturn]] void give_up(std::string_view why) {
  fmt::print(stderr, "{}\n", why);
  std::abort();
}

}  // namespace

Explained::Explained(const std::string& criteria) {
  base::SourceMap sources;
  diag::Sink sink;
  engine::CompileOptions options;
  options.outline = true;
  program_ = engine::compile(sources, sources.add("c.rubric", criteria), sink, options);
  if (!program_) give_up(diag::render_text(sources, sink, {}));
  lead_ = std::make_unique<engine::Evaluator>(program_);
}

explain::Explanation Explained::of(const std::string& lead, std::int64_t as_of) {
  const auto reader = records::open_reader(records::bytes_of(lead + "\n"), program_->layout(), {});
  if (reader->next(lead_->slots()) != records::Step::record) give_up("the lead is not read: " + lead);
  if (lead_->decide(as_of) != vm::Status::decided) give_up("the lead is not decided: " + lead);
  return explain::explain(*lead_, as_of);
}

explain::Explanation Explained::now() {
  decide();
  return explain::explain(*lead_, kFirstOfNovember);
}

void Explained::decide() {
  if (lead_->decide(kFirstOfNovember) != vm::Status::decided) give_up("the lead is not decided");
}

std::uint32_t Explained::slot(std::string_view name) const {
  const auto& slots = program_->layout().slots;
  for (std::uint32_t i = 0; i < slots.size(); ++i) {
    if (slots[i].name == name) return i;
  }
  give_up(fmt::format("no slot {}", name));
}

const data::Cell& Explained::value(std::string_view outcome) const {
  const auto& outcomes = program_->outcomes();
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i].name == outcome) return lead_->value(i);
  }
  give_up(fmt::format("no outcome {}", outcome));
}

const explain::Subject& subject(const explain::Explanation& e, std::string_view name) {
  const auto found = explain::find_subject(e, name);
  if (!found) give_up(fmt::format("no subject {}", name));
  return e.subjects[*found];
}

}  // namespace rubric::test
