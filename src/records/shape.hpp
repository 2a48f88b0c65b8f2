// Where the slots of a layout stand in nested objects: for each object that matters, its keys.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/layout.hpp"
#include "records/convert.hpp"

namespace rubric::records {

/// A fixed map from keys to numbers; a key that is not in it is nearly always told by one look.
class KeyTable {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  void add(std::string key, std::uint32_t value);
  [[nodiscard]] std::uint32_t find(std::string_view key) const {
    for (std::uint32_t at = place(key);; at = (at + 1) & mask_) {
      const std::uint32_t entry = table_[at];
      if (entry == kNone || keys_[entry] == key) return entry == kNone ? kNone : values_[entry];
    }
  }

 private:
  [[nodiscard]] std::uint32_t place(std::string_view key) const {
    constexpr std::uint32_t kOdd = 0x9E3779B1U;
    std::uint32_t hash = static_cast<std::uint32_t>(key.size());
    if (!key.empty()) {
      const auto byte = [key](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(key[i])); };
      hash += (byte(0) << 8U) + (byte(key.size() / 2) << 16U) + (byte(key.size() - 1) << 24U);
    }
    return ((hash * kOdd) >> 16U) & mask_;
  }
  void insert(std::uint32_t entry);

  std::vector<std::string> keys_;
  std::vector<std::uint32_t> values_;
  std::vector<std::uint32_t> table_ = std::vector<std::uint32_t>(4, kNone);
  std::uint32_t mask_ = 3;
};

/// The slots of a record, or of the elements of a list of records.
struct Shape {
  /// A key: the slot whose value stands under it, and the object whose keys matter.
  struct Key {
    std::uint32_t slot = KeyTable::kNone;
    std::uint32_t object = KeyTable::kNone;
    std::vector<std::uint32_t> below;  ///< all slots within that object
  };
  struct Field {
    const data::Slot* slot;
    Converter converter;
    std::unique_ptr<Shape> element;  ///< for Kind::records
  };

  std::vector<Field> fields;      ///< one a slot
  std::vector<KeyTable> objects;  ///< the first is the record itself; values are indices into `keys`
  std::vector<Key> keys;
  /// Slots that read what another one reads already: that one, and the slot.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> twins;
};

/// `slots` must outlive the shape.
[[nodiscard]] Shape make_shape(const std::vector<data::Slot>& slots);

}  // namespace rubric::records
