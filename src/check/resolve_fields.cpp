// What each path names: the fields of the record, declared or inferred.
#include <fmt/core.h>

#include <algorithm>

#include "base/spelling.hpp"
#include "check/resolver.hpp"

namespace rubric::check {

std::optional<std::uint32_t> Resolver::child(std::uint32_t parent, std::string_view name) const {
  return model_.child(parent, name);
}

Resolved Resolver::field(std::span<const ast::Name> names, const Expr& e, bool as_set) {
  std::uint32_t at = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (model_.fields[at].broken) return {};
    if (!model_.fields[at].group) return value_with_parts(at, names[i]);
    std::optional<std::uint32_t> next = child(at, names[i].text);
    if (!next) {
      if (model_.record != nullptr || (as_set && !may_be_list(names))) return unknown(names, e, as_set);
      next = infer_field(at, names[i], e.span);
      if (i == 0) similar_name(names[0], names.size() == 1);
    }
    at = *next;
  }
  if (model_.fields[at].group && !model_.fields[at].declared && model_.fields[at].children.empty()) {
    model_.fields[at].group = false;
    model_.fields[at].list = as_set;
    model_.fields[at].scalars = as_set;
    model_.fields[at].type = model_.types.variable();
  }
  if (model_.fields[at].broken) return {};
  if (model_.fields[at].group) return group_as_value(at, e);
  if (model_.fields[at].list) return {Resolved::Kind::list, at, 0, 0};
  return {Resolved::Kind::field, at, 0, 0};
}

std::uint32_t Resolver::infer_field(std::uint32_t parent, const ast::Name& name, Span where) {
  FieldNode node;
  node.name = name.text;
  node.path = parent == 0 ? std::string(name.text) : model_.fields[parent].path + "." + std::string(name.text);
  node.span = where;
  node.parent = parent;
  node.group = true;  // until it turns out to be the end of a path
  return model_.add_field(std::move(node));
}

Resolved Resolver::value_with_parts(std::uint32_t at, const ast::Name& part) {
  const FieldNode& f = model_.fields[at];
  if (f.list) {
    model_.sink.report(Finding::list_field_alone, part.span, {{"list", f.path}, {"field", part.text}})
        .label(f.span, "a list of many")
        .note("a lead has many of them, so a test must say which: `any`, `count`, `first` …")
        .help(fmt::format("inside a question about the list, `{0}` stands alone: `any({1} where {0} …)`", part.text,
                          f.path));
    return {};
  }
  model_.sink.report(Finding::field_and_group, part.span, {{"name", f.path}})
      .label(fmt::format("`{}` has parts here", f.path))
      .label(f.span, f.declared != nullptr ? "declared as one value" : "used as one value here")
      .note("a field is one value or a group of fields, not both");
  return {};
}

Resolved Resolver::group_as_value(std::uint32_t at, const Expr& e) {
  const FieldNode& f = model_.fields[at];
  std::string parts;
  for (std::size_t i = 0; i < f.children.size() && i < 4; ++i) {
    parts += (i == 0 ? "`" : ", `") + model_.fields[f.children[i]].path + "`";
  }
  auto report = model_.sink.report(Finding::group_as_value, e.span, {{"name", f.path}});
  report.label("a group has no value of its own");
  if (f.declared == nullptr) report.label(f.span, "used as a group here");
  if (model_.scores.contains(f.path)) {
    const std::string points = fmt::format("score.{}", f.path);
    report.fix(fmt::format("the points of `score {}` are `{}`", f.path, points), e.span, points);
  }
  if (!parts.empty()) report.help("name one of its fields: " + parts);
  return {};
}

// Without a record every unknown name is a field: a slip in the name of a rule would go unseen.
void Resolver::similar_name(const ast::Name& name, bool alone) {
  if (!alone || name.text.size() < 4 || name.quoted) return;
  const auto near = nearest(name.text, value_names_);
  // Few slips are in the first letter, and `email` is none of `gmail`.
  if (!near || base::edit_distance(name.text, *near, 2) > 1 || near->front() != name.text.front()) return;
  model_.sink.report(Finding::similar_name, name.span, {{"name", name.text}, {"near", *near}})
      .note("without a `record`, a name that nothing declares is a field of the lead")
      .help(fmt::format("write `{}` if you mean that, or declare the fields in a `record`", *near));
}

