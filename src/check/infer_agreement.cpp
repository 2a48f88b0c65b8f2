// What must be of one type, and what is said when it is not.
#include <fmt/core.h>

#include <utility>

#include "ast/visit.hpp"
#include "base/number_text.hpp"
#include "base/time_text.hpp"
#include "check/inferrer.hpp"

namespace rubric::check {

namespace {

using ast::BinaryOp;
using data::Kind::boolean;
using data::Kind::duration;
using data::Kind::number;
using data::Kind::text;
using data::Kind::time;

}  // namespace

TypeRef Inferrer::type(ExprId id) const {
  return model_.expr_types[id.index];
}

TypeRef Inferrer::infer(ExprId id) {
  if (model_.expr(id).kind != ExprKind::binary) return model_.expr_types[id.index] = infer_one(id);
  const auto chain = ast::spine(model_.file, id);
  infer(model_.file.operands(model_.expr(chain.front()))[0]);
  for (const ExprId link : chain) model_.expr_types[link.index] = binary(link);
  return type(id);
}

void Inferrer::require(ExprId id, data::Kind wanted, const Why& why) {
  const TypeRef t = infer(id);
  check_is(id, t, wanted, why);
}

bool Inferrer::check_is(ExprId id, TypeRef t, data::Kind wanted, const Why& why) {
  if (model_.types.unify(t, Types::of(wanted), model_.expr(id).span)) return true;
  const data::Kind found = *model_.types.kind(t);
  if (two_uses(id, found, wanted)) return false;
  const Expr& e = model_.expr(id);
  auto report =
      model_.sink.report(Finding::type_mismatch, e.span, {{"found", article(found)}, {"wanted", article(wanted)}});
  report.label(fmt::format("this is {}", article(found))).note(why.text());
  hint(report, id, found, wanted);
  return false;
}

// A field without a record that is used as one type here and was used as another before.
bool Inferrer::two_uses(ExprId id, data::Kind found, data::Kind wanted) {
  const FieldNode* field = model_.field_of(id);
  if (field == nullptr || field->declared != nullptr) return false;
  const auto before = model_.types.settled_at(field->type);
  auto report = model_.sink.report(Finding::field_of_two_types, model_.expr(id).span,
                                   {{"field", field->path}, {"found", article(found)}, {"wanted", article(wanted)}});
  report.label(fmt::format("used as {} here", article(wanted)));
  if (before && *before != model_.expr(id).span) report.label(*before, fmt::format("used as {} here", article(found)));
  report.note("without a `record`, the type of a field follows from its use")
      .help(fmt::format("say which it is: `record lead {{ {0} {1} }}` or `record lead {{ {0} {2} }}`", field->path,
                        data::name(found), data::name(wanted)));
  return true;
}

// `"50"` where a number is wanted, and the other literals that were written as if they were of another type.
bool Inferrer::literal_hint(diag::Builder& report, const Expr& e, data::Kind wanted) {
  if (e.kind == ExprKind::text && wanted == number) {
    if (base::parse_number(e.text).fault == base::NumberFault::none) {
      report.fix("a number is written without quotes", e.span, std::string(e.text), true);
    } else {
      report.help("a number is written without quotes: `50`, `10_000`, `2.5m`");
    }
  } else if (e.kind == ExprKind::text && wanted == time && base::parse_time(e.text)) {
    report.fix("a time is written without quotes", e.span, std::string(e.text), true);
  } else if ((e.kind == ExprKind::text || e.kind == ExprKind::number) && wanted == time) {
    report.help("times are written like `2026-11-01` or `2026-11-01T09:30:00Z`, without quotes");
  } else if (e.kind == ExprKind::number && wanted == text) {
    report.fix("a text stands in double quotes", e.span, fmt::format("\"{}\"", model_.sources.text(e.span)), true);
  } else if (e.kind == ExprKind::number && wanted == duration) {
    report.help(fmt::format("add a unit: `{} days`", model_.sources.text(e.span)));
  } else {
    return false;
  }
  return true;
}

void Inferrer::hint(diag::Builder& report, ExprId id, data::Kind found, data::Kind wanted) {
  const Expr& e = model_.expr(model_.strip(id));
  if (literal_hint(report, e, wanted)) return;
  const std::string_view name = model_.sources.text(e.span);
  if (found == text && wanted == number) {
    report.help(fmt::format("`number({})` reads the number that a text says", name));
  } else if (found == number && wanted == text) {
    report.help(fmt::format("`text({})` writes a whole number as text", name));
  } else if (found == text && wanted == time) {
    report.help(fmt::format("`time({})` reads a time such as `2026-11-01` from a text", name));
  } else if (found == duration && wanted == number) {
    report.help(fmt::format("`{} / 1 day` is the number of days", name));
  } else if (wanted == boolean && e.kind == ExprKind::text) {
    report.help(fmt::format("words that say why stand behind `because`: `because {}`", name));
  } else if (wanted == boolean && e.kind == ExprKind::path) {
    const char* sign = found == text ? "== \"…\"" : found == number ? "> 0" : "> 2026-11-01";
    report.help(
        fmt::format("compare it: `{0} {1}`, or ask `{0} is present`", name, found == duration ? "> 30 days" : sign));
  }
}

// Both are of one type; `a` was seen first.
bool Inferrer::agree(ExprId a, TypeRef ta, ExprId b, TypeRef tb, const Why& why) {
  // The place that settles a field is the field itself, where it has one.
  if (model_.types.unify(ta, tb, model_.expr(model_.types.is_variable(ta) ? a : b).span)) return true;
  const data::Kind ka = *model_.types.kind(ta);
  const data::Kind kb = *model_.types.kind(tb);
  const auto settled_elsewhere = [&](ExprId id, TypeRef t) {
    const FieldNode* f = model_.field_of(id);
    return f != nullptr && f->declared == nullptr && model_.types.settled_at(t).has_value();
  };
  if (settled_elsewhere(b, tb) && two_uses(b, kb, ka)) return false;
  if (settled_elsewhere(a, ta) && two_uses(a, ka, kb)) return false;
  auto report =
      model_.sink.report(Finding::types_differ, model_.expr(b).span, {{"left", article(ka)}, {"right", article(kb)}});
  report.label(described(b, kb)).label(model_.expr(a).span, described(a, ka)).note(why.text());
  difference(report, a, ka, b, kb);
  return false;
}

// A field by its name, anything else as `this`.
std::string Inferrer::described(ExprId id, data::Kind kind) const {
  const Expr& e = model_.expr(model_.strip(id));
  if (e.kind != ExprKind::path) return fmt::format("this is {}", article(kind));
  return fmt::format("`{}` is {}", model_.sources.text(e.span), article(kind));
}

void Inferrer::difference(diag::Builder& report, ExprId a, data::Kind ka, ExprId b, data::Kind kb) {
  const auto name = [&](ExprId id) { return model_.sources.text(model_.expr(model_.strip(id)).span); };
  const auto is_literal = [&](ExprId id) { return literal_of(model_, id).has_value(); };
  if (is_literal(a) && !is_literal(b)) {
    std::swap(a, b);
    std::swap(ka, kb);
  }
  if (time_habit(report, a, ka, b, kb)) return;
  if (data::is_list(ka)) {
    report.help(fmt::format("ask its elements: `{} contains {}`", name(a), name(b)));
  } else if (ka == boolean && kb == text && begins_line(model_.expr(b).span)) {
    report.help(fmt::format("the last arm of a `choose` is `else {}`", name(b)));
  } else if (ka == boolean && is_literal(b)) {
    report.help(fmt::format("a yes-or-no value is a test on its own: write `{0}` or `not {0}`", name(a)));
  } else if (ka == text && kb == number && model_.field_of(a) != nullptr && is_literal(b)) {
    report.help(fmt::format("if `{0}` holds numbers, declare it as a number, or read it with `number({0})`", name(a)))
        .help(fmt::format("if it holds texts, put the text in double quotes: `\"{}\"`", name(b)));
  } else {
    hint(report, b, kb, ka);
  }
}

}  // namespace rubric::check
