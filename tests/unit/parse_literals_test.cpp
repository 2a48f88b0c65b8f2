#include "parse/literals.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace rubric::parse;

TEST_SUITE("parse/literals") {
  TEST_CASE("numbers are the binary64 nearest to their decimal text, suffix included") {
    CHECK(decode_number("60").value == 60);
    CHECK(decode_number("10_000").value == 10000);
    CHECK(decode_number("0.25").value == 0.25);
    CHECK(decode_number("10k").value == 10000);
    CHECK(decode_number("2.5m").value == 2'500'000);
    CHECK(decode_number("20%").value == 0.2);
    CHECK(decode_number("0.07%").value == 0.0007);
    CHECK(decode_number("1.1k").value == 1100);
    CHECK(decode_number("0.1").value + 0 == 0.1);
    CHECK(decode_number("4.35m").value == 4'350'000);
  }
  TEST_CASE("what binary64 cannot hold is said") {
    CHECK(decode_number("9007199254740993").problem == NumberProblem::inexact);
    CHECK(decode_number("9_007_199_254_740_992").problem == NumberProblem::none);
    CHECK(decode_number("10000000000000000000000").problem == NumberProblem::none);
    CHECK(decode_number(std::string(400, '9')).problem == NumberProblem::too_large);
    CHECK(decode_number(std::string(308, '9') + "m").problem == NumberProblem::too_large);
    const NumberValue tiny = decode_number("0." + std::string(400, '0') + "1");
    CHECK(tiny.problem == NumberProblem::none);
    CHECK(tiny.value == 0);
    CHECK_FALSE(std::signbit(tiny.value));
  }
  TEST_CASE("times are microseconds since 1970, in UTC") {
    CHECK(decode_time("1970-01-01").micros == 0);
    CHECK(decode_time("1970-01-01").date_only);
    CHECK(decode_time("2026-11-01").micros == 1'793'491'200'000'000);
    CHECK(decode_time("2026-11-01T09:30:00Z").micros == 1'793'491'200'000'000 + 34'200'000'000);
    CHECK_FALSE(decode_time("2026-11-01T00:00:00Z").date_only);
    CHECK(decode_time("2026-11-01T09:30:00+02:00").micros == decode_time("2026-11-01T07:30:00Z").micros);
    CHECK(decode_time("2026-11-01T09:30:00-05:30").micros == decode_time("2026-11-01T15:00:00Z").micros);
    CHECK(decode_time("1969-12-31T23:59:59.999999Z").micros == -1);
    CHECK(decode_time("1970-01-01T00:00:00.1234567Z").micros == 123456);
    CHECK(decode_time("0001-01-01").micros == -62'135'596'800'000'000);
    CHECK(decode_time("9999-12-31T23:59:59.999999Z").problem.empty());
  }
  TEST_CASE("the calendar is checked") {
    CHECK(decode_time("2024-02-29").problem.empty());
    for (const char* bad : {"2026-02-29",
                            "1900-02-29",
                            "2026-04-31",
                            "2026-13-01",
                            "2026-00-10",
                            "2026-01-00",
                            "0000-01-01",
                            "2026-1-01",
                            "2026-01-1",
                            "26-01-01",
                            "2026-01-01T24:00:00Z",
                            "2026-01-01T12:60:00Z",
                            "2026-01-01T12:00:60Z",
                            "2026-01-01T12:00:00",
                            "2026-01-01T12",
                            "2026-01-01T12:00:00.Z",
                            "2026-01-01T12:00:00+2",
                            "2026-01-01T12:00:00+24:00",
                            "2026-01-01T12:00:00Zx",
                            "2026-01-01x",
                            "0001-01-01T00:00:00+01:00",
                            "9999-12-31T23:59:59-00:01"}) {
      CAPTURE(bad);
      CHECK_FALSE(decode_time(bad).problem.empty());
    }
  }
  TEST_CASE("texts know five escapes") {
    CHECK(decode_text(R"(a\"b\\c\nd\te)") == "a\"b\\c\nd\te");
    CHECK(decode_text(R"(\u{41}\u{e9}\u{20AC}\u{1F600})") == "A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
    for (const char* bad : {R"(\q)", R"(\u41)", R"(\u{})", R"(\u{110000})", R"(\u{D800})", R"(\u{41)", R"(\u{0000041})",
                            R"(\u{-1})", R"(\N)"}) {
      CAPTURE(bad);
      std::vector<EscapeProblem> problems;
      (void)decode_text(bad, &problems);
      REQUIRE(problems.size() == 1);
      CHECK(problems[0].begin == 0);
      CHECK(problems[0].end == 2);
    }
  }
}
