#include "support/diff.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace rubric::test {

namespace {

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
  Lines out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    out.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

struct Step {
  char sign;
  std::string_view line;
};

// lengths[i][j]: the longest common subsequence of what follows line i and line j.
std::vector<std::vector<unsigned>> common_lengths(const Lines& a, const Lines& b) {
  std::vector<std::vector<unsigned>> lengths(a.size() + 1, std::vector<unsigned>(b.size() + 1));
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) {
      lengths[i][j] = a[i] == b[j] ? lengths[i + 1][j + 1] + 1 : std::max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

std::vector<Step> steps(const Lines& a, const Lines& b) {
  const auto lengths = common_lengths(a, b);
  std::vector<Step> out;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      out.push_back({' ', a[i++]});
      ++j;
    } else if (j == b.size() || (i < a.size() && lengths[i + 1][j] >= lengths[i][j + 1])) {
      out.push_back({'-', a[i++]});
    } else {
      out.push_back({'+', b[j++]});
    }
  }
  return out;
}

bool near_change(const std::vector<Step>& all, std::size_t at) {
  constexpr std::size_t kContext = 2;
  const std::size_t first = at < kContext ? 0 : at - kContext;
  const std::size_t last = std::min(all.size(), at + kContext + 1);
  return std::any_of(all.begin() + static_cast<std::ptrdiff_t>(first), all.begin() + static_cast<std::ptrdiff_t>(last),
                     [](const Step& s) { return s.sign != ' '; });
}

}  // namespace

std::string line_diff(std::string_view expected, std::string_view actual) {
  if (expected == actual) return {};
  const auto all = steps(lines_of(expected), lines_of(actual));
  std::string out;
  bool gap = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!near_change(all, i)) {
      gap = true;
      continue;
    }
    if (gap) out += "    ...\n";
    gap = false;
    out += "  ";
    out += all[i].sign;
    out += ' ';
    out += all[i].line;
    out += '\n';
  }
  // Equal lines, so the texts differ in their last line end.
  return out.empty() ? "    (only the line end of the last line differs)\n" : out;
}

}  // namespace rubric::test
