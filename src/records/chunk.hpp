// Records gathered column by column, so that many are decided at once.
#pragma once

#include <span>
#include <vector>

#include "data/arena.hpp"
#include "data/columns.hpp"
#include "data/layout.hpp"

namespace rubric::records {

/// Not thread-safe. Keeps its memory when it is cleared, so a warm chunk does not allocate.
class Chunk {
 public:
  /// `layout` must outlive the chunk.
  explicit Chunk(const data::Layout& layout);
  Chunk(const Chunk&) = delete;
  Chunk& operator=(const Chunk&) = delete;

  /// A copy of the record: one cell a slot, as a reader fills them. Its texts and lists are copied too.
  void add(std::span<const data::Cell> cells);
  void clear();

  [[nodiscard]] std::size_t rows() const { return columns_.rows; }
  /// Bytes of texts and elements of lists that are held: what bounds a chunk besides its rows.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  /// Holds until the chunk is added to or cleared.
  [[nodiscard]] const data::Columns& columns();
  [[nodiscard]] data::Cell cell(std::size_t slot, std::size_t row) const;

 private:
  struct Store {
    data::Kind kind = data::Kind::text;
    std::vector<double> numbers;
    std::vector<std::int64_t> ticks;
    std::vector<data::Tri> truths;
    std::vector<data::TextRef> texts;
    std::vector<std::uint32_t> offsets;
    std::vector<Store> fields;
  };

  static Store store_for(const data::Slot& slot);
  void add(Store& store, const data::Cell& cell);
  static void clear(Store& store);
  static void show(const Store& store, data::Column& column);

  std::vector<Store> stores_;
  data::Columns columns_;
  data::Arena texts_{std::size_t{1} << 40U};
  std::size_t bytes_ = 0;
};

}  // namespace rubric::records
