// Texts to numbers, counted up from 0 in the order in which they were first seen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "records/text_store.hpp"

namespace rubric::records {

class KeyIndex {
 public:
  /// The number of the key; a new one is copied into `texts`.
  std::uint32_t add(std::string_view key, TextStore& texts);
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view key) const;
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(keys_.size()); }
  /// Memory taken, in bytes, without the texts.
  [[nodiscard]] std::size_t bytes() const {
    return keys_.capacity() * sizeof(data::TextRef) + table_.size() * sizeof(std::uint32_t);
  }

 private:
  static constexpr std::uint32_t kEmpty = 0xFFFFFFFF;

  [[nodiscard]] std::size_t place(std::string_view key) const;
  void grow();

  std::vector<data::TextRef> keys_;
  std::vector<std::uint32_t> table_ = std::vector<std::uint32_t>(64, kEmpty);  ///< open addressing, at most half full
};

}  // namespace rubric::records
