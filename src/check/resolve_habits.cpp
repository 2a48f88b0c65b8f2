// Names that are no slips in a name: values without quotes, numbers in letters, sums of scores.
#include <fmt/core.h>

#include <algorithm>

#include "check/resolver.hpp"

namespace rubric::check {

// A word that is no slip in a name: a value without its quotes, a number in letters, the sum of the scores.
bool Resolver::habit(diag::Builder& report, const ast::Name& name) {
  if (name.quoted) return false;
  const std::string_view word = name.text;
  static constexpr std::string_view kNumbers[] = {"zero", "one",   "two",   "three", "four", "five",
                                                  "six",  "seven", "eight", "nine",  "ten"};
  const auto number = std::ranges::find(kNumbers, word);
  if (number != std::end(kNumbers)) {
    report.fix("write the number in digits", name.span, std::to_string(number - std::begin(kNumbers)));
    return true;
  }
  if (compared_day(report, name) || compared_yes(report, name)) return true;
  if ((word == "day" || word == "week" || word == "month" || word == "quarter" || word == "year") &&
      text_before(name.span).ends_with("once per ")) {
    report.note(fmt::format("`once per calendar {0}` keeps the first element of each {0}", word))
        .fix(fmt::format("write `calendar {}`", word), name.span, fmt::format("calendar {}", word));
    return true;
  }
  if (word == "today" || word == "now" || word == "current_date" || word == "date") {
    report.note("`as_of` is the instant of the evaluation").fix("write `as_of`", name.span, "as_of");
    return true;
  }
  const bool sum =
      word == "total" || word == "points" || word == "total_score" || word == "lead_score" || word == "sum";
  if (sum && model_.has_scores()) {
    report.fix("the sum of all score blocks is `score`", name.span, "score");
    return true;
  }
  if (model_.scores.contains(word)) {
    const std::string points = fmt::format("score.{}", word);
    report.fix(fmt::format("the points of that block are `{}`", points), name.span, points);
    return true;
  }
  return value_without_quotes(report, name);
}

std::string_view Resolver::text_before(Span span) const {
  return model_.sources[span.source].text().substr(0, span.begin);
}

// The path that is compared with the name by `==` or `!=`, read off the source; empty without one.
Span Resolver::compared_path(const ast::Name& name) const {
  const std::string_view source = text_before(name.span);
  const auto back = [&](std::size_t end) {
    while (end > 0 && source[end - 1] == ' ') --end;
    return end;
  };
  std::size_t end = back(source.size());
  if (end < 2 || source[end - 1] != '=' || (source[end - 2] != '=' && source[end - 2] != '!')) return {};
  end = back(end - 2);
  std::size_t begin = end;
  const auto in_path = [](char c) {
    return c == '.' || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  while (begin > 0 && end - begin < 256 && in_path(source[begin - 1])) --begin;
  return {name.span.source, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

// `t == yesterday`
bool Resolver::compared_day(diag::Builder& report, const ast::Name& name) {
  const Span path = compared_path(name);
  const std::string_view word = name.text;
  if (path.empty() || (word != "today" && word != "yesterday" && word != "tomorrow")) return false;
  const std::string_view time = model_.sources.text(path);
  const std::string better = word == "today" ? fmt::format("{} in the last calendar day", time)
                                             : fmt::format("start_of_day({}) == start_of_day(as_of) {} 1 day", time,
                                                           word == "yesterday" ? "-" : "+");
  report.note("days are those of UTC, counted from `as_of`")
      .fix(fmt::format("write `{}`", better), {path.source, path.begin, name.span.end}, better);
  return true;
}

// `mql == yes`; a field of texts may well have the value "yes".
bool Resolver::compared_yes(diag::Builder& report, const ast::Name& name) {
  const Span path = compared_path(name);
  if (path.empty() || (name.text != "yes" && name.text != "no")) return false;
  const std::string_view test = model_.sources.text(path);
  const auto found = model_.find(0, test);
  if (!found || model_.symbols[*found].kind != SymbolKind::rule) return false;
  const bool differs = model_.sources[path.source].text().substr(path.end, name.span.begin - path.end).find('!') !=
                       std::string_view::npos;
  const std::string better = fmt::format("{}{}", (name.text == "no") != differs ? "not " : "", test);
  report.note("a rule is a test on its own")
      .fix(fmt::format("write `{}`", better), {path.source, path.begin, name.span.end}, better);
  return true;
}

// `bant.need == no`: what stands before the sign is read off the source, since a path knows nothing of the test
// round it and this is asked only when it is wrong.
bool Resolver::value_without_quotes(diag::Builder& report, const ast::Name& name) {
  const std::string_view source = model_.sources[name.span.source].text();
  std::size_t end = name.span.begin;
  const auto blanks = [&] {
    while (end > 0 && source[end - 1] == ' ') --end;
  };
  blanks();
  if (end < 2 || source[end - 1] != '=' || (source[end - 2] != '=' && source[end - 2] != '!')) return false;
  end -= 2;
  blanks();
  std::size_t begin = end;
  const auto in_path = [](char c) {
    return c == '.' || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  while (begin > 0 && end - begin < 256 && in_path(source[begin - 1])) --begin;
  const std::string_view path = source.substr(begin, end - begin);
  const auto field =
      std::ranges::find_if(model_.fields, [&](const FieldNode& f) { return !f.group && f.path == path; });
  if (field == model_.fields.end() || field->declared == nullptr) return false;
  const auto kind = model_.types.kind(field->type);
  if (kind == data::Kind::boolean && (name.text == "yes" || name.text == "no")) {
    report.fix(fmt::format("a yes-or-no value is `true` or `false`, and a test on its own: `{}`", path), name.span,
               name.text == "yes" ? "true" : "false");
    return true;
  }
  if (kind != data::Kind::text) return false;
  const ast::Modifier* one_of = modifier(*field->declared, ast::ModifierKind::one_of);
  const bool known = one_of != nullptr && std::ranges::any_of(one_of->values, [&](ExprId id) {
                       return model_.expr(id).kind == ExprKind::text && model_.expr(id).text == name.text;
                     });
  if (known) report.label(one_of->span, "one of these values");
  report.note("a word without quotes is a name, a text stands in double quotes")
      .fix("put it in double quotes", name.span, fmt::format("\"{}\"", name.text));
  return true;
}

}  // namespace rubric::check
