// Durations times numbers go through 128-bit integers: binary64 could not hold the microseconds of
// three centuries, and a result must not depend on how wide some machine's `long double` is.
#include "builtins/number.hpp"

namespace rubric::builtins {

namespace {

using data::is_missing;
using data::kMissingNumber;
using data::kMissingTicks;
__extension__ using Wide = unsigned __int128;

constexpr int kMantissaBits = 53;

// size = mantissa * 2^exponent, with 2^52 <= mantissa < 2^53, for any size above 0.
struct Binary {
  std::uint64_t mantissa;
  int exponent;
};

Binary take_apart(double size) {
  int exponent = 0;
  const double fraction = std::frexp(size, &exponent);
  return {static_cast<std::uint64_t>(std::ldexp(fraction, kMantissaBits)), exponent - kMantissaBits};
}

std::uint64_t size_of(std::int64_t d) {
  return d < 0 ? 0 - static_cast<std::uint64_t>(d) : static_cast<std::uint64_t>(d);
}

std::int64_t signed_or_missing(Wide size, bool negative) {
  if (size > Wide{std::numeric_limits<std::int64_t>::max()}) return kMissingTicks;
  const auto value = static_cast<std::int64_t>(size);
  return negative ? -value : value;
}

bool either_missing(std::int64_t d, double by) {
  return is_missing(d) || is_missing(by);
}

}  // namespace

std::int64_t add_durations(std::int64_t a, std::int64_t b) {
  std::int64_t out = 0;
  if (is_missing(a) || is_missing(b) || __builtin_add_overflow(a, b, &out)) return kMissingTicks;
  return out;
}

std::int64_t subtract_durations(std::int64_t a, std::int64_t b) {
  return add_durations(a, negate_duration(b));
}

std::int64_t multiply_duration(std::int64_t d, double by) {
  if (either_missing(d, by)) return kMissingTicks;
  if (d == 0 || by == 0) return 0;
  const Binary b = take_apart(std::abs(by));
  const Wide product = Wide{size_of(d)} * b.mantissa;  // below 2^116
  const bool negative = (d < 0) != (by < 0);
  if (b.exponent >= 0) {
    if (b.exponent > 10) return kMissingTicks;  // a mantissa alone is 2^52
    return signed_or_missing(product << b.exponent, negative);
  }
  const int shift = -b.exponent;
  if (shift > 117) return 0;
  return signed_or_missing((product + (Wide{1} << (shift - 1))) >> shift, negative);
}

std::int64_t divide_duration(std::int64_t d, double by) {
  if (either_missing(d, by) || by == 0) return kMissingTicks;
  if (d == 0) return 0;
  const Binary b = take_apart(std::abs(by));
  Wide dividend = size_of(d);
  Wide divisor = b.mantissa;
  if (b.exponent >= 12) return 0;  // the divisor is 2^64 and more: less than half a microsecond
  if (b.exponent >= 0) {
    divisor <<= b.exponent;
  } else {
    // A dividend of 2^116 and more, by a mantissa below 2^53, does not fit 63 bits.
    if (-b.exponent >= 116 || dividend >> (116 + b.exponent) != 0) return kMissingTicks;
    dividend <<= -b.exponent;
  }
  const Wide quotient = dividend / divisor;
  const bool up = (dividend % divisor) * 2 >= divisor;
  return signed_or_missing(quotient + (up ? 1 : 0), (d < 0) != (by < 0));
}

double divide_durations(std::int64_t a, std::int64_t b) {
  if (is_missing(a) || is_missing(b)) return kMissingNumber;
  return divide(static_cast<double>(a), static_cast<double>(b));
}

std::optional<Points> points_of(double x) {
  if (!(std::abs(x) <= kMostPoints)) return std::nullopt;
  return Points{static_cast<std::int64_t>(std::round(x * 1e9))};
}

double number_of_points(Points p) {
  constexpr Points kBillion = 1'000'000'000;
  constexpr Points kExact = Points{1} << kMantissaBits;
  if (p >= -kExact && p <= kExact) return data::settle(static_cast<double>(p) / 1e9);
  return data::settle(static_cast<double>(p / kBillion) + static_cast<double>(p % kBillion) / 1e9);
}

}  // namespace rubric::builtins
