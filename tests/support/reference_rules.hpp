// What the operations of the language mean, for the reference evaluator: written from the language's
// description, with the standard library's calendar, RE2 and utf8proc, and on purpose from nothing under
// src/builtins or src/vm, so that a slip there cannot be repeated here.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "builtins/table.hpp"
#include "data/operands.hpp"
#include "support/reference_value.hpp"

namespace rubric::test::rules {

// --- numbers, times, durations ---

/// Finite and never -0, or missing.
[[nodiscard]] Value number(double n);
[[nodiscard]] Value duration(data::Points micros);
/// Missing outside the years 0001 to 9999.
[[nodiscard]] Value time(data::Points micros);
/// The exact product or quotient, rounded once, halves away from zero.
[[nodiscard]] Value times(Duration d, double by);
[[nodiscard]] Value divided(Duration d, double by);

// --- calendar ---

[[nodiscard]] Value add_months(Time t, std::int64_t months);
[[nodiscard]] Time start_of(Time t, data::CalendarUnit unit);
/// Start of the n units that end with the one of `t`; the first instant after the n that begin with it.
[[nodiscard]] Value last_units(Time t, std::int64_t n, data::CalendarUnit unit);
[[nodiscard]] Value next_units(Time t, std::int64_t n, data::CalendarUnit unit);
[[nodiscard]] double week_day(Time t);
[[nodiscard]] double hour_of(Time t);
[[nodiscard]] Value time_of_text(const std::string& text);

// --- text ---

[[nodiscard]] std::string fold(const std::string& text);
[[nodiscard]] bool test_text(data::TextTest test, const std::string& text, const std::string& what);
[[nodiscard]] bool matches(const data::PatternSource& pattern, const std::string& text);

/// A built-in; no argument is missing.
[[nodiscard]] Value call(builtins::Builtin id, const std::vector<Value>& arguments);

// --- points ---

/// Missing when it is too large to be points.
[[nodiscard]] Value points(double n);
[[nodiscard]] double number_of(Billionths points);
/// What is left of one after so many half-lives.
[[nodiscard]] double weight(double half_lives);

}  // namespace rubric::test::rules
