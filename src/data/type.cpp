#include "data/type.hpp"

namespace rubric::data {

std::string_view name(Kind k) {
  switch (k) {
    case Kind::boolean: return "bool";
    case Kind::number: return "number";
    case Kind::text: return "text";
    case Kind::time: return "time";
    case Kind::duration: return "duration";
    case Kind::list_boolean: return "list of bool";
    case Kind::list_number: return "list of number";
    case Kind::list_text: return "list of text";
    case Kind::list_time: return "list of time";
    case Kind::list_duration: return "list of duration";
    case Kind::records: return "list of records";
    case Kind::points: return "points";
  }
  return "?";
}

Cell missing_cell(Kind k) {
  switch (k) {
    case Kind::boolean: return Cell(Tri::unknown);
    case Kind::number: return Cell(kMissingNumber);
    case Kind::text: return Cell(TextRef{});
    case Kind::time:
    case Kind::duration: return Cell(kMissingTicks);
    case Kind::points: return Cell(Points{0});
    default: return Cell(ListRef{});
  }
}

bool is_missing(Kind k, const Cell& c) {
  switch (k) {
    case Kind::boolean: return c.tri == Tri::unknown;
    case Kind::number: return is_missing(c.number);
    case Kind::text: return is_missing(c.text);
    case Kind::time:
    case Kind::duration: return is_missing(c.ticks);
    case Kind::points: return false;
    default: return c.list.count == 0;
  }
}

}  // namespace rubric::data
