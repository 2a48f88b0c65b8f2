// std::chrono knows the calendar; here are the language's units, ends and limits.
#include "builtins/calendar.hpp"

#include <algorithm>
#include <chrono>

#include "base/time_text.hpp"

namespace rubric::builtins {

namespace {

namespace chrono = std::chrono;
using base::kMicrosPerDay;
using base::kMicrosPerHour;
using data::is_missing;
using data::kMissingTicks;

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

std::int64_t day_number(std::int64_t time) {
  return floor_divide(time, kMicrosPerDay);
}

// 1970-01-01, day 0, was a Thursday.
std::int64_t days_since_monday(std::int64_t day) {
  const std::int64_t days = (day + 3) % 7;
  return days < 0 ? days + 7 : days;
}

chrono::year_month_day date_of(std::int64_t time) {
  return chrono::sys_days(chrono::days(day_number(time)));
}

// Months since January of year 0.
std::int64_t month_number(chrono::year_month_day date) {
  return std::int64_t{static_cast<int>(date.year())} * 12 + static_cast<unsigned>(date.month()) - 1;
}

constexpr std::int64_t kFirstMonth = 1 * 12;
constexpr std::int64_t kMonthsEnd = 10'000 * 12;

chrono::year_month month_at(std::int64_t number) {
  return chrono::year(static_cast<int>(number / 12)) / chrono::month(static_cast<unsigned>(number % 12) + 1);
}

std::int64_t month_start(std::int64_t number) {
  return chrono::sys_days(month_at(number) / 1).time_since_epoch().count() * kMicrosPerDay;
}

// How many months make the unit, or 0 when days do.
std::int64_t months_in(CalendarUnit unit) {
  switch (unit) {
    case CalendarUnit::month: return 1;
    case CalendarUnit::quarter: return 3;
    case CalendarUnit::year: return 12;
    default: return 0;
  }
}

// The start of the unit that lies n units from that of `time`: any of the years, and the end of the
// last one.
std::int64_t start_of_nth(std::int64_t time, std::int64_t n, CalendarUnit unit) {
  constexpr std::int64_t kFarAway = 4'000'000;  // days in 10000 years, and more
  if (is_missing(time) || n > kFarAway || n < -kFarAway) return kMissingTicks;
  const std::int64_t start = start_of(time, unit);
  if (const std::int64_t months = months_in(unit)) {
    const std::int64_t month = month_number(date_of(start)) + n * months;
    return month < kFirstMonth || month > kMonthsEnd ? kMissingTicks : month_start(month);
  }
  const std::int64_t days = unit == CalendarUnit::week ? 7 : 1;
  const std::int64_t out = start + n * days * kMicrosPerDay;
  return out < base::kFirstTime || out > base::kLastTime + 1 ? kMissingTicks : out;
}

}  // namespace

int week_day(std::int64_t time) {
  return static_cast<int>(days_since_monday(day_number(time))) + 1;
}

int hour_of(std::int64_t time) {
  return static_cast<int>((time - start_of_day(time)) / kMicrosPerHour);
}

std::int64_t start_of(std::int64_t time, CalendarUnit unit) {
  const std::int64_t day = day_number(time);
  if (unit == CalendarUnit::day) return day * kMicrosPerDay;
  if (unit == CalendarUnit::week) return (day - days_since_monday(day)) * kMicrosPerDay;
  const std::int64_t month = month_number(date_of(time));
  return month_start(month - month % months_in(unit));
}

std::int64_t start_of_day(std::int64_t time) {
  return start_of(time, CalendarUnit::day);
}

std::int64_t start_of_week(std::int64_t time) {
  return start_of(time, CalendarUnit::week);
}

std::int64_t start_of_month(std::int64_t time) {
  return start_of(time, CalendarUnit::month);
}

std::int64_t start_of_quarter(std::int64_t time) {
  return start_of(time, CalendarUnit::quarter);
}

std::int64_t start_of_year(std::int64_t time) {
  return start_of(time, CalendarUnit::year);
}

std::int64_t add_months(std::int64_t time, std::int64_t months) {
  if (is_missing(time) || months > kMonthsEnd || months < -kMonthsEnd) return kMissingTicks;
  const chrono::year_month_day date = date_of(time);
  const std::int64_t month = month_number(date) + months;
  if (month < kFirstMonth || month >= kMonthsEnd) return kMissingTicks;
  const chrono::day last = (month_at(month) / chrono::last).day();
  const auto day = static_cast<unsigned>(std::min(date.day(), last));
  return month_start(month) + (day - 1) * kMicrosPerDay + (time - start_of_day(time));
}

std::int64_t add_micros(std::int64_t time, std::int64_t duration) {
  std::int64_t out = 0;
  if (is_missing(time) || is_missing(duration) || __builtin_add_overflow(time, duration, &out)) return kMissingTicks;
  return out < base::kFirstTime || out > base::kLastTime ? kMissingTicks : out;
}

std::int64_t difference(std::int64_t to, std::int64_t from) {
  return is_missing(to) || is_missing(from) ? kMissingTicks : to - from;
}

std::int64_t last_calendar_start(std::int64_t as_of, std::int64_t n, CalendarUnit unit) {
  return start_of_nth(as_of, 1 - n, unit);
}

std::int64_t next_calendar_end(std::int64_t as_of, std::int64_t n, CalendarUnit unit) {
  return start_of_nth(as_of, n, unit);
}

}  // namespace rubric::builtins
