#include "records/key_index.hpp"

#include <functional>

namespace rubric::records {

// Where the key stands in the table, or the empty place where it belongs.
std::size_t KeyIndex::place(std::string_view key) const {
  const std::size_t mask = table_.size() - 1;
  std::size_t at = std::hash<std::string_view>{}(key)&mask;
  while (table_[at] != kEmpty && data::view(keys_[table_[at]]) != key) at = (at + 1) & mask;
  return at;
}

void KeyIndex::grow() {
  table_.assign(table_.size() * 2, kEmpty);
  for (std::uint32_t i = 0; i < keys_.size(); ++i) table_[place(data::view(keys_[i]))] = i;
}

std::uint32_t KeyIndex::add(std::string_view key, TextStore& texts) {
  const std::size_t at = place(key);
  if (table_[at] != kEmpty) return table_[at];
  const std::uint32_t number = size();
  keys_.push_back(texts.keep(key));
  table_[at] = number;
  if (keys_.size() * 2 > table_.size()) grow();
  return number;
}

std::optional<std::uint32_t> KeyIndex::find(std::string_view key) const {
  const std::uint32_t number = table_[place(key)];
  return number == kEmpty ? std::nullopt : std::optional(number);
}

}  // namespace rubric::records
