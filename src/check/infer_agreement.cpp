// What must be of one type, and what is said when it is not.
#include <fmt/core.h>

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
  const auto chain = ast::spine(model_.file, id);
  if (chain.empty()) return model_.expr_types[id.index] = infer_one(id);
  infer(model_.file.operands(model_.expr(chain.front()))[0]);
  for (const ExprId link : chain) model_.expr_types[link.index] = binary(link);
  return type(id);
}

void Inferrer::require(ExprId id, data::Kind wanted, const std::string& why) {
  const TypeRef t = infer(id);
  check_is(id, t, wanted, why);
}

bool Inferrer::check_is(ExprId id, TypeRef t, data::Kind wanted, const std::string& why) {
  if (model_.types.unify(t, Types::of(wanted), model_.expr(id).span)) return true;
  const data::Kind found = *model_.types.kind(t);
  if (two_uses(id, found, wanted)) return false;
  const Expr& e = model_.expr(id);
  auto report =
      model_.sink.report(Finding::type_mismatch, e.span, {{"found", article(found)}, {"wanted", article(wanted)}});
  report.label(fmt::format("this is {}", article(found))).note(why);
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
      .help(fmt::format("declare it: `record lead {{ … {} {} }}`", field->name, data::name(found)));
  return true;
}

void Inferrer::hint(diag::Builder& report, ExprId id, data::Kind found, data::Kind wanted) {
  const Expr& e = model_.expr(model_.strip(id));
  if (e.kind == ExprKind::text && wanted == number) {
    if (base::parse_number(e.text).fault == base::NumberFault::none) {
      report.help("a number is written without quotes")
          .fix("write the number without quotes", e.span, std::string(e.text));
    }
  } else if (e.kind == ExprKind::text && wanted == time) {
    if (base::parse_time(e.text)) {
      report.help("a time is written without quotes").fix("write the time without quotes", e.span, std::string(e.text));
    } else {
      report.help("times are written like `2026-11-01` or `2026-11-01T09:30:00Z`, without quotes");
    }
  } else if (found == text && wanted == number) {
    report.help(fmt::format("`number({})` reads the number that a text says", model_.sources.text(e.span)));
  } else if (found == number && wanted == duration) {
    report.help("add a unit: `30 days`, `12 hours`");
  } else if (wanted == boolean && e.kind == ExprKind::path) {
    report.help(found == text ? fmt::format("compare it: `{} == \"…\"`, or ask `{} is present`",
                                            model_.sources.text(e.span), model_.sources.text(e.span))
                              : fmt::format("compare it, or ask `{} is present`", model_.sources.text(e.span)));
  }
}

// Both are of one type; `a` was seen first.
bool Inferrer::agree(ExprId a, TypeRef ta, ExprId b, TypeRef tb, const std::string& why) {
  if (model_.types.unify(ta, tb, model_.expr(b).span)) return true;
  const data::Kind ka = *model_.types.kind(ta);
  const data::Kind kb = *model_.types.kind(tb);
  const auto settled_elsewhere = [&](ExprId id, TypeRef t) {
    const FieldNode* f = model_.field_of(id);
    return f != nullptr && f->declared == nullptr && model_.types.settled_at(t).has_value();
  };
  if (settled_elsewhere(b, tb) && two_uses(b, kb, ka)) return false;
  if (settled_elsewhere(a, ta) && two_uses(a, ka, kb)) return false;
  const Expr& right = model_.expr(b);
  auto report = model_.sink.report(Finding::types_differ, right.span, {{"left", article(ka)}, {"right", article(kb)}});
  report.label(fmt::format("this is {}", article(kb)))
      .label(model_.expr(a).span, fmt::format("this is {}", article(ka)))
      .note(why);
  if (ka == boolean && kb == text && right.kind == ExprKind::text) {
    report.help(fmt::format("a yes-or-no value is a test on its own: write `{0}` or `not {0}`",
                            model_.sources.text(model_.expr(a).span)));
  } else if (model_.expr(model_.strip(a)).kind == ExprKind::text) {
    hint(report, a, ka, kb);
  } else {
    hint(report, b, kb, ka);
  }
  return false;
}

}  // namespace rubric::check
