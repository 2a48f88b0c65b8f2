// A line of source text as a terminal shows it: tabs expanded, wide and combining characters by their
// width, what a terminal would obey (control characters, changes of direction) escaped, and long
// lines cut round the place that matters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rubric::diag {

/// A range of bytes of a line.
struct LineRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

class DisplayLine {
 public:
  /// Shows at most about `width` columns, among them the beginning of `focus`, and all of it if it fits.
  DisplayLine(std::string_view line, LineRange focus, std::uint32_t width);

  [[nodiscard]] const std::string& text() const { return text_; }
  /// The column (from 0) in `text` where byte `byte` of the line stands; the nearest edge for one that
  /// was cut off. The end of the line has the column behind its last character.
  [[nodiscard]] std::uint32_t column(std::uint32_t byte) const;

 private:
  struct Glyph;
  void show(const std::vector<Glyph>& glyphs, std::uint32_t first, std::uint32_t last);

  struct Stop {
    std::uint32_t byte;
    std::uint32_t column;
  };
  std::string text_;
  std::vector<Stop> stops_;  // where glyphs begin, and the end
};

/// A piece of text for a message: one line, nothing that a terminal would obey.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace rubric::diag
