#include "explain/html.hpp"

#include <fmt/core.h>

#include "base/time_text.hpp"
#include "diag/render_line.hpp"
#include "explain/phrases.hpp"
#include "explain/words.hpp"

namespace rubric::explain {

namespace {

using ir::Joined;
using ir::SubjectKind;

constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; --ink: #1c1e21; --soft: #5a6068; --paper: #fff; --rule: #d9dce0;
  --yes: #14692f; --no: #a3261d; --open: #7a5200; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ea; --soft: #a2a9b1; --paper: #17191c; --rule: #3a3f45;
  --yes: #6fce8b; --no: #f28b82; --open: #f0c060; } }
* { box-sizing: border-box; }
body { margin: 2rem auto; padding: 0 1rem; max-width: 60rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; margin: 0 0 .2rem; } h2 { font-size: 1.15rem; margin: 0; display: inline; }
h3 { font-size: 1rem; margin: .8rem 0 .2rem; }
code { font: .92em ui-monospace, monospace; white-space: pre-wrap; }
p { margin: .3rem 0; } .soft, .saw { color: var(--soft); }
article + article { margin-top: 3rem; border-top: 3px solid var(--rule); padding-top: 2rem; }
details { border-top: 1px solid var(--rule); padding: .7rem 0; } summary { cursor: pointer; }
table { border-collapse: collapse; margin: .4rem 0; } td, th { padding: .15rem 1rem .15rem 0; vertical-align: top;
  text-align: left; font-weight: normal; } td.points { text-align: right; white-space: nowrap; }
ul.clauses { list-style: none; margin: .4rem 0; padding-left: 0; } ul.clauses ul.clauses { padding-left: 2.2rem; }
ul.clauses li { margin: .1rem 0; } .mark { display: inline-block; min-width: 2.2rem; font-weight: 600; }
.saw { display: block; padding-left: 2.2rem; } td .saw { padding-left: 0; } ol { margin: .2rem 0; padding-left: 2.2rem; }
.yes { color: var(--yes); } .no { color: var(--no); } .open { color: var(--open); }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } details, tr, li { break-inside: avoid; } }
)";

class Page {
 public:
  Page(const Explanation& e, const std::vector<std::string>& only, std::string& out) : e_(e), only_(only), out_(out) {}

  void run() {
    out_ += "<article>\n";
    head();
    if (only_.empty()) answers();
    for (const std::uint32_t i : chosen_subjects(e_, only_)) section(e_.subjects[i]);
    out_ += "</article>\n";
  }

  std::string name() const {
    if (!e_.key.empty()) return e_.key;
    return e_.record > 0 ? fmt::format("record {}", e_.record) : "the lead";
  }

 private:
  void tag(std::string_view name, std::string_view classes, std::string_view text) {
    const std::string attribute = classes.empty() ? "" : fmt::format(" class=\"{}\"", classes);
    out_ += fmt::format("<{}{}>{}</{}>", name, attribute, html_text(text), name);
  }

  static std::string_view class_of(Verdict v) { return v == Verdict::unknown ? "open" : word(v); }

  void head() {
    tag("h1", "", name());
    std::string by = e_.title;
    if (!e_.version.empty()) by += (by.empty() ? "version " : " ") + e_.version;
    std::string line = by.empty() ? "" : "by " + by + ", ";
    line += "as of " + base::date_or_time_text(e_.as_of);
    if (!e_.file.empty()) line += ", from " + e_.file + (e_.line > 0 ? fmt::format(", line {}", e_.line) : "");
    tag("p", "soft", line);
    for (const std::string& note : e_.notes) tag("p", "open", "Note: " + note);
    out_ += "\n";
  }

  void answers() {
    out_ += "<table>\n";
    for (const Subject& s : e_.subjects) {
      if (s.kind == SubjectKind::let || s.kind == SubjectKind::score) continue;
      out_ += "<tr>";
      tag("th", "", s.name);
      out_ += "<td>";
      value(s);
      out_ += "</td><td class=\"soft\">";
      std::vector<std::string> why;
      if (s.kind == SubjectKind::rule) {
        for (const Reason& r : s.reasons) why.push_back(r.text);
      }
      if (s.blocks.size() > 1) {
        for (const std::uint32_t i : s.blocks) why.push_back(e_.subjects[i].name + " " + e_.subjects[i].values[0].text);
      }
      out_ += html_text(joined(why, "; ")) + "</td></tr>\n";
    }
    out_ += "</table>\n";
  }

  void value(const Subject& s) {
    if (s.kind == SubjectKind::rule) return tag("strong", class_of(s.verdict()), word(s.verdict()));
    tag("strong", "", value_text(s));
  }

  void section(const Subject& s) {
    if (s.kind == SubjectKind::total && s.blocks.size() == 1 && !s.min && !s.max) return;
    out_ += "<details open><summary><h2>";
    out_ += html_text(name_of(s)) + " is ";
    value(s);
    out_ += "</h2> ";
    tag("span", "soft", aside(s));
    out_ += "</summary>\n";
    if (s.kind == SubjectKind::rule && s.verdict() == Verdict::yes && !s.because.empty())
      tag("p", "", "Because " + quoted(s.because));
    if (s.clause) clauses(*s.clause);
    if (s.kind == SubjectKind::score) {
      lines(s);
    } else if (s.kind == SubjectKind::total) {
      blocks(s);
    } else if (!s.branches.empty()) {
      branches(s);
    } else {
      for (const Sight& seen : s.seen) tag("p", "", sentence(seen));
    }
    obstacles(s);
    out_ += "</details>\n";
  }

