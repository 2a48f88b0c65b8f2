#include "diag/render_text.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "diag/render_fix.hpp"
#include "diag/render_line.hpp"
#include "diag/render_snippet.hpp"

namespace rubric::diag {

namespace {

using base::SourceMap;

// Annotations by source: the primary's first, then others in the order of their labels.
struct Group {
  std::uint32_t source;
  std::vector<Annotation> annotations;
};

std::vector<Group> groups(const SourceMap& sources, const Diagnostic& d) {
  std::vector<Group> out;
  const auto add = [&](const Annotation& a) {
    if (a.span.source >= sources.size()) return;
    auto found = std::find_if(out.begin(), out.end(), [&](const Group& g) { return g.source == a.span.source; });
    if (found == out.end()) found = out.insert(out.end(), {a.span.source, {}});
    found->annotations.push_back(a);
  };
  add({d.span, d.label, true});
  for (const Label& l : d.labels) add({l.span, l.text, false});
  return out;
}

std::uint32_t digits(std::uint32_t number) {
  return static_cast<std::uint32_t>(std::to_string(number).size());
}

std::uint32_t gutter_width(const SourceMap& sources, const std::vector<Group>& all) {
  std::uint32_t width = 1;
  for (const Group& g : all) {
    for (const Annotation& a : g.annotations) {
      width = std::max(width, digits(last_line(sources[g.source], a.span)));
    }
  }
  return width;
}

std::string header(const Diagnostic& d, bool colour) {
  std::string kind(word_of(d.severity));
  if (!d.code.empty()) kind += '[' + std::string(d.code) + ']';
  return paint(style_of(d.severity), kind, colour) + paint(Style::strong, ": " + escaped(d.message), colour) + '\n';
}

std::string place(const SourceMap& sources, const Group& group, bool first, const SnippetStyle& style) {
  const base::Source& source = sources[group.source];
  const base::Position at = source.position(group.annotations.front().span.begin);
  std::string out(style.gutter, ' ');
  out += paint(Style::gutter, first ? "-->" : ":::", style.colour) + ' ' + escaped(source.name()) + ':' +
         std::to_string(at.line) + ':' + std::to_string(at.column) + '\n';
  return out;
}

// `   = note: words`; further lines of the words stand under the first.
std::string remark(Style word_style, std::string_view word, std::string_view text, const SnippetStyle& style) {
  const std::string indent(style.gutter + 1, ' ');
  std::string out = indent + paint(Style::gutter, "=", style.colour) + ' ' +
                    paint(word_style, std::string(word) + ':', style.colour) + ' ';
  const std::string under(style.gutter + 1 + 2 + word.size() + 2, ' ');
  for (bool first = true; first || !text.empty(); first = false) {
    const std::size_t end = text.find('\n');
    if (!first) out += under;
    out += escaped(text.substr(0, end)) + '\n';
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

std::string remarks(const SourceMap& sources, const Diagnostic& d, const SnippetStyle& style) {
  std::string out;
  for (const std::string& text : d.notes) out += remark(Style::note, "note", text, style);
  for (const std::string& text : d.helps) out += remark(Style::help, "help", text, style);
  for (const Fix& fix : d.fixes) {
    if (said_already(fix, d.helps)) continue;
    out += remark(Style::help, "help", fix_title(fix), style);
    if (!fits_title(fix)) out += render_fix(sources, fix, d.span.source, style);
  }
  return out;
}

}  // namespace

std::string render_text(const SourceMap& sources, const Diagnostic& d, const TextOptions& options) {
  const auto all = groups(sources, d);
  const SnippetStyle style{options.colour, options.width, gutter_width(sources, all), style_of(d.severity)};
  std::string out = header(d, options.colour);
  for (const Group& g : all) {
    const bool first = &g == &all.front();
    if (!first) out += gutter(0, style) + '\n';
    out += place(sources, g, first, style) + gutter(0, style) + '\n';
    out += render_snippet(sources[g.source], g.annotations, style);
  }
  return out + remarks(sources, d, style);
}

std::string render_text(const SourceMap& sources, const Sink& sink, const TextOptions& options) {
  const auto& all = sink.diagnostics();
  const std::size_t shown = std::min(all.size(), options.limit);
  std::string out;
  for (std::size_t i = 0; i < shown; ++i) out += render_text(sources, all[i], options) + '\n';
  const std::size_t hidden = all.size() - shown + sink.dropped();
  if (hidden > 0) out += "... and " + std::to_string(hidden) + " more that are not shown\n";
  const std::string total = summary(sink.errors(), sink.warnings());
  return total.empty() ? out : out + total + '\n';
}

std::string summary(std::size_t errors, std::size_t warnings) {
  const auto count = [](std::size_t n, std::string_view word) {
    return n == 0 ? std::string() : std::to_string(n) + ' ' + std::string(word) + (n == 1 ? "" : "s");
  };
  std::string out = count(errors, "error");
  if (errors > 0 && warnings > 0) out += ", ";
  return out + count(warnings, "warning");
}

}  // namespace rubric::diag
