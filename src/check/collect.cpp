// Declarations into symbols, the record into fields.
#include <fmt/core.h>

#include <algorithm>
#include <optional>

#include "base/number_text.hpp"
#include "base/spelling.hpp"
#include "base/time_text.hpp"
#include "check/model.hpp"

namespace rubric::check {

namespace {

class Collector {
 public:
  explicit Collector(Model& model) : model_(model) {}

  void run() {
    model_.fields.push_back({});
    model_.fields[0].group = true;
    model_.names.resize(model_.options.modules.size());
    model_.names[0].reserve(model_.file.declarations.size());
    model_.symbols.reserve(model_.file.declarations.size());
    for (const ast::Declaration& d : model_.file.declarations) {
      if (has_its_place(d)) std::visit([&](const auto& body) { take(d, body); }, d.body);
    }
    for (const ast::Declaration& d : model_.file.declarations) {
      if (const auto* import = std::get_if<ast::Import>(&d.body)) use_names(d, *import);
    }
    name_clashes_with_fields();
    unknown_params();
  }

 private:
  // --- declarations ---

  void take(const ast::Declaration& d, const ast::Criteria&) {
    if (criteria_ != nullptr) {
      model_.sink.report(Finding::duplicate_declaration, d.keyword, {{"what", "`criteria`"}})
          .label(criteria_->keyword, "the first one")
          .note("a file says once what it is");
      return;
    }
    criteria_ = &d;
  }
  void take(const ast::Declaration& d, const ast::Record& record) {
    if (model_.record != nullptr) {
      model_.sink.report(Finding::duplicate_declaration, d.name.span, {{"what", "`record`"}})
          .label(model_.record->name.span, "the first one")
          .note("a file describes one record; its parts are groups: `fit { … }`");
      return;
    }
    model_.record = &d;
    for (const ast::Field& f : record.fields) add_field(f, 0);
  }
  void take(const ast::Declaration& d, const ast::Param&) { add(d, SymbolKind::param); }
  void take(const ast::Declaration& d, const ast::Set&) { add(d, SymbolKind::set); }
  void take(const ast::Declaration& d, const ast::Rule&) { add(d, SymbolKind::rule); }
  void take(const ast::Declaration& d, const ast::Choose&) { add(d, SymbolKind::choose); }
  void take(const ast::Declaration& d, const ast::Let& let) {
    if (let.is_function) return function(d);
    add(d, SymbolKind::let);
  }
  void function(const ast::Declaration& d) {
    const auto index = add(d, SymbolKind::function);
    if (!index) return;
    model_.symbols[*index].first_parameter = static_cast<std::uint32_t>(model_.parameters.size());
    for (const ast::Parameter& p : ast::parameters(d)) parameter(p, ast::parameters(d));
  }
  void take(const ast::Declaration& d, const ast::Score& score) {
    if (!score.total) return add_score(d);
    if (model_.total != nullptr) {
      model_.sink.report(Finding::duplicate_declaration, d.keyword, {{"what", "`score` with the bounds of the sum"}})
          .label(model_.total->keyword, "the first one")
          .note("the bounds of the whole score are stated once: `score min 0 max 100`");
      return;
    }
    model_.total = &d;
  }
  void take(const ast::Declaration&, const ast::Import&) {}
  void take(const ast::Declaration& d, const ast::Table& table) {
    if (!table.parameters.empty()) return function(d);
    add(d, SymbolKind::table);
  }
  void take(const ast::Declaration& d, const ast::Lifecycle&) { add(d, SymbolKind::lifecycle); }
  void take(const ast::Declaration&, const ast::Test&) {}

  // A module holds what several files share; what decides a lead stands in the main file.
  bool has_its_place(const ast::Declaration& d) {
    if (d.module == 0) return true;
    const bool shared = std::holds_alternative<ast::Set>(d.body) || std::holds_alternative<ast::Param>(d.body) ||
                        std::holds_alternative<ast::Let>(d.body) || std::holds_alternative<ast::Import>(d.body) ||
                        !ast::parameters(d).empty();
    if (shared) return true;
    if (std::holds_alternative<ast::Record>(d.body) || std::holds_alternative<ast::Test>(d.body)) return false;
    model_.sink.report(Finding::not_in_module, d.keyword, {{"what", model_.quote(d.keyword)}})
        .note(
            "a module holds `set`, `param`, `let`, `record`, `test` and tables with parameters; what decides a lead "
            "stands in the main file");
    return false;
  }

