// What `rubric run` writes, and where.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "cli/rubric.hpp"

namespace rubric::test {

using Json = nlohmann::ordered_json;

TEST_CASE("run: a JSON line a lead on stdout, the summary on stderr") {
  const Desk desk;
  const Result r = desk.rubric({"run", "c.rubric", "leads.csv"});
  CHECK(r.code == 0);
  CHECK(
      r.out ==
      R"({"id":"a1","rules":{"mql":true,"big":false},"score":45,"scores":{"fit":45},"choices":{"stage":"mql"},"reasons":[{"score":"fit","points":25,"text":"in the ICP"},{"rule":"mql","text":"fits, \"really\""}]})"
      "\n"
      R"({"id":"a2","rules":{"mql":false,"big":true},"score":0,"scores":{"fit":0},"choices":{"stage":"big"},"reasons":[]})"
      "\n"
      R"({"id":"a3","rules":{"mql":false,"big":null},"score":25,"scores":{"fit":25},"choices":{"stage":null},"reasons":[{"score":"fit","points":25,"text":"in the ICP"}]})"
      "\n");
  CHECK(contains(r.err, "B2B 7, as of 20"));
  CHECK(contains(r.err, "3 leads read: 3 decided, 0 rejected"));
}

TEST_CASE("run: CSV has the same values in the same order, unknown is empty") {
  const Desk desk;
  const Result r = desk.rubric({"run", "c.rubric", "leads.csv", "--format", "csv", "--quiet"});
  CHECK(r.code == 0);
  CHECK(r.out ==
        "id,mql,big,score,score.fit,stage,reasons\n"
        "a1,true,false,45,45,mql,\"in the ICP; fits, \"\"really\"\"\"\n"
        "a2,false,true,0,0,big,\n"
        "a3,false,,25,25,,in the ICP\n");
  CHECK(r.err.empty());
}

TEST_CASE("run: a table and its summary on stdout") {
  const Desk desk;
  const Result r =
      desk.rubric({"run", "c.rubric", "leads.csv", "--format", "table", "--limit", "2", "--as-of", "2026-11-01"});
  CHECK(r.code == 0);
  CHECK(r.err.empty());
  const std::string before_time = r.out.substr(0, r.out.rfind("\n0."));
  CHECK(before_time ==
        "id  stage  mql  big  score  because\n"
        "a1  mql    yes  no      45  +25 in the ICP; fits, \"really\"\n"
        "a2  big    no   yes      0\n"
        "... 1 more lead (-o out.csv writes everything)\n"
        "\n"
        "B2B 7, as of 2026-11-01T00:00:00Z\n"
        "3 leads read: 3 decided, 0 rejected\n"
        "\n"
        "rule  yes          no          unknown\n"
        "mql     1  33.3 %   2  66.7 %        0   0.0 %\n"
        "big     1  33.3 %   1  33.3 %        1  33.3 %\n"
        "\n"
        "score  min  median  max\n"
        "fit      0      25   45\n"
        "\n"
        "stage   leads\n"
        "(none)      1  33.3 %\n"
        "big         1  33.3 %\n"
        "mql         1  33.3 %\n");
}

TEST_CASE("run: none counts only") {
  const Desk desk;
  const Result r = desk.rubric({"run", "c.rubric", "leads.csv", "--format", "none"});
  CHECK(r.code == 0);
  CHECK(r.out.starts_with("B2B 7"));
  CHECK(r.err.empty());
  const Result quiet = desk.rubric({"run", "c.rubric", "leads.csv", "--format", "none", "-q"});
  CHECK(quiet.out.empty());
  CHECK(quiet.err.empty());
}

TEST_CASE("run: --only writes some leads and counts all") {
  const Desk desk;
  const Result r = desk.rubric({"run", "c.rubric", "leads.csv", "--only", "mql", "--format", "csv"});
  CHECK(r.out ==
        "id,mql,big,score,score.fit,stage,reasons\na1,true,false,45,45,mql,\"in the ICP; fits, \"\"really\"\"\"\n");
  CHECK(contains(r.err, "3 leads read: 3 decided, 0 rejected; 1 shown, where mql is yes"));
}

TEST_CASE("run: --fields and --key show fields of the record, read or not") {
  const Desk desk;
  desk.folder.write("more.csv", "id,email,fit.industry,fit.employees,owner name\n7,a@b.c,software,60,\"Lee, Jo\"\n");
  const Result r = desk.rubric({"run", "c.rubric", "more.csv", "--fields", "fit.employees,owner name", "--fields",
                                "email", "--key", "email", "-q"});
  CHECK(r.code == 0);
  const Json lead = Json::parse(r.out);
  CHECK(lead["id"] == "a@b.c");
  CHECK(lead["fields"].dump() == R"({"fit.employees":60,"owner name":"Lee, Jo","email":"a@b.c"})");
  const Result csv = desk.rubric({"run", "c.rubric", "more.csv", "--fields", "owner name", "--format", "csv", "-q"});
  CHECK(csv.out.starts_with("id,owner name,mql"));
  CHECK(contains(csv.out, "7,\"Lee, Jo\",true"));
}

