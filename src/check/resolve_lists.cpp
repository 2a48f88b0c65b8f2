// What each path names: lists, and the elements that the body of an aggregate speaks of.
#include <fmt/core.h>

#include <algorithm>

#include "ast/visit.hpp"
#include "base/spelling.hpp"
#include "check/resolver.hpp"

namespace rubric::check {

// The value is worked out for each element, so it stands in the scope of the source.
void Resolver::aggregate(const Expr& e) {
  const auto operands = model_.file.operands(e);
  source(operands[0], operands.subspan(1));
}

void Resolver::source(ExprId id, std::span<const ExprId> in_body) {
  const Source s = source_of(model_, id);
  const Expr& name = model_.expr(s.list);
  if (name.kind == ExprKind::path) {
    model_.resolved[s.list.index] = list_name(name);
  } else if (name.kind != ExprKind::error) {
    walk(s.list);
    auto report = model_.sink.report(Finding::not_a_list, name.span, {{"what", model_.quote(name.span)}});
    if (name.kind == ExprKind::filter) {
      report.help("one `where` is enough: join the conditions with `and`");
    } else if (name.kind == ExprKind::projection) {
      const auto parts = model_.file.operands(name);
      report.note("`VALUE of LIST` in parentheses is something to give to a function")
          .help(fmt::format("ask the list itself: `{}`",
                            model_.sources.text(model_.expr(source_of(model_, parts[0]).list).span)));
    } else {
      report.help("name a list of the record, or a `let` that names some of its elements");
    }
  }
  Scope scope;
  scope.list = list_of(model_, s.list);
  scope.span = name.span;
  const auto alias = model_.file.names(model_.expr(model_.strip(id)));
  if (model_.expr(model_.strip(id)).kind == ExprKind::filter && !alias.empty()) scope.alias = alias[0].text;
  const auto index = static_cast<std::uint32_t>(model_.scopes.size());
  model_.scopes.push_back(scope);
  model_.scope_of[model_.strip(id).index] = index;
  open_.push_back(index);
  if (open_.size() > ir::kMaxAggregateDepth) {
    model_.sink.report(Finding::aggregates_too_deep, name.span, {{"limit", ir::kMaxAggregateDepth}});
  } else {
    if (s.condition.valid()) walk(s.condition);
    for (const ExprId part : in_body) walk(part);
  }
  open_.pop_back();
  if (model_.scopes[index].outer.size() > 1) {
    model_.sink.report(Finding::two_enclosing_elements, name.span)
        .note("the cost of a question grows with each list that it goes through at once")
        .help("give what the outer element has a name of its own with a simpler question");
  }
}

// A list of the record, or a `let` that names a filtered one. Without a `record`, any other name is a list.
Resolved Resolver::list_name(const Expr& e) {
  const auto names = model_.file.names(e);
  if (const auto given = parameter(names, e)) {
    if (given->kind == Resolved::Kind::none || model_.parameters[given->index].list != 0) return *given;
    model_.sink.report(Finding::not_a_list, e.span, {{"what", model_.quote(e.span)}})
        .label(model_.parameters[given->index].declared->span, "declared as one value");
    return {};
  }
  if (const auto found = model_.find(module(), names[0].text); found && names.size() == 1) {
    const Symbol& s = model_.symbols[*found];
    if (s.kind == SymbolKind::let && !visit_list(*found, e)) return {};
    if (s.kind == SymbolKind::let || s.kind == SymbolKind::unavailable) return use(*found);
    model_.sink.report(Finding::not_a_list, e.span, {{"what", model_.quote(e.span)}})
        .label(s.declaration->name.span, "declared here")
        .help("name a list of the record, or a `let` that names some of its elements");
    return {};
  }
  if (module() != 0) return unknown_in_module(names, e, false);
  const bool reaches_out = model_.record != nullptr && names.size() > 1 && names[0].text == model_.record->name.text &&
                           !child(0, names[0].text);
  const auto path = names.subspan(reaches_out ? 1 : 0);
  std::uint32_t at = 0;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (model_.fields[at].broken) return {};
    auto next = model_.fields[at].group ? child(at, path[i].text) : std::nullopt;
    if (!next) {
      if (model_.record != nullptr || !model_.fields[at].group) return unknown(path, e, false);
      next = infer_field(at, path[i], e.span);
      FieldNode& made = model_.fields[*next];
      if (i + 1 == path.size()) {
        made.group = false;
        made.list = true;
        made.type = model_.types.variable();
      }
    }
    at = *next;
  }
  if (model_.fields[at].list) return {Resolved::Kind::list, at, 0, 0};
  if (model_.fields[at].broken) return {};
  const FieldNode& f = model_.fields[at];
  model_.sink.report(Finding::not_a_list, e.span, {{"what", model_.quote(e.span)}})
      .label(f.span, f.declared != nullptr ? "declared as one value" : "used as one value here")
      .note("`count`, `any`, `sum` and their kin ask the elements of a list");
  return {};
}

// Filtered lists of filtered lists are looked into one in the other: the depth is bounded.
bool Resolver::visit_list(std::uint32_t symbol, const Expr& e) {
  constexpr std::uint32_t kMaxChain = 256;
  if (list_chain_ == kMaxChain) {
    model_.sink.report(Finding::aggregates_too_deep, e.span, {{"limit", kMaxChain}});
    return false;
  }
  ++list_chain_;
  visit(symbol);
  --list_chain_;
  return true;
}

