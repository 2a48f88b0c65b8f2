// Rows of texts laid out in columns that fit a width.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diag/render_style.hpp"

namespace rubric::cli {

struct TableColumn {
  std::string heading;
  bool right = false;    ///< numbers
  bool shrinks = false;  ///< its texts may be cut when room is short
};

struct TableCell {
  std::string text;  ///< any UTF-8; what a terminal would obey is escaped
  diag::Style style = diag::Style::plain;
};

using TableRow = std::vector<TableCell>;

struct Table {
  std::string text;                 ///< with line ends, no blanks at the ends of lines
  std::vector<std::string> hidden;  ///< headings of the last columns, for which there was no room
};

/// Each row has a cell for each column. Long texts are cut first, then columns left out from the right;
/// the first one always stays.
[[nodiscard]] Table lay_out(const std::vector<TableColumn>& columns, const std::vector<TableRow>& rows, unsigned width,
                            bool colour);

}  // namespace rubric::cli
