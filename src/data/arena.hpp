// Memory for what is built while one record is read or decided: taken in a line, given back at once.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

#include "data/cell.hpp"

namespace rubric::data {

/// Not thread-safe. Blocks are kept over `reset`, so a warm arena does not allocate.
class Arena {
 public:
  explicit Arena(std::size_t limit = 16U << 20U) : limit_(limit) {}

  /// `size` bytes aligned for a Cell; null past the limit, and `exhausted` is then true until `reset`.
  [[nodiscard]] char* take(std::size_t size) {
    size = (size + 15U) & ~std::size_t{15U};
    if (size > limit_ - used_) {
      exhausted_ = true;
      return nullptr;
    }
    used_ += size;
    while (block_ < blocks_.size() && blocks_[block_].size - offset_ < size) {
      ++block_;
      offset_ = 0;
    }
    if (block_ == blocks_.size()) {
      const std::size_t wanted = size > kBlock ? size : kBlock;
      blocks_.push_back({std::make_unique<char[]>(wanted), wanted});
      offset_ = 0;
    }
    char* out = blocks_[block_].bytes.get() + offset_;
    offset_ += size;
    return out;
  }

  /// A copy of the text; missing past the limit.
  [[nodiscard]] TextRef copy(std::string_view text) {
    char* out = take(text.size() + 1);
    if (out == nullptr) return {};
    if (!text.empty()) std::memcpy(out, text.data(), text.size());
    return {out, static_cast<std::uint32_t>(text.size())};
  }

  void reset() {
    block_ = 0;
    offset_ = 0;
    used_ = 0;
    exhausted_ = false;
  }

  [[nodiscard]] bool exhausted() const { return exhausted_; }
  /// Bytes taken since `reset`.
  [[nodiscard]] std::size_t used() const { return used_; }
  /// Marks the record as past a limit that the arena does not count itself.
  void exhaust() { exhausted_ = true; }

 private:
  static constexpr std::size_t kBlock = 64U << 10U;
  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size;
  };

  std::size_t limit_;
  std::size_t used_ = 0;
  std::size_t block_ = 0;
  std::size_t offset_ = 0;
  bool exhausted_ = false;
  std::vector<Block> blocks_;
};

}  // namespace rubric::data
