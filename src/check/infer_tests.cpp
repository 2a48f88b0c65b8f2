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
  ends(operands[1], operands[2]);
  return Types::of(boolean);
}

// Ends that are written the wrong way round leave nothing between them.
void Inferrer::ends(ExprId first, ExprId second) {
  const auto low = literal_of(model_, first);
  const auto high = literal_of(model_, second);
  if (!low || !high || low->kind != high->kind) return;
  const bool crossed = low->kind == number    ? low->value.number > high->value.number
                       : low->kind == text    ? data::view(low->value.text) > data::view(high->value.text)
                       : low->kind == boolean ? false
                                              : low->value.ticks > high->value.ticks;
  if (!crossed) return;
  const Span a = model_.expr(first).span;
  const Span b = model_.expr(second).span;
  model_.sink.report(Finding::empty_range, a)
      .label("larger than the other end")
      .note("`a between low and high` is `a >= low and a <= high`")
      .fix("write the smaller end first", {a.source, a.begin, b.end},
           fmt::format("{} and {}", model_.sources.text(b), model_.sources.text(a)));
}

TypeRef Inferrer::membership(const Expr& e) {
  const auto operands = model_.file.operands(e);
  const TypeRef t = infer(operands[0]);
  members(operands[0], t, operands[1], "a value is looked for among values of its type", limit_of(e));
  return Types::of(boolean);
}

// The members of a set (a literal one or a named one) are of the type of `value`.
void Inferrer::members(ExprId value, TypeRef t, ExprId set, const Why& why, Limit limit) {
  const ExprId s = model_.strip(set);
  const Expr& e = model_.expr(s);
  if (e.kind == ExprKind::set || e.kind == ExprKind::list) {
    const bool is_limited = limit != Limit::none && limits_of(value, limit) != nullptr;
    const bool of_texts = !is_limited && model_.types.kind(t) == data::Kind::text;
    for (const ExprId member : model_.file.operands(e)) {
      // A text among texts, which most are: nothing to find out.
      if (of_texts && model_.expr(member).kind == ExprKind::text) {
        model_.expr_types[member.index] = Types::of(data::Kind::text);
        continue;
      }
      const TypeRef m = infer(member);
      if (agree(value, t, member, m, why) && is_limited) limited(value, member, limit);
    }
    return;
  }
  if (e.kind != ExprKind::path) {
    infer(s);
    if (e.kind == ExprKind::error || e.kind == ExprKind::filter || e.kind == ExprKind::projection) return;
    not_a_set(e.span);
    return;
  }
  named_members(value, t, s, why, limit);
}

void Inferrer::named_members(ExprId value, TypeRef t, ExprId s, const Why& why, Limit limit) {
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
  if (list_of(model_, s) != 0) {
    if (const FieldNode* list = scalar_list(s)) list_members(*list, value, t, why);
    return;
  }
  if (symbol != nullptr && symbol->kind == SymbolKind::unavailable) return;
  if (symbol == nullptr || symbol->kind != SymbolKind::set) {
    not_a_set(model_.expr(s).span);
    return;
  }
  if (agree(value, t, s, symbol->type, why)) limited_set(value, s, *symbol, limit);
}

void Inferrer::not_a_set(Span span) {
  model_.sink.report(Finding::not_a_set, span, {{"what", model_.quote(span)}})
      .label("one value")
      .note("members stand in braces, or in a set that has a name")
      .fix("put it in braces", span, fmt::format("{{ {} }}", model_.sources.text(span)), true);
}

TypeRef Inferrer::text_test(const Expr& e) {
  const auto operands = model_.file.operands(e);
  const Why why{"`", model_.sources.text(e.op_span), "` looks into a text"};
  if (list_test(e, operands[0])) return Types::of(boolean);
  require(operands[0], text, why);
  const Why looks_for{"`", model_.sources.text(e.op_span), "` looks for a text"};
  if (e.quantifier == ast::Quantifier::one) {
    require(operands[1], text, looks_for);
  } else {
    members(operands[0], Types::of(text), operands[1], looks_for, Limit::none);
  }
  return Types::of(boolean);
}

