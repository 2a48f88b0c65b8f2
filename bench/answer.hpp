// What a workload comes to over a set of leads: the counts in which everybody who answers it must agree.
#pragma once

#include <cstdint>
#include <string>

namespace rubric::bench {

struct Answer {
  std::uint64_t leads = 0;
  std::uint64_t yes = 0;  ///< over all rules
  std::uint64_t no = 0;
  std::uint64_t unknown = 0;
  std::int64_t points = 0;     ///< the scores of all leads added up
  bool counts_unknown = true;  ///< false: `no` holds the unknown ones too

  [[nodiscard]] std::string text() const;
};

/// Whether two answers say the same, as far as both say it.
[[nodiscard]] bool agree(const Answer& a, const Answer& b);

}  // namespace rubric::bench
