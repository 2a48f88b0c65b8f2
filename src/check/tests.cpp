// The tests of the main file: what they expect, the params that they set. What they give is in given.cpp.
//
// ORDER: tests come last. What they ask must not settle the types of the rules: a file decides the same with
// its tests and without them.
#include <fmt/core.h>

#include <algorithm>

#include "ast/visit.hpp"
#include "base/number_text.hpp"
#include "base/spelling.hpp"
#include "base/time_text.hpp"
#include "check/inferrer.hpp"
#include "check/resolver.hpp"

namespace rubric::check {

namespace {

// A module's tests are run when the module itself is tested.
template <typename Visit>
void for_each_test(const Model& model, Visit visit) {
  for (const ast::Declaration& d : model.file.declarations) {
    const auto* test = std::get_if<ast::Test>(&d.body);
    if (test != nullptr && d.module == 0) visit(d, *test);
  }
}

// Every `because` of the main file.
std::vector<std::string_view> all_reasons(const Model& model) {
  std::vector<std::string_view> out;
  const auto add = [&](std::string_view words, Span span) {
    if (!span.empty()) out.push_back(words);
  };
  for (const ast::Item& item : model.file.item_pool) add(item.because, item.because_span);
  for (const ast::Declaration& d : model.file.declarations) {
    if (const auto* rule = std::get_if<ast::Rule>(&d.body)) add(rule->guard.because, rule->guard.because_span);
    if (const auto* score = std::get_if<ast::Score>(&d.body)) {
      for (const ast::ScoreLine& l : score->lines) add(l.guard.because, l.guard.because_span);
    }
    if (const auto* choose = std::get_if<ast::Choose>(&d.body)) {
      for (const ast::Arm& a : choose->arms) add(a.guard.because, a.guard.because_span);
      add(choose->otherwise_because, choose->otherwise_because_span);
    }
    if (const auto* table = std::get_if<ast::Table>(&d.body)) {
      for (const ast::Row& r : table->rows) add(r.because, r.because_span);
    }
    if (const auto* lifecycle = std::get_if<ast::Lifecycle>(&d.body)) {
      for (const ast::Move& m : lifecycle->moves) add(m.guard.because, m.guard.because_span);
    }
  }
  return out;
}

}  // namespace

void Resolver::tests() {
  for_each_test(model_, [&](const ast::Declaration&, const ast::Test& test) {
    for (const ast::Item& e : test.expects) walk(e.condition);
  });
}

void Inferrer::tests() {
  for_each_test(model_, [&](const ast::Declaration& d, const ast::Test& t) { test(d, t); });
  settle_waiting();
  for_each_test(model_, [&](const ast::Declaration&, const ast::Test& t) { check_given(model_, t); });
}

void Inferrer::test(const ast::Declaration& d, const ast::Test& test) {
  for (const ast::Item& e : test.expects) {
    require(e.condition, data::Kind::boolean, "`expect` takes a test, and passes when it is yes");
    if (!e.because_span.empty()) expected_reason(e);
  }
  for (std::size_t i = 0; i < test.params.size(); ++i) {
    const ast::Override& o = test.params[i];
    const auto first = std::ranges::find(test.params, o.name.text, [](const ast::Override& p) { return p.name.text; });
    if (&*first != &o) {
      model_.sink.report(Finding::given_twice, o.name.span, {{"field", o.name.text}})
          .label(first->name.span, "the first time");
    }
    override(o);
  }
  // After an error of syntax an expectation may be lost.
  if (!test.expects.empty() || !model_.options.build) return;
  model_.sink.report(Finding::test_expects_nothing, d.keyword)
      .note("a test passes when everything that it expects is yes; this one always would")
      .help("say what should come out: `expect mql`, `expect score == 75`, `expect stage == \"check\"`");
}

void Inferrer::override(const ast::Override& o) {
  const Symbol* param = find_param(model_, o.name.text);
  if (param == nullptr) {
    auto report = model_.sink.report(Finding::unknown_param, o.name.span, {{"name", o.name.text}});
    std::vector<std::string> known;
    for (const Symbol& s : model_.symbols) {
      if (s.kind == SymbolKind::param) known.push_back(param_name(model_, s));
    }
    const std::vector<std::string_view> names(known.begin(), known.end());
    report.note("`with` sets params of the file, for this test");
    if (const auto near = base::nearest(o.name.text, names))
      report.fix("a param with a similar name exists", o.name.span, std::string(*near));
    return;
  }
  const auto declared = literal_of(model_, std::get<ast::Param>(param->declaration->body).value);
  const auto given = literal_of(model_, o.value);
  if (!declared || (given && given->kind == declared->kind)) return;
  const Span at = model_.expr(o.value).span;
  model_.sink.report(Finding::bad_param_value, at, {{"name", o.name.text}, {"value", model_.sources.text(at)}})
      .label(param->declaration->name.span, fmt::format("declared as {}", article(declared->kind)));
}

// The words must be those of some `because`, and something that the expectation names must be able to say them.
void Inferrer::expected_reason(const ast::Item& e) {
  if (!names_outcome(e.condition)) {
    model_.sink.report(Finding::reason_of_nothing, e.because_span)
        .label(model_.expr(e.condition).span, "names none of them")
        .note("rules, scores, choices, tables and lifecycles have reasons")
        .help("name the one whose reason it is: `expect mql because \"…\"`");
    return;
  }
  const std::vector<std::string_view> known = all_reasons(model_);
  if (std::ranges::find(known, e.because) != known.end()) return;
  auto report = model_.sink.report(Finding::unknown_reason, e.because_span, {{"reason", e.because}});
  if (const auto near = base::nearest(e.because, known))
    report.fix("a reason with similar words", e.because_span, fmt::format("\"{}\"", *near));
}

bool Inferrer::names_outcome(ExprId id) const {
  const Expr& e = model_.expr(id);
  if (e.kind == ExprKind::error) return true;
  if (e.kind == ExprKind::path) {
    const Resolved& r = model_.resolved[id.index];
    if (r.kind != Resolved::Kind::symbol) return r.kind == Resolved::Kind::total || r.kind == Resolved::Kind::none;
    const SymbolKind kind = model_.symbols[r.index].kind;
    return kind != SymbolKind::let && kind != SymbolKind::param && kind != SymbolKind::function &&
           kind != SymbolKind::set;
  }
  bool found = false;
  ast::for_each_child(model_.file, e, [&](ExprId child) { found = found || names_outcome(child); });
  return found;
}

const Symbol* find_param(const Model& model, std::string_view name) {
  const auto found = std::ranges::find_if(
      model.symbols, [&](const Symbol& s) { return s.kind == SymbolKind::param && param_name(model, s) == name; });
  return found == model.symbols.end() ? nullptr : &*found;
}

std::string typed_text(const Literal& value) {
  switch (value.kind) {
    case data::Kind::number: return base::number_text(value.value.number);
    case data::Kind::text: return std::string(data::view(value.value.text));
    case data::Kind::boolean: return value.value.tri == data::Tri::yes ? "true" : "false";
    case data::Kind::time: return base::time_text(value.value.ticks);
    default: return base::duration_text(value.value.ticks);
  }
}

}  // namespace rubric::check
