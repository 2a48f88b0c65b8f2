#include "explain/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "base/number_text.hpp"
#include "base/time_text.hpp"
#include "base/utf8.hpp"
#include "diag/render_line.hpp"
#include "diag/render_style.hpp"
#include "explain/words.hpp"

namespace rubric::explain {

namespace {

using diag::Style;
using ir::Joined;
using ir::SubjectKind;

Style style_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::yes: return Style::added;
    case Verdict::no: return Style::removed;
    case Verdict::unknown: break;
  }
  return Style::warning;
}

// "yes", "no" and "?" in a column of their own.
std::string_view mark(Verdict verdict) {
  return verdict == Verdict::unknown ? "?" : word(verdict);
}

std::string joined(const std::vector<std::string>& pieces, std::string_view between) {
  std::string out;
  for (const std::string& piece : pieces) out += (out.empty() ? "" : std::string(between)) + piece;
  return out;
}

// What is said of the parts that are not written out: `2 yes, 1 unknown`.
std::string tally(const std::vector<Clause>& parts) {
  std::vector<std::string> out;
  for (const Verdict v : {Verdict::yes, Verdict::no, Verdict::unknown}) {
    const auto n = std::ranges::count(parts, v, &Clause::verdict);
    if (n > 0) out.push_back(fmt::format("{} {}", n, word(v)));
  }
  return joined(out, ", ");
}

std::string heading(const Clause& c) {
  switch (c.joined) {
    case Joined::all_of: return "all of";
    case Joined::any_of: return "any of";
    case Joined::none_of: return "none of";
    case Joined::at_least: return fmt::format("at least {} of", c.count);
    case Joined::at_most: return fmt::format("at most {} of", c.count);
    case Joined::exactly: return fmt::format("exactly {} of", c.count);
    default: return c.text;
  }
}

bool has_list_of_parts(const Clause& c) {
  return !c.parts.empty() && c.joined != Joined::not_ && c.joined != Joined::unless;
}

class Renderer {
 public:
  Renderer(const Explanation& e, const TextOptions& options) : e_(e), options_(options) {}

  std::string run() {
    head();
    const std::vector<std::uint32_t> chosen = choose();
    if (options_.only.empty()) answers();
    for (const std::uint32_t i : chosen) section(e_.subjects[i]);
    return std::move(out_);
  }

  std::string one(const Clause& c, unsigned indent) {
    clause(c, indent);
    named(c, indent + 2);
    return std::move(out_);
  }

 private:
  std::string paint(Style style, std::string_view text) const { return diag::paint(style, text, options_.colour); }

  void head() {
    std::string name = e_.key.empty() ? "the lead" : diag::escaped(e_.key);
    if (e_.key.empty() && e_.record > 0) name = fmt::format("record {}", e_.record);
    out_ += paint(Style::strong, name) + "  as of " + base::date_or_time_text(e_.as_of);
    std::string file = e_.title;
    if (!e_.version.empty()) file += (file.empty() ? "version " : " ") + e_.version;
    if (!file.empty()) out_ += "  " + paint(Style::gutter, file);
    out_ += "\n\n";
  }

  // What was asked for, and what it names, in the order of the file.
  std::vector<std::uint32_t> choose() const {
    std::set<std::uint32_t> chosen;
    for (std::uint32_t i = 0; i < e_.subjects.size(); ++i) {
      const Subject& s = e_.subjects[i];
      const bool asked = options_.only.empty() ? s.kind != SubjectKind::let
                                               : std::ranges::find(options_.only, s.name) != options_.only.end();
      if (asked) add(i, chosen);
    }
    return {chosen.begin(), chosen.end()};
  }

  void add(std::uint32_t subject, std::set<std::uint32_t>& chosen) const {
    const Subject& s = e_.subjects[subject];
    if (s.kind == SubjectKind::let || !chosen.insert(subject).second || options_.only.empty()) return;
    if (s.clause) add_named(*s.clause, chosen);
    for (const Branch& b : s.branches) {
      if (b.condition) add_named(*b.condition, chosen);
    }
    for (const std::uint32_t block : s.blocks) add(block, chosen);
  }

  void add_named(const Clause& c, std::set<std::uint32_t>& chosen) const {
    if (c.subject) add(*c.subject, chosen);
    for (const Sight& s : c.seen) {
      if (s.subject) add(*s.subject, chosen);
    }
    for (const Clause& part : c.parts) add_named(part, chosen);
  }

