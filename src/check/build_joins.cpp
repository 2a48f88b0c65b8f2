// Lists whose elements come from a file of their own: which list is meant, and how the two keys are read.
#include <fmt/core.h>

#include <algorithm>

#include "base/spelling.hpp"
#include "check/builder.hpp"

namespace rubric::check {

namespace {

std::string all_lists(const std::vector<std::string_view>& lists) {
  std::string out;
  for (const std::string_view name : lists) out += (out.empty() ? "`" : ", `") + std::string(name) + "`";
  return out.empty() ? "they have no list with fields" : "their lists: " + out;
}

void unknown_list(Model& model, const std::string& name) {
  std::vector<std::string_view> lists;
  for (const FieldNode& f : model.fields) {
    if (f.list && !f.scalars) lists.push_back(f.path);
  }
  const auto near = base::nearest(name, lists);
  model.sink.report(Finding::unknown_list, diag::kNoPlace, {{"name", name}})
      .help(near ? fmt::format("did you mean `{}`?", *near) : all_lists(lists));
}

const FieldNode* field_at(const Model& model, const std::string& path) {
  const auto found = std::ranges::find(model.fields, path, &FieldNode::path);
  return found == model.fields.end() || path.empty() ? nullptr : &*found;
}

}  // namespace

void check_joins(Model& model) {
  for (const Join& join : model.options.joins) {
    const FieldNode* f = field_at(model, join.list);
    if (f == nullptr) {
      unknown_list(model, join.list);
    } else if (!f->list || f->scalars) {
      const char* what = f->list ? "a list of single values" : f->group ? "a group of fields" : "a single value";
      model.sink.report(Finding::not_joinable, diag::kNoPlace, {{"name", join.list}, {"what", what}})
          .note("the rows of a joined file become elements with fields")
          .help(
              fmt::format("declare the list with the columns that are asked for: `{} list {{ kind text }}`", f->name));
    }
  }
}

// By the name that a criteria file uses, else by the heading that a `from` gives, else a column that the
// criteria do not know. `list` is the list whose elements are meant; 0 for the record itself.
data::Slot Builder::join_key(const std::string& name, std::uint32_t list) {
  const auto heading = [](const FieldNode& f) -> std::string_view {
    const ast::Modifier* from = f.declared == nullptr ? nullptr : modifier(*f.declared, ast::ModifierKind::from);
    return from == nullptr ? std::string_view() : from->text.value;
  };
  const auto found = [&](auto matches) {
    return std::ranges::find_if(model_.fields, [&](const FieldNode& f) {
      const bool here = list != 0 ? f.parent == list : !model_.fields[f.parent].list;
      return here && !f.group && !f.list && matches(f);
    });
  };
  auto at = found([&](const FieldNode& f) { return (list != 0 ? f.name : std::string_view(f.path)) == name; });
  if (at == model_.fields.end()) at = found([&](const FieldNode& f) { return heading(f) == name; });
  const bool known = at != model_.fields.end();
  const auto index = static_cast<std::uint32_t>(at - model_.fields.begin());
  data::Slot slot = known ? make_slot(index) : identity(name);
  if (known && list == 0) below_groups(index, slot);
  // The text as it stands says which rows belong together, whatever the field's type.
  slot.kind = data::Kind::text;
  slot.any_scalar = true;
  slot.required = false;
  slot.optional = true;
  slot.one_of_texts.clear();
  slot.one_of_numbers.clear();
  return slot;
}

void Builder::joins() {
  data::Layout& out = program_.layout;
  for (const Join& join : model_.options.joins) {
    const auto index = static_cast<std::uint32_t>(field_at(model_, join.list) - model_.fields.data());
    data::Join& made = out.joins.emplace_back();
    made.list = model_.fields[index].slot;
    if (!made.list) {
      model_.sink.report(Finding::list_not_read, diag::kNoPlace, {{"name", join.list}});
      continue;
    }
    made.key = static_cast<std::uint32_t>(out.slots.size());
    out.slots.push_back(join_key(join.key, 0));
    made.other = join_key(join.other, index);
  }
}

}  // namespace rubric::check
