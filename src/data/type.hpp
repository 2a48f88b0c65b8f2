// The types of the language.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "data/cell.hpp"

namespace rubric::data {

/// `list_*` are lists of one scalar type; `records` is a list of elements with fields of their own,
/// whose layout stands beside the type where it is needed. `points` is what score lines add up in: a
/// type of the machine, not of the language.
enum class Kind : std::uint8_t {
  boolean,
  number,
  text,
  time,
  duration,
  list_boolean,
  list_number,
  list_text,
  list_time,
  list_duration,
  records,
  points,
};

[[nodiscard]] constexpr bool is_list(Kind k) {
  return k >= Kind::list_boolean && k <= Kind::records;
}
[[nodiscard]] constexpr Kind list_of(Kind scalar) {
  return static_cast<Kind>(static_cast<int>(scalar) + static_cast<int>(Kind::list_boolean));
}
[[nodiscard]] constexpr Kind element_of(Kind list) {
  return static_cast<Kind>(static_cast<int>(list) - static_cast<int>(Kind::list_boolean));
}

/// As it is written in a record: "number", "list of text".
[[nodiscard]] std::string_view name(Kind k);

/// The cell that means missing (for a list: no elements).
[[nodiscard]] Cell missing_cell(Kind k);
[[nodiscard]] bool is_missing(Kind k, const Cell& c);

}  // namespace rubric::data
