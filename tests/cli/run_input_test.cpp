// Where records come from, and what is said about them.
#include <doctest/doctest.h>

#include <filesystem>

#include "cli/rubric.hpp"
#include "support/packed.hpp"

namespace rubric::test {

namespace {

constexpr const char* kRule = "hot when n > 3\n";

std::string ids(const Result& r) {
  std::string out;
  for (std::size_t at = r.out.find("\"id\":"); at != std::string::npos; at = r.out.find("\"id\":", at + 1)) {
    out += r.out.substr(at + 5, r.out.find(',', at) - at - 5) + ' ';
  }
  return out;
}

}  // namespace

TEST_CASE("run: the ending of the name tells the format, else the first character") {
  const Desk desk;
  desk.folder.write("r.rubric", kRule);
  const std::string json = "{\"id\":\"j\",\"n\":4}\n";
  const std::string csv = "id,n\nc,4\n";
  desk.folder.write("a.JSONL", json);
  desk.folder.write("b.ndjson", json);
  desk.folder.write("c.json", "[" + json + "]");
  desk.folder.write("d.csv", csv);
  desk.folder.write("e.TSV", "id\tn\nt\t4\n");
  desk.folder.write("f.txt", " \n" + json);
  desk.folder.write("g", csv);
  desk.folder.write("h.bom", "\xEF\xBB\xBF" + json);
  const Result r = desk.rubric(
      {"run", "r.rubric", "a.JSONL", "b.ndjson", "c.json", "d.csv", "e.TSV", "f.txt", "g", "h.bom", "-", "-q"}, json);
  CHECK(r.code == 0);
  CHECK(ids(r) == R"("j" "j" "j" "c" "t" "j" "c" "j" "j" )");
  CHECK(ids(desk.rubric({"run", "r.rubric", "-", "--stdin-filename", "x.csv", "-q"}, csv)) == "\"c\" ");
  CHECK(ids(desk.rubric({"run", "r.rubric", "-", "--input-format", "csv", "-q"}, csv)) == "\"c\" ");
}

TEST_CASE("run: files that gzip or zstd has packed are read like others, also from standard input and under --join") {
  const Desk desk;
  desk.folder.write("r.rubric", "hot when n > 3 and count(events) == 1\n");
  const std::string json = "{\"id\":\"j\",\"n\":4}\n";
  const std::string csv = "id,n\nc,4\n";
  desk.folder.write("a.jsonl.gz", gzip(json));
  desk.folder.write("b.JSON.ZST", zstd("[" + json + "]"));
  desk.folder.write("c.csv.gz", gzip(csv) + gzip("d,5\n"));
  desk.folder.write("d.csv", zstd(csv));  // whatever its name says
  desk.folder.write("e.gz", gzip(json));
  desk.folder.write("f.jsonl.gz", json);
  desk.folder.write("events.csv.zst", zstd("id,kind\nj,open\nc,open\n"));
  for (const char* threads : {"1", "2"}) {
    const Result r =
        desk.rubric({"run", "r.rubric", "a.jsonl.gz", "b.JSON.ZST", "c.csv.gz", "d.csv", "e.gz", "f.jsonl.gz", "-",
                     "-q", "--join", "events=events.csv.zst", "on", "id", "--only", "hot", "--threads", threads},
                    gzip(csv));
    CHECK(r.err.empty());
    CHECK(r.code == 0);
    CHECK(ids(r) == R"("j" "j" "c" "c" "j" "j" "c" )");
  }
}

TEST_CASE("run: a packed file without its end is an error, and no output is left") {
  const Desk desk;
  desk.folder.write("r.rubric", kRule);
  std::string many = "id,n\n";
  for (int i = 0; i < 100'000; ++i) many += std::to_string(i) + ",4\n";
  const std::string packed = gzip(many);
  desk.folder.write("a.csv.gz", packed.substr(0, packed.size() - 9));
  for (const char* threads : {"1", "2"}) {
    const Result r = desk.rubric({"run", "r.rubric", "a.csv.gz", "-o", "out.csv", "--threads", threads});
    CHECK(r.code == 2);
    CHECK(contains(r.err,
                   "error[compressed-cut-off]: a.csv.gz: the input is compressed by gzip, and its end is missing"));
    CHECK(contains(r.err, "`gzip -t FILE`"));
    CHECK_FALSE(std::filesystem::exists(desk.folder.path() / "out.csv"));
  }
  desk.folder.write("b.gz", "\x1f\x8b\x08");
  const Result nothing = desk.rubric({"run", "r.rubric", "b.gz"});
  CHECK(nothing.code == 2);
  CHECK(contains(nothing.err, "cannot read `b.gz`: the input is compressed by gzip"));
  CHECK(contains(nothing.err, "`gzip -t FILE`"));
}

TEST_CASE("run: several files are counted together and numbered each for itself") {
  const Desk desk;
  desk.folder.write("r.rubric", kRule);
  desk.folder.write("a.jsonl", "{\"n\":4}\n{\"n\":1}\n");
  desk.folder.write("b.jsonl", "{\"n\":5}\n{oops\n");
  const Result r = desk.rubric({"run", "r.rubric", "a.jsonl", "b.jsonl"});
  CHECK(r.code == 3);
  CHECK(ids(r) == "1 2 1 ");
  CHECK(contains(r.err, "4 leads read: 3 decided, 1 rejected"));
  CHECK(contains(r.err, "b.jsonl:2"));
}

TEST_CASE("run: empty inputs decide nothing and are no error") {
  const Desk desk;
  desk.folder.write("r.rubric", kRule);
  const Result heading = desk.rubric({"run", "r.rubric", "-"}, "id,n\n");
  CHECK(heading.code == 0);
  CHECK(heading.out.empty());
  CHECK(contains(heading.err, "0 leads read: 0 decided, 0 rejected"));
  const Result json = desk.rubric({"run", "r.rubric", "-", "--input-format", "json"}, "");
  CHECK(json.code == 0);
  CHECK(json.out.empty());
  CHECK(desk.rubric({"run", "r.rubric", "-", "--format", "csv", "-q"}, "id,n\n").out == "id,hot\n");
}

TEST_CASE("run: CRLF and a file without a heading row") {
  const Desk desk;
  desk.folder.write("r.rubric", kRule);
  CHECK(ids(desk.rubric({"run", "r.rubric", "-", "-q"}, "id,n\r\nx,4\r\n")) == "\"x\" ");
  CHECK(ids(desk.rubric({"run", "r.rubric", "-", "-q", "--columns", "id, n"}, "x,4\ny,1\n")) == "\"x\" \"y\" ");
  const Result json = desk.rubric({"run", "r.rubric", "-", "--stdin-filename", "x.json", "--columns", "id,n"}, "{}");
  CHECK(json.code == 2);
  CHECK(contains(json.err, "`--columns` names the columns of CSV files"));
}

TEST_CASE("run: a column that is not there is an error, unless it may be missing") {
  const Desk desk;
  desk.folder.write("x.csv", "id,email,fit.industri,fit.employees\na,b,software,60\n");
  const Result r = desk.rubric({"run", "c.rubric", "x.csv"});
  CHECK(r.code == 2);
  CHECK(r.out.empty());
  CHECK(contains(r.err, "error[missing-column]: x.csv:1: "));
  CHECK(contains(r.err, "fit.industri"));
  CHECK(desk.rubric({"run", "c.rubric", "x.csv", "--allow-missing-columns"}).code == 0);
}

TEST_CASE("run: a field of no JSON record is named in the summary") {
  const Desk desk;
  const Result r = desk.rubric({"run", "c.rubric", "-"}, "{\"id\":\"a\",\"fit\":{\"industri\":\"software\"}}\n");
  CHECK(r.code == 0);
  CHECK(contains(r.err, "in no record: "));
  CHECK(contains(r.err, "fit.industry"));
}

TEST_CASE("run: invalid values are counted, or fatal") {
  const Desk desk;
  const std::string leads =
      "id,email,fit.industry,fit.employees\na1,x,software,n/a\na2,x,software,60\na3,x,software,~\n";
  const Result counted = desk.rubric({"run", "c.rubric", "-"}, leads);
  CHECK(counted.code == 0);
  CHECK(contains(counted.err, "invalid values"));
  CHECK(contains(counted.err, "fit.employees       2  standard input:2  `n/a`: not a number"));
  const Result strict = desk.rubric({"run", "c.rubric", "-", "--strict"}, leads);
  CHECK(strict.code == 1);
  CHECK(
      contains(strict.err, "error[invalid-value]: standard input:2: `n/a` in the field `fit.employees`: not a number"));
}

TEST_CASE("run: what is no file of records is said so") {
  const Desk desk;
  desk.folder.write("book.xlsx", std::string("PK\x03\x04") + std::string(100, '\0'));
  const Result workbook = desk.rubric({"run", "c.rubric", "book.xlsx"});
  CHECK(workbook.code == 2);
  CHECK(contains(workbook.err, "workbook"));
  const Result folder = desk.rubric({"run", "c.rubric", "."});
  CHECK(folder.code == 2);
  CHECK(contains(folder.err, "`.` is a folder, not a file"));
  const Result nothing = desk.rubric({"run", "c.rubric", "lead.csv"});
  CHECK(nothing.code == 2);
  CHECK(contains(nothing.err, "there is no file `lead.csv`"));
  CHECK(contains(nothing.err, "did you mean `leads.csv`?"));
}

TEST_CASE("run: a lead whose lists are too long is rejected for that, and the rest goes on") {
  const Desk desk;
  desk.folder.write("deep.rubric",
                    "record lead {\n  a list of number\n}\nr when any(a as x where count(a where it > x) > 9000)\n");
  std::string numbers = "1";
  for (int i = 0; i < 8000; ++i) numbers += ",1";
  const std::string leads = "{\"a\":[1]}\n{\"a\":[" + numbers + "]}\n{\"a\":[2]}\n";
  for (const std::string format : {"none", "jsonl"}) {
    const Result r = desk.rubric({"run", "deep.rubric", "-", "--stdin-filename", "x.jsonl", "--format", format}, leads);
    CHECK(r.code == 3);
    CHECK(contains(r.out + r.err, "3 leads read: 2 decided, 1 rejected"));
    CHECK(contains(r.out + r.err, "visited-limit"));
    CHECK(contains(r.out + r.err, "lists are too long"));
  }
}

TEST_CASE("run: sets from files, below the criteria's folder only") {
  const TempFolder outside;
  outside.write("secret.txt", "software\n");
  const Desk desk;
  desk.folder.write("lists/domains.txt", "# ours\n\n  acme.io \nb.io\n");
  desk.folder.write("lists/named.csv", "name,domain\nAcme,acme.io\n\"B, Inc\",b.io\n");
  desk.folder.write("s.rubric",
                    "set A from \"lists/domains.txt\"\nset B from \"lists/named.csv\" column \"domain\"\nboth when "
                    "domain in A and domain in B\n");
  const std::string lead = "{\"id\":1,\"domain\":\"b.io\"}\n";
  CHECK(contains(desk.rubric({"run", "s.rubric", "-", "-q"}, lead).out, "\"both\":true"));
  const std::string away = "../" + outside.path().filename().string() + "/secret.txt";
  desk.folder.write("t.rubric", "set A from \"" + away + "\"\nr when x in A\n");
  const Result r = desk.rubric({"run", "t.rubric", "-"}, lead);
  CHECK(r.code == 1);
  CHECK(contains(r.err, "lies outside of the folder"));
  CHECK(desk.rubric({"run", "t.rubric", "-", "--root", ".."}, lead).code == 0);
  desk.folder.write("u.rubric", "set A from \"lists/nothing.txt\"\nr when x in A\n");
  CHECK(contains(desk.rubric({"check", "u.rubric"}).out, "there is no such file"));
}

}  // namespace rubric::test
