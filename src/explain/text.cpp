#include "explain/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "base/number_text.hpp"
#include "base/time_text.hpp"
#include "base/utf8.hpp"
#include "diag/render_line.hpp"
#include "diag/render_style.hpp"
#include "explain/phrases.hpp"
#include "explain/words.hpp"

namespace rubric::explain {

namespace {

using diag::Style;
using ir::Joined;
using ir::SubjectKind;

constexpr std::size_t kMark = 5;    // "yes  "
constexpr std::size_t kPoints = 8;  // "   +25  "
constexpr std::size_t kNotes = 50;  // the column of what was seen
constexpr std::size_t kNarrowest = 40;

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

// Lines of at most so many characters, broken at blanks where there are some.
std::vector<std::string_view> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string_view> out;
  std::size_t column = 0;
  std::size_t blank = 0;  // the last one in the line
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == ' ') blank = at;
    if (column >= width && blank > begin) {
      out.push_back(text.substr(begin, blank - begin));
      begin = at = blank + 1;
      column = 0;
      continue;
    }
    at += base::decode_utf8(text, at).size;
    ++column;
  }
  out.push_back(text.substr(begin));
  return out;
}

class Renderer {
 public:
  Renderer(const Explanation& e, const TextOptions& options)
      : e_(e), options_(options), width_(std::max<std::size_t>(options.width, kNarrowest)) {}

  std::string run() {
    head();
    const std::vector<std::uint32_t> chosen = chosen_subjects(e_, options_.only);
    if (options_.only.empty()) {
      out_ += "\n";
      answers();
    }
    for (const std::uint32_t i : chosen) section(e_.subjects[i]);
    return std::move(out_);
  }

  std::string one(const Clause& c, std::size_t indent) {
    clause(c, indent);
    if (options_.named) named(c, indent + 2);
    return std::move(out_);
  }

 private:
  std::string paint(Style style, std::string_view text) const { return diag::paint(style, text, options_.colour); }

  // --- the head ---

  void head() {
    std::string name = e_.key.empty() ? "the lead" : diag::escaped(e_.key);
    if (e_.key.empty() && e_.record > 0) name = fmt::format("record {}", e_.record);
    std::string file = diag::escaped(e_.title);
    if (!e_.version.empty()) file += (file.empty() ? "version " : " ") + diag::escaped(e_.version);
    std::string place = diag::escaped(e_.file);
    if (!place.empty() && e_.line > 0) place += fmt::format(":{}", e_.line);
    out_ += paint(Style::strong, name);
    if (!file.empty()) out_ += " by " + file;
    out_ += ", as of " + base::date_or_time_text(e_.as_of);
    if (!place.empty()) out_ += paint(Style::gutter, "  " + place);
    out_ += "\n";
    for (const std::string& note : e_.notes) put(0, "", "note: " + note, "", Style::warning);
  }

  static bool is_answer(const Subject& s) { return s.kind != SubjectKind::let && s.kind != SubjectKind::score; }

  void answers() {
    std::size_t width = 0;
    for (const Subject& s : e_.subjects) {
      if (is_answer(s)) width = std::max(width, base::count_code_points(s.name));
    }
    for (const Subject& s : e_.subjects) {
      if (!is_answer(s)) continue;
      const std::string name = s.name + std::string(width - base::count_code_points(s.name) + 2, ' ');
      const auto [value, why] = answer(s);
      const Style style = s.kind == SubjectKind::rule ? style_of(s.verdict()) : Style::strong;
      put(width + 2, name + paint(style, diag::escaped(value)) + (why.empty() ? "" : "  "), why, "", Style::plain,
          base::count_code_points(value) + 2);
    }
  }

  std::pair<std::string, std::string> answer(const Subject& s) const {
    std::vector<std::string> why;
    if (s.kind == SubjectKind::rule) {
      for (const Reason& r : s.reasons) why.push_back(r.text);
      return {std::string(word(s.verdict())), joined(why, "; ")};
    }
    if (s.kind == SubjectKind::lifecycle && s.values.size() > 1)
      why.emplace_back(s.values[1].json == "true" ? "it moved" : "it stays");
    if (s.blocks.size() > 1) {
      std::vector<std::string> blocks;
      for (const std::uint32_t b : s.blocks)
        blocks.push_back(e_.subjects[b].name + " " + e_.subjects[b].values[0].text);
      why.push_back(joined(blocks, ", "));
    }
    const std::string range = s.kind == SubjectKind::total ? range_text(s) : "";
    if (!range.empty()) why.push_back("(" + range + ")");
    return {value_text(s), joined(why, " ")};
  }

