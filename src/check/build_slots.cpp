// What the program reads of a record.
#include <algorithm>

#include "check/builder.hpp"

namespace rubric::check {

namespace {

using ast::BinaryOp;
using data::Cell;
using data::Tri;
using ir::NodeId;
using ir::Op;
using K = data::Kind;

}  // namespace

NodeId Builder::slot_node(std::uint32_t field, Span span) {
  FieldNode& f = model_.fields[field];
  if (!f.slot) add_slot(field);
  slot_nodes_.resize(model_.fields.size());
  NodeId& known = slot_nodes_[field];
  if (!known.valid()) known = program_.add(Op::slot, program_.layout.slots[*f.slot].kind, {}, span, *f.slot);
  return known;
}

void Builder::add_slot(std::uint32_t index) {
  FieldNode& f = model_.fields[index];
  f.slot = static_cast<std::uint32_t>(program_.layout.slots.size());
  data::Slot slot = make_slot(index);
  below_groups(index, slot);
  // The clock is read whatever is asked: without it nobody knows which elements are in the list.
  const FieldNode* clock = f.list ? clock_of(model_, f) : nullptr;
  program_.layout.slots.push_back(std::move(slot));
  if (clock == nullptr) return;
  const std::uint32_t field = element_slot(index, static_cast<std::uint32_t>(clock - model_.fields.data()));
  program_.layout.slots[*model_.fields[index].slot].clock = field;
}

data::Slot Builder::make_slot(std::uint32_t index) {
  const FieldNode& f = model_.fields[index];
  data::Slot slot;
  slot.name = f.path;
  slot.heading = model_.fields[f.parent].list ? f.name : std::string_view(f.path);
  slot.path.emplace_back(f.name);
  const auto kind = model_.types.kind(f.type);
  slot.kind = kind.value_or(K::text);
  slot.any_scalar = !kind.has_value();
  if (f.list) {
    slot.kind = f.scalars ? data::list_of(slot.kind) : K::records;
    // Nothing asks what its elements are: any will do.
    slot.any_scalar = f.declared == nullptr && (f.scalars ? !kind.has_value() : f.children.empty());
  }
  if (f.declared != nullptr) modifiers(*f.declared, slot);
  return slot;
}

void Builder::below_groups(std::uint32_t index, data::Slot& slot) const {
  for (std::uint32_t at = model_.fields[index].parent; at != 0; at = model_.fields[at].parent) {
    slot.path.insert(slot.path.begin(), std::string(model_.fields[at].name));
  }
}

// A field of a list's elements, read from the first use on.
std::uint32_t Builder::element_slot(std::uint32_t list, std::uint32_t field) {
  if (!model_.fields[list].slot) add_slot(list);
  auto& element = program_.layout.slots[*model_.fields[list].slot].element;
  FieldNode& f = model_.fields[field];
  if (!f.slot) {
    f.slot = static_cast<std::uint32_t>(element.size());
    element.push_back(make_slot(field));
  }
  return *f.slot;
}

void Builder::modifiers(const ast::Field& field, data::Slot& slot) {
  slot.declared = true;
  slot.ignoring_case = modifier(field, ast::ModifierKind::ignoring_case) != nullptr;
  for (const ast::Modifier& m : field.modifiers) {
    switch (m.kind) {
      case ast::ModifierKind::required: slot.required = true; break;
      case ast::ModifierKind::trimmed: slot.trimmed = true; break;
      case ast::ModifierKind::ignoring_case: break;
      case ast::ModifierKind::from:
        slot.heading = m.text.value;
        slot.path.back() = m.text.value;
        break;
      case ast::ModifierKind::format: slot.time_format = m.text.value; break;
      case ast::ModifierKind::number_format: number_format(m.text.value, slot); break;
      case ast::ModifierKind::one_of: values(m, slot, slot.one_of_texts, slot.one_of_numbers); break;
      case ast::ModifierKind::missing_if: values(m, slot, slot.missing_texts, slot.missing_numbers); break;
    }
  }
}

void Builder::values(const ast::Modifier& m, const data::Slot& slot, std::vector<std::string>& texts,
                     std::vector<double>& numbers) {
  for (const ExprId id : m.values) {
    const auto literal = literal_of(model_, id);
    if (!literal) continue;
    if (literal->kind == K::number) numbers.push_back(literal->value.number);
    if (literal->kind == K::text) {
      std::string text(data::view(literal->value.text));
      texts.push_back(slot.ignoring_case ? folded_text(text) : text);
    }
  }
}

// The example says which sign groups digits and which marks decimals.
void Builder::number_format(std::string_view example, data::Slot& slot) {
  slot.decimal_mark = example[example.size() - 3];
  slot.group_mark = example.size() == 8 ? example[1] : '\0';
}

void Builder::layout() {
  data::Layout& out = program_.layout;
  const std::size_t read = out.slots.size();
  out.declared = model_.record != nullptr;
  if (model_.record != nullptr) out.record_name = model_.record->name.text;
  for (std::uint32_t i = 1; i < model_.fields.size(); ++i) {
    const FieldNode& f = model_.fields[i];
    if (f.declared == nullptr || f.slot || f.group || f.list) continue;
    if (modifier(*f.declared, ast::ModifierKind::required) == nullptr) continue;
    if (!model_.fields[f.parent].list) {
      add_slot(i);
    } else if (model_.fields[f.parent].slot) {
      element_slot(f.parent, i);
    }
  }
  for (const std::string& path : model_.options.fields) out.shown.push_back(asked(path, false));
  key();
  joins();
  for (std::size_t i = read; i < out.slots.size(); ++i) out.slots[i].unread = true;
}

void Builder::key() {
  data::Layout& out = program_.layout;
  if (!model_.options.key.empty()) {
    out.key = asked(model_.options.key, false);
    return;
  }
  const auto is_id = [](const FieldNode& f) { return f.path == "id" && !f.group && !f.list; };
  if (std::ranges::none_of(model_.fields, is_id) && out.declared && first_required()) return;
  out.key = asked("id", true);
}

// The slot of a field that the caller asks for; `optional` when the input may lack it without a word.
std::uint32_t Builder::asked(const std::string& path, bool optional) {
  auto& slots = program_.layout.slots;
  for (std::uint32_t i = 0; i < slots.size(); ++i) {
    if (slots[i].name == path && !data::is_list(slots[i].kind)) return i;
  }
  const auto found = std::ranges::find_if(model_.fields, [&](const FieldNode& f) {
    return f.path == path && !f.group && !f.list && !model_.fields[f.parent].list;
  });
  if (found == model_.fields.end()) {
    program_.layout.slots.push_back(identity(path));
  } else {
    add_slot(static_cast<std::uint32_t>(found - model_.fields.begin()));
  }
  slots.back().optional = optional;
  return static_cast<std::uint32_t>(slots.size() - 1);
}

bool Builder::first_required() {
  const auto& slots = program_.layout.slots;
  for (const FieldNode& f : model_.fields) {
    if (f.slot && !model_.fields[f.parent].list && slots[*f.slot].required) {
      program_.layout.key = f.slot;
      return true;
    }
  }
  return false;
}

// A field that no rule reads and no record declares: its text, whatever its type.
data::Slot Builder::identity(const std::string& path) {
  data::Slot slot;
  slot.name = path;
  slot.heading = path;
  std::size_t from = 0;
  while (from <= path.size()) {
    const std::size_t dot = std::min(path.find('.', from), path.size());
    slot.path.push_back(path.substr(from, dot - from));
    from = dot + 1;
  }
  slot.kind = K::text;
  slot.any_scalar = true;
  return slot;
}

// What is shown beside an answer is one value: a list or a group has no place there.
void check_asked_fields(Model& model) {
  std::vector<std::string> all = model.options.fields;
  if (!model.options.key.empty()) all.push_back(model.options.key);
  for (const std::string& path : all) {
    for (const FieldNode& f : model.fields) {
      if (path.empty() || f.path != path || !(f.group || f.list)) continue;
      auto report = model.sink.report(Finding::field_not_value, diag::kNoPlace,
                                      {{"field", path}, {"what", f.list ? "a list" : "a group of fields"}});
      if (!f.children.empty() && !f.list)
        report.help("name one of its fields: `" + model.fields[f.children[0]].path + "`");
    }
  }
}

}  // namespace rubric::check
