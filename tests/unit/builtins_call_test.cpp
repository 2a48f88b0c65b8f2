// Every built-in through `call`, as the machine does it. The last case fails when an entry of
// builtins.def is called by none of the others.
#include <doctest/doctest.h>

#include <initializer_list>
#include <limits>
#include <set>
#include <string>

#include "base/number_text.hpp"
#include "base/time_text.hpp"
#include "builtins/table.hpp"

using namespace rubric::builtins;
using namespace std::string_literals;
using rubric::data::Arena;
using rubric::data::Cell;
using rubric::data::Kind;

namespace {

struct Case {
  Builtin id;
  std::vector<std::string> arguments;  // as texts; by the signature they become cells
  std::string want;
};

Cell cell_of(Kind kind, const std::string& text) {
  switch (kind) {
    case Kind::number: return Cell(rubric::base::parse_number(text).value);
    case Kind::time: return Cell(rubric::base::parse_time(text).value().micros);
    case Kind::duration: return Cell(static_cast<std::int64_t>(std::stoll(text)));
    default: return Cell(std::string_view(text));
  }
}

std::string text_of(Kind kind, const Cell& cell) {
  if (rubric::data::is_missing(kind, cell)) return "missing";
  switch (kind) {
    case Kind::number: return rubric::base::number_text(cell.number);
    case Kind::time: return rubric::base::date_or_time_text(cell.ticks);
    case Kind::duration: return std::to_string(cell.ticks);
    default: return std::string(view(cell.text));
  }
}

std::string called(const Case& c) {
  const Signature& s = signature(c.id);
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < c.arguments.size(); ++i) {
    cells.push_back(cell_of(s.parameters[std::min(i, s.parameters.size() - 1)], c.arguments[i]));
  }
  Arena arena;
  return text_of(s.result, call(c.id, cells, arena));
}

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {Builtin::lower, {"ACME \u00C9"}, "acme \u00E9"},
      {Builtin::upper, {"acme \u00E9"}, "ACME \u00C9"},
      {Builtin::trim, {" \u00A0 a b\t"}, "a b"},
      {Builtin::length, {"\u8463\u4E8B"}, "2"},
      {Builtin::replace, {"a-b-c", "-", "+"}, "a+b+c"},
      {Builtin::split_part, {"ann@acme.io", "@", "2"}, "acme.io"},
      {Builtin::split_part, {"ann@acme.io", "@", "3"}, "missing"},
      {Builtin::abs_number, {"-2.5"}, "2.5"},
      {Builtin::abs_number, {"0"}, "0"},
      {Builtin::abs_duration, {"-5"}, "5"},
      {Builtin::abs_duration, {"-9223372036854775807"}, "9223372036854775807"},
      {Builtin::round, {"-2.5"}, "-3"},
      {Builtin::floor, {"-2.5"}, "-3"},
      {Builtin::ceil, {"-2.5"}, "-2"},
      {Builtin::min_number, {"3", "-1", "2"}, "-1"},
      {Builtin::min_number, {"3"}, "3"},
      {Builtin::min_time, {"2026-11-02", "2026-11-01"}, "2026-11-01"},
      {Builtin::min_duration, {"5", "-5"}, "-5"},
      {Builtin::max_number, {"3", "-1", "4"}, "4"},
      {Builtin::max_time, {"2026-11-02", "2026-11-01"}, "2026-11-02"},
      {Builtin::max_duration, {"5", "-5"}, "5"},
      {Builtin::clamp, {"5", "0", "3"}, "3"},
      {Builtin::clamp, {"-5", "0", "3"}, "0"},
      {Builtin::clamp, {"2", "0", "3"}, "2"},
      {Builtin::clamp, {"2", "5", "3"}, "5"},
      {Builtin::clamp, {"9", "5", "3"}, "3"},
      {Builtin::week_day, {"2026-11-01"}, "7"},
      {Builtin::hour_of, {"2026-11-01T09:30Z"}, "9"},
      {Builtin::start_of_day, {"2026-11-18T09:30Z"}, "2026-11-18"},
      {Builtin::start_of_week, {"2026-11-18T09:30Z"}, "2026-11-16"},
      {Builtin::start_of_month, {"2026-11-18T09:30Z"}, "2026-11-01"},
      {Builtin::start_of_quarter, {"2026-11-18T09:30Z"}, "2026-10-01"},
      {Builtin::start_of_year, {"2026-11-18T09:30Z"}, "2026-01-01"},
      {Builtin::number_of_text, {" 1.5\u00A0"}, "1.5"},
      {Builtin::number_of_text, {"1,5"}, "missing"},
      {Builtin::number_of_text, {""}, "missing"},
      {Builtin::number_of_text, {"1e400"}, "missing"},
      {Builtin::number_of_text, {"9007199254740993"}, "missing"},
      {Builtin::number_of_text, {"1\0"s}, "missing"},
      {Builtin::text_of_number, {"42"}, "42"},
      {Builtin::text_of_number, {"-999999999999999"}, "-999999999999999"},
      {Builtin::text_of_number, {"1000000000000000"}, "missing"},
      {Builtin::text_of_number, {"1.5"}, "missing"},
      {Builtin::text_of_number, {"0"}, "0"},
      {Builtin::time_of_text, {"2026-11-01T09:30:00+02:00"}, "2026-11-01T07:30:00Z"},
      {Builtin::time_of_text, {"2026-11-01"}, "2026-11-01"},
      {Builtin::time_of_text, {"2026-02-29"}, "missing"},
      {Builtin::time_of_text, {"yesterday"}, "missing"},
      // MD5 of "exp1:lead-42" starts with 31e09725, of ":" with 853ae90f.
      {Builtin::bucket, {"lead-42", "exp1", "4294967296"}, "836802341"},
      {Builtin::bucket, {"", "", "4294967296"}, "2235230479"},
      {Builtin::bucket, {"\u8463", "s\u00E9", "1000"}, "910"},
      {Builtin::bucket, {"", "", "1000"}, "479"},
      {Builtin::bucket, {"x", "y", "1"}, "0"},
      {Builtin::bucket, {"x", "y", "0"}, "missing"},
      {Builtin::bucket, {"x", "y", "1.5"}, "missing"},
      {Builtin::bucket, {"x", "y", "-2"}, "missing"},
      {Builtin::bucket, {"x", "y", "4294967297"}, "missing"},
  };
  return all;
}

}  // namespace

