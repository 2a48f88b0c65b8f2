// 512 bits as one value, which the newest processors hold in one register.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>

#include "base/clones.hpp"

namespace rubric::vm {

using Line = std::array<std::uint64_t, 8>;
// Only ever a local variable: how a vector is handed over differs from clone to clone.
using WideWords = std::uint64_t __attribute__((vector_size(sizeof(Line))));

RUBRIC_INLINE void load(WideWords& out, const Line& from) {
  std::memcpy(&out, from.data(), sizeof out);
}
RUBRIC_INLINE void store(Line& out, const WideWords& from) {
  std::memcpy(out.data(), &from, sizeof from);
}

}  // namespace rubric::vm
