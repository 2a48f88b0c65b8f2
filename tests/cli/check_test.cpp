// `rubric check` and `rubric dis`.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "cli/rubric.hpp"

namespace rubric::test {

TEST_CASE("check: a sound file") {
  const Desk desk;
  const Result r = desk.rubric({"check", "c.rubric"});
  CHECK(r.code == 0);
  CHECK(r.out == "c.rubric: no errors, 2 rules, 1 score block, 1 choice\n");
  CHECK(r.err.empty());
}

TEST_CASE("check: errors of all files, in one run") {
  const Desk desk;
  desk.folder.write("bad.rubric", "record lead {\n  n number\n}\nhot when m > 3\n");
  desk.folder.write("worse.rubric", "hot when when\n");
  const Result r = desk.rubric({"check", "bad.rubric", "c.rubric", "worse.rubric"});
  CHECK(r.code == 1);
  CHECK(r.err.empty());
  CHECK(contains(r.out, "error[unknown-field]"));
  CHECK(contains(r.out, "bad.rubric:4:10"));
  CHECK(contains(r.out, "worse.rubric:1:"));
  const Result json = desk.rubric({"check", "bad.rubric", "c.rubric", "--format", "json"});
  CHECK(json.code == 1);
  const auto findings = nlohmann::json::parse(json.out);
  CHECK(findings["errors"] == 1);
  CHECK(findings["diagnostics"][0]["place"]["file"] == "bad.rubric");
}

TEST_CASE("check: standard input under a name") {
  const Desk desk;
  const Result r = desk.rubric({"check", "-", "--stdin-filename", "editor.rubric"}, "hot when = 3\n");
  CHECK(r.code == 1);
  CHECK(contains(r.out, "editor.rubric:1:"));
}

TEST_CASE("run: errors in the criteria look like those of check, on stderr") {
  const Desk desk;
  desk.folder.write("bad.rubric", "hot when n >\n");
  const Result checked = desk.rubric({"check", "bad.rubric"});
  const Result r = desk.rubric({"run", "bad.rubric", "leads.csv", "-o", "out.csv"});
  CHECK(r.code == 1);
  CHECK(r.out.empty());
  CHECK(r.err == checked.out);
  CHECK_FALSE(desk.folder.has("out.csv"));
}

TEST_CASE("dis: the bytecode, the typed program, the tree") {
  const Desk desk;
  CHECK(contains(desk.rubric({"dis", "c.rubric"}).out, "halt"));
  CHECK(desk.rubric({"dis", "c.rubric", "--ir"}).code == 0);
  CHECK_FALSE(desk.rubric({"dis", "c.rubric", "--ir"}).out.empty());
  desk.folder.write("bad.rubric", "hot when n > 3\ncold when n <\n");
  const Result tree = desk.rubric({"dis", "bad.rubric", "--ast"});
  CHECK(tree.code == 1);
  CHECK(contains(tree.out, "hot"));
  CHECK_FALSE(tree.err.empty());
  CHECK(desk.rubric({"dis", "bad.rubric"}).code == 1);
}

}  // namespace rubric::test
