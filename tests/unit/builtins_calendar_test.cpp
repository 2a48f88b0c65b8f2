#include "builtins/calendar.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <random>
#include <string>

#include "base/time_text.hpp"

using namespace rubric::base;
using namespace rubric::builtins;
using rubric::data::kMissingTicks;

namespace {

constexpr CalendarUnit kUnits[] = {CalendarUnit::day, CalendarUnit::week, CalendarUnit::month, CalendarUnit::quarter,
                                   CalendarUnit::year};

std::int64_t at(std::string_view text) {
  const auto parsed = parse_time(text);
  REQUIRE_MESSAGE(parsed.has_value(), text);
  return parsed->micros;
}

std::string text(std::int64_t time) {
  return time == kMissingTicks ? "missing" : date_or_time_text(time);
}

std::string months_later(std::string_view time, std::int64_t months) {
  return text(add_months(at(time), months));
}

std::string last(std::int64_t n, CalendarUnit unit, std::string_view as_of = "2026-11-18T15:30:00Z") {
  return text(last_calendar_start(at(as_of), n, unit));
}

std::string next(std::int64_t n, CalendarUnit unit, std::string_view as_of = "2026-11-18T15:30:00Z") {
  return text(next_calendar_end(at(as_of), n, unit));
}

}  // namespace