  // --- the answers ---

  static std::string shown_name(const Subject& s) { return s.kind == SubjectKind::score ? "score." + s.name : s.name; }

  void answers() {
    std::size_t width = 0;
    for (const Subject& s : e_.subjects) {
      if (s.kind != SubjectKind::let && s.kind != SubjectKind::score) width = std::max(width, shown_name(s).size());
    }
    for (const Subject& s : e_.subjects) {
      if (s.kind == SubjectKind::let || s.kind == SubjectKind::score) continue;
      out_ += fmt::format("{:<{}}  {}\n", s.name, width, answer(s));
    }
  }

  std::string answer(const Subject& s) const {
    if (s.kind == SubjectKind::rule) {
      std::string out = paint(style_of(s.verdict()), word(s.verdict()));
      std::vector<std::string> why;
      for (const Reason& r : s.reasons) why.push_back(r.text);
      if (!why.empty()) out += "  " + joined(why, "; ");
      return out;
    }
    std::string out = paint(Style::strong, value_text(s));
    if (s.kind == SubjectKind::lifecycle && s.values.size() > 1)
      out += s.values[1].json == "true" ? "  (it moved)" : "  (it stays)";
    std::vector<std::string> blocks;
    for (const std::uint32_t b : s.blocks)
      blocks.push_back(fmt::format("{} {}", e_.subjects[b].name, e_.subjects[b].values[0].text));
    if (blocks.size() > 1) out += "  = " + joined(blocks, ", ");
    if (s.kind == SubjectKind::total) out += range(s);
    return out;
  }

  static std::string value_text(const Subject& s) {
    if (s.values.size() < 2 || s.kind == SubjectKind::lifecycle) return s.values[0].text;
    std::vector<std::string> out;
    for (std::size_t i = 0; i < s.values.size(); ++i)
      out.push_back((i < s.outputs.size() ? s.outputs[i] + ": " : "") + s.values[i].text);
    return joined(out, ", ");
  }

  static std::string range(const Subject& s) {
    if (s.low == s.high) return "";
    return fmt::format("  (from {} to {}, once what is unknown is known)", base::number_text(s.low),
                       base::number_text(s.high));
  }

  // --- the sections ---

  void section(const Subject& s) {
    switch (s.kind) {
      case SubjectKind::rule: return rule(s);
      case SubjectKind::score: return score(s);
      case SubjectKind::total: return total(s);
      case SubjectKind::let: return;
      default: return branches(s);
    }
  }

  void title(const Subject& s, std::string_view verb, const std::string& value, Style style) {
    out_ += "\n" + paint(Style::strong, shown_name(s)) + " " + std::string(verb) + " " + paint(style, value);
  }

  void rule(const Subject& s) {
    title(s, "is", std::string(word(s.verdict())), style_of(s.verdict()));
    if (s.could_turn) out_ += paint(Style::warning, ", and points that are unknown could turn it");
    out_ += "\n";
    for (const Reason& r : s.reasons) out_ += "  because " + quoted(r.text) + "\n";
    if (s.clause && s.clause->joined == Joined::all_of) {
      for (const Clause& part : s.clause->parts) clause(part, 2);
    } else if (s.clause) {
      clause(*s.clause, 2);
    }
    obstacles(s);
  }

  void obstacles(const Subject& s) {
    if (s.in_the_way.empty() || !worth_it(s)) return;
    out_ += paint(Style::strong, s.in_the_way.size() == 1 ? "  in the way" : "  in the way, easiest first") + "\n";
    std::size_t number = 0;
    for (const Obstacle& o : s.in_the_way) obstacle(o, ++number);
  }

  // A rule of one clause says all there is to say above.
  static bool worth_it(const Subject& s) {
    const Obstacle& o = s.in_the_way.front();
    return s.in_the_way.size() > 1 || !o.in.empty() || o.short_by || (s.clause && !s.clause->parts.empty());
  }

  void obstacle(const Obstacle& o, std::size_t number) {
    std::string text = o.text;
    if (!o.in.empty()) text += "  (in " + joined(o.in, ", ") + ")";
    std::string todo = o.verdict == Verdict::unknown ? "find out: " + unknown_parts(o) : seen_text(o.seen);
    if (!o.wanted && o.verdict == Verdict::yes) todo = "is yes, and must not be";
    if (o.short_by) todo += fmt::format("; {} short", base::number_text(*o.short_by));
    if (o.others > 0) todo += o.others == 1 ? "; or 1 other would do" : fmt::format("; or one of {} others", o.others);
    put(fmt::format("    {}. ", number), text, todo);
    for (const std::string& line : o.lines) out_ += "         not earned yet: " + line + "\n";
  }

