#include "records/shape.hpp"

namespace rubric::records {

void KeyTable::insert(std::uint32_t entry) {
  std::uint32_t at = place(keys_[entry]);
  while (table_[at] != kNone) at = (at + 1) & mask_;
  table_[at] = entry;
}

// A quarter full at most: what is not in the table then mostly meets an empty place.
void KeyTable::add(std::string key, std::uint32_t value) {
  keys_.push_back(std::move(key));
  values_.push_back(value);
  if (keys_.size() * 4 > table_.size()) {
    table_.assign(table_.size() * 4, kNone);
    mask_ = static_cast<std::uint32_t>(table_.size() - 1);
    for (std::uint32_t i = 0; i + 1 < keys_.size(); ++i) insert(i);
  }
  insert(static_cast<std::uint32_t>(keys_.size() - 1));
}

namespace {

constexpr std::uint32_t kNone = KeyTable::kNone;

// The key of that name in an object, made if it is not there.
std::uint32_t key_of(Shape& shape, std::uint32_t object, const std::string& name) {
  const std::uint32_t found = shape.objects[object].find(name);
  if (found != kNone) return found;
  const auto made = static_cast<std::uint32_t>(shape.keys.size());
  shape.keys.emplace_back();
  shape.objects[object].add(name, made);
  return made;
}

std::uint32_t object_under(Shape& shape, std::uint32_t key) {
  if (shape.keys[key].object == kNone) {
    shape.keys[key].object = static_cast<std::uint32_t>(shape.objects.size());
    shape.objects.emplace_back();
  }
  return shape.keys[key].object;
}

void place_slot(Shape& shape, const std::vector<std::string>& path, std::uint32_t slot) {
  std::uint32_t object = 0;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const std::uint32_t key = key_of(shape, object, path[i]);
    if (i + 1 == path.size()) {
      const std::uint32_t first = shape.keys[key].slot;
      if (first == kNone) {
        shape.keys[key].slot = slot;
      } else {
        shape.twins.emplace_back(first, slot);
      }
    } else {
      shape.keys[key].below.push_back(slot);
      object = object_under(shape, key);
    }
  }
}

}  // namespace

Shape make_shape(const std::vector<data::Slot>& slots) {
  Shape shape;
  shape.objects.emplace_back();
  for (std::uint32_t i = 0; i < slots.size(); ++i) {
    const data::Slot& slot = slots[i];
    auto element = slot.kind == data::Kind::records ? std::make_unique<Shape>(make_shape(slot.element)) : nullptr;
    const Texts texts = slot.declared ? Texts::converted : Texts::as_they_are;
    shape.fields.push_back({&slot, make_converter(slot, texts), std::move(element)});
    place_slot(shape, slot.path, i);
  }
  return shape;
}

}  // namespace rubric::records
