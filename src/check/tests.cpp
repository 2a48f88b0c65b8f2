// The tests of the main file: what they expect, the params that they set. What they give is in given.cpp.
//
// ORDER: tests come last. What they ask must not settle the types of the rules: a file decides the same with
// its tests and without them.
#include <fmt/core.h>

#include <algorithm>

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

}  // namespace

void Resolver::tests() {
  for_each_test(model_, [&](const ast::Declaration&, const ast::Test& test) {
    for (const ExprId id : test.expects) walk(id);
  });
}

void Inferrer::tests() {
  for_each_test(model_, [&](const ast::Declaration& d, const ast::Test& t) { test(d, t); });
  settle_waiting();
  for_each_test(model_, [&](const ast::Declaration&, const ast::Test& t) { check_given(model_, t); });
}

void Inferrer::test(const ast::Declaration& d, const ast::Test& test) {
  for (const ExprId id : test.expects)
    require(id, data::Kind::boolean, "`expect` takes a test, and passes when it is yes");
  for (const ast::Override& o : test.params) override(o);
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