  static std::string unknown_parts(const Obstacle& o) {
    std::vector<std::string> out;
    for (const Sight& s : o.seen) {
      if (s.value.missing) out.push_back(s.text);
    }
    return out.empty() ? o.text : joined(out, ", ");
  }

  void score(const Subject& s) {
    title(s, "is", s.values[0].text, Style::strong);
    bounds(s);
    for (const Branch& b : s.branches) line(b);
  }

  void total(const Subject& s) {
    const bool plain = s.blocks.size() == 1 && !s.min && !s.max;
    if (plain) return;
    title(s, "is", s.values[0].text, Style::strong);
    bounds(s);
    for (const std::uint32_t block : s.blocks) {
      const Subject& b = e_.subjects[block];
      out_ += fmt::format("  {:>6}  score.{}\n", signed_points(std::stod(b.values[0].text)), b.name);
    }
  }

  void bounds(const Subject& s) {
    std::string note;
    if (s.unbounded) {
      const bool cut = s.max && *s.unbounded > *s.max;
      note = fmt::format("  (its lines give {}; it is at {} {})", base::number_text(*s.unbounded),
                         cut ? "most" : "least", base::number_text(cut ? *s.max : *s.min));
    } else if (s.max) {
      note = fmt::format("  (of at most {})", base::number_text(*s.max));
    }
    out_ += paint(Style::gutter, note + range(s)) + "\n";
  }

  void line(const Branch& b) {
    const bool open = b.verdict == Verdict::unknown || b.points_missing;
    const Style style = open           ? Style::warning
                        : b.points > 0 ? Style::added
                        : b.points < 0 ? Style::removed
                                       : Style::gutter;
    const std::string points = open ? "?" : signed_points(b.points);
    std::string note;
    if (!b.because.empty() && b.taken) note = quoted(b.because);
    if (b.chosen) note += (note.empty() ? "" : "; ") + fmt::format("{} of {} elements", *b.chosen, *b.of);
    if (b.capped_from) note += fmt::format("; {} without its cap", base::number_text(*b.capped_from));
    if (!b.taken && b.condition && !b.chosen) note = seen_below(*b.condition);
    if (b.could_add) note += fmt::format("; a yes would give {}", signed_points(*b.could_add));
    if (b.points_missing) note += (note.empty() ? "" : "; ") + std::string("its points are missing");
    put("  " + paint(style, fmt::format("{:>6}", points)) + "  ", b.text, note, 10);
  }

  void branches(const Subject& s) {
    title(s, "is", value_text(s), Style::strong);
    out_ += "\n";
    std::vector<std::string> from;
    for (const Sight& seen : s.seen) from.push_back(sentence(seen));
    if (!from.empty()) out_ += "  " + joined(from, ", ") + "\n";
    const bool one_of = !s.sums;
    bool done = false;
    std::size_t left = 0;
    for (const Branch& b : s.branches) {
      if (done && one_of) {
        ++left;
        continue;
      }
      branch(b);
      done = done || b.taken;
    }
    if (left > 0) out_ += paint(Style::gutter, fmt::format("         {} more below, not asked\n", left));
    if (!done && one_of) out_ += paint(Style::gutter, "         none of them applies\n");
  }

  void branch(const Branch& b) {
    std::string note = b.taken ? "taken" : b.condition ? seen_below(*b.condition) : "";
    if (b.taken && !b.because.empty()) note += "; " + quoted(b.because);
    if (b.passed_over) note = "passed over as unknown; " + note;
    put("  " + paint(style_of(b.verdict), fmt::format("{:>5}", mark(b.verdict))) + "  ", b.text, note, 9);
  }

  // --- clauses ---

  void clause(const Clause& c, unsigned indent) {
    const std::string lead =
        std::string(indent, ' ') + paint(style_of(c.verdict), fmt::format("{:<3}", mark(c.verdict))) + "  ";
    if (has_list_of_parts(c)) {
      put(lead, heading(c), tally(c.parts), indent + 5);
      for (const Clause& part : c.parts) clause(part, indent + 5);
      return;
    }
    std::string note = seen_below(c);
    if (!c.because.empty() && c.verdict == Verdict::yes) note += (note.empty() ? "" : "; ") + quoted(c.because);
    if (c.could_turn) note += "; points that are unknown could turn it";
    put(lead, c.text, note, indent + 5);
  }

