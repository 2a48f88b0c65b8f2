#include "slip.hpp"

#include "base/span.hpp"
#include "base/spelling.hpp"
#include "words.hpp"

namespace rubric::parse {

std::string quote(std::string_view words) {
  return "`" + std::string(words) + "`";
}

Span Slip::here() const {
  if (t_ > 0 && (at_line_end() || (missing_before() && crosses_line()))) return base::after(chunk_.span(t_ - 1));
  return chunk_.span(t_);
}

bool Slip::missing_before() const {
  return e_.kind != Kind::unexpected_token && e_.kind != Kind::unknown_item && e_.kind != Kind::unknown_declaration;
}

bool Slip::crosses_line() const {
  const std::uint32_t from = chunk_.places[t_ - 1].end;
  const std::uint32_t to = chunk_.places[t_].begin;
  return to > from && chunk_.text.substr(from, to - from).find('\n') != std::string_view::npos;
}

std::string Slip::seen() const {
  if (at_line_end()) return "the end of the line";
  const std::string_view s = chunk_.spelling(t_);
  if (s.empty()) return "nothing";
  return s.size() > 40 ? "this" : quote(s);
}

bool Slip::known_already() const {
  if (chunk_.reported.empty()) return false;
  const std::uint32_t place = chunk_.places[t_].begin;
  std::uint32_t from = chunk_.places[std::min(e_.first, t_)].begin;
  if (e_.first == 0) {
    from = t_ > 0 ? chunk_.places[t_ - 1].begin : place;
    while (from > 0 && chunk_.text[from - 1] != '\n') --from;
  }
  const std::size_t line = chunk_.text.find('\n', place);
  const std::uint32_t to = line == std::string_view::npos ? static_cast<std::uint32_t>(chunk_.text.size())
                                                          : static_cast<std::uint32_t>(line);
  const auto first = std::lower_bound(chunk_.reported.begin(), chunk_.reported.end(), from);
  return first != chunk_.reported.end() && *first <= to;
}

bool Slip::seen_in_item(Token k) const {
  for (std::uint32_t i = t_; i > e_.first;) {
    --i;
    if (kind(i) == Token::close_brace || kind(i) == Token::close || kind(i) == Token::close_bracket) {
      i = std::min(i, std::max(chunk_.partners[i], e_.first));
      continue;
    }
    if (kind(i) == k) return true;
    if (kind(i) == Token::newline) return false;
  }
  return false;
}

std::optional<std::string_view> Slip::like(std::string_view w, const std::vector<std::string_view>& candidates) {
  return base::nearest(w, candidates);
}

bool Slip::block() {
  if (found() == Token::newline && kind(t_ + 1) == Token::open_brace) {
    sink_.report(Kind::brace_on_next_line, chunk_.span(t_ + 1))
        .note("a `{` stands on the line of the word that it belongs to, because lines end things")
        .help("put it at the end of the line before");
    return true;
  }
  if (nameless_score()) return true;
  if (kind(t_ - 1) == Token::k_list || (e_.what == "`{`" && before() == Token::k_of && found() != Token::newline)) {
    sink_
        .report(Kind::expected_block, here(),
                {{"what", before() == Token::k_list ? "`of` and a type, or `{`" : "`{`"}, {"found", seen()}})
        .note("a list holds values, `list of text`, or records, `list { … }`");
    return true;
  }
  return false;
}

bool Slip::nameless_score() {
  const bool bounds = kind(1) == Token::k_min || kind(1) == Token::k_max;
  if (kind(0) != Token::k_score || t_ < 2 || !bounds) return false;
  if (found() != Token::open_brace && e_.kind != Kind::expected_block) return false;
  sink_
      .report(Kind::expected_name, base::after(chunk_.span(0)),
              {{"what", "the name of the block"}, {"found", quote(chunk_.spelling(1))}})
      .note("a block is `score NAME max 40 { … }`; `score min 0 max 100` alone bounds the sum of all blocks");
  return true;
}

bool Slip::unit(std::uint32_t i) {
  if (i == 0 || !is_name(kind(i)) || kind(i) == Token::quoted) return false;
  if (kind(i - 1) != Token::number && kind(i - 1) != Token::k_calendar) return false;
  static const std::vector<std::string_view> kUnits = [] {
    std::vector<std::string_view> units{
#define RUBRIC_UNIT(spelling, unit) spelling,
#include "keywords.def"
    };
    // The plurals are what is meant most often, and the first of equals is taken.
    std::stable_partition(units.begin(), units.end(), [](std::string_view u) { return u.back() == 's'; });
    return units;
  }();
  const std::string_view w = chunk_.spelling(i);
  const auto near = like(w, kUnits);
  const bool wanted = e_.kind == Kind::expected_duration;
  static const std::pair<std::string_view, std::string_view> kShort[] = {
      {"d", "days"},      {"h", "hours"},      {"hr", "hours"},    {"hrs", "hours"},
      {"min", "minutes"}, {"mins", "minutes"}, {"sec", "seconds"}, {"secs", "seconds"},
      {"wk", "weeks"},    {"mo", "months"},    {"yr", "years"}};
  std::optional<std::string_view> meant = kind(i) == Token::word || wanted ? near : std::nullopt;
  for (const auto& [abbreviation, full] : kShort) {
    if (w == abbreviation) meant = full;
  }
  if (!meant && !wanted) return false;
  auto report = sink_.report(Kind::unknown_unit, chunk_.span(i), {{"unit", w}});
  report.note("units are `seconds minutes hours days weeks months quarters years`");
  if (meant) report.fix("write " + quote(*meant), chunk_.span(i), std::string(*meant));
  return true;
}

bool Slip::in_lost_block() const {
  if (found() != Token::k_unless && found() != Token::k_because && found() != Token::k_when) return false;
  for (std::uint32_t i = t_; i > 0;) {
    --i;
    if (chunk_.partners[i] > i && chunk_.partners[i] >= t_) {
      const Place end = chunk_.places[chunk_.partners[i]];
      return end.begin == end.end;
    }
    if (chunk_.partners[i] != 0 && chunk_.partners[i] < i) i = chunk_.partners[i];
  }
  return false;
}

}  // namespace rubric::parse
