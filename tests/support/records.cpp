#include "support/records.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "base/number_text.hpp"
#include "base/time_text.hpp"
#include "records/blocks.hpp"
#include "records/chunk.hpp"

namespace rubric::test {

using data::Kind;

data::Slot slot(std::string_view path, Kind kind) {
  data::Slot out;
  out.kind = kind;
  out.name = out.heading = path;
  std::size_t from = 0;
  for (std::size_t dot = 0; dot != path.npos; from = dot + 1) {
    dot = path.find('.', from);
    out.path.emplace_back(path.substr(from, dot == path.npos ? dot : dot - from));
  }
  return out;
}

data::Layout layout(std::vector<data::Slot> slots) {
  data::Layout out;
  out.slots = std::move(slots);
  return out;
}

records::Options csv() {
  records::Options options;
  options.format = records::Format::csv;
  return options;
}

namespace {

std::string shown(const data::Slot& slot, Kind kind, const data::Cell& cell);

std::string shown_list(const data::Slot& slot, const data::ListRef& list) {
  std::string out = "[";
  const std::size_t stride = slot.kind == Kind::records ? slot.element.size() : 1;
  for (std::size_t i = 0; i < list.count; ++i) {
    if (i > 0) out += ", ";
    if (slot.kind != Kind::records) {
      out += shown(slot, data::element_of(slot.kind), list.cells[i]);
      continue;
    }
    out += "{";
    for (std::size_t f = 0; f < stride; ++f) {
      out += (f > 0 ? " " : "") + slot.element[f].name + "=" +
             shown(slot.element[f], slot.element[f].kind, list.cells[i * stride + f]);
    }
    out += "}";
  }
  return out + "]";
}

std::string shown(const data::Slot& slot, Kind kind, const data::Cell& cell) {
  if (data::is_list(kind)) return shown_list(slot, cell.list);
  if (data::is_missing(kind, cell)) return "-";
  switch (kind) {
    case Kind::boolean: return cell.tri == data::Tri::yes ? "yes" : "no";
    case Kind::number: return base::number_text(cell.number);
    case Kind::time: return base::time_text(cell.ticks);
    case Kind::duration: return base::duration_text(cell.ticks);
    default: return '"' + std::string(data::view(cell.text)) + '"';
  }
}

std::string record_text(std::uint64_t number, std::uint64_t line, const data::Layout& layout,
                        const std::vector<data::Cell>& cells) {
  std::string out = std::to_string(number) + "@" + std::to_string(line);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const data::Slot& slot = layout.slots[i];
    out += " " + slot.name + "=" + shown(slot, slot.kind, cells[i]);
  }
  return out;
}

std::string rejection_text(const records::Rejection& why) {
  return std::to_string(why.record) + "@ " + std::string(why.code) + " " + std::to_string(why.line) + ":" +
         std::to_string(why.column) + " " + why.message;
}

// Lists of a chunk are looked at elsewhere: where records are gathered there are none.
data::Cell cell_of(const data::Column& column, Kind kind, std::size_t row) {
  switch (kind) {
    case Kind::boolean: return data::Cell(column.truths[row]);
    case Kind::number: return data::Cell(column.numbers[row]);
    case Kind::time:
    case Kind::duration: return data::Cell(column.ticks[row]);
    case Kind::text:
      return data::Cell(column.codes != nullptr ? column.dictionary->texts[column.codes[row]] : column.texts[row]);
    default: CHECK(column.offsets[row + 1] == 0); return data::missing_cell(kind);
  }
}

void log_gathered(const records::Reader& reader, const data::Layout& layout, records::Chunk& chunk, Run& run) {
  const data::Columns& columns = chunk.columns();
  std::vector<data::Cell> cells(layout.slots.size());
  for (std::size_t row = 0; row < columns.rows; ++row) {
    for (std::size_t s = 0; s < cells.size(); ++s) cells[s] = cell_of(columns.slots[s], layout.slots[s].kind, row);
    const std::size_t left = columns.rows - 1 - row;
    run.log.push_back(record_text(reader.record_number() - left, reader.line() - left, layout, cells));
  }
  run.decided += columns.rows;
}

// `gathered`: how many records at most are asked for at once, column by column; 0: they are read one by one.
void read_on(records::Reader& reader, const data::Layout& layout, Run& run, std::size_t gathered = 0) {
  std::vector<data::Cell> cells(layout.slots.size());
  records::Chunk chunk(layout);
  while (true) {
    chunk.clear();
    if (gathered > 0 && reader.gather(chunk, gathered) > 0) {
      CHECK(chunk.rows() <= gathered);
      log_gathered(reader, layout, chunk, run);
      run.gathered += chunk.rows();
      continue;
    }
    const records::Step step = reader.next(cells);
    if (step == records::Step::end) break;
    const bool record = step == records::Step::record;
    run.log.push_back(record ? record_text(reader.record_number(), reader.line(), layout, cells)
                             : rejection_text(reader.rejection()));
    ++(record ? run.decided : run.rejected);
    CHECK(reader.record_number() == run.decided + run.rejected);
  }
  CHECK(reader.next(cells) == records::Step::end);
  run.invalid.resize(layout.slots.size());
  run.occurrences.resize(layout.slots.size());
  for (std::size_t i = 0; i < layout.slots.size(); ++i) {
    const std::uint64_t before = run.invalid[i].count;
    if (before == 0) run.invalid[i] = reader.invalid()[i];
    run.invalid[i].count = before + reader.invalid()[i].count;
    run.occurrences[i] += reader.occurrences()[i];
  }
}

// The first block goes to whoever opens a reader, as its bytes; the others by `resume`.
class InTurn {
 public:
  InTurn(std::string_view bytes, const data::Layout& layout, const records::Options& options, std::size_t size)
      : layout_(layout), options_(options), blocks_(source_of(bytes, 1000), options, size) {}

