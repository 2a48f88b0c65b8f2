#include "explain/phrases.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/number_text.hpp"
#include "explain/words.hpp"

namespace rubric::explain {

namespace {

using base::number_text;
using ir::Joined;
using ir::SubjectKind;

constexpr std::size_t kMadeOfShown = 4;
constexpr std::size_t kSawShown = 8;

void add_once(std::string text, std::vector<std::string>& out) {
  if (!text.empty() && std::ranges::find(out, text) == out.end()) out.push_back(std::move(text));
}

// Whether a person needs to be told: a call in a call says nothing new, nor does one that is missing because a
// field is.
bool worth_saying(const Sight& s, const std::vector<Sight>& all) {
  if (s.field || s.of || s.list || s.subject || s.constant) return true;
  const auto field_missing = [](const Sight& other) { return other.field && other.value.missing; };
  if (s.value.missing && std::ranges::any_of(all, field_missing)) return false;
  const auto holds = [&](const Sight& other) {
    return other.text.size() > s.text.size() && other.text.find(s.text) != std::string::npos;
  };
  return std::ranges::none_of(all, holds);
}

// What a named value is made of, one step deep: fields, lists and named values.
void collect(const std::vector<Sight>& seen, std::vector<std::string>& out) {
  for (const Sight& s : seen) {
    if (s.field || s.of || s.list || s.subject) add_once(sentence(s), out);
  }
}

void collect(const Clause& c, std::vector<std::string>& out) {
  collect(c.seen, out);
  for (const Clause& part : c.parts) collect(part, out);
}

std::string made_of(const Subject& let) {
  std::vector<std::string> out;
  collect(let.seen, out);
  if (let.clause) collect(*let.clause, out);
  const bool more = out.size() > kMadeOfShown;
  if (more) out.resize(kMadeOfShown);
  return joined(out, ", ") + (more ? ", …" : "");
}

std::string in_words(const Explanation& e, const Sight& s) {
  std::string out = sentence(s);
  if (!s.subject || e.subjects[*s.subject].kind != SubjectKind::let) return out;
  const std::string inside = made_of(e.subjects[*s.subject]);
  return inside.empty() ? out : fmt::format("{} ({})", out, inside);
}

void add_sights(const Explanation& e, const std::vector<Sight>& seen, std::vector<std::string>& out) {
  for (const Sight& s : seen) {
    if (worth_saying(s, seen)) add_once(in_words(e, s), out);
  }
}

std::string sights(const Explanation& e, const std::vector<Sight>& seen) {
  std::vector<std::string> out;
  add_sights(e, seen, out);
  return joined(out, ", ");
}

// How far a number is off, without a sign of which way: the reader has both numbers.
std::string off_by(const Clause& c) {
  if (!c.short_by || *c.short_by == 0) return "";
  return fmt::format("{} {}", number_text(*c.short_by), c.bar->at_least ? "short" : "too many");
}

// The names of what is missing: fields where there are some, down through named values.
void missing_in(const Explanation& e, const std::vector<Sight>& seen, std::vector<std::string>& out);

void missing_in(const Explanation& e, const Clause& c, std::vector<std::string>& out) {
  missing_in(e, c.seen, out);
  for (const Clause& part : c.parts) missing_in(e, part, out);
}

void missing_in(const Explanation& e, const std::vector<Sight>& seen, std::vector<std::string>& out) {
  for (const Sight& s : seen) {
    if (s.subject && e.subjects[*s.subject].kind == SubjectKind::let) {
      const Subject& let = e.subjects[*s.subject];
      const std::size_t before = out.size();
      missing_in(e, let.seen, out);
      if (let.clause) missing_in(e, *let.clause, out);
      if (out.size() == before && s.value.missing) add_once(s.text, out);
    } else if (s.value.missing && worth_saying(s, seen)) {
      add_once(s.text, out);
    }
  }
}

void append(std::string& out, std::string_view more, std::string_view between = "; ") {
  if (more.empty()) return;
  if (!out.empty()) out += between;
  out += more;
}

}  // namespace

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

namespace {

// Of several parts those that decide, each thing once.
void add_saw(const Explanation& e, const Clause& c, bool how_far, std::vector<std::string>& out) {
  if (c.subject) return add_once(fmt::format("{} is {}", e.subjects[*c.subject].name, word(c.verdict)), out);
  add_sights(e, c.seen, out);
  if (how_far) add_once(off_by(c), out);
  for (const Clause& part : c.parts) {
    if (out.size() > kSawShown) return;
    if (c.parts.size() == 1 || part.verdict == c.verdict) add_saw(e, part, how_far, out);
  }
}

std::string saw(const Explanation& e, const Clause& c, bool how_far) {
  std::vector<std::string> out;
  add_saw(e, c, how_far, out);
  if (out.size() > kSawShown) {
    out.resize(kSawShown);
    out.emplace_back("…");
  }
  std::string text = joined(out, ", ");
  if (c.joined == Joined::unless && c.parts[0].verdict == Verdict::unknown) text += ", which holds nothing back";
  return text;
}

}  // namespace

std::string saw(const Explanation& e, const Clause& c) {
  return saw(e, c, true);
}

std::string note_of(const Explanation& e, const Clause& c) {
  std::string out = saw(e, c, c.verdict == Verdict::no);
  if (!c.because.empty() && c.verdict == Verdict::yes) append(out, quoted(c.because));
  // Where something is plainly missing, the reader sees it.
  std::vector<std::string> missing;
  missing_in(e, c, missing);
  if (c.could_turn && missing.empty()) append(out, "could still turn");
  return out;
}

// `+25 when …`: the points have a column of their own. Where they differ from what the line says, it says it.
std::string words_of_line(const Branch& b) {
  const std::string_view text = b.text;
  const std::size_t end = std::min(text.find(' '), text.size());
  const bool plain = text.substr(0, end).find_first_not_of("+-0123456789.,_kM") == std::string_view::npos;
  if (!plain || b.chosen || !b.taken || b.amount != b.points) return b.text;
  const std::size_t rest = text.find_first_not_of(' ', end);
  return rest == std::string_view::npos ? "always" : std::string(text.substr(rest));
}

std::string points_of_line(const Branch& b) {
  return b.verdict == Verdict::unknown || b.points_missing ? "?" : signed_points(b.points);
}

std::string note_of_line(const Explanation& e, const Branch& b) {
  std::string out;
  if (b.taken && !b.because.empty()) append(out, quoted(b.because));
  if (b.chosen) append(out, fmt::format("{} of {} elements", *b.chosen, *b.of));
  if (b.capped_from) append(out, fmt::format("{} without its cap", number_text(*b.capped_from)));
  if (b.condition) append(out, saw(e, *b.condition, false));
  std::vector<std::string> made;
  collect(b.seen, made);
  if (b.taken || b.points_missing) {
    for (const std::string& one : made) {
      if (out.find(one) == std::string::npos) append(out, one, ", ");
    }
  }
  if (b.points_missing) append(out, "so its points are missing", ", ");
  return out;
}

std::string note_of_branch(const Explanation& e, const Branch& b) {
  std::string out;
  if (b.elsewhere) return "leaves another state";
  if (b.passed_over) append(out, "passed over as unknown");
  if (b.taken) append(out, b.because.empty() ? "taken" : "taken: " + quoted(b.because));
  if (b.condition) append(out, saw(e, *b.condition, false));
  if (b.condition && b.condition->verdict != Verdict::no && b.verdict == Verdict::no) append(out, "of another state");
  if (b.taken) append(out, sights(e, b.seen));
  return out;
}

std::string note_of_obstacle(const Explanation& e, const Obstacle& o) {
  std::string out;
  std::vector<std::string> missing;
  missing_in(e, o.seen, missing);
  if (o.fixed) {
    out = sights(e, o.seen);
    append(out, "the same for every lead");
  } else if (o.verdict == Verdict::unknown || (o.could_turn && !missing.empty())) {
    out = missing.empty() ? "find out" : "find out " + joined(missing, ", ");
    if (!o.wanted && o.verdict == Verdict::unknown) append(out, "it must be no");
  } else {
    out = sights(e, o.seen);
    if (o.short_by && *o.short_by > 0)
      append(out, fmt::format("{} {}", number_text(*o.short_by), o.over ? "too many" : "short"), ", ");
    if (!o.wanted) append(out, "it must not be");
  }
  if (o.others > 0) append(out, o.others == 1 ? "or 1 other would do" : fmt::format("or one of {} others", o.others));
  return out;
}

// A rule of one clause, or of alternatives, says all there is to say above.
bool worth_listing(const Subject& s) {
  if (s.in_the_way.empty() || !s.clause) return false;
  const Obstacle& o = s.in_the_way.front();
  if (s.in_the_way.size() > 1 || !o.in.empty() || !o.lines.empty()) return true;
  return s.clause->parts.size() > 1 && s.clause->joined != Joined::any_of;
}

std::string value_text(const Subject& s) {
  if (s.values.empty()) return "";
  if (s.values.size() < 2 || s.kind == SubjectKind::lifecycle) return s.values[0].text;
  std::vector<std::string> out;
  for (std::size_t i = 0; i < s.values.size(); ++i)
    out.push_back((i < s.outputs.size() ? s.outputs[i] + " " : "") + s.values[i].text);
  return joined(out, ", ");
}

std::string bounds_text(const Subject& s) {
  const std::string_view parts = s.kind == SubjectKind::total ? "its blocks" : "its lines";
  if (s.unbounded) {
    const bool cut = s.max && *s.unbounded > *s.max;
    return fmt::format("{} give {}, and it is {} {}", parts, number_text(*s.unbounded), cut ? "at most" : "at least",
                       number_text(cut ? *s.max : *s.min));
  }
  if (s.max) return fmt::format("of at most {}", number_text(*s.max));
  return "";
}

std::string range_text(const Subject& s) {
  std::string out;
  if (s.low != s.high)
    out = fmt::format("{} to {} once what is missing is known", number_text(s.low), number_text(s.high));
  if (s.open) append(out, out.empty() ? "some points cannot be told yet" : "and points that cannot be told yet", ", ");
  return out;
}

}  // namespace rubric::explain
