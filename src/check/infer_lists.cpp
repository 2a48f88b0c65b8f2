// Questions about lists, and the points of their elements.
#include <fmt/core.h>

#include <cmath>

#include "check/inferrer.hpp"

namespace rubric::check {

namespace {

using data::Kind::boolean;
using data::Kind::duration;
using data::Kind::number;
using data::Kind::time;

}  // namespace

void Inferrer::source(ExprId id) {
  const Source s = source_of(model_, id);
  if (s.condition.valid()) require(s.condition, boolean, "`where` takes a test");
  if (s.unless.valid()) require(s.unless, boolean, "`unless` takes a test");
}

TypeRef Inferrer::aggregate(const Expr& e) {
  const auto operands = model_.file.operands(e);
  source(operands[0]);
  using enum ast::AggregateKind;
  const bool takes_value = e.aggregate != count && e.aggregate != any && e.aggregate != none;
  const std::string_view name = model_.sources.text(e.op_span);
  if (operands.size() > 1 && !takes_value) {
    model_.sink
        .report(Finding::wrong_aggregate_value, model_.expr(operands[1]).span,
                {{"name", name}, {"rule", "takes no value"}})
        .help(fmt::format("write `{}(LIST where …)`, or `distinct(VALUE of LIST)` for different values", name));
  }
  if (takes_value && operands.size() < 2) {
    model_.sink
        .report(Finding::wrong_aggregate_value, e.span, {{"name", name}, {"rule", "needs a value of the elements"}})
        .help(fmt::format("say of what: `{}(… of {})`", name, model_.sources.text(model_.expr(operands[0]).span)));
    return Types::kError;
  }
  if (takes_value) return aggregated(e, operands[1]);
  return Types::of(e.aggregate == count ? number : boolean);
}

TypeRef Inferrer::aggregated(const Expr& e, ExprId value) {
  using enum ast::AggregateKind;
  const TypeRef t = infer(value);
  const auto kind = model_.types.kind(t);
  switch (e.aggregate) {
    case sum:
    case avg: check_is(value, t, number, "sums and means are of numbers"); return Types::of(number);
    case min:
    case max:
      if (!kind && !model_.types.is_error(t)) numbers_by_default_.push_back(t);
      if (!kind || *kind == number || *kind == time) return t;
      check_is(value, t, number, "`min` and `max` of a list are of numbers or times");
      return Types::kError;
    case distinct:
    case first:
    case last:
      if (kind == data::Kind::records) check_is(value, t, data::Kind::text, "this takes a value of each element");
      return e.aggregate == distinct ? Types::of(number) : t;
    default: return Types::kError;
  }
}

// --- tests on lists ---

const FieldNode* Inferrer::scalar_list(ExprId id) {
  FieldNode& list = model_.fields[list_of(model_, id)];
  if (list.declared == nullptr && list.children.empty()) list.scalars = true;
  if (list.scalars) return &list;
  model_.sink.report(Finding::list_of_records, model_.expr(id).span, {{"list", list.path}})
      .label("its elements have fields")
      .help(fmt::format("ask for one of them: `any({} where … == …)`", list.path));
  return nullptr;
}

void Inferrer::list_members(const FieldNode& list, ExprId value, TypeRef t, const Why& why) {
  if (model_.types.unify(t, list.type, model_.expr(value).span)) return;
  const data::Kind found = *model_.types.kind(t);
  const data::Kind wanted = *model_.types.kind(list.type);
  check_is(value, Types::of(found), wanted, why);
}

// `tags contains "x"` asks the elements of a list; true when it was a list.
bool Inferrer::list_test(const Expr& e, ExprId operand) {
  if (model_.expr(model_.strip(operand)).kind != ExprKind::path || list_of(model_, operand) == 0) return false;
  const FieldNode* list = scalar_list(operand);
  if (list == nullptr) return true;
  if (e.text_op != ast::TextOp::contains || e.whole_word) {
    model_.sink
        .report(Finding::list_of_texts, e.op_span, {{"words", model_.sources.text(e.op_span)}, {"list", list->path}})
        .help(fmt::format("ask its elements: `any({} where it {} …)`", list->path, model_.sources.text(e.op_span)));
    return true;
  }
  const Why why{"the elements of `", list->path, "` are of one type"};
  const ExprId value = model_.file.operands(e)[1];
  if (e.quantifier == ast::Quantifier::one) {
    list_members(*list, value, infer(value), why);
  } else {
    members(operand, list->type, value, why, limit_of(e));
  }
  return true;
}

// --- points for each element ---

void Inferrer::each_line(const ast::ScoreLine& line) {
  source(line.source);
  require(line.points, number, "a line of a score adds points");
  guard(line.guard);
  period(line);
  if (line.halving.valid()) fixed(line.halving, duration, "halving every");
  if (line.up_to.valid()) fixed(line.up_to, number, "up to");
  if (line.once_per.valid() || line.once_per_calendar != ast::CalendarUnit::none || line.halving.valid())
    needs_clock(line);
}

void Inferrer::period(const ast::ScoreLine& line) {
  if (!line.once_per.valid()) return;
  const Expr& e = model_.expr(model_.strip(line.once_per));
  if (is_calendar_duration(e)) {
    model_.expr_types[line.once_per.index] = Types::of(duration);
    whole_count(e);
  } else {
    fixed(line.once_per, duration, "once per");
  }
}

// Literals and params: the same for every lead, and more than nothing.
void Inferrer::fixed(ExprId id, data::Kind kind, const char* clause) {
  require(id, kind, fmt::format("`{}` takes {}", clause, article(kind)));
  if (model_.types.kind(model_.expr_types[id.index]) != kind) return;
  std::optional<Literal> value = literal_of(model_, id);
  if (const Symbol* s = model_.symbol_of(id); s != nullptr && s->kind == SymbolKind::param)
    value = param_value(model_, *s);
  const std::string wanted(data::name(kind));
  if (!value) {
    auto report =
        model_.sink.report(Finding::bad_line_clause, model_.expr(id).span, {{"clause", clause}, {"wanted", wanted}});
    if (model_.field_of(id) != nullptr) report.label("read from each lead");
    report.note("it is the same for every lead").help("write it out, or name a `param`");
  } else if (kind == duration ? value->value.ticks <= 0 : !(value->value.number >= 0)) {
    model_.sink.report(Finding::bad_line_clause, model_.expr(id).span, {{"clause", clause}, {"wanted", wanted}})
        .label("not more than nothing");
  }
}

void Inferrer::needs_clock(const ast::ScoreLine& line) {
  const std::uint32_t list = list_of(model_, line.source);
  if (list == 0 || clock_of(model_, model_.fields[list]) != nullptr) return;
  const FieldNode& f = model_.fields[list];
  model_.sink
      .report(Finding::list_without_clock, model_.expr(source_of(model_, line.source).list).span, {{"list", f.path}})
      .note("`once per` and `halving` go by the time of each element")
      .help(fmt::format("say which field is their time: `{} list dated by at {{ … at time }}`", f.name));
}

}  // namespace rubric::check
