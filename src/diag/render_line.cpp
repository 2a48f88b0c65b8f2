#include "diag/render_line.hpp"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <limits>

namespace rubric::diag {

namespace {

constexpr std::uint32_t kTab = 4;
constexpr std::uint32_t kContext = 24;  // columns kept before the focus of a line that is cut
constexpr std::string_view kCut = "...";

struct Printed {
  std::uint32_t bytes = 0;  // taken from the text
  std::uint32_t width = 0;
  std::string text;
};

// Joiners and variation selectors make one picture of several characters; the other format characters
// (direction marks above all) could make a line look like another one.
bool is_hidden_format(utf8proc_int32_t c) {
  constexpr utf8proc_int32_t kZeroWidthNonJoiner = 0x200C;
  constexpr utf8proc_int32_t kZeroWidthJoiner = 0x200D;
  return utf8proc_category(c) == UTF8PROC_CATEGORY_CF && c != kZeroWidthNonJoiner && c != kZeroWidthJoiner;
}

bool must_escape(utf8proc_int32_t c) {
  switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return true;
    default: return is_hidden_format(c);
  }
}

Printed escape(std::uint32_t bytes, std::string text) {
  const auto width = static_cast<std::uint32_t>(text.size());
  return {bytes, width, std::move(text)};
}

// The first character of the text, as it is printed. Tabs are the caller's business.
Printed print(std::string_view text) {
  utf8proc_int32_t c = 0;
  const auto taken = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                      static_cast<utf8proc_ssize_t>(std::min<std::size_t>(text.size(), 4)), &c);
  if (taken <= 0) return escape(1, fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front())));
  const auto bytes = static_cast<std::uint32_t>(taken);
  if (must_escape(c)) return escape(bytes, fmt::format("\\u{{{:x}}}", c));
  return {bytes, static_cast<std::uint32_t>(std::max(utf8proc_charwidth(c), 0)), std::string(text.substr(0, bytes))};
}

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// A piece of the line that is sure to hold the window: a line of megabytes is not laid out as a whole.
LineRange near(std::string_view line, LineRange focus, std::uint32_t width) {
  const auto size = static_cast<std::uint32_t>(line.size());
  const std::uint32_t reach = 4 * width;  // the longest UTF-8 character has four bytes
  if (size <= 2 * reach) return {0, size};
  LineRange out{focus.begin > reach ? focus.begin - reach : 0, std::min(size, focus.begin + 2 * reach)};
  while (out.begin > 0 && continues(line[out.begin])) --out.begin;
  while (out.end < size && continues(line[out.end])) ++out.end;
  return out;
}

}  // namespace

struct DisplayLine::Glyph {
  std::uint32_t byte;
  std::uint32_t column;
  std::string text;
};

DisplayLine::DisplayLine(std::string_view line, LineRange focus, std::uint32_t width) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  const LineRange piece = near(line, focus, width);
  std::vector<Glyph> glyphs;
  std::uint32_t column = 0;
  for (std::uint32_t at = piece.begin; at < piece.end;) {
    Printed p = print(line.substr(at, piece.end - at));
    if (line[at] == '\t') p = {1, kTab - column % kTab, std::string(kTab - column % kTab, ' ')};
    if (at == 0 && line.starts_with(kByteOrderMark)) p = {3, 0, {}};
    glyphs.push_back({at, column, std::move(p.text)});
    column += p.width;
    at += p.bytes;
  }
  glyphs.push_back({piece.end, column, {}});

  const auto column_of = [&](std::uint32_t byte) {
    const auto next = std::upper_bound(glyphs.begin(), glyphs.end(), byte,
                                       [](std::uint32_t b, const Glyph& g) { return b < g.byte; });
    return next == glyphs.begin() ? 0 : std::prev(next)->column;
  };
  const bool whole = piece.begin == 0 && piece.end == line.size();
  if (whole && column <= width) {
    show(glyphs, 0, std::numeric_limits<std::uint32_t>::max());
    return;
  }
  const std::uint32_t from = column_of(focus.begin);
  const std::uint32_t to = std::max(column_of(focus.end), from + 1);
  // The focus with some text before it; a focus that fits is shown to its end.
  std::uint32_t first = from > kContext ? from - kContext : 0;
  if (to - from <= width && to > first + width) first = to - width;
  // Near the end of the line the room goes to what stands before.
  if (piece.end == line.size() && column < first + width) first = column > width ? column - width : 0;
  show(glyphs, first, first + width);
  const std::uint32_t end = stops_.back().byte;
  if (end < line.size()) text_ += kCut;
}

void DisplayLine::show(const std::vector<Glyph>& glyphs, std::uint32_t first, std::uint32_t last) {
  const bool cut = first > 0 || glyphs.front().byte > 0;
  const auto shift = static_cast<std::uint32_t>(cut ? kCut.size() : 0);
  if (cut) text_ = kCut;
  for (const Glyph& g : glyphs) {
    if (g.column < first) continue;
    // A wide character may begin one column behind the cut; what is printed decides.
    if (stops_.empty()) first = g.column;
    stops_.push_back({g.byte, g.column - first + shift});
    if (g.column >= last) break;
    text_ += g.text;
  }
}

std::uint32_t DisplayLine::column(std::uint32_t byte) const {
  const auto next =
      std::upper_bound(stops_.begin(), stops_.end(), byte, [](std::uint32_t b, const Stop& s) { return b < s.byte; });
  return next == stops_.begin() ? stops_.front().column : std::prev(next)->column;
}

std::string escaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Printed p = print(text);
    out += p.text;
    text.remove_prefix(p.bytes);
  }
  return out;
}

}  // namespace rubric::diag
