// The built program, called with few words; and what most of its tests run it over.
#pragma once

#include <string>
#include <vector>

#include "support/process.hpp"

namespace rubric::test {

inline constexpr const char* kCriteria = R"(criteria "B2B" {
  version "7"
}
record lead {
  id text required
  email text trimmed ignoring case
  fit {
    industry text ignoring case
    employees number missing if -1
  }
}
param threshold = 40
score fit max 60 {
  +25 when fit.industry in { "software", "fintech" } because "in the ICP"
  +20 when fit.employees between 50 and 5000
}
mql when score >= threshold and email is present because "fits, \"really\""
big when fit.employees > 1000
choose stage {
  "mql" when mql
  "big" when big
}
)";

inline constexpr const char* kLeads =
    "id,email,fit.industry,fit.employees\n"
    "a1,ann@acme.io,Software,400\n"
    "a2,bob@b.io,mining,5001\n"
    "a3,,fintech,\n";

/// A folder with the criteria and the leads above, and the program run in it.
class Desk {
 public:
  Desk() {
    folder.write("c.rubric", kCriteria);
    folder.write("leads.csv", kLeads);
  }

  [[nodiscard]] Process process(std::vector<std::string> arguments, std::string input = {}) const {
    Process out;
    out.program = RUBRIC_PROGRAM;
    out.arguments = std::move(arguments);
    out.folder = folder.path();
    out.input = std::move(input);
    return out;
  }
  [[nodiscard]] Result rubric(std::vector<std::string> arguments, std::string input = {}) const {
    return run(process(std::move(arguments), std::move(input)));
  }

  TempFolder folder;
};

inline bool contains(const std::string& text, const std::string& piece) {
  return text.find(piece) != std::string::npos;
}

}  // namespace rubric::test
