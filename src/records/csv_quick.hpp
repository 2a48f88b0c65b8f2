// Rows of CSV as most of them are, many at a time: of the wanted number of fields, in one line, each field plain or
// quoted from its first to its last byte. One pass over the bytes notes where fields end; a field is then found by
// arithmetic. CsvRows reads all other rows, and says what is wrong with them; of those here it would say the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace rubric::records {

class CsvQuick {
 public:
  /// Bytes in which rows are looked for at once: with the places of the fields they fit into the nearest cache.
  static constexpr std::size_t kMost = 16U << 10U;
  /// How the processor is used: each step needs one of the last years more than the one before.
  enum class Registers : std::uint8_t { narrow, wide, widest };
  /// The best one that there is.
  [[nodiscard]] static Registers best();

  /// Rows of `width` fields, at least one.
  CsvQuick(char delimiter, std::size_t width, Registers registers = best());

  /// Notes the rows that stand at `bytes`, the first one's begin, one behind the other: those that end within about
  /// `most` bytes, and one at least, if its end is there. What was noted before is forgotten. Of the bytes, `size`
  /// count, and the last one is a line feed; 64 more behind them may be read. A row of more than `longest` bytes is not
  /// noted, nor is what stands behind one that cannot be read here.
  void mark(const char* bytes, std::size_t size, std::size_t most, std::size_t longest);
  void forget() { rows_ = 0; }
  /// How many rows were noted.
  [[nodiscard]] std::size_t rows() const { return rows_; }
  /// Where the row begins; of the one behind the last: where the next one would. Counted from the first row's begin.
  [[nodiscard]] std::size_t begin(std::size_t row) const { return ends_[row * width_] + 1; }

  /// The fields of a column, with their quotes if they have some, from some row on. Holds until rows are noted anew.
  class Column {
   public:
    [[nodiscard]] std::string_view operator[](std::size_t row) const {
      const std::uint32_t* const ends = ends_ + row * width_;
      const std::uint32_t begin = ends[0] + 1;
      const std::string_view out(bytes_ + begin, ends[1] - begin);
      return last_ && out.ends_with('\r') ? out.substr(0, out.size() - 1) : out;
    }

   private:
    friend class CsvQuick;
    Column(const CsvQuick& rows, std::size_t first, std::size_t column)
        : bytes_(rows.bytes_),
          ends_(rows.ends_.data() + first * rows.width_ + column),
          width_(rows.width_),
          last_(column + 1 == rows.width_) {}

    const char* bytes_;
    const std::uint32_t* ends_;
    std::size_t width_;
    bool last_;
  };
  [[nodiscard]] Column column(std::size_t first_row, std::size_t column) const { return {*this, first_row, column}; }

 private:
  struct Scan;
  struct Found {
    std::size_t ends = 0;
    std::size_t line_feeds = 0;
  };
  using Find = Found (*)(CsvQuick&, std::size_t, std::size_t);

  [[nodiscard]] bool ends_with_lines(std::size_t longest) const;
  [[nodiscard]] bool as_wanted(std::size_t row, std::size_t longest) const;

  // For the ends in 64 bytes more, and for the first entry.
  static constexpr std::size_t kRoom = 80;

  char delimiter_;
  std::size_t width_;
  Find find_;
  const char* bytes_ = nullptr;
  std::size_t rows_ = 0;
  std::vector<std::uint32_t> ends_;  // where each field ends, from the second entry on; the first one is -1
};

}  // namespace rubric::records
