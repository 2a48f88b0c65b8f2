#include "records/key_order.hpp"

#include <algorithm>
#include <bit>

namespace rubric::records {

namespace {

// The first and the last bytes tell the keys of one object apart; those that agree in them share a chain.
std::size_t hash(std::string_view key) {
  std::uint64_t head = 0;
  std::uint64_t tail = 0;
  const std::size_t part = std::min<std::size_t>(key.size(), 8);
  std::memcpy(&head, key.data(), part);
  std::memcpy(&tail, key.data() + key.size() - part, part);
  return ((head ^ std::rotl(tail, 7) ^ key.size()) * 0x9E3779B97F4A7C15U) >> 32U;
}

// Between its quotes.
std::string_view bare(std::string_view text) {
  return text.substr(1, text.size() - 3);
}

}  // namespace

KeyOrder::KeyOrder() {
  known_.push_back(std::make_unique<Known>());
  start()->next_ = start();
}

std::uint32_t KeyOrder::entry_of(std::string_view key) const {
  const std::size_t mask = places_.size() - 1;
  std::size_t at = hash(key) & mask;
  while (places_[at] != 0 && bare(known_[places_[at]]->text_) != key) at = (at + 1) & mask;
  return places_[at];
}

std::uint32_t KeyOrder::find(std::string_view key) const {
  return known_[entry_of(key)]->value_;
}

void KeyOrder::insert(std::uint32_t entry) {
  const std::size_t mask = places_.size() - 1;
  std::size_t at = hash(bare(known_[entry]->text_)) & mask;
  while (places_[at] != 0) at = (at + 1) & mask;
  places_[at] = entry;
}

// Up to eight bytes are compared in the first word, up to sixteen in two that overlap.
KeyOrder::Known* KeyOrder::remember(std::string_view key, std::uint32_t value) {
  auto made = std::make_unique<Known>();
  made->text_ = '"' + std::string(key) + "\":";
  const std::size_t size = made->text_.size();
  std::string padded = made->text_;
  padded.resize(std::max<std::size_t>(size, 8));
  made->size_ = static_cast<std::uint32_t>(size);
  made->value_ = value;
  made->mask_ = size >= 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * size)) - 1;
  made->tail_at_ = static_cast<std::uint32_t>(padded.size() - 8);
  made->head_ = load_word(padded.data());
  made->tail_ = load_word(padded.data() + made->tail_at_);
  known_.push_back(std::move(made));
  if (known_.size() * 2 > places_.size()) {
    places_.assign(places_.size() * 2, 0);
    for (std::uint32_t i = 1; i + 1 < known_.size(); ++i) insert(i);
  }
  insert(static_cast<std::uint32_t>(known_.size() - 1));
  return known_.back().get();
}

void KeyOrder::add(std::string_view key, std::uint32_t value) {
  (void)remember(key, value);
}

// Keys are left out now and then, and come back: that does not change what is expected. An order that is
// another one for good does.
KeyOrder::Known* KeyOrder::meet(const char* quoted, std::size_t size, Known* previous) {
  constexpr std::uint32_t kOften = 16;
  const std::string_view key(quoted + 1, size);
  const std::uint32_t entry = entry_of(key);
  if (entry == 0 && unwanted_ == kRemembered) return nullptr;
  unwanted_ += entry == 0 ? 1 : 0;
  Known* const met = entry == 0 ? remember(key, kNone) : known_[entry].get();
  if (met->next_ == nullptr) {
    met->next_ = previous->next_;
    previous->next_ = met;
  } else if (++previous->wrong_ % kOften == 0) {
    previous->next_ = met;
  }
  return met;
}

}  // namespace rubric::records
