// What the two readers of times share: the fields of a civil time, and a scanner over their text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace rubric::base {

struct TimeFields {
  int year = 1;
  unsigned month = 1;
  unsigned day = 1;
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;
  unsigned micros = 0;
  int offset_minutes = 0;  ///< local time minus UTC
};

/// Microseconds since 1970 in UTC; none where a field is out of range, the month lacks the day, or
/// the instant lies outside the years 0001 to 9999.
[[nodiscard]] std::optional<std::int64_t> instant(const TimeFields& fields);

/// Takes pieces from the front of a text. Each `take` and `scan` that fails takes nothing of use.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] std::string_view rest() const { return rest_; }
  void skip(std::size_t bytes) { rest_.remove_prefix(bytes); }

  bool take(char c);
  /// A number of `least` to `most` ASCII digits, as many as there are.
  bool digits(std::size_t least, std::size_t most, unsigned& out);
  /// `Z`, `+02:00` or `+0200`, below 24 hours.
  bool offset(int& minutes);
  /// The decimals of a second, at least one; those past the microsecond are dropped.
  bool decimals(unsigned& micros);

 private:
  std::string_view rest_;
};

}  // namespace rubric::base
