#include "records/csv_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "records/csv_marks.hpp"
#include "records/utf8.hpp"

namespace rubric::records {

namespace {

std::uint64_t line_ends(std::string_view text) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))) ++count;
  }
  return count;
}

}  // namespace

// Moves to the next mark that is known; false when none is left in the bytes at hand.
bool CsvRows::next_mark() {
  while (marks_ == 0) {
    const std::string_view bytes = input_.bytes();
    if (looked_ >= bytes.size()) return false;
    block_ = looked_;
    marks_ = csv_marks(bytes.data() + block_, delimiter_);
    const std::size_t left = bytes.size() - block_;
    if (left < 64) marks_ &= (std::uint64_t{1} << left) - 1;
    looked_ = std::min(block_ + 64, bytes.size());
  }
  at_ = block_ + static_cast<std::size_t>(std::countr_zero(marks_));
  marks_ &= marks_ - 1;
  return true;
}

void CsvRows::rebase(std::size_t by) {
  input_.drop(by);
  for (std::size_t* offset : {&looked_, &row_, &field_, &quote_}) *offset -= by;
  clean_ -= std::min(clean_, by);
  carriage_return_ -= static_cast<std::int64_t>(by);
  for (CsvField& field : fields_) {
    field.begin -= static_cast<std::uint32_t>(by);
    field.end -= static_cast<std::uint32_t>(by);
  }
}

// One check for all rows that the bytes at hand hold to their last line end, which is looked for in
// what is new behind `old`; where it fails, each row is checked for itself.
void CsvRows::check_utf8(std::size_t old) {
  const std::string_view bytes = input_.bytes();
  const std::size_t last = bytes.substr(old).rfind('\n');
  const std::size_t end = last == bytes.npos ? 0 : old + last + 1;
  if (end > clean_ && valid_utf8(bytes.substr(clean_, end - clean_))) clean_ = end;
}

// A row that has a fault is not kept: what has been scanned of it can go.
bool CsvRows::refill() {
  const std::size_t end = input_.bytes().size();
  if (where_ == Where::behind_quote) check_behind_quote(end);
  check_length(end);
  if (failed_) {
    fields_.clear();
    rebase(end);
  } else {
    rebase(row_);
  }
  const std::size_t old = input_.bytes().size();
  if (!input_.more()) return false;
  check_utf8(old);
  return true;
}

void CsvRows::fail(std::size_t at, std::string_view code, std::string message) {
  if (failed_) return;
  failed_ = true;
  if (at - row_ > limits_.record_bytes) {
    fault_ = {"record-too-long", fmt::format("the row is longer than the limit of {} bytes", limits_.record_bytes), 0,
              row_line_, 0};
    return;
  }
  const std::string_view before = input_.bytes().substr(row_, at - row_);
  const std::size_t line_end = before.find_last_of("\r\n");
  const std::size_t column = line_end == before.npos ? before.size() + 1 : before.size() - line_end;
  fault_ = {code, std::move(message), 0, row_line_ + line_ends(before), column};
}

// Of the field at hand, which goes to `end` at least, and of the row with it. The one that would be
// found first, reading byte by byte, is told, however the source hands out its bytes.
void CsvRows::check_length(std::size_t end) {
  if (failed_) return;
  const bool quoted = where_ == Where::quoted;
  const std::size_t begin = field_ + (quoted ? 1U : 0U);
  const bool within = where_ != Where::behind_quote;
  if (within && end > begin + limits_.csv_field_bytes) {
    const std::string from = quoted ? fmt::format("; its quote opens in line {}", quote_line_) : std::string();
    fail(begin + limits_.csv_field_bytes + 1, "field-too-long",
         fmt::format("field {} is longer than the limit of {} bytes{}", fields_.size() + 1, limits_.csv_field_bytes,
                     from));
    if (fault_.code == "field-too-long") place_fault(quoted ? quote_line_ : row_line_);
  } else if (end - row_ > limits_.record_bytes) {
    fail(end, "record-too-long", {});
  }
}

