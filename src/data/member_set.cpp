#include "data/member_set.hpp"

#include <algorithm>
#include <bit>
#include <functional>

namespace rubric::data {

namespace {

constexpr std::uint32_t kEmpty = UINT32_MAX;

}  // namespace

MemberSet MemberSet::of_texts(std::vector<std::string> texts) {
  MemberSet set;
  set.texts_ = std::move(texts);
  // At most half full, so that a miss ends soon.
  set.table_.assign(std::bit_ceil(set.texts_.size() * 2 + 1), kEmpty);
  set.mask_ = set.table_.size() - 1;
  for (std::uint32_t i = 0; i < set.texts_.size(); ++i) {
    std::uint64_t at = std::hash<std::string_view>{}(set.texts_[i]) & set.mask_;
    while (set.table_[at] != kEmpty) at = (at + 1) & set.mask_;
    set.table_[at] = i;
  }
  return set;
}

MemberSet MemberSet::of_numbers(std::vector<double> numbers) {
  MemberSet set;
  set.kind_ = Kind::number;
  set.numbers_ = std::move(numbers);
  std::ranges::sort(set.numbers_);
  return set;
}

MemberSet MemberSet::of_ticks(Kind kind, std::vector<std::int64_t> ticks) {
  MemberSet set;
  set.kind_ = kind;
  set.ticks_ = std::move(ticks);
  std::ranges::sort(set.ticks_);
  return set;
}

bool MemberSet::contains(std::string_view text) const {
  return find(text) != kEmpty;
}

std::uint32_t MemberSet::find(std::string_view text) const {
  std::uint64_t at = std::hash<std::string_view>{}(text)&mask_;
  while (table_[at] != kEmpty && texts_[table_[at]] != text) at = (at + 1) & mask_;
  return table_[at];
}

std::size_t MemberSet::place(const Cell& value) const {
  const auto sorted = [this](const auto& members, const auto& wanted) {
    const auto found = std::ranges::lower_bound(members, wanted);
    const bool there = found != members.end() && *found == wanted;
    return there ? static_cast<std::size_t>(found - members.begin()) : size();
  };
  if (is_missing(kind_, value)) return size();
  if (kind_ == Kind::number) return sorted(numbers_, value.number);
  if (kind_ != Kind::text) return sorted(ticks_, value.ticks);
  const std::uint32_t found = find(view(value.text));
  return found == kEmpty ? size() : found;
}

bool MemberSet::contains(double number) const {
  return std::ranges::binary_search(numbers_, number);
}

bool MemberSet::contains(std::int64_t ticks) const {
  return std::ranges::binary_search(ticks_, ticks);
}

std::size_t MemberSet::size() const {
  return texts_.size() + numbers_.size() + ticks_.size();
}

}  // namespace rubric::data
