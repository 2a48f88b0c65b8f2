#include "records/cut.hpp"

#include <bit>
#include <cstring>

#include "records/csv_marks.hpp"

namespace rubric::records {

namespace {

bool line_end(char c) {
  return c == '\n' || c == '\r';
}

// One past the limit is a record that is refused, whatever is in it.
bool no_record(std::string_view line, std::size_t limit) {
  if (line.find_first_not_of(" \t\r") != line.npos) return false;
  return line.size() <= limit + (line.ends_with('\r') ? 1 : 0);
}

// Finds the row ends of CSV: what CsvRows does, without fields. A CR LF is one line end, and the cut never comes
// between the two. A row of no byte is none.
class RowScan {
 public:
  RowScan(std::string_view bytes, char delimiter) : bytes_(bytes), delimiter_(delimiter) {}

  Cut operator()() {
    for (std::size_t from = 0; from < bytes_.size(); from += 64) {
      std::uint64_t marks = csv_marks(bytes_.data() + from, '"');
      for (; marks != 0; marks &= marks - 1) {
        const std::size_t at = from + static_cast<std::size_t>(std::countr_zero(marks));
        if (at >= bytes_.size()) return cut_;
        take(at);
      }
    }
    return cut_;
  }

 private:
  enum class Where : std::uint8_t { plain, quoted, skipping };

  void take(std::size_t at) {
    if (bytes_[at] == '"') return take_quote(at);
    if (bytes_[at] == '\r' || at == 0 || bytes_[at - 1] != '\r') ++lines_;
    if (where_ != Where::quoted) end_row(at);
  }

  void take_quote(std::size_t at) {
    if (where_ == Where::plain && (at == row_ || bytes_[at - 1] == delimiter_)) {
      where_ = Where::quoted;
    } else if (where_ == Where::quoted && at != second_) {
      close_quote(at);
    }
  }

  void close_quote(std::size_t at) {
    std::size_t next = at + 1;
    if (next < bytes_.size() && bytes_[next] == '"') {
      second_ = next;
      return;
    }
    while (next < bytes_.size() && (bytes_[next] == ' ' || (bytes_[next] == '\t' && delimiter_ != '\t'))) ++next;
    const bool fine = next == bytes_.size() || bytes_[next] == delimiter_ || line_end(bytes_[next]);
    where_ = fine ? Where::plain : Where::skipping;
  }

  void end_row(std::size_t at) {
    where_ = Where::plain;
    if (at > row_) ++rows_;
    row_ = at + 1;
    if (bytes_[at] == '\n') cut_ = {at + 1, rows_, lines_};
  }

  std::string_view bytes_;
  char delimiter_;
  Where where_ = Where::plain;
  std::size_t row_ = 0;
  std::size_t second_ = 0;  // the second quote of a pair
  std::uint64_t rows_ = 0;
  std::uint64_t lines_ = 0;
  Cut cut_;
};

}  // namespace

void LineScan::start(std::vector<std::uint32_t>& ends, std::uint64_t most) {
  ends.clear();
  ends_ = &ends;
  most_ = most;
  seen_ = 0;
  cut_ = {};
}

std::size_t LineScan::expected(std::size_t otherwise) const {
  return average_ == 0 || most_ > otherwise ? otherwise : most_ * average_;
}

void LineScan::look_on(std::string_view bytes) {
  while (!full()) {
    const void* const end = std::memchr(bytes.data() + seen_, '\n', bytes.size() - seen_);
    if (end == nullptr) {
      seen_ = bytes.size();
      break;
    }
    const char* const line = bytes.data() + cut_.at;
    const auto size = static_cast<std::size_t>(static_cast<const char*>(end) - line);
    ends_->push_back(static_cast<std::uint32_t>(cut_.at + size));
    seen_ = cut_.at += size + 1;
    ++cut_.lines;
    if (*line > ' ' || !no_record({line, size}, limits_.record_bytes)) ++cut_.records;
  }
  if (cut_.records > 0) average_ = cut_.at / cut_.records + 1;
}

Cut cut_rows(std::string_view bytes, char delimiter) {
  return RowScan(bytes, delimiter)();
}

}  // namespace rubric::records
