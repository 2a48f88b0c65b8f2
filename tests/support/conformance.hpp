// Conformance cases: what the language means, as data that every evaluator is held against.
//
//   # Comparisons with a missing value are unknown.
//   as of 2026-11-01                       optional, for the next group; 2026-11-01 without it
//   with shared.least = 70                 optional, a param in place of the file's, for the next group
//   --- criteria
//   r when x > 1
//   --- file lists/shared.rubric           optional: a file that the criteria name
//   param least = 60
//   --- leads
//   {"x": 2}   => {"r": true}
//   {}         => {"r": null}              only the outcomes that are named are compared
//   {"x": "?"} => {"r": null, "invalid": 1}
//   {"x": [}   => rejected malformed-json
//
// A file may hold several groups, each beginning with `--- criteria`. Outcomes go by their names, score
// blocks as `score.NAME`; `reasons` is the list of all texts in order, `outcomes` that of all names.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.hpp"

namespace rubric::test {

struct ConformanceLead {
  std::string record;    ///< JSON
  std::string expected;  ///< JSON, or `rejected CODE`
  std::size_t line = 0;
};

struct ConformanceGroup {
  std::string as_of;
  std::map<std::string, std::string> params;
  std::string criteria;
  std::map<std::string, std::string> files;  ///< by their paths from the criteria's folder
  std::vector<ConformanceLead> leads;
  std::size_t line = 0;  ///< of its `--- criteria`
};

[[nodiscard]] std::vector<ConformanceGroup> read_conformance(std::string_view text);

/// Runs a group on every evaluator; one text a disagreement, which begins with `file:line:`.
[[nodiscard]] std::vector<std::string> run_conformance(const std::string& file, const ConformanceGroup& group,
                                                       const engine::CompileOptions& options = {});

}  // namespace rubric::test