  // --- what a module takes from others ---

  void use_names(const ast::Declaration& d, const ast::Import& import) {
    for (const ast::Name& n : import.names) {
      if (import.target == UINT32_MAX) {
        // The module could not be loaded, and that was reported.
        if (!model_.find(d.module, n.text)) add_symbol(d, SymbolKind::unavailable, n.text);
      } else if (n.text.starts_with('_')) {
        model_.sink.report(Finding::private_name, n.span, {{"name", n.text}})
            .note("names that begin with `_` are a module's own");
      } else {
        use_name(d, import, n);
      }
    }
  }

  void use_name(const ast::Declaration& d, const ast::Import& import, const ast::Name& n) {
    if (const ast::Declaration* record = record_of(import.target, n.text)) {
      if (d.module == 0) take(*record, std::get<ast::Record>(record->body));
      return;
    }
    const auto found = model_.find(import.target, n.text);
    if (!found || model_.symbols[*found].declaration->module != import.target) return not_exported(import, n);
    if (const auto known = model_.find(d.module, n.text)) {
      return duplicate(n.text, n.span, model_.symbols[*known].declaration->name.span);
    }
    model_.names[d.module].emplace(n.text, *found);
  }

  const ast::Declaration* record_of(std::uint32_t module, std::string_view name) const {
    for (const ast::Declaration& d : model_.file.declarations) {
      if (d.module == module && std::holds_alternative<ast::Record>(d.body) && d.name.text == name) return &d;
    }
    return nullptr;
  }

  void not_exported(const ast::Import& import, const ast::Name& n) {
    std::vector<std::string_view> known;
    for (const auto& [name, index] : model_.names[import.target]) {
      if (!name.starts_with('_') && model_.symbols[index].declaration->module == import.target) known.push_back(name);
    }
    std::ranges::sort(known);
    auto report = model_.sink.report(Finding::not_exported, n.span,
                                     {{"file", fmt::format("\"{}\"", import.module.value)}, {"name", n.text}});
    if (const auto near = base::nearest(n.text, known)) {
      report.help(fmt::format("a similar name exists: `{}`", *near))
          .fix("use the name that exists", n.span, std::string(*near));
    }
  }

  // --- symbols ---

  std::uint32_t add_symbol(const ast::Declaration& d, SymbolKind kind, std::string_view name) {
    model_.names[d.module].emplace(name, static_cast<std::uint32_t>(model_.symbols.size()));
    return add_named(d, kind, name);
  }

  std::uint32_t add_named(const ast::Declaration& d, SymbolKind kind, std::string_view name) {
    Symbol& s = model_.symbols.emplace_back();
    s.kind = kind;
    s.name = name;
    s.declaration = &d;
    return static_cast<std::uint32_t>(model_.symbols.size() - 1);
  }

  std::optional<std::uint32_t> add(const ast::Declaration& d, SymbolKind kind) {
    const std::string_view name = d.name.text;
    if (name.empty()) return std::nullopt;  // its name could not be read, and that was reported
    if (d.broken) {
      if (!model_.find(d.module, name)) add_symbol(d, SymbolKind::unavailable, name);
      return std::nullopt;
    }
    if (name == "score" || name == "it" || name == "as_of") {
      model_.sink.report(Finding::reserved_name, d.name.span, {{"name", name}})
          .note(name == "score" ? "`score` is the sum of all score blocks"
                : name == "it"  ? "`it` is an element of a list"
                                : "`as_of` is the instant of the evaluation")
          .help("take another name");
      return std::nullopt;
    }
    const auto next = static_cast<std::uint32_t>(model_.symbols.size());
    const auto [known, fresh] = model_.names[d.module].try_emplace(name, next);
    if (fresh) return add_named(d, kind, name);
    duplicate(name, d.name.span, model_.symbols[known->second].declaration->name.span);
    return std::nullopt;
  }

  // A list that is given has no field of its own: one that nobody declares stands for it.
  void parameter(const ast::Parameter& p, std::span<const ast::Parameter> all) {
    for (const ast::Parameter& other : all) {
      if (&other == &p) break;
      if (other.name.text == p.name.text) duplicate(p.name.text, p.name.span, other.name.span);
    }
    Parameter out;
    out.declared = &p;
    out.type = p.type == ast::ParameterType::set ? model_.types.variable() : Types::of(kind_of(p.type));
    if (p.list) {
      FieldNode list;
      list.name = p.name.text;
      list.path = std::string(p.name.text);
      list.span = p.span;
      list.list = true;
      list.scalars = true;
      list.type = out.type;
      list.parameter = static_cast<std::uint32_t>(model_.parameters.size());
      out.list = static_cast<std::uint32_t>(model_.fields.size());
      model_.fields.push_back(std::move(list));
    }
    model_.parameters.push_back(out);
  }

