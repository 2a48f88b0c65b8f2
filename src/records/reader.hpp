// Lead records in: bytes -> cells of a layout, one record at a time.
//
// A reader streams: its memory depends on the longest record, not on the input. What is malformed
// is rejected with its place and the rest goes on; whether a record is rejected never depends on
// which fields the program reads (but for required fields). A value that cannot be converted counts
// as missing and is tallied by field.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/layout.hpp"

namespace rubric::records {

/// Where the bytes come from. Fills up to `size` bytes, returns how many (0 at the end); throws
/// ReadError where the source fails. A short count is not the end.
using ByteSource = std::function<std::size_t(char* buffer, std::size_t size)>;

enum class Format : std::uint8_t {
  json,  ///< JSON lines or one array, told apart by the first character that is not blank
  csv,
};

struct Limits {
  std::size_t record_bytes = 16U << 20U;  ///< a JSON record or a CSV record
  std::size_t csv_field_bytes = 1U << 20U;
  std::size_t csv_columns = 4096;
  std::size_t json_depth = 64;  ///< below the record itself
  std::size_t list_elements = 100'000;
  std::size_t text_bytes = 1U << 20U;
};

/// A slot that joined elements are looked up by.
struct JoinKey {
  std::uint32_t slot;
  std::string other;    ///< the key's heading in the other file
  std::string swapped;  ///< how `on` is written if the two were confused; empty where they are the same
};

struct Options {
  Format format = Format::json;
  std::string source_name;             ///< for messages: a path, or "standard input"
  std::vector<std::string> columns;    ///< CSV without a heading row: its names
  bool allow_missing_columns = false;  ///< a slot without a column is then always missing
  std::vector<JoinKey> join_keys;      ///< their columns must be there all the same
  Limits limits;
};

/// A record that is not decided, and why.
struct Rejection {
  std::string_view code;     ///< "malformed-json", "ragged-row", "missing-required", …; static storage
  std::string message;       ///< what was seen, where in the record; control characters escaped
  std::uint64_t record = 0;  ///< from 1, rejected ones counted
  std::uint64_t line = 0;    ///< from 1: where the record (or, if known, the fault) starts
  std::uint64_t column = 0;  ///< in bytes from 1; 0 where unknown
};

/// Values of one slot that could not be converted, or stand outside `one of`.
struct InvalidValues {
  std::uint64_t count = 0;
  std::string example;  ///< the first one, as it stood in the data, shortened to 80 bytes
  std::string reason;   ///< "not a number", "not one of …"
  std::uint64_t line = 0;
};

/// The input as a whole cannot be read: wrong encoding, no such column, read error. `line` is 0
/// where it is about the whole.
struct ReadError {
  std::string_view code;  ///< "missing-column", "utf-16", "not-utf-8", "read-failed", …
  std::string message;
  std::vector<std::string> helps;
  std::uint64_t line = 0;
};

enum class Step : std::uint8_t { record, rejected, end };

struct Block;
class Chunk;

class Reader {
 public:
  virtual ~Reader() = default;

  /// Reads on to the next record. On `record` the cells (one a slot of the layout) are filled; texts
  /// and lists are views that hold until the next call. On `rejected`, `rejection()` says why.
  /// Throws ReadError for what ends the whole run.
  virtual Step next(std::span<data::Cell> cells) = 0;

  /// Reads on as `next` would, as long as records follow that are read column by column, `most` of them at most, into
  /// the chunk. Returns how many: their numbers and lines follow one another, and those of the last one are the
  /// reader's. 0 where only `next` can go on.
  [[nodiscard]] virtual std::size_t gather(Chunk&, std::size_t /*most*/) { return 0; }

  /// Goes on with a block of the input that it was opened over (see blocks.hpp), then with what the source has
  /// behind that. The block's buffer is exchanged for another one. What has been tallied is forgotten.
  virtual void resume(Block& block) = 0;

  [[nodiscard]] virtual const Rejection& rejection() const = 0;
  /// Place of the record that `next` gave last: its number and first line, both from 1.
  [[nodiscard]] virtual std::uint64_t record_number() const = 0;
  [[nodiscard]] virtual std::uint64_t line() const = 0;
  /// One entry a slot.
  [[nodiscard]] virtual const std::vector<InvalidValues>& invalid() const = 0;
  /// One entry a slot: in how many records the key or column stood at all (null and empty count).
  [[nodiscard]] virtual const std::vector<std::uint64_t>& occurrences() const = 0;
  /// One entry a slot: how many elements of a list with a clock had no time, and so are not in the list. A
  /// time that could not be converted counts here as missing, and in `invalid` for what it is.
  [[nodiscard]] virtual const std::vector<std::uint64_t>& undated() const = 0;
};

/// `layout` must outlive the reader. Throws ReadError when the first bytes already show that the
/// input cannot be read (encoding, heading row).
[[nodiscard]] std::unique_ptr<Reader> open_reader(ByteSource source, const data::Layout& layout, Options options);

}  // namespace rubric::records
