// CSV records: rows split by CsvRows, and of each the columns that a slot reads. Lists cannot come from
// a CSV cell: they are empty.
#include "records/csv_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "base/time_text.hpp"
#include "data/arena.hpp"
#include "records/account.hpp"
#include "records/chunk.hpp"
#include "records/csv_heading.hpp"
#include "records/csv_rows.hpp"
#include "records/short_numbers.hpp"
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
  std::size_t gather(Chunk& chunk, std::size_t most) override;
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
  data::Cell convert(const Column& column, std::string_view value, std::uint64_t line);
  data::Cell convert_quick(const Column& column, std::string_view field, std::uint64_t line);
  [[nodiscard]] static bool at_a_glance(const Column& column, std::string_view value, data::Cell& cell);
  Step take_quick(std::span<data::Cell> cells);
  [[nodiscard]] std::size_t complete_ahead(std::size_t most);
  [[nodiscard]] bool lacks_value(const Column& column, std::string_view field);
  void gather_numbers(const Column& column, std::span<double> out);
  void gather_ticks(const Column& column, std::span<std::int64_t> out);
  void gather_texts(const Column& column, std::size_t count);
  void gather_column(const Column& column, std::size_t count, Chunk& chunk);
  Step ragged();
  [[noreturn]] void refuse_count() const;

  Limits limits_;
  std::unique_ptr<Input> input_;
  CsvRows rows_;
  std::vector<Column> columns_;
  std::vector<data::Cell> missing_;      ///< what a record starts as
  std::vector<std::uint32_t> unfilled_;  ///< the slots without a column
  std::vector<std::uint32_t> required_;  ///< of the columns: those that every record has a value in
  bool complete_ = true;                 ///< there is a column for every slot that needs one
  std::vector<data::TextRef> texts_;     ///< of a column that is gathered
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
      complete_ = complete_ && !lacks(layout().slots[i], missing_[i]);
      continue;
    }
    // Blanks around it are seen at a glance too.
    data::Slot slot = layout().slots[i];
    const bool trimmed = std::exchange(slot.trimmed, false);
    if (slot.required) required_.push_back(static_cast<std::uint32_t>(columns_.size()));
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

std::string_view within_quotes(std::string_view field) {
  return field.starts_with('"') ? field.substr(1, field.size() - 2) : field;
}

std::string_view CsvReader::undoubled(std::string_view raw) {
  char* const out = arena_.take(raw.size() + TextColumn::kReadable);
  if (out == nullptr) return {};
  std::size_t size = 0;
  for (std::size_t at = 0; at < raw.size(); ++at) {
    out[size++] = raw[at];
    if (raw[at] == '"') ++at;
  }
  return {out, size};
}

data::Cell CsvReader::convert(const Column& column, std::string_view value, std::uint64_t line) {
  const Converted made = column.converter.text(value);
  if (is_invalid(made.outcome)) tally(column.slot, made.outcome, layout().slots[column.slot], value, line);
  return made.cell;
}

data::Cell CsvReader::convert_quick(const Column& column, std::string_view field, std::uint64_t line) {
  const bool quoted = field.starts_with('"');
  if (quoted) field = within_quotes(field);
  if (field.empty()) return missing_[column.slot];
  if (quoted && field.find('"') != field.npos) return convert(column, undoubled(field), line);
  data::Cell cell;
  return at_a_glance(column, field, cell) ? cell : convert(column, field, line);
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
    cells[column.slot] = convert_quick(column, rows_.quick_field(column.column), rows_.line());
  }
  return settle(cells);
}

// How many of the quick rows ahead have all required values.
std::size_t CsvReader::complete_ahead(std::size_t most) {
  const std::size_t ahead = complete_ ? std::min(rows_.quick_ahead(), most) : 0;
  const auto lacking = [this](std::size_t row) {
    return std::ranges::any_of(required_, [&](std::uint32_t i) {
      return lacks_value(columns_[i], rows_.column_ahead(columns_[i].column)[row]);
    });
  };
  std::size_t out = 0;
  while (out < ahead && !lacking(out)) ++out;
  return out;
}

