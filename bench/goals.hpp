// The goals P1 to P9 as ratios of series, and the table that says what was reached.
#pragma once

#include <string>
#include <vector>

#include "measure.hpp"

namespace rubric::bench {

struct Goal {
  enum class Figure : std::uint8_t { ratio, difference, value };

  std::string id;
  std::string words;
  Figure figure = Figure::ratio;
  std::string first;   ///< a series
  std::string second;  ///< what it is divided by, or what is taken away; empty for a value
  bool at_most = true;
  double wanted = 0;  ///< 0: shown to be known, nothing is wanted of it
  std::string unit;
};

[[nodiscard]] const std::vector<Goal>& goals();

/// One row a goal, one column a distribution. A goal is reached when all of them reach it; one whose series
/// does not exist is not built, or not measured here.
[[nodiscard]] std::string goal_table(const Results& results, const std::vector<std::string>& distributions);

/// Every series: its median and its spread.
[[nodiscard]] std::string series_table(const Results& results);

}  // namespace rubric::bench
