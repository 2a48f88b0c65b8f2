// What is meant where times, functions and arms are written as elsewhere. Asked only when something does not fit.
#include <fmt/core.h>

#include "check/inferrer.hpp"

namespace rubric::check {

using ast::BinaryOp;
using data::Kind::duration;
using data::Kind::time;

// `default "nurture"` on a line of its own: the word before the value is the first on its line.
bool Inferrer::begins_line(Span value) const {
  const std::string_view source = model_.sources[value.source].text();
  const std::size_t line = value.begin == 0 ? 0 : source.rfind('\n', value.begin - 1) + 1;
  const std::string_view before = source.substr(line, value.begin - line);
  const std::size_t word = before.find_first_not_of(" \t");
  return word != std::string_view::npos && before.substr(word) == "default ";
}

// A time beside a length of time, or beside a date as it is written elsewhere.
bool Inferrer::time_habit(diag::Builder& report, ExprId a, data::Kind ka, ExprId b, data::Kind kb) {
  const bool swapped = kb == time;
  const ExprId when = swapped ? b : a;
  const ExprId other = swapped ? a : b;
  if ((swapped ? kb : ka) != time) return false;
  const std::string_view field = model_.sources.text(model_.expr(when).span);
  const std::string_view length = model_.sources.text(model_.expr(other).span);
  if ((swapped ? ka : kb) == duration) {
    report.help(fmt::format("how long ago it is: `age({}) > {}`", field, length))
        .help(fmt::format("or a window: `{} in the last {}`", field, length));
    return true;
  }
  const bool date = model_.expr(model_.strip(other)).kind == ExprKind::binary &&
                    length.find_first_not_of("0123456789/") == std::string_view::npos;
  if (date) report.help("a date is written year, month, day: `2026-11-01`");
  return date;
}

// `age(born_on) < 18 years`: years differ in length, but a time and years make a time.
bool Inferrer::calendar_age(const Expr& e, ExprId a, ExprId b) {
  const Expr& age = model_.expr(model_.strip(a));
  const bool asks_age =
      age.kind == ExprKind::call && model_.file.names(age)[0].text == "age" && age.operands.count == 1;
  if ((!asks_age && model_.types.kind(type(a)) != time)) return false;
  const Span since = asks_age ? model_.expr(model_.file.operands(age)[0]).span : model_.expr(a).span;
  const std::string_view length = model_.sources.text(model_.expr(b).span);
  const bool younger = e.op == BinaryOp::less || e.op == BinaryOp::less_equal;
  const std::string_view sign = e.op == BinaryOp::less         ? ">"
                                : e.op == BinaryOp::less_equal ? ">="
                                : e.op == BinaryOp::greater    ? "<"
                                                               : "<=";
  auto report = model_.sink.report(Finding::calendar_duration, model_.expr(b).span);
  report.note(
      "months, quarters and years differ in length, so nothing is compared with them; a time and years make a time");
  if (asks_age) {
    const std::string better = fmt::format("{} + {} {} as_of", model_.sources.text(since), length, sign);
    report.fix(younger ? "ask for the day on which it gets that old" : "ask whether that day is past", e.span, better);
  } else {
    report.help(fmt::format("a window: `{} in the last {}`", model_.sources.text(since), length));
  }
  return true;
}

// `latest(a, b)`, `exists(events where …)`: what they are given stays as it is.
bool Inferrer::other_name(const Model& model, diag::Builder& report, const Expr& e, std::string_view name) {
  const auto operands = model.file.operands(e);
  std::string_view own = name == "latest" || name == "newest"     ? "max"
                         : name == "earliest" || name == "oldest" ? "min"
                                                                  : "";
  if (name == "exists" && operands.size() == 1) {
    const ExprKind kind = model.expr(model.strip(operands[0])).kind;
    const bool list = kind == ExprKind::filter || list_of(model, operands[0]) != 0;
    if (list) own = "any";
    if (!list && kind == ExprKind::path) {
      const std::string better = fmt::format("{} is present", model.sources.text(model.expr(operands[0]).span));
      report.fix(fmt::format("write `{}`", better), e.span, better);
      return true;
    }
  }
  if (own.empty()) return false;
  report.fix(fmt::format("it is called `{}`", own), e.op_span, std::string(own));
  return true;
}

// What other languages call what has a word, or another name, here.
bool Inferrer::foreign_function(const Model& model, diag::Builder& report, const Expr& e, std::string_view name) {
  struct Form {
    std::string_view name;
    std::string_view better;  // `{0}`, `{1}`: the arguments
  };
  static constexpr Form kForms[] = {
      {"today", "as_of"},
      {"now", "as_of"},
      {"current_date", "as_of"},
      {"is_missing", "{0} is missing"},
      {"is_null", "{0} is missing"},
      {"isnull", "{0} is missing"},
      {"is_empty", "{0} is missing"},
      {"isblank", "{0} is missing"},
      {"days_since", "age({0})"},
      {"days_ago", "age({0})"},
      {"coalesce", "{0} default {1}"},
      {"ifnull", "{0} default {1}"},
      {"contains", "{0} contains {1}"},
      {"starts_with", "{0} starts with {1}"},
      {"startswith", "{0} starts with {1}"},
      {"ends_with", "{0} ends with {1}"},
      {"endswith", "{0} ends with {1}"},
      {"len", "length({0})"},
      {"size", "length({0})"},
      {"lowercase", "lower({0})"},
      {"lcase", "lower({0})"},
      {"uppercase", "upper({0})"},
      {"ucase", "upper({0})"},
      {"concat", "{0} + {1}"},
  };
  const auto operands = model.file.operands(e);
  if (other_name(model, report, e, name)) return true;
  for (const Form& form : kForms) {
    if (form.name != name) continue;
    std::string better(form.better);
    for (std::size_t i = 0; i < 2; ++i) {
      const std::string mark = fmt::format("{{{}}}", i);
      const std::size_t at = better.find(mark);
      if (at == std::string::npos) continue;
      if (i >= operands.size()) return false;
      better.replace(at, mark.size(), model.sources.text(model.expr(operands[i]).span));
    }
    report.fix(fmt::format("write `{}`", better), e.span, better);
    return true;
  }
  return false;
}

}  // namespace rubric::check
