// An input in blocks of whole records, for several readers side by side.
//
// The cuts depend on the bytes alone: not on how the source hands them out, nor on who takes which block.
// Where only a reader could tell the end of a record (an array, a record past the limit, a source that
// fails), the rest of the input is one open block, read as it would be without blocks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>

#include "records/block.hpp"
#include "records/cut.hpp"
#include "records/reader.hpp"

namespace rubric::records {

/// Not thread-safe: one thread at a time.
class Blocks {
 public:
  /// About `size` bytes a block, or for JSON lines `records` where those are fewer; the first one has at least what
  /// open_reader looks at, and is not counted out.
  Blocks(ByteSource source, const Options& options, std::size_t size, std::uint64_t records = UINT64_MAX);

  /// The next block, in the order of the input; the memory of the one that is given is used again. False at
  /// the end. The first block is given even of an empty input, so that a reader can be opened over it.
  [[nodiscard]] bool next(Block& block);

  /// What stands behind an open block: a ByteSource. Throws what the source throws.
  std::size_t behind(char* buffer, std::size_t size);

 private:
  [[nodiscard]] std::size_t at_once(const Buffer& bytes, std::size_t wanted) const;
  void look_on(const Buffer& bytes);
  void fill(Buffer& bytes, std::size_t wanted);
  [[nodiscard]] bool look(std::string_view bytes);
  [[nodiscard]] Cut find(std::string_view bytes);
  [[nodiscard]] Cut find_or_grow(Buffer& bytes);
  void keep(Buffer& bytes, std::size_t from);

  ByteSource source_;
  Format format_;
  Limits limits_;
  bool heading_;  // the first row is none of the records
  std::size_t size_;
  std::uint64_t most_;  // records
  char delimiter_ = ',';
  bool started_ = false;
  bool source_ended_ = false;
  bool ended_ = false;
  std::exception_ptr fault_;  // what stopped the reading; thrown where a reader reads on
  std::uint64_t records_ = 0;
  std::uint64_t lines_ = 0;
  std::string rest_;      // read, and behind the last cut
  LineScan lines_ahead_;  // in the bytes of the block that is being made
};

}  // namespace rubric::records
