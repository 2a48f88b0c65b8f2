// Tests, windows, blocks and calls.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "base/number_text.hpp"
#include "base/spelling.hpp"
#include "builtins/pattern.hpp"
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

TypeRef Inferrer::between(const Expr& e) {
  const auto operands = model_.file.operands(e);
  const TypeRef t = infer(operands[0]);
  for (const ExprId end : {operands[1], operands[2]}) {
    agree(operands[0], t, end, infer(end), "`between` compares values of one type");
  }
  if (!model_.types.kind(t)) numbers_by_default_.push_back(t);
  const auto low = literal_of(model_, operands[1]);
  const auto high = literal_of(model_, operands[2]);
  if (low && high && low->kind == number && high->kind == number && low->value.number > high->value.number) {
    model_.sink.report(Finding::empty_range, e.span)
        .label(model_.expr(operands[1]).span, "larger than the other end")
        .note("`a between low and high` is `a >= low and a <= high`")
        .help("write the smaller end first");
  }
  return Types::of(boolean);
}

TypeRef Inferrer::membership(const Expr& e) {
  const auto operands = model_.file.operands(e);
  const TypeRef t = infer(operands[0]);
  members(operands[0], t, operands[1], "a value is looked for among values of its type");
  return Types::of(boolean);
}

// The members of a set (a literal one or a named one) are of the type of `value`.
void Inferrer::members(ExprId value, TypeRef t, ExprId set, const std::string& why) {
  const ExprId s = model_.strip(set);
  const Expr& e = model_.expr(s);
  if (e.kind == ExprKind::set || e.kind == ExprKind::list) {
    for (const ExprId member : model_.file.operands(e)) {
      const TypeRef m = infer(member);
      if (agree(value, t, member, m, why)) limited(value, member);
    }
    return;
  }
  if (e.kind != ExprKind::path) {
    infer(s);
    if (e.kind == ExprKind::error) return;
    auto report = model_.sink.report(Finding::not_a_set, e.span, {{"what", model_.quote(e.span)}});
    report.label("one value");
    if (e.kind == ExprKind::text) report.help("write `==` for one value, or braces for several: `in { \"…\", \"…\" }`");
    return;
  }
  named_members(value, t, s, why);
}

void Inferrer::named_members(ExprId value, TypeRef t, ExprId s, const std::string& why) {
  const Symbol* symbol = model_.symbol_of(s);
  if (symbol == nullptr && model_.resolution(s).kind == Resolved::Kind::none) return;
  if (const Resolved& r = model_.resolution(s); r.kind == Resolved::Kind::parameter) {
    const Parameter& p = model_.parameters[r.index];
    if (p.list != 0) return list_members(model_.fields[p.list], value, t, why);
    if (p.declared->type == ast::ParameterType::set) {
      if (!model_.types.unify(t, p.type, model_.expr(s).span)) agree(value, t, s, p.type, why);
      return;
    }
  }
  if (model_.resolution(s).kind == Resolved::Kind::list) {
    if (const FieldNode* list = scalar_list(s)) list_members(*list, value, t, why);
    return;
  }
  if (symbol != nullptr && symbol->kind == SymbolKind::unavailable) return;
  if (symbol == nullptr || symbol->kind != SymbolKind::set) {
    model_.sink.report(Finding::not_a_set, model_.expr(s).span, {{"what", model_.quote(model_.expr(s).span)}})
        .label("one value")
        .help("use `==` to compare with one value");
    return;
  }
  agree(value, t, s, symbol->type, why);
}

TypeRef Inferrer::text_test(const Expr& e) {
  const auto operands = model_.file.operands(e);
  const std::string why = fmt::format("`{}` looks into a text", model_.sources.text(e.op_span));
  if (list_test(e, operands[0])) return Types::of(boolean);
  require(operands[0], text, why);
  if (e.quantifier == ast::Quantifier::one) {
    require(operands[1], text, why);
  } else {
    members(operands[0], Types::of(text), operands[1], why);
  }
  return Types::of(boolean);
}

TypeRef Inferrer::matches(const Expr& e) {
  const auto operands = model_.file.operands(e);
  require(operands[0], text, "`matches` looks into a text");
  const Expr& p = model_.expr(operands[1]);
  if (p.kind != ExprKind::pattern) return Types::of(boolean);
  builtins::PatternFault fault;
  if (!builtins::Pattern::compile(p.text, p.flags, fault)) {
    auto report = model_.sink.report(Finding::bad_pattern, p.span, {{"reason", fault.message}});
    report.note("patterns are RE2 regular expressions: they run in linear time, whatever the text");
    if (!fault.help.empty()) report.help(fault.help);
  }
  return Types::of(boolean);
}

