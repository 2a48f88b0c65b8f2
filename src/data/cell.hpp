// One value while a program runs: 16 bytes, its type known from the program, missing in band.
//
// The type of every slot and register is fixed when the program is compiled, so a cell carries no
// tag. Each type has one pattern that means missing: that keeps arithmetic branch-free (a NaN passes
// through on its own) and lets a column of cells' payloads stand without a second column of bits.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <string_view>

namespace rubric::data {

/// Kleene's three values. The order is used: `no < unknown < yes` makes `and` the smaller one and
/// `or` the larger one.
enum class Tri : std::uint8_t { no = 0, unknown = 1, yes = 2 };

[[nodiscard]] constexpr Tri tri(bool b) {
  return b ? Tri::yes : Tri::no;
}
[[nodiscard]] constexpr Tri tri_and(Tri a, Tri b) {
  return a < b ? a : b;
}
[[nodiscard]] constexpr Tri tri_or(Tri a, Tri b) {
  return a < b ? b : a;
}
[[nodiscard]] constexpr Tri tri_not(Tri a) {
  return static_cast<Tri>(2 - static_cast<int>(a));
}

/// Times are microseconds since 1970-01-01T00:00:00Z, durations microseconds. The smallest integer
/// means missing.
inline constexpr std::int64_t kMissingTicks = std::numeric_limits<std::int64_t>::min();

/// Numbers are finite and never -0; NaN means missing.
inline constexpr double kMissingNumber = std::numeric_limits<double>::quiet_NaN();

/// A piece of text that somebody else owns. A null pointer means missing; the empty text does not.
struct TextRef {
  const char* data = nullptr;
  std::uint32_t size = 0;
};

union Cell;

/// The elements of a list, row by row: element i's cell for field f is `cells[i * stride + f]`, with
/// the stride of the list's layout (1 for a list of scalars). Never missing; absent is empty.
struct ListRef {
  const Cell* cells = nullptr;
  std::uint32_t count = 0;
};

/// Points in billionths: exact, and wide enough for any sum that the limits allow.
__extension__ using Points = __int128;

union Cell {
  Tri tri;
  double number;
  std::int64_t ticks;
  TextRef text;
  ListRef list;
  Points points;

  Cell() : points(0) {}
  explicit Cell(Tri t) : points(0) { tri = t; }
  explicit Cell(double n) : points(0) { number = n; }
  explicit Cell(std::int64_t t) : points(0) { ticks = t; }
  explicit Cell(TextRef t) : text(t) {}
  explicit Cell(std::string_view t) : text{t.data() == nullptr ? "" : t.data(), static_cast<std::uint32_t>(t.size())} {}
  explicit Cell(ListRef l) : list(l) {}
  explicit Cell(Points p) : points(p) {}
};
static_assert(sizeof(Cell) == 16);

[[nodiscard]] inline bool is_missing(double n) {
  return std::isnan(n);
}
[[nodiscard]] inline bool is_missing(std::int64_t t) {
  return t == kMissingTicks;
}
[[nodiscard]] inline bool is_missing(TextRef t) {
  return t.data == nullptr;
}
[[nodiscard]] inline std::string_view view(TextRef t) {
  return {t.data, t.size};
}

/// What a computed number becomes in the language: never NaN other than missing, infinite or -0.
[[nodiscard]] inline double settle(double n) {
  return std::isfinite(n) ? n + 0.0 : kMissingNumber;
}

}  // namespace rubric::data
