#include "cli/help.hpp"

namespace rubric::cli {

namespace {

// No line is wider than 80 columns; tests hold that, and that no option is left out.
constexpr std::string_view kProgram =
    R"(rubric: decide which leads qualify, by criteria that people can read

A criteria file says what a qualified lead is. The shortest one is a line:

  mql when fit.industry in { "software", "fintech" } and fit.employees >= 50

Four things to do with it:

  is the file sound? if not, what to mend
    rubric check criteria.rubric
  decide the leads; show the first ones, and how many qualify
    rubric run criteria.rubric leads.csv
  write every decision to a file
    rubric run criteria.rubric leads.csv -o decided.csv
  why did this lead not qualify?
    rubric explain criteria.rubric leads.csv --id a1

Commands:
  run      decide leads from CSV or JSON files
  explain  say why one lead was decided as it was
  check    look for errors in criteria files
  test     run the tests that stand in criteria files
  repl     try expressions and rules on a lead, line by line
  dis      show what a criteria file is compiled to

`rubric COMMAND --help` shows the options of a command, with examples;
`rubric --version` shows the version.

Exit codes:
  0  all is well
  1  errors in a criteria file, or invalid values under --strict
  2  wrong usage, or a file that cannot be read or written
  3  some records were malformed and left out; all others were decided
)";

constexpr std::string_view kRun = R"(rubric run CRITERIA RECORDS... [options]: decide leads

Examples:
  rubric run criteria.rubric leads.csv
  rubric run criteria.rubric leads.csv -o decided.csv
  rubric run criteria.rubric leads.csv --only mql --fields email,fit.industry
  rubric run criteria.rubric june.jsonl july.jsonl --as-of 2026-08-01
  rubric run criteria.rubric leads.csv --param threshold=70 --format none
  rubric run criteria.rubric leads.csv --join events=activity.csv on id=lead_id
  rubric run criteria.rubric leads.jsonl.gz --format jsonl
  fetch-leads | rubric run criteria.rubric - --format jsonl

Records are JSON lines, a JSON array, or CSV with a heading row; `-` is
standard input. What gzip or zstd has compressed is read as what it holds.
  --input-format json|csv   where the file's name does not tell it
  --columns a,b,c           of a CSV file that has no heading row
  --allow-missing-columns   a field without a column is missing in every lead
  --key FIELD               names a lead (default: id, else the first required)
  --strict                  an invalid value ends the run, with exit code 1;
                            otherwise it counts as missing
  --stdin-filename NAME     name standard input; its ending tells the format

A list of the record can come from a file of its own, a row for each element:
  --join LIST=FILE on KEY   the rows of FILE that have the lead's KEY become its
                            LIST, in their order; `on LEAD_KEY=FILE_KEY` where
                            the columns differ. Keys are compared as text. FILE
                            is CSV or JSON; may be repeated
  --join-limit SIZE         memory for these files: 512MiB, 4GiB (default 2GiB)

What is decided:
  --as-of TIME              the instant of "today": 2026-11-01, or
                            2026-11-01T09:30:00Z (default: now)
  --param NAME=VALUE        replace the value of a `param`; may be repeated
  --root FOLDER             where files lie that the criteria name (default:
                            the folder of the criteria); nothing else is read

What comes out:
  --format table            the first leads and a summary (a terminal gets it)
           jsonl            a JSON object for each lead (anything else gets it)
           csv              a row for each lead, unknown is empty
           none             the summary alone
  --only RULE               only leads for which the rule is yes; the summary
                            still counts all
  --fields a,b.c            show these fields of the record too
  --limit N                 leads in the table (default 10)
  -o, --output FILE         write there, all or nothing; .csv tells the format
  --summary FILE            write the summary as JSON
  --ledger                  in JSON lines: what each line of a score gave
  --explain                 in JSON lines: why, clause by clause, as
                            `rubric explain --format json` has it; slower
  --threads N               leads decided at once (default: the cores); what
                            comes out is the same for every N
  -q, --quiet               no summary on stderr, no progress, no warnings
  --color auto|always|never
  -h, --help                this page

A rule is yes, no or unknown: unknown when data is missing that could turn it.
In JSON these are true, false and null.

Exit codes:
  0  every record was decided
  1  errors in the criteria, or invalid values under --strict
  2  wrong usage, or a file that cannot be read or written
  3  some records were malformed and left out; all others were decided
)";

constexpr std::string_view kExplain =
    R"(rubric explain CRITERIA RECORDS... [options]: say why a lead came out so

Examples:
  rubric explain criteria.rubric leads.csv --id a1
  rubric explain criteria.rubric leads.csv --id a1 --rule mql
  rubric explain criteria.rubric leads.csv --id a1 --as-of 2026-11-01
  rubric explain criteria.rubric leads.csv --id a1 --id a2 -o why.html
  echo '{"email": "ann@acme.io"}' | rubric explain criteria.rubric -

Which lead, and how much of it:
  --id ID                   the lead with this id, as `rubric run` shows it; may
                            be repeated. One lead alone needs no name
  --record N                the Nth record of the file, from 1; may be repeated
  --rule NAME               this rule, score, choice, table, lifecycle or `let`
                            with what it looks at; may be repeated (default:
                            everything)

