#include <fmt/core.h>

#include <algorithm>

#include "base/time_text.hpp"
#include "diag/render_line.hpp"
#include "diag/render_style.hpp"
#include "explain/text.hpp"
#include "ruletest/report.hpp"

namespace rubric::ruletest {

namespace {

using diag::Style;

std::string counted(std::uint64_t n, std::string_view noun) {
  return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

class Report {
 public:
  explicit Report(const TextOptions& options) : options_(options) {}

  std::string run(const std::vector<FileResult>& files) {
    for (const FileResult& f : files) file(f);
    for (const FileResult& f : files) {
      for (const Result& r : f.tests) {
        if (!r.passed()) failure(f, r);
      }
    }
    last_line(totals(files));
    return std::move(out_);
  }

 private:
  std::string paint(Style style, std::string_view text) const { return diag::paint(style, text, options_.colour); }

  void file(const FileResult& f) {
    const std::uint64_t failed = f.failed();
    std::string what;
    if (!f.compiled) {
      what = paint(Style::error, "has errors, its tests were not run");
    } else if (f.tests.empty()) {
      what = f.left_out > 0 ? "no test fits the filter" : "no tests";
    } else if (failed == 0) {
      what = paint(Style::added, counted(f.tests.size(), "test") + " passed");
    } else {
      what = paint(Style::removed, fmt::format("{} of {} failed", failed, counted(f.tests.size(), "test")));
    }
    out_ += diag::escaped(f.name) + ": " + what + "\n";
  }

  void failure(const FileResult& f, const Result& r) {
    out_ += fmt::format("\n{} {}:{} \"{}\"", paint(Style::error, "FAILED"), diag::escaped(f.name), r.line,
                        diag::escaped(r.title));
    if (r.as_of) out_ += " as of " + base::date_or_time_text(*r.as_of);
    out_ += "\n";
    if (!r.error.empty()) out_ += "  " + diag::escaped(r.error) + "\n";
    for (const std::string& note : r.notes) out_ += "  note: " + note + "\n";
    for (const Expectation& e : r.expectations) {
      if (e.met()) continue;
      out_ += paint(Style::strong, fmt::format("  line {}: {}", e.line, diag::escaped(e.shortfall()))) + "\n";
      out_ += explain::render_clause(*r.explanation, e.clause, 4, {options_.colour, options_.width, {}});
    }
  }

  void last_line(const Totals& t) {
    if (t.passed + t.failed == 0) {
      if (t.broken_files == 0 && t.left_out == 0) out_ += "there are no tests here\n";
      return;
    }
    std::string line = counted(t.passed, "test") + " passed";
    if (t.failed > 0) line += fmt::format(", {} failed", t.failed);
    if (t.broken_files > 0) line += ", " + counted(t.broken_files, "file") + " with errors";
    if (t.left_out > 0) line += fmt::format(", {} left out by the filter", t.left_out);
    const bool fine = t.failed == 0 && t.broken_files == 0;
    if (t.files > 1 || !fine) out_ += "\n" + paint(fine ? Style::added : Style::error, line) + "\n";
  }

  const TextOptions& options_;
  std::string out_;
};

// A line of a file without what a terminal would obey; tabs stay.
std::string shown_line(std::string_view line) {
  std::string out;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t tab = std::min(line.find('\t', at), line.size());
    out += (at > 0 ? "\t" : "") + diag::escaped(line.substr(at, tab - at));
    at = tab + 1;
  }
  return out;
}

std::string_view word(Covered::Part part) {
  switch (part) {
    case Covered::Part::rule: return "rule";
    case Covered::Part::line: return "line";
    case Covered::Part::arm: return "arm";
    case Covered::Part::row: return "row";
    case Covered::Part::move: return "move";
  }
  return "";
}

// 100 % means all of it.
std::string percent(double share) {
  return fmt::format("{:.0f} %", share < 1 ? std::min(share * 100, 99.0) : 100.0);
}

// "never yes, never unknown": what no test has shown.
std::string never(const Covered& c) {
  std::string out;
  const auto add = [&](std::string_view verdict) {
    out += (out.empty() ? "never " : ", never ") + std::string(verdict);
  };
  if (c.yes == 0) add(c.part == Covered::Part::rule ? "yes" : c.part == Covered::Part::line ? "applied" : "taken");
  if (c.can_be_no && c.no == 0) add("no");
  if (c.can_be_unknown && c.unknown == 0) add("unknown");
  return out;
}

}  // namespace

Totals totals(const std::vector<FileResult>& files) {
  Totals out;
  out.files = files.size();
  for (const FileResult& f : files) {
    out.broken_files += f.compiled ? 0 : 1;
    out.failed += f.failed();
    out.passed += f.tests.size() - f.failed();
    out.left_out += f.left_out;
  }
  return out;
}

std::string text_report(const std::vector<FileResult>& files, const TextOptions& options) {
  return Report(options).run(files);
}

std::string coverage_report(const FileResult& file, const TextOptions& options) {
  const auto paint = [&](Style style, std::string_view text) { return diag::paint(style, text, options.colour); };
  std::string out = fmt::format("{}: tests saw {} of the verdicts\n", diag::escaped(file.name),
                                paint(Style::strong, percent(coverage(file.coverage))));
  for (const Covered& c : file.coverage) {
    if (c.seen() == c.possible()) continue;
    std::string what = fmt::format("{} {}", word(c.part), c.subject);
    if (c.part != Covered::Part::rule) what += ": " + diag::escaped(c.text);
    out += fmt::format("  {:>5}  {}\n         {}\n", c.line, what, paint(Style::warning, never(c)));
  }
  return out;
}

std::string coverage_listing(const FileResult& file, const base::Source& source, const TextOptions& options) {
  std::string out = fmt::format("{}: {} of the verdicts\n{:>6}{:>6}{:>6}\n", diag::escaped(file.name),
                                percent(coverage(file.coverage)), "yes", "no", "?");
  const auto figure = [&](std::uint64_t n, bool possible) {
    if (!possible) return std::string("     -");
    return n > 0 ? fmt::format("{:>6}", n) : diag::paint(Style::removed, "     0", options.colour);
  };
  std::size_t at = 0;
  // Rules and lines stand in the file in another order than tables of a file: looked up by line.
  std::vector<const Covered*> by_line;
  for (const Covered& c : file.coverage) by_line.push_back(&c);
  std::ranges::stable_sort(by_line, {}, [](const Covered* c) { return c->line; });
  for (std::uint32_t line = 1; line <= source.line_count(); ++line) {
    std::string gutter = std::string(18, ' ');
    bool first = true;
    for (; at < by_line.size() && by_line[at]->line == line; ++at) {
      const Covered& c = *by_line[at];
      if (c.span.source != file.source) continue;
      gutter = figure(c.yes, true) + figure(c.no, c.can_be_no) + figure(c.unknown, c.can_be_unknown);
      out += fmt::format("{} | {}\n", gutter, first ? shown_line(source.line(line)) : "  … " + diag::escaped(c.text));
      first = false;
    }
    if (first) out += fmt::format("{} | {}\n", gutter, shown_line(source.line(line)));
  }
  return out;
}

}  // namespace rubric::ruletest
