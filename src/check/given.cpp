// The lead of a test: put together, checked against the record, and written as data.
#include "check/given.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "ast/visit.hpp"
#include "base/json_text.hpp"
#include "base/number_text.hpp"
#include "base/spelling.hpp"
#include "base/time_text.hpp"
#include "builtins/text.hpp"

namespace rubric::check {

namespace {

using Shape = Given::Shape;

constexpr std::size_t kFoldedBytes = std::size_t{1} << 40U;  // two texts of a file at a time

class Collector {
 public:
  explicit Collector(Model& model) : model_(model) {}

  Given run(const ast::Test& test) {
    Given out;
    out.shape = Shape::group;
    out.value = test.given;
    if (test.given.valid()) entries(test.given, out, 0);
    return out;
  }

 private:
  // `fit: { … }` and `fit.country: "DE"` may stand side by side.
  void entries(ExprId record, Given& group, std::size_t depth) {
    const auto operands = model_.file.operands(model_.expr(record));
    for (std::size_t i = 0; i + 1 < operands.size(); i += 2) entry(operands[i], operands[i + 1], group, depth);
  }

  void entry(ExprId key, ExprId value, Given& group, std::size_t above) {
    const Expr& path = model_.expr(key);
    if (path.kind != ExprKind::path) return;
    const std::size_t depth = above + model_.file.names(path).size();
    if (depth > ast::kPathNames) {
      model_.sink.report(Finding::path_too_long, path.span, {{"names", depth}, {"limit", ast::kPathNames}})
          .note("the groups round it count too");
      return;
    }
    Given* at = &group;
    std::string name;
    const auto names = model_.file.names(path);
    for (std::size_t i = 0; i < names.size(); ++i) {
      name += (i > 0 ? "." : "") + std::string(names[i].text);
      const bool last = i + 1 == names.size();
      Given*& known = known_[{at, names[i].text}];
      const bool group_value = last && model_.expr(value).kind == ExprKind::record;
      if (known != nullptr) {
        if (known->shape != Shape::group || (last && !group_value)) return twice(name, names[i].span, *known);
        at = known;
        continue;
      }
      Given& made = at->parts.emplace_back();
      known = &made;
      made.key = names[i].text;
      made.key_span = names[i].span;
      made.value = value;
      if (!last) made.shape = Shape::group;
      at = &made;
    }
    fill(value, *at, depth);
  }

  void fill(ExprId id, Given& out, std::size_t depth) {
    const Expr& e = model_.expr(id);
    if (e.kind == ExprKind::record) {
      out.shape = Shape::group;
      entries(id, out, depth);
    } else if (e.kind == ExprKind::list) {
      out.shape = Shape::list;
      for (const ExprId element : model_.file.operands(e)) {
        Given& made = out.parts.emplace_back();
        made.value = element;
        fill(element, made, depth);
      }
    }
  }

  void twice(const std::string& name, Span again, const Given& first) {
    model_.sink.report(Finding::given_twice, again, {{"field", name}}).label(first.key_span, "the first time");
  }

  Model& model_;
  std::map<std::pair<const Given*, std::string_view>, Given*> known_;  // a deque's elements stay where they are
};

std::string_view shape_word(Shape shape) {
  switch (shape) {
    case Shape::value: return "a single value";
    case Shape::group: return "a group of fields";
    case Shape::list: return "a list";
  }
  return "";
}

// Holds what is given against the fields that there are.
class Checker {
 public:
  Checker(Model& model, const ast::Test& test) : model_(model) {
    for (const ast::Item& item : test.expects) expected(item.condition);
  }

  void run(const Given& given) { group(given, 0); }

 private:
  // `expect industry is missing`: a value that does not fit is given on purpose.
  void expected(ExprId root) {
    std::vector<ExprId> open{root};
    while (!open.empty()) {
      const Expr& e = model_.expr(open.back());
      open.pop_back();
      if (e.kind == ExprKind::state && e.state == ast::StateTest::missing) {
        const Resolved& r = model_.resolution(model_.file.operands(e)[0]);
        if (r.kind == Resolved::Kind::field || r.kind == Resolved::Kind::element) on_purpose_.push_back(r.index);
      }
      ast::for_each_child(model_.file, e, [&](ExprId child) { open.push_back(child); });
    }
  }
  [[nodiscard]] bool on_purpose(const FieldNode& f) const {
    const auto index = static_cast<std::uint32_t>(&f - model_.fields.data());
    return std::ranges::find(on_purpose_, index) != on_purpose_.end();
  }

  bool declared() const { return model_.record != nullptr; }

  void group(const Given& given, std::uint32_t at) {
    for (const Given& part : given.parts) {
      const auto child = model_.child(at, part.key);
      if (child) {
        field(part, *child);
      } else {
        unknown(part, at);
      }
    }
  }