  static std::string aside(const Subject& s) {
    std::vector<std::string> out;
    if (s.kind == SubjectKind::score || s.kind == SubjectKind::total) {
      for (const std::string& text : {bounds_text(s), range_text(s)}) {
        if (!text.empty()) out.push_back(text);
      }
    } else if (s.could_turn) {
      out.emplace_back("what is missing could still change it");
    }
    if (s.kind == SubjectKind::lifecycle && s.values.size() > 1)
      out.emplace_back(s.values[1].json == "true" ? "it moved" : "it stays");
    if (!s.file.empty()) out.push_back("in " + s.file);
    return joined(out, "; ");
  }

  void clauses(const Clause& c) {
    out_ += "<ul class=\"clauses\">\n";
    if (c.joined == Joined::all_of) {
      for (const Clause& part : c.parts) clause(part);
    } else {
      clause(c);
    }
    out_ += "</ul>\n";
  }

  void mark(Verdict v) {
    tag("span", fmt::format("mark {}", class_of(v)), v == Verdict::unknown ? "?" : word(v));
    out_ += ' ';
  }

  void note(std::string_view text) {
    if (!text.empty()) tag("span", "saw", text);
  }

  void clause(const Clause& c) {
    out_ += "<li>";
    mark(c.verdict);
    if (has_list_of_parts(c)) {
      out_ += heading(c) + " ";
      tag("span", "soft", "(" + tally(c.parts) + ")");
      out_ += "\n<ul class=\"clauses\">\n";
      for (const Clause& part : c.parts) clause(part);
      out_ += "</ul>";
    } else {
      tag("code", "", c.text);
      note(note_of(e_, c));
    }
    out_ += "</li>\n";
  }

  void row(std::string_view classes, std::string_view first, const std::string& text, const std::string& said) {
    out_ += "<tr>";
    tag("td", classes, first);
    out_ += "<td>";
    tag("code", "", text);
    note(said);
    out_ += "</td></tr>\n";
  }

  void lines(const Subject& s) {
    out_ += "<table>\n";
    for (const Branch& b : s.branches) {
      const bool open = b.verdict == Verdict::unknown || b.points_missing;
      const std::string_view colour = open ? "open" : b.points > 0 ? "yes" : b.points < 0 ? "no" : "soft";
      row(fmt::format("points {}", colour), points_of_line(b), words_of_line(b), note_of_line(e_, b));
    }
    out_ += "</table>\n";
  }

  void blocks(const Subject& s) {
    out_ += "<table>\n";
    for (const std::uint32_t i : s.blocks) row("points", e_.subjects[i].values[0].text, name_of(e_.subjects[i]), "");
    out_ += "</table>\n";
  }

  // Those behind the one that was taken are folded away: nobody asked them.
  void branches(const Subject& s) {
    std::vector<std::string> from;
    for (const Sight& seen : s.seen) from.push_back(sentence(seen));
    if (!from.empty()) tag("p", "", joined(from, ", "));
    bool done = false;
    std::size_t asked = 0;
    out_ += "<table>\n";
    for (const Branch& b : s.branches) {
      if (done && !s.sums) break;
      row(fmt::format("mark {}", class_of(b.verdict)), b.verdict == Verdict::unknown ? "?" : word(b.verdict), b.text,
          note_of_branch(e_, b));
      done = done || b.taken;
      ++asked;
    }
    out_ += "</table>\n";
    if (!done && !s.sums) tag("p", "soft", "none of them applies");
    if (asked == s.branches.size()) return;
    out_ += fmt::format("<details><summary class=\"soft\">{} more below, not asked</summary>\n<table>\n",
                        s.branches.size() - asked);
    for (std::size_t i = asked; i < s.branches.size(); ++i) row("", "", s.branches[i].text, "");
    out_ += "</table></details>\n";
  }

  void obstacles(const Subject& s) {
    if (!worth_listing(s)) return;
    tag("h3", "", s.in_the_way.size() == 1 ? "In the way" : "In the way, easiest first");
    out_ += "\n<ol>\n";
    for (const Obstacle& o : s.in_the_way) {
      out_ += "<li>";
      tag("code", "", o.text);
      if (!o.in.empty()) tag("span", "soft", " in " + joined(o.in, ", "));
      note(note_of_obstacle(e_, o));
      if (!o.lines.empty()) note("not earned yet: " + joined(o.lines, " or "));
      out_ += "</li>\n";
    }
    out_ += "</ol>\n";
    if (s.more_in_the_way > 0) tag("p", "soft", fmt::format("and {} more", s.more_in_the_way));
  }

  const Explanation& e_;
  const std::vector<std::string>& only_;
  std::string& out_;
};

}  // namespace

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : diag::escaped(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string html_page(const std::vector<const Explanation*>& explanations, const std::vector<std::string>& only) {
  std::string out = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>";
  std::string names;
  for (const Explanation* e : explanations) names += (names.empty() ? "" : ", ") + Page(*e, only, names).name();
  out += html_text(names) + "</title>\n<style>" + std::string(kStyle) + "</style>\n</head>\n<body>\n";
  for (const Explanation* e : explanations) Page(*e, only, out).run();
  return out + "</body>\n</html>\n";
}

}  // namespace rubric::explain
