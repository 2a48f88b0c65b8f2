// What literals say: pure functions on their spelling, used by the reader to refuse bad ones and by the
// builder for the values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rubric::parse {

enum class NumberProblem : std::uint8_t { none, too_large, inexact };

struct NumberValue {
  double value = 0;
  NumberProblem problem = NumberProblem::none;
};

/// `10_000`, `2.5m`, `20%`: correctly rounded from the decimal text, the suffix being part of it.
[[nodiscard]] NumberValue decode_number(std::string_view spelling);

struct TimeValue {
  std::int64_t micros = 0;  ///< since 1970-01-01T00:00:00Z
  bool date_only = false;
  std::string problem;  ///< empty, or what is wrong, for people
};

/// `2026-11-01`, `2026-11-01T09:30:00Z`, `…+02:00`.
[[nodiscard]] TimeValue decode_time(std::string_view spelling);

struct EscapeProblem {
  std::uint32_t begin = 0;  ///< offset in the text between the quotes
  std::uint32_t end = 0;
};

/// What stands between the quotes of a text; also of one in wrong quotes or without its last one, which was reported.
[[nodiscard]] std::string_view text_body(std::string_view spelling);

/// The value of what stands between the quotes; `problems` gets the escapes that mean nothing.
[[nodiscard]] std::string decode_text(std::string_view body, std::vector<EscapeProblem>* problems = nullptr);

}  // namespace rubric::parse
