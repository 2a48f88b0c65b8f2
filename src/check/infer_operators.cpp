// Operators: `and`, comparisons, `default`, and sums, which may have to wait for their operands' types.
#include <fmt/core.h>

#include "base/spelling.hpp"
#include "check/inferrer.hpp"

namespace rubric::check {

namespace {

using ast::BinaryOp;
using data::Kind::boolean;
using data::Kind::duration;
using data::Kind::number;
using data::Kind::text;
using data::Kind::time;

bool is_order(BinaryOp op) {
  return op == BinaryOp::less || op == BinaryOp::less_equal || op == BinaryOp::greater || op == BinaryOp::greater_equal;
}

bool is_comparison(BinaryOp op) {
  return is_order(op) || op == BinaryOp::equal || op == BinaryOp::not_equal;
}

}  // namespace

TypeRef Inferrer::binary(ExprId id) {
  const Expr& e = model_.expr(id);
  const ExprId a = model_.file.operands(e)[0];
  const ExprId b = model_.file.operands(e)[1];
  if (e.op == BinaryOp::and_ || e.op == BinaryOp::or_) {
    const Why why = e.op == BinaryOp::and_ ? "`and` joins tests" : "`or` joins tests";
    check_is(a, type(a), boolean, why);
    require(b, boolean, why);
    return Types::of(boolean);
  }
  if (is_comparison(e.op)) return comparison(e, a, b);
  if (e.op == BinaryOp::default_) {
    agree(a, type(a), b, infer(b), "`default` gives a value of the same type");
    return type(a);
  }
  return arithmetic(id, e, a, b);
}

TypeRef Inferrer::comparison(const Expr& e, ExprId a, ExprId b) {
  const Symbol* set = model_.symbol_of(b);
  if (set != nullptr && set->kind == SymbolKind::set && !is_order(e.op)) return compared_with_set(e, a, b, *set);
  if (is_order(e.op) && is_calendar_duration(model_.expr(model_.strip(b))) && calendar_age(e, a, b))
    return Types::of(boolean);
  const TypeRef tb = infer(b);
  for (const ExprId side : {a, b}) {
    if (model_.expr(model_.strip(side)).kind == ExprKind::missing) return compared_with_missing(e, side == a ? b : a);
  }
  const std::string_view sign = model_.sources.text(e.op_span);
  if (!agree(a, type(a), b, tb, {"`", sign, "` compares two values of one type"})) return Types::of(boolean);
  if (is_order(e.op)) ordered(e, a);
  if (is_order(e.op)) return Types::of(boolean);
  limited(a, b, limit_of(e));
  limited(b, a, limit_of(e));
  return Types::of(boolean);
}

// `industry == ICP`
TypeRef Inferrer::compared_with_set(const Expr& e, ExprId a, ExprId b, const Symbol& set) {
  const bool equal = e.op == BinaryOp::equal;
  model_.sink.report(Finding::set_as_value, model_.expr(b).span, {{"name", set.name}})
      .label("a set has many values")
      .note(fmt::format("`{}` compares with one value", model_.sources.text(e.op_span)))
      .fix(fmt::format("ask whether the value is {} it", equal ? "in" : "not in"), e.op_span, equal ? "in" : "not in",
           true);
  named_members(a, type(a), b, "a value is looked for among values of its type", Limit::none);
  return Types::of(boolean);
}

TypeRef Inferrer::compared_with_missing(const Expr& e, ExprId value) {
  const std::string_view name = model_.sources.text(model_.expr(value).span);
  const bool test = is_test(value);
  const char* word = e.op == BinaryOp::not_equal ? (test ? "known" : "present") : (test ? "unknown" : "missing");
  auto report = model_.sink.report(Finding::compared_with_missing, e.span);
  report.label("never yes and never no")
      .note("nothing can be said of a missing value, not even that it is missing: every comparison with it is unknown");
  report.fix(test ? "ask whether it is known" : "ask whether it is there", e.span, fmt::format("{} is {}", name, word),
             !is_order(e.op));
  return Types::of(boolean);
}

void Inferrer::ordered(const Expr& e, ExprId a) {
  const auto kind = model_.types.kind(type(a));
  if (!kind) {
    numbers_by_default_.push_back(type(a));
  } else if (*kind == boolean) {
    const std::string_view name = model_.sources.text(model_.expr(a).span);
    model_.sink.report(Finding::not_ordered, e.op_span, {{"operator", model_.sources.text(e.op_span)}})
        .help(fmt::format("a yes-or-no value is a test on its own: write `{0}` or `not {0}`", name));
  }
}

TypeRef Inferrer::arithmetic(ExprId id, const Expr& e, ExprId a, ExprId b) {
  if (is_calendar_duration(model_.expr(model_.strip(b))) && (e.op == BinaryOp::add || e.op == BinaryOp::subtract)) {
    check_is(a, type(a), time, "months, quarters and years are added to a time");
    model_.expr_types[b.index] = Types::of(duration);
    whole_count(model_.expr(model_.strip(b)));
    return Types::of(time);
  }
  infer(b);
  if (const auto known = sum_type(e, a, b)) return *known;
  const TypeRef result = model_.types.variable();
  waiting_.push_back({id, result});
  return result;
}

// The type of a sum or product as far as its operands are known; none: wait.
std::optional<TypeRef> Inferrer::sum_type(const Expr& e, ExprId a, ExprId b) {
  if (model_.types.is_error(type(a)) || model_.types.is_error(type(b))) return Types::kError;
  const auto ka = model_.types.kind(type(a));
  const auto kb = model_.types.kind(type(b));
  if (!ka && !kb) return std::nullopt;
  if (ka && kb) {
    if (const auto kind = result_of(e.op, *ka, *kb)) return Types::of(*kind);
    return no_sum(e, a, b, *ka, *kb);
  }
  return half_known(e, a, b, ka, kb);
}

std::optional<data::Kind> Inferrer::result_of(BinaryOp op, data::Kind a, data::Kind b) {
  struct Form {
    BinaryOp op;
    data::Kind a;
    data::Kind b;
    data::Kind result;
  };
  static constexpr Form kForms[] = {
      {BinaryOp::add, number, number, number},
      {BinaryOp::subtract, number, number, number},
      {BinaryOp::multiply, number, number, number},
      {BinaryOp::divide, number, number, number},
      {BinaryOp::add, time, duration, time},
      {BinaryOp::add, duration, time, time},
      {BinaryOp::subtract, time, duration, time},
      {BinaryOp::subtract, time, time, duration},
      {BinaryOp::add, duration, duration, duration},
      {BinaryOp::subtract, duration, duration, duration},
      {BinaryOp::multiply, duration, number, duration},
      {BinaryOp::multiply, number, duration, duration},
      {BinaryOp::divide, duration, number, duration},
      {BinaryOp::divide, duration, duration, number},
      {BinaryOp::add, text, text, text},
  };
  for (const Form& f : kForms) {
    if (f.op == op && f.a == a && f.b == b) return f.result;
  }
  return std::nullopt;
}

// One side is a field whose type is open: take the only form that fits, else wait for more.
std::optional<TypeRef> Inferrer::half_known(const Expr& e, ExprId a, ExprId b, std::optional<data::Kind> ka,
                                            std::optional<data::Kind> kb) {
  std::optional<data::Kind> other;
  std::optional<data::Kind> result;
  int forms = 0;
  for (const data::Kind k : {number, text, time, duration}) {
    const auto r = ka ? result_of(e.op, *ka, k) : result_of(e.op, k, *kb);
    if (!r) continue;
    ++forms;
    other = k;
    result = r;
  }
  const ExprId open = ka ? b : a;
  if (forms == 1) {
    model_.types.unify(type(open), Types::of(*other), model_.expr(open).span);
    return Types::of(*result);
  }
  if (forms == 0) return no_sum(e, a, b, ka.value_or(number), kb.value_or(number));
  return std::nullopt;
}

TypeRef Inferrer::no_sum(const Expr& e, ExprId a, ExprId b, data::Kind ka, data::Kind kb) {
  const std::string_view sign = model_.sources.text(e.op_span);
  auto report = model_.sink.report(Finding::no_such_operation, e.op_span,
                                   {{"operator", sign}, {"left", article(ka)}, {"right", article(kb)}});
  report.label(model_.expr(a).span, fmt::format("this is {}", article(ka)))
      .label(model_.expr(b).span, fmt::format("this is {}", article(kb)));
  if (ka == text || kb == text) {
    report.note("`+` joins two texts; other signs work on numbers, times and durations");
  } else {
    report.note(
        "there are: numbers with numbers, time ± duration, time - time, durations with durations, duration × or ÷ "
        "number");
  }
  sum_help(report, e, a, b, ka, kb);
  return Types::kError;
}

void Inferrer::sum_help(diag::Builder& report, const Expr& e, ExprId a, ExprId b, data::Kind ka, data::Kind kb) {
  const bool sum = e.op == BinaryOp::add || e.op == BinaryOp::subtract;
  const auto span = [&](ExprId id) { return model_.expr(id).span; };
  const auto words = [&](ExprId id) { return model_.sources.text(model_.expr(id).span); };
  if (e.op == BinaryOp::add && ka == text && kb == number) {
    report.fix("write the whole number as text", span(b), fmt::format("text({})", words(b)));
  } else if (e.op == BinaryOp::add && ka == number && kb == text) {
    report.fix("write the whole number as text", span(a), fmt::format("text({})", words(a)));
  } else if (sum && ((ka == time && kb == number) || (ka == number && kb == time))) {
    report.help(fmt::format("give the number a unit: `{} days`", words(kb == number ? b : a)));
  } else if (e.op == BinaryOp::add && ka == time && kb == time) {
    report.help(fmt::format("`{} - {}` is the time between them", words(b), words(a)));
  } else if (ka == boolean || kb == boolean) {
    report.help(fmt::format("`if {} then 1 else 0` makes a number of it", words(ka == boolean ? a : b)));
  }
}

// What is still open when every use was seen: once more with what the result is used as, then numbers.
void Inferrer::settle_waiting() {
  bool again = true;
  while (again) {
    again = false;
    for (auto it = waiting_.begin(); it != waiting_.end();) {
      if (settle(*it)) {
        it = waiting_.erase(it);
        again = true;
      } else {
        ++it;
      }
    }
    if (!again && !waiting_.empty()) {
      assume(waiting_.front().id);
      again = true;
    }
  }
  for (const TypeRef t : numbers_by_default_) {
    if (model_.types.is_variable(t)) model_.types.unify(t, Types::of(number), {});
  }
}

bool Inferrer::settle(const Waiting& w) {
  const Expr& e = model_.expr(w.id);
  const ExprId a = model_.file.operands(e)[0];
  const ExprId b = model_.file.operands(e)[1];
  std::optional<TypeRef> known = sum_type(e, a, b);
  if (!known) known = by_result(e, a, b, model_.types.kind(w.result));
  if (!known) return false;
  if (!model_.types.unify(w.result, *known, e.span)) {
    check_is(w.id, *known, *model_.types.kind(w.result), "the value is used as that elsewhere");
  }
  return true;
}

// `as_of - created_at > 30 days`: the result is a duration, so the field is a time.
std::optional<TypeRef> Inferrer::by_result(const Expr& e, ExprId a, ExprId b, std::optional<data::Kind> wanted) {
  if (!wanted) return std::nullopt;
  const auto ka = model_.types.kind(type(a));
  const auto kb = model_.types.kind(type(b));
  std::vector<std::pair<data::Kind, data::Kind>> forms;
  for (const data::Kind x : {time, number, text, duration}) {
    for (const data::Kind y : {time, number, text, duration}) {
      if ((ka && *ka != x) || (kb && *kb != y) || result_of(e.op, x, y) != wanted) continue;
      forms.emplace_back(x, y);
    }
  }
  // `closed_at - opened_at > 30 days`: two durations would do as well, but leads hold times.
  const bool two_times = !forms.empty() && forms.front() == std::pair(time, time);
  if (forms.size() != 1 && !two_times) return std::nullopt;
  model_.types.unify(type(a), Types::of(forms.front().first), model_.expr(a).span);
  model_.types.unify(type(b), Types::of(forms.front().second), model_.expr(b).span);
  return Types::of(*wanted);
}

// Nothing else tells: a field beside a time or a duration is a time (`seen_at + 2 days`), others are numbers.
void Inferrer::assume(ExprId id) {
  const Expr& e = model_.expr(id);
  const bool sum = e.op == BinaryOp::add || e.op == BinaryOp::subtract;
  for (const ExprId side : model_.file.operands(e)) {
    if (model_.types.is_variable(type(side))) {
      const data::Kind guess = sum && (other_is(e, side, time) || other_is(e, side, duration)) ? time : number;
      model_.types.unify(type(side), Types::of(guess), model_.expr(side).span);
    }
  }
}

bool Inferrer::other_is(const Expr& e, ExprId side, data::Kind kind) const {
  const auto operands = model_.file.operands(e);
  const ExprId other = operands[0] == side ? operands[1] : operands[0];
  return model_.types.kind(type(other)) == kind;
}

}  // namespace rubric::check
