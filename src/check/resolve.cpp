// What each path names: the symbols of the file.
#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "ast/visit.hpp"
#include "base/spelling.hpp"
#include "check/order.hpp"
#include "check/resolver.hpp"

namespace rubric::check {

Resolver::Resolver(Model& model) : model_(model) {
  model.resolved.resize(model.file.exprs.size());
  model.scope_of.resize(model.file.exprs.size());
  model.scopes.emplace_back();
  for (const Symbol& s : model.symbols) {
    const bool value = s.kind != SymbolKind::set && s.kind != SymbolKind::score && s.kind != SymbolKind::unavailable;
    if (value) value_names_.push_back(s.name);
  }
}

void Resolver::run() {
  visited_.assign(model_.symbols.size(), false);
  for (std::uint32_t i = 0; i < model_.symbols.size(); ++i) visit(i);
  if (model_.total != nullptr) ast::for_each_root(*model_.total, [&](ExprId id) { walk(id); });
  tests();
}

// Once each: a name that stands for a list is looked into where it is used first, for the names in the
// body of an aggregate are those of its list.
void Resolver::visit(std::uint32_t symbol) {
  if (visited_[symbol] || model_.symbols[symbol].kind == SymbolKind::unavailable) return;
  visited_[symbol] = true;
  const auto before = std::exchange(current_, symbol);
  const auto open = std::exchange(open_, {});
  declaration(*model_.symbols[symbol].declaration);
  current_ = before;
  open_ = open;
}

void Resolver::walk_chain(ExprId id) {
  const auto chain = ast::spine(model_.file, id);
  walk(model_.file.operands(model_.expr(chain.front()))[0]);
  for (const ExprId link : chain) walk(model_.file.operands(model_.expr(link))[1]);
}

void Resolver::walk(ExprId id) {
  const Expr& e = model_.expr(id);
  if (ast::is_literal(e.kind)) return;
  switch (e.kind) {
    case ExprKind::binary: return walk_chain(id);
    case ExprKind::path: model_.resolved[id.index] = path(e, false); return;
    case ExprKind::in: return with_set(e);
    case ExprKind::text_test:
      if (e.quantifier != ast::Quantifier::one) return with_set(e);
      break;
    case ExprKind::call: return call(id, e);
    case ExprKind::aggregate:
    case ExprKind::projection: return aggregate(e);
    case ExprKind::filter: return source(id, {});
    default: break;
  }
  ast::for_each_child(model_.file, e, [&](ExprId child) {
    if (!ast::is_literal(model_.expr(child).kind)) walk(child);
  });
}

// The points of a line are worked out for each element, where it has elements.
void Resolver::declaration(const ast::Declaration& d) {
  if (const auto* table = std::get_if<ast::Table>(&d.body)) return table_cells(*table);
  const auto* score = std::get_if<ast::Score>(&d.body);
  if (score == nullptr) {
    return ast::for_each_root(d, [&](ExprId id) {
      ast::fetch_behind(model_.file, id);
      walk(id);
    });
  }
  const auto walk_if = [&](ExprId id) {
    if (id.valid()) walk(id);
  };
  for (const ExprId id : {score->min, score->max}) walk_if(id);
  for (const ast::ScoreLine& line : score->lines) {
    for (const ExprId id : {line.once_per, line.halving, line.up_to, line.guard.when, line.guard.unless}) walk_if(id);
    if (line.source.valid()) {
      source(line.source, std::span(&line.points, 1));
    } else {
      walk_if(line.points);
    }
  }
}

// What stands behind `in` is a set.
void Resolver::table_cells(const ast::Table& table) {
  for (const ExprId id : table.columns) walk(id);
  for (const ast::Row& row : table.rows) {
    for (const ast::Cell& cell : row.cells) {
      for (const ExprId id : cell.values) {
        const ExprId inner = model_.strip(id);
        if (cell.kind == ast::Cell::Kind::in_set && model_.expr(inner).kind == ExprKind::path) {
          model_.resolved[inner.index] = path(model_.expr(inner), true);
        } else {
          walk(id);
        }
      }
    }
    for (const ExprId id : row.outputs) walk(id);
  }
}

std::uint32_t Resolver::module() const {
  return current_ ? model_.symbols[*current_].declaration->module : 0;
}

// A function of the file; built-ins are looked up by their types later.
void Resolver::call(ExprId id, const Expr& e) {
  const auto operands = model_.file.operands(e);
  const auto names = model_.file.names(e);
  std::optional<std::uint32_t> found;
  if (names.size() == 1) found = model_.find(module(), names[0].text);
  if (found) model_.resolved[id.index] = use(*found);
  const bool function = found && model_.symbols[*found].kind == SymbolKind::function;
  const auto parameters =
      function ? ast::parameters(*model_.symbols[*found].declaration) : std::span<const ast::Parameter>{};
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (i < parameters.size()) {
      argument(parameters[i], operands[i]);
    } else {
      walk(operands[i]);
    }
  }
}

