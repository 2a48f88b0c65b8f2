// Comparisons as the language has them: unknown when a side is missing.
#pragma once

#include <cmath>

#include "base/bytes.hpp"
#include "data/cell.hpp"

namespace rubric::builtins {

using data::Tri;

/// The answer, unless something was missing. Without a branch, since no processor foresees what leads hold.
[[nodiscard]] inline Tri answer(bool yes, bool missing) {
  const unsigned value = yes ? 2U : 0U;
  return static_cast<Tri>(missing ? 1U : value);
}
/// `yes` is false when something was missing, as comparisons with a NaN are.
[[nodiscard]] inline Tri answer_of_numbers(bool yes, double a, double b) {
  return static_cast<Tri>(static_cast<unsigned>(yes) << 1U | static_cast<unsigned>(std::isunordered(a, b)));
}

[[nodiscard]] inline Tri equal(double a, double b) {
  return answer_of_numbers(a == b, a, b);
}
[[nodiscard]] inline Tri less(double a, double b) {
  return answer_of_numbers(a < b, a, b);
}
[[nodiscard]] inline Tri less_equal(double a, double b) {
  return answer_of_numbers(a <= b, a, b);
}

[[nodiscard]] inline Tri equal(std::int64_t a, std::int64_t b) {
  return answer(a == b, data::is_missing(a) || data::is_missing(b));
}
[[nodiscard]] inline Tri less(std::int64_t a, std::int64_t b) {
  return answer(a < b, data::is_missing(a) || data::is_missing(b));
}
[[nodiscard]] inline Tri less_equal(std::int64_t a, std::int64_t b) {
  return answer(a <= b, data::is_missing(a) || data::is_missing(b));
}

// The bytes of UTF-8 sort as the code points do.
[[nodiscard]] inline Tri equal(data::TextRef a, data::TextRef b) {
  return data::is_missing(a) || data::is_missing(b) ? Tri::unknown
                                                    : data::tri(base::same_text(data::view(a), data::view(b)));
}
[[nodiscard]] inline Tri less(data::TextRef a, data::TextRef b) {
  return data::is_missing(a) || data::is_missing(b) ? Tri::unknown : data::tri(data::view(a) < data::view(b));
}
[[nodiscard]] inline Tri less_equal(data::TextRef a, data::TextRef b) {
  return data::is_missing(a) || data::is_missing(b) ? Tri::unknown : data::tri(data::view(a) <= data::view(b));
}

}  // namespace rubric::builtins
