#include "builtins/number.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <random>

using namespace rubric::builtins;
using rubric::data::is_missing;
using rubric::data::kMissingNumber;
using rubric::data::kMissingTicks;

namespace {

constexpr double kLargest = std::numeric_limits<double>::max();

bool plain_zero(double n) {
  return n == 0 && !std::signbit(n);
}

std::int64_t points(double x) {
  const auto p = points_of(x);
  REQUIRE(p.has_value());
  return static_cast<std::int64_t>(*p);
}

}  // namespace

TEST_SUITE("builtins/number") {
  TEST_CASE("overflow and division by 0 are missing") {
    CHECK(add(1, 2) == 3);
    CHECK(is_missing(add(kLargest, kLargest)));
    CHECK(is_missing(subtract(-kLargest, kLargest)));
    CHECK(is_missing(multiply(1e200, 1e200)));
    CHECK(is_missing(divide(1, 0)));
    CHECK(is_missing(divide(0, 0)));
    CHECK(is_missing(divide(1e300, 1e-300)));
    CHECK(divide(1, 3) == 1.0 / 3);
  }
  TEST_CASE("missing passes through") {
    CHECK(is_missing(add(kMissingNumber, 1)));
    CHECK(is_missing(multiply(0, kMissingNumber)));
    CHECK(is_missing(negate(kMissingNumber)));
    CHECK(is_missing(rubric::builtins::round(kMissingNumber)));
    CHECK(add_durations(kMissingTicks, 1) == kMissingTicks);
    CHECK(add_durations(1, kMissingTicks) == kMissingTicks);
    CHECK(subtract_durations(kMissingTicks, 1) == kMissingTicks);
    CHECK(subtract_durations(1, kMissingTicks) == kMissingTicks);
    CHECK(negate_duration(kMissingTicks) == kMissingTicks);
    CHECK(multiply_duration(kMissingTicks, 0) == kMissingTicks);
    CHECK(multiply_duration(1, kMissingNumber) == kMissingTicks);
    CHECK(divide_duration(kMissingTicks, 1) == kMissingTicks);
    CHECK(divide_duration(1, kMissingNumber) == kMissingTicks);
    CHECK(is_missing(divide_durations(kMissingTicks, 1)));
    CHECK(is_missing(divide_durations(1, kMissingTicks)));
  }
  TEST_CASE("never -0") {
    CHECK(plain_zero(negate(0)));
    CHECK(plain_zero(multiply(-1, 0)));
    CHECK(plain_zero(divide(0, -5)));
    CHECK(plain_zero(multiply(-1e-200, 1e-200)));
    CHECK(plain_zero(rubric::builtins::round(-0.4)));
    CHECK(plain_zero(rubric::builtins::ceil(-0.5)));
    CHECK(plain_zero(rubric::builtins::floor(0.5)));
  }
  TEST_CASE("rounding takes halves away from zero") {
    CHECK(rubric::builtins::round(0.5) == 1);
    CHECK(rubric::builtins::round(-0.5) == -1);
    CHECK(rubric::builtins::round(2.5) == 3);
    CHECK(rubric::builtins::round(0.49999999999999994) == 0);
    CHECK(rubric::builtins::round(4503599627370497.5) == 4503599627370498);
    CHECK(rubric::builtins::floor(-1.5) == -2);
    CHECK(rubric::builtins::ceil(1.2) == 2);
  }
  TEST_CASE("sums of durations") {
    CHECK(add_durations(1, -2) == -1);
    CHECK(subtract_durations(1, -2) == 3);
    CHECK(add_durations(INT64_MAX, 1) == kMissingTicks);
    CHECK(subtract_durations(-INT64_MAX, 1) == kMissingTicks);
    CHECK(subtract_durations(-INT64_MAX, 2) == kMissingTicks);
    CHECK(negate_duration(INT64_MAX) == -INT64_MAX);
  }
  TEST_CASE("a duration times a number is exact, then rounded once") {
    CHECK(multiply_duration(10, 1.5) == 15);
    CHECK(multiply_duration(1, 0.5) == 1);
    CHECK(multiply_duration(-1, 0.5) == -1);
    CHECK(multiply_duration(3, 0.5) == 2);
    CHECK(multiply_duration(1, 0.49999999999999994) == 0);
    CHECK(multiply_duration(0, 1e300) == 0);
    CHECK(multiply_duration(5, 0) == 0);
    CHECK(multiply_duration(INT64_MAX, 1) == INT64_MAX);
    CHECK(multiply_duration(INT64_MAX, -1) == -INT64_MAX);
    CHECK(multiply_duration(INT64_MAX - 1, 0.5) == INT64_MAX / 2);
    CHECK(multiply_duration(INT64_MAX, 1.0000000000000002) == kMissingTicks);
    CHECK(multiply_duration(1, 9.3e18) == kMissingTicks);
    CHECK(multiply_duration(1, 9.2e18) == 9'200'000'000'000'000'000);
    CHECK(multiply_duration(1, kLargest) == kMissingTicks);
    CHECK(multiply_duration(INT64_MAX, 5e-324) == 0);
    CHECK(multiply_duration(9'007'199'254'740'993, 1) == 9'007'199'254'740'993);
  }
  TEST_CASE("a duration divided by a number is exact, then rounded once") {
    CHECK(divide_duration(10, 4) == 3);
    CHECK(divide_duration(-10, 4) == -3);
    CHECK(divide_duration(10, -3) == -3);
    CHECK(divide_duration(1, 2) == 1);
    CHECK(divide_duration(1, 3) == 0);
    CHECK(divide_duration(2, 3) == 1);
    CHECK(divide_duration(10, 0) == kMissingTicks);
    CHECK(divide_duration(0, 5) == 0);
    CHECK(divide_duration(INT64_MAX, 1) == INT64_MAX);
    CHECK(divide_duration(INT64_MAX, 0.5) == kMissingTicks);
    CHECK(divide_duration(INT64_MAX, 1e19) == 1);
    CHECK(divide_duration(INT64_MAX, 2e19) == 0);
    CHECK(divide_duration(INT64_MAX, kLargest) == 0);
    CHECK(divide_duration(1, 5e-324) == kMissingTicks);
    CHECK(divide_duration(1, 0x1p-62) == INT64_C(1) << 62);
    CHECK(divide_duration(1, 0x1p-63) == kMissingTicks);
    CHECK(divide_duration(9'007'199'254'740'993, 1) == 9'007'199'254'740'993);
  }
  TEST_CASE("by a power of two and back") {
    std::mt19937_64 random(5);
    for (int i = 0; i < 10'000; ++i) {
      const auto d = static_cast<std::int64_t>(random() >> 12U) * (i % 2 == 0 ? 1 : -1);
      const int power = static_cast<int>(random() % 11);
      const std::int64_t larger = multiply_duration(d, std::ldexp(1.0, power));
      if (larger != d * (INT64_C(1) << power) || divide_duration(larger, std::ldexp(1.0, power)) != d) FAIL(d);
      if (divide_duration(d, std::ldexp(1.0, -power)) != larger) FAIL(d);
    }
  }
  TEST_CASE("how often a duration goes into another") {
    CHECK(divide_durations(3, 2) == 1.5);
    CHECK(is_missing(divide_durations(3, 0)));
    CHECK(plain_zero(divide_durations(0, -3)));
  }
  TEST_CASE("points in billionths") {
    CHECK(points(25) == 25'000'000'000);
    CHECK(points(0.1) == 100'000'000);
    CHECK(points(-0.3) == -300'000'000);
    CHECK(points(0.0000000005) == 1);
    CHECK(points(-0.0000000005) == -1);
    CHECK(points(0.0000000004) == 0);
    CHECK(points(1e9) == 1'000'000'000'000'000'000);
    CHECK(points(-1e9) == -1'000'000'000'000'000'000);
    CHECK(points(123'456'789) == 123'456'789'000'000'000);
    CHECK_FALSE(points_of(1000000000.0000001).has_value());
    CHECK_FALSE(points_of(-1e300).has_value());
    CHECK_FALSE(points_of(kMissingNumber).has_value());
  }
  TEST_CASE("and back to a number") {
    CHECK(number_of_points(0) == 0);
    CHECK(number_of_points(25'000'000'000) == 25);
    CHECK(number_of_points(-300'000'000) == -0.3);
    CHECK(number_of_points(Points{1} << 53) == 9007199.254740992);
    CHECK(number_of_points((Points{1} << 53) + 1) == 9007199.254740993);
    CHECK(number_of_points(Points{1'000'000'000} * 1'000'000'000'000'000) == 1e15);
    CHECK(number_of_points(-(Points{1'000'000'000} * 1'000'000'000'000'000 + 500'000'000)) == -1000000000000000.5);
    for (int i = -1000; i <= 1000; ++i) CHECK(number_of_points(*points_of(i / 100.0)) == i / 100.0);
  }
}