  static data::Kind kind_of(ast::ParameterType type) {
    switch (type) {
      case ast::ParameterType::number: return data::Kind::number;
      case ast::ParameterType::boolean: return data::Kind::boolean;
      case ast::ParameterType::time: return data::Kind::time;
      case ast::ParameterType::duration: return data::Kind::duration;
      default: return data::Kind::text;
    }
  }

  void add_score(const ast::Declaration& d) {
    const std::string_view name = d.name.text;
    if (name.empty()) return;
    if (const auto found = model_.scores.find(name); found != model_.scores.end()) {
      return duplicate(name, d.name.span, model_.symbols[found->second].declaration->name.span);
    }
    const auto index = static_cast<std::uint32_t>(model_.symbols.size());
    Symbol& s = model_.symbols.emplace_back();
    s.kind = SymbolKind::score;
    s.name = name;
    s.declaration = &d;
    model_.scores.emplace(name, index);
  }

  void duplicate(std::string_view name, Span here, Span first) {
    model_.sink.report(Finding::duplicate_name, here, {{"name", name}})
        .label("again here")
        .label(first, "first declared here")
        .note("a name means one thing in a file");
  }

  void name_clashes_with_fields() {
    for (const std::uint32_t index : model_.fields[0].children) {
      const FieldNode& field = model_.fields[index];
      const auto found = model_.find(0, field.name);
      if (!found || model_.symbols[*found].declaration->broken) continue;
      const ast::Declaration& d = *model_.symbols[*found].declaration;
      model_.sink.report(Finding::name_is_field, d.name.span, {{"name", field.name}})
          .label(field.span, "the field")
          .note(
              "a name means one thing in a file: a rule or value cannot be called like a field at the top of the "
              "record")
          .help(fmt::format("call it `is_{0}` or `{0}_value`, or whatever says what it adds to the field", field.name));
      model_.names[0].erase(field.name);  // what names it means the field, until it has a name of its own
    }
  }

  void unknown_params() {
    std::vector<std::string> known;
    for (const Symbol& s : model_.symbols) {
      if (s.kind != SymbolKind::param) continue;
      const std::uint32_t module = s.declaration->module;
      known.push_back((module == 0 ? "" : model_.options.modules[module] + ".") + std::string(s.name));
    }
    const std::vector<std::string_view> names(known.begin(), known.end());
    for (const auto& [name, value] : model_.options.params) {
      if (std::ranges::find(known, name) != known.end()) continue;
      auto report = model_.sink.report(Finding::unknown_param, diag::kNoPlace, {{"name", name}});
      if (const auto near = base::nearest(name, names)) {
        report.help(fmt::format("did you mean `{}`?", *near));
      } else if (!known.empty()) {
        std::string all;
        for (const std::string& p : known) all += (all.empty() ? "`" : ", `") + p + "`";
        report.help("the params of this file: " + all);
      }
    }
  }

  // --- the record ---

  void add_field(const ast::Field& f, std::uint32_t parent) {
    if (const auto first = model_.child(parent, f.name.text))
      return duplicate(f.name.text, f.name.span, model_.fields[*first].span);
    FieldNode node;
    node.name = f.name.text;
    node.path = parent == 0 ? std::string(f.name.text) : model_.fields[parent].path + "." + std::string(f.name.text);
    node.span = f.name.span;
    node.declared = &f;
    node.broken = f.broken;
    node.group = f.shape == ast::Field::Shape::group;
    node.list = f.shape == ast::Field::Shape::list_of_records || f.shape == ast::Field::Shape::list_of_scalars;
    node.scalars = f.shape == ast::Field::Shape::list_of_scalars;
    node.parent = parent;
    if (f.broken) {
      node.type = Types::kError;
    } else if (f.shape == ast::Field::Shape::scalar || f.shape == ast::Field::Shape::list_of_scalars) {
      node.type = Types::of(kind_of(f.type));
    }
    const std::uint32_t index = model_.add_field(std::move(node));
    modifiers(f);
    for (const ast::Field& child : f.fields) {
      if (node_is_element(f, child)) add_field(child, index);
    }
    if (!f.dated_by.span.empty()) clock(f);
  }