Records are read as `rubric run` reads them:
  --input-format json|csv   where the file's name does not tell it
  --columns a,b,c           of a CSV file that has no heading row
  --allow-missing-columns   a field without a column is missing in every lead
  --key FIELD               names a lead (default: id, else the first required)
  --join LIST=FILE on KEY   the rows of FILE that have the lead's KEY become its
                            LIST; may be repeated
  --join-limit SIZE         memory for these files (default 2GiB)
  --stdin-filename NAME     name standard input; its ending tells the format

What is decided:
  --as-of TIME              the instant of "today": 2026-11-01, or
                            2026-11-01T09:30:00Z (default: now)
  --param NAME=VALUE        replace the value of a `param`; may be repeated
  --root FOLDER             where files lie that the criteria name (default:
                            the folder of the criteria); nothing else is read

What comes out:
  --format text|json|html   for a screen (default), for programs, or a page to
                            send to somebody
  -o, --output FILE         write there; .html and .json tell the format
  -q, --quiet               no warnings, no notes
  --color auto|always|never
  -h, --help                this page

Exit codes:
  0  explained
  1  errors in the criteria
  2  wrong usage, no such lead, or a file that cannot be read or written
)";

constexpr std::string_view kCheck = R"(rubric check FILES... [options]: look for errors in criteria files

Examples:
  rubric check criteria.rubric
  rubric check criteria/*.rubric --format json
  git show HEAD:icp.rubric | rubric check - --stdin-filename icp.rubric

Options:
  --format text|json        for people (default), or for programs
  --param NAME=VALUE        check with this value of a `param`; may be repeated
  --root FOLDER             where files lie that the criteria name (default:
                            the folder of the criteria); nothing else is read
  --stdin-filename NAME     name standard input (`-`) in messages
  --color auto|always|never
  -h, --help                this page

Exit codes:
  0  no errors; there may be warnings
  1  errors
  2  wrong usage, or a file that cannot be read
)";

constexpr std::string_view kTest = R"(rubric test FILES... [options]: run the tests that stand in criteria files

A test gives a lead and says what should come out:

  test "an unknown country is not a yes" as of 2026-11-01 {
    given { id: "a2", email: "ann@acme.io" }
    expect stage == "check"
  }

Examples:
  rubric test criteria.rubric
  rubric test . --filter country        all files below this folder
  rubric test criteria.rubric --listing
  rubric test criteria/ --format junit > tests.xml
  rubric test criteria.rubric --min-coverage 80

Options:
  --filter WORDS            only tests whose title contains these words
  --format text|json|junit  for people (default), or for programs
  --coverage                say which verdicts of which rules no test has seen:
                            yes, no and, where data can be missing, unknown
  --listing                 show the file with these figures beside each rule,
                            line, arm, row and move
  --min-coverage PERCENT    of all these verdicts; less is a failure
  --require-tests           files without tests are a failure
  --threads N               files tested at once (default: the cores)
  --param NAME=VALUE        test with this value of a `param`; a test's own
                            `with` wins
  --root FOLDER             where files lie that the criteria name (default:
                            the folder of each file); nothing else is read
  --stdin-filename NAME     name standard input (`-`) in messages
  --color auto|always|never
  -h, --help                this page

Exit codes:
  0  every test passed, or there are none
  1  a test failed, a file has errors, coverage is below the minimum, or there
     are no tests under --require-tests
  2  wrong usage, or a file that cannot be read
)";

constexpr std::string_view kRepl = R"(rubric repl [CRITERIA] [options]: try expressions on a lead, line by line

Examples:
  rubric repl
  rubric repl criteria.rubric --lead lead.json
  rubric repl criteria.rubric --as-of 2026-11-01 < session.txt

In a session:
  score >= 60               an expression: its value, and what it is made of
  fit.employees = 400       change a field; what that changes is shown
  hot when score >= 80      declare a rule, or anything else of the language
  :help                     the commands: :verdicts, :explain, :lead, :undo …

The Tab key completes fields, names and words; what was typed before is found
with the arrow keys, also in the next session.

Options:
  --lead FILE               the first lead of a JSON file
  --as-of TIME              the instant of "today" (default: now)
  --param NAME=VALUE        replace the value of a `param`; may be repeated
  --root FOLDER             where files lie that the criteria name (default:
                            the folder of the criteria); nothing else is read
  --stdin-filename NAME     not used: lines come from standard input
  --color auto|always|never
  -h, --help                this page

Exit codes:
  0  the session ended
  1  lines came from a file, and one of them had an error
  2  wrong usage, or a file that cannot be read
)";

constexpr std::string_view kDis = R"(rubric dis FILE [options]: show what a criteria file is compiled to

Examples:
  rubric dis criteria.rubric         the instructions of the machine
  rubric dis criteria.rubric --ir    the typed program: every name resolved
  rubric dis criteria.rubric --ast   what was understood of the text

Options:
  --ir                      the typed program instead
  --ast                     the syntax tree instead; also of a broken file
  --param NAME=VALUE        compile with this value of a `param`
  --root FOLDER             where files lie that the criteria name (default:
                            the folder of the criteria); nothing else is read
  --stdin-filename NAME     name standard input (`-`) in messages
  --color auto|always|never
  -h, --help                this page

Exit codes:
  0  shown
  1  errors in the file
  2  wrong usage, or a file that cannot be read
)";

}  // namespace

std::string_view help_page(std::string_view command) {
  if (command.empty()) return kProgram;
  if (command == "run") return kRun;
  if (command == "explain") return kExplain;
  if (command == "check") return kCheck;
  if (command == "test") return kTest;
  if (command == "repl") return kRepl;
  if (command == "dis") return kDis;
  return {};
}

}  // namespace rubric::cli
