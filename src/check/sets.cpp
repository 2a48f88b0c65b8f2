// The members of a named set: literals, other sets, files, and what is taken away.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "base/number_text.hpp"
#include "check/model.hpp"

namespace rubric::check {

namespace {

class SetEvaluator {
 public:
  SetEvaluator(Model& model, Symbol& symbol) : model_(model), symbol_(symbol) {}

  void run() {
    const auto& set = std::get<ast::Set>(symbol_.declaration->body);
    if (set.terms.empty()) {
      from_file(set);
    } else {
      for (const ast::SetTerm& term : set.terms) add_term(term);
    }
    finish();
  }

 private:
  void add_term(const ast::SetTerm& term) {
    const ExprId id = model_.strip(term.value);
    const Expr& e = model_.expr(id);
    ir::ConstantSet members;
    if (e.kind == ExprKind::set || e.kind == ExprKind::list) {
      for (const ExprId member : model_.file.operands(e)) literal(member, members);
    } else if (const Symbol* other = model_.symbol_of(id); other != nullptr) {
      if (!named(*other, e, members)) return;
    } else {
      if (model_.resolution(id).kind != Resolved::Kind::none || e.kind != ExprKind::path) not_a_set(e);
      return;
    }
    if (term.subtract) {
      take_away(members);
    } else {
      join(members);
    }
  }

  bool named(const Symbol& other, const Expr& e, ir::ConstantSet& members) {
    if (other.kind == SymbolKind::unavailable || other.broken) return false;
    if (other.kind != SymbolKind::set) {
      not_a_set(e);
      return false;
    }
    const auto kind = model_.types.kind(other.type);
    if (kind && !of_kind(*kind, e.span)) return false;
    members = model_.sets[other.set];
    return true;
  }

  void not_a_set(const Expr& e) {
    if (e.kind == ExprKind::error) return;
    model_.sink.report(Finding::not_a_set, e.span, {{"what", model_.quote(e.span)}})
        .note("a set is made of other sets and of members in braces: `A + { \"x\" } - B`");
  }

  void literal(ExprId id, ir::ConstantSet& members) {
    const Expr& e = model_.expr(id);
    if (e.kind == ExprKind::error) return;
    std::optional<Literal> value = literal_of(model_, id);
    if (const Symbol* s = model_.symbol_of(id); s != nullptr && s->kind == SymbolKind::param)
      value = param_value(model_, *s);
    if (!value || value->kind == data::Kind::boolean || value->kind == data::Kind::duration) {
      faulty_ = true;
      auto report = model_.sink.report(Finding::set_member, e.span, {{"value", model_.quote(e.span)}});
      report.note("the members of a set are texts, numbers or times, never missing");
      if (e.kind == ExprKind::path) {
        report.fix("a text stands in double quotes", e.span, fmt::format("\"{}\"", model_.sources.text(e.span)));
      } else if (e.kind == ExprKind::boolean) {
        report.help("use `any of { … }` for tests");
      }
      return;
    }
    if (!of_kind(value->kind, e.span)) return;
    switch (value->kind) {
      case data::Kind::text: members.texts.emplace_back(data::view(value->value.text)); break;
      case data::Kind::number: members.numbers.push_back(value->value.number); break;
      default: members.ticks.push_back(value->value.ticks); break;
    }
  }

  // The first member says what the set is of.
  bool of_kind(data::Kind kind, Span where) {
    if (!kind_) {
      kind_ = kind;
      kind_from_ = where;
    }
    if (*kind_ == kind) return true;
    faulty_ = true;
    model_.sink.report(Finding::types_differ, where, {{"left", article(*kind_)}, {"right", article(kind)}})
        .label(fmt::format("this is {}", article(kind)))
        .label(kind_from_, fmt::format("this is {}", article(*kind_)))
        .note("the members of a set are of one type");
    return false;
  }

  void from_file(const ast::Set& set) {
    kind_ = set.as_number ? data::Kind::number : data::Kind::text;
    if (!model_.options.set_files) {
      model_.sink.report(Finding::set_file, set.file.span,
                         {{"file", set.file.value}, {"reason", "no files can be read here"}});
      return;
    }
    std::optional<std::string> column;
    if (!set.column.span.empty()) column = std::string(set.column.value);
    SetFile file = model_.options.set_files(symbol_.declaration->module, std::string(set.file.value), column);
    if (!file.error.empty()) {
      auto report =
          model_.sink.report(Finding::set_file, set.file.span, {{"file", set.file.value}, {"reason", file.error}});
      if (!file.found) report.note("the path is relative to the criteria file");
      return;
    }
    for (const SetFile::Member& m : file.members) file_member(set, m);
    file_ = std::move(file);
  }

  void file_member(const ast::Set& set, const SetFile::Member& member) {
    if (!set.as_number) {
      set_.texts.push_back(member.text);
      return;
    }
    const auto n = base::parse_number(member.text);
    if (n.fault == base::NumberFault::none) {
      set_.numbers.push_back(n.value);
    } else if (!file_fault_) {
      file_fault_ = true;
      model_.sink.report(Finding::set_file, set.file.span,
                         {{"file", set.file.value},
                          {"reason", fmt::format("line {} is not a number: `{}`", member.line, member.text)}});
    }
  }

  void join(const ir::ConstantSet& more) {
    set_.texts.insert(set_.texts.end(), more.texts.begin(), more.texts.end());
    set_.numbers.insert(set_.numbers.end(), more.numbers.begin(), more.numbers.end());
    set_.ticks.insert(set_.ticks.end(), more.ticks.begin(), more.ticks.end());
  }

  void take_away(const ir::ConstantSet& less) {
    const auto remove = [](auto& from, auto what) {
      std::ranges::sort(what);
      std::erase_if(from, [&](const auto& member) { return std::ranges::binary_search(what, member); });
    };
    remove(set_.texts, less.texts);
    remove(set_.numbers, less.numbers);
    remove(set_.ticks, less.ticks);
  }

  void finish() {
    const auto tidy = [](auto& members) {
      std::ranges::sort(members);
      members.erase(std::unique(members.begin(), members.end()), members.end());
    };
    tidy(set_.texts);
    tidy(set_.numbers);
    tidy(set_.ticks);
    set_.kind = kind_.value_or(data::Kind::text);
    // An empty set fits every type.
    symbol_.type = faulty_ ? Types::kError : kind_ ? Types::of(*kind_) : model_.types.variable();
    symbol_.set = static_cast<std::uint32_t>(model_.sets.size());
    if (!file_.members.empty()) model_.set_files.emplace(symbol_.set, std::move(file_));
    model_.sets.push_back(std::move(set_));
  }

  Model& model_;
  Symbol& symbol_;
  ir::ConstantSet set_;
  SetFile file_;
  std::optional<data::Kind> kind_;
  Span kind_from_;
  bool file_fault_ = false;
  bool faulty_ = false;  // its type is not known for sure, so nothing follows from it
};

}  // namespace

void evaluate_set(Model& model, Symbol& symbol) {
  SetEvaluator(model, symbol).run();
}

}  // namespace rubric::check
