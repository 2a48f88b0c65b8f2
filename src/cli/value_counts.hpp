// How often a `choose` gave each value, in memory that does not grow with the leads.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "data/type.hpp"

namespace rubric::cli {

class ValueCounts {
 public:
  /// Past `distinct` different values, further ones are only counted together.
  explicit ValueCounts(data::Kind kind, std::size_t distinct = 10'000) : kind_(kind), distinct_(distinct) {}

  void add(const data::Cell& cell);

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
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  data::Kind kind_;
  std::size_t distinct_;
  std::uint64_t missing_ = 0;
  std::uint64_t beyond_ = 0;
  std::unordered_map<std::string, std::uint64_t, Hash, std::equal_to<>> texts_;
  std::unordered_map<std::uint64_t, std::uint64_t> others_;  // by the bits of a bool, number or ticks
};

}  // namespace rubric::cli
