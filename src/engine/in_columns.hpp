// Records gathered into columns and decided a block at a time, for those who only count what comes of them.
#pragma once

#include <memory>
#include <vector>

#include "engine/part.hpp"
#include "records/chunk.hpp"
#include "vm/batch.hpp"

namespace rubric::engine {

/// Whether records as they come from a reader are decided quicker in columns: gathering them must cost less than it
/// saves. Few questions to the elements of lists are asked quicker where the elements stand.
[[nodiscard]] bool pays_in_columns(const Program& program);

/// Bytes of input that a thread should take at a time, so that a block of rows is about full.
inline constexpr std::size_t kBytesForColumns = 640U << 10U;

/// Not thread-safe: one a thread. Does not allocate once warm.
class InColumns {
 public:
  explicit InColumns(std::shared_ptr<const Program> program);

  /// One cell a slot: for the reader.
  [[nodiscard]] std::span<data::Cell> slots() { return cells_; }
  /// Those that the reader gathers, `most` at most; decides where a block is full. How many they were.
  std::size_t gather(records::Reader& reader, std::size_t most, std::int64_t as_of, Part& part);
  /// The record in the slots; decides where a block is full.
  void add(const Place& place, std::int64_t as_of, Part& part);
  /// A record that was rejected between those that were added.
  void reject(const records::Rejection& rejection);
  /// Decides what has been added: the leads first, then those that are not decided, in their order.
  void flush(std::int64_t as_of, Part& part);

 private:
  struct Rejected {
    std::size_t row;  ///< before which it stood
    records::Rejection why;
  };

  void flush_if_full(std::int64_t as_of, Part& part);

  std::shared_ptr<const Program> program_;
  std::vector<data::Cell> cells_;
  records::Chunk chunk_;
  vm::BatchMachine machine_;
  std::vector<Place> places_;
  std::vector<Rejected> rejected_;
};

}  // namespace rubric::engine
