#include <doctest/doctest.h>

#include "support/records.hpp"

using rubric::data::Kind;
using rubric::data::Layout;
using rubric::data::Slot;
using rubric::test::layout;
using rubric::test::read;
using rubric::test::Run;
using rubric::test::slot;
using Lines = std::vector<std::string>;

namespace {

Slot declared(Slot slot) {
  slot.declared = true;
  return slot;
}

Layout lead() {
  return layout({slot("id", Kind::text), slot("score", Kind::number), slot("fit.industry", Kind::text),
                 slot("fit.employees", Kind::number)});
}

Layout events() {
  Slot list = slot("events", Kind::records);
  list.element = {slot("kind", Kind::text), slot("at", Kind::time), slot("page.path", Kind::text)};
  return layout({slot("id", Kind::text), list});
}

}  // namespace

TEST_SUITE("records/json") {
  TEST_CASE("lines: nested paths, absent keys, nulls, unknown keys") {
    const Run run = read(
        "{\"id\":\"a\",\"score\":12.5,\"fit\":{\"industry\":\"saas\",\"x\":[{}],\"employees\":40},\"z\":{}}\n"
        "\n"
        "  {\"fit\":null, \"id\":null}\r\n"
        "{\"fit\":{\"employees\":-0},\"id\":\"\"}",
        lead());
    CHECK(run.log == Lines{"1@1 id=\"a\" score=12.5 fit.industry=\"saas\" fit.employees=40",
                           "2@3 id=- score=- fit.industry=- fit.employees=-",
                           "3@4 id=- score=- fit.industry=- fit.employees=0"});
    CHECK(run.occurrences == std::vector<std::uint64_t>{3, 1, 1, 2});
  }

  TEST_CASE("an array, on one line or many, is read as lines are") {
    const std::string expected = read("{\"id\":\"a\"}\n{\"id\":\"b\",\"score\":2}\n", lead()).text();
    const Run one = read("[{\"id\":\"a\"},{\"id\":\"b\",\"score\":2}]", lead());
    CHECK(one.decided == 2);
    CHECK(one.log[1] == "2@1 id=\"b\" score=2 fit.industry=- fit.employees=-");
    const Run many = read("\n [\n{\n \"id\":\"a\"\n},\n  {\"id\":\"b\",\n\"score\":2}\n ]\n\n", lead());
    CHECK(many.log == Lines{"1@3 id=\"a\" score=- fit.industry=- fit.employees=-",
                            "2@6 id=\"b\" score=2 fit.industry=- fit.employees=-"});
    CHECK(read("[]", lead()).text() == read("", lead()).text());
    CHECK(expected.find("2@2") != std::string::npos);
  }

  TEST_CASE("of keys that are there twice the last one counts, with all that stands below it") {
    const Run run =
        read("{\"score\":\"x\",\"score\":2,\"sc\\u006fre\":3,\"fit\":{\"industry\":\"a\"},\"fit\":{\"employees\":1}}",
             lead());
    CHECK(run.log == Lines{"1@1 id=- score=3 fit.industry=- fit.employees=1"});
    CHECK(run.invalid[1].count == 0);
    CHECK(run.occurrences == std::vector<std::uint64_t>{0, 1, 0, 1});
  }

  TEST_CASE("a malformed record is rejected with its place, and the rest goes on") {
    const Run run = read(
        "{\"id\":\"a\"}\n{\"id\":\"b\",}\n{\"id\":\"c\" \"x\":1}\n{\"id\":01}\n{\"id\":\"d\n{\"id\":\"e\"} "
        "{}\n[1]\n{\"id\":\n"
        "{\"id\":\"\\x\"}\n{\"id\":\"\xff\"}\n{\"id\":\"z\"}\n",
        layout({slot("id", Kind::text)}));
    CHECK(run.log == Lines{"1@1 id=\"a\"", "2@ malformed-json 2:11 `}` stands where a key in double quotes should",
                           "3@ malformed-json 3:11 `\"` stands where `,` or `}` should",
                           "4@ malformed-json 4:7 `01` is not a JSON number",
                           "5@ malformed-json 5:7 a text is not closed",
                           "6@ malformed-json 6:12 `{` stands behind the end of the record",
                           "7@ not-an-object 7:1 a record is an object in `{ }`, this starts with `[`",
                           "8@ malformed-json 8:7 the record ends where a value should stand",
                           "9@ malformed-json 9:8 `\\` before `x` is no escape",
                           "10@ not-utf-8 10:8 the byte 0xff is not UTF-8", "11@11 id=\"z\""});
  }

  TEST_CASE("in an array a malformed element is rejected, and reading goes on at the next one") {
    const Run run = read(
        "[\n  {\"id\":\"a\"},\n  {\"id\":\"b,\n   \"x\":{\n     }},\n  {\"id\":[1}, {\"id\":\"c\"}, ,\n  7,\n  "
        "{\"id\":\"d\"} 1\n]\n x",
        layout({slot("id", Kind::text)}));
    CHECK(run.log == Lines{"1@2 id=\"a\"", "2@ malformed-json 3:9 a text is not closed on its line",
                           "3@ malformed-json 6:11 `}` stands where `,` or `]` should", "4@6 id=\"c\"",
                           "5@ malformed-json 6:26 `,` stands where an element should",
                           "6@ not-an-object 7:3 a record is an object in `{ }`, this starts with `7`",
                           "7@ malformed-json 8:14 `1` stands behind the end of the record",
                           "8@ broken-array 10:2 `x` stands behind the end of the array"});
    CHECK(read("[{\"id\":\"a\"}", layout({slot("id", Kind::text)})).log ==
          Lines{"1@1 id=\"a\"", "2@ broken-array 1:12 the input ends before the `]` of the array"});
    CHECK(read("[{\"id\":\"a\"},]", layout({slot("id", Kind::text)})).code(1) == "malformed-json");
  }

  TEST_CASE("numbers that binary64 cannot hold are valid JSON: invalid values, no rejections") {
    const Run run = read(
        "{\"score\":1e400}\n{\"score\":9007199254740993}\n{\"score\":9007199254740992}\n{\"score\":1e-400}\n"
        "{\"score\":0.1}\n{\"score\":true}\n{\"score\":\"5\"}\n{\"score\":{}}\n",
        layout({slot("score", Kind::number)}));
    CHECK(run.log == Lines{"1@1 score=-", "2@2 score=-", "3@3 score=9007199254740992", "4@4 score=0", "5@5 score=0.1",
                           "6@6 score=-", "7@7 score=-", "8@8 score=-"});
    CHECK(run.invalid[0].count == 5);
    CHECK(run.invalid[0].example == "1e400");
    CHECK(run.invalid[0].line == 1);
  }

  TEST_CASE("texts become times always, numbers and bools where a record declares them") {
    const std::string_view data = "{\"n\":\"12\",\"b\":\"YES\",\"t\":\"2026-01-02\"}\n{\"n\":1,\"b\":true,\"t\":1}\n";
    const std::vector<Slot> plain = {slot("n", Kind::number), slot("b", Kind::boolean), slot("t", Kind::time)};
    CHECK(read(data, layout(plain)).log == Lines{"1@1 n=- b=- t=2026-01-02T00:00:00Z", "2@2 n=1 b=yes t=-"});
    CHECK(read(data, layout({declared(plain[0]), declared(plain[1]), plain[2]})).log ==
          Lines{"1@1 n=12 b=yes t=2026-01-02T00:00:00Z", "2@2 n=1 b=yes t=-"});
  }

  TEST_CASE("a value around a path that is no object makes the value invalid, unless it is null") {
    const Run run = read("{\"fit\":7}\n{\"fit\":[1]}\n{\"fit\":null}\n{}\n", lead());
    CHECK(run.decided == 4);
    CHECK(run.invalid[2].count == 2);
    CHECK(run.invalid[2].example == "7");
    CHECK(run.invalid[2].reason == "the value around it is not an object");
    CHECK(run.occurrences[2] == 0);
  }

  TEST_CASE("escapes are undone, and a half of a surrogate pair is malformed wherever it stands") {
    const Run run = read(
        "{\"id\":\"a\\\"\\\\\\/"
        "\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\\u0000\"}\n{\"x\":\"\\ud800\"}\n{\"x\":\"\\udc00\"}\n"
        "{\"x\":\"\\ud800\\u0041\"}\n",
        layout({slot("id", Kind::text)}));
    CHECK(run.log[0] == std::string("1@1 id=\"a\"\\/\b\f\n\r\té😀") + '\0' + "\"");
    CHECK(run.rejected == 3);
    CHECK(run.code(1) == "malformed-json");
  }

  TEST_CASE("lists of records: rows of the element's fields") {
    const Run run = read(
        "{\"id\":\"a\",\"events\":[{\"kind\":\"x\",\"at\":\"2026-01-01\"},{\"page\":{\"path\":\"/p\\n\"}},{}]}\n"
        "{\"events\":[]}\n{\"events\":null}\n{}\n{\"events\":{}}\n{\"events\":[{\"at\":\"soon\"},3,null]}\n",
        events());
    CHECK(run.log == Lines{"1@1 id=\"a\" events=[{kind=\"x\" at=2026-01-01T00:00:00Z page.path=-}, {kind=- at=- "
                           "page.path=\"/p\n\"}, {kind=- at=- page.path=-}]",
                           "2@2 id=- events=[]", "3@3 id=- events=[]", "4@4 id=- events=[]", "5@5 id=- events=[]",
                           "6@6 id=- events=[{kind=- at=- page.path=-}]"});
    CHECK(run.invalid[1].count == 4);
    CHECK(run.invalid[1].example == "{}");
    CHECK(run.invalid[1].reason == "not a list");
    CHECK(run.occurrences[1] == 5);
  }

  TEST_CASE("an element that lacks a required field is dropped and tallied once") {
    Layout with = events();
    with.slots[1].element[1].required = true;
    const Run run =
        read("{\"events\":[{\"kind\":\"a\"},{\"kind\":\"b\",\"at\":\"2026-01-01\"},{\"at\":\"soon\"},{\"at\":null}]}\n",
             with);
    CHECK(run.log == Lines{"1@1 id=- events=[{kind=\"b\" at=2026-01-01T00:00:00Z page.path=-}]"});
    CHECK(run.invalid[1].count == 3);
    CHECK(run.invalid[1].example == "{\"kind\":\"a\"}");
    CHECK(run.invalid[1].reason == "`at`: an element lacks this required field");
  }

  TEST_CASE("lists of scalars: what is null or invalid is dropped and tallied") {
    Slot tags = slot("tags", Kind::list_text);
    tags.missing_texts = {"n/a"};
    const Run run = read("{\"tags\":[\"a\",null,\"\",\"n/a\",3,[\"b\"],\"c\"],\"n\":[1,2.5,\"3\"]}\n",
                         layout({tags, slot("n", Kind::list_number)}));
    CHECK(run.log == Lines{"1@1 tags=[\"a\", \"c\"] n=[1, 2.5]"});
    CHECK(run.invalid[0].count == 5);
    CHECK(run.invalid[0].reason == "a missing element in a list");
    CHECK(run.invalid[1].count == 1);
    CHECK(run.invalid[1].example == "\"3\"");
  }

  TEST_CASE("lists within the elements of a list") {
    Slot deals = slot("deals", Kind::records);
    Slot lines = slot("lines", Kind::records);
    lines.element = {slot("n", Kind::number)};
    deals.element = {slot("tags", Kind::list_text), lines, slot("id", Kind::text)};
    const Run run = read(
        "{\"deals\":[{\"tags\":[\"a\",\"b\"],\"lines\":[{\"n\":1},{\"n\":2}],\"id\":\"x\"},{\"lines\":[{}],\"id\":"
        "\"y\"}]}\n",
        layout({deals}));
    CHECK(run.log ==
          Lines{"1@1 deals=[{tags=[\"a\", \"b\"] lines=[{n=1}, {n=2}] id=\"x\"}, {tags=[] lines=[{n=-}] id=\"y\"}]"});
  }

  TEST_CASE("several slots that read the same key, each in its own way") {
    Slot one = slot("events", Kind::records);
    one.element = {slot("n", Kind::number), slot("k", Kind::text)};
    Slot two = slot("events", Kind::records);
    two.element = {slot("k", Kind::text), slot("n", Kind::text), slot("m", Kind::number)};
    two.element[2].required = true;
    const std::vector<Slot> slots = {slot("events", Kind::list_text), one, slot("events", Kind::text), two};
    const Run run =
        read("{\"events\":[{\"n\":1,\"k\":\"a\",\"m\":2},\"t\",{\"k\":\"b\"}]}\n{\"events\":\"x\"}\n", layout(slots));
    CHECK(run.log ==
          Lines{"1@1 events=[\"t\"] events=[{n=1 k=\"a\"}, {n=- k=\"b\"}] events=- events=[{k=\"a\" n=- m=2}]",
                "2@2 events=[] events=[] events=\"x\" events=[]"});
    CHECK(run.occurrences == std::vector<std::uint64_t>{2, 2, 2, 2});
    CHECK(run.invalid[0].count == 3);  // two objects; no list
    CHECK(run.invalid[1].count == 2);  // no object; no list
    CHECK(run.invalid[2].count == 1);  // a list
    CHECK(run.invalid[3].count == 4);  // no object; `n` is no text; `m` is missing; no list
  }

  TEST_CASE("keys longer than those that are expected") {
    const std::string key(100, 'k');
    const Layout wanted = layout({slot(key, Kind::number), slot("id", Kind::text)});
    for (int i = 0; i < 3; ++i) {
      std::string lines;
      for (int n = 0; n < 4; ++n)
        lines += "{\"" + key + "\":" + std::to_string(n) + ",\"" + std::string(99, 'k') + "\":7}\n";
      const Run run = read(lines, wanted);
      CHECK(run.log[3] == "4@4 " + key + "=3 id=-");
    }
  }

  TEST_CASE("a record without a required field is rejected, with the fields' names") {
    Layout with = lead();
    with.slots[0].required = with.slots[1].required = true;
    const Run run = read("{\"id\":\"a\",\"score\":1}\n{\"id\":\"\",\"score\":\"x\"}\n{\"id\":\"b\"}\n", with);
    CHECK(run.log == Lines{"1@1 id=\"a\" score=1 fit.industry=- fit.employees=-",
                           "2@ missing-required 2:0 required fields `id`, `score` are missing or invalid",
                           "3@ missing-required 3:0 required field `score` is missing or invalid"});
    CHECK(run.invalid[1].count == 1);
  }

  TEST_CASE("keys are compared byte by byte: case, form and dots matter") {
    const Run run = read(
        "{\"fit.n\":1,\"fit\":{\"n\":2},\"Score\":3,\"score\":4,\"e\\u0301\":5,\"\\u00e9\":6,\"\":7,\"__proto__\":{}}",
        layout({slot("fit.n", Kind::number), slot("score", Kind::number), slot("é", Kind::number),
                slot("", Kind::number)}));
    CHECK(run.log == Lines{"1@1 fit.n=2 score=4 é=6 =7"});
  }

  TEST_CASE("many keys, and many slots, of one length") {
    std::vector<Slot> slots;
    std::string record = "{";
    std::string expected = "1@1";
    for (int i = 100; i < 400; ++i) {
      const std::string key = "k" + std::to_string(i);
      record += (i > 100 ? "," : "") + ("\"" + key + "\":" + std::to_string(i));
      if (i % 3 != 0) continue;
      slots.push_back(slot(key, Kind::number));
      expected += " " + key + "=" + std::to_string(i);
    }
    CHECK(read(record + "}", layout(slots)).log == Lines{expected});
  }

  TEST_CASE("an example is shown as it stands, short and without control characters") {
    const Layout number = layout({slot("n", Kind::number)});
    CHECK(read("{\"n\":\"\\u001b[31m\"}", number).invalid[0].example == "\"\\u001b[31m\"");
    const std::string longer = read("{\"n\":\"" + std::string(100, 'x') + "\"}", number).invalid[0].example;
    CHECK(longer == "\"" + std::string(76, 'x') + "…");
    const Run table = read("n\n\x1b[31m\n", number, rubric::test::csv());
    CHECK(table.invalid[0].example == "\\u001b[31m");
  }
}
