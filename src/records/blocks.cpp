#include "records/blocks.hpp"

#include <algorithm>
#include <cstring>

#include "records/csv_heading.hpp"
#include "records/sniff.hpp"

namespace rubric::records {

namespace {

// A byte-order mark: open_reader looks at kSniffed bytes behind it.
constexpr std::size_t kMark = 3;
// What is read at once: lines are looked for while it is in the core's own cache.
constexpr std::size_t kPiece = 128U << 10U;
constexpr std::size_t kSmallPiece = 8U << 10U;

}  // namespace

void Buffer::reserve(std::size_t wanted) {
  if (capacity >= wanted) return;
  auto larger = std::make_unique_for_overwrite<char[]>(wanted + kPadding);
  if (size > 0) std::memcpy(larger.get(), data.get(), size);
  data = std::move(larger);
  capacity = wanted;
}

Blocks::Blocks(ByteSource source, const Options& options, std::size_t size, std::uint64_t records)
    : source_(std::move(source)),
      format_(options.format),
      limits_(options.limits),
      heading_(options.format == Format::csv && options.columns.empty()),
      size_(std::max<std::size_t>(size, 1)),
      most_(records),
      lines_ahead_(limits_) {}

// What is read behind the records of a block has to be copied to the next one, so there should be little of it.
std::size_t Blocks::at_once(const Buffer& bytes, std::size_t wanted) const {
  const std::size_t all = std::max(lines_ahead_.expected(wanted), bytes.size + kSmallPiece);
  return std::min({kPiece, wanted - bytes.size, all - bytes.size});
}

void Blocks::look_on(const Buffer& bytes) {
  if (started_ && format_ == Format::json) lines_ahead_.look_on({bytes.data.get(), bytes.size});
}

void Blocks::fill(Buffer& bytes, std::size_t wanted) try {
  bytes.reserve(wanted);
  look_on(bytes);
  while (bytes.size < wanted && !source_ended_ && !fault_ && !lines_ahead_.full()) {
    const std::size_t most = at_once(bytes, wanted);
    const std::size_t got = source_(bytes.data.get() + bytes.size, most);
    source_ended_ = got == 0;
    bytes.size += std::min(got, most);
    look_on(bytes);
  }
} catch (...) {
  fault_ = std::current_exception();
}

// At the first bytes: what the cuts depend on. False for an input that is not cut.
bool Blocks::look(std::string_view bytes) {
  if (format_ == Format::csv) {
    delimiter_ = find_delimiter(bytes.substr(0, kSniffed), limits_);
    return true;
  }
  const std::size_t at = bytes.find_first_not_of(" \t\r\n");
  return at != bytes.npos && bytes[at] != '[';
}

Cut Blocks::find(std::string_view bytes) {
  if (format_ == Format::csv) return cut_rows(bytes, delimiter_);
  lines_ahead_.look_on(bytes);
  return lines_ahead_.cut();
}

// The last cut of the bytes at hand, of more of them where there is none; none at the end of what can be cut.
Cut Blocks::find_or_grow(Buffer& bytes) {
  const std::size_t least = started_ ? 1 : kSniffed;
  const std::size_t most = limits_.record_bytes + size_;
  std::size_t wanted = started_ ? size_ : std::max(size_, kSniffed + kMark);
  while (true) {
    fill(bytes, wanted);
    if (fault_ || source_ended_) return {};
    std::string_view held(bytes.data.get(), bytes.size);
    const std::size_t mark = started_ ? 0 : byte_order_mark(held);
    held.remove_prefix(mark);
    if (!started_ && !look(held)) return {};
    Cut cut = find(held);
    if (cut.at >= least && (started_ || cut.records > 0)) {
      cut.at += mark;
      return cut;
    }
    if (wanted >= most) return {};
    wanted = std::min(wanted * 2, most);
  }
}

void Blocks::keep(Buffer& bytes, std::size_t from) {
  rest_.assign(bytes.data.get() + from, bytes.size - from);
  bytes.size = from;
}

bool Blocks::next(Block& block) {
  if (ended_) return false;
  block.bytes.size = 0;
  block.bytes.reserve(std::max(size_, rest_.size()));
  if (!rest_.empty()) std::memcpy(block.bytes.data.get(), rest_.data(), rest_.size());
  block.bytes.size = rest_.size();
  rest_.clear();
  lines_ahead_.start(block.line_ends, started_ ? most_ : UINT64_MAX);
  const Cut cut = find_or_grow(block.bytes);
  block.records = records_;
  block.lines = lines_;
  if (!started_) block.line_ends.clear();  // Nobody goes on with the first one.
  ended_ = cut.at == 0;
  block.last = ended_ && source_ended_;
  block.open = ended_ && !source_ended_;
  if (block.last && block.bytes.size == 0 && started_) return false;
  if (!ended_) keep(block.bytes, cut.at);
  records_ += cut.records - (!started_ && heading_ && !ended_ ? 1 : 0);
  lines_ += cut.lines;
  started_ = true;
  return true;
}

std::size_t Blocks::behind(char* buffer, std::size_t size) {
  if (fault_) std::rethrow_exception(fault_);
  return source_(buffer, size);
}

}  // namespace rubric::records
