// The rows of a file that belong to records of another one: read whole, kept by key, handed out as the
// elements of a list.
//
// Of each row only the fields that the program reads are kept. The file need not be sorted: the rows of
// one key are chained in the order of the file and put side by side when they are asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "records/key_index.hpp"
#include "records/reader.hpp"
#include "records/row_store.hpp"
#include "records/text_store.hpp"

namespace rubric::records {

/// `read == attached + without_parent + rejected`, once all records have been through.
struct ChildCounts {
  std::uint64_t read = 0;
  std::uint64_t attached = 0;  ///< rows of which a record has the key, counted once however many have it
  std::uint64_t without_parent = 0;
  std::uint64_t without_key = 0;  ///< among those without a parent
  std::uint64_t rejected = 0;
  std::uint64_t undated = 0;              ///< rows without a time for the list's clock
  std::uint64_t records_without_key = 0;  ///< of the other side
};

class Children {
 public:
  using Rejected = std::function<void(const Rejection&)>;

  /// For join number `join` of the layout, which must name a list and outlive this object. `limit` bounds
  /// the memory, in bytes.
  Children(const data::Layout& layout, std::size_t join, std::size_t limit);

  /// Reads the whole source; each row that is left out is told. Throws ReadError when it cannot be read,
  /// has no such key or needs more memory than the limit. `options.join_keys` is set here.
  void load(ByteSource source, Options options, const Rejected& rejected);

  /// The rows that were looked up last; its memory is kept.
  struct Rows {
    std::vector<data::Cell> cells;
    std::string key;  ///< as it is compared
  };

  /// How many rows a key has; they count as attached. Up to `most`, their cells stand in `out` afterwards,
  /// row by row in the order of the file. Once loaded, any number of threads may ask, each with rows of its own.
  std::uint32_t take(std::string_view key, std::uint32_t most, Rows& out);
  void record_without_key();

  [[nodiscard]] std::uint32_t list() const { return *join_.list; }
  [[nodiscard]] std::uint32_t key_slot() const { return join_.key; }
  [[nodiscard]] ChildCounts counts() const;
  /// What a row is read as: the fields of an element, and the key behind them.
  [[nodiscard]] const data::Layout& layout() const { return layout_; }
  /// One entry a slot of `layout()`.
  [[nodiscard]] const std::vector<InvalidValues>& invalid() const { return invalid_; }
  /// Memory taken by rows, texts and keys, in bytes.
  [[nodiscard]] std::size_t bytes() const;

 private:
  /// The rows of one key: a chain through `next_`.
  struct Group {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::uint32_t count = 0;
    bool attached = false;  // set by any thread
  };

  void keep(std::span<data::Cell> row);
  void check_limit(const Reader& reader) const;
  [[nodiscard]] std::string_view normal(std::string_view key, std::string& folded) const;
  [[nodiscard]] std::size_t stride() const { return layout_.slots.size() - 1; }

  const data::Join& join_;
  std::optional<std::uint32_t> clock_;
  std::size_t limit_;
  JoinKey key_;
  bool folded_;
  data::Layout layout_;
  TextStore texts_;
  KeyIndex keys_;
  RowStore rows_;
  std::vector<std::uint32_t> next_;  // by row
  std::vector<Group> groups_;        // by key
  ChildCounts counts_;
  std::vector<InvalidValues> invalid_;
  std::string folded_key_;
};

/// What a reader of the records is told of the keys that joins look for (see Options::join_keys).
[[nodiscard]] std::vector<JoinKey> join_keys(const data::Layout& layout);

/// `2 GiB`, `1.5 MiB`, `700 bytes`.
[[nodiscard]] std::string size_text(std::size_t bytes);

}  // namespace rubric::records
