// What each path names: the symbols of the file.
#include <fmt/core.h>

#include <algorithm>

#include "ast/visit.hpp"
#include "base/spelling.hpp"
#include "check/order.hpp"
#include "check/resolver.hpp"

namespace rubric::check {

Resolver::Resolver(Model& model) : model_(model) {
  model.resolved.resize(model.file.exprs.size());
  model.scope_of.resize(model.file.exprs.size());
  model.scopes.emplace_back();
  for (const Symbol& s : model.symbols) symbol_names_.push_back(s.name);
}

void Resolver::run() {
  for (std::uint32_t i = 0; i < model_.symbols.size(); ++i) {
    if (model_.symbols[i].kind == SymbolKind::unavailable) continue;
    current_ = i;
    declaration(*model_.symbols[i].declaration);
  }
  current_.reset();
  if (model_.total != nullptr) ast::for_each_root(*model_.total, [&](ExprId id) { walk(id); });
}

void Resolver::walk(ExprId id) {
  const auto chain = ast::spine(model_.file, id);
  if (!chain.empty()) {
    walk(model_.file.operands(model_.expr(chain.front()))[0]);
    for (const ExprId link : chain) walk(model_.file.operands(model_.expr(link))[1]);
    return;
  }
  const Expr& e = model_.expr(id);
  switch (e.kind) {
    case ExprKind::path: model_.resolved[id.index] = path(e, false); return;
    case ExprKind::in: return with_set(e);
    case ExprKind::text_test:
      if (e.quantifier != ast::Quantifier::one) return with_set(e);
      break;
    case ExprKind::aggregate: return aggregate(e);
    case ExprKind::filter: return source(id, {});
    default: break;
  }
  ast::for_each_child(model_.file, e, [&](ExprId child) { walk(child); });
}

// The points of a line are worked out for each element, where it has elements.
void Resolver::declaration(const ast::Declaration& d) {
  const auto* score = std::get_if<ast::Score>(&d.body);
  if (score == nullptr) return ast::for_each_root(d, [&](ExprId id) { walk(id); });
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
  return {Resolved::Kind::symbol, symbol, 0};
}

Resolved Resolver::path(const Expr& e, bool as_set) {
  const auto names = model_.file.names(e);
  const std::string_view first = names[0].text;
  const bool quoted = names[0].quoted;
  if (!open_.empty()) {
    if (const auto found = in_scopes(names, e)) return *found;
  }
  if (!quoted && first == "as_of" && names.size() == 1) return {Resolved::Kind::as_of, 0, 0};
  if (!quoted && first == "score" && model_.has_scores()) return score(names);
  if (const auto found = model_.names.find(first); found != model_.names.end()) return symbol(found->second, names, e);
  // `lead.email` is the field `email` of `record lead`.
  const bool reaches_out =
      model_.record != nullptr && names.size() > 1 && first == model_.record->name.text && !child(0, first);
  if (!open_.empty() && !reaches_out && model_.record == nullptr) return inferred_element(names, e);
  return field(names.subspan(reaches_out ? 1 : 0), e, as_set);
}

Resolved Resolver::symbol(std::uint32_t index, std::span<const ast::Name> names, const Expr& e) {
  const Resolved out = use(index);
  if (names.size() == 1 || model_.symbols[index].kind == SymbolKind::unavailable) return out;
  const Symbol& s = model_.symbols[index];
  model_.sink.report(Finding::no_parts, names[1].span, {{"name", s.name}, {"part", names[1].text}})
      .label(model_.quote(e.span) + " is asked for")
      .label(s.declaration->name.span, fmt::format("`{}` is one value", s.name));
  return {};
}

Resolved Resolver::score(std::span<const ast::Name> names) {
  if (names.size() == 1) {
    if (current_) {
      for (const auto& [name, index] : model_.scores) model_.symbols[*current_].uses.push_back(index);
    }
    return {Resolved::Kind::total, 0, 0};
  }
  const auto found = model_.scores.find(names[1].text);
  if (found != model_.scores.end() && names.size() == 2) return use(found->second);
  std::vector<std::string_view> known;
  for (const auto& [name, index] : model_.scores) known.push_back(name);
  std::ranges::sort(known);
  auto report = model_.sink.report(Finding::unknown_score, names[1].span, {{"name", names[1].text}});
  report.label("no score block has this name");
  if (const auto near = base::nearest(names[1].text, known)) {
    report.help(fmt::format("did you mean `score.{}`?", *near))
        .fix("use the name that exists", names[1].span, std::string(*near));
  }
  return {};
}

void resolve(Model& model) {
  Resolver(model).run();
  order(model);
}

}  // namespace rubric::check
