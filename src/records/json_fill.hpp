// Takes the values of a layout's slots out of a record whose notes have been taken, and which is without
// fault.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/arena.hpp"
#include "records/json_notes.hpp"
#include "records/shape.hpp"

namespace rubric::records {

/// A value that counts as missing because it is invalid.
struct InvalidValue {
  std::uint32_t slot;  ///< of the record
  Outcome outcome;
  const data::Slot* field;  ///< the slot, or the element's field
  std::uint32_t token;      ///< where the value stands
};

class JsonFill {
 public:
  /// The shape must outlive this. Past `scratch` bytes of lists and unescaped texts a record is given up.
  JsonFill(const Shape& shape, std::size_t scratch) : shape_(shape), scratch_(scratch), arena_(scratch) {}

  /// Fills one cell a slot. What they view holds until the next call and as long as the record's bytes.
  /// False if the record needs more scratch than there is.
  [[nodiscard]] bool fill(const JsonSpan& span, const JsonNotes& notes, std::span<data::Cell> cells);

  /// Of the record filled last.
  [[nodiscard]] const std::vector<InvalidValue>& invalid() const { return invalid_; }
  /// The slots whose lists had an element without a time for their clock, once an element.
  [[nodiscard]] const std::vector<std::uint32_t>& undated() const { return undated_; }

 private:
  void value(const Shape::Field& field, const Note& note, data::Cell& out);
  data::Cell convert(const Shape::Field& field, const Note& note);
  Converted scalar(const Converter& converter, std::uint32_t token);
  std::string_view text(std::uint32_t token);
  data::Cell list(const Shape::Field& field, const Note& note);
  data::Cell scalars(const Shape::Field& field, std::uint32_t open);
  data::Cell rows(const RowList& list, std::size_t stride);
  data::Cell records(const Shape::Field& field, std::uint32_t first);
  bool element(const Shape::Field& field, const Note* note, data::Cell* row);
  data::Cell* take_cells(std::size_t count);
  void tally(Outcome outcome, const data::Slot& field, std::uint32_t token) {
    invalid_.push_back({slot_, outcome, &field, token});
  }

  const Shape& shape_;
  std::size_t scratch_;
  data::Arena arena_;
  JsonSpan span_;
  const JsonNotes* notes_ = nullptr;
  std::size_t in_rows_ = 0;  ///< bytes of lists that were read already
  std::uint32_t slot_ = 0;   ///< the record's slot that is being converted
  std::vector<data::Cell> scalars_;
  std::vector<InvalidValue> invalid_;
  std::vector<std::uint32_t> undated_;
};

}  // namespace rubric::records
