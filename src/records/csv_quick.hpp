// Rows of CSV as most of them are, taken apart 64 bytes at a time: of the wanted number of fields, in one line, each
// plain or quoted from its first to its last byte. CsvRows reads all others, and says what is wrong with them; of those
// that are read here it would say the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace rubric::records {

class CsvQuick {
 public:
  /// Rows of `width` fields, at least one. False for `wide`: as on a processor without wide registers.
  CsvQuick(char delimiter, std::size_t width, bool wide = true);

  /// Whether the row that begins at `row` could be read. Its line end, CR or LF, is one of its first `most` bytes, with
  /// 64 more behind them that may be read.
  [[nodiscard]] bool read(const char* row, std::size_t most) { return read_(*this, row, most); }
  /// The length of the row that was read, without its line end.
  [[nodiscard]] std::size_t size() const { return ends_[width_]; }
  /// A field of it, with its quotes if it has some.
  [[nodiscard]] std::string_view field(const char* row, std::size_t column) const {
    const std::uint32_t begin = ends_[column] + 1;
    return {row + begin, ends_[column + 1] - begin};
  }

 private:
  struct Scan;
  using Read = bool (*)(CsvQuick&, const char*, std::size_t);

  char delimiter_;
  std::size_t width_;
  std::vector<std::uint32_t> ends_;  // where each field ends, from the second entry on; the first one is -1
  Read read_;
};

}  // namespace rubric::records