  // --- the sections ---

  void section(const Subject& s) {
    switch (s.kind) {
      case SubjectKind::rule: return rule(s);
      case SubjectKind::let: return let(s);
      case SubjectKind::score: return score(s);
      case SubjectKind::total: return total(s);
      default: return branches(s);
    }
  }

  // `mql is no  (what is missing could still turn it)`
  void title(const Subject& s, const std::string& value, Style style, const std::string& more = {}) {
    const std::string shown = diag::escaped(value);
    out_ += "\n" + paint(Style::strong, name_of(s)) + " is " + paint(style, shown);
    std::size_t used = base::count_code_points(name_of(s) + " is " + shown);
    if (!s.file.empty()) {
      out_ += paint(Style::gutter, "  " + diag::escaped(s.file));
      used += 2 + base::count_code_points(s.file);
    }
    if (!more.empty()) {
      const bool fits = used + base::count_code_points(more) + 4 <= width_;
      out_ += fits ? "  " : "\n  ";
      rows("(" + more + ")", 2, Style::gutter);
    }
    out_ += "\n";
  }

  void rule(const Subject& s) {
    title(s, std::string(word(s.verdict())), style_of(s.verdict()),
          s.could_turn ? "what is missing could still turn it" : "");
    if (s.verdict() == Verdict::yes && !s.because.empty()) put(2, "  ", "because " + quoted(s.because));
    clauses(s);
    obstacles(s);
  }

  void let(const Subject& s) {
    title(s, value_text(s), s.clause ? style_of(s.verdict()) : Style::strong);
    clauses(s);
    for (const Sight& seen : s.seen) put(2, "  ", sentence(seen));
  }

  void clauses(const Subject& s) {
    if (s.clause && s.clause->joined == Joined::all_of) {
      for (const Clause& part : s.clause->parts) clause(part, 2);
    } else if (s.clause) {
      clause(*s.clause, 2);
    }
  }

  void obstacles(const Subject& s) {
    if (!worth_listing(s)) return;
    out_ += paint(Style::strong, s.in_the_way.size() == 1 ? "  in the way" : "  in the way, easiest first") + "\n";
    std::size_t number = 0;
    for (const Obstacle& o : s.in_the_way) {
      const std::string lead = fmt::format("  {:>3}. ", ++number);
      const std::string in = o.in.empty() ? "" : fmt::format("  (in {})", joined(o.in, ", "));
      put(lead.size(), lead, o.text + in, note_of_obstacle(e_, o));
      if (!o.lines.empty())
        put(lead.size(), std::string(lead.size(), ' '), "not earned yet: " + joined(o.lines, " or "), "",
            Style::gutter);
    }
    if (s.more_in_the_way > 0) out_ += paint(Style::gutter, fmt::format("       and {} more\n", s.more_in_the_way));
  }

  void score(const Subject& s) {
    title(s, s.values[0].text, Style::strong, both(bounds_text(s), range_text(s)));
    for (const Branch& b : s.branches) line(b);
  }

  // The answers above have said it, unless the bounds of the whole changed the sum.
  void total(const Subject& s) {
    if (options_.only.empty() && !s.unbounded) return;
    title(s, s.values[0].text, Style::strong, both(bounds_text(s), range_text(s)));
    for (const std::uint32_t i : s.blocks) {
      const Subject& b = e_.subjects[i];
      out_ += fmt::format("{:>{}}  {}\n", signed_points(std::stod(b.values[0].text)), kPoints - 2, name_of(b));
    }
  }

  static std::string both(std::string one, const std::string& other) {
    if (!one.empty() && !other.empty()) one += "; ";
    return one + other;
  }

  void line(const Branch& b) {
    const bool open = b.verdict == Verdict::unknown || b.points_missing;
    const Style style = open           ? Style::warning
                        : b.points > 0 ? Style::added
                        : b.points < 0 ? Style::removed
                                       : Style::gutter;
    const std::string lead = fmt::format("{:>{}}  ", points_of_line(b), kPoints - 2);
    put(kPoints, paint(style, lead), words_of_line(b), note_of_line(e_, b));
  }

