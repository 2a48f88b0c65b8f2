#include "records/chunk.hpp"

#include <algorithm>
#include <cstring>

#include "data/text_hash.hpp"

namespace rubric::records {

using data::Cell;
using data::Kind;

namespace {

constexpr std::size_t kMostKnown = 8192;  // texts of a dictionary
constexpr std::size_t kMostKnownBytes = 512U << 10U;
constexpr std::size_t kLongest = 128;  // a longer text is not worth remembering

}  // namespace

void TextColumn::add(data::TextRef text) {
  std::array<char, kReadable> bytes{};
  if (text.size <= kReadable) {
    if (text.size > 0) std::memcpy(bytes.data(), text.data, text.size);
    text.data = bytes.data();
  }
  add({&text, 1});
}

void TextColumn::add(std::span<const data::TextRef> texts) {
  if (plain_) return add_copies(texts);
  if (places_.empty()) places_.resize(std::size_t{1} << kPlaceBits);
  add_codes(texts);
}

void TextColumn::add_missing(std::size_t count) {
  if (plain_) {
    texts_.resize(texts_.size() + count);
  } else {
    codes_.resize(codes_.size() + count);
  }
}

// One behind the other. Of most texts kReadable bytes are all, and to copy so many is quicker than to ask how many.
void TextColumn::add_copies(std::span<const data::TextRef> texts) {
  std::size_t bytes = kReadable;
  for (const data::TextRef text : texts) bytes += text.size;
  char* out = copied_.take(bytes);
  const std::size_t before = texts_.size();
  texts_.resize(before + texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const data::TextRef text = texts[i];
    std::memcpy(out, text.data, kReadable);
    if (text.size > kReadable) std::memcpy(out + kReadable, text.data + kReadable, text.size - kReadable);
    texts_[before + i] = {text.size == 0 ? nullptr : out, text.size};
    out += text.size;
  }
}

TextColumn::Key TextColumn::key_of(data::TextRef text) {
  static constexpr auto kMasks = [] {
    std::array<unsigned char, 2 * kReadable> masks{};
    std::fill_n(masks.begin(), kReadable, static_cast<unsigned char>(0xFF));
    return masks;
  }();
  const unsigned char* const mask = kMasks.data() + kReadable - text.size;
  Key out;
  for (std::size_t i = 0; i < out.words.size(); ++i) {
    std::uint64_t kept = 0;
    std::memcpy(&out.words[i], text.data + 8 * i, 8);
    std::memcpy(&kept, mask + 8 * i, 8);
    out.words[i] &= kept;
  }
  out.size = text.size;
  return out;
}

// The upper bits of a product depend on all of a word's bits.
std::size_t TextColumn::place_of(const Key& key) {
  const auto& w = key.words;
  const std::uint64_t sum = w[0] * 0x9E3779B97F4A7C15U + w[1] * 0xC2B2AE3D27D4EB4FU + w[2] * 0x165667B19E3779F9U +
                            w[3] * 0xD6E8FEB86659FD93U + key.size * 0xFF51AFD7ED558CCDU;
  return sum >> (64U - kPlaceBits);
}

// No branch asks how long a text is, as long as it is short, nor whether there is one: nothing of that can be foreseen.
void TextColumn::add_codes(std::span<const data::TextRef> texts) {
  const std::size_t before = codes_.size();
  codes_.resize(before + texts.size());
  std::uint32_t* const out = codes_.data() + before;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].size > kReadable) {
      out[i] = long_code(texts[i]);
      continue;
    }
    const Key key = key_of(texts[i]);
    std::uint32_t& place = places_[place_of(key)];
    if (keys_[place] == key) {
      out[i] = place;
    } else {
      out[i] = key.size == 0 ? 0 : place = add_to_dictionary(texts[i], key);
    }
  }
}

std::uint32_t TextColumn::long_code(data::TextRef text) {
  if (text.size > kLongest) return add_to_dictionary(text, {{}, text.size});
  std::uint32_t& place = places_[data::text_hash(text) >> (64U - kPlaceBits)];
  const data::TextRef known = dictionary_.texts[place];
  if (place == 0 || !data::same_text(known, text)) place = add_to_dictionary(text, {{}, text.size});
  return place;
}

std::uint32_t TextColumn::add_to_dictionary(data::TextRef text, const Key& key) {
  ++fresh_;
  known_bytes_ += text.size;
  const auto code = static_cast<std::uint32_t>(dictionary_.texts.size());
  dictionary_.texts.push_back(known_.copy(data::view(text)));
  keys_.push_back(key);
  return code;
}

void TextColumn::forget() {
  dictionary_.texts.resize(1);
  keys_.resize(1);
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
    rest_ = next_rest_;
    next_rest_ = std::min(next_rest_ * 2, kLongestRest);
  } else if (!plain_) {
    next_rest_ = kRest;
  } else if (--rest_ == 0) {
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
  out.unread = slot.unread && slot.kind == Kind::text;
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
    add_cell(i, cells[i]);
    if (data::is_list(stores_[i].kind)) bytes_ += cells[i].list.count * stores_[i].fields.size() * sizeof(Cell);
    if (stores_[i].kind == Kind::text) bytes_ += cells[i].text.size;
  }
  ++columns_.rows;
}

void Chunk::add_cell(std::size_t slot, const Cell& cell) {
  Store& store = stores_[slot];
  if (store.unread) return add_missing(slot, 1);
  add_values(store, &cell, 1, 1);
}

void Chunk::add_missing(std::size_t slot, std::size_t count) {
  Store& store = stores_[slot];
  if (store.kind == Kind::text) return store.texts.add_missing(count);
  const Cell missing = data::missing_cell(store.kind);
  for (std::size_t i = 0; i < count; ++i) add_values(store, &missing, 1, 1);
}

std::span<double> Chunk::add_numbers(std::size_t slot, std::size_t count) {
  std::vector<double>& numbers = stores_[slot].numbers;
  numbers.resize(numbers.size() + count);
  return std::span(numbers).last(count);
}

std::span<std::int64_t> Chunk::add_ticks(std::size_t slot, std::size_t count) {
  std::vector<std::int64_t>& ticks = stores_[slot].ticks;
  ticks.resize(ticks.size() + count);
  return std::span(ticks).last(count);
}

void Chunk::add_texts(std::size_t slot, std::span<const data::TextRef> texts) {
  Store& store = stores_[slot];
  store.texts.add(texts);
  for (const data::TextRef text : texts) bytes_ += text.size;
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
