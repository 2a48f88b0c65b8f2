// Takes cells apart for the kernels and puts their answers into cells. Which member of a cell counts
// is known from builtins.def.
#include "builtins/kernels.hpp"

#include <algorithm>
#include <cmath>

#include "builtins/bucket.hpp"
#include "builtins/calendar.hpp"
#include "builtins/convert.hpp"
#include "builtins/number.hpp"
#include "builtins/text.hpp"

namespace rubric::builtins::kernels {

namespace {

using data::Arena;
using data::Cell;

Cell number_cell(std::size_t n) {
  return Cell(static_cast<double>(n));
}

Cell number_cell(int n) {
  return Cell(static_cast<double>(n));
}

Cell smallest_number(Arguments a) {
  return *std::min_element(a.begin(), a.end(), [](const Cell& x, const Cell& y) { return x.number < y.number; });
}

Cell largest_number(Arguments a) {
  return *std::max_element(a.begin(), a.end(), [](const Cell& x, const Cell& y) { return x.number < y.number; });
}

Cell smallest_ticks(Arguments a) {
  return *std::min_element(a.begin(), a.end(), [](const Cell& x, const Cell& y) { return x.ticks < y.ticks; });
}

Cell largest_ticks(Arguments a) {
  return *std::max_element(a.begin(), a.end(), [](const Cell& x, const Cell& y) { return x.ticks < y.ticks; });
}

double clamped(double n, double low, double high) {
  if (n < low) return low;
  return n > high ? high : n;
}

}  // namespace

// --- text ---
Cell lower(Arguments a, Arena& arena) {
  return Cell(builtins::lower(a[0].text, arena));
}
Cell upper(Arguments a, Arena& arena) {
  return Cell(builtins::upper(a[0].text, arena));
}
Cell trim(Arguments a, Arena&) {
  return Cell(builtins::trim(a[0].text));
}
Cell length(Arguments a, Arena&) {
  return number_cell(builtins::length(a[0].text));
}
Cell replace(Arguments a, Arena& arena) {
  return Cell(builtins::replace(a[0].text, a[1].text, a[2].text, arena));
}
Cell split_part(Arguments a, Arena&) {
  return Cell(builtins::split_part(a[0].text, a[1].text, a[2].number));
}

// --- numbers and durations ---
Cell abs_number(Arguments a, Arena&) {
  return Cell(std::abs(a[0].number));
}
Cell abs_duration(Arguments a, Arena&) {
  return Cell(std::max(a[0].ticks, -a[0].ticks));
}
Cell round(Arguments a, Arena&) {
  return Cell(builtins::round(a[0].number));
}
Cell floor(Arguments a, Arena&) {
  return Cell(builtins::floor(a[0].number));
}
Cell ceil(Arguments a, Arena&) {
  return Cell(builtins::ceil(a[0].number));
}
Cell min_number(Arguments a, Arena&) {
  return smallest_number(a);
}
Cell min_time(Arguments a, Arena&) {
  return smallest_ticks(a);
}
Cell min_duration(Arguments a, Arena&) {
  return smallest_ticks(a);
}
Cell max_number(Arguments a, Arena&) {
  return largest_number(a);
}
Cell max_time(Arguments a, Arena&) {
  return largest_ticks(a);
}
Cell max_duration(Arguments a, Arena&) {
  return largest_ticks(a);
}
Cell clamp(Arguments a, Arena&) {
  return Cell(clamped(a[0].number, a[1].number, a[2].number));
}

// --- times ---
Cell week_day(Arguments a, Arena&) {
  return number_cell(builtins::week_day(a[0].ticks));
}
Cell hour_of(Arguments a, Arena&) {
  return number_cell(builtins::hour_of(a[0].ticks));
}
Cell start_of_day(Arguments a, Arena&) {
  return Cell(builtins::start_of_day(a[0].ticks));
}
Cell start_of_week(Arguments a, Arena&) {
  return Cell(builtins::start_of_week(a[0].ticks));
}
Cell start_of_month(Arguments a, Arena&) {
  return Cell(builtins::start_of_month(a[0].ticks));
}
Cell start_of_quarter(Arguments a, Arena&) {
  return Cell(builtins::start_of_quarter(a[0].ticks));
}
Cell start_of_year(Arguments a, Arena&) {
  return Cell(builtins::start_of_year(a[0].ticks));
}

// --- between types ---
Cell number_of_text(Arguments a, Arena&) {
  return Cell(builtins::number_of_text(a[0].text));
}
Cell text_of_number(Arguments a, Arena& arena) {
  return Cell(builtins::text_of_number(a[0].number, arena));
}
Cell time_of_text(Arguments a, Arena&) {
  return Cell(builtins::time_of_text(a[0].text));
}

// --- stable splits ---
Cell bucket(Arguments a, Arena&) {
  return Cell(builtins::bucket(a[0].text, a[1].text, a[2].number));
}

}  // namespace rubric::builtins::kernels
