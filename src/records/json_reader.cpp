// JSON records in three steps: framed (lines, elements), their values noted (and the whole grammar checked),
// filled (what the program reads is converted).
#include "records/json_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "records/account.hpp"
#include "records/json_fill.hpp"
#include "records/json_frames.hpp"
#include "records/json_notes.hpp"
#include "records/json_walk.hpp"
#include "records/sniff.hpp"

namespace rubric::records {

namespace {

// Lists and unescaped texts of one record. Only a layout of many wide lists can come near it: the one
// case in which a record is rejected for what is read of it.
constexpr std::size_t kScratch = 256U << 20U;

// Drops blank lines at the front and returns the number of the line that is then the first.
std::uint64_t skip_blank_lines(Input& input, std::size_t limit) {
  std::uint64_t line = 1;
  do {
    const std::string_view bytes = input.bytes();
    const std::string_view blanks = bytes.substr(0, bytes.find_first_not_of(" \t\r\n"));
    const std::size_t end = blanks.rfind('\n');
    if (end != blanks.npos) {
      line += static_cast<std::uint64_t>(std::count(blanks.begin(), blanks.end(), '\n'));
      input.drop(end + 1);
    }
    if (blanks.size() < bytes.size()) break;
  } while (input.bytes().size() <= limit && input.more());
  return line;
}

// The first byte that is not blank tells an array from lines.
bool starts_array(std::string_view bytes) {
  const std::size_t at = bytes.find_first_not_of(" \t\r");
  return at != bytes.npos && bytes[at] == '[';
}

class JsonReader final : public Account {
 public:
  JsonReader(std::unique_ptr<Input> input, const data::Layout& layout, const Limits& limits, std::uint64_t line)
      : Account(layout),
        limits_(limits),
        input_(std::move(input)),
        frames_(starts_array(input_->bytes()) ? elements_of(*input_, limits_, line) : lines_of(*input_, limits_, line)),
        shape_(make_shape(layout.slots)),
        walk_(limits_),
        notes_(shape_, limits_, kScratch),
        fill_(shape_, kScratch) {}

  Step next(std::span<data::Cell> cells) override;
  void resume(Block& block) override {
    restart(block.records);
    input_->exchange(block.bytes);
    frames_->restart(block);
  }

 private:
  Step refuse(const Fault& fault);
  Step take(std::span<data::Cell> cells);
  [[nodiscard]] std::string_view as_it_stands(std::uint32_t token) const;
  [[nodiscard]] std::uint64_t line_at(std::size_t offset) const;

  Limits limits_;
  std::unique_ptr<Input> input_;
  std::unique_ptr<Frames> frames_;
  Shape shape_;
  JsonWalk walk_;
  JsonNotes notes_;
  JsonFill fill_;
  Frame frame_;
};

std::uint64_t JsonReader::line_at(std::size_t offset) const {
  const std::string_view before = frame_.bytes.substr(0, offset);
  return frame_.line + static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n'));
}

Step JsonReader::refuse(const Fault& fault) {
  const std::size_t line_end = frame_.bytes.substr(0, fault.at).rfind('\n');
  const bool same_line = line_end == std::string_view::npos;
  return reject(fault.code, fault.message, line_at(fault.at),
                same_line ? frame_.column + fault.at : fault.at - line_end);
}

std::string_view JsonReader::as_it_stands(std::uint32_t token) const {
  const char head = frame_.span.head(token);
  if (head != '{' && head != '[') return frame_.span.raw(token);
  const std::uint32_t from = frame_.span.offset(token);
  return {frame_.span.bytes + from, frame_.span.offset(frame_.span.behind(token) - 1) + 1 - from};
}

Step JsonReader::take(std::span<data::Cell> cells) {
  if (!fill_.fill(frame_.span, notes_, cells)) {
    return reject("record-too-large", fmt::format("the lists of the record need more than {} bytes", kScratch),
                  frame_.line, 0);
  }
  for (std::size_t i = 0; i < shape_.fields.size(); ++i) {
    occurs(i, notes_.notes()[shape_.fields[i].noted].is_present());
  }
  for (const std::uint32_t slot : fill_.undated()) lacks_time(slot);
  for (const InvalidValue& value : fill_.invalid()) {
    // Only the first of a slot is shown, and only that needs its text and place.
    const bool first = invalid()[value.slot].count == 0;
    tally(value.slot, value.outcome, *value.field, first ? as_it_stands(value.token) : std::string_view(),
          first ? line_at(frame_.span.offset(value.token) - frame_.span.begin) : 0);
  }
  return settle(cells);
}

Step JsonReader::next(std::span<data::Cell> cells) {
  frames_->next(frame_);
  if (frame_.state == Frame::State::end) return Step::end;
  start_record(frame_.line);
  if (frame_.state == Frame::State::fault) return refuse(frame_.fault);
  // What is refused has a fault: a unit test holds the two to that, over many records.
  if (!notes_.take(frame_.span)) return refuse(walk_.check(frame_.span).value());
  frames_->taken(notes_.behind());
  return take(cells);
}

}  // namespace

std::unique_ptr<Reader> open_json(std::unique_ptr<Input> input, const data::Layout& layout, const Options& options) {
  const std::uint64_t line = skip_blank_lines(*input, options.limits.record_bytes);
  return std::make_unique<JsonReader>(std::move(input), layout, options.limits, line);
}

}  // namespace rubric::records
