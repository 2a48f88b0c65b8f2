// What each path names: the fields of the record, declared or inferred.
#include <fmt/core.h>

#include <algorithm>

#include "base/spelling.hpp"
#include "check/resolver.hpp"

namespace rubric::check {

std::optional<std::uint32_t> Resolver::child(std::uint32_t parent, std::string_view name) const {
  for (const std::uint32_t index : model_.fields[parent].children) {
    if (model_.fields[index].name == name) return index;
  }
  return std::nullopt;
}

Resolved Resolver::field(std::span<const ast::Name> names, const Expr& e, bool as_set) {
  std::uint32_t at = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
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
  if (model_.fields[at].group) return group_as_value(at, e);
  if (model_.fields[at].list) return {Resolved::Kind::list, at, 0, 0};
  return {Resolved::Kind::field, at, 0, 0};
}

std::uint32_t Resolver::infer_field(std::uint32_t parent, const ast::Name& name, Span where) {
  const auto index = static_cast<std::uint32_t>(model_.fields.size());
  FieldNode node;
  node.name = name.text;
  node.path = parent == 0 ? std::string(name.text) : model_.fields[parent].path + "." + std::string(name.text);
  node.span = where;
  node.parent = parent;
  node.group = true;  // until it turns out to be the end of a path
  model_.fields.push_back(std::move(node));
  model_.fields[parent].children.push_back(index);
  return index;
}

Resolved Resolver::value_with_parts(std::uint32_t at, const ast::Name& part) {
  const FieldNode& f = model_.fields[at];
  if (f.list) {
    model_.sink.report(Finding::list_field_alone, part.span, {{"list", f.path}, {"field", part.text}})
        .label(f.span, "a list of many")
        .note("a lead has many of them, so a test must say which: `any`, `count`, `first` …");
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
  if (!parts.empty()) report.help("name one of its fields: " + parts);
  return {};
}

// Without a record every unknown name is a field: a slip in the name of a rule would go unseen.
void Resolver::similar_name(const ast::Name& name, bool alone) {
  if (!alone || name.text.size() < 4 || name.quoted) return;
  const auto near = base::nearest(name.text, symbol_names_);
  if (!near || base::edit_distance(name.text, *near, 2) > 1) return;
  model_.sink.report(Finding::similar_name, name.span, {{"name", name.text}, {"near", *near}})
      .note("without a `record`, a name that nothing declares is a field of the lead")
      .help(fmt::format("write `{}` if you mean that, or declare the fields in a `record`", *near));
}

Resolved Resolver::unknown(std::span<const ast::Name> names, const Expr& e, bool as_set) {
  std::string path;
  for (const ast::Name& n : names) path += (path.empty() ? "" : ".") + std::string(n.text);
  if (as_set) return unknown_set(path, e);
  auto report =
      model_.sink.report(Finding::unknown_field, e.span, {{"record", model_.record->name.text}, {"field", path}});
  report.label(fmt::format("not in `record {}`, and nothing else has this name", model_.record->name.text));
  if (const std::string near = suggestion(names, path); !near.empty()) {
    report.help(fmt::format("a similar name exists: `{}`", near)).fix("use the name that exists", e.span, near);
  }
  return {};
}

Resolved Resolver::unknown_set(const std::string& path, const Expr& e) {
  std::vector<std::string_view> sets;
  for (const Symbol& s : model_.symbols) {
    if (s.kind == SymbolKind::set) sets.push_back(s.name);
  }
  auto report = model_.sink.report(Finding::unknown_set, e.span, {{"name", path}});
  if (const auto near = base::nearest(path, sets)) {
    report.help(fmt::format("a set with a similar name exists: `{}`", *near))
        .fix("use the name that exists", e.span, std::string(*near));
  } else {
    report.help(fmt::format("declare it: `set {} = {{ \"…\", \"…\" }}`", path));
  }
  return {};
}

// The nearest of all dotted paths and declared names; else a field deeper down with the very name.
std::string Resolver::suggestion(std::span<const ast::Name> names, const std::string& path) {
  std::vector<std::string_view> candidates = symbol_names_;
  for (const FieldNode& f : model_.fields) {
    if (!f.group) candidates.push_back(f.path);
  }
  if (const auto near = base::nearest(path, candidates)) return std::string(*near);
  std::vector<std::string_view> last_names;
  for (const FieldNode& f : model_.fields) {
    if (!f.group) last_names.push_back(f.name);
  }
  const auto near = base::nearest(names.back().text, last_names);
  if (!near) return "";
  const auto found =
      std::ranges::find_if(model_.fields, [&](const FieldNode& f) { return !f.group && f.name == *near; });
  return found->path;
}

}  // namespace rubric::check
