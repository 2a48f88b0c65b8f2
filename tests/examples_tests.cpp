// The examples as a user runs them: the built program over each set of leads, held against its
// `expected.jsonl`. And the leads themselves: each verdict, each value and each reason of the criteria
// has to occur, else an example shows less than it says.
#include <doctest/doctest.h>
#include <fmt/core.h>
#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "parse/parse.hpp"
#include "support/files.hpp"

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

struct Example {
  std::string name;
  std::string leads;
  /// Rules whose words leave nothing unknown.
  std::set<std::string> always_known;
  int exit_code;  ///< 3 where the leads hold a record that is rejected
};

const std::vector<Example> kExamples = {
    {"b2b_saas", "leads.jsonl", {"in_trial", "known_enough", "mql"}, 0},
    {"ecommerce", "leads.csv", {}, 3},
    {"financial_services", "leads.jsonl", {"call_now"}, 3},
};

fs::path folder(const Example& example) {
  return fs::path(EXAMPLES_DIR) / example.name;
}

struct Run {
  std::vector<std::string> lines;
  json summary;
  int exit_code = -1;
};

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

Run run(const Example& example) {
  const fs::path output = fs::path(SCRATCH_DIR) / (example.name + ".jsonl");
  const fs::path summary = fs::path(SCRATCH_DIR) / (example.name + ".summary.json");
  const std::string command = fmt::format(
      "cd '{}' && '{}' run criteria.rubric {} --as-of 2026-11-01 --format jsonl --quiet --output '{}' --summary '{}'",
      folder(example).string(), RUBRIC_PROGRAM, example.leads, output.string(), summary.string());
  const int status = std::system(command.c_str());  // NOLINT(cert-env33-c): the program under test, by its path
  Run out;
  out.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  out.lines = lines_of(rubric::test::read_file(output));
  out.summary = json::parse(rubric::test::read_file(summary), nullptr, false);
  return out;
}

const Run& run_once(const Example& example) {
  static std::map<std::string, Run> runs;
  const auto known = runs.find(example.name);
  return known != runs.end() ? known->second : runs.emplace(example.name, run(example)).first->second;
}

// "/rules/mql: expected true, found false", for each member that differs.
std::string difference(const std::string& expected, const std::string& found) {
  const json a = json::parse(expected, nullptr, false);
  const json b = json::parse(found, nullptr, false);
  std::string out;
  for (const json& step : json::diff(a, b)) {
    const json::json_pointer place(step["path"].get<std::string>());
    const auto at = [&](const json& lead) { return lead.contains(place) ? lead.at(place).dump() : "nothing"; };
    out += fmt::format("\n  {}: expected {}, found {}", place.to_string(), at(a), at(b));
  }
  if (out.empty()) out = fmt::format("\n  the same values, other bytes:\n  - {}\n  + {}", expected, found);
  return out;
}

std::string first_difference(const std::vector<std::string>& expected, const std::vector<std::string>& found) {
  for (std::size_t i = 0; i < std::min(expected.size(), found.size()); ++i) {
    if (expected[i] == found[i]) continue;
    const json lead = json::parse(expected[i], nullptr, false);
    return fmt::format("line {}, lead {}:{}", i + 1, lead.value("id", json()).dump(),
                       difference(expected[i], found[i]));
  }
  if (expected.size() == found.size()) return {};
  return fmt::format("expected {} leads, found {}", expected.size(), found.size());
}

// What the criteria file can say, from its own text.
struct Vocabulary {
  std::map<std::string, std::set<std::string>> choices;  ///< texts that its arms give
  std::set<std::string> reasons;
};

void add_reason(Vocabulary& out, std::string_view because) {
  if (!because.empty()) out.reasons.emplace(because);
}

