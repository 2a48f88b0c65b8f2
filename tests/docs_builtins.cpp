// Comes in: builtins.def and one example a function. Goes out: docs/builtins.md. The examples are run with
// those of the other pages, so a line of this table that is wrong fails the test `docs`.
#include "docs_builtins.hpp"

#include <fmt/core.h>

#include <string_view>

namespace rubric::test {

namespace {

struct Builtin {
  std::string_view id, name, parameters;
  char result;
  std::string_view missing, sql, meaning;
};

constexpr Builtin kBuiltins[] = {
#define RUBRIC_BUILTIN(id, name, parameters, result, missing, sql, meaning) \
  {#id, name, parameters, result, #missing, sql, meaning},
#include "builtins/builtins.def"
#undef RUBRIC_BUILTIN
};

struct Example {
  std::string_view id, criteria, leads;
};

constexpr Example kExamples[] = {
    {"lower", R"(dach when lower(country) in { "de", "at", "ch" })",
     R"({"country": "AT"} => {"dach": true}
{} => {"dach": null})"},
    {"upper", R"(choose code { upper(country) when true })", R"({"country": "straße"} => {"code": "STRAßE"})"},
    {"trim", R"(named when length(trim(name)) >= 2)", R"({"name": "  B  "} => {"named": false})"},
    {"length", R"(long_enough when length(reason) >= 3)",
     R"({"reason": "né!"} => {"long_enough": true}
{"reason": "ok"} => {"long_enough": false}
{"reason": ""} => {"long_enough": null})"},
    {"replace", R"(choose digits { replace(phone, " ", "") when true })",
     R"({"phone": "030 12 34"} => {"digits": "0301234"})"},
    {"split_part",
     R"(choose domain { split_part(email, "@", -1) when true }
choose second { split_part(email, "@", 2) when true }
choose third { split_part(email, "@", 3) when true })",
     R"({"email": "ann@acme.io"} => {"domain": "acme.io", "second": "acme.io", "third": null}
{"email": "ann@"} => {"domain": null})"},
    {"abs_number", R"(far when abs(change) > 10)", R"({"change": -11} => {"far": true})"},
    {"abs_duration", R"(record lead { created_at time, called_at time }
near when abs(created_at - called_at) <= 1 hour)",
     R"({"created_at": "2026-10-30T10:00:00Z", "called_at": "2026-10-30T10:40:00Z"} => {"near": true})"},
    {"round", R"(choose points { round(x) when true })",
     R"({"x": 2.5} => {"points": 3}
{"x": -2.5} => {"points": -3})"},
    {"floor", R"(choose tens { floor(x / 10) when true })", R"({"x": -1} => {"tens": -1})"},
    {"ceil", R"(choose seats { ceil(x / 10) when true })", R"({"x": 41} => {"seats": 5})"},
    {"min_number", R"(choose capped { min(visits, 10) when true })",
     R"({"visits": 12} => {"capped": 10}
{} => {"capped": null})"},
    {"min_time", R"(record lead { opened_at time, clicked_at time }
choose first_touch { min(opened_at, clicked_at) when true })",
     R"({"opened_at": "2026-10-02", "clicked_at": "2026-10-01"} => {"first_touch": "2026-10-01"})"},
    {"min_duration", R"(choose wait { min(age(t), 7 days) when true })",
     R"({"t": "2026-10-01"} => {"wait": "1 week"})"},
    {"max_number", R"(choose best { max(a, b, c) when true })", R"({"a": 1, "b": 3, "c": 2} => {"best": 3})"},
    {"max_time", R"(record lead { opened_at time, clicked_at time }
choose last_touch { max(opened_at, clicked_at) when true })",
     R"({"opened_at": "2026-10-02", "clicked_at": "2026-10-01"} => {"last_touch": "2026-10-02"}
{"opened_at": "2026-10-02"} => {"last_touch": null})"},
    {"max_duration", R"(choose wait { max(age(t), 7 days) when true })",
     R"({"t": "2026-10-30"} => {"wait": "1 week"})"},
    {"clamp", R"(choose grade { clamp(x, 1, 5) when true })",
     R"({"x": 9} => {"grade": 5}
{"x": 0} => {"grade": 1})"},
    {"week_day", R"(weekend when week_day(created_at) >= 6)", R"({"created_at": "2026-11-01"} => {"weekend": true})"},
    {"hour_of", R"(at_work when hour_of(created_at) between 9 and 16)",
     R"({"created_at": "2026-10-30T16:59:59Z"} => {"at_work": true})"},
    {"start_of_day", R"(same_day when start_of_day(a) == start_of_day(b))",
     R"({"a": "2026-10-30T01:00:00Z", "b": "2026-10-30T23:00:00Z"} => {"same_day": true})"},
    {"start_of_week", R"(choose week { start_of_week(t) when true })",
     R"({"t": "2026-11-01"} => {"week": "2026-10-26"})"},
    {"start_of_month", R"(choose month { start_of_month(t) when true })",
     R"({"t": "2026-11-30T08:00:00Z"} => {"month": "2026-11-01"})"},
    {"start_of_quarter", R"(choose quarter { start_of_quarter(t) when true })",
     R"({"t": "2026-11-30"} => {"quarter": "2026-10-01"})"},
    {"start_of_year", R"(choose year { start_of_year(t) when true })",
     R"({"t": "2026-11-30"} => {"year": "2026-01-01"})"},
    {"number_of_text", R"(choose size { number(split_part(band, "-", 1)) when true })",
     R"({"band": "50-200"} => {"size": 50}
{"band": "many"} => {"size": null})"},
    {"text_of_number", R"(choose key { "plan-" + text(plan) when true })",
     R"({"plan": 7} => {"key": "plan-7"}
{"plan": 7.5} => {"key": null})"},
    {"time_of_text", R"(choose day { time(split_part(note, " ", -1)) when true })",
     R"({"note": "called on 2026-10-30"} => {"day": "2026-10-30"}
{"note": "called on Friday"} => {"day": null})"},
    {"bucket", R"(in_trial when bucket(id, "lower-bar", 2) == 1)",
     R"({"id": "a1"} => {"in_trial": true}
{} => {"in_trial": null})"},
};

