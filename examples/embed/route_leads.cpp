// A program of one's own that decides leads by criteria from a file: no other program, no JSON, no copies.
//
//   route_leads criteria.rubric
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "rubric/engine.hpp"

namespace {

struct Visit {
  std::string page;
  rubric::Micros at;
};

// However this program keeps its leads.
struct Lead {
  std::string name;
  std::string country;
  double employees;
  std::vector<Visit> visits;
};

constexpr rubric::Micros day(int year, unsigned month, unsigned day) {
  using namespace std::chrono;
  return rubric::micros(sys_days{std::chrono::year{year} / month / day});
}

std::vector<Lead> leads() {
  return {{"ann", "DE", 420, {{"/pricing", day(2026, 10, 20)}, {"/pricing", day(2026, 10, 30)}}},
          {"bob", "FR", 90, {{"/blog", day(2026, 10, 29)}}},
          {"cem", "", 1200, {{"/pricing", day(2026, 3, 1)}}}};
}

std::string_view word(rubric::Verdict verdict) {
  if (verdict == rubric::Verdict::unknown) return "unknown";
  return verdict == rubric::Verdict::yes ? "yes" : "no";
}

void decide(const rubric::Criteria& criteria) {
  // Names are looked up once. A field that the criteria do not read may be set all the same.
  const rubric::TextSlot country = criteria.text_slot("fit.country");
  const rubric::NumberSlot employees = criteria.number_slot("fit.employees");
  const rubric::ListSlot visits = criteria.list_slot("visits");
  const rubric::TextField page = criteria.text_field(visits, "page");
  const rubric::TimeField at = criteria.time_field(visits, "at");
  const auto mql = criteria.rule("mql");
  const auto score = criteria.score();
  if (!mql || !score) {
    std::cout << "the criteria have no rule `mql`, or no score\n";
    return;
  }

  rubric::Decider decider(criteria);
  rubric::Rows rows(visits);
  for (const Lead& lead : leads()) {
    rows.clear();
    for (const Visit& visit : lead.visits) {
      rows.add();
      rows.set(page, visit.page);
      rows.set(at, visit.at);
    }
    decider.set(country, lead.country);  // an empty text is missing
    decider.set(employees, lead.employees);
    decider.set(rows);
    if (decider.decide(day(2026, 11, 1)) != rubric::Status::decided) {
      std::cout << lead.name << ": past the limits\n";
      continue;
    }
    std::cout << lead.name << ": mql " << word(decider.verdict(*mql)) << ", score " << decider.score(*score) << '\n';
    for (const rubric::Reason& reason : decider.reasons()) std::cout << "  " << reason.text << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::ifstream file(argc > 1 ? argv[1] : "criteria.rubric");
  if (!file) {
    std::cerr << "usage: route_leads criteria.rubric\n";
    return 2;
  }
  rubric::CompileOptions options;
  if (argc > 1) options.name = argv[1];
  const rubric::Compiled compiled = rubric::compile(std::string(std::istreambuf_iterator<char>(file), {}), options);
  for (const rubric::Finding& finding : compiled.findings) std::cerr << finding.text << '\n';
  if (!compiled.criteria) return 1;
  decide(*compiled.criteria);
}