void add(Vocabulary& out, const rubric::ast::File& file, const rubric::ast::Declaration& d) {
  namespace ast = rubric::ast;
  if (const auto* rule = std::get_if<ast::Rule>(&d.body)) add_reason(out, rule->guard.because);
  if (const auto* score = std::get_if<ast::Score>(&d.body)) {
    for (const ast::ScoreLine& line : score->lines) add_reason(out, line.guard.because);
  }
  const auto* choose = std::get_if<ast::Choose>(&d.body);
  if (choose == nullptr) return;
  auto& values = out.choices[std::string(d.name.text)];
  const auto value = [&](ast::ExprId id) {
    if (file[id].kind == ast::ExprKind::text) values.emplace(file[id].text);
  };
  for (const ast::Arm& arm : choose->arms) {
    value(arm.value);
    add_reason(out, arm.guard.because);
  }
  if (choose->otherwise.valid()) value(choose->otherwise);
  add_reason(out, choose->otherwise_because);
}

Vocabulary vocabulary(const Example& example) {
  rubric::base::SourceMap sources;
  rubric::diag::Sink sink;
  const std::string path = (folder(example) / "criteria.rubric").string();
  const std::uint32_t source = sources.add(path, rubric::test::read_file(path));
  const rubric::ast::File file = rubric::parse::parse(sources, source, sink);
  Vocabulary out;
  for (const rubric::ast::Declaration& d : file.declarations) add(out, file, d);
  for (const rubric::ast::Item& item : file.item_pool) add_reason(out, item.because);
  return out;
}

// What the leads made it say.
struct Said {
  std::map<std::string, std::set<std::string>> rules;  ///< "true", "false", "null"
  std::map<std::string, std::set<std::string>> choices;
  std::set<std::string> reasons;
};

Said said(const std::vector<std::string>& lines) {
  Said out;
  for (const std::string& line : lines) {
    const json lead = json::parse(line);
    for (const auto& [name, verdict] : lead.at("rules").items()) out.rules[name].insert(verdict.dump());
    for (const auto& [name, value] : lead.at("choices").items()) {
      if (value.is_string()) out.choices[name].insert(value.get<std::string>());
    }
    for (const json& reason : lead.at("reasons")) out.reasons.insert(reason.at("text").get<std::string>());
  }
  return out;
}

}  // namespace

TEST_CASE("each example gives what its expected.jsonl says") {
  for (const Example& example : kExamples) {
    CAPTURE(example.name);
    const auto expected = lines_of(rubric::test::read_file(folder(example) / "expected.jsonl"));
    CHECK(expected.size() > 100);
    const std::string problem = first_difference(expected, run_once(example).lines);
    INFO(problem);
    CHECK(problem.empty());
  }
}

TEST_CASE("an example loses no lead: read = decided + rejected") {
  for (const Example& example : kExamples) {
    CAPTURE(example.name);
    const Run& run = run_once(example);
    CHECK(run.exit_code == example.exit_code);
    REQUIRE(run.summary.is_object());
    const json& records = run.summary.at("records");
    const auto count = [&](const char* name) { return records.at(name).get<std::size_t>(); };
    CHECK(count("read") == count("decided") + count("rejected"));
    CHECK(count("decided") == run.lines.size());
    CHECK((count("rejected") > 0) == (example.exit_code == 3));
  }
}

TEST_CASE("each rule of an example is yes for some lead, no for another, and unknown where it can be") {
  for (const Example& example : kExamples) {
    CAPTURE(example.name);
    for (const auto& [rule, verdicts] : said(run_once(example).lines).rules) {
      CAPTURE(rule);
      CHECK(verdicts.contains("true"));
      CHECK(verdicts.contains("false"));
      CHECK(verdicts.contains("null") != example.always_known.contains(rule));
    }
  }
}

TEST_CASE("each value of a choose and each reason of an example occurs") {
  for (const Example& example : kExamples) {
    CAPTURE(example.name);
    const Said found = said(run_once(example).lines);
    const Vocabulary words = vocabulary(example);
    CHECK(words.choices.size() == found.choices.size());
    for (const auto& [choice, values] : words.choices) {
      for (const std::string& value : values) {
        INFO(choice, " is never \"", value, "\"");
        CHECK(found.choices.at(choice).contains(value));
      }
    }
    for (const std::string& reason : words.reasons) {
      INFO("no lead has the reason \"", reason, "\"");
      CHECK(found.reasons.contains(reason));
    }
  }
}
