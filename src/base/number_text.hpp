// Exact, locale-free conversion between decimal text and binary64.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rubric::base {

/// What a text says as a number, or why it says none.
enum class NumberFault : std::uint8_t {
  none,
  not_a_number,  ///< not [+-]digits[.digits][e[+-]digits]
  too_large,     ///< beyond binary64
  inexact,       ///< digits alone (no point, no exponent) that binary64 cannot hold exactly
};

struct ParsedNumber {
  double value = 0;  ///< with `inexact` the nearest binary64; 0 with the other faults
  NumberFault fault = NumberFault::none;
};

/// Reads a decimal number from the whole text, correctly rounded (underflow gives 0, -0 gives 0).
/// No blanks, no hexadecimal, no "inf" or "nan"; a leading '+' and digits missing on one side of
/// the point (".5", "5.") are accepted, as CSV files have them.
[[nodiscard]] ParsedNumber parse_number(std::string_view text);

/// The shortest decimal text that reads back as the same number, laid out as in JavaScript: "0.1",
/// "1500000", "1e+300", "1e-7", no exponent for whole numbers below 1e21. Those are written with all
/// their digits, so that `parse_number` takes them as exact.
[[nodiscard]] std::string number_text(double value);
/// The same, put behind `out`.
void append_number(std::string& out, double value);

}  // namespace rubric::base
