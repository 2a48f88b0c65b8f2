// How calls are written, for those who gave too few arguments or too many.
#include "builtins/table.hpp"

namespace rubric::builtins {

namespace {

struct Form {
  std::string_view name;
  std::string_view form;
};

constexpr Form kForms[] = {
    {"age", "age(time)"},
    {"lower", "lower(text)"},
    {"upper", "upper(text)"},
    {"trim", "trim(text)"},
    {"length", "length(text)"},
    {"replace", "replace(text, old, new)"},
    {"split_part", "split_part(text, separator, n)"},
    {"abs", "abs(x)"},
    {"round", "round(number)"},
    {"floor", "floor(number)"},
    {"ceil", "ceil(number)"},
    {"min", "min(a, b, …)"},
    {"max", "max(a, b, …)"},
    {"clamp", "clamp(number, low, high)"},
    {"week_day", "week_day(time)"},
    {"hour_of", "hour_of(time)"},
    {"start_of_day", "start_of_day(time)"},
    {"start_of_week", "start_of_week(time)"},
    {"start_of_month", "start_of_month(time)"},
    {"start_of_quarter", "start_of_quarter(time)"},
    {"start_of_year", "start_of_year(time)"},
    {"number", "number(text)"},
    {"text", "text(number)"},
    {"time", "time(text)"},
    {"bucket", "bucket(text, salt, n)"},
};

}  // namespace

std::string_view form(std::string_view name) {
  for (const Form& f : kForms) {
    if (f.name == name) return f.form;
  }
  return {};
}

}  // namespace rubric::builtins
