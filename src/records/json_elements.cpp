// The elements of one JSON array, on one line or many. An element ends at the comma or bracket that
// stands outside its texts and brackets, so most faults stay inside one element:
//
// - A closing bracket of the wrong kind closes what stands inside its match: `{"a":[1}` is one element.
// - A text that holds a line end has lost its closing quote. Reading goes on at the next line that
//   starts an element (`{`, not further in than the faulty one), goes on with `,` or ends the array.
//
// What is wrong with the array itself, an end that is missing or something behind it, is said once.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "records/json_frames.hpp"
#include "records/json_walk.hpp"
#include "records/utf8.hpp"

namespace rubric::records {

namespace {

bool blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Reads on, byte by byte, to the end of an element, over any number of calls.
class ElementScan {
 public:
  enum class Result : std::uint8_t { more, ended, lost };

  /// From offset `at` on; stops on the `,` or `]` behind the element, or on a line end in a text.
  Result scan(std::string_view bytes);
  void start() {
    at = 0;
    inside_ = escaped_ = false;
    open_.clear();
    objects_ = arrays_ = beyond_ = 0;
  }

  std::size_t at = 0;

 private:
  // Brackets deeper than any limit are only counted: no telling which kind closes them.
  static constexpr std::size_t kKept = 4096;

  Result text(std::string_view bytes);
  void open(char bracket);
  bool close(char bracket);
  void pop() {
    --waiting(open_.back());
    open_.pop_back();
  }
  std::size_t& waiting(char bracket) { return bracket == '{' ? objects_ : arrays_; }

  bool inside_ = false;
  bool escaped_ = false;
  std::string open_;
  std::size_t objects_ = 0;  // how many of each kind are in `open_`
  std::size_t arrays_ = 0;
  std::size_t beyond_ = 0;
};

ElementScan::Result ElementScan::text(std::string_view bytes) {
  for (; at < bytes.size(); ++at) {
    const char c = bytes[at];
    if (c == '\n') return Result::lost;
    if (escaped_) {
      escaped_ = false;
    } else if (c == '\\') {
      escaped_ = true;
    } else if (c == '"') {
      ++at;
      inside_ = false;
      return Result::ended;
    }
  }
  return Result::more;
}

void ElementScan::open(char bracket) {
  if (open_.size() == kKept) {
    ++beyond_;
    return;
  }
  open_ += bracket;
  ++waiting(bracket);
}

// False for a bracket that closes nothing of the element.
bool ElementScan::close(char bracket) {
  if (beyond_ > 0) {
    --beyond_;
    return true;
  }
  const char wanted = bracket == '}' ? '{' : '[';
  if (waiting(wanted) > 0) {
    while (open_.back() != wanted) pop();
    pop();
    return true;
  }
  // A stray `}` is a fault of the element; a stray `]` ends the array.
  return bracket == '}';
}

ElementScan::Result ElementScan::scan(std::string_view bytes) {
  while (at < bytes.size()) {
    if (inside_) {
      const Result result = text(bytes);
      if (result != Result::ended) return result;
      continue;
    }
    const char c = bytes[at];
    if (c == '"') {
      inside_ = true;
    } else if (c == '{' || c == '[') {
      open(c);
    } else if (c == '}' || c == ']') {
      if (!close(c)) return Result::ended;
    } else if (c == ',' && open_.empty()) {
      return Result::ended;
    }
    ++at;
  }
  return Result::more;
}

class Elements final : public Frames {
 public:
  Elements(Input& input, const Limits& limits, std::uint64_t line) : input_(input), limits_(limits), line_(line) {}

  void next(Frame& frame) override;
  void taken(std::uint32_t) override {}
  void restart(Block&) override {}

 private:
  enum class Stand : std::uint8_t {
    before_array,
    before_first,
    before_element,
    behind_element,
    resync,
    behind_array,
    over
  };

  bool skip_blanks();
  void pass(std::size_t size);
  void element(Frame& frame);
  void give(Frame& frame);
  void lost(Frame& frame);
  void too_long(Frame& frame);
  void find_next_start();
  void empty_element(Frame& frame, char seen);
  void broken(Frame& frame, std::string message);
  bool step(Frame& frame);