  // Without a `record` a lead may have any fields: only what looks like a slip is worth a word.
  void unknown(const Given& part, std::uint32_t at) {
    const FieldNode& parent = model_.fields[at];
    if (parent.broken || (declared() && std::get<ast::Record>(model_.record->body).broken)) return;
    std::vector<std::string_view> known;
    for (const std::uint32_t c : parent.children) known.push_back(model_.fields[c].name);
    const auto near = base::nearest(part.key, known);
    const std::string name = parent.path.empty() ? std::string(part.key) : parent.path + "." + std::string(part.key);
    if (declared()) {
      auto report = model_.sink.report(Finding::unknown_field, part.key_span,
                                       {{"record", model_.record->name.text}, {"field", name}});
      report.label("given here");
      if (at == 0 && (model_.find(0, part.key) || (part.key == "score" && model_.has_scores()))) {
        report.help(fmt::format("`{}` follows from the lead: give the fields that it looks at", part.key));
        return;
      }
      if (near) {
        report.fix("a similar name exists", part.key_span, std::string(*near));
      } else if (const std::string elsewhere = named_elsewhere(part.key); !elsewhere.empty()) {
        report.help(fmt::format("a similar name exists: `{}`", elsewhere));
      }
    } else if (near && part.key.size() >= 4) {
      model_.sink.report(Finding::given_similar, part.key_span, {{"field", name}})
          .help(fmt::format("the rules read `{}`: write that if you mean it", *near));
    }
  }

  // A field of another group with this name, or one like it.
  std::string named_elsewhere(std::string_view key) const {
    std::vector<std::string_view> names;
    for (const FieldNode& f : model_.fields) {
      if (!f.path.empty() && !model_.fields[f.parent].list) names.push_back(f.name);
    }
    const auto near = base::nearest(key, names);
    if (!near) return "";
    const auto same = [&](const FieldNode& f) { return f.name == *near && !model_.fields[f.parent].list; };
    return std::ranges::find_if(model_.fields, same)->path;
  }

  void field(const Given& given, std::uint32_t index) {
    const FieldNode& f = model_.fields[index];
    const Expr& e = model_.expr(given.value);
    if (f.broken || e.kind == ExprKind::error) return;
    const Shape wanted = f.list ? Shape::list : f.group ? Shape::group : Shape::value;
    const bool missing = given.shape == Shape::value && e.kind == ExprKind::missing;
    if (missing) return;
    if (given.shape != wanted) return other_shape(given, f, wanted);
    if (wanted == Shape::group) return group(given, index);
    if (wanted == Shape::value) return value(given.value, f);
    for (const Given& element : given.parts) {
      if (f.scalars) {
        if (element.shape == Shape::value)
          value(element.value, f);
        else
          other_shape(element, f, Shape::value, true);
      } else if (element.shape == Shape::group) {
        group(element, index);
      } else {
        other_shape(element, f, Shape::group, true);
      }
    }
  }

  void other_shape(const Given& given, const FieldNode& f, Shape wanted, bool element = false) {
    auto report = model_.sink.report(Finding::given_shape, model_.expr(given.value).span,
                                     {{"field", (element ? "an element of `" : "`") + f.path + "`"},
                                      {"wanted", shape_word(wanted)},
                                      {"found", shape_word(given.shape)}});
    report.label(f.span, f.declared != nullptr ? "declared here" : "used so here");
    if (wanted == Shape::list) report.help("the elements of a list stand in `[ … ]`");
    if (wanted == Shape::group && !f.list) report.help("fields of a group stand in `{ … }`");
  }

  void value(ExprId id, const FieldNode& f) {
    const Expr& e = model_.expr(model_.strip(id));
    if (e.kind == ExprKind::missing) return;
    const auto literal = literal_of(model_, id);
    if (!literal) {
      auto report = model_.sink.report(Finding::given_not_literal, e.span, {{"field", f.path}});
      report.note("a lead holds data: numbers, texts, times, durations, `true`, `false` and `missing`");
      constexpr std::string_view kNothing[] = {"null", "none", "nil", "unknown", "empty", "NULL", "None"};
      if (std::ranges::find(kNothing, model_.sources.text(e.span)) != std::end(kNothing)) {
        report.fix("what is not there is `missing`", e.span, "missing");
      } else {
        report.help("write the value itself");
      }
      return;
    }
    const auto kind = model_.types.kind(f.type);
    if (!kind || on_purpose(f)) return;
    const std::optional<Literal> converted = as_data(*literal, *kind, f);
    if (!converted) return;
    if (!fits(*converted, *kind)) return invalid(e, f, std::string(article(*kind)));
    not_one_of(*converted, e, f);
  }

  // What reading makes of a value, in the order in which a field's modifiers act; none where that is missing.
  std::optional<Literal> as_data(Literal value, data::Kind kind, const FieldNode& f) const {
    if (f.declared == nullptr || value.kind != data::Kind::text)
      return placeholder(value, f) ? std::nullopt : std::optional(value);
    if (modifier(*f.declared, ast::ModifierKind::trimmed) != nullptr)
      value.value = data::Cell(data::view(builtins::trim(value.value.text)));
    const std::string_view text = data::view(value.value.text);
    if (text.empty() || placeholder(value, f)) return std::nullopt;
    if (kind == data::Kind::number) {
      const auto number = base::parse_number(plain_number(text, f));
      if (number.fault == base::NumberFault::none) value = {kind, data::Cell(number.value)};
      if (placeholder(value, f)) return std::nullopt;
    } else if (kind == data::Kind::boolean) {
      constexpr std::string_view kWords[] = {"true", "false", "yes", "no", "1", "0"};
      const bool known =
          std::ranges::any_of(kWords, [&](auto word) { return base::edit_distance(word, text, 0) == 0; });
      if (known) value = {kind, data::Cell(data::Tri::yes)};
    }
    return value;
  }

