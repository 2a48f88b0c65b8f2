#include "records/text_store.hpp"

#include <cstring>
#include <functional>

namespace rubric::records {

char* TextStore::take(std::size_t size) {
  if (size > kBlock / 4) {  // Long ones have a block of their own, and the open one stays open.
    bytes_ += size;
    return blocks_.emplace_back(std::make_unique_for_overwrite<char[]>(size)).get();
  }
  if (size > room_) {
    free_ = blocks_.emplace_back(std::make_unique_for_overwrite<char[]>(kBlock)).get();
    room_ = kBlock;
    bytes_ += kBlock;
  }
  room_ -= size;
  char* const out = free_;
  free_ += size;
  return out;
}

data::TextRef TextStore::keep(std::string_view text) {
  if (text.empty()) return {"", 0};
  data::TextRef& known = remembered_[std::hash<std::string_view>{}(text) % kRemembered];
  if (known.data != nullptr && data::view(known) == text) return known;
  char* const out = take(text.size());
  std::memcpy(out, text.data(), text.size());
  return known = {out, static_cast<std::uint32_t>(text.size())};
}

}  // namespace rubric::records
