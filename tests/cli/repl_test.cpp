// The session that `rubric repl` holds: lines in, answers out; and the program, fed by a pipe.
#include <doctest/doctest.h>

#include <string>

#include "base/time_text.hpp"
#include "repl/lead.hpp"
#include "repl/reading.hpp"
#include "repl/session.hpp"
#include "rubric.hpp"

using namespace rubric;
using repl::Reading;

namespace {

constexpr const char* kCriteria = R"(record lead {
  id text required
  fit { industry text ignoring case, employees number, country text }
  visits list dated by at { path text, at time }
}
param least = 40
set ICP = { "software", "fintech" }
let known = count(visits where path starts with "/pricing")
score fit max 60 {
  +30 when fit.industry in ICP
  +20 when fit.employees >= 50
}
mql when score >= least
choose stage { "mql" when mql, else "iql" }
)";

repl::Session session(std::string text = kCriteria) {
  repl::Options options;
  options.name = "c.rubric";
  options.text = std::move(text);
  options.as_of = base::parse_time("2026-11-01")->micros;
  options.read = [](const std::string& path) {
    engine::FileText out;
    if (path == "lead.json") out.text = R"({"id": "a1", "fit": {"industry": "Fintech", "employees": 400}})";
    if (path == "broken.json") out.text = "{";
    if (path == "nowhere.json") out.error = "there is no such file";
    return out;
  };
  return repl::Session(std::move(options));
}

std::string say(repl::Session& s, std::string_view line) {
  return s.line(line).text;
}

bool has(const std::string& text, std::string_view piece) {
  return text.find(piece) != std::string::npos;
}

Reading::Kind kind(std::string_view line) {
  return repl::read_line(line).kind;
}

}  // namespace

TEST_CASE("repl: what a line is") {
  using Kind = Reading::Kind;
  CHECK(kind("") == Kind::nothing);
  CHECK(kind("  # a remark") == Kind::nothing);
  CHECK(kind(":help") == Kind::command);
  CHECK(kind("fit.employees = 400") == Kind::assignment);
  CHECK(kind("`Total Time` = 4") == Kind::assignment);
  CHECK(kind("set = \"x\"") == Kind::assignment);
  CHECK(kind("fit.employees == 400") == Kind::expression);
  CHECK(kind("set in { \"x\" }") == Kind::expression);
  CHECK(kind("(score)") == Kind::expression);
  CHECK(kind("hot when score > 1") == Kind::declaration);
  CHECK(kind("let x = 1") == Kind::declaration);
  CHECK(kind("let f(t text) = t") == Kind::declaration);
  CHECK(kind("record lead { id text }") == Kind::declaration);
  CHECK(kind("from std.email use domain_of") == Kind::declaration);
  CHECK(repl::read_line("let f(t text) = t").name == "f");
  CHECK(repl::read_line(":param a = 1").value == "a = 1");
  CHECK(repl::open_brackets("any of { \"}\" # }") == 1);
  CHECK(repl::open_brackets("(a) }") == -1);
}

TEST_CASE("repl: expressions, changes of the lead, and what they change") {
  auto s = session();
  CHECK(has(s.greet().text, "c.rubric: 1 rule"));
  CHECK(say(s, "1 + 2") == "3\n");
  CHECK(has(say(s, "fit.employees >= 50"), "fit.employees is missing"));
  CHECK(say(s, "fit.industry = \"Software\"") == "score: 0 -> 30\nscore.fit: 0 -> 30\n");
  CHECK(has(say(s, "fit.employees = 60"), "mql: no -> yes"));
  CHECK(say(s, "stage") == "\"mql\"\n");
  CHECK(has(say(s, "fit = { employees: 5 }"), "mql: yes -> no"));
  CHECK(say(s, "fit.industry") == "\"Software\"\n");
  CHECK(has(say(s, "fit.industry = missing"), "score: 30 -> 0"));
  CHECK(say(s, "visits = [ { path: \"/pricing\", at: 2026-10-30 } ]").empty());
  CHECK(has(say(s, "known"), "1"));
  CHECK(say(s, "visits where path == \"/\"") == "a list of 0 elements\n");
  CHECK(has(say(s, ":lead"), "\"employees\": 5"));
}

TEST_CASE("repl: declarations are added, replaced and taken back") {
  auto s = session();
  CHECK(s.line("hot when any of {").more);
  CHECK(s.line("  score > 10").more);
  CHECK(say(s, "}") == "hot: no\n");
  CHECK(say(s, "hot when score == 0") == "hot: no -> yes\n");
  CHECK(say(s, ":undo") == "taken back: hot when score == 0\nhot: yes -> no\n");
  CHECK(s.line("mql when true").failed);  // the file's own names stay
  CHECK(s.line("x when scoer > 1").failed);
  CHECK(say(s, "from std.email use domain_of").empty());
  CHECK(say(s, "domain_of(\"a@b.io\")") == "\"b.io\"\n");
}

TEST_CASE("repl: what a declaration replaced comes back in its place") {
  auto s = session();
  CHECK(say(s, "hot when score > 10") == "hot: no\n");
  CHECK(say(s, "very when hot") == "very: no\n");
  CHECK(say(s, "hot when score == 0") == "very: no -> yes\nhot: no -> yes\n");
  CHECK(say(s, "hot when score == 1") == "very: yes -> no\nhot: yes -> no\n");
  CHECK(say(s, ":undo") == "taken back: hot when score == 1\nvery: no -> yes\nhot: no -> yes\n");
  CHECK(s.line("hot when scoer > 1").failed);
  CHECK(say(s, ":undo") == "taken back: hot when score == 0\nhot: yes -> no\nvery: yes -> no\n");
  CHECK(say(s, ":undo") == "taken back: very when hot\n");
  CHECK(say(s, ":undo") == "taken back: hot when score > 10\n");
  CHECK(s.line(":undo").failed);
}