TypeRef Inferrer::state(const Expr& e) {
  const ExprId operand = model_.file.operands(e)[0];
  const TypeRef t = infer(operand);
  const bool asks_data = e.state == ast::StateTest::missing || e.state == ast::StateTest::present;
  const auto kind = model_.types.kind(t);
  const ExprId s = model_.strip(operand);
  if (kind == data::Kind::records) {
    const std::string_view name = model_.sources.text(model_.expr(operand).span);
    model_.sink.report(Finding::wrong_state_word, e.op_span, {{"words", model_.sources.text(e.op_span)}})
        .note("a list is never missing: absent, null and empty are the same")
        .help(fmt::format("ask whether it has elements: `any({})`, `none({})`", name, name));
    return Types::of(boolean);
  }
  const bool test =
      kind == boolean && model_.field_of(s) == nullptr && model_.expr(s).kind != ExprKind::missing && !is_let(s);
  if (asks_data && test) {
    swap_state(e, "a rule or a test is yes, no or unknown; data is missing or present",
               e.state == ast::StateTest::missing ? "unknown" : "known");
  } else if (!asks_data && !model_.types.is_error(t) && kind && *kind != boolean) {
    swap_state(e, "data is missing or present; a rule or a test is yes, no or unknown",
               e.state == ast::StateTest::unknown ? "missing" : "present");
  } else if (!asks_data && !kind) {
    check_is(operand, t, boolean, "`is unknown` asks a rule or a test");
  }
  return Types::of(boolean);
}

bool Inferrer::is_let(ExprId id) const {
  const Symbol* s = model_.symbol_of(id);
  return s != nullptr && s->kind == SymbolKind::let;
}

void Inferrer::swap_state(const Expr& e, const char* rule, const char* word) {
  const Span operand = model_.expr(model_.file.operands(e)[0]).span;
  model_.sink.report(Finding::wrong_state_word, e.op_span, {{"words", model_.sources.text(e.op_span)}})
      .note(rule)
      .help(fmt::format("write `{} is {}`", model_.sources.text(operand), word))
      .fix("use the other word", e.op_span, fmt::format("is {}", word));
}

TypeRef Inferrer::window(const Expr& e) {
  const auto operands = model_.file.operands(e);
  require(operands[0], time, "a window is a stretch of time");
  extent(operands[1], e.window == ast::WindowKind::last_calendar || e.window == ast::WindowKind::next_calendar);
  if (operands.size() > 2) require(operands[2], time, "the window begins or ends at a time");
  return Types::of(boolean);
}

void Inferrer::extent(ExprId id, bool calendar) {
  const Expr& e = model_.expr(model_.strip(id));
  if (e.kind == ExprKind::duration && (calendar || is_calendar_duration(e))) {
    model_.expr_types[id.index] = Types::of(duration);
    whole_count(e);
    if (calendar && (e.unit == ast::Unit::hours || e.unit == ast::Unit::minutes || e.unit == ast::Unit::seconds)) {
      model_.sink.report(Finding::bad_calendar_unit, e.span)
          .note("calendar windows count whole days, weeks, months, quarters or years");
    }
    return;
  }
  require(id, duration, "a window has a length: `30 days`, `3 months`");
  const auto literal = literal_of(model_, id);
  if (literal && literal->kind == duration && literal->value.ticks < 0) {
    model_.sink.report(Finding::negative_window, e.span)
        .note("`in the last` looks back and `in the next` looks ahead by themselves");
  }
}

