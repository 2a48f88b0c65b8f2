// Rows of cells kept for a whole run, in blocks: growing moves no row and needs no second copy.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "data/cell.hpp"

namespace rubric::records {

class RowStore {
 public:
  explicit RowStore(std::size_t stride)
      : stride_(stride), rows_a_block_(std::max<std::size_t>(1, kCellsABlock / std::max<std::size_t>(1, stride))) {}

  void add(std::span<const data::Cell> row) {
    if (count_ == blocks_.size() * rows_a_block_) {
      blocks_.push_back(std::make_unique_for_overwrite<data::Cell[]>(rows_a_block_ * stride_));
    }
    ++count_;
    std::copy(row.begin(), row.end(), at(count_ - 1));
  }
  [[nodiscard]] std::span<const data::Cell> row(std::size_t i) const { return {at(i), stride_}; }
  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] std::size_t stride() const { return stride_; }
  /// Memory taken, in bytes.
  [[nodiscard]] std::size_t bytes() const { return blocks_.size() * rows_a_block_ * stride_ * sizeof(data::Cell); }

 private:
  static constexpr std::size_t kCellsABlock = 16384;

  [[nodiscard]] data::Cell* at(std::size_t i) const {
    return blocks_[i / rows_a_block_].get() + i % rows_a_block_ * stride_;
  }

  std::size_t stride_;
  std::size_t rows_a_block_;
  std::size_t count_ = 0;
  std::vector<std::unique_ptr<data::Cell[]>> blocks_;
};

}  // namespace rubric::records
