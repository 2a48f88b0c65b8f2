#include "diag/render_fix.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "diag/render_line.hpp"

namespace rubric::diag {

namespace {

using base::Source;

using Edits = std::vector<const Edit*>;
using Lines = std::vector<std::string_view>;

// The lines that a fix touches, before and after.
struct Change {
  std::uint32_t first_line = 1;
  std::string before;
  std::string after;
};

Change change_of(const Source& source, const Edits& edits) {
  Change out;
  std::uint32_t last = 1;
  for (const Edit* e : edits) last = std::max(last, last_line(source, e->span));
  out.first_line = source.position(edits.front()->span.begin).line;
  const std::uint32_t begin = source.line_start(out.first_line);
  // An edit that takes the line end with it reaches into the next line.
  auto end = static_cast<std::uint32_t>(source.line_start(last) + source.line(last).size());
  for (const Edit* e : edits) end = std::max(end, e->span.end);
  out.before = source.text().substr(begin, end - begin);
  std::uint32_t at = begin;
  for (const Edit* e : edits) {
    if (e->span.begin < at) continue;  // overlaps the edit before it
    out.after += source.text().substr(at, e->span.begin - at);
    out.after += e->text;
    at = e->span.end;
  }
  if (at < end) out.after += source.text().substr(at, end - at);
  return out;
}

Lines lines_of(std::string_view text) {
  Lines out;
  for (;;) {
    const std::size_t end = text.find('\n');
    out.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

// Lines that the edits leave alone between, before or after what they change need not be shown twice.
std::uint32_t drop_common(Lines& before, Lines& after) {
  std::uint32_t skipped = 0;
  while (!before.empty() && !after.empty() && before.back() == after.back()) {
    before.pop_back();
    after.pop_back();
  }
  while (!before.empty() && !after.empty() && before.front() == after.front()) {
    before.erase(before.begin());
    after.erase(after.begin());
    ++skipped;
  }
  return skipped;
}

std::string side(const Lines& lines, std::uint32_t number, char sign, Style colour_of, const SnippetStyle& style) {
  constexpr std::size_t kShown = 8;
  std::string out;
  for (std::size_t i = 0; i < lines.size() && i < kShown; ++i) {
    std::string row = gutter(number++, style);
    row.replace(row.find('|'), 1, 1, sign);
    std::string text = DisplayLine(lines[i], {}, style.width).text();
    text.erase(text.find_last_not_of(' ') + 1);
    out += text.empty() ? row + '\n' : row + ' ' + paint(colour_of, text, style.colour) + '\n';
  }
  if (lines.size() > kShown) out += "...\n";
  return out;
}

}  // namespace

bool fits_title(const Fix& fix) {
  constexpr std::size_t kShort = 40;
  return fix.edits.size() == 1 && fix.edits.front().text.size() <= kShort &&
         fix.edits.front().text.find('\n') == std::string::npos;
}

std::string fix_title(const Fix& fix) {
  if (!fits_title(fix) || fix.edits.front().text.empty()) return fix.title;
  const std::string quoted = '`' + fix.edits.front().text + '`';
  return fix.title.find(quoted) == std::string::npos ? fix.title + ": " + quoted : fix.title;
}

bool said_already(const Fix& fix, const std::vector<std::string>& helps) {
  if (!fits_title(fix)) return false;
  const std::string& text = fix.edits.front().text;
  return text.size() > 1 && std::any_of(helps.begin(), helps.end(),
                                        [&](const std::string& help) { return help.find(text) != std::string::npos; });
}

std::string render_fix(const base::SourceMap& sources, const Fix& fix, std::uint32_t home, const SnippetStyle& style) {
  std::map<std::uint32_t, Edits> by_source;
  for (const Edit& e : fix.edits) {
    if (e.span.source < sources.size()) by_source[e.span.source].push_back(&e);
  }
  std::string out;
  for (auto& [index, edits] : by_source) {
    std::stable_sort(edits.begin(), edits.end(),
                     [](const Edit* a, const Edit* b) { return a->span.begin < b->span.begin; });
    const Change change = change_of(sources[index], edits);
    Lines before = lines_of(change.before);
    Lines after = lines_of(change.after);
    const std::uint32_t number = change.first_line + drop_common(before, after);
    out += gutter(0, style) + '\n';
    if (index != home) {
      out += std::string(style.gutter, ' ') + paint(Style::gutter, ":::", style.colour) + ' ' +
             escaped(sources[index].name()) + ':' + std::to_string(number) + '\n';
    }
    out += side(before, number, '-', Style::removed, style) + side(after, number, '+', Style::added, style);
  }
  return out;
}

}  // namespace rubric::diag
