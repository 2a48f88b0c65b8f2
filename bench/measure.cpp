#include "measure.hpp"

#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace rubric::bench {

namespace {

constexpr double kEnoughSeconds = 0.03;

double seconds_on(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double at_part(const Values& sorted, double part) {
  const double place = part * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

}  // namespace

const Values* Results::find(const std::string& distribution, const std::string& name) const {
  for (const std::string& d : {distribution, std::string()}) {
    const auto of = series.find(d);
    if (of == series.end()) continue;
    const auto found = of->second.find(name);
    if (found != of->second.end()) return &found->second;
  }
  return nullptr;
}

Figure figure_of(Values values) {
  if (values.empty()) return {};
  std::ranges::sort(values);
  const double median = at_part(values, 0.5);
  return {median, median == 0 ? 0 : (at_part(values, 0.75) - at_part(values, 0.25)) / std::abs(median)};
}

double seconds_of(const std::function<void()>& call, Time time) {
  const clockid_t clock = time == Time::clock ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID;
  Values calls;
  double total = 0;
  while (total < kEnoughSeconds) {
    const double before = seconds_on(clock);
    call();
    calls.push_back(seconds_on(clock) - before);
    total += calls.back();
  }
  return figure_of(std::move(calls)).median;
}

std::string comparison(const Results& before, const Results& after) {
  std::string out =
      fmt::format("before: {}, {}\nafter:  {}, {}\n\n", before.label, before.machine, after.label, after.machine);
  fmt::format_to(std::back_inserter(out), "{:14} {:32} {:>12} {:>12} {:>8}\n", "leads", "series", "before", "after",
                 "ratio");
  for (const auto& [distribution, all] : after.series) {
    for (const auto& [name, values] : all) {
      const auto of = before.series.find(distribution);
      if (of == before.series.end() || !of->second.contains(name)) continue;
      const Figure a = figure_of(of->second.at(name));
      const Figure b = figure_of(values);
      const double ratio = a.median == 0 ? (b.median == 0 ? 1 : INFINITY) : b.median / a.median;
      const bool changed = std::abs(ratio - 1) > std::max(0.03, a.spread + b.spread);
      fmt::format_to(std::back_inserter(out), "{:14} {:32} {:12.3f} {:12.3f} {:8.3f}{}\n", distribution, name, a.median,
                     b.median, ratio, changed ? (ratio < 1 ? "  less" : "  more") : "");
    }
  }
  return out;
}

}  // namespace rubric::bench
