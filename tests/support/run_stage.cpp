#include "support/run_stage.hpp"

#include <fmt/core.h>

#include "base/number_text.hpp"
#include "base/time_text.hpp"
#include "records/bytes.hpp"
#include "records/reader.hpp"

namespace rubric::test {

namespace {

std::string value_text(data::Kind kind, const data::Cell& value) {
  if (data::is_missing(kind, value)) return kind == data::Kind::boolean ? "unknown" : "missing";
  switch (kind) {
    case data::Kind::boolean: return value.tri == data::Tri::yes ? "yes" : "no";
    case data::Kind::number: return base::number_text(value.number);
    case data::Kind::text: return fmt::format("\"{}\"", data::view(value.text));
    case data::Kind::time: return base::date_or_time_text(value.ticks);
    default: return base::duration_text(value.ticks);
  }
}

std::string decision_text(engine::Evaluator& evaluator) {
  std::string out;
  const auto& outcomes = evaluator.program().outcomes();
  const auto& reasons = evaluator.reasons();
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const bool block = outcomes[i].kind == data::OutcomeKind::score;
    out += fmt::format("  {}{} = {}\n", block ? "score." : "", outcomes[i].name,
                       value_text(outcomes[i].type, evaluator.value(i)));
    for (const engine::Reason& r : reasons) {
      if (r.outcome != i) continue;
      out += fmt::format("    because {}", r.text);
      if (r.points) out += fmt::format(": {}", base::number_text(*r.points));
      out += '\n';
    }
  }
  return out;
}

std::string record_text(engine::Evaluator& evaluator, std::string record, std::int64_t as_of) {
  try {
    const auto reader = records::open_reader(records::bytes_of(record), evaluator.program().layout(), {});
    if (reader->next(evaluator.slots()) != records::Step::record)
      return fmt::format("  rejected {}: {}\n", reader->rejection().code, reader->rejection().message);
    if (evaluator.decide(as_of) != vm::Status::decided) return "  not decided: out of memory for texts\n";
    return decision_text(evaluator);
  } catch (const records::ReadError& error) {
    return fmt::format("  not read: {}\n", error.message);
  }
}

}  // namespace

std::string run_records(const std::shared_ptr<const engine::Program>& program, const Head& head) {
  const std::string_view given = head.get("as of");
  const auto as_of = base::parse_time(given.empty() ? "2026-11-01" : given);
  if (!as_of) return fmt::format("`as of: {}` is not a time\n", given);
  engine::Evaluator evaluator(program);
  std::string out;
  for (const std::string_view record : head.all("record")) {
    out += fmt::format("{}\n", record);
    out += record_text(evaluator, std::string(record) + "\n", as_of->micros);
  }
  return out;
}

}  // namespace rubric::test
