// Every path to what it names, symbols to the symbols that they use, and the order to go on in.
#include <fmt/core.h>

#include <algorithm>

#include "ast/visit.hpp"
#include "base/spelling.hpp"
#include "check/model.hpp"

namespace rubric::check {

namespace {

class Resolver {
 public:
  explicit Resolver(Model& model) : model_(model) {
    model.resolved.resize(model.file.exprs.size());
    for (const Symbol& s : model.symbols) symbol_names_.push_back(s.name);
  }

  void run() {
    for (std::uint32_t i = 0; i < model_.symbols.size(); ++i) {
      if (model_.symbols[i].kind == SymbolKind::unavailable) continue;
      current_ = i;
      ast::for_each_root(*model_.symbols[i].declaration, [&](ExprId id) { walk(id); });
    }
    current_.reset();
    if (model_.total != nullptr) ast::for_each_root(*model_.total, [&](ExprId id) { walk(id); });
  }

 private:
  void walk(ExprId id) {
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
      case ExprKind::aggregate: return unavailable(e, "this question about a list");
      case ExprKind::filter: return unavailable(e, "a filtered list");
      default: break;
    }
    ast::for_each_child(model_.file, e, [&](ExprId child) { walk(child); });
  }

  void unavailable(const Expr& e, std::string_view what) {
    const Span at = e.op_span.empty() ? e.span : e.op_span;
    model_.sink.report(Finding::not_available, at, {{"what", what}}).note("this version reads it, and cannot run it");
  }

  // The second operand stands where a set does: a name there is looked for among the sets.
  void with_set(const Expr& e) {
    const auto operands = model_.file.operands(e);
    walk(operands[0]);
    const ExprId set = model_.strip(operands[1]);
    if (model_.expr(set).kind == ExprKind::path) {
      model_.resolved[set.index] = path(model_.expr(set), true);
    } else {
      walk(operands[1]);
    }
  }

  Resolved use(std::uint32_t symbol) {
    if (current_) model_.symbols[*current_].uses.push_back(symbol);
    return {Resolved::Kind::symbol, symbol};
  }

  Resolved path(const Expr& e, bool as_set) {
    const auto names = model_.file.names(e);
    const std::string_view first = names[0].text;
    const bool quoted = names[0].quoted;
    if (!quoted && first == "as_of" && names.size() == 1) return {Resolved::Kind::as_of, 0};
    if (!quoted && first == "score" && model_.has_scores()) return score(names);
    if (const auto found = model_.names.find(first); found != model_.names.end())
      return symbol(found->second, names, e);
    // `lead.email` is the field `email` of `record lead`.
    const bool reaches_out =
        model_.record != nullptr && names.size() > 1 && first == model_.record->name.text && !child(0, first);
    return field(names.subspan(reaches_out ? 1 : 0), e, as_set);
  }

  Resolved symbol(std::uint32_t index, std::span<const ast::Name> names, const Expr& e) {
    const Resolved out = use(index);
    if (names.size() == 1 || model_.symbols[index].kind == SymbolKind::unavailable) return out;
    const Symbol& s = model_.symbols[index];
    model_.sink.report(Finding::no_parts, names[1].span, {{"name", s.name}, {"part", names[1].text}})
        .label(model_.quote(e.span) + " is asked for")
        .label(s.declaration->name.span, fmt::format("`{}` is one value", s.name));
    return {};
  }

  Resolved score(std::span<const ast::Name> names) {
    if (names.size() == 1) {
      if (current_) {
        for (const auto& [name, index] : model_.scores) model_.symbols[*current_].uses.push_back(index);
      }
      return {Resolved::Kind::total, 0};
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

  // --- fields ---

  std::optional<std::uint32_t> child(std::uint32_t parent, std::string_view name) const {
    for (const std::uint32_t index : model_.fields[parent].children) {
      if (model_.fields[index].name == name) return index;
    }
    return std::nullopt;
  }

  Resolved field(std::span<const ast::Name> names, const Expr& e, bool as_set) {
    std::uint32_t at = 0;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!model_.fields[at].group) return value_with_parts(at, names[i]);
      std::optional<std::uint32_t> next = child(at, names[i].text);
      if (!next) {
        if (model_.record != nullptr || as_set) return unknown(names, e, as_set);
        next = infer_field(at, names[i], e.span);
        if (i == 0) similar_name(names[0], names.size() == 1);
      }
      at = *next;
    }
    if (model_.fields[at].group && !model_.fields[at].declared && model_.fields[at].children.empty()) {
      model_.fields[at].group = false;
      model_.fields[at].type = model_.types.variable();
    }
    if (model_.fields[at].group) return group_as_value(at, e);
    if (model_.fields[at].list) {
      unavailable(e, "a list in a test");
      return {};
    }
    return {Resolved::Kind::field, at};
  }