bool CsvReader::lacks_value(const Column& column, std::string_view field) {
  const std::string_view value = within_quotes(field);
  data::Cell cell;
  if (value.empty()) return true;
  const bool doubled = value.size() < field.size() && value.find('"') != value.npos;
  if (!doubled && at_a_glance(column, value, cell)) return false;
  const Converted made = column.converter.text(doubled ? undoubled(value) : value);
  return lacks(layout().slots[column.slot], made.cell);
}

// Whether there is a number, how long it is and whether it is a zero cannot be foreseen: a branch on it would cost more
// than reading the number.
void CsvReader::gather_numbers(const Column& column, std::span<double> out) {
  const CsvQuick::Column fields = rows_.column_ahead(column.column);
  ShortTexts texts;
  std::array<std::uint64_t, ShortTexts::kMost> odd;
  for (std::size_t first = 0; first < out.size(); first += ShortTexts::kMost) {
    const std::size_t count = std::min(ShortTexts::kMost, out.size() - first);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string_view field = fields[first + i];
      texts.words[i] = load_word(field.data());
      texts.sizes[i] = field.size();
    }
    read_short_numbers(texts, count, &out[first], odd);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t row = first + i;
      if (column.glance != Glance::number || odd[i] != 0)
        out[row] = convert_quick(column, fields[row], rows_.line_ahead(row)).number;
    }
  }
}

void CsvReader::gather_ticks(const Column& column, std::span<std::int64_t> out) {
  const CsvQuick::Column fields = rows_.column_ahead(column.column);
  for (std::size_t row = 0; row < out.size(); ++row) {
    const std::string_view field = fields[row];
    const bool glance = column.glance == Glance::time && field.size() == 20;
    out[row] = glance ? base::parse_utc_second(field.data()) : base::kNoTime;
    if (out[row] == base::kNoTime) out[row] = convert_quick(column, field, rows_.line_ahead(row)).ticks;
  }
}

void CsvReader::gather_texts(const Column& column, std::size_t count) {
  const CsvQuick::Column fields = rows_.column_ahead(column.column);
  const bool glance = column.glance == Glance::text && !column.trimmed;
  texts_.resize(count);
  for (std::size_t row = 0; row < count; ++row) {
    const std::string_view field = fields[row];
    data::TextRef text{field.data(), static_cast<std::uint32_t>(field.size())};
    if (!glance || *field.data() == '"') {
      text = convert_quick(column, field, rows_.line_ahead(row)).text;
      if (text.size == 0) text.data = field.data();
    }
    texts_[row] = text;
  }
}

void CsvReader::gather_column(const Column& column, std::size_t count, Chunk& chunk) {
  const data::Slot& slot = layout().slots[column.slot];
  occurs_in_all(column.slot, count);
  switch (slot.kind) {
    case data::Kind::number: return gather_numbers(column, chunk.add_numbers(column.slot, count));
    case data::Kind::time:
    case data::Kind::duration: return gather_ticks(column, chunk.add_ticks(column.slot, count));
    case data::Kind::text:
      if (slot.unread && column.glance == Glance::text) return chunk.add_missing(column.slot, count);
      gather_texts(column, count);
      return chunk.add_texts(column.slot, texts_);
    default: {
      const CsvQuick::Column fields = rows_.column_ahead(column.column);
      for (std::size_t row = 0; row < count; ++row)
        chunk.add_cell(column.slot, convert_quick(column, fields[row], rows_.line_ahead(row)));
    }
  }
}

std::size_t CsvReader::gather(Chunk& chunk, std::size_t most) {
  if (waiting_) return 0;
  arena_.reset();
  const std::size_t count = complete_ahead(most);
  if (count == 0) return 0;
  for (const Column& column : columns_) gather_column(column, count, chunk);
  for (const std::uint32_t slot : unfilled_) chunk.add_missing(slot, count);
  chunk.add_rows(count);
  rows_.take_quick(count);
  start_records(count, rows_.line());
  return count;
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
    cells[column.slot] = convert(column, text(rows_.fields()[column.column]), rows_.line());
  }
  return settle(cells);
}

}  // namespace

std::unique_ptr<Reader> open_csv(std::unique_ptr<Input> input, const data::Layout& layout, const Options& options) {
  return std::make_unique<CsvReader>(std::move(input), layout, options);
}

}  // namespace rubric::records