Resolved Resolver::unknown(std::span<const ast::Name> names, const Expr& e, bool as_set) {
  std::string path;
  for (const ast::Name& n : names) path += (path.empty() ? "" : ".") + std::string(n.text);
  if (as_set) return unknown_set(path, e);
  if (std::get<ast::Record>(model_.record->body).broken) return {};
  auto report =
      model_.sink.report(Finding::unknown_field, e.span, {{"record", model_.record->name.text}, {"field", path}});
  if (model_.sink.dropped() > 0) return {};  // nobody reads what a finding past the limit suggests
  const std::uint32_t list = open_.empty() ? 0 : model_.scopes[open_.back()].list;
  if (list != 0) {
    report.label(fmt::format("neither in the elements of `{}` nor in `record {}`", model_.fields[list].path,
                             model_.record->name.text));
  } else {
    report.label(fmt::format("not in `record {}`, and nothing else has this name", model_.record->name.text));
  }
  if (names.size() == 1 && habit(report, names[0])) return {};
  if (const std::string near = suggestion(names, path); !near.empty()) {
    report.fix("a similar name exists", e.span, near);
  } else {
    report.help(declared_fields(names));
  }
  return {};
}

Resolved Resolver::unknown_set(const std::string& path, const Expr& e) {
  auto report = model_.sink.report(Finding::unknown_set, e.span, {{"name", path}});
  if (model_.sink.dropped() > 0) return {};
  std::vector<std::string_view> sets;
  for (const Symbol& s : model_.symbols) {
    if (s.kind == SymbolKind::set) sets.push_back(s.name);
  }
  if (const std::string module = standard_module_of(model_, path); !module.empty()) {
    report.help(fmt::format("a standard module has it: `from {} use {}`", module, path));
  } else if (const auto near = base::nearest(path, sets)) {
    report.fix("a set with a similar name exists", e.span, std::string(*near));
  } else {
    report.help(fmt::format("declare it: `set {} = {{ \"…\", \"…\" }}`", path));
  }
  return {};
}

// What there is in the group that the path goes into, as far as it goes.
std::string Resolver::declared_fields(std::span<const ast::Name> names) const {
  std::uint32_t at = 0;
  for (const ast::Name& n : names) {
    const auto next = child(at, n.text);
    if (!next || !model_.fields[*next].group) break;
    at = *next;
  }
  constexpr std::size_t kShown = 8;
  const auto& children = model_.fields[at].children;
  std::string all;
  for (std::size_t i = 0; i < children.size() && i < kShown; ++i) {
    all += (all.empty() ? "`" : ", `") + model_.fields[children[i]].path + "`";
  }
  return (at == 0 ? "its fields: " : fmt::format("the fields of `{}`: ", model_.fields[at].path)) + all +
         (children.size() > kShown ? " …" : "");
}

// Names are compared with each other a bounded number of times: past it a file has more slips than
// suggestions would help with.
std::optional<std::string_view> Resolver::nearest(std::string_view name, const std::vector<std::string_view>& all) {
  if (comparisons_left_ < all.size()) return std::nullopt;
  comparisons_left_ -= all.size();
  return base::nearest(name, all);
}

// The nearest of all dotted paths and declared names; else a field deeper down with the very name.
std::string Resolver::suggestion(std::span<const ast::Name> names, const std::string& path) {
  for (std::size_t depth = open_.size(); depth-- > 0;) {
    std::vector<std::string_view> here;
    for (const std::uint32_t c : model_.fields[model_.scopes[open_[depth]].list].children) {
      if (model_.scopes[open_[depth]].list != 0) here.push_back(model_.fields[c].name);
    }
    if (const auto near = nearest(path, here)) return std::string(*near);
  }
  const auto reachable = [&](const FieldNode& f) { return !f.group && !model_.fields[f.parent].list; };
  for (const FieldNode& f : model_.fields) {
    const bool last = !f.path.empty() && names.size() == 1 && reachable(f);
    if (last && base::edit_distance(f.name, names[0].text, 0) == 0) return f.path;
  }
  std::vector<std::string_view> candidates = value_names_;
  for (const FieldNode& f : model_.fields) {
    if (reachable(f)) candidates.push_back(f.path);
  }
  if (const auto near = nearest(path, candidates)) return std::string(*near);
  std::vector<std::string_view> last_names;
  for (const FieldNode& f : model_.fields) {
    if (reachable(f)) last_names.push_back(f.name);
  }
  const auto near = nearest(names.back().text, last_names);
  if (!near) return "";
  const auto found =
      std::ranges::find_if(model_.fields, [&](const FieldNode& f) { return reachable(f) && f.name == *near; });
  return found->path;
}

}  // namespace rubric::check
