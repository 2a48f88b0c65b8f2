// What comes out is the same for every number of threads, and for every size of the blocks that they take.
#include <doctest/doctest.h>

#include <filesystem>

#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/rubric.hpp"

namespace rubric::test {

namespace {

std::string json_leads(int count, int bad_from = 0) {
  std::string out;
  for (int i = 0; i < count; ++i) {
    const std::string n = std::to_string(i);
    if (i >= bad_from && i % 61 == 3) out += "{\"id\": \"x" + n + "\"\n";
    if (i >= bad_from && i % 67 == 4) out += "\n  \n";
    if (i == count / 2) out += "{\"id\":\"long\",\"email\":\"" + std::string(40'000, 'e') + "\"}\n";
    const std::string size = i >= bad_from && i % 71 == 5 ? "\"many\"" : std::to_string(i * 37 % 6000) + ".5";
    out += "{\"id\":\"a" + n + "\",\"email\":" + (i % 5 == 0 ? "null" : "\"p" + n + "@x.io\"") +
           ",\"fit\":{\"industry\":\"" + (i % 3 == 0 ? "Software" : "mining") + "\",\"employees\":" + size + "}}\n";
  }
  return out;
}

std::string csv_leads(int count) {
  std::string out = "id,email,fit.industry,fit.employees,note\n";
  for (int i = 0; i < count; ++i) {
    const std::string n = std::to_string(i);
    if (i % 61 == 3) out += "short,row\n";
    if (i % 67 == 4) out += "\r\n\n";
    if (i % 73 == 6) out += "\"a\" b,x,y,1,z\n";
    out += "a" + n + "," + (i % 5 == 0 ? "" : "p" + n + "@x.io") + "," + (i % 3 == 0 ? "Software" : "mining") + "," +
           (i % 71 == 5 ? "many" : std::to_string(i * 37 % 6000)) + ",";
    out += (i % 2 == 0 ? "\"two\nlines, \"\"" + n + "\"\"\"\r\n" : "pl\"ain\n");
  }
  return out;
}

// All that a run leaves: its files, its exit code, and the words of a failure.
std::string left_by(const Desk& desk, cli::RunOptions options) {
  const std::string output = (desk.folder.path() / "out").string();
  options.output = output;
  options.summary = (desk.folder.path() / "s.json").string();
  options.as_of = 0;
  options.quiet = true;
  std::string end;
  try {
    end = "code " + std::to_string(cli::run(options));
  } catch (const cli::Failure& failure) {
    end = cli::render(failure, false);
  }
  for (const char* const name : {"out", "s.json"}) {
    end += "\n--- " + std::string(name) + "\n" + (desk.folder.has(name) ? desk.folder.read(name) : "none");
    std::filesystem::remove(desk.folder.path() / name);
  }
  return end;
}

// `what` is a text that the run must have left, so that the test tests what it means to.
void check_same(const Desk& desk, cli::RunOptions options, const std::string& what) {
  options.threads = 1;
  options.block = 16U << 20U;
  const std::string wanted = left_by(desk, options);
  CHECK_MESSAGE(contains(wanted, what), wanted.substr(0, 1000));
  for (const unsigned threads : {1U, 2U, 3U, 8U}) {
    for (const std::size_t block : {std::size_t{200}, std::size_t{7000}, std::size_t{0}}) {
      CAPTURE(threads);
      CAPTURE(block);
      options.threads = threads;
      options.block = block;
      CHECK((left_by(desk, options) == wanted));
    }
  }
}

class ThreadsDesk : public Desk {
 public:
  ThreadsDesk() {
    folder.write("leads.jsonl", json_leads(1500));
    folder.write("good.jsonl", json_leads(900, 850));
    folder.write("many.csv", csv_leads(1800));
    folder.write("empty.csv", "");
    folder.write("none.jsonl", "");
  }
  [[nodiscard]] std::string path(const std::string& name) const { return (folder.path() / name).string(); }
  [[nodiscard]] cli::RunOptions options(const std::vector<std::string>& records, cli::Format format) const {
    cli::RunOptions out;
    out.criteria = path("c.rubric");
    for (const std::string& name : records) out.records.push_back(path(name));
    out.format = format;
    return out;
  }
};

}  // namespace

TEST_CASE("threads: JSON lines and CSV, in every form that comes out") {
  const ThreadsDesk desk;
  for (const cli::Format format : {cli::Format::jsonl, cli::Format::csv, cli::Format::none}) {
    CAPTURE(static_cast<int>(format));
    check_same(desk, desk.options({"leads.jsonl"}, format), "\"malformed-json\": 25");
    check_same(desk, desk.options({"many.csv"}, format), "\"ragged-row\": 30");
  }
  cli::RunOptions table = desk.options({"leads.jsonl"}, cli::Format::table);
  table.limit = 300;
  check_same(desk, table, "a299");
}

TEST_CASE("threads: counts alone come of columns, and are those of the leads one by one") {
  const ThreadsDesk desk;
  for (const std::string name : {"leads.jsonl", "many.csv", "good.jsonl"}) {
    CAPTURE(name);
    const std::string one_by_one = left_by(desk, desk.options({name}, cli::Format::csv));
    const std::string in_columns = left_by(desk, desk.options({name}, cli::Format::none));
    const auto summary = [](const std::string& all) { return all.substr(all.find("--- s.json")); };
    CHECK(summary(one_by_one) == summary(in_columns));
    CHECK(contains(in_columns, "\"decided\""));
  }
}

TEST_CASE("threads: several files, empty ones among them, and one rule alone") {
  const ThreadsDesk desk;
  cli::RunOptions options =
      desk.options({"many.csv", "empty.csv", "leads.jsonl", "none.jsonl", "good.jsonl"}, cli::Format::jsonl);
  options.only = "mql";
  options.fields = {"fit.employees"};
  options.ledger = true;
  check_same(desk, options, "\"id\":\"a897\"");
  options = desk.options({"good.jsonl"}, cli::Format::jsonl);
  options.explain = true;
  check_same(desk, options, "\"explanation\":");
}

TEST_CASE("threads: what ends a run is told as with one thread") {
  const ThreadsDesk desk;
  cli::RunOptions strict = desk.options({"good.jsonl", "leads.jsonl"}, cli::Format::jsonl);
  strict.strict = true;
  check_same(desk, strict, "good.jsonl:860: `\"many\"` in the field `fit.employees`: not a number");
  desk.folder.write("wrong.csv", "id,mail\n" + std::string(50'000, 'x'));
  check_same(desk, desk.options({"leads.jsonl", "wrong.csv"}, cli::Format::csv), "error[missing-column]");
}

TEST_CASE("threads: joined lists, and the rows that nobody asked for") {
  ThreadsDesk desk;
  desk.folder.write("j.rubric",
                    "record lead {\n  id text required\n  events list { kind text }\n}\n"
                    "busy when count(events where kind == \"visit\") >= 2\n");
  std::string events = "lead,kind\n";
  for (int i = 0; i < 4000; ++i) events += "A" + std::to_string(i * 7 % 2500) + (i % 3 == 0 ? ",visit\n" : ",mail\n");
  desk.folder.write("events.csv", events);
  cli::RunOptions options = desk.options({"leads.jsonl"}, cli::Format::jsonl);
  options.criteria = desk.path("j.rubric");
  options.joins = {{"events", desk.path("events.csv"), "id", "lead"}};
  check_same(desk, options, "\"attached\": 0");
  desk.folder.write("j.rubric",
                    "record lead {\n  id text required ignoring case\n  events list { kind text }\n}\n"
                    "busy when count(events where kind == \"visit\") >= 1\n");
  check_same(desk, options, "\"attached\": 2428");
  std::string own = json_leads(700);
  own += "{\"id\":\"a1\",\"events\":[{\"kind\":\"visit\"}]}\n" + json_leads(300);
  desk.folder.write("leads.jsonl", own);
  check_same(desk, options, "error[list-in-records]");
}

TEST_CASE("threads: many different scores and values, more than are told apart") {
  ThreadsDesk desk;
  desk.folder.write("v.rubric",
                    "record lead {\n  id text required\n  n number\n}\n"
                    "score points { +(n) when n > 0 }\n"
                    "choose who {\n  id when n > 5\n  \"few\" when n > 1\n}\n");
  std::string leads = "id,n\n";
  for (int i = 0; i < 130'000; ++i) leads += "a" + std::to_string(i % 20'000) + "," + std::to_string(i) + ".25\n";
  desk.folder.write("v.csv", leads);
  cli::RunOptions options = desk.options({"v.csv"}, cli::Format::none);
  options.criteria = desk.path("v.rubric");
  options.threads = 1;
  options.block = 16U << 20U;
  const std::string wanted = left_by(desk, options);
  CHECK(contains(wanted, "\"exact\": false"));
  for (const unsigned threads : {1U, 2U, 8U}) {
    options.threads = threads;
    options.block = 20'000;
    CHECK((left_by(desk, options) == wanted));
  }
}

TEST_CASE("threads: the program says the same, on both streams") {
  const ThreadsDesk desk;
  desk.folder.write("big.jsonl", json_leads(12'000));
  const auto run = [&](const std::string& threads) {
    return desk.rubric({"run", "c.rubric", "big.jsonl", "--as-of", "2026-06-01", "--threads", threads});
  };
  // The last line of the summary is how long it took.
  const auto words = [](const Result& r) { return r.err.substr(0, r.err.rfind("\n", r.err.size() - 2)); };
  const Result one = run("1");
  CHECK(one.code == 3);
  CHECK(one.out.size() > 1'000'000);
  for (const char* threads : {"2", "3", "8", "64"}) {
    const Result r = run(threads);
    CHECK(r.code == one.code);
    CHECK((r.out == one.out));
    CHECK(words(r) == words(one));
  }
}

TEST_CASE("threads: how many there may be") {
  const Desk desk;
  for (const char* threads : {"0", "65", "two", "-1"}) {
    const Result r = desk.rubric({"run", "c.rubric", "leads.csv", "--threads", threads});
    CHECK(r.code == 2);
    CHECK(contains(r.err, "--threads"));
  }
  CHECK(contains(desk.rubric({"run", "c.rubric", "leads.csv", "--threads", "65"}).err,
                 "error: `--threads 65` is not from 1 to 64"));
}

TEST_CASE("threads: a run that has failed does not wait for a pipe that stays open") {
  const Desk desk;
  std::string many = "id,email,fit.industry,fit.employees\n";
  for (int i = 0; i < 30'000; ++i) many += "a" + std::to_string(i) + ",ann@acme.io,Software,400\n";
  desk.folder.write("many.csv", many);
  // `sleep` holds the pipe open for longer than `timeout` lets the run take.
  Process shell;
  shell.program = "/bin/sh";
  shell.folder = desk.folder.path();
  shell.arguments = {"-c",
                     "mkfifo pipe; sleep 20 > pipe & sleeper=$!; cat many.csv > pipe 2> /dev/null &"
                     " timeout 15 " RUBRIC_PROGRAM
                     " run c.rubric - --stdin-filename x.csv --threads 4 -o /dev/full < pipe; echo code $?;"
                     " kill $sleeper"};
  const Result r = run(shell);
  CHECK(r.out == "code 2\n");
  CHECK(contains(r.err, "cannot write to `/dev/full`"));
}

}  // namespace rubric::test
