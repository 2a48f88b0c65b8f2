#include "support/conformance.hpp"

#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "base/number_text.hpp"
#include "base/time_text.hpp"
#include "engine/engine.hpp"
#include "records/reader.hpp"

namespace rubric::test {

namespace {

using nlohmann::json;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

json value_json(data::Kind kind, const data::Cell& value) {
  if (data::is_missing(kind, value)) return nullptr;
  switch (kind) {
    case data::Kind::boolean: return value.tri == data::Tri::yes;
    case data::Kind::number: return value.number;
    case data::Kind::text: return std::string(data::view(value.text));
    case data::Kind::time: return base::date_or_time_text(value.ticks);
    case data::Kind::duration: return base::duration_text(value.ticks);
    default: return nullptr;
  }
}

std::string outcome_name(const bytecode::Outcome& o) {
  return o.kind == data::OutcomeKind::score ? "score." + o.name : o.name;
}

// Everything that can be expected of a lead.
json decided(engine::Evaluator& evaluator, std::uint64_t invalid) {
  json out = json::object();
  const auto& outcomes = evaluator.program().outcomes();
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    out[outcome_name(outcomes[i])] = value_json(outcomes[i].type, evaluator.value(i));
  out["reasons"] = json::array();
  for (const engine::Reason& r : evaluator.reasons()) out["reasons"].push_back(std::string(r.text));
  out["invalid"] = invalid;
  return out;
}

records::ByteSource bytes_of(std::string text) {
  return [text = std::move(text), at = std::size_t{0}](char* buffer, std::size_t size) mutable {
    const std::size_t n = std::min(size, text.size() - at);
    text.copy(buffer, n, at);
    at += n;
    return n;
  };
}

// What came of the lead: its decision, or a text that says why there is none.
json run_lead(const std::shared_ptr<const engine::Program>& program, const std::string& record, std::int64_t as_of) {
  engine::Evaluator evaluator(program);
  try {
    const auto reader = records::open_reader(bytes_of(record + "\n"), program->layout(), {});
    const records::Step step = reader->next(evaluator.slots());
    if (step == records::Step::rejected) return fmt::format("rejected {}", reader->rejection().code);
    if (step == records::Step::end) return "no record";
    if (evaluator.decide(as_of) != vm::Status::decided) return "rejected scratch-limit";
    std::uint64_t invalid = 0;
    for (const auto& v : reader->invalid()) invalid += v.count;
    return decided(evaluator, invalid);
  } catch (const records::ReadError& error) {
    return fmt::format("unreadable {}", error.code);
  }
}

// Empty when all that is expected came out.
std::string difference(const std::string& expected, const json& got) {
  if (got.is_string())
    return got == expected ? "" : fmt::format("expected {}, got {}", expected, got.get<std::string>());
  const json wanted = json::parse(expected, nullptr, false);
  if (!wanted.is_object()) return fmt::format("expected {}, got {}", expected, got.dump());
  std::string out;
  for (const auto& [key, value] : wanted.items()) {
    const json now = got.contains(key) ? got[key] : json("no such outcome");
    if (now != value)
      out += fmt::format("{}{}: expected {}, got {}", out.empty() ? "" : "; ", key, value.dump(), now.dump());
  }
  return out;
}

}  // namespace

std::vector<ConformanceGroup> read_conformance(std::string_view text) {
  std::vector<ConformanceGroup> groups;
  enum class In { head, criteria, leads } in = In::head;
  const std::string otherwise = "2026-11-01";
  std::string as_of = otherwise;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line == "--- criteria") {
      groups.push_back({std::exchange(as_of, otherwise), "", {}, number});
      in = In::criteria;
    } else if (line == "--- leads") {
      in = In::leads;
    } else if (in == In::criteria) {
      groups.back().criteria += std::string(line) + "\n";
    } else if (line.starts_with("as of ")) {
      as_of = trimmed(line.substr(6));
    } else if (in == In::leads && !trimmed(line).empty() && line.front() != '#') {
      // A line without an arrow expects nothing, and that disagrees with whatever comes of it.
      const std::size_t arrow = std::min(line.rfind("=>"), line.size());
      groups.back().leads.push_back({std::string(trimmed(line.substr(0, arrow))),
                                     std::string(trimmed(line.substr(std::min(arrow + 2, line.size())))), number});
    }
  }
  return groups;
}

std::vector<std::string> run_conformance(const std::string& file, const ConformanceGroup& group) {
  std::vector<std::string> problems;
  base::SourceMap sources;
  diag::Sink sink;
  const auto source = sources.add(file, group.criteria);
  const auto program = engine::compile(sources, source, sink);
  for (const Diagnostic& d : sink.diagnostics()) {
    if (d.severity != Severity::error) continue;
    const std::size_t line = group.line + sources[source].position(d.span.begin).line;
    problems.push_back(fmt::format("{}:{}: {}: {}", file, line, d.code, d.message));
  }
  if (!program) return problems;
  const auto as_of = base::parse_time(group.as_of);
  if (!as_of) return {fmt::format("{}:{}: `as of {}` is not a time", file, group.line, group.as_of)};
  for (const ConformanceLead& lead : group.leads) {
    const std::string wrong = difference(lead.expected, run_lead(program, lead.record, as_of->micros));
    if (!wrong.empty()) problems.push_back(fmt::format("{}:{}: {}", file, lead.line, wrong));
  }
  return problems;
}

}  // namespace rubric::test
