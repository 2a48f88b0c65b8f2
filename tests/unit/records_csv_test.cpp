#include <doctest/doctest.h>

#include "support/records.hpp"

using rubric::data::Kind;
using rubric::data::Slot;
using rubric::test::csv;
using rubric::test::layout;
using rubric::test::read;
using rubric::test::read_gathered;
using rubric::test::Run;
using rubric::test::slot;
using Lines = std::vector<std::string>;

namespace {

rubric::data::Layout two() {
  return layout({slot("a", Kind::text), slot("b", Kind::text)});
}

Run named(std::string_view bytes, std::vector<std::string> columns) {
  auto options = csv();
  options.columns = std::move(columns);
  return read(bytes, two(), options);
}

}  // namespace

TEST_SUITE("records/csv") {
  TEST_CASE("headings find the columns, in any order") {
    const Run run = read("\xef\xbb\xbfx, b ,a\n1,2,3\r\n4,,6\r7,8,\"9\"", two(), csv());
    CHECK(run.log == Lines{"1@2 a=\"3\" b=\"2\"", "2@3 a=\"6\" b=-", "3@4 a=\"9\" b=\"8\""});
    CHECK(run.occurrences == std::vector<std::uint64_t>{3, 3});
  }

  TEST_CASE("quotes: line ends and delimiters within, doubled, blanks behind, in the middle of a field") {
    const Run run = read("a,b\n\"x,\n\"\"y\"\"\r\nz\",\"\"\n\"q\" ,a\"b\"\n \"p\",\"\"\"\"\n", two(), csv());
    CHECK(run.log == Lines{"1@2 a=\"x,\n\"y\"\r\nz\" b=-", "2@5 a=\"q\" b=\"a\"b\"\"", "3@6 a=\" \"p\"\" b=\"\"\""});
  }

  TEST_CASE("text behind a closing quote rejects the row, and the next line is read") {
    const Run run = read("a,b\n1,\"x\"y,\"z\n2,3\n\"p\nq\"r,1\n4,5\n", two(), csv());
    CHECK(run.log == Lines{"1@ text-behind-quote 2:6 text stands behind the closing quote of field 2; a quote within "
                           "quotes is written twice",
                           "2@3 a=\"2\" b=\"3\"",
                           "3@ text-behind-quote 5:3 text stands behind the closing quote of field 1; a quote within "
                           "quotes is written twice",
                           "4@6 a=\"4\" b=\"5\""});
  }

  TEST_CASE("a quote that is never closed names the line where it opens") {
    const Run run = read("a,b\n1,2\n\"x\ny\",\"3\n4,5\n", two(), csv());
    CHECK(run.log == Lines{"1@2 a=\"1\" b=\"2\"",
                           "2@ quote-not-closed 4:0 the quote of field 2 that opens in line 4 is never closed"});
  }

  TEST_CASE("rows of another width are rejected; empty fields behind the last column are let pass") {
    const Run run = read("a,b\n1\n2,3,4\n5,6,,\n7,8\n\n\"\"\n", two(), csv());
    CHECK(run.log == Lines{"1@ ragged-row 2:0 the row has 1 field, 2 expected",
                           "2@ ragged-row 3:0 the row has 3 fields, 2 expected", "3@4 a=\"5\" b=\"6\"",
                           "4@5 a=\"7\" b=\"8\"", "5@ ragged-row 7:0 the row has 1 field, 2 expected"});
  }

  TEST_CASE("columns at the end without a name may be left out or filled") {
    const Run run = read("a,b,\n1,2,\n3,4\n5,6,7\n8,9,,0\n1\n", two(), csv());
    CHECK(run.log == Lines{"1@2 a=\"1\" b=\"2\"", "2@3 a=\"3\" b=\"4\"", "3@4 a=\"5\" b=\"6\"",
                           "4@ ragged-row 5:0 the row has 4 fields, 2 expected",
                           "5@ ragged-row 6:0 the row has 1 field, 2 expected"});
  }

  TEST_CASE("the delimiter is the one that splits the first rows alike") {
    CHECK(read("a;b\n1,1;2,2\n", two(), csv()).log == Lines{"1@2 a=\"1,1\" b=\"2,2\""});
    CHECK(read("a\tb\n1\t2|3\n", two(), csv()).log == Lines{"1@2 a=\"1\" b=\"2|3\""});
    CHECK(read("\"x;y;z\"|a|b\n1|2;3|4\n", two(), csv()).log == Lines{"1@2 a=\"2;3\" b=\"4\""});
    CHECK(read("a\n1\n", layout({slot("a", Kind::text)}), csv()).log == Lines{"1@2 a=\"1\""});
  }

  TEST_CASE("fields without a column are named all at once, with what is near") {
    const Run run =
        read("Industry,cuntry\nx,y\n",
             layout({slot("industry", Kind::text), slot("country", Kind::text), slot("q", Kind::number)}), csv());
    REQUIRE(run.error);
    CHECK(run.error->code == "missing-column");
    CHECK(run.error->message == "the heading row has no column for `industry`, `country`, `q`");
    CHECK(run.error->helps.size() == 3);
    CHECK(run.error->helps[0] == "a column with a name like `industry` exists: `Industry`");
    auto options = csv();
    options.allow_missing_columns = true;
    CHECK(read("a\n1\n", two(), options).log == Lines{"1@2 a=\"1\" b=-"});
    CHECK(read("a\n1\n", two(), options).occurrences == std::vector<std::uint64_t>{1, 0});
  }

  TEST_CASE("two columns of one name are an error if the program reads it") {
    const Run run = read("a,x,b,x,a\n1,2,3,4,5\n", two(), csv());
    REQUIRE(run.error);
    CHECK(run.error->code == "duplicate-column");
    CHECK(run.error->message == "columns 1 and 5 are both named `a`, which the program reads");
    CHECK(read("a,x,b,x\n1,2,3,4\n", two(), csv()).decided == 1);
  }

  TEST_CASE("columns can be named where there is no heading row") {
    CHECK(named("1,2\n3,4,5\n", {"b", "a"}).log ==
          Lines{"1@1 a=\"2\" b=\"1\"", "2@ ragged-row 2:0 the row has 3 fields, 2 expected"});
    CHECK(named("1,2,3\n", {"b", "a"}).error->code == "column-count");
    CHECK(named("1,2\n", {"b", "c"}).error->code == "missing-column");
    CHECK(named("", {"a", "b"}).log.empty());
    CHECK(named("\"1\"x,2\n3,4\n", {"a", "b"}).log.size() == 2);
  }

  TEST_CASE("texts are converted to the kind of their field; lists need no column") {
    const Run run = read("n,b,t\n1.5,Yes,2026-01-02 03:04\n 1,maybe,soon\n,,\n-0,0,2026-01-02\n",
                         layout({slot("n", Kind::number), slot("b", Kind::boolean), slot("t", Kind::time),
                                 slot("l", Kind::list_text), slot("r", Kind::records)}),
                         csv());
    CHECK(run.log == Lines{"1@2 n=1.5 b=yes t=2026-01-02T03:04:00Z l=[] r=[]", "2@3 n=- b=- t=- l=[] r=[]",
                           "3@4 n=- b=- t=- l=[] r=[]", "4@5 n=0 b=no t=2026-01-02T00:00:00Z l=[] r=[]"});
    CHECK(run.invalid[0].example == " 1");
    CHECK(run.invalid[1].reason == "not a bool");
    CHECK(run.invalid[2].line == 3);
  }

  TEST_CASE("an input without rows has no records; a heading row alone neither") {
    CHECK(read("", two(), csv()).text() == read("a,b\n", two(), csv()).text());
    CHECK(read("\n\n", two(), csv()).log.empty());
  }

  TEST_CASE("values that a spreadsheet would take for formulas come in unchanged") {
    CHECK(read("a,b\n=cmd|' /C calc'!A0,+1+1\n@SUM(1),\"\t=1\"\n", two(), csv()).log ==
          Lines{"1@2 a=\"=cmd|' /C calc'!A0\" b=\"+1+1\"", "2@3 a=\"@SUM(1)\" b=\"\t=1\""});
  }

  TEST_CASE("texts that nothing asks for are not gathered, but must be there where they are required") {
    auto with = two();
    with.slots[0].unread = with.slots[1].unread = true;
    with.slots[1].required = true;
    const Run run = read_gathered("a,b\n1,2\n3,\n4,5\n", with, csv(), 100, 512);
    CHECK(run.gathered == 2);
    CHECK(run.log ==
          Lines{"1@2 a=- b=-", "2@ missing-required 3:0 required field `b` is missing or invalid", "3@4 a=- b=-"});
    CHECK(run.occurrences == std::vector<std::uint64_t>{3, 3});
  }

  TEST_CASE("values that cannot be converted are tallied once, also beside a row without a required one") {
    const auto with = [] {
      auto out = layout({slot("n", Kind::number), slot("t", Kind::text)});
      out.slots[0].required = true;
      out.slots[1].trimmed = true;
      return out;
    }();
    const std::string rows = "n,t\n1,\" a\"\" \"\nx,b\n\"2\",\" \"\n123456789,c \n-1.5,\n1e400,d\n";
    const Run run = read(rows, with, csv());
    CHECK(run.log == Lines{"1@2 n=1 t=\"a\"\"", "2@ missing-required 3:0 required field `n` is missing or invalid",
                           "3@4 n=2 t=-", "4@5 n=123456789 t=\"c\"", "5@6 n=-1.5 t=-",
                           "6@ missing-required 7:0 required field `n` is missing or invalid"});
    CHECK(run.invalid[0].count == 2);
    CHECK(read_gathered(rows, with, csv(), 1000, 512).gathered == 4);
  }

  TEST_CASE("a required field without a value rejects the row") {
    auto with = two();
    with.slots[1].required = true;
    CHECK(read("a,b\n1,2\n3,\n", with, csv()).log ==
          Lines{"1@2 a=\"1\" b=\"2\"", "2@ missing-required 3:0 required field `b` is missing or invalid"});
  }
}
