// Times and counts, round by round: in each round everything is measured once, so that what disturbs the
// machine for a while disturbs all alike. A figure is the median over the rounds, of ratios within a round.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rubric::bench {

/// Values of one series, one a round. Nanoseconds a lead, milliseconds, megabytes or counts, as its name says.
using Values = std::vector<double>;

struct Results {
  std::string label;  ///< what was measured: a commit
  std::string machine;
  std::size_t leads = 0;
  bool whole = true;  ///< nothing that could be measured was left out
  /// By distribution ("" for what needs no leads), then by series.
  std::map<std::string, std::map<std::string, Values>> series;

  /// Of the distribution, or of what needs none; null when there is no such series.
  [[nodiscard]] const Values* find(const std::string& distribution, const std::string& name) const;
};

/// A median, and how far the middle half of the values lies apart, as a part of it.
struct Figure {
  double median = 0;
  double spread = 0;
};
[[nodiscard]] Figure figure_of(Values values);

enum class Time {
  processor,  ///< of this thread: other programs count little
  clock,      ///< for what runs on several threads: other programs count
};

/// Seconds of a call. It is called until enough time has passed to be measured; the median of the calls counts.
[[nodiscard]] double seconds_of(const std::function<void()>& call, Time time = Time::processor);

/// Number of heap allocations of this program so far (see allocations.cpp).
[[nodiscard]] std::size_t allocations();

/// Throws std::runtime_error when the file cannot be read or is none of ours.
[[nodiscard]] Results read_results(const std::string& path);
[[nodiscard]] std::string json_text(const Results& results);

/// Two commits side by side: every series that both have, and what has changed by more than it varies.
[[nodiscard]] std::string comparison(const Results& before, const Results& after);

}  // namespace rubric::bench
