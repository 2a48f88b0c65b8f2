// Splits a CSV input into rows and fields: RFC 4180, with what files in the field do besides.
//
// - A row ends at LF, CR LF or CR; an empty line is no row.
// - A field is quoted if it starts with a quote; blanks may follow its closing quote, anything else
//   there is a fault of the row, and reading goes on behind the end of that line.
// - A quote inside a field that does not start with one is a character like others. So is a NUL.
// - A quote that is never closed takes the rest of the input: one row, with the line of the quote.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "records/account.hpp"
#include "records/csv_quick.hpp"
#include "records/input.hpp"

namespace rubric::records {

/// What stands in a field, without its quotes.
struct CsvField {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool doubled = false;  ///< quotes in it are doubled
};

class CsvRows {
 public:
  /// `quick`: a row of the width that was asked for, of which `quick_field` has the fields, and `fields` nothing.
  enum class State : std::uint8_t { row, quick, fault, end };

  /// `input` stands behind a byte-order mark.
  CsvRows(Input& input, char delimiter, const Limits& limits) : input_(input), limits_(limits), delimiter_(delimiter) {}

  State next();
  /// From now on most rows of `width` fields are read the quick way.
  void expect(std::size_t width);
  /// The input holds other bytes now, from the start of a row on, behind so many line ends.
  void restart(std::uint64_t lines);
  /// Of the row given last; what they view holds until the next call.
  [[nodiscard]] const std::vector<CsvField>& fields() const { return fields_; }
  [[nodiscard]] std::string_view raw(const CsvField& field) const {
    return {input_.bytes().data() + field.begin, field.end - field.begin};
  }
  /// Of a quick row, with its quotes if it has some.
  [[nodiscard]] std::string_view quick_field(std::size_t column) const {
    return quick_->column(quick_taken_ - 1, column)[0];
  }

  /// How many rows follow that `next` would call quick: those that are known. Where none is, more are looked for.
  [[nodiscard]] std::size_t quick_ahead();
  /// Their fields in a column.
  [[nodiscard]] CsvQuick::Column column_ahead(std::size_t column) const { return quick_->column(quick_taken_, column); }
  [[nodiscard]] std::uint64_t line_ahead(std::size_t row) const { return line_ + row; }
  /// Goes on behind so many of them; the last one is the row given last.
  void take_quick(std::size_t count);
  [[nodiscard]] std::uint64_t line() const { return row_line_; }
  [[nodiscard]] const Rejection& fault() const { return fault_; }

 private:
  enum class Where : std::uint8_t { plain, quoted, behind_quote, skipping };

  void start();
  [[nodiscard]] bool mark_quick();
  [[nodiscard]] bool next_mark();
  [[nodiscard]] bool refill();
  bool take_mark();
  void take_plain_fields();
  bool end_row();
  bool end_of_input();
  void count_line();
  void end_field(std::size_t begin, std::size_t end, std::size_t behind);
  bool check_behind_quote(std::size_t end);
  void check_length(std::size_t end);
  void fail(std::size_t at, std::string_view code, std::string message);
  void place_fault(std::uint64_t line) {
    fault_.line = line;
    fault_.column = 0;
  }
  State finish(std::size_t end);
  void start_row(std::size_t begin);
  void rebase(std::size_t by);
  void check_utf8(std::size_t old);

  Input& input_;
  const Limits& limits_;
  char delimiter_;

  // All offsets are into `input_.bytes()`. Those of a row whose start has been dropped, because it has
  // a fault, lie before it: they wrap, and differences between them stay right.
  std::uint64_t marks_ = 0;  // the marks not yet taken of the 64 bytes from `block_`
  std::size_t block_ = 0;
  std::size_t looked_ = 0;  // marks are known as far as here
  std::size_t at_ = 0;      // the mark at hand
  std::size_t next_row_ = 0;
  std::size_t row_ = 0;
  std::size_t field_ = 0;
  std::size_t quote_ = 0;              // the quote that may close the field
  std::size_t clean_ = 0;              // known as UTF-8 as far as here
  std::int64_t carriage_return_ = -2;  // the last one that ended a line
  bool started_ = false;
  bool doubled_ = false;
  bool failed_ = false;
  Where where_ = Where::plain;
  std::uint64_t line_ = 1;
  std::uint64_t row_line_ = 1;
  std::uint64_t quote_line_ = 0;
  std::vector<CsvField> fields_;
  std::optional<CsvQuick> quick_;
  std::size_t quick_taken_ = 0;  // how many of those that it has noted
  std::size_t quick_begin_ = 0;  // of the first one
  std::size_t stretch_ = CsvQuick::kMost;
  Rejection fault_;
};

}  // namespace rubric::records
