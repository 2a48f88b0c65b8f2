// Comparisons as the language has them: unknown when a side is missing.
#pragma once

#include <cstring>

#include "data/cell.hpp"

namespace rubric::builtins {

using data::Tri;

[[nodiscard]] inline Tri equal(double a, double b) {
  return data::is_missing(a) || data::is_missing(b) ? Tri::unknown : data::tri(a == b);
}
[[nodiscard]] inline Tri less(double a, double b) {
  return data::is_missing(a) || data::is_missing(b) ? Tri::unknown : data::tri(a < b);
}
[[nodiscard]] inline Tri less_equal(double a, double b) {
  return data::is_missing(a) || data::is_missing(b) ? Tri::unknown : data::tri(a <= b);
}

[[nodiscard]] inline Tri equal(std::int64_t a, std::int64_t b) {
  return data::is_missing(a) || data::is_missing(b) ? Tri::unknown : data::tri(a == b);
}
[[nodiscard]] inline Tri less(std::int64_t a, std::int64_t b) {
  return data::is_missing(a) || data::is_missing(b) ? Tri::unknown : data::tri(a < b);
}
[[nodiscard]] inline Tri less_equal(std::int64_t a, std::int64_t b) {
  return data::is_missing(a) || data::is_missing(b) ? Tri::unknown : data::tri(a <= b);
}

// The bytes of UTF-8 sort as the code points do.
[[nodiscard]] inline Tri equal(data::TextRef a, data::TextRef b) {
  return data::is_missing(a) || data::is_missing(b) ? Tri::unknown : data::tri(data::view(a) == data::view(b));
}
[[nodiscard]] inline Tri less(data::TextRef a, data::TextRef b) {
  return data::is_missing(a) || data::is_missing(b) ? Tri::unknown : data::tri(data::view(a) < data::view(b));
}
[[nodiscard]] inline Tri less_equal(data::TextRef a, data::TextRef b) {
  return data::is_missing(a) || data::is_missing(b) ? Tri::unknown : data::tri(data::view(a) <= data::view(b));
}

}  // namespace rubric::builtins
