#include "records/shape.hpp"

#include <algorithm>

namespace rubric::records {

namespace {

constexpr std::uint32_t kNone = KeyOrder::kNone;

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
      if (shape.keys[key].slot == kNone) shape.keys[key].slot = slot;
      shape.fields[slot].noted = shape.keys[key].slot;
    } else {
      shape.keys[key].below.push_back(slot);
      object = object_under(shape, key);
    }
  }
}

void add_slots(Shape& shape, const std::vector<data::Slot>& slots);

void add_elements(Shape& shape, Shape::Field& field) {
  auto& elements = shape.fields[field.noted].elements;
  if (elements == nullptr) elements = std::make_unique<Shape>(make_shape({}));
  field.element = elements.get();
  field.first = static_cast<std::uint32_t>(elements->fields.size());
  add_slots(*elements, field.slot->element);
}

void add_slots(Shape& shape, const std::vector<data::Slot>& slots) {
  for (const data::Slot& slot : slots) {
    const auto index = static_cast<std::uint32_t>(shape.fields.size());
    const Texts texts = slot.declared ? Texts::converted : Texts::as_they_are;
    shape.fields.push_back(
        {&slot, make_converter(slot, texts), data::missing_cell(slot.kind), glance_at(slot), slot.required, index});
    place_slot(shape, slot.path, index);
    if (slot.kind == data::Kind::records) add_elements(shape, shape.fields[index]);
  }
}

// Whether the elements are this slot's alone, with a key of its own for each field, and none can be dropped.
bool fits_rows(const Shape& shape, std::uint32_t slot) {
  const Shape::Field& field = shape.fields[slot];
  if (field.elements == nullptr || field.slot->any_scalar || field.elements->fields.empty()) return false;
  const auto reads_it = [&](const Shape::Field& other) { return other.noted == slot; };
  const auto plain = [&](const Shape::Field& inner) {
    return !inner.required && inner.noted == static_cast<std::size_t>(&inner - field.elements->fields.data());
  };
  return std::ranges::count_if(shape.fields, reads_it) == 1 && field.elements->objects.size() == 1 &&
         std::ranges::all_of(field.elements->fields, plain);
}

}  // namespace

Shape make_shape(const std::vector<data::Slot>& slots) {
  Shape shape;
  shape.objects.emplace_back();
  add_slots(shape, slots);
  for (std::uint32_t i = 0; i < shape.fields.size(); ++i) shape.fields[i].in_rows = fits_rows(shape, i);
  return shape;
}

}  // namespace rubric::records