  // The elements of a list have single values: a group or a list in them has no place to be.
  bool node_is_element(const ast::Field& parent, const ast::Field& child) {
    if (parent.shape != ast::Field::Shape::list_of_records || child.shape == ast::Field::Shape::scalar) return true;
    model_.sink
        .report(Finding::not_available, child.span, {{"what", "a group or a list inside the elements of a list"}})
        .note("the elements of a list have single values");
    return false;
  }

  void clock(const ast::Field& f) {
    const auto clock = std::ranges::find(f.fields, f.dated_by.text, [](const ast::Field& c) { return c.name.text; });
    const bool found = clock != f.fields.end();
    if (found && clock->broken) return;
    if (found && clock->shape == ast::Field::Shape::scalar && clock->type == ast::TypeWord::time) return;
    auto report = model_.sink.report(Finding::bad_clock, f.dated_by.span, {{"field", f.dated_by.text}})
                      .label(found ? "not a time" : "no such field in the list's elements")
                      .note("`dated by` names the time field of the list's elements: their clock");
    const auto time = std::ranges::find_if(f.fields, [](const ast::Field& c) {
      return c.shape == ast::Field::Shape::scalar && c.type == ast::TypeWord::time;
    });
    if (time != f.fields.end()) report.fix("the time of its elements", f.dated_by.span, std::string(time->name.text));
  }

  static data::Kind kind_of(ast::TypeWord word) {
    switch (word) {
      case ast::TypeWord::text: return data::Kind::text;
      case ast::TypeWord::number: return data::Kind::number;
      case ast::TypeWord::boolean: return data::Kind::boolean;
      case ast::TypeWord::time: return data::Kind::time;
      case ast::TypeWord::duration: return data::Kind::duration;
    }
    return data::Kind::text;
  }

  void modifiers(const ast::Field& f) {
    for (std::size_t i = 0; i < f.modifiers.size(); ++i) {
      const ast::Modifier& m = f.modifiers[i];
      if (twice(f, i)) continue;
      fits(f, m);
      values(f, m);
      if (m.kind == ast::ModifierKind::format) time_format(m);
      if (m.kind == ast::ModifierKind::number_format) number_format(m);
    }
  }

  bool twice(const ast::Field& f, std::size_t i) {
    const ast::Modifier& m = f.modifiers[i];
    const auto first = std::ranges::find(f.modifiers, m.kind, &ast::Modifier::kind);
    if (&*first == &m) return false;
    model_.sink.report(Finding::duplicate_declaration, m.span, {{"what", fmt::format("`{}`", word_of(m.kind))}})
        .label(first->span, "the first one")
        .note("a field says each of these once")
        .help("leave one of the two out");
    return true;
  }

  void fits(const ast::Field& f, const ast::Modifier& m) {
    using enum ast::ModifierKind;
    const bool scalar = f.shape == ast::Field::Shape::scalar;
    const bool list = f.shape == ast::Field::Shape::list_of_scalars;
    const auto is = [&](ast::TypeWord t) { return (scalar || list) && f.type == t; };
    std::string_view rule;
    switch (m.kind) {
      case ignoring_case: rule = is(ast::TypeWord::text) ? "" : "`ignoring case` is for texts"; break;
      case trimmed: rule = scalar || list ? "" : "`trimmed` is for single values"; break;
      case format: rule = is(ast::TypeWord::time) ? "" : "`format` says how times are written"; break;
      case number_format: rule = is(ast::TypeWord::number) ? "" : "`number format` says how numbers are written"; break;
      case one_of:
        rule = is(ast::TypeWord::text) || is(ast::TypeWord::number)
                   ? ""
                   : "`one of` lists the texts or numbers that a field may hold";
        break;
      case missing_if: rule = scalar || list ? "" : "`missing if` is for single values"; break;
      case required:
        rule = scalar
                   ? ""
                   : "`required` is for single values: a list is never missing, and a group is required by its fields";
        break;
      case from: rule = f.shape == ast::Field::Shape::group ? "`from` names the column of one field" : ""; break;
    }
    if (rule.empty()) return;
    auto report = model_.sink.report(Finding::modifier_does_not_fit, m.span,
                                     {{"modifier", word_of(m.kind)}, {"field", f.name.text}, {"what", what_is(f)}});
    report.note(std::string(rule));
    // Nothing depends on it where the value can never be missing: it goes with the blank before it.
    if (m.kind == required) report.fix("remove it", {m.span.source, m.span.begin - 1, m.span.end}, "", list);
  }

