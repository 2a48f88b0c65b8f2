// Takes the values of a layout's slots out of a record that has been walked and is without fault.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/arena.hpp"
#include "records/json_walk.hpp"
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
  /// Past `scratch` bytes of lists and unescaped texts a record is given up.
  JsonFill(const std::vector<data::Slot>& slots, std::size_t scratch) : shape_(make_shape(slots)), arena_(scratch) {}

  /// Fills one cell a slot. What they view holds until the next call and as long as the record's bytes.
  /// False if the record needs more scratch than there is.
  [[nodiscard]] bool fill(const JsonSpan& span, const JsonWalk& walk, std::span<data::Cell> cells);

  /// Of the record filled last.
  [[nodiscard]] const std::vector<InvalidValue>& invalid() const { return invalid_; }
  /// The slots whose key stood in that record.
  [[nodiscard]] const std::vector<std::uint32_t>& present() const { return present_; }
  /// The slots whose lists had an element without a time for their clock, once an element.
  [[nodiscard]] const std::vector<std::uint32_t>& undated() const { return undated_; }

 private:
  /// Where a slot's value stands; the last key of a name counts, so values are only converted when
  /// the whole object has been seen.
  struct Place {
    std::uint32_t token = KeyTable::kNone;
    bool parent = false;  ///< it is no object in which the slot's key could stand
  };

  void find_all(const Shape& shape, std::uint32_t open, std::size_t places);
  void find(const Shape& shape, std::uint32_t object, std::uint32_t open, std::size_t places);
  void note(const Shape& shape, const Shape::Key& key, std::uint32_t value, std::size_t places);
  std::uint32_t find_key(const KeyTable& table, std::uint32_t token);
  [[nodiscard]] std::uint32_t behind(std::uint32_t value) const;
  [[nodiscard]] std::size_t take_places(const Shape& shape);
  data::Cell convert(const Shape::Field& field, Place place);
  Converted scalar(const Converter& converter, std::uint32_t token);
  std::string_view text(std::uint32_t token);
  data::Cell list(const Shape::Field& field, std::uint32_t open);
  data::Cell scalars(const Shape::Field& field, std::uint32_t open);
  data::Cell records(const Shape::Field& field, std::uint32_t open);
  bool element(const Shape::Field& field, std::uint32_t token, std::size_t row);
  data::Cell keep_rows(std::size_t base, std::size_t stride);
  void tally(Outcome outcome, const data::Slot& field, std::uint32_t token) {
    invalid_.push_back({slot_, outcome, &field, token});
  }

  Shape shape_;
  data::Arena arena_;
  JsonSpan span_;
  const JsonWalk* walk_ = nullptr;
  std::uint32_t slot_ = 0;  ///< the record's slot that is being converted
  std::string key_;
  // Used as stacks, since elements of lists may hold lists: each level works above what stands there.
  std::vector<Place> places_;
  std::vector<data::Cell> rows_;
  std::vector<InvalidValue> invalid_;
  std::vector<std::uint32_t> present_;
  std::vector<std::uint32_t> undated_;
};

}  // namespace rubric::records
