// The type of every expression. Fields without a `record` start as variables and are settled by their
// use; sums whose operands are both unknown wait until more is known.
#include <fmt/core.h>

#include <cmath>

#include "ast/visit.hpp"
#include "base/number_text.hpp"
#include "check/inferrer.hpp"
#include "check/table_proof.hpp"

namespace rubric::check {

namespace {

using ast::BinaryOp;
using data::Kind::boolean;
using data::Kind::duration;
using data::Kind::number;
using data::Kind::text;
using data::Kind::time;

}  // namespace

Inferrer::Inferrer(Model& model) : model_(model) {
  model.expr_types.assign(model.file.exprs.size(), Types::kError);
}

void Inferrer::run() {
  const std::size_t errors_before = model_.sink.errors();
  for (const std::uint32_t index : model_.order) {
    Symbol& s = model_.symbols[index];
    if (s.broken || s.kind == SymbolKind::unavailable) continue;
    symbol(s);
  }
  if (model_.total != nullptr) bounds(std::get<ast::Score>(model_.total->body));
  settle_waiting();
  tests();
  // Only when every row is there and every type is known can it be said what the rows of a table let through.
  if (model_.sink.errors() != errors_before || !model_.options.build) return;
  for (const std::uint32_t index : model_.order) {
    const Symbol& s = model_.symbols[index];
    const auto* table = std::get_if<ast::Table>(&s.declaration->body);
    if (table == nullptr || s.kind == SymbolKind::unavailable) continue;
    if (prove_table(model_, *table, s.declaration->name.span)) model_.complete_tables.insert(index);
  }
}

void Inferrer::symbol(Symbol& s) {
  std::visit([&](const auto& body) { declaration(s, body); }, s.declaration->body);
}

void Inferrer::declaration(Symbol& s, const ast::Rule& rule) {
  s.type = Types::of(boolean);
  guard(rule.guard);
}

void Inferrer::declaration(Symbol& s, const ast::Let& let) {
  if (names_list(model_, s)) {
    source(let.value);
    s.type = Types::of(data::Kind::records);
    return;
  }
  s.type = infer(let.value);
}

void Inferrer::declaration(Symbol& s, const ast::Set&) {
  evaluate_set(model_, s);
}

void Inferrer::declaration(Symbol& s, const ast::Param& param) {
  const Expr& e = model_.expr(param.value);
  if (e.kind == ExprKind::error) return;
  const auto literal = literal_of(model_, param.value);
  if (!literal) {
    if (e.kind == ExprKind::duration) {
      infer(param.value);  // it says what is wrong with such a duration
      return;
    }
    auto report = model_.sink.report(Finding::param_not_literal, e.span, {{"name", s.name}});
    report.note("a param is one number, text, time or duration, `true` or `false`, and the caller may replace it");
    if (e.kind == ExprKind::list) report.help(fmt::format("several values make a set: `set {} = {{ … }}`", s.name));
    return;
  }
  s.type = Types::of(literal->kind);
  if (param_value(model_, s)) return;
  const std::string name = param_name(model_, s);
  model_.sink
      .report(Finding::bad_param_value, s.declaration->name.span,
              {{"name", name}, {"value", model_.options.params.at(name)}})
      .label(fmt::format("declared as {}", article(literal->kind)));
}

void Inferrer::declaration(Symbol& s, const ast::Choose& choose) {
  for (const ast::Arm& a : choose.arms) guard(a.guard);
  ExprId first;
  const auto arm = [&](ExprId value) {
    const TypeRef t = infer(value);
    if (!first.valid()) {
      first = value;
      s.type = t;
    } else {
      agree(first, s.type, value, t, {"the values of `choose ", s.name, "` are of one type"});
    }
  };
  for (const ast::Arm& a : choose.arms) arm(a.value);
  if (choose.otherwise.valid()) arm(choose.otherwise);
}

void Inferrer::declaration(Symbol& s, const ast::Score& score) {
  s.type = Types::of(number);
  bounds(score);
  for (const ast::ScoreLine& line : score.lines) {
    percent(line);
    if (line.source.valid()) {
      each_line(line);
      continue;
    }
    require(line.points, number, "a line of a score adds points");
    guard(line.guard);
  }
}

// `+10% when …` adds a tenth of a point, which nobody means.
void Inferrer::percent(const ast::ScoreLine& line) {
  const Expr& e = model_.expr(line.points);
  const std::string_view written = model_.sources.text(e.span);
  if (e.kind != ExprKind::number || !written.ends_with('%')) return;
  const std::string_view sign = line.negative ? "-" : "+";
  const std::string whole(written.substr(0, written.size() - 1));
  const std::string number = base::number_text(line.negative ? -e.number : e.number);
  model_.sink
      .report(Finding::points_in_percent, e.span, {{"points", fmt::format("{}{}", sign, written)}, {"number", number}})
      .note(fmt::format("points are numbers, and `{}` is the number {}", written, base::number_text(e.number)))
      .help(fmt::format("for {0} points write `{1}{0}`", whole, sign))
      .fix("drop the sign", e.span, whole)
      .help(fmt::format("for a share of a value multiply: `{}({} * VALUE) when …`", sign, written));
}

void Inferrer::bounds(const ast::Score& score) {
  double values[2] = {0, 0};
  bool known = score.min.valid() && score.max.valid();
  for (const ExprId id : {score.min, score.max}) {
    if (!id.valid()) continue;
    require(id, number, "the bounds of a score are numbers");
    const auto constant = constant_number(id);
    if (constant) values[id == score.max ? 1 : 0] = *constant;
    if (!constant && model_.types.kind(type(id)) == number) {
      not_constant(id, "`min` and `max` bound every lead's score alike");
    }
    known = known && constant;
  }
  if (known && values[0] > values[1]) {
    model_.sink.report(Finding::bounds_crossed, model_.expr(score.max).span)
        .label(model_.expr(score.min).span, "larger than the maximum")
        .note("no score is at least the one and at most the other")
        .help("write the smaller number after `min`");
  }
}

// A literal, or the value of a param.
std::optional<Literal> Inferrer::constant(ExprId id) const {
  const Symbol* s = model_.symbol_of(id);
  return s != nullptr && s->kind == SymbolKind::param ? param_value(model_, *s) : literal_of(model_, id);
}

std::optional<double> Inferrer::constant_number(ExprId id) const {
  const auto value = constant(id);
  if (!value || value->kind != number) return std::nullopt;
  return value->value.number;
}

void Inferrer::guard(const ast::Guard& g) {
  if (g.when.valid()) {
    ast::fetch_behind(model_.file, g.when);
    require(g.when, boolean, "`when` takes a test");
  }
  if (g.unless.valid()) require(g.unless, boolean, "`unless` takes a test");
}

TypeRef Inferrer::infer_one(ExprId id) {
  const Expr& e = model_.expr(id);
  const auto operands = model_.file.operands(e);
  switch (e.kind) {
    case ExprKind::number: return Types::of(number);
    case ExprKind::text: return Types::of(text);
    case ExprKind::boolean: return Types::of(boolean);
    case ExprKind::time: return Types::of(time);
    case ExprKind::duration: return duration_literal(e);
    case ExprKind::missing: return model_.types.variable();
    case ExprKind::path: return path(id, e);
    case ExprKind::paren: return infer(operands[0]);
    case ExprKind::call: return call(e);
    case ExprKind::negate: return negate(operands[0]);
    case ExprKind::not_: require(operands[0], boolean, "`not` turns a test round"); return Types::of(boolean);
    case ExprKind::in: return membership(e);
    case ExprKind::between: return between(e);
    case ExprKind::text_test: return text_test(e);
    case ExprKind::matches: return matches(e);
    case ExprKind::state: return state(e);
    case ExprKind::window: return window(e);
    case ExprKind::if_: return conditional(e);
    case ExprKind::block: return block(e);
    case ExprKind::aggregate: return aggregate(e);
    case ExprKind::filter:
    case ExprKind::projection: return many_values(id);
    case ExprKind::list:
    case ExprKind::set: return stray_set(e);
    case ExprKind::error:
    case ExprKind::pattern:
    case ExprKind::record:
    case ExprKind::binary: break;
  }
  return Types::kError;
}

namespace {

// About how many days: for a person to choose from, not to count with.
double days_in(ast::Unit unit) {
  switch (unit) {
    case ast::Unit::years: return 365;
    case ast::Unit::quarters: return 91;
    default: return 30;
  }
}

}  // namespace

TypeRef Inferrer::duration_literal(const Expr& e) {
  if (is_calendar_duration(e)) {
    model_.sink.report(Finding::calendar_duration, e.span)
        .note(
            "months, quarters and years differ in length: they stand only in windows (`in the last 3 months`), after "
            "`once per` and in time ± duration")
        .help(fmt::format("in days that is about `{} days`", std::round(e.number * days_in(e.unit))));
    return Types::kError;
  }
  if (!(std::abs(e.number * static_cast<double>(unit_micros(e.unit))) < 9.2e18)) {
    model_.sink.report(Finding::duration_too_long, e.span).note("a duration is at most about 292,000 years");
    return Types::kError;
  }
  return Types::of(duration);
}

TypeRef Inferrer::path(ExprId id, const Expr& e) {
  const Resolved& r = model_.resolved[id.index];
  switch (r.kind) {
    case Resolved::Kind::none: return Types::kError;
    case Resolved::Kind::as_of: return Types::of(time);
    case Resolved::Kind::total: return Types::of(number);
    case Resolved::Kind::field:
    case Resolved::Kind::element: return model_.fields[r.index].type;
    case Resolved::Kind::list: return Types::of(data::Kind::records);
    case Resolved::Kind::parameter: return parameter(model_.parameters[r.index], e);
    case Resolved::Kind::symbol: break;
  }
  const Symbol& s = model_.symbols[r.index];
  if (s.kind == SymbolKind::function) {
    model_.sink.report(Finding::function_as_value, e.span, {{"name", model_.shown(s)}})
        .label(s.declaration->name.span, "declared with parameters")
        .help(fmt::format("call it: `{}(…)`", s.name));
    return Types::kError;
  }
  if (s.kind == SymbolKind::table) return r.part < s.outputs.size() ? s.outputs[r.part] : Types::kError;
  if (s.kind == SymbolKind::lifecycle) return Types::of(r.part == 0 ? text : boolean);
  if (s.kind != SymbolKind::set) return s.type;
  model_.sink.report(Finding::set_as_value, e.span, {{"name", s.name}})
      .label("a set has many values")
      .help(fmt::format("ask whether a value is in it: `… in {}`", s.name));
  return Types::kError;
}

TypeRef Inferrer::stray_set(const Expr& e) {
  model_.sink.report(Finding::set_as_value, e.span, {{"name", "{ … }"}})
      .label("a set has many values")
      .help("ask whether a value is in it: `… in { … }`");
  return Types::kError;
}

// Where a function takes a list, or a question asks one, nobody comes here.
TypeRef Inferrer::many_values(ExprId id) {
  const Expr& e = model_.expr(id);
  const bool projects = e.kind == ExprKind::projection;
  source(projects ? model_.file.operands(e)[0] : id);
  if (projects) infer(model_.file.operands(e)[1]);
  report_many_values(model_, id);
  return Types::kError;
}

TypeRef Inferrer::negate(ExprId operand) {
  const TypeRef t = infer(operand);
  if (model_.types.kind(t) == duration) return t;
  check_is(operand, t, number, "a minus stands before a number or a duration");
  return Types::of(number);
}

void infer(Model& model) {
  Inferrer(model).run();
}

}  // namespace rubric::check
