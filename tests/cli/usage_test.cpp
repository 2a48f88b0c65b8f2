// Arguments that are wrong, and pages that teach.
#include <doctest/doctest.h>

#include "cli/help.hpp"
#include "cli/options.hpp"
#include "cli/rubric.hpp"

namespace rubric::test {

TEST_CASE("the program alone, --help and --version") {
  const Desk desk;
  const Result alone = desk.rubric({});
  CHECK(alone.code == 0);
  CHECK(alone.out == cli::help_page(""));
  CHECK(desk.rubric({"--help"}).out == alone.out);
  CHECK(desk.rubric({"run", "--help"}).out == cli::help_page("run"));
  CHECK(desk.rubric({"check", "-h"}).out == cli::help_page("check"));
  CHECK(desk.rubric({"help", "dis"}).out == cli::help_page("dis"));
  CHECK(desk.rubric({"--version"}).out.starts_with("rubric "));
}

TEST_CASE("every option is on the page of its command, and no line is too wide") {
  for (const std::string command : {"run", "explain", "check", "test", "repl", "dis"}) {
    const std::string page(cli::help_page(command));
    for (const std::string& name : cli::option_names(command)) {
      CAPTURE(name);
      CHECK(contains(page, name));
    }
  }
  for (const std::string command : {"", "run", "explain", "check", "test", "repl", "dis"}) {
    std::size_t from = 0;
    const std::string page(cli::help_page(command));
    for (std::size_t end = page.find('\n'); end != std::string::npos; end = page.find('\n', from)) {
      CHECK(end - from <= 80);
      from = end + 1;
    }
  }
}

TEST_CASE("wrong arguments: exit code 2, nothing on stdout, and what to write instead") {
  const Desk desk;
  struct Case {
    std::vector<std::string> arguments;
    std::string message;
    std::string help;
  };
  const std::vector<Case> cases{
      {{"rum", "c.rubric"}, "there is no command `rum`", "did you mean `run`?"},
      {{"xyzzy"}, "there is no command `xyzzy`", "the commands are `run`, `explain`, `check`, `test`, `repl`, `dis`"},
      {{"c.rubric", "leads.csv"}, "stands where a command belongs", "write `rubric run c.rubric leads.csv`"},
      {{"--strict"}, "`--strict` stands where a command belongs", "rubric --help"},
      {{"run"}, "no criteria file and no records", "rubric run criteria.rubric leads.csv"},
      {{"run", "c.rubric"}, "no records are named", "write `rubric run c.rubric leads.csv`, or `-`"},
      {{"run", "leads.csv"}, "no criteria file is named", "write `rubric run criteria.rubric leads.csv`"},
      {{"run", "leads.csv", "c.rubric"},
       "`leads.csv` stands where the criteria file belongs",
       "`rubric run c.rubric leads.csv`"},
      {{"run", "c.rubric", "leads.csv", "c.rubric"},
       "`c.rubric` is a criteria file",
       "one run takes one criteria file"},
      {{"run", "c.rubric", "-", "-"}, "can be read only once", "--help"},
      {{"run", "c.rubric", "leads.csv", "--fromat", "csv"},
       "there is no option `--fromat`",
       "did you mean `--format`?"},
      {{"run", "c.rubric", "leads.csv", "--format=cvs"}, "`--format` does not know `cvs`", "did you mean `csv`?"},
      {{"run", "c.rubric", "leads.csv", "--format", "xml"},
       "`--format` does not know `xml`",
       "one of `table`, `jsonl`, `csv`, `none`"},
      {{"run", "c.rubric", "leads.csv", "--as-of"}, "`--as-of` needs a value", "--help"},
      {{"run", "c.rubric", "leads.csv", "--as-of", "yesterday"},
       "`--as-of yesterday` is neither a date nor a time",
       "2026-11-01T09:30:00Z"},
      {{"run", "c.rubric", "leads.csv", "--limit", "ten"}, "`--limit ten` is not a whole number", "--help"},
      {{"run", "c.rubric", "leads.csv", "--strict=yes"}, "`--strict` takes no value", "--help"},
      {{"run", "c.rubric", "leads.csv", "--param", "threshold"},
       "`--param threshold` has no value",
       "--param mql_threshold=70"},
      {{"run", "c.rubric", "leads.csv", "--param", "treshold=7"},
       "the file has no param `treshold`",
       "did you mean `threshold`?"},
      {{"run", "c.rubric", "leads.csv", "--param", "threshold=high"},
       "`high` is no value for the param `threshold`",
       ""},
      {{"run", "c.rubric", "leads.csv", "--only", "mqll"}, "the criteria have no rule `mqll`", "did you mean `mql`?"},
      {{"run", "c.rubric", "leads.csv", "--only", "stage"},
       "`--only stage` names a choice, not a rule",
       "its rules are `mql`, `big`"},
      {{"run", "c.rubric", "leads.csv", "--only", "xyzzy"}, "no rule `xyzzy`", "its rules are `mql`, `big`"},
      {{"run", "c.rubric", "leads.csv", "--fields", "a,,b"}, "has an empty name in it", "single commas"},
      {{"run", "c.rubric", "leads.csv", "--fields", "fit"}, "`fit` is a group of fields", "`fit.industry`"},
      {{"run", "c.rubric", "leads.csv", "--key", "emial"}, "emial", "email"},
      {{"run", "d.rubric", "leads.csv"}, "there is no file `d.rubric`", "did you mean `c.rubric`?"},
      {{"run", "no/c.rubric", "leads.csv"}, "there is no file `no/c.rubric`", "the folder `no` does not exist"},
      {{"run", "c.rubric", "leads.csv", "--summary", "-"}, "`--summary` needs the name of a file", "--format none"},
      {{"check"}, "no file to check is named", "write `rubric check criteria.rubric`"},
      {{"check", "nothing.rubric"}, "there is no file `nothing.rubric`", ""},
      {{"check", "c.rubric", "--format", "jsn"}, "`--format` does not know `jsn`", "did you mean `json`?"},
      {{"dis"}, "`dis` takes one criteria file", "write `rubric dis criteria.rubric`"},
      {{"dis", "c.rubric", "--ir", "--ast"}, "ask for two different things", ""},
  };
  for (const Case& c : cases) {
    std::string line;
    for (const std::string& argument : c.arguments) line += argument + ' ';
    CAPTURE(line);
    const Result r = desk.rubric(c.arguments);
    CHECK(r.code == 2);
    CHECK(r.out.empty());
    CHECK_MESSAGE(contains(r.err, c.message), r.err);
    CHECK_MESSAGE(contains(r.err, c.help), r.err);
  }
}

TEST_CASE("what a terminal would obey is escaped in messages") {
  const Desk desk;
  const Result r = desk.rubric({"run", "c.rubric", "\x1b[31mred.csv"});
  CHECK(r.code == 2);
  CHECK_FALSE(contains(r.err, "\x1b"));
}

TEST_CASE("options may stand anywhere, the last of two counts, and -- ends them") {
  const std::vector<std::string> arguments{"--format", "csv",  "c.rubric",      "--param", "a=1", "x.csv",
                                           "--param",  "b==2", "--format=none", "-q",      "--",  "-y.csv"};
  const cli::RunOptions options = cli::parse_run(arguments);
  CHECK(options.criteria == "c.rubric");
  CHECK(options.records == std::vector<std::string>{"x.csv", "-y.csv"});
  CHECK(options.params == std::map<std::string, std::string>{{"a", "1"}, {"b", "=2"}});
  CHECK(options.format == cli::Format::none);
  CHECK(options.quiet);
}

}  // namespace rubric::test
