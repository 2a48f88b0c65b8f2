// Records gathered column by column, so that many are decided at once.
#pragma once

#include <span>
#include <vector>

#include "data/arena.hpp"
#include "data/columns.hpp"
#include "data/layout.hpp"

namespace rubric::records {

/// The texts of a column. Those that repeat come as numbers of a dictionary, which outlasts the chunk; where hardly any
/// does, they come as they are.
class TextColumn {
 public:
  void add(data::TextRef text);
  /// Forgets the texts; the dictionary stays, unless it has grown too large.
  void clear();
  void show(data::Column& column) const;

 private:
  static constexpr std::size_t kPlaces = 2048;

  [[nodiscard]] std::uint32_t code_of(data::TextRef text);
  void forget();

  bool plain_ = false;
  unsigned rest_ = 0;  ///< chunks until the dictionary is tried again
  std::vector<data::TextRef> texts_;
  std::vector<std::uint32_t> codes_;
  std::size_t fresh_ = 0;  ///< texts of this chunk that were not in the dictionary
  std::size_t known_bytes_ = 0;
  data::TextDictionary dictionary_{{data::TextRef{}}, 1};  ///< the first entry is missing
  std::vector<std::uint32_t> places_;                      ///< by hash; 0: nobody
  data::Arena known_{std::size_t{1} << 40U};
  data::Arena copied_{std::size_t{1} << 40U};
};

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

 private:
  struct Store {
    data::Kind kind = data::Kind::text;
    std::vector<double> numbers;
    std::vector<std::int64_t> ticks;
    std::vector<data::Tri> truths;
    TextColumn texts;
    std::vector<std::uint32_t> offsets;
    std::vector<Store> fields;
  };

  static Store store_for(const data::Slot& slot);
  static void add_values(Store& store, const data::Cell* cells, std::size_t count, std::size_t stride);
  static void clear(Store& store);
  static void show(const Store& store, data::Column& column);

  std::vector<Store> stores_;
  data::Columns columns_;
  std::size_t bytes_ = 0;
};

}  // namespace rubric::records
