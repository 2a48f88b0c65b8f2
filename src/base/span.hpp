// Spans as the compiler's folders use them: the public type, and the few ways to combine two.
#pragma once

#include <algorithm>

#include "rubric/diagnostic.hpp"

namespace rubric::base {

using rubric::Span;

/// The smallest span that covers both; both must lie in the same source.
[[nodiscard]] inline Span cover(Span a, Span b) {
  return {a.source, std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

/// The empty span just behind `a`: where something is missing.
[[nodiscard]] inline Span after(Span a) {
  return {a.source, a.end, a.end};
}

}  // namespace rubric::base
