// Each limit of the readers: at its limit it works, one past it gives its own error.
#include <doctest/doctest.h>

#include "support/records.hpp"

using rubric::data::Kind;
using rubric::data::Layout;
using rubric::records::Limits;
using rubric::records::Options;
using rubric::test::csv;
using rubric::test::layout;
using rubric::test::read;
using rubric::test::Run;
using rubric::test::slot;

namespace {

std::string times(std::size_t n, std::string_view part) {
  std::string out;
  for (std::size_t i = 0; i < n; ++i) out += part;
  return out;
}

// The middle one of three records is past a limit or not, read or not; the others are read.
void check_json(const std::string& record, std::string_view code, const Options& options = {}) {
  for (const Layout& reads : {layout({slot("pad", Kind::text)}), layout({slot("other", Kind::text)})}) {
    for (const std::size_t block : {std::size_t{1000}, std::size_t{1} << 20U}) {
      const Run lines = read("{}\n" + record + "\n{}", reads, options, block);
      CHECK(lines.code(1) == code);
      CHECK(lines.decided == (code.empty() ? 3 : 2));
      CHECK(lines.log.size() == 3);
      const Run array = read("[{},\n" + record + ",\n{}]", reads, options, block);
      CHECK(array.code(1) == code);
      CHECK(array.decided == (code.empty() ? 3 : 2));
      CHECK(array.log.size() == 3);
    }
  }
}

void check_csv(const std::string& row, std::string_view code, const Options& options = csv()) {
  for (const std::string_view heading : {"pad,b\n", "a,b\n"}) {
    for (const std::size_t block : {std::size_t{1000}, std::size_t{1} << 20U}) {
      auto lenient = options;
      lenient.allow_missing_columns = true;
      const Run run =
          read(std::string(heading) + "1,2\n" + row + "\n3,4\n", layout({slot("pad", Kind::text)}), lenient, block);
      CHECK(run.code(1) == code);
      CHECK(run.decided == (code.empty() ? 3 : 2));
      CHECK(run.log.size() == 3);
    }
  }
}

}  // namespace

TEST_SUITE("records/limits") {
  TEST_CASE("the length of a record") {
    Options json;
    json.limits.record_bytes = 40'000;
    json.limits.text_bytes = 100'000;
    const std::string at = "{\"pad\":\"" + std::string(40'000 - 10, 'x') + "\"}";
    check_json(at, "", json);
    check_json(at + " ", "record-too-long", json);
    check_json("{\"pad\":\"" + std::string(300'000, 'x') + "\"}", "record-too-long", json);
    Options table = csv();
    table.limits.record_bytes = 40'000;
    check_csv("x," + std::string(39'998, 'y'), "", table);
    check_csv("x," + std::string(39'999, 'y'), "record-too-long", table);
    check_csv("x,\"" + times(200'000, "y\n") + "\"", "record-too-long", table);
  }

  TEST_CASE("the default length of a record, and what comes behind a longer one") {
    const std::size_t limit = Limits{}.record_bytes;
    const Layout none;
    const std::string blanks = "{\"pad\":[" + std::string(limit - 10, ' ') + "]}";
    CHECK(read(blanks + "\n{}\n", none).decided == 2);
    CHECK(read(blanks + " \n{}\n", none).code(0) == "record-too-long");
    CHECK(read(blanks + " \n{}\n", none).decided == 1);
  }

  TEST_CASE("the depth below a record") {
    check_json("{\"pad\":" + times(64, "[") + times(64, "]") + "}", "");
    check_json("{\"pad\":" + times(65, "[") + times(65, "]") + "}", "too-deep");
    check_json("{\"pad\":" + times(64, "{\"a\":") + "1" + times(64, "}") + "}", "");
    check_json("{\"pad\":" + times(65, "{\"a\":") + "1" + times(65, "}") + "}", "too-deep");
    check_json("{\"pad\":" + times(100'000, "[") + times(100'000, "]") + "}", "too-deep");
  }

  TEST_CASE("the elements of a list") {
    check_json("{\"pad\":[" + times(99'999, "1,") + "1]}", "");
    check_json("{\"pad\":[" + times(100'000, "1,") + "1]}", "list-too-long");
  }

  TEST_CASE("the length of a text") {
    const std::size_t limit = Limits{}.text_bytes;
    check_json("{\"pad\":\"" + std::string(limit, 'x') + "\"}", "");
    check_json("{\"pad\":\"" + std::string(limit + 1, 'x') + "\"}", "text-too-long");
    check_json("{\"" + std::string(limit, 'x') + "\" :1}", "");
    check_json("{\"" + std::string(limit + 1, 'x') + "\" :1}", "text-too-long");
  }

  TEST_CASE("the length of a CSV field") {
    const std::size_t limit = Limits{}.csv_field_bytes;
    check_csv(std::string(limit, 'x') + ",1", "");
    check_csv(std::string(limit + 1, 'x') + ",1", "field-too-long");
    check_csv("1,\"" + std::string(limit, 'x') + "\"  ", "");
    check_csv("1,\"" + std::string(limit + 1, 'x') + "\"", "field-too-long");
    check_csv("\"" + times(limit / 2, "\"\"") + "\",1", "");
    check_csv("\"" + times(limit / 2 + 1, "\"\"") + "\",1", "field-too-long");
  }

  TEST_CASE("a quote that is never closed in a long input") {
    const Run run = read("a,b\n1,2\n3,\"" + times(2'000'000, "x,y\n"), layout({slot("a", Kind::text)}), csv());
    CHECK(run.decided == 1);
    CHECK(run.log.at(1) ==
          "2@ field-too-long 3:0 field 2 is longer than the limit of 1048576 bytes; its quote opens in line 3");
  }

  TEST_CASE("the columns of a CSV file") {
    const std::string heading = times(4095, "c,") + "a";
    CHECK(read(heading + "\n" + times(4095, ",") + "x\n", layout({slot("a", Kind::text)}), csv()).log ==
          std::vector<std::string>{"1@2 a=\"x\""});
    const Run wide = read("," + heading + "\n", layout({slot("a", Kind::text)}), csv());
    REQUIRE(wide.error);
    CHECK(wide.error->code == "too-many-columns");
    CHECK(read("a\n" + times(5000, ",") + "\nb\n", layout({slot("a", Kind::text)}), csv()).code(0) ==
          "too-many-columns");
  }
}
