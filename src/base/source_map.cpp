#include "base/source_map.hpp"

#include <algorithm>

namespace rubric::base {

const std::vector<std::uint32_t>& Source::line_starts() const {
  if (line_starts_.empty()) {
    line_starts_.push_back(0);
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if (text_[i] == '\n') line_starts_.push_back(static_cast<std::uint32_t>(i + 1));
    }
  }
  return line_starts_;
}

Position Source::position(std::uint32_t offset) const {
  const auto& starts = line_starts();
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  const auto next = std::upper_bound(starts.begin(), starts.end(), offset);
  const auto line = static_cast<std::uint32_t>(next - starts.begin());
  // Findings come in the order of the text, many perhaps on one line of megabytes: counting goes on from
  // the place that was asked for last.
  if (counted_.line_start != starts[line - 1] || counted_.offset > offset)
    counted_ = {starts[line - 1], starts[line - 1], 1};
  for (; counted_.offset < offset; ++counted_.offset) {
    // Continuation bytes of UTF-8 belong to the code point before them.
    if ((static_cast<unsigned char>(text_[counted_.offset]) & 0xC0U) != 0x80U) ++counted_.column;
  }
  return {line, counted_.column};
}

std::uint32_t Source::line_count() const {
  return static_cast<std::uint32_t>(line_starts().size());
}

std::uint32_t Source::line_start(std::uint32_t number) const {
  const auto& starts = line_starts();
  return number <= starts.size() ? starts[number - 1] : static_cast<std::uint32_t>(text_.size());
}

std::string_view Source::line(std::uint32_t number) const {
  const auto begin = line_start(number);
  std::string_view rest = std::string_view(text_).substr(begin);
  rest = rest.substr(0, rest.find('\n'));
  if (!rest.empty() && rest.back() == '\r') rest.remove_suffix(1);
  return rest;
}

std::uint32_t SourceMap::add(std::string name, std::string text) {
  sources_.emplace_back(std::move(name), std::move(text));
  return static_cast<std::uint32_t>(sources_.size() - 1);
}

}  // namespace rubric::base
