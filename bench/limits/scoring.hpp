// W1 and W2 by hand, for one lead whose values are at hand: shared by the limits that go lead by lead.
#pragma once

#include <string_view>

#include "data.hpp"

namespace rubric::bench::limits {

/// 2026-03-01T00:00:00Z, from which on W2 calls a lead recent.
inline constexpr std::int64_t kRecentMicros = 1'772'323'200'000'000;
inline constexpr std::string_view kRecentText = "2026-03-01T00:00:00Z";
/// 30 days before the instant of the evaluation.
inline constexpr std::int64_t kWindowMicros = (kAsOfSeconds - 30 * 86'400) * 1'000'000;
inline constexpr std::string_view kWindowText = "2026-05-02T00:00:00Z";
inline constexpr int kThreshold = 40;

/// What each line of W2 on one text gives, added up. A missing text has no data.
[[nodiscard]] int industry_points(std::string_view text);
[[nodiscard]] int country_points(std::string_view text);
[[nodiscard]] int source_points(std::string_view text);
[[nodiscard]] int title_points(std::string_view text);
[[nodiscard]] int email_points(std::string_view text);
[[nodiscard]] bool in_icp(std::string_view industry);

struct Verdict {
  bool yes;
  bool maybe;  ///< yes or unknown
};

/// W1. A comparison with NaN is false, so that `!(a < b)` also says "unknown".
[[nodiscard]] inline Verdict w1(double score, double employees, std::string_view industry, bool unknowns) {
  if (unknowns) {
    if (score < 60 || employees < 50 || employees > 5000) return {false, false};
    const bool known = score >= 60 && employees >= 50;
    if (industry.data() == nullptr) return {false, true};
    const bool in = in_icp(industry);
    return {known && in, in};
  }
  const bool yes = score >= 60 && employees >= 50 && employees <= 5000 && in_icp(industry);
  return {yes, yes};
}

/// What the lines of W2 on numbers give.
[[nodiscard]] inline int number_points(const std::array<double, kNumberFields>& n) {
  const double employees = n[kEmployees];
  const double revenue = n[kRevenue];
  int out = 0;
  out += employees >= 50 && employees <= 200 ? 5 : 0;
  out += employees >= 201 && employees <= 1000 ? 10 : 0;
  out += employees >= 1001 && employees <= 5000 ? 15 : 0;
  out += employees > 5000 ? 8 : 0;
  out -= employees < 10 ? 10 : 0;
  out -= employees != employees ? 3 : 0;
  out += revenue >= 1e7 ? 5 : 0;
  out += revenue >= 1e8 ? 8 : 0;
  out -= revenue < 1e5 ? 8 : 0;
  out += revenue != revenue && employees >= 500 ? 4 : 0;
  out += n[kPageViews] >= 10 ? 5 : 0;
  out += n[kPageViews] >= 25 && n[kSessions] >= 3 ? 5 : 0;
  out += n[kEmailOpens] >= 5 && n[kEmailClicks] >= 2 ? 6 : 0;
  out += n[kFormFills] >= 1 ? 8 : 0;
  out += n[kDemoRequests] >= 1 ? 20 : 0;
  out -= n[kDaysInactive] > 60 ? 12 : 0;
  out += n[kDaysInactive] <= 7 ? 6 : 0;
  return out;
}

/// W2, whole.
[[nodiscard]] inline int w2(const std::array<std::string_view, kTextFields>& texts,
                            const std::array<double, kNumberFields>& numbers, bool recent) {
  return number_points(numbers) + industry_points(texts[kIndustry]) + country_points(texts[kCountry]) +
         source_points(texts[kSource]) + title_points(texts[kTitle]) + email_points(texts[kEmail]) + (recent ? 3 : 0);
}

}  // namespace rubric::bench::limits
