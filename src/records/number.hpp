// Numbers of data, as most of them are written: a few digits, perhaps a point. Those are read here at
// a glance, exactly; everything else goes to base::parse_number.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/number_text.hpp"

namespace rubric::records {

/// -?digits[.digits] of at most 15 digits in all: the digits and the power of ten are then both exact
/// in binary64, so one division rounds correctly. None for anything else.
[[nodiscard]] inline std::optional<double> short_number(std::string_view text) {
  constexpr double kPower[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  if (text.empty() || text.size() > 17) return std::nullopt;
  std::size_t at = text[0] == '-' ? 1 : 0;
  std::int64_t digits = 0;
  unsigned count = 0;
  unsigned decimals = 0;
  bool point = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c >= '0' && c <= '9') {
      digits = digits * 10 + (c - '0');
      ++count;
      decimals += point ? 1U : 0U;
    } else if (c == '.' && !point && count > 0) {
      point = true;
    } else {
      return std::nullopt;
    }
  }
  if (count == 0 || count > 15 || (point && decimals == 0)) return std::nullopt;
  const double magnitude = static_cast<double>(digits) / kPower[decimals];
  // 0.0 - 0.0 is 0.0: a minus sign never makes -0.
  return text[0] == '-' ? 0.0 - magnitude : magnitude;
}

[[nodiscard]] inline base::ParsedNumber read_number(std::string_view text) {
  if (const auto number = short_number(text)) return {*number, base::NumberFault::none};
  return base::parse_number(text);
}

/// With marks as a field's `number format` has them: `1.234,56`. Groups are of three digits, and a
/// group mark elsewhere is no number: "1.5" is not to be read as 15.
[[nodiscard]] base::ParsedNumber read_number(std::string_view text, char group_mark, char decimal_mark);

}  // namespace rubric::records
