// Exact conversion between ISO 8601 text and instants: UTC, microseconds, years 0001 to 9999.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace rubric::base {

inline constexpr std::int64_t kMicrosPerSecond = 1'000'000;
inline constexpr std::int64_t kMicrosPerMinute = 60 * kMicrosPerSecond;
inline constexpr std::int64_t kMicrosPerHour = 60 * kMicrosPerMinute;
inline constexpr std::int64_t kMicrosPerDay = 24 * kMicrosPerHour;
inline constexpr std::int64_t kMicrosPerWeek = 7 * kMicrosPerDay;
/// 0001-01-01T00:00:00Z and the last microsecond of 9999.
inline constexpr std::int64_t kFirstTime = -62'135'596'800 * kMicrosPerSecond;
inline constexpr std::int64_t kLastTime = 253'402'300'800 * kMicrosPerSecond - 1;

struct ParsedTime {
  std::int64_t micros = 0;
  bool date_only = false;
};

/// `2026-11-01`, `2026-11-01T09:30`, `…:00`, `….123456`, with `Z`, `+02:00`, `+0200` or nothing (UTC).
/// A blank may stand for the `T`. Digits past the microsecond are cut off. None for anything else: a
/// day that the month lacks, hour 24, a leap second, a year outside 0001 to 9999.
[[nodiscard]] std::optional<ParsedTime> parse_time(std::string_view text);

/// What `parse_utc_second` gives for a text that it does not read.
inline constexpr std::int64_t kNoTime = std::numeric_limits<std::int64_t>::min();
/// Of exactly the form `2026-11-01T09:30:00Z`, which most data has: the same instant, several times as quick. kNoTime
/// for any other text, whether it is a time or not. Reads 20 bytes.
[[nodiscard]] std::int64_t parse_utc_second(const char* text);

/// With a strftime-like format: %Y %m %d %H %M %S %y %b %B (English months) %p %I %z %T %F %j %e %%; any other
/// letter is refused by `check_time_format`. The whole text must match.
[[nodiscard]] std::optional<std::int64_t> parse_time(std::string_view text, std::string_view format);
/// Empty when the format can be used, else what is wrong with it.
[[nodiscard]] std::string check_time_format(std::string_view format);

/// `2026-11-01T09:30:00Z`, with as many decimals of a second as it needs.
[[nodiscard]] std::string time_text(std::int64_t micros);
/// The same, put behind `out`.
void append_time(std::string& out, std::int64_t micros);
/// `2026-11-01` for a midnight, else as `time_text`.
[[nodiscard]] std::string date_or_time_text(std::int64_t micros);
/// The largest unit that divides it: `30 days`, `90 minutes`, `1.5 seconds`.
[[nodiscard]] std::string duration_text(std::int64_t micros);

}  // namespace rubric::base
