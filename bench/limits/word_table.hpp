// A few known texts with a number each: one multiplication and one comparison a question.
#pragma once

#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace rubric::bench::limits {

class WordTable {
 public:
  using Entry = std::pair<std::string_view, int>;

  /// What `at` says of a text that is not among the entries.
  WordTable(std::span<const Entry> entries, int other) : other_(other) {
    while (!try_place(entries)) factor_ = factor_ * 6364136223846793005U + 2 * 1442695040888963407U;
  }

  [[nodiscard]] int at(std::string_view text) const {
    const Slot& slot = slots_[(digest(text) * factor_) >> kShift];
    return slot.text == text ? slot.value : other_;
  }

 private:
  static constexpr unsigned kBits = 9;
  static constexpr unsigned kShift = 64 - kBits;
  struct Slot {
    std::string_view text;
    int value = 0;
  };

  template <class Word>
  static std::uint64_t ends(std::string_view text) {
    Word first;
    Word last;
    std::memcpy(&first, text.data(), sizeof first);
    std::memcpy(&last, text.data() + text.size() - sizeof last, sizeof last);
    return std::uint64_t{first} * 31 + last;
  }
  static std::uint64_t digest(std::string_view text) {
    std::uint64_t out = text.size() * 0x9E3779B1U;
    if (text.size() >= 8) return out + ends<std::uint64_t>(text);
    if (text.size() >= 4) return out + ends<std::uint32_t>(text) * 0x10001U;
    if (text.size() >= 2) return out + ends<std::uint16_t>(text);
    return text.empty() ? out : out + static_cast<unsigned char>(text[0]);
  }
  bool try_place(std::span<const Entry> entries) {
    slots_.assign(std::size_t{1} << kBits, Slot{{}, other_});
    for (const auto& [text, value] : entries) {
      Slot& slot = slots_[(digest(text) * factor_) >> kShift];
      if (slot.text.data() != nullptr) return false;
      slot = {text, value};
    }
    return true;
  }

  int other_;
  std::uint64_t factor_ = 0x9E3779B97F4A7C15U;
  std::vector<Slot> slots_;
};

}  // namespace rubric::bench::limits
