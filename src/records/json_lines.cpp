// JSON lines. Whole lines are indexed in batches, about a block at once: a text cannot go over a line
// end, so a batch without fault has the tokens that its lines have each for itself. Where a batch has a
// fault, its lines are indexed one by one.
#include <fmt/format.h>

#include <cstring>
#include <vector>

#include "records/json_frames.hpp"
#include "records/json_walk.hpp"

namespace rubric::records {

namespace {

// Bytes that are indexed at once, but for a longer line: no more than fits into a core's own cache with the tokens,
// where a whole block is at hand. What one read of the source brings, behind a line that was cut, is indexed whole.
constexpr std::size_t kMost = Input::kBlock + Input::kBlock / 4;

class Lines final : public Frames {
 public:
  Lines(Input& input, const Limits& limits, std::uint64_t line) : input_(input), limits_(limits), line_(line - 1) {}

  void next(Frame& frame) override;
  void taken(std::uint32_t behind) override { token_ = behind; }
  void restart(Block& block) override {
    line_ = block.lines;
    batch_ = at_ = passed_ = next_end_ = 0;
    ends_.swap(block.line_ends);
  }

 private:
  void pass_batch();
  [[nodiscard]] std::string_view line_at(std::string_view rest);
  bool load();
  bool find_batch();
  void too_long(Frame& frame);
  void skip_rest_of_line();
  void index_line(Frame& frame, std::string_view line);
  void index_in_batch(Frame& frame, std::string_view line);

  Input& input_;
  const Limits& limits_;
  JsonIndex index_;
  std::uint64_t line_;        // of the line that was given last
  std::size_t batch_ = 0;     // size of the batch at the front of the input
  std::size_t at_ = 0;        // the next line in it
  std::uint32_t token_ = 0;   // the first token not yet taken
  std::uint32_t escape_ = 0;  // the first backslash from the record at hand on
  bool whole_ = false;        // the batch is indexed as a whole
  bool cut_ = false;          // the batch is the first part of a line past the limit
  // Of a block, where somebody has looked for them already, the ends of lines; bytes before the batch.
  std::vector<std::uint32_t> ends_;
  std::size_t next_end_ = 0;
  std::size_t passed_ = 0;
};

// Sets `batch_` to the lines at hand, or to the start of one that is past the limit.
bool Lines::find_batch() {
  std::size_t searched = 0;
  while (true) {
    const std::string_view bytes = input_.bytes().substr(0, searched + kMost);
    const std::size_t end = bytes.substr(searched).rfind('\n');
    cut_ = false;
    if (end != bytes.npos) {
      batch_ = searched + end + 1;
      return true;
    }
    searched = bytes.size();
    // A line of the greatest length may still have a carriage return.
    cut_ = searched > limits_.record_bytes + 1;
    batch_ = searched;
    if (cut_) return true;
    if (searched == input_.bytes().size() && !input_.more()) return batch_ > 0;
  }
}

void Lines::pass_batch() {
  input_.drop(batch_);
  passed_ += batch_;
  batch_ = at_ = 0;
}

bool Lines::load() {
  pass_batch();
  if (!find_batch()) return false;
  token_ = 0;
  escape_ = static_cast<std::uint32_t>(std::min(input_.bytes().substr(0, batch_).find('\\'), batch_));
  whole_ = !cut_ && index_.build(input_.bytes().substr(0, batch_)) == JsonIndex::State::fine;
  return true;
}

void Lines::skip_rest_of_line() {
  while (true) {
    pass_batch();
    if (input_.bytes().empty() && !input_.more()) return;
    const std::size_t end = input_.bytes().find('\n');
    batch_ = end == std::string_view::npos ? input_.bytes().size() : end + 1;
    at_ = batch_;
    if (end != std::string_view::npos) return;
  }
}

void Lines::too_long(Frame& frame) {
  frame.state = Frame::State::fault;
  frame.fault = {"record-too-long",
                 fmt::format("the record is longer than the limit of {} bytes", limits_.record_bytes), 0};
  frame.bytes = {};
  if (cut_) skip_rest_of_line();
}

void Lines::index_line(Frame& frame, std::string_view line) {
  const JsonIndex::State state = index_.build(line);
  frame.span = index_.whole(line);
  frame.state = Frame::State::record;
  if (state == JsonIndex::State::fine) return;
  frame.state = Frame::State::fault;
  frame.fault = find_text_fault(line);
}

void Lines::index_in_batch(Frame& frame, std::string_view line) {
  const std::string_view batch = input_.bytes().substr(0, batch_);
  const auto begin = static_cast<std::uint32_t>(line.data() - batch.data());
  // A record that was rejected leaves tokens behind.
  while (token_ < index_.count() && index_.tokens()[token_] < begin) ++token_;
  frame.state = Frame::State::record;
  if (escape_ < begin) escape_ = static_cast<std::uint32_t>(std::min(batch.find('\\', begin), batch.size()));
  const auto end = begin + static_cast<std::uint32_t>(line.size());
  frame.span = {batch.data(), index_.tokens(), index_.count(), token_, begin, end, escape_};
}

bool blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == line.npos;
}

// The first line of what is left of the batch.
std::string_view Lines::line_at(std::string_view rest) {
  const std::size_t from = passed_ + at_;
  while (next_end_ < ends_.size() && ends_[next_end_] < from) ++next_end_;
  return rest.substr(0, next_end_ < ends_.size() ? ends_[next_end_] - from : rest.find('\n'));
}

void Lines::next(Frame& frame) {
  while (true) {
    if (at_ == batch_ && !load()) {
      frame.state = Frame::State::end;
      return;
    }
    const std::string_view rest = input_.bytes().substr(at_, batch_ - at_);
    std::string_view line = line_at(rest);
    at_ += std::min(line.size() + 1, rest.size());
    ++line_;
    if (line.ends_with('\r')) line.remove_suffix(1);
    frame.line = line_;
    frame.bytes = line;
    if (cut_ || line.size() > limits_.record_bytes) return too_long(frame);
    if (!line.starts_with('{') && blank(line)) continue;
    return whole_ ? index_in_batch(frame, line) : index_line(frame, line);
  }
}

}  // namespace

std::unique_ptr<Frames> lines_of(Input& input, const Limits& limits, std::uint64_t line) {
  return std::make_unique<Lines>(input, limits, line);
}

}  // namespace rubric::records
