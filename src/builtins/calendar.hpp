// Calendar kernels: instants in UTC, microseconds since 1970, the Gregorian calendar of the years
// 0001 to 9999 (before 1582 too). Weeks start on Monday.
//
// Functions named after a field take an instant that is not missing. Arithmetic passes missing on,
// and gives missing where the result leaves the years or 64 bits.
#pragma once

#include <cstdint>

#include "data/cell.hpp"
#include "data/operands.hpp"

namespace rubric::builtins {

using data::CalendarUnit;

/// 1 for Monday to 7 for Sunday.
[[nodiscard]] int week_day(std::int64_t time);
/// 0 to 23.
[[nodiscard]] int hour_of(std::int64_t time);

/// Midnight of the first day of the unit that `time` lies in.
[[nodiscard]] std::int64_t start_of(std::int64_t time, CalendarUnit unit);
[[nodiscard]] std::int64_t start_of_day(std::int64_t time);
[[nodiscard]] std::int64_t start_of_week(std::int64_t time);
[[nodiscard]] std::int64_t start_of_month(std::int64_t time);
[[nodiscard]] std::int64_t start_of_quarter(std::int64_t time);
[[nodiscard]] std::int64_t start_of_year(std::int64_t time);

/// The same day and time of day so many months later (or earlier); the month's last day where it
/// lacks that day. Years are twelve months.
[[nodiscard]] std::int64_t add_months(std::int64_t time, std::int64_t months);
[[nodiscard]] std::int64_t add_micros(std::int64_t time, std::int64_t duration);
/// The duration from `from` to `to`.
[[nodiscard]] std::int64_t difference(std::int64_t to, std::int64_t from);

/// "in the last n calendar UNITs" runs from here to `as_of`, both included: the start of the unit of
/// as_of, and n - 1 units before. n is at least 1. Missing before year 1.
[[nodiscard]] std::int64_t last_calendar_start(std::int64_t as_of, std::int64_t n, CalendarUnit unit);
/// "in the next n calendar UNITs" runs from `as_of` up to here, this instant excluded: the start of the
/// unit n units after that of as_of. The first instant of year 10000 can come out, later is missing.
[[nodiscard]] std::int64_t next_calendar_end(std::int64_t as_of, std::int64_t n, CalendarUnit unit);

}  // namespace rubric::builtins