// Without a `record`: `x in tags` asks a list of the lead, unless the name looks like a set's.
bool Resolver::may_be_list(std::span<const ast::Name> names) const {
  const std::string_view name = names.back().text;
  const bool has_lower = std::ranges::any_of(name, [](char c) { return c >= 'a' && c <= 'z'; });
  const bool like_a_set = std::ranges::any_of(model_.symbols, [&](const Symbol& s) {
    return s.kind == SymbolKind::set && base::edit_distance(s.name, name, 1) <= 1;
  });
  return model_.record == nullptr && has_lower && !like_a_set;
}

namespace {

// A list that nobody declares holds single values unless a field of its elements is asked for.
bool may_be_scalars(const FieldNode& list) {
  return list.declared != nullptr ? list.scalars : list.children.empty();
}

}  // namespace

// The innermost element that has such a field; `d.kind` of the element that is called so, and `d` where it
// is a single value; `it`.
std::optional<Resolved> Resolver::in_scopes(std::span<const ast::Name> names, const Expr& e) {
  for (std::size_t depth = open_.size(); depth-- > 0;) {
    const Scope& scope = model_.scopes[open_[depth]];
    if (!scope.alias.empty() && scope.alias == names[0].text) {
      if (names.size() > 1) {
        if (const auto found = element_field(depth, names.subspan(1), e)) return found;
      } else if (scope.list != 0 && may_be_scalars(model_.fields[scope.list])) {
        model_.fields[scope.list].scalars = true;
        return element(depth, scope.list);
      }
      auto report = model_.sink.report(Finding::element_as_value, e.span, {{"name", scope.alias}});
      report.label(scope.span, "an element of this list");
      if (scope.list != 0 && !model_.fields[scope.list].children.empty()) {
        report.help(fmt::format("name one of its fields: `{}.{}`", scope.alias,
                                model_.fields[model_.fields[scope.list].children[0]].name));
      }
      return Resolved{};
    }
    if (scope.list == 0) continue;
    const FieldNode& list = model_.fields[scope.list];
    if (names[0].text == "it" && !names[0].quoted && names.size() == 1 && may_be_scalars(list)) {
      model_.fields[scope.list].scalars = true;
      return element(depth, scope.list);
    }
    if (list.declared != nullptr && child(scope.list, names[0].text)) return element_field(depth, names, e);
  }
  // What goes on from here is unknown in a list that could not be found: nothing more is said of it.
  const bool lost = std::ranges::any_of(open_, [&](std::uint32_t s) { return model_.scopes[s].list == 0; });
  if (lost && !model_.find(module(), names[0].text) && !child(0, names[0].text)) return Resolved{};
  return std::nullopt;
}

std::optional<Resolved> Resolver::element_field(std::size_t depth, std::span<const ast::Name> names, const Expr& e) {
  const std::uint32_t list = model_.scopes[open_[depth]].list;
  if (list == 0) return Resolved{};
  auto found = child(list, names[0].text);
  if (!found) {
    if (model_.record != nullptr) {
      if (std::get<ast::Record>(model_.record->body).broken) return Resolved{};
      std::vector<std::string_view> known;
      for (const std::uint32_t c : model_.fields[list].children) known.push_back(model_.fields[c].name);
      auto report = model_.sink.report(Finding::unknown_element_field, e.span,
                                       {{"list", model_.fields[list].path}, {"field", names[0].text}});
      if (const auto near = base::nearest(names[0].text, known)) {
        report.fix("a similar name exists", names[0].span, std::string(*near));
      } else if (!known.empty()) {
        std::string all;
        for (const std::string_view name : known) all += fmt::format("{}`{}`", all.empty() ? "" : ", ", name);
        report.help("their fields: " + all);
      }
      return Resolved{};
    }
    if (model_.fields[list].scalars) {
      model_.sink.report(Finding::list_or_record, e.span, {{"list", model_.fields[list].path}})
          .label("a field of the elements")
          .note("without a `record`, what a list holds follows from its use");
      return Resolved{};
    }
    found = infer_field(list, names[0], e.span);
    model_.fields[*found].group = false;
    model_.fields[*found].type = model_.types.variable();
  }
  if (model_.fields[*found].broken) return Resolved{};
  if (names.size() > 1) return value_with_parts(*found, names[1]);
  if (names[0].span.begin == e.span.begin) hides(model_.fields[*found], e);
  return element(depth, *found);
}

// Without a `record`, a name that nothing declares is a field of the innermost element.
Resolved Resolver::inferred_element(std::span<const ast::Name> names, const Expr& e) {
  return element_field(open_.size() - 1, names, e).value_or(Resolved{});
}

Resolved Resolver::element(std::size_t depth, std::uint32_t field) {
  spoken_of(depth);
  return {Resolved::Kind::element, field, open_[depth], 0};
}

void Resolver::hides(const FieldNode& field, const Expr& e) {
  if (model_.record == nullptr) return;
  const auto outside = child(0, field.name);
  if (!outside) return;
  model_.sink.report(Finding::hidden_field, e.span, {{"name", field.name}})
      .label(field.span, "this one is meant")
      .label(model_.fields[*outside].span, "this one is hidden")
      .help(fmt::format("write `{}.{}` for the field of the record", model_.record->name.text, field.name));
}

// Every scope between here and there depends on the element.
void Resolver::spoken_of(std::size_t depth) {
  for (std::size_t inner = depth + 1; inner < open_.size(); ++inner) {
    auto& outer = model_.scopes[open_[inner]].outer;
    if (std::ranges::find(outer, open_[depth]) == outer.end()) outer.push_back(open_[depth]);
  }
}

}  // namespace rubric::check
