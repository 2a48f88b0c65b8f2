#include "base/spelling.hpp"

#include <algorithm>
#include <numeric>

namespace rubric::base {

namespace {

char fold_ascii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

unsigned edit_distance(std::string_view a, std::string_view b, unsigned limit) {
  const std::size_t width = b.size() + 1;
  if ((a.size() > b.size() ? a.size() - b.size() : b.size() - a.size()) > limit) return limit + 1;
  // Three rows suffice: a swap of neighbours looks two rows back.
  std::vector<unsigned> before(width), above(width), row(width);
  std::iota(above.begin(), above.end(), 0U);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<unsigned>(i);
    unsigned best = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const char x = fold_ascii(a[i - 1]);
      const char y = fold_ascii(b[j - 1]);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (x == y ? 0U : 1U)});
      if (i > 1 && j > 1 && x == fold_ascii(b[j - 2]) && fold_ascii(a[i - 2]) == y) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
      best = std::min(best, row[j]);
    }
    if (best > limit) return limit + 1;
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

std::optional<std::string_view> nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
  std::optional<std::string_view> best;
  unsigned best_distance = 0;
  for (const std::string_view candidate : candidates) {
    const auto longer = static_cast<unsigned>(std::max(word.size(), candidate.size()));
    const unsigned limit = best ? best_distance - 1 : std::max(1U, longer / 3);
    const unsigned distance = edit_distance(word, candidate, limit);
    if (distance > limit || distance >= longer) continue;
    best = candidate;
    best_distance = distance;
    if (distance == 0) break;
  }
  return best;
}

}  // namespace rubric::base
