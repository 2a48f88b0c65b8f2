// Many leads at once, column by column: what the batch machine reads.
//
// Everything is a view: who has the columns keeps them. A reader gathers them, or a host lends what it holds.
// Missing stands in band, as in a cell: a NaN, the smallest integer, unknown, a text without data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "data/cell.hpp"

namespace rubric::data {

/// Texts that repeat, each once; a column holds their indices. It may grow; what stands in it must not change
/// as long as `id` stays the same. A missing text is an entry without data.
struct TextDictionary {
  std::vector<TextRef> texts;
  std::uint64_t id = 0;
};

/// The values of a slot, or of a field of a list's elements. Which pointers are set follows from its kind.
struct Column {
  const double* numbers = nullptr;
  const std::int64_t* ticks = nullptr;  ///< times and durations
  const Tri* truths = nullptr;
  const TextRef* texts = nullptr;
  const std::uint32_t* codes = nullptr;  ///< in place of `texts`: indices into the dictionary
  const TextDictionary* dictionary = nullptr;
  /// Lists: where the elements of row i begin, one more than there are rows. Elements stand in `fields`, one column a
  /// field (of a list of scalars: one).
  const std::uint32_t* offsets = nullptr;
  std::vector<Column> fields;
};

/// One column a slot of the layout.
struct Columns {
  std::size_t rows = 0;
  std::vector<Column> slots;
};

}  // namespace rubric::data
