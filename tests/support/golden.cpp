#include "support/golden.hpp"

#include <algorithm>
#include <array>

#include "diag/render_style.hpp"
#include "diag/render_text.hpp"
#include "support/diff.hpp"

namespace rubric::test {

namespace {

constexpr std::string_view kPrefix = "#>";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// With its line end, so that the pieces put together are the text again.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end == std::string_view::npos ? end : end + 1);
  rest.remove_prefix(line.size());
  return line;
}

// Offset where the run of `#>` lines at the end of the file begins; its size without one.
std::size_t block_start(std::string_view file) {
  std::size_t start = file.size();
  while (start > 0) {
    const std::size_t before = start >= 2 ? file.rfind('\n', start - 2) : std::string_view::npos;
    const std::size_t line = before == std::string_view::npos ? 0 : before + 1;
    if (file.substr(line, kPrefix.size()) != kPrefix) break;
    start = line;
  }
  return start;
}

// The block belongs to the runner together with the one blank line that sets it off.
std::string_view without_block(std::string_view file) {
  const std::size_t start = block_start(file);
  std::string_view text = file.substr(0, start);
  if (start != file.size() && text.ends_with("\n\n")) text.remove_suffix(1);
  return text;
}

std::string expected_of(std::string_view block) {
  std::string out;
  while (!block.empty()) {
    std::string_view line = take_line(block);
    line.remove_prefix(kPrefix.size());
    if (line.starts_with(' ')) line.remove_prefix(1);
    out += line;
  }
  return out;
}

Head head_of(std::string_view text) {
  Head head;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  while (text.starts_with('#') || text.starts_with('\n') || text.starts_with('\r')) {
    const std::string_view line = trimmed(take_line(text));
    const std::size_t colon = line.find(": ");
    if (!line.starts_with("# ") || colon == std::string_view::npos) continue;
    head.items.emplace_back(trimmed(line.substr(2, colon - 2)), trimmed(line.substr(colon + 2)));
  }
  return head;
}

struct MarkerWord {
  std::string_view text;
  Severity severity;
};
constexpr std::array kMarkerWords = {MarkerWord{"# error:", Severity::error},
                                     MarkerWord{"# warning:", Severity::warning},
                                     MarkerWord{"# note:", Severity::note}};

void add_codes(std::string_view words, const Mark& like, std::vector<Mark>& out) {
  while (!(words = trimmed(words)).empty()) {
    const std::size_t end = std::min(words.find_first_of(" \t"), words.size());
    Mark& mark = out.emplace_back(like);
    mark.code = words.substr(0, end);
    words.remove_prefix(end);
  }
}

void add_line_markers(std::string_view line, Mark like, std::vector<Mark>& out) {
  if (line.starts_with("# file: ")) return;  // the text of another source, whose markers are that one's
  for (const MarkerWord& word : kMarkerWords) {
    for (std::size_t at = line.find(word.text); at != std::string_view::npos; at = line.find(word.text, at + 1)) {
      if (at > 0 && line[at - 1] == '#') continue;  // a doc comment may speak of errors
      const std::string_view rest = line.substr(at + word.text.size());
      like.severity = word.severity;
      add_codes(rest.substr(0, rest.find('#')), like, out);
    }
  }
}

std::string describe(const base::SourceMap& sources, const Mark& mark) {
  return sources[mark.source].name() + ':' + std::to_string(mark.line) + ": " +
         std::string(diag::word_of(mark.severity)) + ' ' + mark.code;
}

std::vector<Mark> reported(const base::SourceMap& sources, const std::vector<Diagnostic>& diagnostics) {
  std::vector<Mark> out;
  out.reserve(diagnostics.size());
  for (const Diagnostic& d : diagnostics) {
    // What has no place (a param of the caller) is announced in the first line.
    const bool placed = d.span.source < sources.size();
    const std::uint32_t line = placed ? sources[d.span.source].position(d.span.begin).line : 1;
    out.push_back({placed ? d.span.source : 0, line, d.severity, std::string(d.code)});
  }
  std::sort(out.begin(), out.end());
  return out;
}

// Sources that a stage has added announce their findings in the same way.
std::vector<Mark> announced(const base::SourceMap& sources) {
  std::vector<Mark> out;
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    const auto more = markers(sources[i].text(), i);
    out.insert(out.end(), more.begin(), more.end());
  }
  std::sort(out.begin(), out.end());
  return out;
}