  std::uint32_t infer_field(std::uint32_t parent, const ast::Name& name, Span where) {
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

  Resolved value_with_parts(std::uint32_t at, const ast::Name& part) {
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

  Resolved group_as_value(std::uint32_t at, const Expr& e) {
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
  void similar_name(const ast::Name& name, bool alone) {
    if (!alone || name.text.size() < 4 || name.quoted) return;
    const auto near = base::nearest(name.text, symbol_names_);
    if (!near || base::edit_distance(name.text, *near, 2) > 1) return;
    model_.sink.report(Finding::similar_name, name.span, {{"name", name.text}, {"near", *near}})
        .note("without a `record`, a name that nothing declares is a field of the lead")
        .help(fmt::format("write `{}` if you mean that, or declare the fields in a `record`", *near));
  }

  Resolved unknown(std::span<const ast::Name> names, const Expr& e, bool as_set) {
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

  Resolved unknown_set(const std::string& path, const Expr& e) {
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
  std::string suggestion(std::span<const ast::Name> names, const std::string& path) {
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

  Model& model_;
  std::optional<std::uint32_t> current_;
  std::vector<std::string_view> symbol_names_;
};

// Depth first without recursion: chains of values may be as long as a file.
class Orderer {
 public:
  explicit Orderer(Model& model) : model_(model), state_(model.symbols.size(), State::fresh) {}

  void run() {
    for (std::uint32_t i = 0; i < model_.symbols.size(); ++i) {
      if (state_[i] == State::fresh) visit(i);
    }
  }

 private:
  enum class State : std::uint8_t { fresh, open, done };
  struct Frame {
    std::uint32_t symbol;
    std::size_t next;
  };

  void visit(std::uint32_t root) {
    stack_ = {{root, 0}};
    state_[root] = State::open;
    while (!stack_.empty()) {
      Frame& top = stack_.back();
      const auto& uses = model_.symbols[top.symbol].uses;
      if (top.next == uses.size()) {
        state_[top.symbol] = State::done;
        model_.order.push_back(top.symbol);
        stack_.pop_back();
        continue;
      }
      const std::uint32_t used = uses[top.next++];
      if (state_[used] == State::open) {
        cycle(used);
      } else if (state_[used] == State::fresh) {
        state_[used] = State::open;
        stack_.push_back({used, 0});
      }
    }
  }

  void cycle(std::uint32_t start) {
    const auto first = std::ranges::find(stack_, start, &Frame::symbol);
    const Symbol& s = model_.symbols[start];
    if (s.broken) return;
    std::string chain;
    for (auto it = first; it != stack_.end(); ++it) chain += shown(it->symbol) + " -> ";
    chain += shown(start);
    auto report = model_.sink.report(Finding::cycle, s.declaration->name.span, {{"name", s.name}, {"chain", chain}});
    report.label("needs its own value");
    for (auto it = first + 1; it != stack_.end(); ++it) {
      report.label(model_.symbols[it->symbol].declaration->name.span, "by way of this");
    }
    report.note("values and rules are worked out from others, never from themselves");
    for (auto it = first; it != stack_.end(); ++it) model_.symbols[it->symbol].broken = true;
  }

  std::string shown(std::uint32_t symbol) const {
    const Symbol& s = model_.symbols[symbol];
    return (s.kind == SymbolKind::score ? "score." : "") + std::string(s.name);
  }

  Model& model_;
  std::vector<State> state_;
  std::vector<Frame> stack_;
};

}  // namespace

void resolve(Model& model) {
  Resolver(model).run();
  Orderer(model).run();
}

}  // namespace rubric::check
