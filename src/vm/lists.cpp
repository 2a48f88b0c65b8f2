#include "vm/lists.hpp"

#include <algorithm>
#include <cstring>
#include <new>

#include "builtins/calendar.hpp"
#include "builtins/halving.hpp"
#include "builtins/number.hpp"

namespace rubric::vm {

data::ListRef dated(data::ListRef list, std::uint32_t stride, std::uint32_t clock, std::int64_t as_of,
                    data::Arena& arena) {
  const auto shown = [&](const Cell* row) { return !data::is_missing(row[clock].ticks) && row[clock].ticks <= as_of; };
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < list.count; ++i) kept += shown(list.cells + std::size_t{i} * stride) ? 1U : 0U;
  if (kept == list.count) return list;
  char* memory = arena.take(std::size_t{kept} * stride * sizeof(Cell));
  if (memory == nullptr) return {};
  Cell* out = reinterpret_cast<Cell*>(memory);
  Cell* next = out;
  for (std::uint32_t i = 0; i < list.count; ++i) {
    const Cell* row = list.cells + std::size_t{i} * stride;
    if (!shown(row)) continue;
    next = std::uninitialized_copy_n(row, stride, next);
  }
  return {out, kept};
}

namespace {

bool same(Kind kind, const Cell& a, const Cell& b) {
  switch (kind) {
    case Kind::boolean: return a.tri == b.tri;
    case Kind::number: return a.number == b.number;
    case Kind::text: return data::view(a.text) == data::view(b.text);
    default: return a.ticks == b.ticks;
  }
}

bool before(Kind kind, const Cell& a, const Cell& b) {
  switch (kind) {
    case Kind::boolean: return a.tri < b.tri;
    case Kind::number: return a.number < b.number;
    case Kind::text: return data::view(a.text) < data::view(b.text);
    default: return a.ticks < b.ticks;
  }
}

}  // namespace

data::Tri in_list(Kind kind, const Cell& value, data::ListRef list) {
  if (data::is_missing(kind, value)) return data::Tri::unknown;
  return data::tri(
      std::any_of(list.cells, list.cells + list.count, [&](const Cell& c) { return same(kind, c, value); }));
}

double distinct(Kind kind, Collection& collection) {
  auto& entries = collection.entries;
  std::erase_if(entries, [&](const auto& e) { return data::is_missing(kind, e.value); });
  std::ranges::sort(entries, [&](const auto& a, const auto& b) { return before(kind, a.value, b.value); });
  const auto end = std::unique(entries.begin(), entries.end(),
                               [&](const auto& a, const auto& b) { return same(kind, a.value, b.value); });
  return static_cast<double>(end - entries.begin());
}

namespace {

// In time order: the first, then each that comes a period after the last one kept, or the first of each
// calendar unit.
void once_per(const EachPoints& how, std::vector<Collection::Entry>& entries) {
  if (how.calendar == 0 && data::is_missing(how.period)) return;
  bool any = false;
  std::int64_t last = 0;
  const auto too_soon = [&](std::int64_t mark) {
    if (how.calendar >= 256) return mark < builtins::add_months(last, how.calendar >> 8U);
    return how.calendar != 0 ? mark == last : mark - last < how.period;
  };
  std::erase_if(entries, [&](const Collection::Entry& e) {
    const bool by_unit = how.calendar != 0 && how.calendar < 256;
    const std::int64_t mark =
        by_unit ? builtins::start_of(e.time, static_cast<data::CalendarUnit>(how.calendar - 1)) : e.time;
    const bool drop = any && too_soon(mark);
    if (!drop) last = mark;
    any = true;
    return drop;
  });
}

}  // namespace

data::Points each_points(const EachPoints& how, Collection& collection) {
  auto& entries = collection.entries;
  std::ranges::stable_sort(entries, {}, &Collection::Entry::time);
  once_per(how, entries);
  data::Points sum = 0;
  for (const Collection::Entry& e : entries) {
    double points = e.value.number;
    if (!data::is_missing(how.half_life)) {
      const double half_lives = static_cast<double>(how.as_of - e.time) / static_cast<double>(how.half_life);
      points = points * builtins::half_life_weight(half_lives);
    }
    sum += builtins::points_of(points).value_or(0);
  }
  if (data::is_missing(how.cap)) return sum;
  const data::Points cap = builtins::points_of(how.cap).value_or(0);
  return std::clamp(sum, -cap, cap);
}

}  // namespace rubric::vm
