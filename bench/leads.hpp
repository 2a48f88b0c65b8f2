// Invented leads: a seed and a number in, a lead out, the same on every machine.
//
// Lead number i depends on the seed, the distribution and i alone, so a shorter file is the beginning of
// a longer one. What the measurements read stands in fields; the rest is ballast, as records have it.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rubric::bench {

/// 2026-06-01T00:00:00Z, the instant of every evaluation, in seconds since 1970.
inline constexpr std::int64_t kAsOfSeconds = 1'780'272'000;
inline constexpr std::int64_t kNoValue = std::numeric_limits<std::int64_t>::min();

enum class Distribution : std::uint8_t {
  plain,          ///< about 1.15 kB a record as JSON; 3 to 25 % of a field's values missing
  long_texts,     ///< titles of hundreds of bytes, descriptions of kilobytes
  many_missing,   ///< half of everything missing, in events as well
  many_distinct,  ///< industries, countries, sources, titles and paths hardly ever the same twice
};
inline constexpr std::array kDistributions{Distribution::plain, Distribution::long_texts, Distribution::many_missing,
                                           Distribution::many_distinct};
[[nodiscard]] std::string_view name(Distribution distribution);
[[nodiscard]] std::optional<Distribution> distribution_named(std::string_view name);

enum TextField : std::uint8_t { kEmail, kSource, kIndustry, kCountry, kTitle, kTextFields };
enum NumberField : std::uint8_t {
  kScore,
  kEmployees,
  kRevenue,
  kPageViews,
  kEmailOpens,
  kEmailClicks,
  kFormFills,
  kDemoRequests,
  kSessions,
  kDaysInactive,
  kNumberFields,
};
/// As a criteria file names them.
inline constexpr std::array<std::string_view, kTextFields> kTextNames{"email", "source", "fit.industry", "fit.country",
                                                                      "fit.title"};
inline constexpr std::array<std::string_view, kNumberFields> kNumberNames{
    "score",
    "fit.employees",
    "fit.revenue",
    "engagement.page_views",
    "engagement.email_opens",
    "engagement.email_clicks",
    "engagement.form_fills",
    "engagement.demo_requests",
    "engagement.sessions",
    "engagement.days_inactive",
};

struct Event {
  std::optional<std::string> kind;
  std::optional<std::string> path;
  std::int64_t at = kNoValue;  ///< seconds
  bool null = false;           ///< what is missing is written as null, not left out
};

struct Lead {
  std::string id;
  std::array<std::optional<std::string>, kTextFields> texts;
  std::array<std::int64_t, kNumberFields> numbers{};  ///< kNoValue: missing
  std::int64_t created_at = kNoValue;                 ///< seconds
  std::vector<Event> events;                          ///< oldest first
  bool null = false;                                  ///< what is missing is written as null, not left out

  std::string company;
  std::string domain;
  std::string description;
  std::string phone;
  std::optional<std::string> campaign;
  std::vector<std::string> tags;
};

class LeadMaker {
 public:
  explicit LeadMaker(Distribution distribution, std::uint64_t seed = 1) : distribution_(distribution), seed_(seed) {}
  [[nodiscard]] Lead lead(std::uint64_t number) const;

 private:
  Distribution distribution_;
  std::uint64_t seed_;
};

}  // namespace rubric::bench
