#include "cli/table_layout.hpp"

#include <algorithm>

#include "diag/render_line.hpp"

namespace rubric::cli {

namespace {

constexpr unsigned kGap = 2;
constexpr unsigned kLeast = 10;     // what a text that is cut keeps
constexpr unsigned kWidest = 4096;  // no cell is laid out further than this

unsigned width_of_text(std::string_view text) {
  const diag::DisplayLine line(text, {0, 0}, kWidest);
  return line.column(static_cast<std::uint32_t>(text.size()));
}

std::string cut(std::string_view text, unsigned width) {
  constexpr unsigned kMark = 3;
  const diag::DisplayLine whole(text, {0, 0}, kWidest);
  if (whole.column(static_cast<std::uint32_t>(text.size())) <= width) return whole.text();
  return diag::DisplayLine(text, {0, 0}, width > kMark ? width - kMark : 1).text();
}

std::vector<unsigned> natural_widths(const std::vector<TableColumn>& columns, const std::vector<TableRow>& rows) {
  std::vector<unsigned> out;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    unsigned width = width_of_text(columns[i].heading);
    for (const TableRow& row : rows) width = std::max(width, width_of_text(row[i].text));
    out.push_back(width);
  }
  return out;
}

unsigned total(const std::vector<unsigned>& widths) {
  unsigned out = 0;
  for (const unsigned w : widths) out += w + kGap;
  return out - kGap;
}

// The widest of those that may shrink, and still can.
unsigned* widest(std::vector<unsigned>& widths, const std::vector<TableColumn>& columns) {
  unsigned* out = nullptr;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (columns[i].shrinks && widths[i] > kLeast && (out == nullptr || widths[i] > *out)) out = &widths[i];
  }
  return out;
}

void fit(std::vector<unsigned>& widths, const std::vector<TableColumn>& columns, unsigned room) {
  const std::vector<unsigned> natural = widths;
  while (total(widths) > room) {
    if (unsigned* column = widest(widths, columns); column != nullptr) {
      --*column;
    } else if (widths.size() > 1) {
      // Once one goes, the others have its room again.
      widths.assign(natural.begin(), natural.begin() + static_cast<std::ptrdiff_t>(widths.size()) - 1);
    } else {
      return;
    }
  }
}

void append_line(std::string& out, const TableRow& row, const std::vector<TableColumn>& columns,
                 const std::vector<unsigned>& widths, bool colour) {
  std::size_t blanks = 0;  // owed: written only when something follows
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const std::string text = cut(row[i].text, widths[i]);
    const unsigned used = width_of_text(text);
    const std::size_t padding = widths[i] > used ? widths[i] - used : 0;
    if (columns[i].right) blanks += padding;
    if (!text.empty()) {
      out.append(blanks, ' ');
      blanks = 0;
    }
    out += diag::paint(row[i].style, text, colour);
    blanks += kGap + (columns[i].right ? 0 : padding);
  }
  out += '\n';
}

}  // namespace

Table lay_out(const std::vector<TableColumn>& columns, const std::vector<TableRow>& rows, unsigned width, bool colour) {
  std::vector<unsigned> widths = natural_widths(columns, rows);
  fit(widths, columns, width);
  Table out;
  TableRow heading;
  for (const TableColumn& c : columns) heading.push_back({c.heading, diag::Style::strong});
  append_line(out.text, heading, columns, widths, colour);
  for (const TableRow& row : rows) append_line(out.text, row, columns, widths, colour);
  for (std::size_t i = widths.size(); i < columns.size(); ++i) out.hidden.push_back(columns[i].heading);
  return out;
}

}  // namespace rubric::cli
