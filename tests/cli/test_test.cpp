// `rubric test` as a user runs it.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "cli/rubric.hpp"

namespace rubric::test {

namespace {

using nlohmann::json;

constexpr const char* kGood = "r when a > 3\ntest \"four is more\" {\n  given { a: 4 }\n  expect r\n}\n";
constexpr const char* kBad = "r when a > 3\ntest \"three is not\" {\n  given { a: 3 }\n  expect r\n}\n";

struct Bench : Desk {
  Bench() {
    folder.write("good.rubric", kGood);
    folder.write("bad.rubric", kBad);
    folder.write("broken.rubric", "r when\n");
    folder.write("bare.rubric", "r when a\n");
  }
};

}  // namespace

TEST_CASE("test: passing and failing, and what the failure is made of") {
  const Bench bench;
  const Result good = bench.rubric({"test", "good.rubric"});
  CHECK(good.code == 0);
  CHECK(good.out == "good.rubric: 1 test passed\n");
  const Result bad = bench.rubric({"test", "bad.rubric"});
  CHECK(bad.code == 1);
  CHECK(contains(bad.out, "FAILED bad.rubric:2 \"three is not\""));
  CHECK(contains(bad.out, "line 4: expected this to be yes"));
  CHECK(contains(bad.out, "a is 3"));
}

TEST_CASE("test: a file without tests passes unless they are asked for") {
  const Bench bench;
  const Result bare = bench.rubric({"test", "bare.rubric"});
  CHECK(bare.code == 0);
  CHECK(contains(bare.out, "there are no tests here"));
  const Result asked = bench.rubric({"test", "bare.rubric", "--require-tests"});
  CHECK(asked.code == 1);
  CHECK(contains(asked.err, "bare.rubric has no tests, and --require-tests asks for them"));
}

TEST_CASE("test: a broken file among good ones does not keep them from being tested") {
  const Bench bench;
  const Result r = bench.rubric({"test", "broken.rubric", "good.rubric"});
  CHECK(r.code == 1);
  CHECK(contains(r.out, "broken.rubric: has errors, its tests were not run"));
  CHECK(contains(r.out, "good.rubric: 1 test passed"));
  CHECK(contains(r.err, "error["));
}

TEST_CASE("test: folders, all files below, in order; one without criteria is an error") {
  const Bench bench;
  bench.folder.write("team/b.rubric", kGood);
  bench.folder.write("team/a.rubric", kGood);
  bench.folder.write("team/deep/c.rubric", kGood);
  bench.folder.write("team/notes.txt", "no criteria");
  const Result r = bench.rubric({"test", "team"});
  CHECK(r.code == 0);
  CHECK(r.out.starts_with(
      "team/a.rubric: 1 test passed\nteam/b.rubric: 1 test passed\nteam/deep/c.rubric: 1 test passed\n"));
  CHECK(bench.rubric({"test", "team", "--threads", "3"}).out == r.out);
  bench.folder.write("empty/notes.txt", "");
  const Result empty = bench.rubric({"test", "empty"});
  CHECK(empty.code == 2);
  CHECK(contains(empty.err, "there is no criteria file in the folder `empty`"));
  CHECK(bench.rubric({"test", "not_there.rubric"}).code == 2);
}

TEST_CASE("test: the filter") {
  const Bench bench;
  const Result r = bench.rubric({"test", "good.rubric", "bad.rubric", "--filter", "FOUR"});
  CHECK(r.code == 0);
  CHECK(contains(r.out, "good.rubric: 1 test passed"));
  CHECK(contains(r.out, "bad.rubric: no test fits the filter"));
  CHECK(contains(r.out, "1 left out by the filter"));
}

TEST_CASE("test: standard input") {
  const Bench bench;
  const Result r = bench.rubric({"test", "-", "--stdin-filename", "icp.rubric"}, kBad);
  CHECK(r.code == 1);
  CHECK(contains(r.out, "FAILED icp.rubric:2"));
}

TEST_CASE("test: JSON and JUnit") {
  const Bench bench;
  const Result as_json = bench.rubric({"test", "good.rubric", "bad.rubric", "broken.rubric", "--format", "json"});
  CHECK(as_json.code == 1);
  const json report = json::parse(as_json.out);
  CHECK(report["version"] == 1);
  CHECK(report["passed"] == 1);
  CHECK(report["failed"] == 1);
  CHECK(report["broken_files"] == 1);
  const Result junit = bench.rubric({"test", "good.rubric", "bad.rubric", "broken.rubric", "--format", "junit"});
  CHECK(junit.code == 1);
  CHECK(contains(junit.out, "<testsuites name=\"rubric\" tests=\"3\" failures=\"1\" errors=\"1\">"));
  CHECK(contains(junit.out, "<testcase name=\"compiles\" classname=\"broken.rubric\">"));
}

TEST_CASE("test: coverage, the listing, and the least that will do") {
  const Bench bench;
  const Result coverage = bench.rubric({"test", "good.rubric", "--coverage"});
  CHECK(coverage.code == 0);
  CHECK(contains(coverage.out, "good.rubric: tests saw 33 % of the verdicts"));
  CHECK(contains(coverage.out, "never no, never unknown"));
  CHECK(contains(bench.rubric({"test", "good.rubric", "--listing"}).out, "r when a > 3"));
  CHECK(bench.rubric({"test", "good.rubric", "--min-coverage", "33"}).code == 0);
  const Result little = bench.rubric({"test", "good.rubric", "--min-coverage", "34%"});
  CHECK(little.code == 1);
  CHECK(contains(little.err, "tests saw 33.3 % of the verdicts, 34 % are asked for"));
  CHECK(contains(bench.rubric({"test", "good.rubric", "--min-coverage", "0.8"}).err, "write `--min-coverage 80`"));
  CHECK(bench.rubric({"test", "good.rubric", "--min-coverage", "101"}).code == 2);
}

TEST_CASE("test: params and wrong usage") {
  const Bench bench;
  bench.folder.write("p.rubric", "param least = 3\nr when a > least\ntest \"t\" {\n  given { a: 4 }\n  expect r\n}\n");
  CHECK(bench.rubric({"test", "p.rubric"}).code == 0);
  CHECK(bench.rubric({"test", "p.rubric", "--param", "least=4"}).code == 1);
  CHECK(contains(bench.rubric({"test"}).err, "write `rubric test criteria.rubric`"));
  CHECK(bench.rubric({"test", "-", "-"}).code == 2);
  CHECK(bench.rubric({"test", "good.rubric", "--threads", "0"}).code == 2);
  CHECK(bench.rubric({"test", "good.rubric", "--threads", "65"}).code == 2);
}

}  // namespace rubric::test