TypeRef Inferrer::matches(const Expr& e) {
  const auto operands = model_.file.operands(e);
  require(operands[0], text, "`matches` looks into a text");
  const Expr& p = model_.expr(operands[1]);
  if (p.kind != ExprKind::pattern) return Types::of(boolean);
  builtins::PatternFault fault;
  if (!builtins::Pattern::compile(ast::pattern_of(p).body, ast::pattern_of(p).flags, fault)) {
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
  if (kind == data::Kind::records) {
    const std::string_view name = model_.sources.text(model_.expr(operand).span);
    model_.sink
        .report(Finding::wrong_state_word, e.op_span, {{"words", model_.sources.text(e.op_span)}, {"what", "a list"}})
        .note("a list is never missing: absent, null and empty are the same")
        .help(fmt::format("ask whether it has elements: `any({})`, `none({})`", name, name));
    return Types::of(boolean);
  }
  if (asks_data && is_test(operand)) {
    swap_state(e, "a rule or a test", e.state == ast::StateTest::missing ? "unknown" : "known");
  } else if (!asks_data && !model_.types.is_error(t) && kind && *kind != boolean) {
    swap_state(e, article(*kind), e.state == ast::StateTest::unknown ? "missing" : "present");
  } else if (!asks_data && !kind) {
    check_is(operand, t, boolean, "`is unknown` asks a rule or a test");
  }
  return Types::of(boolean);
}

bool Inferrer::is_let(ExprId id) const {
  const Symbol* s = model_.symbol_of(id);
  return s != nullptr && s->kind == SymbolKind::let;
}

// A rule or a test, not a value of the data that happens to be yes or no.
bool Inferrer::is_test(ExprId id) const {
  const ExprId s = model_.strip(id);
  return model_.types.kind(type(id)) == boolean && model_.field_of(s) == nullptr &&
         model_.expr(s).kind != ExprKind::missing && !is_let(s);
}

void Inferrer::swap_state(const Expr& e, std::string_view what, const char* word) {
  model_.sink.report(Finding::wrong_state_word, e.op_span, {{"words", model_.sources.text(e.op_span)}, {"what", what}})
      .note("data is missing or present; a rule or a test is yes, no or unknown")
      .fix("use the other word", e.op_span, fmt::format("is {}", word), true);
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
    return;
  }
  require(id, duration, "a window has a length: `30 days`, `3 months`");
  const auto literal = constant(id);
  if (literal && literal->kind == duration && literal->value.ticks < 0) {
    auto report = model_.sink.report(Finding::negative_window, e.span);
    report.note("`in the last` looks back and `in the next` looks ahead by themselves");
    if (const Symbol* s = model_.symbol_of(id)) report.label(s->declaration->span, "its value");
    if (e.kind == ExprKind::negate)
      report.fix("write the length alone", e.span,
                 std::string(model_.sources.text(model_.expr(model_.file.operands(e)[0]).span)));
  }
}

// Months have no halves.
void Inferrer::whole_count(const Expr& e) {
  if (e.number == std::floor(e.number) && e.number >= 1 && e.number <= 120'000) return;
  model_.sink.report(Finding::bad_calendar_count, e.span)
      .note("months differ in length, so there is no half of one: calendar units are counted whole, from 1")
      .help("write a whole number, or use days: `in the last 45 days`");
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
        .note("a block without items asks nothing")
        .help("write its tests between the braces, one a line");
  }
  const auto operands = model_.file.operands(e);
  if (!operands.empty()) block_count(e, operands[0], items.size());
  return Types::of(boolean);
}

