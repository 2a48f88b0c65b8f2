// Where the slots of a layout stand in nested objects: for each object that matters, its keys.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "data/layout.hpp"
#include "records/convert.hpp"
#include "records/key_order.hpp"

namespace rubric::records {

/// The slots of a record, or of the elements of a list of records.
struct Shape {
  /// A key: the slot whose value stands under it, and the object whose keys matter.
  struct Key {
    std::uint32_t slot = KeyOrder::kNone;
    std::uint32_t object = KeyOrder::kNone;
    std::vector<std::uint32_t> below;  ///< all slots within that object
  };
  struct Field {
    const data::Slot* slot;
    Converter converter;
    data::Cell missing;
    Glance glance;
    bool required;
    std::uint32_t noted;  ///< the slot that reads the same value and comes first: mostly itself
    /// What is noted of the elements of a list of records; several lists may read the same one.
    std::unique_ptr<Shape> elements = nullptr;
    /// For Kind::records: that shape of the field `noted`, and the first one of its fields that are this slot's.
    const Shape* element = nullptr;
    std::uint32_t first = 0;
    /// For Kind::records: nobody else reads the list, and JsonRows may try it.
    bool in_rows = false;
  };

  std::vector<Field> fields;      ///< one a slot
  std::vector<KeyOrder> objects;  ///< the first is the record itself; values are indices into `keys`
  std::vector<Key> keys;
};

/// `slots` must outlive the shape.
[[nodiscard]] Shape make_shape(const std::vector<data::Slot>& slots);

}  // namespace rubric::records
