// `rubric explain`, and `rubric run --explain`, as a user runs them.
#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/rubric.hpp"

namespace rubric::test {

namespace {

using nlohmann::json;

std::vector<std::string> words(std::vector<std::string> more) {
  std::vector<std::string> out{"explain", "c.rubric", "leads.csv", "--as-of", "2026-11-01"};
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

}  // namespace

TEST_CASE("explain: a lead by its id, on stdout, with the instant and its place") {
  const Desk desk;
  const Result r = desk.rubric(words({"--id", "a2"}));
  CHECK(r.code == 0);
  CHECK(r.err.empty());
  CHECK(r.out.starts_with("a2 by B2B 7, as of 2026-11-01  leads.csv:3\n"));
  CHECK(contains(r.out, "mql is no"));
  CHECK(contains(r.out, "fit.industry is \"mining\""));
  CHECK(contains(r.out, "stage is \"big\""));
}

TEST_CASE("explain: without --as-of it is now, and it says so") {
  const Desk desk;
  const Result r = desk.rubric({"explain", "c.rubric", "leads.csv", "--id", "a1"});
  CHECK(r.code == 0);
  CHECK(contains(r.out, ", as of 20"));
}

TEST_CASE("explain: several leads, in the order in which they are named, through several files") {
  const Desk desk;
  desk.folder.write("more.jsonl", "{\"id\": \"b1\"}\n");
  const Result r = desk.rubric({"explain", "c.rubric", "leads.csv", "more.jsonl", "--id", "b1", "--id", "a3", "--id",
                                "b1", "--format", "json", "--as-of", "2026-11-01"});
  CHECK(r.code == 0);
  const json all = json::parse(r.out);
  REQUIRE(all.size() == 2);
  CHECK(all[0]["lead"] == json{{"id", "b1"}, {"file", "more.jsonl"}, {"record", 1}, {"line", 1}});
  CHECK(all[1]["lead"]["id"] == "a3");
}

TEST_CASE("explain: by the place in the file") {
  const Desk desk;
  CHECK(contains(desk.rubric(words({"--record", "3"})).out, "a3 by B2B"));
  const Result none = desk.rubric(words({"--record", "4"}));
  CHECK(none.code == 2);
  CHECK(contains(none.err, "there is no record 4: `leads.csv` has 3 records"));
  CHECK(desk.rubric(words({"--record", "0"})).code == 2);
  CHECK(desk.rubric(words({"--record", "x"})).code == 2);
  CHECK(contains(desk.rubric(words({"--record", "1", "--id", "a1"})).err, "both name leads"));
  desk.folder.write("more.jsonl", "{\"id\": \"b1\"}\n");
  CHECK(contains(desk.rubric({"explain", "c.rubric", "leads.csv", "more.jsonl", "--record", "1"}).err,
                 "is a place in a file, and 2 files are named"));
}

TEST_CASE("explain: one lead alone needs no name, several do") {
  const Desk desk;
  const Result one = desk.rubric({"explain", "c.rubric", "-", "--as-of", "2026-11-01"}, "{\"id\": \"x\"}\n");
  CHECK(one.code == 0);
  CHECK(contains(one.out, "x by B2B 7"));
  CHECK(contains(one.out, "standard input:1"));
  const Result many = desk.rubric({"explain", "c.rubric", "leads.csv"});
  CHECK(many.code == 2);
  CHECK(many.out.empty());
  CHECK(contains(many.err, "the records hold several leads, and none is named"));
  CHECK(contains(many.err, "name one: `--id a1`"));
  const Result none = desk.rubric({"explain", "c.rubric", "-", "--input-format", "json"}, "");
  CHECK(none.code == 2);
  CHECK(contains(none.err, "there is no lead in the records"));
}

TEST_CASE("explain: an id that is not there") {
  const Desk desk;
  const Result near = desk.rubric(words({"--id", "a9"}));
  CHECK(near.code == 2);
  CHECK(near.out.empty());
  CHECK(contains(near.err, "no lead has the id `a9`"));
  CHECK(contains(near.err, "did you mean `a1`, `a2` or `a3`?"));
  const Result far = desk.rubric(words({"--id", "somebody"}));
  CHECK(contains(far.err, "`id` names leads here; the first ones are `a1`, `a2`, `a3`"));
  desk.folder.write("bad.csv", "id,email,fit.industry,fit.employees\na1,x,y\na2,a,b,3\n");
  const Result rejected = desk.rubric({"explain", "c.rubric", "bad.csv", "--id", "lost"});
  CHECK(rejected.code == 2);
  CHECK(contains(rejected.err, "1 record was rejected, and the lead may be among them; the first one: bad.csv:2"));
  const Result place = desk.rubric({"explain", "c.rubric", "bad.csv", "--record", "1"});
  CHECK(place.code == 2);
  CHECK(contains(place.err, "record 1 was rejected"));
}

TEST_CASE("explain: ids in messages stay on their line, short, and stand once") {
  const Desk desk;
  desk.folder.write("odd.jsonl", "{\"id\": \"a\\n\\u001b[31m\"}\n{\"id\": \"" + std::string(5000, 'x') +
                                     "\"}\n{\"id\": \"b\"}\n{\"id\": \"b\"}\n");
  const Result unnamed = desk.rubric({"explain", "c.rubric", "odd.jsonl"});
  CHECK(unnamed.code == 2);
  CHECK(contains(unnamed.err, "name one by its place: `--record 1`"));
  const Result far = desk.rubric({"explain", "c.rubric", "odd.jsonl", "--id", "somebody\nelse"});
  CHECK(far.code == 2);
  CHECK(contains(far.err, "xxx…`, `b`\n"));
  CHECK(far.err.size() < 400);
  CHECK(std::ranges::count(far.err, '\n') == 2);
  CHECK_FALSE(contains(far.err, "\033[31m"));
}

TEST_CASE("explain: the same id twice: the first, and a note") {
  const Desk desk;
  desk.folder.write("twice.jsonl", "{\"id\": \"a\", \"email\": \"one\"}\n{\"id\": \"a\", \"email\": \"two\"}\n");
  const Result r = desk.rubric({"explain", "c.rubric", "twice.jsonl", "--id", "a"});
  CHECK(r.code == 0);
  CHECK(r.err == "note: 2 leads have the id `a`; the first one is explained\n");
  CHECK(contains(r.out, "twice.jsonl:1"));
  CHECK(desk.rubric({"explain", "c.rubric", "twice.jsonl", "--id", "a", "-q"}).err.empty());
}

TEST_CASE("explain: without an id in the data, a lead is named as run shows it") {
  const Desk desk;
  desk.folder.write("short.rubric", "r when a\n");
  desk.folder.write("short.jsonl", "{\"a\": true}\n{\"a\": false}\n");
  CHECK(contains(desk.rubric({"explain", "short.rubric", "short.jsonl", "--id", "2"}).out, "r is no"));
  desk.folder.write("mail.csv", "email,a\nX@y.io,true\n");
  const Result by_mail = desk.rubric({"explain", "short.rubric", "mail.csv", "--key", "email", "--id", "X@y.io"});
  CHECK(by_mail.code == 0);
  CHECK(by_mail.out.starts_with("X@y.io, as of"));
}

TEST_CASE("explain: one rule, with what it looks at; unknown names") {
  const Desk desk;
  const Result r = desk.rubric(words({"--id", "a1", "--rule", "big"}));
  CHECK(r.code == 0);
  CHECK(contains(r.out, "big is no"));
  CHECK_FALSE(contains(r.out, "mql"));
  CHECK(contains(desk.rubric(words({"--id", "a1", "--rule", "score.fit"})).out, "score.fit is"));
  const Result slip = desk.rubric(words({"--id", "a1", "--rule", "mlq"}));
  CHECK(slip.code == 2);
  CHECK(contains(slip.err, "the criteria have no rule, score, choice, table or lifecycle `mlq`"));
  CHECK(contains(slip.err, "did you mean `mql`?"));
}

TEST_CASE("explain: values that are none are noted") {
  const Desk desk;
  desk.folder.write("odd.csv", "id,email,fit.industry,fit.employees\na1,x,y,50-200\na2,x,y,many\n");
  CHECK(contains(desk.rubric({"explain", "c.rubric", "odd.csv", "--id", "a1"}).out,
                 "note: `fit.employees` counts as missing: `50-200` is not a number"));
  CHECK(contains(desk.rubric({"explain", "c.rubric", "odd.csv", "--id", "a2"}).out,
                 "note: `fit.employees` counts as missing: what the data has there is not a number"));
}

TEST_CASE("explain: params, joins and pages") {
  const Desk desk;
  CHECK(contains(desk.rubric(words({"--id", "a1", "--param", "threshold=99"})).out, "threshold is 99"));
  desk.folder.write(
      "j.rubric",
      "record lead {\n  id text required\n  events list { n number }\n}\nr when count(events where n > 1) >= 2\n");
  desk.folder.write("j.csv", "id\nx\n");
  desk.folder.write("events.csv", "id,n\nx,2\nx,1\nx,3\n");
  CHECK(contains(
      desk.rubric({"explain", "j.rubric", "j.csv", "--id", "x", "--join", "events=events.csv", "on", "id"}).out,
      "2 of 3 events"));
  const Result page = desk.rubric(words({"--id", "a1", "-o", "why.html"}));
  CHECK(page.code == 0);
  CHECK(page.out.empty());
  CHECK(desk.folder.read("why.html").starts_with("<!doctype html>"));
  CHECK(desk.rubric(words({"--id", "a1", "-o", "why.json"})).code == 0);
  CHECK(json::parse(desk.folder.read("why.json")).size() == 1);
  CHECK(desk.rubric(words({"--id", "a1", "-o", "leads.csv"})).code == 2);
}

TEST_CASE("explain: errors in the criteria are 1, wrong usage is 2") {
  const Desk desk;
  desk.folder.write("broken.rubric", "r when\n");
  CHECK(desk.rubric({"explain", "broken.rubric", "leads.csv", "--id", "a1"}).code == 1);
  CHECK(desk.rubric({"explain", "c.rubric"}).code == 2);
  CHECK(contains(desk.rubric({"explain", "c.rubric"}).err, "write `rubric explain c.rubric leads.csv`"));
  CHECK(desk.rubric(words({"--id", "a1", "--format", "xml"})).code == 2);
}

TEST_CASE("run --explain: the same value in each line; other formats are refused") {
  const Desk desk;
  const std::vector<std::string> run{"run", "c.rubric", "leads.csv", "--as-of", "2026-11-01", "-q", "--format"};
  const auto with = [&](std::vector<std::string> more) {
    std::vector<std::string> out = run;
    out.insert(out.end(), more.begin(), more.end());
    return desk.rubric(out);
  };
  const Result plain = with({"jsonl"});
  const Result explained = with({"jsonl", "--explain"});
  CHECK(explained.code == 0);
  std::istringstream a(plain.out);
  std::istringstream b(explained.out);
  std::size_t leads = 0;
  for (std::string one, other; std::getline(a, one) && std::getline(b, other); ++leads) {
    json more = json::parse(other);
    REQUIRE(more.contains("explanation"));
    json alone = json::parse(desk.rubric(words({"--id", more["id"], "--format", "json"})).out)[0];
    alone["lead"].erase("file");
    alone["lead"].erase("line");
    CHECK(more["explanation"] == alone);
    more.erase("explanation");
    CHECK(more == json::parse(one));
  }
  CHECK(leads == 3);
  for (const std::string format : {"csv", "table", "none"}) {
    const Result refused = with({format, "--explain"});
    CHECK(refused.code == 2);
    CHECK(contains(refused.err, "`--explain` adds to JSON lines"));
  }
}

}  // namespace rubric::test