std::string_view type_name(char kind) {
  switch (kind) {
    case 'b': return "bool";
    case 'n': return "number";
    case 't': return "text";
    case 'i': return "time";
    default: return "duration";
  }
}

std::string signature(const Builtin& b) {
  std::string inside;
  for (const char c : b.parameters) {
    if (c == '*') {
      inside += ", …";
    } else {
      inside += fmt::format("{}{}", inside.empty() ? "" : ", ", type_name(c));
    }
  }
  return fmt::format("{}({}) -> {}", b.name, inside, type_name(b.result));
}

const Example* example_of(std::string_view id) {
  for (const Example& e : kExamples) {
    if (e.id == id) return &e;
  }
  return nullptr;
}

constexpr std::string_view kHead = R"(# Built-in functions

<!-- Made from src/builtins/builtins.def by `docs_tests --update`; changes here are lost, and the test `docs` sees them. -->

What a call may name besides the functions of your own files. Every function here is total: it gives a value
of its type or *missing*, and never fails. [The language](language.md#calls) says how calls are written,
[missing data](missing.md) what missing does afterwards.

- **Missing: strict** means that the result is missing exactly when an argument is, or when it would go past a
  limit.
- **Missing: also** means that some values have no answer either; the meaning says which.
- **SQL** is the core of the PostgreSQL form, with `$1`, `$2` … for the arguments, in a session whose time zone is UTC.
  What has no answer needs a guard round it there: PostgreSQL refuses the cast that is missing here.
- A function with a `…` takes one or more values of that type. The SQL form shows two of them.

`age(t)` is written like a call and is an operator: `as_of - t`, a duration, missing for a missing `t`,
negative for a `t` still to come; see [time](time.md#as_of-and-age). `count`, `any`, `none`, `sum`, `avg`,
`first`, `last`, `distinct`, and `min` and `max` *with* `of`, ask [lists](language.md#lists).
)";

// An overload goes by the type it takes.
std::string heading(const Builtin& b) {
  if (b.id.starts_with(b.name) && b.id.size() > b.name.size())
    return fmt::format("{} ({})", b.name, type_name(b.parameters[0]));
  return std::string(b.name);
}

std::string section(const Builtin& b, const Example& e) {
  std::string meaning(b.meaning);
  if (meaning[0] >= 'a' && meaning[0] <= 'z') meaning[0] = static_cast<char>(meaning[0] - 'a' + 'A');
  return fmt::format(
      "\n## {}\n\n`{}`\n\n{}.\n\n- Missing: {}\n- SQL: `{}`\n\n"
      "```rubric\n{}\n```\n\n```leads\n{}\n```\n",
      heading(b), signature(b), meaning, b.missing, b.sql, e.criteria, e.leads);
}

}  // namespace

BuiltinsPage builtins_page() {
  BuiltinsPage page{std::string(kHead), {}};
  std::size_t used = 0;
  for (const Builtin& b : kBuiltins) {
    const Example* e = example_of(b.id);
    if (e == nullptr) {
      page.problems.push_back(fmt::format("builtins.def: `{}` has no example in docs_builtins.cpp", b.id));
      continue;
    }
    ++used;
    page.text += section(b, *e);
  }
  if (used != std::size(kExamples)) page.problems.emplace_back("docs_builtins.cpp: an example of no function");
  return page;
}

}  // namespace rubric::test
