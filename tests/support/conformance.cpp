#include "support/conformance.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/number_text.hpp"
#include "base/time_text.hpp"
#include "records/bytes.hpp"
#include "records/reader.hpp"
#include "support/explanations.hpp"
#include "support/machines.hpp"

namespace rubric::test {

namespace {

using nlohmann::json;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

struct ValueJson {
  json operator()(bool b) const { return b; }
  json operator()(double n) const { return n; }
  json operator()(const std::string& t) const { return t; }
  json operator()(Time t) const { return base::date_or_time_text(t.micros); }
  json operator()(Duration d) const { return base::duration_text(d.micros); }
  template <typename T>
  json operator()(const T&) const {
    return nullptr;
  }
};

std::string outcome_name(const ir::Outcome& o) {
  return o.kind == data::OutcomeKind::score ? "score." + o.name : o.name;
}

// Everything that can be expected of a lead.
json decision_json(const ir::Program& program, const Decision& d, std::uint64_t invalid) {
  if (d.too_long) return "rejected visited-limit";
  json out = json::object();
  for (std::size_t i = 0; i < program.outcomes.size(); ++i) {
    out[outcome_name(program.outcomes[i])] = std::visit(ValueJson{}, static_cast<const Value::variant&>(d.values[i]));
  }
  out["outcomes"] = json::array();
  for (const auto& o : program.outcomes) out["outcomes"].push_back(outcome_name(o));
  out["reasons"] = json::array();
  for (const Decision::Reason& r : d.reasons) out["reasons"].push_back(r.text);
  out["invalid"] = invalid;
  return out;
}

// One program and all that can decide with it.
struct Evaluators {
  Evaluators(ir::Program checked, const ir::Program& with_outline) : program(std::move(checked)), reference(program) {
    plain = assemble(program, fault);
    optimized = assemble_optimized(program, fault);
    explained = assemble_optimized(with_outline, fault);
  }

  ir::Program program;
  Reference reference;
  std::string fault;
  std::shared_ptr<const engine::Program> plain;
  std::shared_ptr<const engine::Program> optimized;
  std::shared_ptr<const engine::Program> explained;  ///< the same with an outline
};

struct Answer {
  const char* evaluator;
  json what;            // the decision, or a text that says why there is none
  bool ordered = true;  // its reasons stand in the order of the file
};

std::vector<Answer> run_lead(Evaluators& e, const std::string& record, std::int64_t as_of) {
  engine::Evaluator plain(e.plain);
  engine::Evaluator optimized(e.optimized);
  engine::Evaluator explained(e.explained);
  const auto all = [](const std::string& why) { return std::vector<Answer>{{"the reader", why}}; };
  try {
    const auto reader = records::open_reader(records::bytes_of(record + "\n"), e.program.layout, {});
    const records::Step step = reader->next(plain.slots());
    if (step == records::Step::rejected) return all(fmt::format("rejected {}", reader->rejection().code));
    if (step == records::Step::end) return all("no record");
    std::ranges::copy(plain.slots(), optimized.slots().begin());
    // What an outline speaks of may be read besides: its program has a layout of its own.
    const auto outlined = records::open_reader(records::bytes_of(record + "\n"), explained.program().layout(), {});
    if (outlined->next(explained.slots()) != step) return all("read otherwise with an outline");
    std::uint64_t invalid = 0;
    for (const auto& v : reader->invalid()) invalid += v.count;
    std::vector<Answer> out{
        {"the reference", decision_json(e.program, e.reference.decide(plain.slots(), as_of), invalid), false},
        {"the machine without optimisation", decision_json(e.program, decide(plain, as_of), invalid)},
        {"the machine", decision_json(e.program, decide(optimized, as_of), invalid)},
        {"the machine with an outline", decision_json(e.program, decide(explained, as_of), invalid)}};
    // What is explained must be what was decided, whatever the case expects.
    std::string wrong = out.back().what == out[2].what ? "" : "other outcomes with an outline";
    if (wrong.empty() && !out.back().what.is_string()) wrong = explanation_fault(explained, as_of);
    if (!wrong.empty()) out.push_back({"the explanation", "explanation: " + wrong});
    for (const bool optimised : {false, true}) {
      engine::Evaluator& rows = optimised ? optimized : plain;
      out.push_back({optimised ? "the batch machine" : "the batch machine without optimisation",
                     decision_json(e.program, decide_in_columns(rows, as_of), invalid)});
    }
    return out;
  } catch (const records::ReadError& error) {
    return all(fmt::format("unreadable {}", error.code));
  }
}

json sorted(json list) {
  if (list.is_array()) std::sort(list.begin(), list.end());
  return list;
}

// Empty when all that is expected came out.
std::string difference(const std::string& expected, const Answer& answer) {
  const json& got = answer.what;
  if (got.is_string())
    return got == expected ? "" : fmt::format("expected {}, got {}", expected, got.get<std::string>());
  const json wanted = json::parse(expected, nullptr, false);
  if (!wanted.is_object()) return fmt::format("expected {}, got {}", expected, got.dump());
  std::string out;
  for (const auto& [key, value] : wanted.items()) {
    const json now = got.contains(key) ? got[key] : json("no such outcome");
    const bool same = answer.ordered || key != "reasons" ? now == value : sorted(now) == sorted(value);
    if (!same) out += fmt::format("{}{}: expected {}, got {}", out.empty() ? "" : "; ", key, value.dump(), now.dump());
  }
  return out;
}

}  // namespace

std::vector<ConformanceGroup> read_conformance(std::string_view text) {
  std::vector<ConformanceGroup> groups;
  enum class In { head, lines, leads } in = In::head;
  const std::string otherwise = "2026-11-01";
  std::string as_of = otherwise;
  std::map<std::string, std::string> params;
  std::string* section = nullptr;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line == "--- criteria") {
      groups.push_back({std::exchange(as_of, otherwise), std::exchange(params, {}), "", {}, {}, number});
      section = &groups.back().criteria;
      in = In::lines;
    } else if (line.starts_with("--- file ") && !groups.empty()) {
      section = &groups.back().files[std::string(trimmed(line.substr(9)))];
      in = In::lines;
    } else if (line == "--- leads") {
      in = In::leads;
    } else if (in == In::lines) {
      *section += std::string(line) + "\n";
    } else if (line.starts_with("as of ")) {
      as_of = trimmed(line.substr(6));
    } else if (line.starts_with("with ")) {
      const std::size_t sign = std::min(line.find('='), line.size() - 1);
      params[std::string(trimmed(line.substr(5, sign - 5)))] = trimmed(line.substr(sign + 1));
    } else if (in == In::leads && !trimmed(line).empty() && line.front() != '#') {
      // A line without an arrow expects nothing, and that disagrees with whatever comes of it.
      const std::size_t arrow = std::min(line.rfind("=>"), line.size());
      groups.back().leads.push_back({std::string(trimmed(line.substr(0, arrow))),
                                     std::string(trimmed(line.substr(std::min(arrow + 2, line.size())))), number});
    }
  }
  return groups;
}

