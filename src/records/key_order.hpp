// The keys of one object in data: which of them are wanted, and which one comes next.
//
// Records of one source have their keys in one order, now and then without some of them. So the key that
// is expected is compared first, with its quotes and colon, as two words: that costs next to nothing, for
// wanted and unwanted keys alike, and then its tokens need no look. A key out of order is looked up. What
// a key means never depends on the order.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "records/words.hpp"

namespace rubric::records {

class KeyOrder {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  /// How many unwanted keys are remembered.
  static constexpr std::size_t kRemembered = 256;
  /// Longer keys are not expected, since so much is read where one is.
  static constexpr std::size_t kLongest = 48;

  /// A key that is wanted or has been met, or the place before the first one.
  class Known {
   public:
    /// What `add` was told; kNone for a key that is not wanted.
    [[nodiscard]] std::uint32_t value() const { return value_; }
    /// The key that comes next if the order is as before, or one of the two behind it if keys are left out,
    /// where that stands at `at` as `"key":`; else null. kLongest + 3 bytes must be readable.
    [[nodiscard]] Known* followed_by(const char* at) const {
      if (next_->stands(at)) return next_;
      Known* const second = next_->next_;
      if (second->stands(at)) return second;
      return second->next_->stands(at) ? second->next_ : nullptr;
    }

   private:
    friend class KeyOrder;

    [[nodiscard]] bool stands(const char* at) const {
      return (((load_word(at) ^ head_) | (load_word(at + tail_at_) ^ tail_)) & mask_) == 0 &&
             (size_ <= 16 || std::memcmp(at, text_.data(), size_) == 0);
    }

    // As long as it is no key: words that no place has both.
    std::uint64_t head_ = 0;
    std::uint64_t tail_ = 1;
    std::uint64_t mask_ = ~std::uint64_t{0};
    std::uint32_t tail_at_ = 0;
    std::uint32_t size_ = 0;
    std::uint32_t value_ = kNone;
    std::uint32_t wrong_ = 0;  // how often another key came than the next one
    Known* next_ = nullptr;    // none before it has been met
    std::string text_;         // with quotes and colon
  };

  KeyOrder();

  /// A wanted key, which is not there yet, and what is given for it.
  void add(std::string_view key, std::uint32_t value);
  /// kNone for a key that is not wanted.
  [[nodiscard]] std::uint32_t find(std::string_view key) const;

  /// What stands before the first key of an object.
  [[nodiscard]] Known* start() const { return known_.front().get(); }
  /// The key that stands at `quoted` between quotes, as it was not the one expected behind `previous`. Null
  /// for an unwanted one that is not remembered. At most kLongest bytes; the colon may come later.
  Known* meet(const char* quoted, std::size_t size, Known* previous);

 private:
  [[nodiscard]] std::uint32_t entry_of(std::string_view key) const;
  Known* remember(std::string_view key, std::uint32_t value);
  void insert(std::uint32_t entry);

  std::vector<std::unique_ptr<Known>> known_;
  std::vector<std::uint32_t> places_ = std::vector<std::uint32_t>(8, 0);  // open addressing; 0 where empty
  std::size_t unwanted_ = 0;
};

}  // namespace rubric::records