  // What the clause saw, and its parts below `not` and `unless`. Of what is unknown, what is missing.
  std::string seen_below(const Clause& c) const {
    if (c.subject) return fmt::format("{} is {}", e_.subjects[*c.subject].name, word(c.verdict));
    std::vector<std::string> out;
    if (std::string own = seen_text(c.seen); !own.empty()) out.push_back(std::move(own));
    for (const Clause& part : c.parts) {
      const bool decides = c.parts.size() == 1 || part.verdict == c.verdict;
      if (std::string below = seen_below(part); decides && !below.empty()) out.push_back(std::move(below));
    }
    std::vector<std::string> different;
    for (std::string& s : out) {
      if (std::ranges::find(different, s) == different.end()) different.push_back(std::move(s));
    }
    return joined(different, ", ");
  }

  std::string seen_text(const std::vector<Sight>& seen) const {
    std::vector<std::string> out;
    for (const Sight& s : seen) {
      std::string text = sentence(s);
      // A named value with what it is made of, one step deep.
      if (s.subject && e_.subjects[*s.subject].kind == SubjectKind::let) {
        const std::string inside = made_of(e_.subjects[*s.subject]);
        if (!inside.empty()) text += " (" + inside + ")";
      }
      out.push_back(std::move(text));
    }
    return joined(out, ", ");
  }

  static std::string made_of(const Subject& let) {
    std::vector<std::string> out;
    for (const Sight& s : let.seen) out.push_back(sentence(s));
    if (let.clause) collect(*let.clause, out);
    constexpr std::size_t kShown = 4;
    if (out.size() > kShown) out.resize(kShown);
    return joined(out, ", ");
  }

  static void collect(const Clause& c, std::vector<std::string>& out) {
    for (const Sight& s : c.seen) {
      std::string text = sentence(s);
      if (std::ranges::find(out, text) == out.end()) out.push_back(std::move(text));
    }
    for (const Clause& part : c.parts) collect(part, out);
  }

  // The rules and scores that a clause names, each with its own clauses, once.
  void named(const Clause& c, unsigned indent) {
    if (c.subject) subject_inline(*c.subject, indent);
    for (const Sight& s : c.seen) {
      if (s.subject) subject_inline(*s.subject, indent);
    }
    for (const Clause& part : c.parts) named(part, indent);
  }

  void subject_inline(std::uint32_t index, unsigned indent) {
    const Subject& s = e_.subjects[index];
    if (s.kind == SubjectKind::let || !shown_.insert(index).second) return;
    Renderer inner(e_, options_);
    inner.shown_ = shown_;
    inner.section(s);
    for (const std::uint32_t block : s.blocks) inner.section(e_.subjects[block]);
    indented(inner.out_, indent);
  }

  void indented(std::string_view text, unsigned indent) {
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      const std::string_view row = text.substr(0, end);
      if (!row.empty()) out_ += std::string(indent, ' ') + std::string(row) + "\n";
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
  }

  // A row: the words of the file, then in a second column what there is to say of them.
  void put(const std::string& lead, const std::string& text, const std::string& note, std::size_t lead_width = 7) {
    constexpr std::size_t kColumn = 48;
    const std::string words = diag::escaped(text);
    out_ += lead + words;
    if (note.empty()) {
      out_ += "\n";
      return;
    }
    const std::string said = diag::escaped(note);
    const std::size_t used = lead_width + base::count_code_points(words);
    const std::size_t column = std::max<std::size_t>(used + 2, kColumn);
    if (column + base::count_code_points(said) <= options_.width || used + 2 <= kColumn) {
      out_ += std::string(column - used, ' ') + paint(Style::gutter, said) + "\n";
    } else {
      out_ += "\n" + std::string(lead_width + 4, ' ') + paint(Style::gutter, said) + "\n";
    }
  }

  const Explanation& e_;
  const TextOptions& options_;
  std::string out_;
  std::set<std::uint32_t> shown_;  // written out already
};

}  // namespace

std::string render_text(const Explanation& explanation, const TextOptions& options) {
  return Renderer(explanation, options).run();
}

std::string render_clause(const Explanation& explanation, const Clause& clause, unsigned indent,
                          const TextOptions& options) {
  return Renderer(explanation, options).one(clause, indent);
}

}  // namespace rubric::explain