  void read(Run& run) {
    REQUIRE(blocks_.next(block_));
    head_.assign(block_.bytes.data.get(), block_.bytes.size);
    readers_[0] = open(0);
    read_on(*readers_[0], layout_, run);
    for (std::size_t i = 1; blocks_.next(block_); ++i) {
      auto& reader = readers_[i % 2];
      if (reader == nullptr) reader = open(i % 2);
      given_[i % 2] = head_.size();
      reader->resume(block_);
      read_on(*reader, layout_, run);
    }
  }

 private:
  std::unique_ptr<records::Reader> open(std::size_t which) {
    const auto source = [this, which](char* out, std::size_t size) {
      const std::size_t known = head_.copy(out, size, given_[which]);
      given_[which] += known;
      return known > 0 || !block_.open ? known : blocks_.behind(out, size);
    };
    return records::open_reader(source, layout_, options_);
  }

  static records::ByteSource source_of(std::string_view bytes, std::size_t most) {
    return [bytes, most](char* out, std::size_t size) mutable {
      const std::size_t given = std::min({size, most, bytes.size()});
      std::memcpy(out, bytes.data(), given);
      bytes.remove_prefix(given);
      return given;
    };
  }

  const data::Layout& layout_;
  const records::Options& options_;
  records::Blocks blocks_;
  records::Block block_;
  std::string head_;
  std::array<std::size_t, 2> given_{};
  std::array<std::unique_ptr<records::Reader>, 2> readers_;
};

}  // namespace

Run read_gathered(std::string_view bytes, const data::Layout& layout, records::Options options, std::size_t block,
                  std::size_t gathered) {
  Run run;
  const auto source = [bytes, block](char* out, std::size_t size) mutable {
    const std::size_t given = std::min({size, block, bytes.size()});
    std::memcpy(out, bytes.data(), given);
    bytes.remove_prefix(given);
    return given;
  };
  try {
    const auto reader = records::open_reader(source, layout, std::move(options));
    read_on(*reader, layout, run, gathered);
  } catch (const records::ReadError& error) {
    run.error = error;
  }
  return run;
}

Run read(std::string_view bytes, const data::Layout& layout, records::Options options, std::size_t block) {
  const Run out = read_gathered(bytes, layout, options, block, 0);
  for (const std::size_t gathered : {std::size_t{1}, std::size_t{512}}) {
    if (options.format == records::Format::csv)
      CHECK(read_gathered(bytes, layout, options, block, gathered).text() == out.text());
  }
  return out;
}

Run read_in_turn(std::string_view bytes, const data::Layout& layout, const records::Options& options,
                 std::size_t size) {
  Run run;
  try {
    InTurn(bytes, layout, options, size).read(run);
  } catch (const records::ReadError& error) {
    run.error = error;
  }
  return run;
}

std::string Run::code(std::size_t i) const {
  if (i >= log.size()) return "no such record";
  const std::size_t at = log[i].find("@ ");
  return at == std::string::npos ? "" : log[i].substr(at + 2, log[i].find(' ', at + 2) - at - 2);
}

std::string Run::text() const {
  std::string out;
  for (const std::string& line : log) out += line + "\n";
  for (const records::InvalidValues& one : invalid) {
    out += "invalid " + std::to_string(one.count) + " " + one.example + " " + one.reason + " " +
           std::to_string(one.line) + "\n";
  }
  for (const std::uint64_t one : occurrences) out += "occurs " + std::to_string(one) + "\n";
  if (error) out += "error " + std::string(error->code) + " " + error->message + "\n";
  return out;
}

}  // namespace rubric::test
