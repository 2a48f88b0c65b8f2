#include "records/json_fill.hpp"

#include <cstring>

#include "records/json_text.hpp"

namespace rubric::records {

std::uint32_t JsonFill::behind(std::uint32_t value) const {
  const char head = span_.head(value);
  return head == '{' || head == '[' ? walk_->close(value) + 1 : value + 1;
}

std::uint32_t JsonFill::find_key(const KeyTable& table, std::uint32_t token) {
  const std::string_view raw = span_.text(token);
  if (!walk_->escapes() || raw.find('\\') == raw.npos) return table.find(raw);
  key_.resize(raw.size());
  return table.find({key_.data(), unescape(raw, key_.data())});
}

void JsonFill::find(const Shape& shape, std::uint32_t object, std::uint32_t open, std::size_t places) {
  std::uint32_t token = open + 1;
  if (span_.head(token) == '}') return;
  while (true) {
    const std::uint32_t value = token + 2;  // behind the key and its colon
    const std::uint32_t key = find_key(shape.objects[object], token);
    if (key != KeyTable::kNone) note(shape, shape.keys[key], value, places);
    token = behind(value);
    if (span_.head(token) == '}') return;
    ++token;
  }
}

void JsonFill::find_all(const Shape& shape, std::uint32_t open, std::size_t places) {
  find(shape, 0, open, places);
  for (const auto& [from, to] : shape.twins) places_[places + to] = places_[places + from];
}

void JsonFill::note(const Shape& shape, const Shape::Key& key, std::uint32_t value, std::size_t places) {
  if (key.slot != KeyTable::kNone) places_[places + key.slot] = {value, false};
  if (key.object == KeyTable::kNone) return;
  const char head = span_.head(value);
  const Place around = head == '{' || head == 'n' ? Place{} : Place{value, true};
  for (const std::uint32_t slot : key.below) places_[places + slot] = around;
  if (head == '{') find(shape, key.object, value, places);
}

std::string_view JsonFill::text(std::uint32_t token) {
  const std::string_view raw = span_.text(token);
  if (!walk_->escapes() || raw.find('\\') == raw.npos) return raw;
  char* const out = arena_.take(raw.size());
  if (out == nullptr) return {};
  return {out, unescape(raw, out)};
}

Converted JsonFill::scalar(const Converter& converter, std::uint32_t token) {
  switch (span_.head(token)) {
    case '"': return converter.text(text(token));
    case 't': return converter.boolean(true);
    case 'f': return converter.boolean(false);
    case 'n': return converter.missing();
    case '{':
    case '[': return converter.unfit();
    default: return converter.number(span_.raw(token));
  }
}

data::Cell JsonFill::keep_rows(std::size_t base, std::size_t stride) {
  const std::size_t count = rows_.size() - base;
  data::ListRef list;
  char* const out = count == 0 ? nullptr : arena_.take(count * sizeof(data::Cell));
  if (out != nullptr) {
    std::memcpy(out, rows_.data() + base, count * sizeof(data::Cell));
    list = {reinterpret_cast<const data::Cell*>(out), static_cast<std::uint32_t>(count / stride)};
  }
  rows_.resize(base);
  return data::Cell(list);
}

data::Cell JsonFill::scalars(const Shape::Field& field, std::uint32_t open) {
  const std::size_t base = rows_.size();
  const std::uint32_t end = walk_->close(open);
  for (std::uint32_t token = open + 1; token < end; token = behind(token) + 1) {
    const Converted made = scalar(field.converter, token);
    if (made.outcome == Outcome::value) {
      rows_.push_back(made.cell);
    } else {
      tally(made.outcome == Outcome::missing ? Outcome::null_element : made.outcome, *field.slot, token);
    }
  }
  return keep_rows(base, 1);
}

// An element that lacks a required field is dropped. Where the field's value was invalid, its own
// entry in the tally tells of it.
bool JsonFill::element(const Shape::Field& field, std::uint32_t token, std::size_t row) {
  const Shape& shape = *field.element;
  const std::size_t places = take_places(shape);
  find_all(shape, token, places);
  bool whole = true;
  for (std::size_t i = 0; i < shape.fields.size(); ++i) {
    const std::size_t tallied = invalid_.size();
    const Shape::Field& inner = shape.fields[i];
    const data::Cell cell = convert(inner, places_[places + i]);
    rows_[row + i] = cell;
    if (!lacks(*inner.slot, cell)) continue;
    if (invalid_.size() == tallied) tally(Outcome::element_lacks, *inner.slot, token);
    whole = false;
  }
  places_.resize(places);
  return whole;
}

data::Cell JsonFill::records(const Shape::Field& field, std::uint32_t open) {
  const std::size_t base = rows_.size();
  const std::size_t stride = field.element->fields.size();
  const std::uint32_t end = walk_->close(open);
  std::uint32_t count = 0;
  for (std::uint32_t token = open + 1; token < end; token = behind(token) + 1) {
    const std::size_t row = rows_.size();
    rows_.resize(row + stride);
    const char head = span_.head(token);
    if (field.slot->any_scalar && head != 'n') {
      // Nothing asks what the elements are, so each one that is there counts.
      ++count;
      continue;
    }
    const bool object = head == '{';
    if (!object) tally(Outcome::not_object, *field.slot, token);
    if (object && element(field, token, row)) {
      ++count;
      const auto clock = field.slot->clock;
      if (clock && data::is_missing(rows_[row + *clock].ticks)) undated_.push_back(slot_);
    } else {
      rows_.resize(row);
    }
  }
  if (stride > 0) return keep_rows(base, stride);
  // Elements of which nothing is read still count.
  return data::Cell(data::ListRef{nullptr, count});
}

data::Cell JsonFill::list(const Shape::Field& field, std::uint32_t open) {
  return field.element != nullptr ? records(field, open) : scalars(field, open);
}

data::Cell JsonFill::convert(const Shape::Field& field, Place place) {
  const data::Kind kind = field.slot->kind;
  if (place.token == KeyTable::kNone) return data::missing_cell(kind);
  const char head = span_.head(place.token);
  Outcome outcome = Outcome::parent_not_object;
  if (!place.parent) {
    if (!data::is_list(kind)) {
      const Converted made = scalar(field.converter, place.token);
      if (!is_invalid(made.outcome)) return made.cell;
      outcome = made.outcome;
    } else {
      if (head == '[') return list(field, place.token);
      if (head == 'n') return data::missing_cell(kind);
      outcome = Outcome::not_list;
    }
  }
  tally(outcome, *field.slot, place.token);
  return data::missing_cell(kind);
}

std::size_t JsonFill::take_places(const Shape& shape) {
  const std::size_t base = places_.size();
  places_.resize(base + shape.fields.size());
  return base;
}

bool JsonFill::fill(const JsonSpan& span, const JsonWalk& walk, std::span<data::Cell> cells) {
  arena_.reset();
  places_.clear();
  rows_.clear();
  invalid_.clear();
  present_.clear();
  undated_.clear();
  span_ = span;
  walk_ = &walk;
  places_.resize(shape_.fields.size());
  find_all(shape_, span.first, 0);
  for (slot_ = 0; slot_ < shape_.fields.size(); ++slot_) {
    const Place place = places_[slot_];
    if (place.token != KeyTable::kNone && !place.parent) present_.push_back(slot_);
    cells[slot_] = convert(shape_.fields[slot_], place);
  }
  return !arena_.exhausted();
}

}  // namespace rubric::records
