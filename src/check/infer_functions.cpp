// Functions of the file: what is given for each parameter.
#include <fmt/core.h>

#include "check/inferrer.hpp"

namespace rubric::check {

TypeRef Inferrer::parameter(const Parameter& p, const Expr& e) {
  if (p.list != 0) return Types::of(data::Kind::records);
  if (p.declared->type != ast::ParameterType::set) return p.type;
  model_.sink.report(Finding::set_as_value, e.span, {{"name", p.declared->name.text}})
      .label("a set has many values")
      .help(fmt::format("ask whether a value is in it: `… in {}`", p.declared->name.text));
  return Types::kError;
}

TypeRef Inferrer::function_call(const Expr& e, const Symbol& s) {
  const auto parameters = ast::parameters(*s.declaration);
  const auto operands = model_.file.operands(e);
  for (std::size_t i = 0; i < operands.size() && i < parameters.size(); ++i) argument(s, i, operands[i]);
  if (operands.size() != parameters.size()) {
    std::string wanted;
    for (const ast::Parameter& p : parameters) {
      wanted += fmt::format("{}{}", wanted.empty() ? "" : ", ", model_.sources.text(p.span));
    }
    const std::size_t count = parameters.size();
    wrong_count(e, model_.shown(s), fmt::format("{} value{}", count, count == 1 ? "" : "s"),
                fmt::format("it is declared as `{}({})`", s.name, wanted));
    return Types::kError;
  }
  return s.type;
}

void Inferrer::argument(const Symbol& s, std::size_t i, ExprId id) {
  const Parameter& p = model_.parameters[s.first_parameter + i];
  const std::string takes =
      fmt::format("`{}` takes {} for `{}`", model_.shown(s),
                  p.declared->type == ast::ParameterType::set ? "a set" : article(*model_.types.kind(p.type)),
                  p.declared->name.text);
  const Why why = takes;
  if (p.declared->type == ast::ParameterType::set) {
    set_argument(p, id, why);
  } else if (p.list != 0) {
    list_argument(s, p, id);
  } else {
    require(id, *model_.types.kind(p.type), why);
  }
}

void Inferrer::set_argument(const Parameter& p, ExprId id, const Why& why) {
  const ExprId inner = model_.strip(id);
  const Expr& e = model_.expr(inner);
  const Resolved& r = model_.resolved[inner.index];
  TypeRef t = Types::kError;
  if (e.kind == ExprKind::set || e.kind == ExprKind::list) {
    for (const ExprId member : model_.file.operands(e)) {
      t = infer(member);
      if (!model_.types.unify(p.type, t, e.span)) break;
    }
  } else if (r.kind == Resolved::Kind::symbol && model_.symbols[r.index].kind == SymbolKind::set) {
    t = model_.symbols[r.index].type;
  } else if (r.kind == Resolved::Kind::parameter &&
             model_.parameters[r.index].declared->type == ast::ParameterType::set) {
    t = model_.parameters[r.index].type;
  } else {
    if (e.kind != ExprKind::error && (e.kind != ExprKind::path || r.kind != Resolved::Kind::none)) {
      model_.sink.report(Finding::not_a_set, e.span, {{"what", model_.quote(e.span)}})
          .note(why.text())
          .fix("put it in brackets", e.span, fmt::format("[{}]", model_.sources.text(e.span)), true);
    }
    return;
  }
  if (model_.types.unify(p.type, t, e.span)) return;
  model_.sink
      .report(Finding::types_differ, e.span,
              {{"left", article(*model_.types.kind(p.type))}, {"right", article(*model_.types.kind(t))}})
      .label(p.declared->span,
             fmt::format("used as a set of {} in the function", data::name(*model_.types.kind(p.type))))
      .note(why.text());
}

// `at of events where …`: what is given is the value of each element.
void Inferrer::projected_argument(const Symbol& s, const Parameter& p, const Expr& e) {
  const auto operands = model_.file.operands(e);
  source(operands[0]);
  const data::Kind wanted = *model_.types.kind(p.type);
  check_is(operands[1], infer(operands[1]), wanted,
           fmt::format("`{}` takes a list of {} for `{}`", model_.shown(s), data::name(wanted), p.declared->name.text));
}

// A list of records where single values are wanted: which of their fields would do.
void Inferrer::which_value(const FieldNode& given, const Parameter& p, ExprId id) {
  const std::string_view text = model_.sources.text(model_.expr(id).span);
  auto report = model_.sink.report(Finding::list_of_records, model_.expr(id).span, {{"list", given.path}});
  report.label("its elements have fields");
  for (const std::uint32_t child : given.children) {
    if (model_.types.kind(model_.fields[child].type) != model_.types.kind(p.type)) continue;
    report.help(fmt::format("say which value of each: `{} of {}`", model_.fields[child].name, text));
    return;
  }
  report.help(fmt::format("say which value of each: `VALUE of {}`", text));
}

void Inferrer::list_argument(const Symbol& s, const Parameter& p, ExprId id) {
  const ExprId inner = model_.strip(id);
  if (model_.expr(inner).kind == ExprKind::projection) return projected_argument(s, p, model_.expr(inner));
  if (model_.expr(inner).kind == ExprKind::filter) source(inner);
  const std::uint32_t list = list_of(model_, inner);
  const Span span = model_.expr(inner).span;
  if (list == 0) {
    const Symbol* named = model_.symbol_of(inner);
    if (named != nullptr && model_.types.is_error(named->type)) return;
    if (model_.resolved[source_of(model_, inner).list.index].kind == Resolved::Kind::none &&
        model_.expr(inner).kind == ExprKind::path)
      return;
    model_.sink.report(Finding::not_a_list, span, {{"what", model_.quote(span)}})
        .note(fmt::format("`{}` takes a list for `{}`", model_.shown(s), p.declared->name.text));
    return;
  }
  FieldNode& given = model_.fields[list];
  if (given.declared == nullptr && given.children.empty()) given.scalars = true;
  if (!given.scalars) {
    which_value(given, p, inner);
  } else if (!model_.types.unify(p.type, given.type, span)) {
    model_.sink
        .report(Finding::types_differ, span,
                {{"left", data::name(data::list_of(*model_.types.kind(p.type)))},
                 {"right", data::name(data::list_of(*model_.types.kind(given.type)))}})
        .note(fmt::format("`{}` takes a list of {} for `{}`", model_.shown(s), data::name(*model_.types.kind(p.type)),
                          p.declared->name.text));
  }
}

}  // namespace rubric::check
