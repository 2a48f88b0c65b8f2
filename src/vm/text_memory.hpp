// Which class the texts had that were seen last, by the texts themselves.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "data/text_hash.hpp"

namespace rubric::vm {

/// Not thread-safe. Allocates when it is made.
class TextMemory {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  void forget() {
    for (Seen& s : seen_) s.group = kNone;
  }

  /// The class of a text that is not missing; `find` says it where it is not remembered. Where hardly any text comes
  /// again, remembering only costs: then it is tried again now and then.
  template <class Find>
  std::uint32_t class_of(data::TextRef text, const Find& find) {
    if (text.size > kLongest || rests()) return find();
    ++asked_;
    const std::uint64_t hash = data::text_hash(text);
    Seen& seen = seen_[hash % kPlaces];
    if (seen.group != kNone && seen.hash == hash && data::same_text({seen.text.data(), seen.size}, text)) {
      ++hits_;
      return seen.group;
    }
    const std::uint32_t group = find();
    seen.hash = hash;
    seen.group = group;
    seen.size = text.size;
    std::memcpy(seen.text.data(), text.data, text.size);
    return group;
  }

 private:
  static constexpr std::size_t kPlaces = 1024;  // a text has one of them, by its hash
  static constexpr std::size_t kLongest = 48;
  static constexpr std::uint32_t kTrial = 1024;
  static constexpr std::uint32_t kRest = 16 * kTrial;
  struct Seen {
    std::uint64_t hash = 0;
    std::uint32_t group = kNone;
    std::uint32_t size = 0;
    std::array<char, kLongest> text{};
  };

  bool rests() {
    const bool seldom = hits_ * 4 < kTrial;
    if (asked_ > kTrial && seldom) {
      if (++asked_ == kRest) asked_ = hits_ = 0;
      return true;
    }
    if (asked_ == kTrial && !seldom) asked_ = hits_ = 0;
    return false;
  }

  std::uint32_t asked_ = 0;
  std::uint32_t hits_ = 0;
  std::vector<Seen> seen_ = std::vector<Seen>(kPlaces);
};

}  // namespace rubric::vm