// What is given for a set or a list is a name, not a value.
void Resolver::argument(const ast::Parameter& parameter, ExprId id) {
  const ExprId inner = model_.strip(id);
  const Expr& e = model_.expr(inner);
  if (parameter.type == ast::ParameterType::set && e.kind == ExprKind::path) {
    model_.resolved[inner.index] = path(e, true);
  } else if (parameter.list && e.kind == ExprKind::filter) {
    source(inner, {});
  } else if (parameter.list && e.kind == ExprKind::path) {
    source(inner, {});
  } else {
    walk(id);
  }
}

std::optional<Resolved> Resolver::parameter(std::span<const ast::Name> names, const Expr& e) {
  if (!current_ || model_.symbols[*current_].kind != SymbolKind::function) return std::nullopt;
  const Symbol& function = model_.symbols[*current_];
  const auto parameters = ast::parameters(*function.declaration);
  for (std::uint32_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].name.text != names[0].text) continue;
    if (names.size() > 1) {
      model_.sink.report(Finding::no_parts, names[1].span, {{"name", names[0].text}, {"part", names[1].text}})
          .label(model_.quote(e.span) + " is asked for")
          .label(parameters[i].span, "a parameter is one value");
      return Resolved{};
    }
    return Resolved{Resolved::Kind::parameter, function.first_parameter + i, 0, 0};
  }
  return std::nullopt;
}

Resolved Resolver::unknown_in_module(std::span<const ast::Name> names, const Expr& e, bool as_set) {
  std::string path;
  for (const ast::Name& n : names) path += (path.empty() ? "" : ".") + std::string(n.text);
  if (as_set) return unknown_set(path, e);
  std::vector<std::string_view> known;
  for (const auto& [name, index] : model_.names[module()]) known.push_back(name);
  std::ranges::sort(known);
  auto report = model_.sink.report(Finding::module_reads_record, e.span, {{"name", path}});
  report.label("nothing in this file has this name").note("the lets of a module take what they need as parameters");
  if (const auto near = base::nearest(path, known)) {
    report.help(fmt::format("a similar name exists: `{}`", *near))
        .fix("use the name that exists", e.span, std::string(*near));
  }
  return {};
}

// The second operand stands where a set does: a name there is looked for among the sets.
void Resolver::with_set(const Expr& e) {
  const auto operands = model_.file.operands(e);
  walk(operands[0]);
  const ExprId set = model_.strip(operands[1]);
  if (model_.expr(set).kind == ExprKind::path) {
    model_.resolved[set.index] = path(model_.expr(set), true);
  } else {
    walk(operands[1]);
  }
}

Resolved Resolver::use(std::uint32_t symbol) {
  if (current_) model_.symbols[*current_].uses.push_back(symbol);
  return {Resolved::Kind::symbol, symbol, 0, 0};
}

