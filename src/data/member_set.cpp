#include "data/member_set.hpp"

#include <algorithm>
#include <bit>

namespace rubric::data {

MemberSet MemberSet::of_texts(std::vector<std::string> texts) {
  MemberSet set;
  set.texts_ = std::move(texts);
  std::size_t size = 0;
  for (const std::string& text : set.texts_) size += text.size();
  set.bytes_.reserve(size);
  for (const std::string& text : set.texts_) set.bytes_ += text;
  set.seat_texts();
  return set;
}

// Most lists are short, and a few factors are enough to find one by which every member sits where it is looked for
// first. Longer ones have a short way to go. A list whose members only differ in their middles is hashed whole.
void MemberSet::seat_texts() {
  constexpr std::uint64_t kLongestWay = 8;
  constexpr std::size_t kFewMembers = 32;
  const auto bits = static_cast<unsigned>(std::bit_width(texts_.size() * 2 + 1));
  factor_ = 0x9E3779B97F4A7C15U;
  const int tries = texts_.size() <= kFewMembers ? 16 : 0;
  for (int i = 0; i < tries; ++i, factor_ = factor_ * 6364136223846793005U + 2 * 1442695040888963407U) {
    if (seat_all(bits + (i < tries / 2 ? 1 : 2), 0)) return;
  }
  if (seat_all(bits + 1, kLongestWay)) return;
  factor_ = 0;
  seat_all(bits, texts_.size());
}

// False when a member would sit further than that from where it is looked for first. There is always a free seat,
// so that a search ends.
bool MemberSet::seat_all(unsigned bits, std::uint64_t longest_way) {
  seats_.assign(std::size_t{1} << bits, Seat{});
  mask_ = seats_.size() - 1;
  shift_ = 64 - bits;
  std::uint32_t begin = 0;
  for (std::uint32_t i = 0; i < texts_.size(); ++i) {
    const auto size = static_cast<std::uint32_t>(texts_[i].size());
    std::uint64_t at = first_seat(texts_[i]);
    std::uint64_t way = 0;
    for (; seats_[at].member != kNone; at = (at + 1) & mask_, ++way) {
    }
    if (way > longest_way) return false;
    seats_[at] = {begin, size, i};
    begin += size;
  }
  return true;
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
  return found == kNone ? size() : found;
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