  void branches(const Subject& s) {
    title(s, value_text(s), Style::strong, s.could_turn ? "what is missing could still change it" : "");
    std::vector<std::string> from;
    for (const Sight& seen : s.seen) from.push_back(sentence(seen));
    if (!from.empty()) put(2, "  ", joined(from, ", "));
    bool done = false;
    std::size_t left = 0;
    for (const Branch& b : s.branches) {
      if (done && !s.sums) {
        ++left;
        continue;
      }
      branch(b);
      done = done || b.taken;
    }
    if (left > 0)
      out_ +=
          paint(Style::gutter, fmt::format("       {} more below {} not asked\n", left, left == 1 ? "was" : "were"));
    if (!done && !s.sums) out_ += paint(Style::gutter, "       none of them applies\n");
  }

  void branch(const Branch& b) { put(2 + kMark, marked(b.verdict, 2), b.text, note_of_branch(e_, b)); }

  // --- clauses ---

  std::string marked(Verdict v, std::size_t indent) const {
    return std::string(indent, ' ') + paint(style_of(v), fmt::format("{:<{}}", mark(v), kMark));
  }

  void clause(const Clause& c, std::size_t indent) {
    if (!has_list_of_parts(c)) return put(indent + kMark, marked(c.verdict, indent), c.text, note_of(e_, c));
    put(indent + kMark, marked(c.verdict, indent), heading(c), tally(c.parts));
    for (const Clause& part : c.parts) clause(part, indent + kMark);
  }

  // The rules and scores that a clause names, each with its own clauses, once.
  void named(const Clause& c, std::size_t indent) {
    if (c.subject) subject_inline(*c.subject, indent);
    for (const Sight& s : c.seen) {
      if (s.subject) subject_inline(*s.subject, indent);
    }
    for (const Clause& part : c.parts) named(part, indent);
  }

  void subject_inline(std::uint32_t index, std::size_t indent) {
    const Subject& s = e_.subjects[index];
    if (s.kind == SubjectKind::let || !shown_.insert(index).second) return;
    TextOptions narrower = options_;
    narrower.width = static_cast<unsigned>(width_ - std::min(width_, indent));
    Renderer inner(e_, narrower);
    inner.section(s);
    for (const std::uint32_t block : s.blocks) inner.section(e_.subjects[block]);
    indented(inner.out_, indent);
  }

  void indented(std::string_view text, std::size_t indent) {
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      const std::string_view row = text.substr(0, end);
      if (!row.empty()) out_ += std::string(indent, ' ') + std::string(row) + "\n";
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
  }

  // A row: the words of the file, then in a second column what there is to say of them. `lead` is `indent`
  // characters wide, and `beside` more, which later lines do not keep clear.
  void put(std::size_t indent, const std::string& lead, const std::string& text, const std::string& note = {},
           Style style = Style::plain, std::size_t beside = 0) {
    const std::size_t column = std::min(kNotes, width_ / 2);
    const std::string words = diag::escaped(text);
    const std::string said = diag::escaped(note);
    const std::size_t used = indent + beside + base::count_code_points(words);
    out_ += lead;
    used > width_ ? rows(words, indent, style) : void(out_ += paint(style, words));
    if (said.empty()) {
      out_ += "\n";
      return;
    }
    const std::size_t at = std::max(used + 2, column);
    if (at + base::count_code_points(said) <= width_) {
      out_ += std::string(at - used, ' ') + paint(Style::gutter, said) + "\n";
    } else {
      out_ += "\n" + std::string(indent + 2, ' ');
      rows(said, indent + 2, Style::gutter);
      out_ += "\n";
    }
  }

  // The first row stands where we are.
  void rows(std::string_view text, std::size_t indent, Style style) {
    bool first = true;
    for (const std::string_view row : wrapped(text, std::max(width_ - std::min(indent, width_), width_ / 3))) {
      if (!first) out_ += "\n" + std::string(indent, ' ');
      out_ += paint(style, row);
      first = false;
    }
  }

  const Explanation& e_;
  const TextOptions& options_;
  std::size_t width_;
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
