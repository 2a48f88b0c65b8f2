#include "base/time_text.hpp"

#include <doctest/doctest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <random>

#include "support/suite.hpp"

using namespace rubric::base;
using namespace std::string_literals;

namespace {

// Where the suite says one thing and Rubric another. The list only shrinks.
const std::map<std::string, std::string> kDifferences = {
    {"date-time/a valid date-time with a leap second, UTC", "an instant of ours has no leap seconds"},
    {"date-time/a valid date-time with a leap second, with minus offset", "an instant of ours has no leap seconds"},
};

std::string again(std::string_view text) {
  const auto time = parse_time(text);
  return time ? time_text(time->micros) : "refused";
}

std::string with(std::string_view text, std::string_view format) {
  REQUIRE(check_time_format(format) == "");
  const auto time = parse_time(text, format);
  return time ? date_or_time_text(*time) : "refused";
}

}  // namespace

TEST_SUITE("base/time_text") {
  TEST_CASE("times to the second, read at a glance, are those that are read step by step") {
    const auto slowly = [](const std::string& text) {
      // With the offset written out, which only the other way reads.
      const auto time = text.back() == 'Z' ? parse_time(text.substr(0, 19) + "+00:00") : std::nullopt;
      return time && text[10] == 'T' ? time->micros : kNoTime;
    };
    std::size_t read = 0;
    std::mt19937 random(7);
    for (int year = 1890; year < 2110; ++year) {
      for (const char* const rest : {"-01-01T00:00:00Z", "-02-28T23:59:59Z", "-02-29T12:00:00Z", "-02-30T12:00:00Z",
                                     "-03-01T00:00:01Z", "-04-30T01:02:03Z", "-04-31T01:02:03Z", "-12-31T23:59:59Z",
                                     "-13-01T00:00:00Z", "-00-01T00:00:00Z", "-06-00T00:00:00Z", "-01-32T00:00:00Z",
                                     "-11-30T24:00:00Z", "-09-30T00:60:00Z", "-10-31T00:00:60Z", "-17-01T00:00:00Z"}) {
        std::string text = std::to_string(year) + rest;
        const std::int64_t quick = parse_utc_second(text.data());
        if (year > 1900 && year < 2100) CHECK(quick == slowly(text));
        if (year <= 1900 || year >= 2100) CHECK(quick == kNoTime);
        CHECK(parse_time(text).has_value() == (slowly(text) != kNoTime));
        read += quick != kNoTime ? 1U : 0U;
        text[random() % 20] = static_cast<char>(random());
        if (parse_utc_second(text.data()) != kNoTime) CHECK(parse_utc_second(text.data()) == slowly(text));
      }
    }
    CHECK(read > 1000);
  }

  TEST_CASE("the dates and date-times of the JSON Schema suite") {
    std::size_t cases = 0;
    std::size_t different = 0;
    for (const std::string& line : rubric::test::data_lines("suites/times.jsonl")) {
      const auto c = nlohmann::json::parse(line);
      const auto name = c["name"].get<std::string>();
      CAPTURE(name);
      const auto got = parse_time(c["data"].get<std::string>());
      const bool accepted = got.has_value() && got->date_only == (c["format"] == "date");
      const bool differs = kDifferences.contains(name);
      CHECK((accepted != c["valid"].get<bool>()) == differs);
      different += differs ? 1 : 0;
      ++cases;
    }
    CHECK(cases == 102);
    CHECK(different == kDifferences.size());
  }
  TEST_CASE("ISO text") {
    CHECK(parse_time("1970-01-01")->micros == 0);
    CHECK(parse_time("1970-01-01")->date_only);
    CHECK_FALSE(parse_time("1970-01-01T00:00:00Z")->date_only);
    CHECK(again("2026-11-01T09:30") == "2026-11-01T09:30:00Z");
    CHECK(again("2026-11-01 09:30") == "2026-11-01T09:30:00Z");
    CHECK(again("2026-11-01 09:30:15Z") == "2026-11-01T09:30:15Z");
    CHECK(again("2026-11-01T09:30Z") == "2026-11-01T09:30:00Z");
    CHECK(again("2026-11-01T09:30:00+02:00") == "2026-11-01T07:30:00Z");
    CHECK(again("2026-11-01T09:30:00-0330") == "2026-11-01T13:00:00Z");
    CHECK(again("2026-11-01T01:30+02:00") == "2026-10-31T23:30:00Z");
    CHECK(again("2026-11-01T09:30:00.5") == "2026-11-01T09:30:00.5Z");
    CHECK(again("2026-11-01T09:30:00.1234567899Z") == "2026-11-01T09:30:00.123456Z");
    CHECK(again("1969-12-31T23:59:59.999999Z") == "1969-12-31T23:59:59.999999Z");
    CHECK(parse_time("1969-12-31T23:59:59.999999Z")->micros == -1);
  }
  TEST_CASE("what is no time") {
    for (const std::string& text : {""s,
                                    "2026"s,
                                    "2026-11"s,
                                    "2026-11-1"s,
                                    "2026-11-01T"s,
                                    "2026-11-01T09"s,
                                    "2026-11-01T9:30"s,
                                    "2026-11-01T24:00"s,
                                    "2026-11-01T09:60"s,
                                    "2026-11-01T09:30:60"s,
                                    "2026-11-01T09:30:00."s,
                                    "2026-11-01T09:30.5"s,
                                    "2026-11-01T09:30:00+2"s,
                                    "2026-11-01T09:30:00 Z"s,
                                    "2026-11-01  09:30"s,
                                    "2026-11-01\t09:30"s,
                                    "2026-11-01\r"s,
                                    " 2026-11-01"s,
                                    "2026-11-01\0"s,
                                    "2026-11-01T09:30\0Z"s,
                                    "2026-02-29"s,
                                    "0000-01-01"s,
                                    "-001-01-01"s,
                                    "10000-01-01"s,
                                    "01/02/2026"s,
                                    "2026-11-01T09:30:00+24:00"s}) {
      CAPTURE(text);
      CHECK_FALSE(parse_time(text).has_value());
    }
  }
  TEST_CASE("the first and the last instant; an offset cannot leave the years") {
    CHECK(parse_time("0001-01-01")->micros == kFirstTime);
    CHECK(parse_time("9999-12-31T23:59:59.999999Z")->micros == kLastTime);
    CHECK(time_text(kFirstTime) == "0001-01-01T00:00:00Z");
    CHECK(time_text(kLastTime) == "9999-12-31T23:59:59.999999Z");
    CHECK(time_text(kLastTime + 1) == "10000-01-01T00:00:00Z");
    CHECK(rubric::base::date_or_time_text(kLastTime + 1) == "10000-01-01");
    CHECK_FALSE(parse_time("0001-01-01T00:00+00:01"));
    CHECK_FALSE(parse_time("9999-12-31T23:59-00:01"));
    CHECK(parse_time("0001-01-01T00:00-00:01"));
  }
  TEST_CASE("a date for a midnight") {
    CHECK(date_or_time_text(0) == "1970-01-01");
    CHECK(date_or_time_text(-kMicrosPerDay) == "1969-12-31");
    CHECK(date_or_time_text(1) == "1970-01-01T00:00:00.000001Z");
  }
  TEST_CASE("every instant comes back") {
    std::mt19937_64 random(2);
    std::uniform_int_distribution<std::int64_t> any(kFirstTime, kLastTime);
    for (int i = 0; i < 20'000; ++i) {
      std::int64_t t = any(random);
      if (i % 3 == 1) t -= t % kMicrosPerSecond;
      if (i % 3 == 2) t -= t % kMicrosPerDay;
      const auto iso = parse_time(time_text(t));
      const auto either = parse_time(date_or_time_text(t));
      if (!iso || iso->micros != t || !either || either->micros != t) FAIL(time_text(t));
    }
  }
  TEST_CASE("formats") {
    CHECK(with("01/11/2026", "%d/%m/%Y") == "2026-11-01");
    CHECK(with("1/2/2026", "%d/%m/%Y") == "2026-02-01");
    CHECK(with("11/1/26 9:05", "%m/%d/%y %H:%M") == "2026-11-01T09:05:00Z");
    CHECK(with("20261101", "%Y%m%d") == "2026-11-01");
    CHECK(with("01-Nov-2026", "%d-%b-%Y") == "2026-11-01");
    CHECK(with("1 november 2026", "%d %B %Y") == "2026-11-01");
    CHECK(with("MAY 5, 2026", "%b %d, %Y") == "2026-05-05");
    CHECK(with("March 5, 2026", "%b %d, %Y") == "2026-03-05");
    CHECK(with(" 5.11.2026", "%e.%m.%Y") == "2026-11-05");
    CHECK(with("2026-060", "%Y-%j") == "2026-03-01");
    CHECK(with("2024-366", "%Y-%j") == "2024-12-31");
    CHECK(with("2026-366", "%Y-%j") == "refused");
    CHECK(with("2026-11-01 12:00:00 AM", "%F %I:%M:%S %p") == "2026-11-01");
    CHECK(with("2026-11-01 12:30 pm", "%F %I:%M %p") == "2026-11-01T12:30:00Z");
    CHECK(with("2026-11-01 01:30 PM", "%F %I:%M %p") == "2026-11-01T13:30:00Z");
    CHECK(with("2026-11-01 13:30 PM", "%F %I:%M %p") == "refused");
    CHECK(with("2026-11-01T09:30:00+0200", "%FT%T%z") == "2026-11-01T07:30:00Z");
    CHECK(with("2026-11-01T09:30:00Z", "%FT%T%z") == "2026-11-01T09:30:00Z");
    CHECK(with("100% 2026-11-01", "100%% %F") == "2026-11-01");
  }
  TEST_CASE("two-digit years, as in POSIX") {
    CHECK(with("690101", "%y%m%d") == "1969-01-01");
    CHECK(with("990101", "%y%m%d") == "1999-01-01");
    CHECK(with("000101", "%y%m%d") == "2000-01-01");
    CHECK(with("680101", "%y%m%d") == "2068-01-01");
  }
  TEST_CASE("the whole text must match the format") {
    CHECK(with("01/11/2026 ", "%d/%m/%Y") == "refused");
    CHECK(with("01/11/2026x", "%d/%m/%Y") == "refused");
    CHECK(with("01/11/26", "%d/%m/%Y") == "refused");
    CHECK(with("01/11", "%d/%m/%Y") == "refused");
    CHECK(with("", "%d/%m/%Y") == "refused");
    CHECK(with("31/02/2026", "%d/%m/%Y") == "refused");
    CHECK(with("00/02/2026", "%d/%m/%Y") == "refused");
    CHECK(with("01/11/0000", "%d/%m/%Y") == "refused");
    CHECK(with("01/11/2026\0"s, "%d/%m/%Y") == "refused");
    CHECK(with("1 smarch 2026", "%d %B %Y") == "refused");
  }
  TEST_CASE("formats that are refused say why") {
    CHECK(check_time_format("%d/%m/%Y %q").find("`%q`") != std::string::npos);
    CHECK(check_time_format("%d/%m/%Y%").find("at the end") != std::string::npos);
    CHECK(check_time_format("%d/%m").find("no year") != std::string::npos);
    CHECK(check_time_format("%Y").find("no month") != std::string::npos);
    CHECK(check_time_format("%Y-%m").find("no day") != std::string::npos);
    CHECK(check_time_format("%F %d").find("twice") != std::string::npos);
    CHECK(check_time_format("%d/%m/%Y %y").find("twice") != std::string::npos);
    CHECK(check_time_format("%Y-%j %m").find("`%j`") != std::string::npos);
    CHECK(check_time_format("%F %I:%M").find("`%p`") != std::string::npos);
    CHECK(check_time_format("%F %H:%M %p").find("`%p`") != std::string::npos);
    CHECK(check_time_format("%Y-%j %I").find("`%p`") != std::string::npos);
    CHECK(check_time_format("").find("no year") != std::string::npos);
    CHECK(check_time_format("%\xC3\xA9 %F").find("what follows") != std::string::npos);
  }
  TEST_CASE("durations, in the largest unit that divides them") {
    CHECK(duration_text(0) == "0 days");
    CHECK(duration_text(kMicrosPerDay) == "1 day");
    CHECK(duration_text(30 * kMicrosPerDay) == "30 days");
    CHECK(duration_text(14 * kMicrosPerDay) == "2 weeks");
    CHECK(duration_text(90 * kMicrosPerMinute) == "90 minutes");
    CHECK(duration_text(-12 * kMicrosPerHour) == "-12 hours");
    CHECK(duration_text(kMicrosPerSecond) == "1 second");
    CHECK(duration_text(1'500'000) == "1.5 seconds");
    CHECK(duration_text(-1) == "-0.000001 seconds");
    CHECK(duration_text(INT64_MIN + 1) == "-9223372036854.775807 seconds");
  }
}
