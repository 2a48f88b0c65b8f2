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
