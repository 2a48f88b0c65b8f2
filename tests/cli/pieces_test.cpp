// Pure pieces of the command line.
#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/json_writer.hpp"
#include "cli/distribution.hpp"
#include "cli/failure.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "cli/record_input.hpp"
#include "cli/table_layout.hpp"
#include "cli/terminal.hpp"
#include "cli/value_counts.hpp"
#include "cli/value_text.hpp"
#include "engine/set_files.hpp"

namespace rubric::cli {

namespace {

std::string json(data::Kind kind, const data::Cell& cell) {
  std::string out;
  append_json(out, kind, cell);
  return out;
}

std::string csv(std::string_view text) {
  std::string out;
  append_csv(out, text);
  return out;
}

}  // namespace

TEST_CASE("value_text: JSON") {
  using data::Cell;
  using data::Kind;
  CHECK(json(Kind::text, Cell(std::string_view("a\"b\\c\n\t\x01\x7F é"))) == R"("a\"b\\c\n\t\u0001\u007f é")");
  CHECK(json(Kind::text, Cell(std::string_view(""))) == "\"\"");
  CHECK(json(Kind::number, Cell(0.1)) == "0.1");
  CHECK(json(Kind::time, Cell(std::int64_t{0})) == "\"1970-01-01T00:00:00Z\"");
  CHECK(json(Kind::duration, Cell(std::int64_t{30} * 24 * 3600 * 1'000'000)) == "\"30 days\"");
  CHECK(json(Kind::boolean, Cell(data::Tri::no)) == "false");
  for (const Kind kind : {Kind::boolean, Kind::number, Kind::text, Kind::time, Kind::duration}) {
    CHECK(json(kind, data::missing_cell(kind)) == "null");
  }
}

TEST_CASE("value_text: CSV and counts") {
  CHECK(csv("plain") == "plain");
  CHECK(csv("a,b") == "\"a,b\"");
  CHECK(csv("say \"hi\"") == "\"say \"\"hi\"\"\"");
  CHECK(csv("two\nlines") == "\"two\nlines\"");
  CHECK(csv(" padded") == "\" padded\"");
  CHECK(csv("").empty());
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1'000) == "1,000");
  CHECK(grouped(1'234'567) == "1,234,567");
  CHECK(counted(1, "lead") == "1 lead");
  CHECK(counted(2'000, "lead") == "2,000 leads");
}

TEST_CASE("json_writer: commas, nesting, and names that are not UTF-8") {
  base::JsonWriter w;
  w.object().key("a").array().whole(1).null().object().end().end();
  w.key("b").text("x\xFFy").key("c").flag(true).key("d").number(0.5).end();
  const std::string text = w.take();
  CHECK(nlohmann::ordered_json::parse(text).dump() ==
        "{\"a\":[1,null,{}],\"b\":\"x\xEF\xBF\xBDy\",\"c\":true,\"d\":0.5}");
}

TEST_CASE("table_layout: widths, alignment, cutting, leaving out") {
  const std::vector<TableColumn> columns{{"id", false, true}, {"score", true}, {"why", false, true}};
  const std::vector<TableRow> rows{{{"a1"}, {"7"}, {"because of much"}}, {{"größer"}, {"-12"}, {""}}};
  CHECK(lay_out(columns, rows, 100, false).text ==
        "id      score  why\n"
        "a1          7  because of much\n"
        "größer    -12\n");
  const Table cut = lay_out(columns, rows, 27, false);
  CHECK(cut.text ==
        "id      score  why\n"
        "a1          7  because o...\n"
        "größer    -12\n");
  CHECK(cut.hidden.empty());
  const Table narrow = lay_out(columns, rows, 20, false);
  CHECK(narrow.text == "id      score\na1          7\ngrößer    -12\n");
  CHECK(narrow.hidden == std::vector<std::string>{"why"});
  CHECK(lay_out(columns, rows, 1, false).hidden.size() == 2);
  CHECK(lay_out({{"a"}}, {{{"\x1b[31m"}}}, 100, false).text == "a\n\\u{1b}[31m\n");
  CHECK(lay_out({{"a"}}, {{{"x", diag::Style::added}}}, 100, true).text == "\x1b[1ma\x1b[0m\n\x1b[32mx\x1b[0m\n");
}

TEST_CASE("table_layout: wide characters take two columns") {
  CHECK(lay_out({{"名前"}, {"n", true}}, {{{"a"}, {"1"}}, {{"日本語"}, {"2"}}}, 100, false).text ==
        "名前    n\n"
        "a       1\n"
        "日本語  2\n");
}

TEST_CASE("distribution: exact while it can be") {
  Distribution d;
  CHECK(d.figures().count == 0);
  for (const double v : {5.0, -2000.5, 7.0, 1e9}) d.add(v);
  CHECK(d.figures().min == -2000.5);
  CHECK(d.figures().median == 6.0);
  CHECK(d.figures().max == 1e9);
  d.add(-1024);
  CHECK(d.figures().median == 5.0);
  CHECK(d.figures().exact);
}

TEST_CASE("distribution: bounded and about when there are too many values") {
  Distribution d(100);
  for (int i = 0; i <= 10'000; ++i) d.add(i * 0.37 + 5000);
  const Distribution::Figures f = d.figures();
  CHECK_FALSE(f.exact);
  CHECK(f.count == 10'001);
  CHECK(f.min == 5000);
  CHECK(f.max == doctest::Approx(8700));
  CHECK(std::abs(f.median - 6850) < 3700 * 0.05);
  Distribution extremes(4);
  for (const double v : {-1.7e308, 1.7e308, 1e308, -1e308, 1e300, 3e307, 0.5}) extremes.add(v);
  CHECK(extremes.figures().count == 7);
}

TEST_CASE("value_counts: the most frequent first, missing among them, the rest together") {
  ValueCounts counts(data::Kind::text, 3);
  for (const char* text : {"b", "a", "b", "c", "d", "e", "d"}) counts.add(data::Cell(std::string_view(text)));
  counts.add(data::missing_cell(data::Kind::text));
  const ValueCounts::Figures f = counts.figures(2);
  REQUIRE(f.top.size() == 2);
  CHECK(f.top[0].plain == "b");
  CHECK(f.top[0].count == 2);
  CHECK(f.top[1].json == "null");  // all once: by value, missing first
  CHECK(f.other_count == 5);
  CHECK_FALSE(f.other_values_exact);
  ValueCounts numbers(data::Kind::number);
  for (const double v : {2.0, 0.5, 2.0}) numbers.add(data::Cell(v));
  CHECK(numbers.figures(10).top[0].json == "2");
  CHECK(numbers.figures(10).other_count == 0);
  ValueCounts flags(data::Kind::boolean);
  flags.add(data::Cell(data::Tri::yes));
  flags.add(data::Cell(data::Tri::unknown));
  CHECK(flags.figures(10).top[1].json == "true");
}

TEST_CASE("options: endings and lists of names") {
  CHECK(ending_of("a/b.c/leads.JSONL") == "jsonl");
  CHECK(ending_of("a.b/leads").empty());
  CHECK(ending_of(".csv").empty());
  CHECK(split_names("a, b c ,d", "--fields") == std::vector<std::string>{"a", "b c", "d"});
  CHECK_THROWS_AS(static_cast<void>(split_names("a,", "--fields")), Failure);
  CHECK_THROWS_AS(static_cast<void>(split_names("", "--fields")), Failure);
}

TEST_CASE("record_input: formats") {
  CHECK(format_by_name("x.TSV") == records::Format::csv);
  CHECK_FALSE(format_by_name("x.txt"));
  CHECK(format_by_text("\xEF\xBB\xBF \n[") == records::Format::json);
  CHECK(format_by_text("id,n") == records::Format::csv);
  CHECK(format_by_text("") == records::Format::csv);
}

TEST_CASE("terminal: COLUMNS and the progress line") {
  CHECK(parse_columns("80") == 80U);
  for (const char* bad : {"", "0", "19", "x", "80x", "-80", "99999"}) CHECK_FALSE(parse_columns(bad));
  CHECK_FALSE(parse_columns(nullptr));
  CHECK(progress_text(1'200'000, 42, 100, 2.0) == "1,200,000 leads, 42 %, 600,000 leads/s");
  CHECK(progress_text(1, 500, 100, 0) == "1 lead, 100 %");
  CHECK(progress_text(5, 10, 0, 1.0) == "5 leads, 5 leads/s");
}

TEST_CASE("failure: how it looks") {
  CHECK(render({2, "it\x1b broke", {"do this\nand that"}, "some-code"}, false) ==
        "error[some-code]: it\\u{1b} broke\n  = help: do this\n          and that\n");
  CHECK(render({141, "", {}, ""}, false).empty());
  CHECK(listed({"a", "b"}) == "`a`, `b`");
  CHECK(listed({"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"}).ends_with("`10` and 2 more"));
}

TEST_CASE("set_files: lines") {
  const check::SetFile set = engine::parse_set_file("\xEF\xBB\xBF# a\r\n\r\n  x y \r\n#b\n z", std::nullopt);
  REQUIRE(set.members.size() == 2);
  CHECK(set.members[0].text == "x y");
  CHECK(set.members[0].line == 3);
  CHECK(set.members[1].text == "z");
  CHECK(set.members[1].line == 5);
  CHECK(engine::parse_set_file("", std::nullopt).members.empty());
  CHECK(engine::parse_set_file("a\n\xFF\n", std::nullopt).error == "line 2 is not UTF-8");
}

TEST_CASE("set_files: a column") {
  const check::SetFile set = engine::parse_set_file("n,domain\n1, a.b \n2,\n3,\"c,d\"\n", "domain");
  CHECK(set.error.empty());
  REQUIRE(set.members.size() == 2);
  CHECK(set.members[0].text == "a.b");
  CHECK(set.members[1].text == "c,d");
  CHECK(set.members[1].line == 4);
  CHECK(engine::parse_set_file("n,domian\n", "domain").error.find("domian") != std::string::npos);
  CHECK(engine::parse_set_file("n,domain\n1\n", "domain").error.starts_with("line 2: "));
}

}  // namespace rubric::cli
