// Numbers, durations, points and the calendar, for the reference evaluator.
#include <re2/re2.h>

#include <chrono>
#include <cmath>

#include "support/reference_rules.hpp"

namespace rubric::test::rules {

namespace {

namespace chr = std::chrono;
using data::CalendarUnit;
using data::Points;
using Micros = chr::duration<std::int64_t, std::micro>;
using Instant = chr::sys_time<Micros>;

constexpr Points kLargest = INT64_MAX;

Instant instant(Time t) {
  return Instant(Micros(t.micros));
}

Time midnight(chr::sys_days day) {
  return {Instant(day).time_since_epoch().count()};
}

chr::sys_days day_of(Time t) {
  return chr::floor<chr::days>(instant(t));
}

const Instant kFirst = chr::sys_days(chr::year(1) / 1 / 1);
const Instant kAfterLast = chr::sys_days(chr::year(10000) / 1 / 1);

// size = mantissa * 2^exponent, the mantissa whole.
struct Binary {
  Points mantissa;
  int exponent;
};

Binary binary(double size) {
  int exponent = 0;
  const double fraction = std::frexp(size, &exponent);
  return {static_cast<Points>(std::ldexp(fraction, 53)), exponent - 53};
}

}  // namespace

Value number(double n) {
  if (!std::isfinite(n)) return Missing{};
  return n == 0 ? 0.0 : n;
}

Value duration(Points micros) {
  if (micros > kLargest || micros < -kLargest) return Missing{};
  return Duration{static_cast<std::int64_t>(micros)};
}

Value time(Points micros) {
  if (micros < kFirst.time_since_epoch().count() || micros >= kAfterLast.time_since_epoch().count()) return Missing{};
  return Time{static_cast<std::int64_t>(micros)};
}

Value times(Duration d, double by) {
  if (d.micros == 0 || by == 0) return Duration{0};
  const auto [mantissa, exponent] = binary(std::abs(by));
  Points product = (d.micros < 0 ? -Points{d.micros} : Points{d.micros}) * mantissa;
  for (int i = 0; i < exponent; ++i) {
    product *= 2;
    if (product > kLargest) return Missing{};
  }
  // Halved one by one; what falls off last is the half, what fell off before makes no difference to it.
  bool half = false;
  for (int i = 0; i < -exponent; ++i) {
    half = product % 2 == 1;
    product /= 2;
  }
  if (half) product += 1;
  return duration((d.micros < 0) != (by < 0) ? -product : product);
}

// School division in binary.
Value divided(Duration d, double by) {
  if (by == 0) return Missing{};
  if (d.micros == 0) return Duration{0};
  auto [divisor, exponent] = binary(std::abs(by));
  const Points size = d.micros < 0 ? -Points{d.micros} : Points{d.micros};
  for (int i = 0; i < exponent; ++i) {
    divisor *= 2;
    if (divisor > 4 * kLargest) return Duration{0};
  }
  Points quotient = size / divisor;
  Points rest = size % divisor;
  for (int i = 0; i < -exponent; ++i) {
    rest *= 2;
    quotient *= 2;
    if (rest >= divisor) {
      rest -= divisor;
      quotient += 1;
    }
    if (quotient > kLargest) return Missing{};
  }
  if (rest * 2 >= divisor) quotient += 1;
  return duration((d.micros < 0) != (by < 0) ? -quotient : quotient);
}

// --- calendar ---

Value add_months(Time t, std::int64_t months) {
  const chr::sys_days day = day_of(t);
  const chr::year_month_day date = day;
  const std::int64_t month = static_cast<int>(date.year()) * 12LL + static_cast<unsigned>(date.month()) - 1 + months;
  if (month < 12 || month >= 10000 * 12) return Missing{};
  const chr::year_month target =
      chr::year(static_cast<int>(month / 12)) / chr::month(static_cast<unsigned>(month % 12) + 1);
  chr::year_month_day moved = target / date.day();
  if (!moved.ok()) moved = target / chr::last;
  return time(midnight(moved).micros + (instant(t) - Instant(day)).count());
}

Time start_of(Time t, CalendarUnit unit) {
  const chr::sys_days day = day_of(t);
  const chr::year_month_day date = day;
  switch (unit) {
    case CalendarUnit::day: return midnight(day);
    case CalendarUnit::week: return midnight(day - (chr::weekday(day) - chr::Monday));
    case CalendarUnit::month: return midnight(date.year() / date.month() / 1);
    case CalendarUnit::quarter: {
      const unsigned first = (static_cast<unsigned>(date.month()) - 1) / 3 * 3 + 1;
      return midnight(date.year() / chr::month(first) / 1);
    }
    case CalendarUnit::year: return midnight(date.year() / 1 / 1);
  }
  return t;
}

namespace {

constexpr Points kDay = Points{86'400} * 1'000'000;

Points units_from(Time start, std::int64_t n, CalendarUnit unit, bool& fits) {
  if (unit == CalendarUnit::day) return start.micros + n * kDay;
  if (unit == CalendarUnit::week) return start.micros + n * 7 * kDay;
  const int months = unit == CalendarUnit::month ? 1 : unit == CalendarUnit::quarter ? 3 : 12;
  const Value moved = add_months(start, n * months);
  if (!moved.missing()) return moved.as<Time>().micros;
  // The first instant of year 10000 is the end of units, though no time of the language.
  const chr::year_month_day date = day_of(start);
  const std::int64_t month =
      static_cast<int>(date.year()) * 12LL + static_cast<unsigned>(date.month()) - 1 + n * months;
  fits = month == 10000 * 12;
  return kAfterLast.time_since_epoch().count();
}

}  // namespace

Value last_units(Time t, std::int64_t n, CalendarUnit unit) {
  bool fits = true;
  const Points start = units_from(start_of(t, unit), 1 - n, unit, fits);
  return fits ? time(start) : Missing{};
}

Value next_units(Time t, std::int64_t n, CalendarUnit unit) {
  bool fits = true;
  const Points end = units_from(start_of(t, unit), n, unit, fits);
  if (!fits || end > kAfterLast.time_since_epoch().count()) return Missing{};
  return Time{static_cast<std::int64_t>(end)};
}

double week_day(Time t) {
  return chr::weekday(day_of(t)).iso_encoding();
}

double hour_of(Time t) {
  return static_cast<double>(chr::floor<chr::hours>(instant(t) - Instant(day_of(t))).count());
}

Value time_of_text(const std::string& text) {
  static const RE2 kIso(
      R"((\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:(Z)|([+-])(\d\d):?(\d\d))?)?)");
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  std::string hour, minute, second, decimals, z, sign, offset_hour, offset_minute;
  if (!RE2::FullMatch(text, kIso, &year, &month, &day, &hour, &minute, &second, &decimals, &z, &sign, &offset_hour,
                      &offset_minute))
    return Missing{};
  const auto whole = [](const std::string& digits) { return digits.empty() ? 0L : std::stol(digits); };
  const auto date = chr::year(year) / chr::month(month) / chr::day(day);
  if (!date.ok() || whole(hour) > 23 || whole(minute) > 59 || whole(second) > 59) return Missing{};
  if (whole(offset_hour) > 23 || whole(offset_minute) > 59) return Missing{};
  decimals.resize(6, '0');
  const long offset = (whole(offset_hour) * 60 + whole(offset_minute)) * (sign == "-" ? -1 : 1);
  const Points seconds = (whole(hour) * 60 + whole(minute) - offset) * 60 + whole(second);
  return time(midnight(date).micros + seconds * 1'000'000 + whole(decimals));
}

// --- points ---

Value points(double n) {
  if (!(std::abs(n) <= 1e9)) return Missing{};
  return Billionths{static_cast<Points>(std::round(n * 1e9))};
}

double number_of(Billionths points) {
  const Points size = points.count < 0 ? -points.count : points.count;
  if (size <= Points{1} << 53) return static_cast<double>(points.count) / 1e9;
  const Points whole = points.count / 1'000'000'000;
  return static_cast<double>(whole) + static_cast<double>(points.count - whole * 1'000'000'000) / 1e9;
}

// The series of e^t to its 12th power for the part of a half-life, halved once for each whole one.
double weight(double half_lives) {
  if (half_lives >= 64) return 0;
  double whole = 0;
  while (whole + 1 <= half_lives) whole += 1;
  const double t = (half_lives - whole) * -0.6931471805599453;
  double series = 1;
  for (int k = 12; k > 0; --k) series = 1 + t / k * series;
  for (; whole > 0; whole -= 1) series /= 2;
  return series;
}

}  // namespace rubric::test::rules
