#include <doctest/doctest.h>

#include "support/records.hpp"

using namespace std::string_literals;
using rubric::data::Kind;
using rubric::test::csv;
using rubric::test::layout;
using rubric::test::read;
using rubric::test::Run;
using rubric::test::slot;

namespace {

Run open_as(const std::string& bytes, rubric::records::Options options = {}) {
  options.source_name = "leads.x";
  return read(bytes, layout({slot("a", Kind::text)}), options);
}

void check_refused(const std::string& bytes, std::string_view code, std::string_view help) {
  for (const Run& run : {open_as(bytes), open_as(bytes, csv())}) {
    REQUIRE(run.error);
    CHECK(run.error->code == code);
    REQUIRE(run.error->helps.size() == 1);
    CHECK(run.error->helps[0].find(help) != std::string::npos);
    CHECK(run.log.empty());
  }
}

}  // namespace

TEST_SUITE("records/sniff") {
  TEST_CASE("other encodings are named, with the command that converts them") {
    check_refused("\xff\xfe{\0}\0"s, "utf-16", "`iconv -f UTF-16 -t UTF-8 leads.x > NEW`");
    check_refused("\xfe\xff\0{\0}"s, "utf-16", "iconv -f UTF-16 ");
    check_refused("{\0\"\0a\0"s, "utf-16", "iconv -f UTF-16LE ");
    check_refused("\0a\0,"s, "utf-16", "iconv -f UTF-16BE ");
    check_refused("\xff\xfe\0\0{\0\0\0"s, "utf-32", "iconv -f UTF-32 ");
    check_refused("a,b\n1,M\xfcller\n", "not-utf-8", "iconv -f WINDOWS-1252 ");
    check_refused("{\"a\":\"\xe9t\xe9\"}\n", "not-utf-8", "iconv -f WINDOWS-1252 ");
  }

  TEST_CASE("what is no text is named, with what to do") {
    check_refused("\x1f\x8b\x08", "compressed", "gzip -dc leads.x");
    check_refused("BZh91AY", "compressed", "bzip2 -dc");
    check_refused(
        "\xfd"
        "7zXZ\0x"s,
        "compressed", "xz -dc");
    check_refused("\x28\xb5\x2f\xfdxx", "compressed", "zstd -dc");
    check_refused("PK\x03\x04....leads.csv", "compressed", "unzip -p");
    check_refused("PK\x03\x04....[Content_Types].xml", "workbook", "CSV UTF-8");
    check_refused("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook", "CSV UTF-8");
    check_refused("PAR1xxxx", "not-text", "export");
  }

  TEST_CASE("a source without a name is called FILE") {
    const Run run = read("\x1f\x8b\x08", layout({}));
    CHECK(run.error->helps[0] == "unpack it first: `gzip -dc FILE > NEW`");
  }

  TEST_CASE("single invalid bytes in UTF-8 are the records' faults") {
    CHECK(open_as("{\"a\":\"é\"}\n{\"a\":\"x\xe9\"}\n{}\n").rejected == 1);
    CHECK(open_as("{\"a\":\"\xff\"}\n{}\n").rejected == 1);
    const Run run = open_as("a,b\né,1\nx\xe9,2\ny,3\n", csv());
    CHECK(run.log ==
          std::vector<std::string>{"1@2 a=\"é\"", "2@ not-utf-8 3:2 the byte 0xe9 is not UTF-8", "3@4 a=\"y\""});
    CHECK(open_as("a\n" + std::string(17'000, '\n') + "M\xfcller\nx\n", csv()).code(0) == "not-utf-8");
  }

  TEST_CASE("a byte-order mark is dropped once") {
    CHECK(open_as("\xef\xbb\xbf{\"a\":\"1\"}").log == std::vector<std::string>{"1@1 a=\"1\""});
    CHECK(open_as("\xef\xbb\xbf[{}]").decided == 1);
    CHECK(open_as("\xef\xbb\xbf\xef\xbb\xbf{}").rejected == 1);
    CHECK(open_as("\xef\xbb\xbf").log.empty());
  }

  TEST_CASE("NUL bytes: malformed in JSON, a character like others in CSV") {
    const Run lines = open_as("{}\0{}\n{\"a\":\"x\0\"}\n{}\n"s);
    CHECK(lines.log ==
          std::vector<std::string>{"1@ malformed-json 1:3 `\\u0000` stands behind the end of the record",
                                   "2@ malformed-json 2:8 the control character `\\u0000` stands in a text unescaped",
                                   "3@3 a=-"});
    CHECK(open_as("a\nx\0y\n"s, csv()).log == std::vector<std::string>{"1@2 a=\"x\0y\""s});
  }
}
