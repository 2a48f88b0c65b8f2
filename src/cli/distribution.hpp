// How the scores of many leads lie: least, median, most, in memory that does not grow with the leads.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_map>

namespace rubric::cli {

class Distribution {
 public:
  /// Up to `distinct` different values (besides whole numbers near 0, which are always told apart) are
  /// counted exactly; past that, values are gathered in steps, and the median is about.
  explicit Distribution(std::size_t distinct = 100'000) : distinct_(distinct) {}

  void add(double value) {
    min_ = count_ == 0 || value < min_ ? value : min_;
    max_ = count_ == 0 || value > max_ ? value : max_;
    ++count_;
    if (value >= -kNear && value < kNear) {
      const auto whole = static_cast<std::int32_t>(value);
      if (static_cast<double>(whole) == value) {
        ++near_[static_cast<std::size_t>(whole + kNear)];
        return;
      }
    }
    add_far(value);
  }

  struct Figures {
    std::uint64_t count = 0;
    double min = 0;     ///< the rest has no meaning where count is 0
    double median = 0;  ///< of an even count, the middle of the two
    double max = 0;
    bool exact = true;
  };
  [[nodiscard]] Figures figures() const;

 private:
  static constexpr std::int32_t kNear = 1024;

  void add_far(double value);
  void coarsen();
  [[nodiscard]] double stepped(double value) const;

  std::size_t distinct_;
  std::uint64_t count_ = 0;
  double min_ = 0;
  double max_ = 0;
  double step_ = 0;  // 0: exact
  std::array<std::uint64_t, 2 * kNear> near_{};
  std::unordered_map<double, std::uint64_t> far_;
};

}  // namespace rubric::cli
