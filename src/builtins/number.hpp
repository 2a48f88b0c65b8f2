// Arithmetic as the language has it, on numbers, durations and points.
//
// Numbers are finite and never -0: overflow and a division by 0 are missing. Missing goes in and comes
// out in band, so nothing here needs a test before it. Durations are microseconds.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>

#include "data/cell.hpp"

namespace rubric::builtins {

using data::Points;

[[nodiscard]] inline double add(double a, double b) {
  return data::settle(a + b);
}
[[nodiscard]] inline double subtract(double a, double b) {
  return data::settle(a - b);
}
[[nodiscard]] inline double multiply(double a, double b) {
  return data::settle(a * b);
}
[[nodiscard]] inline double divide(double a, double b) {
  return data::settle(a / b);
}
[[nodiscard]] inline double negate(double a) {
  return data::settle(-a);
}
/// The nearest whole number, halves away from zero.
[[nodiscard]] inline double round(double a) {
  return data::settle(std::round(a));
}
[[nodiscard]] inline double floor(double a) {
  return data::settle(std::floor(a));
}
[[nodiscard]] inline double ceil(double a) {
  return data::settle(std::ceil(a));
}

/// Sums of durations; missing past 64 bits.
[[nodiscard]] std::int64_t add_durations(std::int64_t a, std::int64_t b);
[[nodiscard]] std::int64_t subtract_durations(std::int64_t a, std::int64_t b);
[[nodiscard]] inline std::int64_t negate_duration(std::int64_t d) {
  return data::is_missing(d) ? d : -d;
}
/// The exact product or quotient, rounded once to a microsecond, halves away from zero; missing past 64
/// bits and for a division by 0.
[[nodiscard]] std::int64_t multiply_duration(std::int64_t d, double by);
[[nodiscard]] std::int64_t divide_duration(std::int64_t d, double by);
/// How often b goes into a.
[[nodiscard]] double divide_durations(std::int64_t a, std::int64_t b);

/// A number of points may be at most this in size.
inline constexpr double kMostPoints = 1e9;
/// `x * 1e9`, computed in binary64, then rounded to a whole number, halves away from zero. None when x
/// is missing or above `kMostPoints` in size.
[[nodiscard]] std::optional<Points> points_of(double x);
/// Points as a number: exact to the last bit that binary64 has up to 2^53 billionths, from there the
/// whole points and their fraction are converted apart and added.
[[nodiscard]] double number_of_points(Points p);

}  // namespace rubric::builtins
