// The bytes of a source, read in blocks, from the start of the record at hand to what has been read.
//
// A record that does not fit moves to the front and the buffer grows, so what is held is the record
// and at most one block. Views into it hold until the next `more`.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "records/block.hpp"
#include "records/reader.hpp"

namespace rubric::records {

class Input {
 public:
  /// What simdjson may touch behind the last byte.
  static constexpr std::size_t kPadding = Buffer::kPadding;
  static constexpr std::size_t kBlock = 128U << 10U;

  explicit Input(ByteSource source) : source_(std::move(source)) {}

  [[nodiscard]] std::string_view bytes() const { return {data_.get() + begin_, end_ - begin_}; }
  /// Puts at least one more byte behind `bytes()`, at most a block; false at the end of the source.
  [[nodiscard]] bool more();
  /// Reads on until `size` bytes stand in `bytes()` or the source ends.
  void peek(std::size_t size);
  void drop(std::size_t size) { begin_ += size; }
  /// Holds these bytes in place of its own, which the buffer has then, and asks the source anew behind them.
  void exchange(Buffer& bytes);

 private:
  void make_room();

  ByteSource source_;
  std::unique_ptr<char[]> data_ = std::make_unique_for_overwrite<char[]>(2 * kBlock + kPadding);
  std::size_t capacity_ = 2 * kBlock;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool ended_ = false;
};

}  // namespace rubric::records
