#include "cli/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace rubric::cli {

double Distribution::stepped(double value) const {
  return step_ == 0 ? value : (std::floor(value / step_) + 0.5) * step_;
}

void Distribution::add_far(double value) {
  ++far_[stepped(value)];
  while (far_.size() > distinct_) coarsen();
}

// Doubling the step ends: a step as wide as all values leaves two of them.
void Distribution::coarsen() {
  const double range = std::max(max_ / 2 - min_ / 2, 1e-300) * 2;
  step_ = step_ == 0 ? range / static_cast<double>(distinct_) * 2 : step_ * 2;
  std::unordered_map<double, std::uint64_t> fewer;
  for (const auto& [value, count] : far_) fewer[stepped(value)] += count;
  far_ = std::move(fewer);
}

Distribution::Figures Distribution::figures() const {
  std::vector<std::pair<double, std::uint64_t>> all(far_.begin(), far_.end());
  for (std::size_t i = 0; i < near_.size(); ++i) {
    if (near_[i] > 0) all.emplace_back(static_cast<double>(static_cast<std::int32_t>(i) - kNear), near_[i]);
  }
  std::sort(all.begin(), all.end());
  const auto at = [&](std::uint64_t place) {
    for (const auto& [value, count] : all) {
      if (place < count) return std::clamp(value, min_, max_);
      place -= count;
    }
    return max_;
  };
  Figures out{count_, min_, 0, max_, step_ == 0};
  if (count_ > 0) out.median = at((count_ - 1) / 2) / 2 + at(count_ / 2) / 2;
  return out;
}

}  // namespace rubric::cli
