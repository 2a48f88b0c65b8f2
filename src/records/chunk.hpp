// Records gathered column by column, so that many are decided at once.
#pragma once

#include <array>
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
  /// Bytes of a text that may be read where it stands, however short it is.
  static constexpr std::size_t kReadable = 32;

  void add(data::TextRef text);
  /// Texts of which kReadable bytes may be read each. A text of no bytes is missing.
  void add(std::span<const data::TextRef> texts);
  void add_missing(std::size_t count);
  /// Forgets the texts; the dictionary stays, unless it has grown too large.
  void clear();
  void show(data::Column& column) const;

 private:
  /// A text of up to kReadable bytes, zeros behind it.
  struct Key {
    std::array<std::uint64_t, kReadable / 8> words{};
    std::uint64_t size = 0;

    // In words: a call that compares bytes costs more than all the rest.
    friend bool operator==(const Key& a, const Key& b) {
      std::uint64_t differences = a.size ^ b.size;
      for (std::size_t i = 0; i < a.words.size(); ++i) differences |= a.words[i] ^ b.words[i];
      return differences == 0;
    }
  };
  static constexpr unsigned kPlaceBits = 13;
  static constexpr unsigned kRest = 32;
  static constexpr unsigned kLongestRest = 1024;

  [[nodiscard]] static Key key_of(data::TextRef text);
  [[nodiscard]] static std::size_t place_of(const Key& key);
  void add_codes(std::span<const data::TextRef> texts);
  void add_copies(std::span<const data::TextRef> texts);
  [[nodiscard]] std::uint32_t long_code(data::TextRef text);
  std::uint32_t add_to_dictionary(data::TextRef text, const Key& key);
  void forget();

  bool plain_ = false;
  unsigned rest_ = 0;  ///< chunks until the dictionary is tried again: each time in vain twice as many
  unsigned next_rest_ = kRest;
  std::vector<data::TextRef> texts_;
  std::vector<std::uint32_t> codes_;
  std::size_t fresh_ = 0;  ///< texts of this chunk that were not in the dictionary
  std::size_t known_bytes_ = 0;
  data::TextDictionary dictionary_{{data::TextRef{}}, 1};  ///< the first entry is missing
  std::vector<Key> keys_ = std::vector<Key>(1);            ///< by code
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

  /// Column by column instead: `count` values for every slot, in the order of the records, then `add_rows`. The texts
  /// of an unread slot may be said to be missing.
  void add_missing(std::size_t slot, std::size_t count);
  void add_cell(std::size_t slot, const data::Cell& cell);
  /// Room for them, to be filled before anything else is asked.
  [[nodiscard]] std::span<double> add_numbers(std::size_t slot, std::size_t count);
  [[nodiscard]] std::span<std::int64_t> add_ticks(std::size_t slot, std::size_t count);
  /// Copies; see TextColumn::add.
  void add_texts(std::size_t slot, std::span<const data::TextRef> texts);
  void add_rows(std::size_t count) { columns_.rows += count; }

  [[nodiscard]] std::size_t rows() const { return columns_.rows; }
  /// Bytes of texts and elements of lists that are held: what bounds a chunk besides its rows.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  /// Holds until the chunk is added to or cleared.
  [[nodiscard]] const data::Columns& columns();

 private:
  struct Store {
    data::Kind kind = data::Kind::text;
    bool unread = false;
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
