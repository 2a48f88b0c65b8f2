// What the machine does with whole lists: the clock, membership, and values gathered from elements.
#pragma once

#include <cstdint>
#include <vector>

#include "bytecode/module.hpp"
#include "data/arena.hpp"

namespace rubric::vm {

using data::Cell;
using data::Kind;

/// Values gathered from elements, with their times where those matter. Its memory is kept.
struct Collection {
  struct Entry {
    Cell value;
    std::int64_t time = 0;
  };
  std::vector<Entry> entries;
};

/// The elements whose `clock` field is a time not later than `as_of`, in their order.
[[nodiscard]] data::ListRef dated(data::ListRef list, std::uint32_t stride, std::uint32_t clock, std::int64_t as_of,
                                  data::Arena& arena);

[[nodiscard]] data::Tri in_list(Kind kind, const Cell& value, data::ListRef list);

/// How many different values are present. Sorts the collection.
[[nodiscard]] double distinct(Kind kind, Collection& collection);

/// How the points of `for each of` are gathered. Ticks are missing, the cap is NaN where a clause is
/// absent.
struct EachPoints {
  std::uint32_t calendar = 0;  ///< 0, or 1 + the CalendarUnit of `once per calendar`, or 256 * the months of a period
  std::int64_t as_of = 0;
  std::int64_t period = 0;
  std::int64_t half_life = 0;
  double cap = 0;
};

/// In the order of the language: at most one element a period, weighed by age, added, capped in size.
/// Sorts the collection by time.
[[nodiscard]] data::Points each_points(const EachPoints& how, Collection& collection);

}  // namespace rubric::vm
