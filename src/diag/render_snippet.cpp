#include "diag/render_snippet.hpp"

#include <algorithm>
#include <set>

#include "diag/render_line.hpp"

namespace rubric::diag {

namespace {

using base::Source;
using base::Span;

// One printed row, right of the gutter: marks at columns, then perhaps words.
class Row {
 public:
  void put(std::uint32_t column, char c, Style style) {
    if (column >= marks_.size()) marks_.resize(column + 1, {' ', Style::plain});
    marks_[column] = {c, style};
  }
  void fill(std::uint32_t from, std::uint32_t to, char c, Style style) {
    for (std::uint32_t i = from; i < to; ++i) put(i, c, style);
  }
  // A rail that is already there shows through.
  void fill_blanks(std::uint32_t from, std::uint32_t to, char c, Style style) {
    for (std::uint32_t i = from; i < to; ++i) {
      if (i >= marks_.size() || marks_[i].c == ' ') put(i, c, style);
    }
  }
  void words(std::uint32_t column, std::string_view text, Style style) {
    if (column > marks_.size()) marks_.resize(column, {' ', Style::plain});
    words_ = escaped(text);
    words_style_ = style;
  }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(marks_.size()); }

  [[nodiscard]] std::string render(bool colour) const {
    std::string out;
    for (std::size_t i = 0; i < marks_.size();) {
      std::string run;
      const Style style = marks_[i].style;
      for (; i < marks_.size() && marks_[i].style == style; ++i) run += marks_[i].c;
      out += paint(style, run, colour);
    }
    return out + paint(words_style_, words_, colour);
  }

 private:
  struct Mark {
    char c;
    Style style;
  };
  std::vector<Mark> marks_;
  std::string words_;
  Style words_style_ = Style::plain;
};

struct Place {
  Span span;
  std::string_view label;
  bool primary;
  std::uint32_t first;  // lines
  std::uint32_t last;
  std::uint32_t rail = 0;  // which column left of the text, for places of several lines

  [[nodiscard]] bool several_lines() const { return first != last; }
  [[nodiscard]] char mark() const { return primary ? '^' : '-'; }
};

// A place on the line that is being drawn.
struct Underline {
  const Place* place;
  std::uint32_t begin;  // columns
  std::uint32_t end;
};

class Snippet {
 public:
  Snippet(const Source& source, const std::vector<Annotation>& annotations, const SnippetStyle& style)
      : source_(source), style_(style) {
    const auto size = static_cast<std::uint32_t>(source.text().size());
    for (const Annotation& a : annotations) {
      const Span span{a.span.source, std::min(a.span.begin, size), std::min(a.span.end, size)};
      places_.push_back({span, a.label, a.primary, source.position(span.begin).line, last_line(source, span)});
    }
    std::stable_sort(places_.begin(), places_.end(),
                     [](const Place& a, const Place& b) { return a.span.begin < b.span.begin; });
    for (Place& p : places_) {
      if (p.several_lines()) p.rail = rails_++;
    }
    indent_ = rails_ == 0 ? 0 : rails_ + 1;
  }

