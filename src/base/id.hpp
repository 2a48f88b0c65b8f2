// Typed indices. Nodes live in vectors and refer to each other by id: an id of one store cannot be
// used in another by mistake, and a store can grow without moving anybody's references.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <limits>

namespace rubric::base {

template <typename Tag>
struct Id {
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  std::uint32_t index = kNone;

  constexpr Id() = default;
  constexpr explicit Id(std::size_t i) : index(static_cast<std::uint32_t>(i)) {}

  [[nodiscard]] constexpr bool valid() const { return index != kNone; }
  friend constexpr auto operator<=>(Id, Id) = default;
};

}  // namespace rubric::base

template <typename Tag>
struct std::hash<rubric::base::Id<Tag>> {
  std::size_t operator()(rubric::base::Id<Tag> id) const noexcept { return id.index; }
};
