// What the first bytes of an input show before a record is read: that it is compressed, a workbook,
// or text in another encoding. Each is named, with what to do about it.
#pragma once

#include <string>
#include <string_view>

namespace rubric::records {

/// How much of the input is looked at; fixed, so that the outcome does not depend on how the source
/// hands out its bytes.
inline constexpr std::size_t kSniffed = 16U << 10U;

/// Throws ReadError if `bytes`, the first of the input, show that it cannot be read.
void refuse_foreign(std::string_view bytes, const std::string& source_name);

/// How many bytes of a UTF-8 byte-order mark stand at the start: 3 or 0.
[[nodiscard]] std::size_t byte_order_mark(std::string_view bytes);

/// The command that turns a Latin-1 file into UTF-8.
[[nodiscard]] std::string latin1_help(const std::string& source_name);

}  // namespace rubric::records
