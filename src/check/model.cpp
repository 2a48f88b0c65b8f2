#include "check/model.hpp"

#include <algorithm>
#include <cmath>

#include "base/number_text.hpp"
#include "base/time_text.hpp"

namespace rubric::check {

std::string Model::quote(Span span) const {
  const std::string_view text = sources.text(span);
  if (text.empty() || text.size() > 60 || text.find('\n') != std::string_view::npos) return "this";
  return "`" + std::string(text) + "`";
}

std::uint32_t Model::add_field(FieldNode node) {
  const auto index = static_cast<std::uint32_t>(fields.size());
  FieldNode& parent = fields[node.parent];
  parent.children.push_back(index);
  parent.child_by_name.emplace(node.name, index);
  fields.push_back(std::move(node));
  return index;
}

std::optional<std::uint32_t> Model::child(std::uint32_t parent, std::string_view name) const {
  const auto found = fields[parent].child_by_name.find(name);
  if (found == fields[parent].child_by_name.end()) return std::nullopt;
  return found->second;
}

std::optional<std::uint32_t> Model::find(std::uint32_t module, std::string_view name) const {
  const auto found = names[module].find(name);
  return found == names[module].end() ? std::nullopt : std::optional(found->second);
}

std::string Model::shown(const Symbol& symbol) const {
  const std::string name = (symbol.kind == SymbolKind::score ? "score." : "") + std::string(symbol.name);
  if (symbol.declaration->module == 0) return name;
  return name + " (" + sources[symbol.declaration->span.source].name() + ")";
}

const FieldNode* Model::field_of(ExprId id) const {
  const Resolved& r = resolution(id);
  return r.kind == Resolved::Kind::field || r.kind == Resolved::Kind::element ? &fields[r.index] : nullptr;
}

const Symbol* Model::symbol_of(ExprId id) const {
  const Resolved& r = resolution(id);
  return r.kind == Resolved::Kind::symbol ? &symbols[r.index] : nullptr;
}

std::string standard_module_of(const Model& model, std::string_view name) {
  return model.options.standard_module_of ? model.options.standard_module_of(name) : "";
}

const ast::Modifier* modifier(const ast::Field& field, ast::ModifierKind kind) {
  const auto found = std::ranges::find(field.modifiers, kind, &ast::Modifier::kind);
  return found == field.modifiers.end() ? nullptr : &*found;
}

std::string_view article(data::Kind kind) {
  switch (kind) {
    case data::Kind::boolean: return "a yes or no";
    case data::Kind::number: return "a number";
    case data::Kind::text: return "a text";
    case data::Kind::time: return "a time";
    case data::Kind::duration: return "a duration";
    default: return "a list";
  }
}

bool is_connective(const Expr& e) {
  return e.kind == ExprKind::binary && (e.op == ast::BinaryOp::and_ || e.op == ast::BinaryOp::or_);
}

std::int64_t unit_micros(ast::Unit unit) {
  switch (unit) {
    case ast::Unit::seconds: return base::kMicrosPerSecond;
    case ast::Unit::minutes: return base::kMicrosPerMinute;
    case ast::Unit::hours: return base::kMicrosPerHour;
    case ast::Unit::days: return base::kMicrosPerDay;
    case ast::Unit::weeks: return base::kMicrosPerWeek;
    default: return 0;
  }
}

bool is_calendar_duration(const Expr& e) {
  return e.kind == ExprKind::duration && unit_micros(e.unit) == 0;
}

namespace {

std::optional<std::int64_t> duration_micros(double count, ast::Unit unit) {
  const double micros = std::round(count * static_cast<double>(unit_micros(unit)));
  if (!(std::abs(micros) < 9.2e18)) return std::nullopt;
  return static_cast<std::int64_t>(micros);
}

}  // namespace

std::optional<Literal> literal_of(const Model& model, ExprId id) {
  const Expr& e = model.expr(model.strip(id));
  switch (e.kind) {
    case ExprKind::number: return Literal{data::Kind::number, data::Cell(e.number)};
    case ExprKind::text: return Literal{data::Kind::text, data::Cell(e.text)};
    case ExprKind::boolean: return Literal{data::Kind::boolean, data::Cell(data::tri(e.flag))};
    case ExprKind::time: return Literal{data::Kind::time, data::Cell(e.ticks)};
    case ExprKind::duration: {
      const auto micros = duration_micros(e.number, e.unit);
      if (is_calendar_duration(e) || !micros) return std::nullopt;
      return Literal{data::Kind::duration, data::Cell(*micros)};
    }
    case ExprKind::negate: {
      const auto inner = literal_of(model, model.file.operands(e)[0]);
      if (!inner) return std::nullopt;
      if (inner->kind == data::Kind::number)
        return Literal{inner->kind, data::Cell(data::settle(-inner->value.number))};
      if (inner->kind == data::Kind::duration) return Literal{inner->kind, data::Cell(-inner->value.ticks)};
      return std::nullopt;
    }
    default: return std::nullopt;
  }
}

namespace {

std::optional<Literal> duration_of(std::string_view text) {
  const std::size_t blank = text.find(' ');
  const auto count = base::parse_number(text.substr(0, blank));
  if (blank == std::string_view::npos || count.fault != base::NumberFault::none) return std::nullopt;
  std::string_view word = text.substr(blank + 1);
  if (word.ends_with('s')) word.remove_suffix(1);
  constexpr std::pair<std::string_view, ast::Unit> kWords[] = {{"second", ast::Unit::seconds},
                                                               {"minute", ast::Unit::minutes},
                                                               {"hour", ast::Unit::hours},
                                                               {"day", ast::Unit::days},
                                                               {"week", ast::Unit::weeks}};
  for (const auto& [name, unit] : kWords) {
    if (name != word) continue;
    const auto micros = duration_micros(count.value, unit);
    if (micros) return Literal{data::Kind::duration, data::Cell(*micros)};
  }
  return std::nullopt;
}

// What a person types after `--param name=`. The kind is the one that the file's value has.
std::optional<Literal> typed_value(data::Kind kind, std::string_view text) {
  switch (kind) {
    case data::Kind::number: {
      const auto n = base::parse_number(text);
      if (n.fault != base::NumberFault::none) return std::nullopt;
      return Literal{kind, data::Cell(n.value)};
    }
    case data::Kind::text: {
      if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
      return Literal{kind, data::Cell(text)};
    }
    case data::Kind::boolean:
      if (text != "true" && text != "false") return std::nullopt;
      return Literal{kind, data::Cell(data::tri(text == "true"))};
    case data::Kind::time: {
      const auto t = base::parse_time(text);
      if (!t) return std::nullopt;
      return Literal{kind, data::Cell(t->micros)};
    }
    case data::Kind::duration: return duration_of(text);
    default: return std::nullopt;
  }
}

}  // namespace

bool from_file(const Model& model, ExprId id) {
  return model.expr(id).kind == ExprKind::text && model.expr(id).flag;
}

std::optional<Literal> literal_as(const Model& model, ExprId id, data::Kind kind) {
  if (from_file(model, id)) return typed_value(kind, model.expr(id).text);
  const auto literal = literal_of(model, id);
  return literal && literal->kind == kind ? literal : std::nullopt;
}

bool is_date(const Model& model, ExprId id, data::Kind column) {
  const Expr& e = model.expr(model.strip(id));
  if (!from_file(model, model.strip(id))) return e.kind == ExprKind::time && e.flag;
  const auto parsed = column == data::Kind::time ? base::parse_time(e.text) : std::nullopt;
  return parsed && parsed->date_only;
}

std::string param_name(const Model& model, const Symbol& symbol) {
  const std::uint32_t module = symbol.declaration->module;
  return (module == 0 ? "" : model.options.modules[module] + ".") + std::string(symbol.name);
}

std::optional<Literal> param_value(const Model& model, const Symbol& symbol) {
  const auto written = literal_of(model, std::get<ast::Param>(symbol.declaration->body).value);
  const auto given = model.options.params.find(param_name(model, symbol));
  if (!written || given == model.options.params.end()) return written;
  return typed_value(written->kind, given->second);
}

Source source_of(const Model& model, ExprId id) {
  const ExprId inner = model.strip(id);
  const Expr& e = model.expr(inner);
  if (e.kind != ExprKind::filter) return {inner, {}, {}};
  const auto operands = model.file.operands(e);
  const auto part = [&](std::size_t i) { return operands.size() > i ? operands[i] : ExprId{}; };
  return {model.strip(operands[0]), part(1), part(2)};
}

void report_many_values(Model& model, ExprId id) {
  const Expr& e = model.expr(model.strip(id));
  const std::string what = model.quote(e.span);
  const std::string list = what == "this" ? "…" : what.substr(1, what.size() - 2);
  auto report = model.sink.report(Finding::many_values, e.span, {{"what", what}});
  report.note("a list is asked a question (`count`, `any`, `max` …) or given to a function that takes a list");
  if (e.kind == ExprKind::projection) {
    const std::string name(model.sources.text(model.expr(source_of(model, model.file.operands(e)[0]).list).span));
    report.help("ask for one of them: `first(" + list + ")`")
        .help("elements can have a name, `let NAME = " + name + " where …`, and a function takes `VALUE of NAME`");
  } else {
    report.help("ask how many there are, `count(" + list + ")`, or for a value of one: `first(… of " + list + ")`");
  }
}

std::uint32_t list_of(const Model& model, ExprId id) {
  // Lets that name each other in a circle are reported elsewhere; here the way just ends.
  for (std::size_t steps = 0; steps <= model.symbols.size(); ++steps) {
    const Resolved& r = model.resolved[source_of(model, id).list.index];
    if (r.kind == Resolved::Kind::list) return r.index;
    if (r.kind == Resolved::Kind::parameter) return model.parameters[r.index].list;
    if (r.kind != Resolved::Kind::symbol || !names_list(model, model.symbols[r.index])) return 0;
    id = std::get<ast::Let>(model.symbols[r.index].declaration->body).value;
  }
  return 0;
}

bool names_list(const Model& model, const Symbol& symbol) {
  const Symbol* s = &symbol;
  for (std::size_t steps = 0; steps <= model.symbols.size() && s->kind == SymbolKind::let; ++steps) {
    const ExprId value = model.strip(std::get<ast::Let>(s->declaration->body).value);
    if (model.expr(value).kind == ExprKind::filter) return true;
    if (model.expr(value).kind != ExprKind::path) return false;
    const Resolved& r = model.resolved[value.index];
    if (r.kind == Resolved::Kind::list) return true;
    if (r.kind != Resolved::Kind::symbol) return false;
    s = &model.symbols[r.index];
  }
  return false;
}

const FieldNode* clock_of(const Model& model, const FieldNode& list) {
  if (list.declared == nullptr || list.declared->dated_by.span.empty()) return nullptr;
  for (const std::uint32_t child : list.children) {
    if (model.fields[child].name == list.declared->dated_by.text) return &model.fields[child];
  }
  return nullptr;
}

namespace {

// Takes the value of an arm or a row in; false where it is worked out, so that it may be anything.
bool take_value(const Model& model, ExprId id, Enumerated& out, bool& may_be_missing) {
  const Expr& e = model.expr(model.strip(id));
  if (e.kind == ExprKind::missing) return may_be_missing = true;
  const auto literal = literal_of(model, id);
  if (!literal) return false;
  if (literal->kind == data::Kind::text) out.values.push_back(data::view(literal->value.text));
  if (literal->kind == data::Kind::number) out.numbers.push_back(literal->value.number);
  return literal->kind == data::Kind::text || literal->kind == data::Kind::number;
}

std::optional<Enumerated> enumerated_choice(const Model& model, const Symbol& symbol) {
  const auto& choose = std::get<ast::Choose>(symbol.declaration->body);
  Enumerated out;
  if (choose.broken) return std::nullopt;
  out.declared_at = symbol.declaration->name.span;
  out.may_be_missing = !choose.otherwise.valid();
  for (const ast::Arm& a : choose.arms) {
    if (!take_value(model, a.value, out, out.may_be_missing)) return std::nullopt;
  }
  if (choose.otherwise.valid() && !take_value(model, choose.otherwise, out, out.may_be_missing)) return std::nullopt;
  return out;
}

// What comes from a file may be another tomorrow, and `sum` adds. After an error of syntax rows may be lost.
std::optional<Enumerated> enumerated_table(const Model& model, std::uint32_t index, std::uint32_t part) {
  const Symbol& symbol = model.symbols[index];
  const auto& table = std::get<ast::Table>(symbol.declaration->body);
  const bool fixed = table.file.span.empty() && table.mode != ast::TableMode::sum && table.parameters.empty();
  if (!fixed || !model.options.build || part >= table.outputs.size()) return std::nullopt;
  Enumerated out;
  out.declared_at = table.outputs[part].span;
  out.may_be_missing = !model.complete_tables.contains(index);
  for (const ast::Row& row : table.rows) {
    if (row.outputs.size() != table.outputs.size()) return std::nullopt;
    if (!take_value(model, row.outputs[part], out, out.may_be_missing)) return std::nullopt;
  }
  return out;
}

}  // namespace

std::optional<Enumerated> enumerated(const Model& model, ExprId id) {
  if (const FieldNode* field = model.field_of(id); field != nullptr && field->declared != nullptr) {
    const ast::Modifier* one_of = modifier(*field->declared, ast::ModifierKind::one_of);
    if (one_of == nullptr) return std::nullopt;
    Enumerated out;
    out.ignoring_case = ignores_case(model, id);
    out.declared_at = one_of->span;
    for (const ExprId value : one_of->values) {
      const auto literal = literal_of(model, value);
      if (literal && literal->kind == data::Kind::text) out.values.push_back(data::view(literal->value.text));
      if (literal && literal->kind == data::Kind::number) out.numbers.push_back(literal->value.number);
    }
    return out;
  }
  const Symbol* symbol = model.symbol_of(id);
  if (symbol == nullptr) return std::nullopt;
  if (symbol->kind == SymbolKind::choose) return enumerated_choice(model, *symbol);
  if (symbol->kind == SymbolKind::table)
    return enumerated_table(model, model.resolution(id).index, model.resolution(id).part);
  return std::nullopt;
}

bool ignores_case(const Model& model, ExprId id, const std::function<bool(std::uint32_t)>& given) {
  const Expr& e = model.expr(model.strip(id));
  const auto operands = model.file.operands(e);
  switch (e.kind) {
    case ExprKind::path: {
      if (const FieldNode* field = model.field_of(id); field != nullptr) {
        if (field->parameter) return given && given(*field->parameter);
        return field->declared != nullptr && modifier(*field->declared, ast::ModifierKind::ignoring_case) != nullptr;
      }
      const Resolved& r = model.resolution(id);
      if (r.kind == Resolved::Kind::parameter) return given && given(r.index);
      const Symbol* symbol = model.symbol_of(id);
      if (symbol == nullptr || symbol->kind != SymbolKind::let || symbol->broken) return false;
      if (const auto known = model.lets_ignoring_case.find(r.index); known != model.lets_ignoring_case.end())
        return known->second;
      const bool out = ignores_case(model, std::get<ast::Let>(symbol->declaration->body).value, given);
      return model.lets_ignoring_case[r.index] = out;
    }
    case ExprKind::binary:
      return e.op == ast::BinaryOp::default_ &&
             (ignores_case(model, operands[0], given) || ignores_case(model, operands[1], given));
    case ExprKind::if_: return ignores_case(model, operands[1], given) || ignores_case(model, operands[2], given);
    default: return false;
  }
}

}  // namespace rubric::check
