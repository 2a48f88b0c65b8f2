// Values as text: for JSON, and for cells of a table or a CSV file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "data/type.hpp"

namespace rubric::cli {

/// A scalar: times as ISO text, durations as text like `30 days`, missing as null.
void append_json(std::string& out, data::Kind kind, const data::Cell& cell);
/// A scalar without quotes; nothing for a missing one.
void append_plain(std::string& out, data::Kind kind, const data::Cell& cell);
/// Makes one field of a CSV row of what stands behind `from`: quoted where it has to be (RFC 4180).
void quote_csv(std::string& out, std::size_t from);
/// One field of a CSV row: quoted where it has to be (RFC 4180).
void append_csv(std::string& out, std::string_view text);

/// 9240 -> "9,240".
[[nodiscard]] std::string grouped(std::uint64_t number);
/// "1 lead", "9,240 leads".
[[nodiscard]] std::string counted(std::uint64_t number, std::string_view noun);

}  // namespace rubric::cli