void CsvRows::count_line() {
  const bool second = input_.bytes()[at_] == '\n' && carriage_return_ + 1 == static_cast<std::int64_t>(at_);
  if (!second) ++line_;
  if (input_.bytes()[at_] == '\r') carriage_return_ = static_cast<std::int64_t>(at_);
}

// What has been dropped of a row with a fault was looked at before.
bool CsvRows::check_behind_quote(std::size_t end) {
  const std::string_view bytes = input_.bytes();
  for (std::size_t at = quote_ < bytes.size() ? quote_ + 1 : 0; at < end; ++at) {
    if (bytes[at] == ' ' || (bytes[at] == '\t' && delimiter_ != '\t')) continue;
    fail(at, "text-behind-quote",
         fmt::format("text stands behind the closing quote of field {}; a quote within quotes is written twice",
                     fields_.size() + 1));
    where_ = Where::skipping;
    return false;
  }
  return true;
}

// `behind` is the place of the delimiter or line end.
void CsvRows::end_field(std::size_t begin, std::size_t end, std::size_t behind) {
  if (end - begin > limits_.csv_field_bytes || behind - row_ > limits_.record_bytes) check_length(behind);
  if (fields_.size() == limits_.csv_columns) {
    fail(begin, "too-many-columns", fmt::format("the row has more than {} fields", limits_.csv_columns));
  } else {
    fields_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), doubled_});
  }
  doubled_ = false;
  field_ = behind + 1;
  where_ = Where::plain;
}

void CsvRows::start_row(std::size_t begin) {
  row_ = field_ = begin;
  row_line_ = line_;
  fields_.clear();
  doubled_ = failed_ = false;
  where_ = Where::plain;
}

// True at the end of a row.
bool CsvRows::take_mark() {
  const char mark = input_.bytes()[at_];
  const bool line_end = mark == '\n' || mark == '\r';
  switch (where_) {
    case Where::plain:
      if (mark == delimiter_) {
        end_field(field_, at_, at_);
      } else if (line_end) {
        return end_row();
      } else if (at_ == field_) {
        where_ = Where::quoted;
        quote_line_ = line_;
      }
      return false;
    case Where::quoted:
      if (mark == '"') {
        if (at_ - field_ - 1 > limits_.csv_field_bytes) check_length(at_);
        where_ = Where::behind_quote;
        quote_ = at_;
      } else if (line_end) {
        count_line();
      }
      return false;
    case Where::behind_quote:
      if (mark == '"' && at_ == quote_ + 1) {
        where_ = Where::quoted;
        doubled_ = true;
        return false;
      }
      if (check_behind_quote(mark == '"' ? at_ + 1 : at_)) {
        if (line_end) return end_row();
        end_field(field_ + 1, quote_, at_);
      } else if (line_end) {
        return end_row();
      }
      return false;
    case Where::skipping: return line_end && end_row();
  }
  return false;
}

// True for a row; an empty line, or the LF of a CR LF, is none.
bool CsvRows::end_row() {
  const bool empty = where_ == Where::plain && fields_.empty() && at_ == field_ && !failed_;
  if (!empty && where_ == Where::plain) end_field(field_, at_, at_);
  if (where_ == Where::behind_quote) end_field(field_ + 1, quote_, at_);
  count_line();
  if (empty) start_row(at_ + 1);
  return !empty;
}

// True if a last row, without a line end, stands at the end of the input.
bool CsvRows::end_of_input() {
  const std::size_t end = input_.bytes().size();
  if (where_ == Where::quoted) {
    fail(end, "quote-not-closed",
         fmt::format("the quote of field {} that opens in line {} is never closed", fields_.size() + 1, quote_line_));
    if (fault_.code == "quote-not-closed") place_fault(quote_line_);
  }
  if (failed_) return true;
  if (where_ == Where::plain && fields_.empty() && field_ == end) return false;
  if (where_ == Where::behind_quote) {
    if (check_behind_quote(end)) end_field(field_ + 1, quote_, end);
  } else {
    end_field(field_, end, end);
  }
  return true;
}

