// Where an input can be cut between two records without reading them, and how many stand before the cut.
//
// Several readers can then share one input: each starts at a record, and knows its number and its line.
// What counts as a record or a line here is what the readers count (json_lines.cpp, csv_rows.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "records/reader.hpp"

namespace rubric::records {

struct Cut {
  std::size_t at = 0;  ///< 0: there is no place for a cut
  std::uint64_t records = 0;
  std::uint64_t lines = 0;
};

/// The last cut in JSON lines that start with a line, of bytes that come piece by piece.
class LineScan {
 public:
  /// `limits` must outlive this.
  explicit LineScan(const Limits& limits) : limits_(limits) {}

  /// Other bytes follow; before the cut there are to be no more than `most` records. `ends`, which must outlive what is
  /// looked at, is filled with the places of the line ends.
  void start(std::vector<std::uint32_t>& ends, std::uint64_t most);
  /// All bytes so far; those of the call before are the first ones of them, and are not looked at again.
  void look_on(std::string_view bytes);
  [[nodiscard]] const Cut& cut() const { return cut_; }
  [[nodiscard]] bool full() const { return cut_.records == most_; }
  /// How many bytes so many records will take, about, going by those so far; `otherwise` where there were none.
  [[nodiscard]] std::size_t expected(std::size_t otherwise) const;

 private:
  const Limits& limits_;
  std::uint64_t most_ = 0;
  std::vector<std::uint32_t>* ends_ = nullptr;
  std::size_t average_ = 0;  // bytes of a record
  std::size_t seen_ = 0;
  Cut cut_;
};

/// The last cut in CSV rows that start with a row; a heading row counts as a record. Behind the bytes there
/// must be Buffer::kPadding more that may be read.
[[nodiscard]] Cut cut_rows(std::string_view bytes, char delimiter);

}  // namespace rubric::records