TEST_SUITE("builtins/calendar") {
  TEST_CASE("days of the week and hours") {
    CHECK(week_day(at("2026-11-02")) == 1);
    CHECK(week_day(at("2026-11-01T23:59:59.999999Z")) == 7);
    CHECK(week_day(at("1970-01-01")) == 4);
    CHECK(week_day(at("1969-12-31T23:00Z")) == 3);
    CHECK(week_day(at("0001-01-01")) == 1);
    CHECK(week_day(at("9999-12-31")) == 5);
    CHECK(hour_of(at("2026-11-01")) == 0);
    CHECK(hour_of(at("2026-11-01T23:59:59.999999Z")) == 23);
    CHECK(hour_of(at("1969-12-31T23:59:59.999999Z")) == 23);
    CHECK(hour_of(at("1969-12-31T00:00Z")) == 0);
  }
  TEST_CASE("starts") {
    const std::int64_t t = at("2026-11-18T15:30:00.5Z");
    CHECK(text(start_of_day(t)) == "2026-11-18");
    CHECK(text(start_of_week(t)) == "2026-11-16");
    CHECK(text(start_of_month(t)) == "2026-11-01");
    CHECK(text(start_of_quarter(t)) == "2026-10-01");
    CHECK(text(start_of_year(t)) == "2026-01-01");
    CHECK(text(start_of_week(at("2026-11-01T10:00Z"))) == "2026-10-26");
    CHECK(text(start_of_week(at("2026-01-01"))) == "2025-12-29");
    CHECK(text(start_of_quarter(at("2024-02-29"))) == "2024-01-01");
    CHECK(text(start_of_day(-1)) == "1969-12-31");
    CHECK(text(start_of_week(-1)) == "1969-12-29");
    CHECK(text(start_of_year(-1)) == "1969-01-01");
  }
  TEST_CASE("starts stay within the years") {
    for (const CalendarUnit unit : kUnits) {
      CHECK(start_of(kFirstTime, unit) == kFirstTime);
      CHECK(start_of(kFirstTime + 1, unit) == kFirstTime);
    }
    CHECK(text(start_of_day(kLastTime)) == "9999-12-31");
    CHECK(text(start_of_week(kLastTime)) == "9999-12-27");
    CHECK(text(start_of_quarter(kLastTime)) == "9999-10-01");
  }
  TEST_CASE("a start is at or before its time, stable, and in the same unit") {
    std::mt19937_64 random(3);
    std::uniform_int_distribution<std::int64_t> any(kFirstTime, kLastTime);
    for (int i = 0; i < 20'000; ++i) {
      const std::int64_t t = any(random);
      for (const CalendarUnit unit : kUnits) {
        const std::int64_t start = start_of(t, unit);
        if (start > t || start % kMicrosPerDay != 0) FAIL(time_text(t));
        if (start_of(start, unit) != start) FAIL(time_text(t));
        // The next unit starts after the time, and the instant before it is of this one.
        const std::int64_t end = next_calendar_end(t, 1, unit);
        if (end == kMissingTicks) continue;
        if (end <= t || start_of(end - 1, unit) != start) FAIL(time_text(t));
      }
    }
  }
  TEST_CASE("months later: the same day, or the month's last") {
    CHECK(months_later("2026-08-31", 6) == "2027-02-28");
    CHECK(months_later("2023-08-31", 6) == "2024-02-29");
    CHECK(months_later("2026-01-31", 1) == "2026-02-28");
    CHECK(months_later("2026-03-31", -1) == "2026-02-28");
    CHECK(months_later("2026-01-15", -1) == "2025-12-15");
    CHECK(months_later("2026-12-15", 1) == "2027-01-15");
    CHECK(months_later("2024-02-29", 12) == "2025-02-28");
    CHECK(months_later("2024-02-29", -48) == "2020-02-29");
    CHECK(months_later("2026-05-31T23:59:59.999999Z", 1) == "2026-06-30T23:59:59.999999Z");
    CHECK(months_later("1969-12-31T01:02:03Z", 2) == "1970-02-28T01:02:03Z");
    CHECK(months_later("2026-05-31", 0) == "2026-05-31");
  }
  TEST_CASE("months beyond the years are missing") {
    CHECK(months_later("9999-12-31", 1) == "missing");
    CHECK(months_later("9999-11-30", 1) == "9999-12-30");
    CHECK(months_later("0001-01-01", -1) == "missing");
    CHECK(months_later("0001-02-01", -1) == "0001-01-01");
    CHECK(months_later("2026-01-01", INT64_MAX) == "missing");
    CHECK(months_later("2026-01-01", INT64_MIN) == "missing");
    CHECK(add_months(kMissingTicks, 1) == kMissingTicks);
  }
  TEST_CASE("months agree with std::chrono") {
    namespace chrono = std::chrono;
    std::mt19937_64 random(4);
    std::uniform_int_distribution<std::int64_t> any(kFirstTime, kLastTime);
    std::uniform_int_distribution<int> some(-2000, 2000);
    for (int i = 0; i < 20'000; ++i) {
      const std::int64_t t = any(random);
      const int months = some(random);
      const auto day = chrono::floor<chrono::days>(chrono::sys_time<chrono::microseconds>(chrono::microseconds(t)));
      auto date = chrono::year_month_day(day) + chrono::months(months);
      if (!date.ok()) date = date.year() / date.month() / chrono::last;
      const bool within = date.year() >= chrono::year(1) && date.year() <= chrono::year(9999);
      const auto rest = t - chrono::microseconds(day.time_since_epoch()).count();
      const auto want = chrono::microseconds(chrono::sys_days(date).time_since_epoch()).count() + rest;
      if (add_months(t, months) != (within ? want : kMissingTicks)) FAIL(time_text(t) << " + " << months);
    }
  }
  TEST_CASE("durations later") {
    CHECK(text(add_micros(at("2024-02-28"), kMicrosPerDay)) == "2024-02-29");
    CHECK(text(add_micros(0, -1)) == "1969-12-31T23:59:59.999999Z");
    CHECK(add_micros(kLastTime, 1) == kMissingTicks);
    CHECK(add_micros(kLastTime, 0) == kLastTime);
    CHECK(add_micros(kFirstTime, -1) == kMissingTicks);
    CHECK(add_micros(kLastTime, INT64_MAX) == kMissingTicks);
    CHECK(add_micros(kFirstTime, -INT64_MAX) == kMissingTicks);
    CHECK(add_micros(kMissingTicks, INT64_MAX) == kMissingTicks);
    CHECK(add_micros(0, kMissingTicks) == kMissingTicks);
    CHECK(difference(kLastTime, kFirstTime) == kLastTime - kFirstTime);
    CHECK(difference(at("2026-11-01"), at("2026-11-02")) == -kMicrosPerDay);
    CHECK(difference(kMissingTicks, 0) == kMissingTicks);
    CHECK(difference(0, kMissingTicks) == kMissingTicks);
  }
  TEST_CASE("the last n calendar units, that of as_of among them") {
    CHECK(last(1, CalendarUnit::day) == "2026-11-18");
    CHECK(last(14, CalendarUnit::day) == "2026-11-05");
    CHECK(last(1, CalendarUnit::week) == "2026-11-16");
    CHECK(last(2, CalendarUnit::week) == "2026-11-09");
    CHECK(last(1, CalendarUnit::month) == "2026-11-01");
    CHECK(last(12, CalendarUnit::month) == "2025-12-01");
    CHECK(last(1, CalendarUnit::quarter) == "2026-10-01");
    CHECK(last(4, CalendarUnit::quarter) == "2026-01-01");
    CHECK(last(1, CalendarUnit::year) == "2026-01-01");
    CHECK(last(3, CalendarUnit::year) == "2024-01-01");
    CHECK(last(1, CalendarUnit::day, "2026-11-18") == "2026-11-18");
    CHECK(last(2026, CalendarUnit::year) == "0001-01-01");
    CHECK(last(2027, CalendarUnit::year) == "missing");
    CHECK(last(1'000'000, CalendarUnit::day) == "missing");
    CHECK(last(INT64_MAX, CalendarUnit::week) == "missing");
    CHECK(last_calendar_start(kMissingTicks, 1, CalendarUnit::day) == kMissingTicks);
  }
  TEST_CASE("the next n calendar units, up to the instant after them") {
    CHECK(next(1, CalendarUnit::day) == "2026-11-19");
    CHECK(next(14, CalendarUnit::day) == "2026-12-02");
    CHECK(next(1, CalendarUnit::week) == "2026-11-23");
    CHECK(next(1, CalendarUnit::month) == "2026-12-01");
    CHECK(next(2, CalendarUnit::month) == "2027-01-01");
    CHECK(next(1, CalendarUnit::quarter) == "2027-01-01");
    CHECK(next(2, CalendarUnit::year) == "2028-01-01");
    CHECK(next_calendar_end(kLastTime, 1, CalendarUnit::year) == kLastTime + 1);
    CHECK(next_calendar_end(kLastTime, 1, CalendarUnit::day) == kLastTime + 1);
    CHECK(next_calendar_end(kLastTime, 2, CalendarUnit::month) == kMissingTicks);
    CHECK(next_calendar_end(kLastTime, INT64_MAX, CalendarUnit::quarter) == kMissingTicks);
    CHECK(next_calendar_end(kMissingTicks, 1, CalendarUnit::day) == kMissingTicks);
  }
}
