#include "records/chunk.hpp"

#include "data/text_hash.hpp"

namespace rubric::records {

using data::Cell;
using data::Kind;

namespace {

constexpr std::size_t kMostKnown = 8192;  // texts of a dictionary
constexpr std::size_t kMostKnownBytes = 512U << 10U;
constexpr std::size_t kLongest = 128;  // a longer text is not worth remembering
constexpr unsigned kRest = 32;

}  // namespace

void TextColumn::add(data::TextRef text) {
  if (!plain_) return codes_.push_back(data::is_missing(text) ? 0 : code_of(text));
  texts_.push_back(data::is_missing(text) ? text : copied_.copy(data::view(text)));
}

std::uint32_t TextColumn::code_of(data::TextRef text) {
  std::uint32_t* place = nullptr;
  if (text.size <= kLongest) {
    if (places_.empty()) places_.resize(kPlaces);
    place = &places_[data::text_hash(text) % kPlaces];
    const data::TextRef known = dictionary_.texts[*place];
    if (*place != 0 && data::same_text(known, text)) return *place;
  }
  ++fresh_;
  known_bytes_ += text.size;
  const auto code = static_cast<std::uint32_t>(dictionary_.texts.size());
  dictionary_.texts.push_back(known_.copy(data::view(text)));
  if (place != nullptr) *place = code;
  return code;
}

void TextColumn::forget() {
  dictionary_.texts.resize(1);
  ++dictionary_.id;
  std::fill(places_.begin(), places_.end(), 0);
  known_.reset();
  known_bytes_ = 0;
}

void TextColumn::clear() {
  const bool hardly_any = !plain_ && fresh_ > 64 && fresh_ * 2 > codes_.size();
  if (hardly_any || dictionary_.texts.size() > kMostKnown || known_bytes_ > kMostKnownBytes) forget();
  if (hardly_any) {
    plain_ = true;
    rest_ = kRest;
  } else if (plain_ && --rest_ == 0) {
    plain_ = false;
  }
  texts_.clear();
  codes_.clear();
  copied_.reset();
  fresh_ = 0;
}

void TextColumn::show(data::Column& column) const {
  column.texts = plain_ ? texts_.data() : nullptr;
  column.codes = plain_ ? nullptr : codes_.data();
  column.dictionary = plain_ ? nullptr : &dictionary_;
}

Chunk::Store Chunk::store_for(const data::Slot& slot) {
  Store out;
  out.kind = slot.kind;
  if (!data::is_list(slot.kind)) return out;
  out.offsets.push_back(0);
  for (const data::Slot& field : slot.element) out.fields.push_back(store_for(field));
  if (slot.kind != Kind::records) out.fields.emplace_back().kind = data::element_of(slot.kind);
  return out;
}

Chunk::Chunk(const data::Layout& layout) {
  for (const data::Slot& slot : layout.slots) {
    stores_.push_back(store_for(slot));
    columns_.slots.emplace_back().fields.resize(stores_.back().fields.size());
  }
}

// Every `stride`th cell is a value of this column.
void Chunk::add_values(Store& store, const Cell* cells, std::size_t count, std::size_t stride) {
  switch (store.kind) {
    case Kind::boolean:
      for (std::size_t i = 0; i < count; ++i) store.truths.push_back(cells[i * stride].tri);
      return;
    case Kind::number:
      for (std::size_t i = 0; i < count; ++i) store.numbers.push_back(cells[i * stride].number);
      return;
    case Kind::text:
      for (std::size_t i = 0; i < count; ++i) store.texts.add(cells[i * stride].text);
      return;
    case Kind::time:
    case Kind::duration:
      for (std::size_t i = 0; i < count; ++i) store.ticks.push_back(cells[i * stride].ticks);
      return;
    default: break;
  }
  const data::ListRef list = cells->list;
  const std::size_t fields = store.fields.size();
  for (std::size_t f = 0; f < fields; ++f) add_values(store.fields[f], list.cells + f, list.count, fields);
  store.offsets.push_back(store.offsets.back() + list.count);
}

void Chunk::add(std::span<const Cell> cells) {
  for (std::size_t i = 0; i < stores_.size(); ++i) {
    add_values(stores_[i], &cells[i], 1, 1);
    if (data::is_list(stores_[i].kind)) bytes_ += cells[i].list.count * stores_[i].fields.size() * sizeof(Cell);
    if (stores_[i].kind == Kind::text) bytes_ += cells[i].text.size;
  }
  ++columns_.rows;
}

void Chunk::clear(Store& store) {
  store.numbers.clear();
  store.ticks.clear();
  store.truths.clear();
  if (store.kind == Kind::text) store.texts.clear();
  if (!store.offsets.empty()) store.offsets.resize(1);
  for (Store& field : store.fields) clear(field);
}

void Chunk::clear() {
  for (Store& store : stores_) clear(store);
  columns_.rows = 0;
  bytes_ = 0;
}

void Chunk::show(const Store& store, data::Column& column) {
  column.numbers = store.kind == Kind::number ? store.numbers.data() : nullptr;
  column.ticks = store.kind == Kind::time || store.kind == Kind::duration ? store.ticks.data() : nullptr;
  column.truths = store.kind == Kind::boolean ? store.truths.data() : nullptr;
  if (store.kind == Kind::text) store.texts.show(column);
  column.offsets = data::is_list(store.kind) ? store.offsets.data() : nullptr;
  for (std::size_t f = 0; f < store.fields.size(); ++f) show(store.fields[f], column.fields[f]);
}

const data::Columns& Chunk::columns() {
  for (std::size_t i = 0; i < stores_.size(); ++i) show(stores_[i], columns_.slots[i]);
  return columns_;
}

}  // namespace rubric::records
