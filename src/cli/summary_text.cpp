#include <fmt/core.h>

#include "base/number_text.hpp"
#include "base/time_text.hpp"
#include "cli/summary.hpp"
#include "cli/table_layout.hpp"
#include "cli/value_text.hpp"
#include "data/cell.hpp"
#include "diag/render_line.hpp"

namespace rubric::cli {

namespace {

using diag::Style;

std::string percent(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "-";
  return fmt::format("{:.1f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::uint64_t count_of(const Summary::Rule& rule, data::Tri value) {
  return rule.counts[static_cast<std::size_t>(value)];
}

// Blocks are separated by blank lines; a block that has nothing to say is not there.
class Text {
 public:
  Text(const Summary& s, const SummaryStyle& style) : s_(s), style_(style) {}

  std::string run() {
    head();
    rules();
    scores();
    for (const Summary::Choice& c : s_.choices) choice(c);
    joins();
    undated();
    invalid();
    rejected();
    never_present();
    if (s_.seconds > 0) pace();
    return std::move(out_);
  }

 private:
  void head() {
    std::string name = s_.title.empty() ? s_.criteria : s_.title;
    if (!s_.version.empty()) name += ' ' + s_.version;
    out_ += diag::paint(Style::strong, diag::escaped(name), style_.colour);
    out_ += ", as of " + base::time_text(s_.as_of) + '\n';
    out_ += counted(s_.read, "lead") + " read: " + grouped(s_.decided) + " decided, ";
    const std::string lost = grouped(s_.rejected) + " rejected";
    out_ += s_.rejected > 0 ? diag::paint(Style::error, lost, style_.colour) : lost;
    if (!s_.only.empty()) out_ += fmt::format("; {} shown, where {} is yes", grouped(s_.written), s_.only);
    out_ += '\n';
  }

  void table(const std::vector<TableColumn>& columns, const std::vector<TableRow>& rows) {
    out_ += '\n';
    out_ += lay_out(columns, rows, style_.width, style_.colour).text;
  }

  void rules() {
    if (s_.rules.empty()) return;
    std::vector<TableRow> rows;
    for (const Summary::Rule& r : s_.rules) {
      TableRow& row = rows.emplace_back();
      row.push_back({r.name});
      for (const data::Tri value : {data::Tri::yes, data::Tri::no, data::Tri::unknown}) {
        const bool doubt = value == data::Tri::unknown && count_of(r, value) > 0;
        const Style look = doubt ? Style::warning : Style::plain;
        row.push_back({grouped(count_of(r, value)), look});
        row.push_back({percent(count_of(r, value), s_.decided), look});
      }
    }
    table({{"rule", false, true}, {"yes", true}, {"", true}, {"no", true}, {"", true}, {"unknown", true}, {"", true}},
          rows);
  }

  void scores() {
    if (s_.scores.empty()) return;
    std::vector<TableRow> rows;
    const bool one_block = s_.scores.size() == 2;  // the sum is the same then
    for (const Summary::Score& score : s_.scores) {
      if (one_block && score.name.empty()) continue;
      const Distribution::Figures& f = score.figures;
      const auto figure = [&](double value) { return TableCell{f.count == 0 ? "-" : base::number_text(value)}; };
      TableCell median = figure(f.median);
      if (!f.exact) median.text = fmt::format("about {:.6g}", f.median);
      rows.push_back({{score.name.empty() ? "sum of all" : score.name}, figure(f.min), median, figure(f.max)});
    }
    table({{"score", false, true}, {"min", true}, {"median", true}, {"max", true}}, rows);
  }

  void choice(const Summary::Choice& c) {
    std::vector<TableRow> rows;
    for (const ValueCounts::Entry& e : c.figures.top) {
      const bool none = e.json == "null";
      rows.push_back({{none ? "(none)" : e.plain, none ? Style::warning : Style::plain},
                      {grouped(e.count)},
                      {percent(e.count, s_.decided)}});
    }
    if (c.figures.other_count > 0) {
      const std::string others =
          c.figures.other_values_exact ? counted(c.figures.other_values, "other value") : "other values";
      rows.push_back(
          {{"... " + others}, {grouped(c.figures.other_count)}, {percent(c.figures.other_count, s_.decided)}});
    }
    table({{c.name, false, true}, {"leads", true}, {"", true}}, rows);
  }

  void invalid() {
    if (s_.invalid.empty()) return;
    std::vector<TableRow> rows;
    for (const Summary::Invalid& v : s_.invalid) {
      const std::string example = v.example.empty() ? "" : fmt::format("`{}`: ", v.example);
      rows.push_back(
          {{v.field}, {grouped(v.count), Style::warning}, {place_text(v.file, v.line)}, {example + v.reason}});
    }
    table({{"invalid values", false, true}, {"times", true}, {"first in"}, {"", false, true}}, rows);
    out_ += "an invalid value counts as missing; --strict makes it an error\n";
  }

  // `events from a.csv on id=lead_id: 7 rows read: 4 attached, 2 without a parent, 1 rejected`
  void joins() {
    for (const Summary::Join& j : s_.joins) {
      const records::ChildCounts& c = j.counts;
      const std::string keys = j.key == j.other ? j.key : j.key + '=' + j.other;
      out_ += '\n' + diag::paint(Style::strong, diag::escaped(j.list), style_.colour);
      out_ += diag::escaped(fmt::format(" from {} on {}", j.file, keys));
      out_ += fmt::format("\n{} read: {} attached, {} without a parent", counted(c.read, "row"), grouped(c.attached),
                          grouped(c.without_parent));
      if (c.without_key > 0) out_ += fmt::format(" ({} without a key)", grouped(c.without_key));
      const std::string lost = grouped(c.rejected) + " rejected";
      out_ += ", " + (c.rejected > 0 ? diag::paint(Style::error, lost, style_.colour) : lost) + '\n';
      if (c.records_without_key > 0) {
        out_ += fmt::format("{} without a `{}`: no rows for them\n", counted(c.records_without_key, "lead"),
                            diag::escaped(j.key));
      }
    }
  }

  void undated() {
    if (s_.undated.empty()) return;
    out_ += '\n';
    for (const Summary::Undated& u : s_.undated) {
      const std::string count = diag::paint(Style::warning, grouped(u.count), style_.colour);
      out_ += fmt::format("{} without a time: {} (not in the list)\n", diag::escaped(u.list), count);
    }
  }

  void rejected() {
    rejected("rejected records", s_.rejected, s_.first_rejected);
    for (const Summary::Join& j : s_.joins) {
      rejected("rejected rows of " + diag::escaped(j.list), j.counts.rejected, j.first_rejected);
    }
  }

  void rejected(const std::string& heading, std::uint64_t count, const std::vector<Summary::Rejected>& first) {
    constexpr std::size_t kShown = 5;
    if (count == 0) return;
    out_ += '\n' + diag::paint(Style::strong, heading, style_.colour) + '\n';
    for (std::size_t i = 0; i < first.size() && i < kShown; ++i) {
      const Summary::Rejected& r = first[i];
      out_ += fmt::format("{}: {}: {}\n", diag::escaped(place_text(r.file, r.line, r.column)), r.code,
                          diag::escaped(r.message));
    }
    if (count > kShown) out_ += fmt::format("... and {} more\n", grouped(count - kShown));
  }

  void never_present() {
    if (s_.never_present.empty() || s_.read == 0) return;
    out_ += '\n' + diag::paint(Style::warning, "in no record", style_.colour) + ": ";
    for (std::size_t i = 0; i < s_.never_present.size(); ++i)
      out_ += (i == 0 ? "" : ", ") + diag::escaped(s_.never_present[i]);
    out_ += " (misspelt, or always missing?)\n";
  }

  void pace() {
    const double pace = static_cast<double>(s_.read) / s_.seconds;
    constexpr double kMeasurable = 0.1;
    out_ += fmt::format("\n{:.2f} s", s_.seconds);
    if (s_.seconds >= kMeasurable) out_ += fmt::format(", {} leads/s", grouped(static_cast<std::uint64_t>(pace)));
    out_ += '\n';
  }

  const Summary& s_;
  const SummaryStyle& style_;
  std::string out_;
};

}  // namespace

std::string place_text(std::string_view file, std::uint64_t line, std::uint64_t column) {
  std::string out(file);
  if (line > 0) out += ':' + std::to_string(line);
  if (line > 0 && column > 0) out += ':' + std::to_string(column);
  return out;
}

std::string summary_text(const Summary& summary, const SummaryStyle& style) {
  return Text(summary, style).run();
}

}  // namespace rubric::cli