  std::string render() {
    std::uint32_t before = 0;
    for (const std::uint32_t line : shown_lines()) {
      // A gap of one line costs as much as the dots that would stand for it.
      if (before != 0 && line == before + 2) draw_line(before + 1);
      if (before != 0 && line > before + 2) draw_gap(before);
      draw_line(line);
      before = line;
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] Style style_of(const Place& p) const { return p.primary ? style_.primary : Style::secondary; }

  [[nodiscard]] std::set<std::uint32_t> shown_lines() const {
    constexpr std::uint32_t kHead = 3;
    constexpr std::uint32_t kTail = 2;
    std::set<std::uint32_t> out;
    for (const Place& p : places_) {
      for (std::uint32_t line = p.first; line < p.first + kHead && line <= p.last; ++line) out.insert(line);
      for (std::uint32_t line = p.last; line + kTail > p.last && line >= p.first; --line) out.insert(line);
    }
    return out;
  }

  void emit(const std::string& prefix, const Row& row) {
    std::string content = row.render(style_.colour);
    out_ += prefix;
    if (!content.empty()) (out_ += ' ') += content;
    while (out_.back() == ' ') out_.pop_back();
    out_ += '\n';
  }

  // The rails of places that are open between two lines, or run through a whole row of `line`.
  void draw_rails(Row& row, std::uint32_t line) const {
    for (const Place& p : places_) {
      if (p.several_lines() && p.first < line && line <= p.last) row.put(p.rail, '|', style_of(p));
    }
  }

  void draw_gap(std::uint32_t before) {
    Row row;
    draw_rails(row, before + 1);
    // The dots take the place of the gutter and its bar.
    std::string dots = "...";
    dots.resize(std::max<std::size_t>(dots.size(), style_.gutter + 2), ' ');
    emit(paint(Style::gutter, dots, style_.colour), row);
  }

  [[nodiscard]] bool starts_line(const Place& p) const {
    const auto begin = source_.line_start(p.first);
    const auto lead = source_.text().substr(begin, p.span.begin - begin);
    return lead.find_first_not_of(" \t") == std::string_view::npos;
  }

  void draw_line(std::uint32_t number) {
    const std::string_view line = source_.line(number);
    const DisplayLine shown(line, focus(number, line), style_.width);
    Row row;
    draw_rails(row, number);
    for (const Place& p : places_) {
      if (p.several_lines() && p.first == number && starts_line(p)) row.put(p.rail, '/', style_of(p));
    }
    std::string text = shown.text();
    text.erase(text.find_last_not_of(' ') + 1);
    if (!text.empty()) {
      std::string prefix = gutter(number, style_) + ' ' + row.render(style_.colour);
      prefix.append(indent_ > row.size() ? indent_ - row.size() : 0, ' ');
      out_ += prefix + text + '\n';
    } else {
      emit(gutter(number, style_), row);
    }
    draw_underlines(number, shown);
    draw_turns(number, shown);
  }

  // Where the marks of a line are, or those of its primary place when they are too far apart.
  [[nodiscard]] LineRange focus(std::uint32_t number, std::string_view line) const {
    const std::uint32_t start = source_.line_start(number);
    const auto end = static_cast<std::uint32_t>(start + line.size());
    LineRange all{end, start};
    LineRange primary = all;
    const auto widen = [](LineRange& range, std::uint32_t begin, std::uint32_t until) {
      range = {std::min(range.begin, begin), std::max(range.end, until)};
    };
    for (const Place& p : places_) {
      if (p.first != number && p.last != number) continue;
      const std::uint32_t from = p.first == number ? std::min(p.span.begin, end) : std::min(p.span.end, end);
      const std::uint32_t to = p.last == number ? std::min(p.span.end, end) : from;
      widen(all, from, to);
      if (p.primary) widen(primary, from, to);
    }
    if (all.begin > all.end) return {0, 0};
    const bool narrow = all.end - all.begin <= style_.width || primary.begin > primary.end;
    const LineRange chosen = narrow ? all : primary;
    return {chosen.begin - start, chosen.end - start};
  }

  [[nodiscard]] std::vector<Underline> underlines(std::uint32_t number, const DisplayLine& shown) const {
    const std::uint32_t start = source_.line_start(number);
    std::vector<Underline> out;
    for (const Place& p : places_) {
      if (p.several_lines() || p.first != number) continue;
      const std::uint32_t begin = shown.column(p.span.begin - start);
      out.push_back({&p, begin + indent_, std::max(shown.column(p.span.end - start), begin + 1) + indent_});
    }
    return out;
  }

  void draw_underlines(std::uint32_t number, const DisplayLine& shown) {
    std::vector<Underline> all = underlines(number, shown);
    if (all.empty()) return;
    Row row;
    draw_turn_rails(row, number);
    // The primary place last, so that its marks stay whole where places overlap.
    for (const bool primary : {false, true}) {
      for (const Underline& u : all) {
        if (u.place->primary == primary) row.fill(u.begin, u.end, u.place->mark(), style_of(*u.place));
      }
    }
    std::erase_if(all, [](const Underline& u) { return u.place->label.empty(); });
    if (!all.empty() && all.back().end == row.size()) {
      row.words(row.size() + 1, all.back().place->label, style_of(*all.back().place));
      all.pop_back();
    }
    emit(gutter(0, style_), row);
    draw_hanging(number, all);
  }

  // Labels that have no room beside their marks hang below them, the rightmost first.
  void draw_hanging(std::uint32_t number, const std::vector<Underline>& hanging) {
    if (hanging.empty()) return;
    emit(gutter(0, style_), hanging_row(number, hanging, hanging.size()));
    for (std::size_t i = hanging.size(); i-- > 0;) {
      Row row = hanging_row(number, hanging, i);
      row.words(hanging[i].begin, hanging[i].place->label, style_of(*hanging[i].place));
      emit(gutter(0, style_), row);
    }
  }

  [[nodiscard]] Row hanging_row(std::uint32_t number, const std::vector<Underline>& hanging, std::size_t count) const {
    Row row;
    draw_turn_rails(row, number);
    for (std::size_t i = 0; i < count; ++i) {
      // Two places that begin together share their bar, which must not run through the words.
      if (count == hanging.size() || hanging[i].begin != hanging[count].begin) {
        row.put(hanging[i].begin, '|', style_of(*hanging[i].place));
      }
    }
    return row;
  }

  // Rails beside the rows under a line: those of `/` run from it on, those that turn at it come later.
  void draw_turn_rails(Row& row, std::uint32_t number) const {
    draw_rails(row, number);
    for (const Place& p : places_) {
      if (p.several_lines() && p.first == number && starts_line(p)) row.put(p.rail, '|', style_of(p));
    }
  }

  // `____^` where a place of several lines begins inside its line, `|____^ words` where it ends.
  void draw_turns(std::uint32_t number, const DisplayLine& shown) {
    const std::uint32_t start = source_.line_start(number);
    for (const Place& p : places_) {
      if (!p.several_lines()) continue;
      if (p.first == number && !starts_line(p)) draw_turn(p, number, shown.column(p.span.begin - start), {});
    }
    for (const Place& p : places_) {
      if (!p.several_lines() || p.last != number) continue;
      const std::uint32_t end = shown.column(p.span.end - start);
      draw_turn(p, number, end == 0 ? 0 : end - 1, p.label);
    }
  }

  void draw_turn(const Place& p, std::uint32_t number, std::uint32_t column, std::string_view label) {
    Row row;
    draw_turn_rails(row, number);
    for (const Place& other : places_) {
      const bool begun = other.several_lines() && other.first == number && other.rail < p.rail;
      const bool ended = other.several_lines() && other.last == number && other.rail > p.rail && p.last == number;
      if (begun) row.put(other.rail, '|', style_of(other));
      if (ended) row.put(other.rail, '|', style_of(other));
    }
    row.fill_blanks(p.rail + 1, indent_ + column, '_', style_of(p));
    row.put(indent_ + column, p.mark(), style_of(p));
    if (!label.empty()) row.words(row.size() + 1, label, style_of(p));
    emit(gutter(0, style_), row);
  }

  const Source& source_;
  const SnippetStyle& style_;
  std::vector<Place> places_;
  std::uint32_t rails_ = 0;
  std::uint32_t indent_ = 0;
  std::string out_;
};

}  // namespace

std::uint32_t last_line(const Source& source, Span span) {
  const auto size = static_cast<std::uint32_t>(source.text().size());
  const std::uint32_t end = std::min(span.end, size);
  const std::uint32_t begin = std::min(span.begin, end);
  return source.position(end > begin ? end - 1 : begin).line;
}

std::string gutter(std::uint32_t line, const SnippetStyle& style) {
  std::string number = line == 0 ? std::string() : std::to_string(line);
  number.insert(0, style.gutter > number.size() ? style.gutter - number.size() : 0, ' ');
  return paint(Style::gutter, number + " |", style.colour);
}

std::string render_snippet(const Source& source, const std::vector<Annotation>& annotations,
                           const SnippetStyle& style) {
  return Snippet(source, annotations, style).render();
}

}  // namespace rubric::diag
