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
  std::uint64_t at = std::hash<std::string_view>{}(text)&mask_;
  while (table_[at] != kEmpty) {
    if (texts_[table_[at]] == text) return true;
    at = (at + 1) & mask_;
  }
  return false;
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