  Input& input_;
  const Limits& limits_;
  JsonIndex index_;
  ElementScan scan_;
  Stand stand_ = Stand::before_array;
  std::uint64_t line_;
  std::uint64_t column_ = 1;
  std::uint64_t indent_ = 1;  // the column of the element given last
  std::size_t given_ = 0;     // bytes of it, still at the front of the input
};

// Drops bytes, counting lines.
void Elements::pass(std::size_t size) {
  const std::string_view bytes = input_.bytes().substr(0, size);
  const auto lines = std::count(bytes.begin(), bytes.end(), '\n');
  line_ += static_cast<std::uint64_t>(lines);
  column_ = lines == 0 ? column_ + size : size - bytes.rfind('\n');
  input_.drop(size);
}

// To the next byte that is not blank; false at the end of the input.
bool Elements::skip_blanks() {
  do {
    const std::string_view bytes = input_.bytes();
    const auto* const end = std::find_if_not(bytes.begin(), bytes.end(), blank);
    pass(static_cast<std::size_t>(end - bytes.begin()));
    if (!input_.bytes().empty()) return true;
  } while (input_.more());
  return false;
}

void Elements::broken(Frame& frame, std::string message) {
  frame.state = Frame::State::fault;
  frame.bytes = {};
  frame.line = line_;
  frame.column = column_;
  frame.fault = {"broken-array", std::move(message), 0};
  stand_ = Stand::over;
}

void Elements::empty_element(Frame& frame, char seen) {
  frame.state = Frame::State::fault;
  frame.bytes = {};
  frame.line = line_;
  frame.column = column_;
  frame.fault = {"malformed-json", fmt::format("`{}` stands where an element should", seen), 0};
  stand_ = Stand::behind_element;
}

void Elements::give(Frame& frame) {
  std::string_view bytes = input_.bytes().substr(0, given_);
  while (!bytes.empty() && blank(bytes.back())) bytes.remove_suffix(1);
  frame.bytes = bytes;
  const JsonIndex::State state = index_.build(bytes);
  frame.span = index_.whole(bytes);
  frame.state = Frame::State::record;
  if (state == JsonIndex::State::fine) return;
  frame.state = Frame::State::fault;
  frame.fault = find_text_fault(bytes);
}

void Elements::lost(Frame& frame) {
  frame.state = Frame::State::fault;
  frame.bytes = input_.bytes().substr(0, given_ + 1);
  frame.fault = find_text_fault(frame.bytes);
}

void Elements::too_long(Frame& frame) {
  frame.state = Frame::State::fault;
  frame.bytes = {};
  frame.fault = {"record-too-long",
                 fmt::format("the record is longer than the limit of {} bytes", limits_.record_bytes), 0};
}

// The blanks behind an element count to its length, so that it is known as soon as they come in.
void Elements::element(Frame& frame) {
  frame.line = line_;
  frame.column = indent_ = column_;
  scan_.start();
  bool cut = false;
  auto result = ElementScan::Result::more;
  do {
    result = scan_.scan(input_.bytes());
    if (!cut && scan_.at > limits_.record_bytes) {
      cut = true;
      too_long(frame);
    }
    if (cut) {  // Past the limit nothing is kept but what the scan itself knows.
      pass(scan_.at);
      scan_.at = 0;
    }
  } while (result == ElementScan::Result::more && input_.more());
  stand_ = result == ElementScan::Result::lost ? Stand::resync : Stand::behind_element;
  if (cut) return;
  given_ = scan_.at;
  return result == ElementScan::Result::lost ? lost(frame) : give(frame);
}

// Behind a lost text: over whole lines to one that can only start, separate or end elements.
void Elements::find_next_start() {
  while (true) {
    if (input_.bytes().empty() && !input_.more()) return;
    const std::size_t end = input_.bytes().find('\n');
    pass(std::min(end == std::string_view::npos ? end : end + 1, input_.bytes().size()));
    if (end == std::string_view::npos) continue;
    if (!skip_blanks() || column_ > indent_) continue;
    const char c = input_.bytes().front();
    if (c == '{') stand_ = Stand::before_element;
    if (c == ']' || c == ',') stand_ = Stand::behind_element;
    if (stand_ != Stand::resync) return;
  }
}

// One step on; true when the frame is filled.
bool Elements::step(Frame& frame) {
  pass(std::exchange(given_, 0));
  if (stand_ == Stand::resync) {
    find_next_start();
    if (stand_ == Stand::resync) stand_ = Stand::behind_element;
  }
  if (stand_ == Stand::over || !skip_blanks()) {
    frame.state = Frame::State::end;
    if (stand_ == Stand::over || stand_ == Stand::behind_array) return true;
    broken(frame, "the input ends before the `]` of the array");
    return true;
  }
  const char c = input_.bytes().front();
  switch (stand_) {
    case Stand::before_array:
      pass(1);
      stand_ = Stand::before_first;
      return false;
    case Stand::behind_element:
      pass(1);
      stand_ = c == ']' ? Stand::behind_array : Stand::before_element;
      return false;
    case Stand::before_first:
      if (c == ']') {
        stand_ = Stand::behind_element;
        return false;
      }
      [[fallthrough]];
    case Stand::before_element:
      if (c == ']' || c == ',') {
        empty_element(frame, c);
      } else {
        element(frame);
      }
      return true;
    default: broken(frame, fmt::format("{} stands behind the end of the array", shown_character(input_.bytes(), 0)));
  }
  return true;
}

void Elements::next(Frame& frame) {
  while (!step(frame)) {
  }
}

}  // namespace

std::unique_ptr<Frames> elements_of(Input& input, const Limits& limits, std::uint64_t line) {
  return std::make_unique<Elements>(input, limits, line);
}

}  // namespace rubric::records