// Whether the row is text at all, once it is known where it ends.
CsvRows::State CsvRows::finish(std::size_t end) {
  const std::string_view row = failed_ || end <= clean_ ? std::string_view() : input_.bytes().substr(row_, end - row_);
  if (!valid_utf8(row)) {
    const std::size_t at = base::find_invalid_utf8(row).value_or(0);
    fail(row_ + at, "not-utf-8", fmt::format("{} is not UTF-8", shown_character(row, at)));
  }
  next_row_ = end;
  return failed_ ? State::fault : State::row;
}

// Most marks end a field that has no quotes: those of the 64 bytes at hand are taken here, from locals,
// up to the first that is anything else or past a limit.
void CsvRows::take_plain_fields() {
  const char* const bytes = input_.bytes().data();
  const std::size_t room = limits_.csv_columns - std::min(fields_.size(), limits_.csv_columns);
  const std::size_t last = row_ + limits_.record_bytes;
  std::uint64_t marks = marks_;
  std::size_t field = field_;
  for (std::size_t i = 0; marks != 0 && i < room; ++i) {
    const std::size_t at = block_ + static_cast<std::size_t>(std::countr_zero(marks));
    if (bytes[at] != delimiter_ || at - field > limits_.csv_field_bytes || at > last) break;
    fields_.push_back({static_cast<std::uint32_t>(field), static_cast<std::uint32_t>(at), false});
    field = at + 1;
    marks &= marks - 1;
  }
  marks_ = marks;
  field_ = field;
}

void CsvRows::restart(std::uint64_t lines) {
  next_row_ = clean_ = 0;
  carriage_return_ = -2;
  started_ = false;
  if (quick_) quick_->forget();
  quick_taken_ = 0;
  line_ = lines + 1;
}

void CsvRows::expect(std::size_t width) {
  if (width > 0 && width <= limits_.csv_columns) quick_.emplace(delimiter_, width);
}

// Of rows that are known as UTF-8. Where few are read the quick way, few are looked at, lest all be looked at
// once a row.
bool CsvRows::mark_quick() {
  start();
  constexpr std::size_t kLeast = 128;
  const char* const bytes = input_.bytes().data();
  std::size_t begin = next_row_;
  if (begin < clean_ && bytes[begin] == '\n' && carriage_return_ + 1 == static_cast<std::int64_t>(begin)) ++begin;
  if (begin >= clean_) return false;
  const std::size_t longest = std::min(limits_.csv_field_bytes, limits_.record_bytes);
  quick_->mark(bytes + begin, clean_ - begin, stretch_, longest);
  quick_begin_ = begin;
  quick_taken_ = 0;
  stretch_ = quick_->rows() > 0 ? std::min(stretch_ * 2, CsvQuick::kMost) : kLeast;
  return quick_->rows() > 0;
}

std::size_t CsvRows::quick_ahead() {
  if (!quick_) return 0;
  if (quick_taken_ == quick_->rows() && !mark_quick()) return 0;
  return quick_->rows() - quick_taken_;
}

void CsvRows::take_quick(std::size_t count) {
  quick_taken_ += count;
  line_ += count;
  row_line_ = line_ - 1;
  next_row_ = quick_begin_ + quick_->begin(quick_taken_);
}

void CsvRows::start() {
  if (!started_) check_utf8(0);
  started_ = true;
}

CsvRows::State CsvRows::next() {
  start();
  if (quick_ahead() > 0) {
    take_quick(1);
    return State::quick;
  }
  start_row(next_row_);
  marks_ = 0;
  looked_ = row_;
  do {
    while (next_mark()) {
      if (take_mark()) return finish(at_ + 1);
      if (where_ == Where::plain && !failed_) take_plain_fields();
    }
  } while (refill());
  const bool last = end_of_input();
  next_row_ = input_.bytes().size();
  return last ? finish(next_row_) : State::end;
}

}  // namespace rubric::records
