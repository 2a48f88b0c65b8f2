// CSV records: rows split by CsvRows, and of each the columns that a slot reads. Lists cannot come from
// a CSV cell: they are empty.
#include "records/csv_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "base/time_text.hpp"
#include "data/arena.hpp"
#include "records/account.hpp"
#include "records/csv_heading.hpp"
#include "records/csv_rows.hpp"
#include "records/sniff.hpp"
#include "records/utf8.hpp"
#include "records/words.hpp"

namespace rubric::records {

namespace {

// What is unescaped of a record is bounded by the record's own limit.
constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max() / 2;

std::string_view strip(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

class CsvReader final : public Account {
 public:
  CsvReader(std::unique_ptr<Input> input, const data::Layout& layout, const Options& options);

  Step next(std::span<data::Cell> cells) override;
  void resume(Block& block) override {
    restart(block.records);
    input_->exchange(block.bytes);
    rows_.restart(block.lines);
    waiting_ = false;
  }

 private:
  struct Column {
    std::uint32_t slot;
    std::uint32_t column;
    Converter converter;
    Glance glance;
    bool trimmed;
  };

  void read_heading(const Options& options);
  void set_columns(const std::vector<std::string>& headings, const Options& options);
  [[nodiscard]] bool fits() const;
  std::string_view text(const CsvField& field);
  std::string_view undoubled(std::string_view raw);
  void fill(const Column& column, std::string_view value, data::Cell& cell);
  [[nodiscard]] static bool at_a_glance(const Column& column, std::string_view value, data::Cell& cell);
  Step take_quick(std::span<data::Cell> cells);
  Step ragged();
  [[noreturn]] void refuse_count() const;

  Limits limits_;
  std::unique_ptr<Input> input_;
  CsvRows rows_;
  std::vector<Column> columns_;
  std::vector<data::Cell> missing_;      ///< what a record starts as
  std::vector<std::uint32_t> unfilled_;  ///< the slots without a column
  std::size_t width_ = 0;                ///< of the heading row
  std::size_t named_ = 0;                ///< without the columns at its end that have no name
  bool waiting_ = false;                 ///< the first row has been read to learn its width
  CsvRows::State first_ = CsvRows::State::end;
  data::Arena arena_;
};

CsvReader::CsvReader(std::unique_ptr<Input> input, const data::Layout& layout, const Options& options)
    : Account(layout),
      limits_(options.limits),
      input_(std::move(input)),
      rows_(*input_, find_delimiter(input_->bytes().substr(0, kSniffed), options.limits), limits_),
      arena_(kNoLimit) {
  for (const data::Slot& slot : layout.slots) missing_.push_back(data::missing_cell(slot.kind));
  read_heading(options);
}

void CsvReader::set_columns(const std::vector<std::string>& headings, const Options& options) {
  const auto places = find_columns(headings, layout(), options);
  for (std::uint32_t i = 0; i < places.size(); ++i) {
    if (!places[i]) {
      unfilled_.push_back(i);
      continue;
    }
    // Blanks around it are seen at a glance too.
    data::Slot slot = layout().slots[i];
    const bool trimmed = std::exchange(slot.trimmed, false);
    const bool own_marks = slot.group_mark != 0 || slot.decimal_mark != '.';
    columns_.push_back({i, *places[i], make_converter(layout().slots[i], Texts::converted),
                        own_marks ? Glance::none : glance_at(slot), trimmed});
  }
  rows_.expect(width_);
}

// An input without any row has no records, and that is no error.
void CsvReader::read_heading(const Options& options) {
  first_ = rows_.next();
  waiting_ = !options.columns.empty() && first_ != CsvRows::State::end;
  if (!options.columns.empty()) {
    width_ = named_ = options.columns.size();
    if (first_ == CsvRows::State::row && !fits()) refuse_count();
    return set_columns(options.columns, options);
  }
  if (first_ == CsvRows::State::end) return;
  if (first_ == CsvRows::State::fault) {
    const Rejection& fault = rows_.fault();
    throw ReadError{fault.code, fmt::format("the heading row cannot be read: {}", fault.message), {}, fault.line};
  }
  std::vector<std::string> headings;
  for (const CsvField& field : rows_.fields()) headings.emplace_back(strip(text(field)));
  width_ = headings.size();
  while (!headings.empty() && headings.back().empty()) headings.pop_back();
  named_ = headings.size();
  set_columns(headings, options);
}

void CsvReader::refuse_count() const {
  throw ReadError{"column-count",
                  fmt::format("{} columns are named, the first row has {} fields", named_, rows_.fields().size()),
                  {"name every column of the file in its order"},
                  rows_.line()};
}

// Spreadsheets write empty fields behind the last column, so those are let pass.
bool CsvReader::fits() const {
  const std::vector<CsvField>& fields = rows_.fields();
  if (fields.size() < named_) return false;
  for (std::size_t i = width_; i < fields.size(); ++i) {
    if (!rows_.raw(fields[i]).empty()) return false;
  }
  return true;
}

Step CsvReader::ragged() {
  const std::size_t seen = rows_.fields().size();
  return reject("ragged-row", fmt::format("the row has {} field{}, {} expected", seen, seen == 1 ? "" : "s", named_),
                rows_.line(), 0);
}

std::string_view CsvReader::text(const CsvField& field) {
  return field.doubled ? undoubled(rows_.raw(field)) : rows_.raw(field);
}

std::string_view CsvReader::undoubled(std::string_view raw) {
  char* const out = arena_.take(raw.size());
  if (out == nullptr) return {};
  std::size_t size = 0;
  for (std::size_t at = 0; at < raw.size(); ++at) {
    out[size++] = raw[at];
    if (raw[at] == '"') ++at;
  }
  return {out, size};
}

void CsvReader::fill(const Column& column, std::string_view value, data::Cell& cell) {
  const Converted made = column.converter.text(value);
  cell = made.cell;
  if (is_invalid(made.outcome)) tally(column.slot, made.outcome, layout().slots[column.slot], value, rows_.line());
}

// Most values by far come through here.
bool CsvReader::at_a_glance(const Column& column, std::string_view value, data::Cell& cell) {
  const auto size = static_cast<std::uint32_t>(value.size());
  switch (column.glance) {
    case Glance::text: {
      const auto first = static_cast<unsigned char>(value.front());
      const auto last = static_cast<unsigned char>(value.back());
      // What is trimmed begins with a blank of ASCII or the first byte of U+00A0, or ends with its last one.
      if (column.trimmed && (first <= ' ' || first == 0xC2 || last <= ' ' || last == 0xA0)) return false;
      cell = data::Cell(value);
      return true;
    }
    case Glance::number:
      if (size > 15 || !is_whole(value.data(), size)) return false;
      cell.number = whole(value.data(), size);
      return true;
    case Glance::time:
      if (size != 20) return false;
      cell.ticks = base::parse_utc_second(value.data());
      return cell.ticks != base::kNoTime;
    case Glance::none: break;
  }
  return false;
}

Step CsvReader::take_quick(std::span<data::Cell> cells) {
  for (const std::uint32_t slot : unfilled_) cells[slot] = missing_[slot];
  for (const Column& column : columns_) {
    occurs(column.slot);
    data::Cell& cell = cells[column.slot];
    std::string_view value = rows_.quick_field(column.column);
    bool doubled = false;
    if (!value.empty() && value.front() == '"') {
      value = value.substr(1, value.size() - 2);
      doubled = value.find('"') != value.npos;
    }
    if (value.empty()) {
      cell = missing_[column.slot];
    } else if (doubled || !at_a_glance(column, value, cell)) {
      fill(column, doubled ? undoubled(value) : value, cell);
    }
  }
  return settle(cells);
}

Step CsvReader::next(std::span<data::Cell> cells) {
  arena_.reset();
  const CsvRows::State state = std::exchange(waiting_, false) ? first_ : rows_.next();
  if (state == CsvRows::State::end) return Step::end;
  start_record(rows_.line());
  if (state == CsvRows::State::quick) return take_quick(cells);
  if (state == CsvRows::State::fault) {
    const Rejection& fault = rows_.fault();
    return reject(fault.code, fault.message, fault.line, fault.column);
  }
  if (!fits()) return ragged();
  std::copy(missing_.begin(), missing_.end(), cells.begin());
  for (const Column& column : columns_) {
    occurs(column.slot);
    fill(column, text(rows_.fields()[column.column]), cells[column.slot]);
  }
  return settle(cells);
}

}  // namespace

std::unique_ptr<Reader> open_csv(std::unique_ptr<Input> input, const data::Layout& layout, const Options& options) {
  return std::make_unique<CsvReader>(std::move(input), layout, options);
}

}  // namespace rubric::records