TEST_CASE("repl: a module may be imported from twice") {
  auto s = session();
  CHECK(say(s, "from std.email use domain_of").empty());
  CHECK(say(s, "from std.email use local_part").empty());
  CHECK(say(s, "domain_of(\"a@b.io\")") == "\"b.io\"\n");
  CHECK(say(s, "local_part(\"a@b.io\")") == "\"a\"\n");
}

TEST_CASE("repl: a remark behind a change") {
  auto s = session();
  CHECK(say(s, "fit.employees = 400  # as they told us") == "score: 0 -> 20\nscore.fit: 0 -> 20\n");
}

TEST_CASE("repl: commands") {
  auto s = session();
  CHECK(has(say(s, ":help"), ":verdicts"));
  CHECK(has(say(s, ":verdicts"), "stage      \"iql\""));
  CHECK(has(say(s, ":lead lead.json"), "mql: no -> yes"));
  CHECK(has(say(s, ":explain mql"), "mql is yes"));
  CHECK(has(say(s, ":explain mqll"), "did you mean `mql`?"));
  CHECK(has(say(s, ":param least=90"), "mql: yes -> no"));
  CHECK(s.line(":param least=many").failed);
  CHECK(has(say(s, ":param least=30"), "mql: no -> yes"));
  CHECK(has(say(s, ":clear"), "mql: yes -> no"));
  CHECK(say(s, ":as_of") == "as of 2026-11-01\n");
  CHECK(s.line(":as_of tomorrow").failed);
  CHECK(has(say(s, ":names"), "fit.industry"));
  CHECK(has(say(s, ":verdcts"), "did you mean `:verdicts`?"));
  CHECK(has(say(s, ":lead nowhere.json"), "there is no such file"));
  CHECK(has(say(s, ":lead broken.json"), "it is not JSON"));
  CHECK(s.line(":quit").quit);
}

TEST_CASE("repl: a session without criteria") {
  auto s = session("");
  CHECK(has(s.greet().text, "no criteria yet"));
  CHECK(has(say(s, ":verdicts"), "nothing to decide yet"));
  CHECK(say(s, "points = 70").empty());
  CHECK(say(s, "hot when points > 60") == "hot: yes\n");
  CHECK(has(say(s, "points = 50"), "hot: yes -> no"));
}

TEST_CASE("repl: completion knows fields, names, functions, words and commands") {
  const auto s = session();
  CHECK(s.complete("fit.em") == std::vector<std::string>{"fit.employees"});
  CHECK(s.complete("count(vis") == std::vector<std::string>{"visits"});
  CHECK(s.complete(":un") == std::vector<std::string>{":undo"});
  CHECK(s.complete("not betw") == std::vector<std::string>{"between"});
  CHECK(s.complete("split_") == std::vector<std::string>{"split_part"});
  CHECK(s.complete("zzz").empty());
}

TEST_CASE("repl: leads come from JSON documents and JSON lines, and are merged") {
  repl::Lead lead;
  CHECK(lead.load("[{\"a\": 1}, {\"a\": 2}]").empty());
  CHECK(lead.json() == R"({"a":1})");
  CHECK(lead.load("{\"a\": {\"b\": 1}}\n{\"a\": 2}\n").empty());
  lead.change(R"({"a": {"c": 2}, "d": null})");
  CHECK(lead.json() == R"({"a":{"b":1,"c":2}})");
  CHECK(lead.load("\n \n{\"a\": 3}\n{\"a\": 4}\n").empty());
  CHECK(lead.json() == R"({"a":3})");
  CHECK(lead.load("{\"a\": {\"b\": 1, \"c\": 2}}\n" + std::string(1'000'000, '[') + "\n").empty());
  const std::string deep = "{\"a\": " + std::string(1'000'000, '[') + std::string(1'000'000, ']') + "}";
  CHECK(lead.load(deep) == "it is nested too deeply");
  CHECK_FALSE(lead.load("7").empty());
  CHECK(lead.json() == R"({"a":{"b":1,"c":2}})");
}

TEST_CASE("repl: the program reads lines from a pipe, and a slip in them shows in its exit code") {
  const test::Desk desk;
  desk.folder.write("lead.json", R"({"id": "a1", "email": "ann@acme.io", "fit": {"industry": "Software"}})");
  const auto fine = desk.rubric({"repl", "c.rubric", "--lead", "lead.json", "--as-of", "2026-11-01"},
                                "score\nfit.employees = 400\n:quit\nscore > \n");
  CHECK(fine.code == 0);
  CHECK(fine.out ==
        "25\nscore: 25 -> 45\nscore.fit: 25 -> 45\nmql: no -> yes\nbig: unknown -> no\nstage: missing -> \"mql\"\n");
  CHECK(desk.rubric({"repl", "c.rubric"}, "score >\n").code == 1);
  CHECK(has(desk.rubric({"repl"}, "hot when all of {\n  true\n").out, "unclosed-brace"));
  const auto lead = desk.rubric({"repl", "c.rubric", "--lead", "c.rubric"});
  CHECK(lead.code == 2);
  CHECK(has(lead.err, "it is not JSON"));
  CHECK(has(desk.rubric({"repl", "c.rubric", "lead.json"}).err, "--lead lead.json"));
}