namespace {

// Paths are relative to the file that names them.
engine::FileText file_text(const ConformanceGroup& group, const std::string& from, const std::string& path) {
  engine::FileText out;
  out.identity = out.name = (std::filesystem::path(from).parent_path() / path).lexically_normal().string();
  const auto found = group.files.find(out.identity);
  out.found = found != group.files.end();
  if (out.found) out.text = found->second;
  if (!out.found) out.error = "there is no such file";
  return out;
}

}  // namespace

std::vector<std::string> run_conformance(const std::string& file, const ConformanceGroup& group,
                                         const engine::CompileOptions& given) {
  std::vector<std::string> problems;
  base::SourceMap sources;
  diag::Sink sink;
  const auto source = sources.add(file, group.criteria);
  engine::CompileOptions options = given;
  if (!group.params.empty()) options.params = group.params;
  if (!options.files) {
    options.files = [&](const std::string& from, const std::string& path) { return file_text(group, from, path); };
  }
  auto program = engine::compile_to_ir(sources, source, sink, options);
  diag::Sink again;
  options.outline = true;
  const auto with_outline = engine::compile_to_ir(sources, source, again, options);
  for (const Diagnostic& d : sink.diagnostics()) {
    if (d.severity != Severity::error) continue;
    if (d.span.source >= sources.size()) {
      problems.push_back(fmt::format("{}:{}: {}: {}", file, group.line, d.code, d.message));
      continue;
    }
    const bool main = d.span.source == source;
    const std::size_t line = (main ? group.line : 0) + sources[d.span.source].position(d.span.begin).line;
    const std::string where = main ? file : file + ": " + std::string(sources[d.span.source].name());
    problems.push_back(fmt::format("{}:{}: {}: {}", where, line, d.code, d.message));
  }
  if (!program) return problems;
  const auto as_of = base::parse_time(group.as_of);
  if (!as_of) return {fmt::format("{}:{}: `as of {}` is not a time", file, group.line, group.as_of)};
  if (!with_outline) return {fmt::format("{}:{}: does not compile with an outline", file, group.line)};
  Evaluators evaluators(std::move(*program), *with_outline);
  if (!evaluators.fault.empty()) return {fmt::format("{}:{}: {}", file, group.line, evaluators.fault)};
  for (const ConformanceLead& lead : group.leads) {
    for (const Answer& answer : run_lead(evaluators, lead.record, as_of->micros)) {
      const std::string wrong = difference(lead.expected, answer);
      if (!wrong.empty()) problems.push_back(fmt::format("{}:{}: {}: {}", file, lead.line, answer.evaluator, wrong));
    }
  }
  return problems;
}

}  // namespace rubric::test
