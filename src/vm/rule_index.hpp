// Asks the rules of an index, all of them at once.
//
// Comes in: the registers, once the code has run. Goes out: for each value of the index whether it is yes, and
// whether it may be.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "bytecode/module.hpp"

namespace rubric::vm {

/// How many rules are what, by data::Tri.
using VerdictCounts = std::array<std::uint64_t, 3>;

/// The answers of an index about one record. Not thread-safe; does not allocate once made.
class IndexVerdicts {
 public:
  /// The index must outlive it.
  explicit IndexVerdicts(const bytecode::RuleIndex& index);

  /// The class of a value of that kind, kMissing for a missing one.
  [[nodiscard]] static std::uint32_t class_of(const bytecode::IndexedField& field, bytecode::Kind kind,
                                              const bytecode::Cell& value);
  static constexpr std::uint32_t kMissing = UINT32_MAX;

  void decide(std::span<const bytecode::Kind> kinds, const bytecode::Cell* registers);
  /// The same for whoever knows the classes: one a field of the index, in its order.
  void decide(std::span<const std::uint32_t> classes);

  [[nodiscard]] data::Tri value(std::size_t place) const {
    const auto bit = [&](const std::vector<bytecode::Bits>& bits) {
      return static_cast<int>(
          bits[place / bytecode::Bits::kCount].words[place % bytecode::Bits::kCount / 64] >> (place % 64) & 1U);
    };
    return static_cast<data::Tri>(bit(yes_) + bit(maybe_));
  }

  /// Of the rules alone, not of other conditions.
  [[nodiscard]] VerdictCounts counts() const;

  /// Calls `use(outcome)` for each rule with that verdict: yes or unknown.
  template <typename Use>
  void each(data::Tri verdict, Use use) const {
    for (std::size_t line = 0; line < index_.rules.size(); ++line) {
      for (std::size_t w = 0; w < yes_[line].words.size(); ++w) {
        const std::uint64_t yes = yes_[line].words[w];
        std::uint64_t left =
            (verdict == data::Tri::yes ? yes : maybe_[line].words[w] & ~yes) & index_.rules[line].words[w];
        for (; left != 0; left &= left - 1) {
          const auto bit = static_cast<std::size_t>(std::countr_zero(left));
          use(index_.owner[line * bytecode::Bits::kCount + w * 64 + bit]);
        }
      }
    }
  }

 private:
  const bytecode::RuleIndex& index_;
  std::uint64_t rules_ = 0;                     // how many
  std::vector<std::uint32_t> classes_;          // a field each
  std::vector<const bytecode::Bits*> present_;  // a set for each value that is there
  std::vector<const bytecode::Bits*> missing_;  // two for each that is not
  std::vector<bytecode::Bits> yes_;
  std::vector<bytecode::Bits> maybe_;  // yes or unknown
};

}  // namespace rubric::vm