TEST_SUITE("builtins/call") {
  TEST_CASE("every built-in gives its answer") {
    for (const Case& c : cases()) {
      CAPTURE(signature(c.id).name);
      CAPTURE(c.arguments[0]);
      CHECK(called(c) == c.want);
    }
  }
  TEST_CASE("no built-in is left out above") {
    std::set<Builtin> seen;
    for (const Case& c : cases()) seen.insert(c.id);
    for (const Signature& s : signatures()) {
      CAPTURE(s.name);
      CHECK(seen.contains(s.id));
    }
  }
  TEST_CASE("what is built lives in the arena, what is not is a view") {
    Arena arena;
    const std::string text = "acme";
    const Cell argument{std::string_view(text)};
    CHECK(call(Builtin::lower, {&argument, 1}, arena).text.data == text.data());
    CHECK(call(Builtin::trim, {&argument, 1}, arena).text.data == text.data());
    CHECK(call(Builtin::upper, {&argument, 1}, arena).text.data != text.data());
  }
  TEST_CASE("overloads stand together and share a name") {
    CHECK(overloads("min").size() == 3);
    CHECK(overloads("nosuch").empty());
    for (const Signature& s : overloads("abs")) CHECK(s.name == "abs");
    CHECK(signature(Builtin::bucket).parameters == std::vector{Kind::text, Kind::text, Kind::number});
    CHECK(signature(Builtin::min_time).variadic);
  }
}
