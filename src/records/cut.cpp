#include "records/cut.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "records/csv_marks.hpp"

namespace rubric::records {

namespace {

bool line_end(char c) {
  return c == '\n' || c == '\r';
}

// How often each of the tests holds for a byte and the one before it, which for the first byte is a line end.
// Few enough bytes at a time for sums of 8 bits, which is what makes the compiler's vectors quick.
template <typename... Tests>
std::array<std::uint64_t, sizeof...(Tests)> count_pairs(std::string_view text, Tests... tests) {
  constexpr std::size_t kStep = 192;
  std::array<std::uint64_t, sizeof...(Tests)> out{};
  if (text.empty()) return out;
  const auto add = [&out](const std::array<std::uint8_t, sizeof...(Tests)>& some) {
    for (std::size_t i = 0; i < some.size(); ++i) out[i] += some[i];
  };
  add({static_cast<std::uint8_t>(tests('\n', text[0]))...});
  const char* const bytes = text.data() + 1;
  const std::size_t size = text.size() - 1;
  std::size_t from = 0;
  const auto count = [bytes, &from](std::size_t step, auto test) {
    std::uint8_t sum = 0;
    const char* const here = bytes + from;
    for (std::size_t i = 0; i < step; ++i) sum = static_cast<std::uint8_t>(sum + test(here[i - 1], here[i]));
    return sum;
  };
  for (; size - from >= kStep; from += kStep) add({count(kStep, tests)...});
  add({count(size - from, tests)...});
  return out;
}

// Line by line: only where some line starts with a blank. One past the limit is a record that is refused.
std::uint64_t blank_lines(std::string_view text, std::size_t limit) {
  std::uint64_t count = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const bool blank = text.find_first_not_of(" \t\r") == end;
    const std::size_t size = end > 0 && text[end - 1] == '\r' ? end - 1 : end;
    if (blank && size <= limit) ++count;
    text.remove_prefix(end + 1);
  }
  return count;
}

// Finds the row ends of CSV with quotes: what CsvRows does, without fields.
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
    if (bytes_[at] == '"') {
      take_quote(at);
    } else if (where_ != Where::quoted) {
      end_row(at);
    }
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
    if (bytes_[at] == '\n') cut_ = {at + 1, rows_, 0};
  }

  std::string_view bytes_;
  char delimiter_;
  Where where_ = Where::plain;
  std::size_t row_ = 0;
  std::size_t second_ = 0;  // the second quote of a pair
  std::uint64_t rows_ = 0;
  Cut cut_;
};

}  // namespace

Cut cut_lines(std::string_view bytes, const Limits& limits) {
  const std::size_t end = bytes.rfind('\n');
  if (end == bytes.npos) return {};
  const std::string_view lines = bytes.substr(0, end + 1);
  const auto [all, perhaps_blank] = count_pairs(
      lines, [](char, char c) { return c == '\n'; },
      [](char before, char c) { return before == '\n' && (c == ' ' || c == '\t' || line_end(c)); });
  const std::uint64_t blank = perhaps_blank == 0 ? 0 : blank_lines(lines, limits.record_bytes);
  return {lines.size(), all - blank, all};
}

// A CR LF is one line end, and the cut never comes between the two. A row of no byte is none.
Cut cut_rows(std::string_view bytes, char delimiter) {
  Cut out;
  const bool quotes = std::memchr(bytes.data(), '"', bytes.size()) != nullptr;
  if (quotes) out = RowScan(bytes, delimiter)();
  if (!quotes) out.at = bytes.rfind('\n') + 1;
  const auto [lines, rows] = count_pairs(
      bytes.substr(0, out.at), [](char before, char c) { return c == '\r' || (c == '\n' && before != '\r'); },
      [](char before, char c) { return line_end(c) && !line_end(before); });
  out.lines = lines;
  if (!quotes) out.records = rows;
  return out;
}

}  // namespace rubric::records
