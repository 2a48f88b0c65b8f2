// A constant set as the machine asks it: one probe a test.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/cell.hpp"
#include "data/type.hpp"

namespace rubric::data {

/// Immutable once built; safe to share between threads.
class MemberSet {
 public:
  static MemberSet of_texts(std::vector<std::string> texts);
  static MemberSet of_numbers(std::vector<double> numbers);
  static MemberSet of_ticks(Kind kind, std::vector<std::int64_t> ticks);

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool contains(std::string_view text) const;
  [[nodiscard]] bool contains(double number) const;
  [[nodiscard]] bool contains(std::int64_t ticks) const;
  /// Which of the members it is, in ascending order from 0; `size()` for none. A missing value is none.
  [[nodiscard]] std::size_t place(const Cell& value) const;
  [[nodiscard]] const std::vector<std::string>& texts() const { return texts_; }
  [[nodiscard]] std::size_t size() const;

 private:
  [[nodiscard]] std::uint32_t find(std::string_view text) const;

  Kind kind_ = Kind::text;
  std::vector<std::string> texts_;
  std::vector<std::uint32_t> table_;  ///< open addressing over texts_, kEmpty where free
  std::uint64_t mask_ = 0;
  std::vector<double> numbers_;      ///< sorted
  std::vector<std::int64_t> ticks_;  ///< sorted
};

}  // namespace rubric::data