void Inferrer::block_count(const Expr& e, ExprId id, std::size_t items) {
  require(id, number, "the block counts its items");
  if (model_.types.kind(type(id)) != number) return;
  const auto n = constant_number(id);
  if (!n) return not_constant(id, "the number of items is the same for every lead");
  const bool whole = *n == std::floor(*n) && *n >= 0;
  if (items == 0 || (whole && *n <= static_cast<double>(items))) return;
  auto report = model_.sink.report(Finding::bad_block_count, model_.expr(id).span,
                                   {{"block", model_.sources.text(e.op_span)},
                                    {"count", base::number_text(*n)},
                                    {"items", fmt::format("{} item{}", items, items == 1 ? "" : "s")}});
  if (const Symbol* s = model_.symbol_of(id)) report.label(s->declaration->span, "its value");
  if (!whole) {
    report.label("not a number of items").note("items are counted whole, from 0");
  } else {
    report.label("more than there are")
        .note(e.block == ast::BlockKind::at_most ? "this would be yes for every lead"
                                                 : "this would be yes for no lead");
  }
  report.help(fmt::format("write a whole number from 0 to {}", items));
}

// What must be known before a lead is read is not.
void Inferrer::not_constant(ExprId id, const char* rule) {
  auto report = model_.sink.report(Finding::bound_not_constant, model_.expr(id).span);
  if (model_.field_of(id) != nullptr) report.label("read from each lead");
  report.note(rule).help("write a number, or the name of a `param`");
}

TypeRef Inferrer::call(const Expr& e) {
  const auto operands = model_.file.operands(e);
  const auto id = static_cast<std::size_t>(&e - model_.file.exprs.data());
  if (const Resolved& r = model_.resolved[id]; r.kind == Resolved::Kind::symbol) {
    const Symbol& s = model_.symbols[r.index];
    if (s.kind == SymbolKind::function) return s.broken ? Types::kError : function_call(e, s);
  }
  const std::string_view name = model_.file.names(e)[0].text;
  const bool known = name == "age" || !builtins::overloads(name).empty();
  for (const ExprId operand : operands) {
    const ExprKind kind = model_.expr(operand).kind;
    // What an unknown function would do with a list nobody knows either.
    if (known || (kind != ExprKind::filter && kind != ExprKind::projection)) infer(operand);
  }
  if (name == "age" && model_.file.names(e).size() == 1) {
    const char* meaning = "`age(time)`: how long before `as_of` that was";
    if (operands.size() != 1) return wrong_count(e, name, "1 value", meaning);
    check_is(operands[0], type(operands[0]), time, meaning);
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
        .fix("use its value", e.span, std::string(name));
    return Types::kError;
  }
  std::vector<std::string_view> known = builtins::names();
  known.push_back("age");
  auto report = model_.sink.report(Finding::unknown_function, e.op_span, {{"name", name}});
  if (const std::string module = standard_module_of(model_, name); !module.empty()) {
    report.help(fmt::format("a standard module has it: `from {} use {}`", module, name));
    return Types::kError;
  }
  if (foreign_function(model_, report, e, name)) return Types::kError;
  if (const auto near = base::nearest(name, known)) {
    report.fix("a function with a similar name exists", e.op_span, std::string(*near));
  }
  return Types::kError;
}

TypeRef Inferrer::wrong_count(const Expr& e, std::string_view name, const std::string& wanted,
                              const std::string& meaning) {
  auto report = model_.sink
                    .report(Finding::wrong_argument_count, e.span,
                            {{"name", name}, {"wanted", wanted}, {"found", model_.file.operands(e).size()}})
                    .note(meaning);
  if (const std::string_view form = builtins::form(name); !form.empty()) report.help(fmt::format("write `{}`", form));
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
    const std::size_t count = s.parameters.size();
    return wrong_count(
        e, name, s.variadic ? "2 or more values" : fmt::format("{} value{}", count, count == 1 ? "" : "s"), shown(s));
  }
  for (std::size_t i = 0; i < operands.size(); ++i) {
    check_is(operands[i], type(operands[i]), parameter(*best, i), shown(*best));
  }
  return Types::of(best->result);
}

// "`week_day(time)`: 1 for Monday to 7 for Sunday"
std::string Inferrer::shown(const builtins::Signature& s) {
  std::string parameters;
  for (const data::Kind k : s.parameters)
    parameters += fmt::format("{}{}", parameters.empty() ? "" : ", ", data::name(k));
  return fmt::format("`{}({}{})`: {}", s.name, parameters, s.variadic ? ", …" : "", s.meaning);
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