  static std::string_view word_of(ast::ModifierKind kind) {
    switch (kind) {
      case ast::ModifierKind::required: return "required";
      case ast::ModifierKind::one_of: return "one of";
      case ast::ModifierKind::from: return "from";
      case ast::ModifierKind::missing_if: return "missing if";
      case ast::ModifierKind::ignoring_case: return "ignoring case";
      case ast::ModifierKind::trimmed: return "trimmed";
      case ast::ModifierKind::format: return "format";
      case ast::ModifierKind::number_format: return "number format";
    }
    return "";
  }

  static std::string_view what_is(const ast::Field& f) {
    switch (f.shape) {
      case ast::Field::Shape::scalar: return article(kind_of(f.type));
      case ast::Field::Shape::group: return "a group of fields";
      default: return "a list";
    }
  }

  void values(const ast::Field& f, const ast::Modifier& m) {
    for (const ExprId id : m.values) {
      const auto literal = literal_of(model_, id);
      const Expr& e = model_.expr(id);
      if (e.kind == ExprKind::error) continue;
      const bool wrong = m.kind == ast::ModifierKind::one_of
                             ? !literal || literal->kind != kind_of(f.type)
                             : !literal || (literal->kind != data::Kind::text && (literal->kind != kind_of(f.type)));
      if (!wrong) continue;
      const std::string_view value = model_.sources.text(e.span);
      auto report = model_.sink.report(Finding::modifier_value, e.span, {{"value", value}, {"field", f.name.text}});
      report.label(f.type_span, fmt::format("`{}` is {}", f.name.text, article(kind_of(f.type))));
      if (kind_of(f.type) == data::Kind::text && e.kind == ExprKind::number) {
        report.fix("a text stands in double quotes", e.span, fmt::format("\"{}\"", value), true);
      } else if (kind_of(f.type) == data::Kind::number && e.kind == ExprKind::text &&
                 base::parse_number(e.text).fault == base::NumberFault::none) {
        report.fix("a number is written without quotes", e.span, std::string(e.text), true);
      }
    }
  }

  void time_format(const ast::Modifier& m) {
    const std::string wrong = base::check_time_format(m.text.value);
    if (wrong.empty()) return;
    auto report = model_.sink.report(Finding::bad_format, m.text.span, {{"reason", wrong}});
    const std::string translated = from_letters(std::string(m.text.value));
    if (base::check_time_format(translated).empty()) {
      report
          .note(
              "a sign with `%` stands for a part of the time: `%d` day, `%m` month, `%Y` year, `%H` hour, `%M` minute")
          .fix("write it so", m.text.span, "\"" + translated + "\"");
    } else {
      report.help("for example: `format \"%d/%m/%Y\"`");
    }
  }

  // `DD/MM/YYYY HH:mm`, as spreadsheets write it.
  static std::string from_letters(std::string format) {
    constexpr std::pair<std::string_view, std::string_view> kSigns[] = {
        {"YYYY", "%Y"}, {"yyyy", "%Y"}, {"MM", "%m"}, {"DD", "%d"}, {"dd", "%d"},
        {"HH", "%H"},   {"hh", "%H"},   {"mm", "%M"}, {"ss", "%S"}, {"SS", "%S"}};
    for (const auto& [letters, sign] : kSigns) {
      const std::size_t at = format.find(letters);
      if (at != std::string::npos) format.replace(at, letters.size(), sign);
    }
    return format;
  }

  void number_format(const ast::Modifier& m) {
    if (m.text.value == "1.234,56" || m.text.value == "1,234.56" || m.text.value == "1 234,56" ||
        m.text.value == "1'234.56" || m.text.value == "1234,56" || m.text.value == "1234.56") {
      return;
    }
    model_.sink.report(Finding::bad_format, m.text.span, {{"reason", "it is not one of the ways to write 1234.56"}})
        .help("write one of `\"1.234,56\"`, `\"1,234.56\"`, `\"1 234,56\"`, `\"1'234.56\"`, `\"1234,56\"`");
  }

  Model& model_;
  const ast::Declaration* criteria_ = nullptr;
};

}  // namespace

void collect(Model& model) {
  Collector(model).run();
}

}  // namespace rubric::check
