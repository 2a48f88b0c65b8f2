// Texts kept for a whole run: packed one behind the other, and most repeated ones only once.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "data/cell.hpp"

namespace rubric::records {

class TextStore {
 public:
  /// A copy that lives as long as the store. The last texts are remembered by their hash, so that a column
  /// of few different values costs nothing.
  [[nodiscard]] data::TextRef keep(std::string_view text);
  /// Memory taken, in bytes.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  static constexpr std::size_t kBlock = 256U << 10U;
  static constexpr std::size_t kRemembered = 4096;

  char* take(std::size_t size);

  std::vector<std::unique_ptr<char[]>> blocks_;
  char* free_ = nullptr;
  std::size_t room_ = 0;
  std::size_t bytes_ = 0;
  std::vector<data::TextRef> remembered_ = std::vector<data::TextRef>(kRemembered);
};

}  // namespace rubric::records
