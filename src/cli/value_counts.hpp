// How often a `choose` gave each value, in memory that does not grow with the leads.
//
// Values are kept in the order in which they first came. So counts of the leads in pieces, merged in the order of
// the pieces, are the counts of all leads, also where there are more values than are told apart.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/flat_index.hpp"
#include "data/type.hpp"

namespace rubric::cli {

class ValueCounts {
 public:
  /// Past `distinct` different values, further ones are only counted together.
  explicit ValueCounts(data::Kind kind, std::size_t distinct = 10'000) : kind_(kind), distinct_(distinct) {}
  static constexpr std::size_t kUnbounded = UINT32_MAX;

  void add(const data::Cell& cell);
  /// Adds those of the leads behind; they must be of the same kind and without bound.
  void merge(const ValueCounts& later);
  /// Forgets all, and keeps the memory.
  void clear();

  struct Entry {
    std::string plain;  ///< empty for missing
    std::string json;
    std::uint64_t count = 0;
  };
  struct Figures {
    std::vector<Entry> top;          ///< the most frequent first, then by value
    std::uint64_t other_values = 0;  ///< different values that are not in `top`
    std::uint64_t other_count = 0;   ///< how often they came
    bool other_values_exact = true;  ///< false: there were at least that many
  };
  [[nodiscard]] Figures figures(std::size_t top) const;

 private:
  struct Value {
    std::uint64_t bits = 0;  // of a bool, number or ticks; where a text stands in `texts_`
    std::uint32_t size = 0;  // of a text
    std::uint64_t count = 0;
  };

  void add_text(std::string_view text, std::uint64_t count);
  void add_bits(std::uint64_t bits, std::uint64_t count);
  [[nodiscard]] std::string_view text(const Value& value) const {
    return std::string_view(texts_).substr(value.bits, value.size);
  }

  data::Kind kind_;
  std::size_t distinct_;
  std::uint64_t missing_ = 0;
  std::uint64_t beyond_ = 0;
  std::vector<Value> values_;
  base::FlatIndex index_;  // of values_
  std::string texts_;
};

}  // namespace rubric::cli
