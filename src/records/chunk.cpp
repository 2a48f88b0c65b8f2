#include "records/chunk.hpp"

namespace rubric::records {

using data::Cell;
using data::Kind;

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

void Chunk::add(Store& store, const Cell& cell) {
  switch (store.kind) {
    case Kind::boolean: return store.truths.push_back(cell.tri);
    case Kind::number: return store.numbers.push_back(cell.number);
    case Kind::text:
      bytes_ += cell.text.size;
      return store.texts.push_back(data::is_missing(cell.text) ? cell.text : texts_.copy(data::view(cell.text)));
    case Kind::time:
    case Kind::duration: return store.ticks.push_back(cell.ticks);
    default: break;
  }
  const Cell* next = cell.list.cells;
  for (std::uint32_t i = 0; i < cell.list.count; ++i) {
    for (Store& field : store.fields) add(field, *next++);
  }
  bytes_ += cell.list.count * store.fields.size() * sizeof(Cell);
  store.offsets.push_back(store.offsets.back() + cell.list.count);
}

void Chunk::add(std::span<const Cell> cells) {
  for (std::size_t i = 0; i < stores_.size(); ++i) add(stores_[i], cells[i]);
  ++columns_.rows;
}

void Chunk::clear(Store& store) {
  store.numbers.clear();
  store.ticks.clear();
  store.truths.clear();
  store.texts.clear();
  if (!store.offsets.empty()) store.offsets.resize(1);
  for (Store& field : store.fields) clear(field);
}

void Chunk::clear() {
  for (Store& store : stores_) clear(store);
  texts_.reset();
  columns_.rows = 0;
  bytes_ = 0;
}

void Chunk::show(const Store& store, data::Column& column) {
  const bool list = data::is_list(store.kind);
  column.numbers = store.kind == Kind::number ? store.numbers.data() : nullptr;
  column.ticks = store.kind == Kind::time || store.kind == Kind::duration ? store.ticks.data() : nullptr;
  column.truths = store.kind == Kind::boolean ? store.truths.data() : nullptr;
  column.texts = store.kind == Kind::text ? store.texts.data() : nullptr;
  column.offsets = list ? store.offsets.data() : nullptr;
  for (std::size_t f = 0; f < store.fields.size(); ++f) show(store.fields[f], column.fields[f]);
}

const data::Columns& Chunk::columns() {
  for (std::size_t i = 0; i < stores_.size(); ++i) show(stores_[i], columns_.slots[i]);
  return columns_;
}

Cell Chunk::cell(std::size_t slot, std::size_t row) const {
  const Store& store = stores_[slot];
  switch (store.kind) {
    case Kind::boolean: return Cell(store.truths[row]);
    case Kind::number: return Cell(store.numbers[row]);
    case Kind::text: return Cell(store.texts[row]);
    case Kind::time:
    case Kind::duration: return Cell(store.ticks[row]);
    default: return Cell(data::ListRef{});
  }
}

}  // namespace rubric::records