  // `1.234,56` as the field's `number format` has it, with a point and without marks.
  static std::string plain_number(std::string_view text, const FieldNode& f) {
    const ast::Modifier* format = modifier(*f.declared, ast::ModifierKind::number_format);
    if (format == nullptr || format->text.value.size() < 4) return std::string(text);
    const std::string_view sample = format->text.value;
    const char decimal = sample[sample.size() - 3];
    const char group = sample[1] == '2' ? '\0' : sample[1];
    std::string out;
    bool whole = true;  // groups are marked in front of the decimals only
    for (const char c : text) {
      const bool mark = whole && c == group;
      if (c == decimal) whole = false;
      if (!mark) out += c == decimal ? '.' : c == '.' ? '?' : c;
    }
    return out;
  }

  bool placeholder(const Literal& value, const FieldNode& f) const {
    return f.declared != nullptr && among(modifier(*f.declared, ast::ModifierKind::missing_if), value, f);
  }

  bool among(const ast::Modifier* m, const Literal& value, const FieldNode& f) const {
    if (m == nullptr) return false;
    const bool fold = modifier(*f.declared, ast::ModifierKind::ignoring_case) != nullptr;
    data::Arena folded{kFoldedBytes};
    const auto comparable = [&](data::TextRef text) { return data::view(fold ? builtins::fold(text, folded) : text); };
    return std::ranges::any_of(m->values, [&](ExprId id) {
      const auto listed = literal_of(model_, id);
      if (!listed || listed->kind != value.kind) return false;
      if (value.kind == data::Kind::number) return listed->value.number == value.value.number;
      return value.kind == data::Kind::text && comparable(listed->value.text) == comparable(value.value.text);
    });
  }

  // Data writes times and durations as texts.
  static bool fits(const Literal& value, data::Kind kind) {
    if (value.kind == kind) return true;
    return value.kind == data::Kind::text && (kind == data::Kind::time || kind == data::Kind::duration);
  }

  void invalid(const Expr& e, const FieldNode& f, const std::string& wanted) {
    auto report = model_.sink.report(Finding::given_invalid, e.span,
                                     {{"field", f.path}, {"value", model_.quote(e.span)}, {"wanted", wanted}});
    if (f.declared != nullptr) report.label(f.span, "declared here");
    report.note("a value that does not fit counts as missing, in a test as in data");
  }

  void not_one_of(const Literal& value, const Expr& e, const FieldNode& f) {
    const ast::Modifier* one_of = f.declared != nullptr ? modifier(*f.declared, ast::ModifierKind::one_of) : nullptr;
    if (one_of != nullptr && !among(one_of, value, f)) invalid(e, f, "among its `one of`");
  }

  Model& model_;
  std::vector<std::uint32_t> on_purpose_;  // fields that the test expects to be missing
};

// --- as data ---

class JsonOut {
 public:
  explicit JsonOut(const Model& model) : model_(model) {}

  std::string run(const Given& given) {
    write(given, 0);
    return std::move(out_);
  }

 private:
  // `field` is the one that the value belongs to, where there is one.
  void write(const Given& given, std::optional<std::uint32_t> field) {
    if (given.shape == Shape::value) return value(given.value);
    const bool list = given.shape == Shape::list;
    out_ += list ? '[' : '{';
    for (const Given& part : given.parts) {
      if (&part != &given.parts.front()) out_ += ", ";
      const auto child = list || !field ? field : model_.child(*field, part.key);
      if (!list) {
        base::append_json_string(out_, key(part, child));
        out_ += ": ";
      }
      write(part, child);
    }
    out_ += list ? ']' : '}';
  }

  // Data may call a field otherwise: `from "Company size"`.
  std::string_view key(const Given& part, std::optional<std::uint32_t> field) const {
    if (!field || model_.fields[*field].declared == nullptr) return part.key;
    const ast::Modifier* from = modifier(*model_.fields[*field].declared, ast::ModifierKind::from);
    return from == nullptr ? part.key : from->text.value;
  }

  void value(ExprId id) {
    const auto literal = literal_of(model_, id);
    if (!literal) {
      out_ += "null";
    } else if (literal->kind == data::Kind::number || literal->kind == data::Kind::boolean) {
      out_ += typed_text(*literal);
    } else {
      base::append_json_string(out_, typed_text(*literal));
    }
  }

  const Model& model_;
  std::string out_;
};

}  // namespace

Given given_of(Model& model, const ast::Test& test) {
  return Collector(model).run(test);
}

std::string given_json(const Model& model, const Given& given) {
  return JsonOut(model).run(given);
}

void check_given(Model& model, const ast::Test& test) {
  Checker(model, test).run(given_of(model, test));
}

}  // namespace rubric::check