void compare_marks(const base::SourceMap& sources, const std::vector<Diagnostic>& diagnostics, Outcome& out) {
  const auto wanted = announced(sources);
  const auto found = reported(sources, diagnostics);
  std::vector<Mark> only;
  std::set_difference(wanted.begin(), wanted.end(), found.begin(), found.end(), std::back_inserter(only));
  for (const Mark& m : only) out.problems.push_back("announced but not reported: " + describe(sources, m));
  only.clear();
  std::set_difference(found.begin(), found.end(), wanted.begin(), wanted.end(), std::back_inserter(only));
  for (const Mark& m : only) out.problems.push_back("reported without a marker: " + describe(sources, m));
}

void compare_name(std::string_view name, bool failed, Outcome& out) {
  if (name.starts_with("fail_") == failed) return;
  out.problems.emplace_back(failed ? "it yields an error, so its name must begin with `fail_`"
                                   : "its name begins with `fail_`, but it yields no error");
}

std::string output_of(std::string dump, const base::SourceMap& sources, const std::vector<Diagnostic>& diagnostics) {
  std::string out = std::move(dump);
  if (!out.empty() && out.back() != '\n') out += '\n';
  for (const Diagnostic& d : diagnostics) {
    if (!out.empty()) out += '\n';
    out += diag::render_text(sources, d);
  }
  return out;
}

}  // namespace

std::string_view Head::get(std::string_view key) const {
  const auto values = all(key);
  return values.empty() ? std::string_view() : values.front();
}

std::vector<std::string_view> Head::all(std::string_view key) const {
  std::vector<std::string_view> out;
  for (const auto& [name, value] : items) {
    if (name == key) out.push_back(value);
  }
  return out;
}

Golden split(std::string_view file) {
  Golden out;
  out.text = without_block(file);
  out.head = head_of(out.text);
  out.expected = expected_of(file.substr(block_start(file)));
  if (out.head.get("end") == "no newline" && out.text.ends_with('\n')) out.text.pop_back();
  return out;
}

std::string with_expected(std::string_view file, std::string_view output) {
  std::string out(without_block(file));
  if (output.empty()) return out;
  if (!out.empty() && out.back() != '\n') out += '\n';
  out += '\n';
  while (!output.empty()) {
    std::string_view line = take_line(output);
    if (line.ends_with('\n')) line.remove_suffix(1);
    out += kPrefix;
    if (!line.empty()) (out += ' ') += line;
    out += '\n';
  }
  return out;
}

std::vector<Mark> markers(std::string_view text, std::uint32_t source) {
  std::vector<Mark> out;
  Mark like;
  like.source = source;
  for (like.line = 1; !text.empty(); ++like.line) add_line_markers(take_line(text), like, out);
  std::sort(out.begin(), out.end());
  return out;
}

Outcome run_golden(std::string_view name, std::string_view file, const std::vector<Stage>& stages) {
  Outcome out;
  const Golden golden = split(file);
  const std::string_view wanted = golden.head.get("stage");
  const auto stage = std::find_if(stages.begin(), stages.end(), [&](const Stage& s) { return s.name == wanted; });
  if (stage == stages.end()) {
    out.problems.push_back(wanted.empty() ? "no `# stage: NAME` at its head"
                                          : "there is no stage `" + std::string(wanted) + '`');
    return out;
  }
  base::SourceMap sources;
  const std::uint32_t source = sources.add(std::string(name), golden.text);
  diag::Sink sink;
  std::string dump = stage->run({sources, source, sink, golden.head});
  sink.sort();
  out.output = output_of(std::move(dump), sources, sink.diagnostics());
  compare_marks(sources, sink.diagnostics(), out);
  compare_name(name, sink.errors() > 0, out);
  for (const Diagnostic& d : sink.diagnostics()) out.codes.emplace_back(d.code);
  const std::string diff = line_diff(golden.expected, out.output);
  if (!diff.empty()) out.problems.push_back("the output differs (- expected, + now):\n" + diff);
  return out;
}

}  // namespace rubric::test