Resolved Resolver::path(const Expr& e, bool as_set) {
  const auto names = model_.file.names(e);
  const bool in_function = current_ && model_.symbols[*current_].kind == SymbolKind::function;
  if (!open_.empty() || in_function || module() != 0 || names[0].quoted) return new_path(e, as_set);
  const char* const begin = names[0].text.data();
  const std::string_view last = names.back().text;
  const std::string_view written(begin, static_cast<std::size_t>(last.data() + last.size() - begin));
  if (const auto known = fields_by_path_.find(written); known != fields_by_path_.end()) return known->second;
  const Resolved out = new_path(e, as_set);
  if (out.kind == Resolved::Kind::field) fields_by_path_.emplace(written, out);
  return out;
}

Resolved Resolver::new_path(const Expr& e, bool as_set) {
  const auto names = model_.file.names(e);
  const std::string_view first = names[0].text;
  const bool quoted = names[0].quoted;
  if (!open_.empty()) {
    if (const auto found = in_scopes(names, e)) return *found;
  }
  if (const auto found = parameter(names, e)) return *found;
  if (!quoted && first == "as_of" && names.size() == 1) return {Resolved::Kind::as_of, 0, 0, 0};
  if (!quoted && first == "score" && module() == 0 && model_.has_scores()) return score(names);
  if (const auto found = model_.find(module(), first)) return symbol(*found, names, e);
  if (module() != 0) return unknown_in_module(names, e, as_set);
  // `lead.email` is the field `email` of `record lead`.
  const bool reaches_out =
      model_.record != nullptr && names.size() > 1 && first == model_.record->name.text && !child(0, first);
  if (!open_.empty() && !reaches_out && model_.record == nullptr) return inferred_element(names, e);
  return field(names.subspan(reaches_out ? 1 : 0), e, as_set);
}

Resolved Resolver::symbol(std::uint32_t index, std::span<const ast::Name> names, const Expr& e) {
  Resolved out = use(index);
  const Symbol& s = model_.symbols[index];
  if (s.kind == SymbolKind::unavailable) return out;
  const auto* table = std::get_if<ast::Table>(&s.declaration->body);
  if (table != nullptr && names.size() == 2) {
    for (; out.part < table->outputs.size(); ++out.part) {
      if (table->outputs[out.part].text == names[1].text) return out;
    }
  }
  if (s.kind == SymbolKind::lifecycle && names.size() == 2 && names[1].text == "moved") {
    out.part = 1;
    return out;
  }
  if (table != nullptr && names.size() == 1 && table->outputs.size() > 1) {
    model_.sink.report(Finding::table_as_value, e.span, {{"name", s.name}})
        .label(s.declaration->name.span, "a table with several outputs")
        .help(fmt::format("name one of them: `{}.{}`", s.name, table->outputs[0].text));
    return {};
  }
  if (names.size() == 1) return out;
  model_.sink.report(Finding::no_parts, names[1].span, {{"name", model_.shown(s)}, {"part", names[1].text}})
      .label(model_.quote(e.span) + " is asked for")
      .label(s.declaration->name.span, fmt::format("`{}` is one value", s.name));
  return {};
}

Resolved Resolver::score(std::span<const ast::Name> names) {
  if (names.size() == 1) {
    if (current_) {
      for (const auto& [name, index] : model_.scores) model_.symbols[*current_].uses.push_back(index);
    }
    return {Resolved::Kind::total, 0, 0, 0};
  }
  const auto found = model_.scores.find(names[1].text);
  if (found != model_.scores.end() && names.size() == 2) return use(found->second);
  std::vector<std::string_view> known;
  for (const auto& [name, index] : model_.scores) known.push_back(name);
  std::ranges::sort(known);
  auto report = model_.sink.report(Finding::unknown_score, names[1].span, {{"name", names[1].text}});
  report.label("no score block has this name");
  if (const auto near = base::nearest(names[1].text, known)) {
    report.fix("a score block with a similar name exists", names[1].span, std::string(*near));
  } else {
    std::string all;
    for (const std::string_view name : known) all += fmt::format("{}`score.{}`", all.empty() ? "" : ", ", name);
    report.help("there are: " + all);
  }
  return {};
}

void resolve(Model& model) {
  Resolver(model).run();
  order(model);
}

}  // namespace rubric::check