// Months have no halves.
void Inferrer::whole_count(const Expr& e) {
  if (e.number == std::floor(e.number) && e.number >= 1 && e.number <= 120'000) return;
  model_.sink.report(Finding::bad_calendar_count, e.span).note("calendar units are counted whole, from 1");
}

TypeRef Inferrer::conditional(const Expr& e) {
  const auto operands = model_.file.operands(e);
  require(operands[0], boolean, "`if` takes a test");
  const TypeRef t = infer(operands[1]);
  agree(operands[1], t, operands[2], infer(operands[2]), "both sides of an `if` give a value of one type");
  return t;
}

TypeRef Inferrer::block(const Expr& e) {
  const auto items = model_.file.items(e);
  for (const ast::Item& item : items) require(item.condition, boolean, "the items of a block are tests");
  if (items.empty()) {
    model_.sink.report(Finding::empty_block, e.op_span, {{"block", model_.sources.text(e.op_span)}})
        .note("a block without items asks nothing");
  }
  const auto operands = model_.file.operands(e);
  if (!operands.empty()) block_count(operands[0], items.size());
  return Types::of(boolean);
}

void Inferrer::block_count(ExprId id, std::size_t items) {
  require(id, number, "the block counts its items");
  if (model_.types.kind(type(id)) != number) return;
  const auto n = constant_number(id);
  const Span span = model_.expr(id).span;
  if (!n) {
    model_.sink.report(Finding::bound_not_constant, span)
        .note("the number of items is fixed")
        .help("write a number, or the name of a `param`");
  } else if (*n != std::floor(*n) || *n < 0) {
    model_.sink.report(Finding::bad_block_count, span, {{"count", base::number_text(*n)}, {"items", items}})
        .note("items are counted whole, from 0");
  } else if (*n > static_cast<double>(items) && items > 0) {
    model_.sink.report(Finding::bad_block_count, span, {{"count", base::number_text(*n)}, {"items", items}})
        .label("more than there are")
        .note("the block could never turn out otherwise");
  }
}

TypeRef Inferrer::call(const Expr& e) {
  const auto operands = model_.file.operands(e);
  const auto id = static_cast<std::size_t>(&e - model_.file.exprs.data());
  if (const Resolved& r = model_.resolved[id]; r.kind == Resolved::Kind::symbol) {
    const Symbol& s = model_.symbols[r.index];
    if (s.kind == SymbolKind::function) return s.broken ? Types::kError : function_call(e, s);
  }
  for (const ExprId operand : operands) infer(operand);
  const std::string_view name = model_.file.names(e)[0].text;
  if (name == "age" && model_.file.names(e).size() == 1) {
    if (operands.size() != 1) return wrong_count(e, name, "1");
    check_is(operands[0], type(operands[0]), time, "`age` is the time since then");
    return Types::of(duration);
  }
  const auto overloads = builtins::overloads(name);
  if (overloads.empty() || model_.file.names(e).size() > 1) return unknown_function(e, name);
  return overload(e, name, overloads);
}

TypeRef Inferrer::unknown_function(const Expr& e, std::string_view name) {
  if (const auto r = model_.resolved[static_cast<std::size_t>(&e - model_.file.exprs.data())];
      r.kind == Resolved::Kind::symbol) {
    const Symbol& s = model_.symbols[r.index];
    if (s.kind == SymbolKind::unavailable) return Types::kError;
    model_.sink.report(Finding::not_a_function, e.op_span, {{"name", name}})
        .label(s.declaration->name.span, "declared here, without parameters")
        .help(fmt::format("use its value: `{}`", name));
    return Types::kError;
  }
  std::vector<std::string_view> known = builtins::names();
  known.push_back("age");
  auto report = model_.sink.report(Finding::unknown_function, e.op_span, {{"name", name}});
  if (const auto near = base::nearest(name, known)) {
    report.help(fmt::format("a function with a similar name exists: `{}`", *near))
        .fix("use the name that exists", e.op_span, std::string(*near));
  }
  return Types::kError;
}

TypeRef Inferrer::wrong_count(const Expr& e, std::string_view name, const std::string& wanted) {
  model_.sink.report(Finding::wrong_argument_count, e.span,
                     {{"name", name}, {"wanted", wanted}, {"found", model_.file.operands(e).size()}});
  return Types::kError;
}

bool Inferrer::takes(const builtins::Signature& s, std::size_t count) {
  return s.variadic ? count > s.parameters.size() : count == s.parameters.size();
}

TypeRef Inferrer::overload(const Expr& e, std::string_view name, std::span<const builtins::Signature> overloads) {
  const auto operands = model_.file.operands(e);
  const builtins::Signature* best = nullptr;
  for (const builtins::Signature& s : overloads) {
    if (!takes(s, operands.size())) continue;
    if (best == nullptr || (!fits(*best, operands) && fits(s, operands))) best = &s;
  }
  if (best == nullptr) {
    const builtins::Signature& s = overloads.front();
    return wrong_count(e, name, s.variadic ? "2 or more" : std::to_string(s.parameters.size()));
  }
  for (std::size_t i = 0; i < operands.size(); ++i) {
    check_is(operands[i], type(operands[i]), parameter(*best, i), fmt::format("`{}` {}", name, best->meaning));
  }
  return Types::of(best->result);
}

data::Kind Inferrer::parameter(const builtins::Signature& s, std::size_t i) {
  return s.parameters[std::min(i, s.parameters.size() - 1)];
}

bool Inferrer::fits(const builtins::Signature& s, std::span<const ExprId> operands) const {
  for (std::size_t i = 0; i < operands.size(); ++i) {
    const auto kind = model_.types.kind(type(operands[i]));
    if (kind && *kind != parameter(s, i)) return false;
  }
  return true;
}

}  // namespace rubric::check