TEST_CASE("run: without an id, a lead has its number") {
  const Desk desk;
  desk.folder.write("one.rubric", "hot when visits > 3\n");
  const Result r =
      desk.rubric({"run", "one.rubric", "-", "-q"}, "{\"visits\": 5}\n{\"visits\": null, \"id\": \"x\"}\n");
  CHECK(r.code == 0);
  CHECK(r.out == "{\"id\":1,\"rules\":{\"hot\":true}}\n{\"id\":\"x\",\"rules\":{\"hot\":null}}\n");
}

TEST_CASE("run: --param and --as-of change what is decided") {
  const Desk desk;
  desk.folder.write("t.rubric", "param days = 30\nfresh when at >= as_of - 30 days and n > days\n");
  const std::string lead = "{\"id\":\"a\",\"at\":\"2026-10-15\",\"n\":40}\n";
  CHECK(desk.rubric({"run", "t.rubric", "-", "-q", "--as-of", "2026-11-01"}, lead).out ==
        "{\"id\":\"a\",\"rules\":{\"fresh\":true}}\n");
  CHECK(desk.rubric({"run", "t.rubric", "-", "-q", "--as-of=2026-12-01T00:00:00Z"}, lead).out ==
        "{\"id\":\"a\",\"rules\":{\"fresh\":false}}\n");
  CHECK(desk.rubric({"run", "t.rubric", "-", "-q", "--as-of", "2026-11-01", "--param", "days=50"}, lead).out ==
        "{\"id\":\"a\",\"rules\":{\"fresh\":false}}\n");
}

TEST_CASE("run: the summary as JSON holds the same figures, and the same bytes each time") {
  const Desk desk;
  desk.folder.write("bad.csv", "id,email,fit.industry,fit.employees\nb1,x,software,many\nb2,x,y,5,too much\n");
  const std::vector<std::string> arguments{"run",        "c.rubric", "leads.csv", "bad.csv",   "--as-of",
                                           "2026-11-01", "--format", "none",      "--summary", "s.json"};
  CHECK(desk.rubric(arguments).code == 3);
  const std::string first = desk.folder.read("s.json");
  CHECK(desk.rubric(arguments).code == 3);
  CHECK(desk.folder.read("s.json") == first);
  const Json s = Json::parse(first);
  CHECK(s["version"] == 1);
  CHECK(s["criteria"].dump() == R"({"file":"c.rubric","title":"B2B","version":"7"})");
  CHECK(s["as_of"] == "2026-11-01T00:00:00Z");
  CHECK(s["records"].dump() == R"({"read":5,"decided":4,"rejected":1,"written":4})");
  CHECK(s["rules"]["big"].dump() == R"({"yes":1,"no":1,"unknown":2})");
  CHECK(s["scores"]["fit"].dump() == R"({"min":0,"median":25,"max":45,"exact":true})");
  CHECK(s["choices"]["stage"]["values"][0].dump() == R"({"value":null,"leads":2})");
  CHECK(s["invalid"][0]["field"] == "fit.employees");
  CHECK(s["invalid"][0]["example"] == "many");
  CHECK(s["invalid"][0]["file"] == "bad.csv");
  CHECK(s["invalid"][0]["line"] == 2);
  CHECK(s["rejected_by_code"].dump() == R"({"ragged-row":1})");
  CHECK(s["first_rejected"][0]["line"] == 3);
  CHECK(s["first_rejected"][0]["record"] == 2);
}

TEST_CASE("run: a terminal gets a table with colour, as wide as it is") {
  const Desk desk;
  Process process = desk.process({"run", "c.rubric", "leads.csv"});
  process.environment["TERM"] = "xterm";
  const Result r = run_on_terminal(process, 34);
  CHECK(r.code == 0);
  CHECK(contains(r.out, "\x1b[32myes\x1b[0m"));
  CHECK(contains(r.out, "no room for because"));
  process.environment["NO_COLOR"] = "1";
  CHECK_FALSE(contains(run_on_terminal(process, 80).out, "\x1b["));
  process.arguments = {"run", "c.rubric", "leads.csv", "--color", "always"};
  CHECK(contains(run_on_terminal(process, 80).out, "\x1b["));
  CHECK(contains(run(process).err, "\x1b["));
}

}  // namespace rubric::test
