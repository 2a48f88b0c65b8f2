// Output files that are whole or not there, and streams that fail.
#include <doctest/doctest.h>

#include <csignal>
#include <filesystem>

#include "cli/rubric.hpp"

namespace rubric::test {

namespace fs = std::filesystem;

TEST_CASE("run: -o writes a file and leaves nothing beside it") {
  const Desk desk;
  const Result r = desk.rubric({"run", "c.rubric", "leads.csv", "-o", "out.csv"});
  CHECK(r.code == 0);
  CHECK(r.out.empty());
  CHECK(desk.folder.read("out.csv").starts_with("id,mql,"));
  CHECK(desk.folder.names() == std::vector<std::string>{"c.rubric", "leads.csv", "out.csv"});
  CHECK(desk.rubric({"run", "c.rubric", "leads.csv", "-o", "-", "--format", "csv", "-q"}).out ==
        desk.folder.read("out.csv"));
  CHECK(desk.rubric({"run", "c.rubric", "leads.csv", "-o", "out.jsonl"}).code == 0);
  CHECK(desk.folder.read("out.jsonl").starts_with("{\"id\":\"a1\""));
}

TEST_CASE("run: a failed run keeps the old output") {
  const Desk desk;
  desk.folder.write("out.csv", "old");
  desk.folder.write("broken.csv", "id,email,fit.industry,fit.employees\na1,x,software,n/a\n");
  CHECK(desk.rubric({"run", "c.rubric", "broken.csv", "-o", "out.csv", "--strict"}).code == 1);
  CHECK(desk.folder.read("out.csv") == "old");
  CHECK(desk.rubric({"run", "c.rubric", "leads.csv", "nowhere.csv", "-o", "out.csv"}).code == 2);
  CHECK(desk.folder.read("out.csv") == "old");
  CHECK(desk.folder.names() == std::vector<std::string>{"broken.csv", "c.rubric", "leads.csv", "out.csv"});
}

TEST_CASE("run: rejected records do not keep the output back") {
  const Desk desk;
  const Result r = desk.rubric({"run", "c.rubric", "-", "-o", "out.csv"}, std::string(kLeads) + "too,few\n");
  CHECK(r.code == 3);
  CHECK(desk.folder.read("out.csv").ends_with("in the ICP\n"));
  CHECK(contains(r.err, "4 leads read: 3 decided, 1 rejected"));
  CHECK(contains(r.err, "standard input:5: ragged-row: "));
}

TEST_CASE("run: a new output is as private as the old one was, and a link stays a link") {
  const Desk desk;
  desk.folder.write("real.csv", "old");
  fs::permissions(desk.folder.path() / "real.csv", fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("real.csv", desk.folder.path() / "link.csv");
  CHECK(desk.rubric({"run", "c.rubric", "leads.csv", "-o", "link.csv", "-q"}).code == 0);
  CHECK(fs::is_symlink(desk.folder.path() / "link.csv"));
  CHECK(desk.folder.read("real.csv").starts_with("id,"));
  CHECK(fs::status(desk.folder.path() / "real.csv").permissions() == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("run: an input is never the output") {
  const Desk desk;
  fs::create_hard_link(desk.folder.path() / "leads.csv", desk.folder.path() / "same.csv");
  for (const std::string output : {"leads.csv", "same.csv", "./c.rubric"}) {
    CAPTURE(output);
    const Result r = desk.rubric({"run", "c.rubric", "leads.csv", "-o", output});
    CHECK(r.code == 2);
    CHECK(contains(r.err, "cannot be the output too"));
  }
  CHECK(desk.folder.read("leads.csv") == kLeads);
  CHECK(desk.rubric({"run", "c.rubric", "leads.csv", "-o", "x.csv", "--summary", "x.csv"}).code == 2);
}

TEST_CASE("run: a full disk is a message and exit code 2") {
  const Desk desk;
  Process process = desk.process({"run", "c.rubric", "leads.csv", "-q"});
  process.output_path = "/dev/full";
  const Result to_stdout = run(process);
  CHECK(to_stdout.code == 2);
  CHECK(to_stdout.err == "error: cannot write to standard output: No space left on device\n");
  const Result to_file = desk.rubric({"run", "c.rubric", "leads.csv", "-o", "/dev/full", "-q"});
  CHECK(to_file.code == 2);
  CHECK(contains(to_file.err, "cannot write to `/dev/full`"));
  CHECK(desk.rubric({"run", "c.rubric", "leads.csv", "--summary", "/dev/full", "-q"}).code == 2);
  const Result nowhere = desk.rubric({"run", "c.rubric", "leads.csv", "-o", "no/such/out.csv"});
  CHECK(nowhere.code == 2);
  CHECK(contains(nowhere.err, "the folder that it goes into must exist"));
  CHECK(desk.rubric({"run", "c.rubric", "leads.csv", "-o", "."}).code == 2);
}

TEST_CASE("run: a signal takes the unfinished file away and keeps the old one") {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    const Desk desk;
    desk.folder.write("out.csv", "old");
    const Process process = desk.process({"run", "c.rubric", "-", "-o", "out.csv", "--summary", "s.json"});
    const Result r = run_until_file_and_kill(process, "s.json.tmp-", number);
    CHECK(r.code == 128 + number);
    CHECK(desk.folder.read("out.csv") == "old");
    CHECK(desk.folder.names() == std::vector<std::string>{"c.rubric", "leads.csv", "out.csv"});
  }
}

TEST_CASE("run: a reader that leaves ends the run without a word") {
  const Desk desk;
  std::string many = "id,email,fit.industry,fit.employees\n";
  for (int i = 0; i < 20'000; ++i) many += "a" + std::to_string(i) + ",ann@acme.io,Software,400\n";
  desk.folder.write("many.csv", many);
  const Result r = run_with_reader_that_leaves(desk.process({"run", "c.rubric", "many.csv"}), 100);
  CHECK(r.code == 141);
  CHECK(r.err.empty());
}

}  // namespace rubric::test
