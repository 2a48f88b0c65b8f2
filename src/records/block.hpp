// A piece of an input, from the start of a record on: what is handed from whoever reads the bytes to whoever
// makes records of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace rubric::records {

/// Bytes, with as many behind them that may be read as simdjson may touch.
struct Buffer {
  static constexpr std::size_t kPadding = 64;

  std::unique_ptr<char[]> data;  ///< `capacity` bytes and the padding; null while there are none
  std::size_t capacity = 0;
  std::size_t size = 0;

  /// Makes room for `wanted` bytes and keeps those that are there.
  void reserve(std::size_t wanted);
};

struct Block {
  Buffer bytes;
  std::uint64_t records = 0;             ///< of the input, before the block
  std::uint64_t lines = 0;               ///< line ends of the input, before the block
  std::vector<std::uint32_t> line_ends;  ///< of JSON lines: where in the bytes they are, as far as that is known
  bool open = false;  ///< what stands behind it belongs to it: only the source can tell where a record ends
  bool last = false;  ///< nothing stands behind it
};

}  // namespace rubric::records
