// Lists that come from files of their own.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "cli/failure.hpp"
#include "cli/join_options.hpp"
#include "cli/rubric.hpp"

namespace rubric::test {

namespace {

constexpr const char* kLists = R"(record lead {
  id text required
  email text ignoring case
  tags list of text
  events list dated by at {
    kind text
    at time
    n number
  }
  deals list {
    amount number required
    stage text from "Deal Stage" trimmed ignoring case one of "open", "won"
  }
  spare list { x text }
}
kinds when first(kind of events) == "a" and last(kind of events) == "b"
many when count(events) >= 3
won when any(deals where stage == "won" and amount > 10)
score opens { +10 for each of events where kind == "a" }
)";

class JoinDesk : public Desk {
 public:
  JoinDesk() {
    folder.write("l.rubric", kLists);
    folder.write("p.csv", "id,email\n1,Ann@x\n2,bob@x\n3,\n");
    // Not sorted by lead; equal times stay in the order of the file.
    folder.write("ev.csv",
                 "lead_id,kind,at,n,note\n2,a,2026-01-05,1,\n1,a,2026-01-09,1,\n2,c,2026-01-05,1,\n"
                 "1,b,2026-01-09,1,\n2,b,2026-01-05,1,\n");
  }

  [[nodiscard]] Result run(std::vector<std::string> more, const std::string& input = {}) const {
    std::vector<std::string> arguments{"run", "l.rubric", "--as-of", "2026-02-01"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return rubric(std::move(arguments), input);
  }
  [[nodiscard]] nlohmann::json summary() const { return nlohmann::json::parse(folder.read("s.json")); }
};

// `1:kinds,many 2:` with the rules that are yes for each lead.
std::string verdicts(const Result& r) {
  std::string out;
  for (std::size_t from = 0, end = r.out.find('\n'); end != std::string::npos; end = r.out.find('\n', from)) {
    const auto lead = nlohmann::ordered_json::parse(r.out.substr(from, end - from));
    out += (out.empty() ? "" : " ") + lead["id"].get<std::string>() + ":";
    for (const auto& [name, value] : lead["rules"].items()) {
      if (value == true) out += name + ",";
    }
    out += std::to_string(lead["score"].get<int>());
    from = end + 1;
  }
  return out;
}

}  // namespace

TEST_CASE("join: an unsorted file, its order kept, leads without rows") {
  const JoinDesk desk;
  const Result r = desk.run({"p.csv", "--join", "events=ev.csv", "on", "id=lead_id", "--summary", "s.json"});
  CHECK_MESSAGE(r.code == 0, r.err);
  CHECK(verdicts(r) == "1:kinds,10 2:kinds,many,10 3:0");
  CHECK(contains(r.err, "events from ev.csv on id=lead_id\n5 rows read: 5 attached, 0 without a parent, 0 rejected\n"));
  CHECK_FALSE(contains(r.err, "in no record: events"));
}

TEST_CASE("join: every row is counted once, wherever it ends up") {
  const JoinDesk desk;
  desk.folder.write("p.csv", "id,email\n1,\n1,\n,\n3\n2,\n");
  desk.folder.write("ev.csv",
                    "lead_id,kind,at,n\n1,a,2026-01-05,1\n9,a,2026-01-05,1\n,a,2026-01-05,1\n2,a,,1\n2,a,soon,x\n2,a\n"
                    "3,b,2026-01-05,1\n1,b,2026-01-06,1\n");
  const Result r = desk.run({"p.csv", "--join", "events=ev.csv", "on", "id=lead_id", "--summary", "s.json"});
  CHECK(r.code == 3);
  CHECK(verdicts(r) == "1:kinds,10 1:kinds,10 2:0");
  const auto s = desk.summary();
  const auto& join = s["joins"][0];
  CHECK(join["list"] == "events");
  CHECK(join["file"] == "ev.csv");
  CHECK(join["on"]["lead"] == "id");
  CHECK(join["on"]["row"] == "lead_id");
  CHECK(join["rows"] == nlohmann::json({{"read", 8}, {"attached", 4}, {"without_parent", 3}, {"rejected", 1}}));
  CHECK(join["rows_without_key"] == 1);
  CHECK(join["rejected_by_code"] == nlohmann::json({{"ragged-row", 1}}));
  CHECK(join["first_rejected"][0]["file"] == "ev.csv");
  CHECK(join["first_rejected"][0]["line"] == 7);
  CHECK(s["undated"] == nlohmann::json({{"events", 2}}));
  REQUIRE(s["invalid"].size() == 1);  // `n` is not read
  CHECK(s["invalid"][0]["field"] == "events.at");
  CHECK(s["invalid"][0]["example"] == "soon");
  CHECK(s["invalid"][0]["file"] == "ev.csv");
  CHECK(s["invalid"][0]["line"] == 6);
  CHECK(contains(r.err, "8 rows read: 4 attached, 3 without a parent (1 without a key), 1 rejected"));
  CHECK(contains(r.err, "events without a time: 2 (not in the list)"));
  CHECK(contains(r.err, "rejected rows of events\nev.csv:7: ragged-row: the row has 2 fields, 4 expected\n"));
}

TEST_CASE("join: leads without a key are counted, and get no rows") {
  const JoinDesk desk;
  desk.folder.write("by_mail.csv",
                    "mail,kind,at,n\nANN@X,a,2026-01-05,1\nann@x,b,2026-01-06,1\nBob@x,a,2026-01-05,1\n");
  const Result r = desk.run({"p.csv", "--join", "events=by_mail.csv", "on", "email=mail", "--summary", "s.json"});
  CHECK(r.code == 0);
  CHECK(verdicts(r) == "1:kinds,10 2:10 3:0");  // `email` ignores case
  CHECK(desk.summary()["joins"][0]["leads_without_key"] == 1);
  CHECK(contains(r.err, "1 lead without a `email`: no rows for them"));
}

TEST_CASE("join: several files, CR LF, modifiers of elements, several files of leads") {
  const JoinDesk desk;
  desk.folder.write("more.csv", "id,email\r\n4,\r\n");
  desk.folder.write("deals.csv", "Deal Stage;amount;id\r\n\" WON \";11;4\r\nlost;20;2\r\nopen;;1\r\nwon;\"9\";2\r\n");
  const Result r = desk.run({"p.csv", "more.csv", "--join", "deals=deals.csv", "on", "id", "--join", "events=ev.csv",
                             "on", "id=lead_id", "--summary", "s.json"});
  CHECK(r.code == 3);
  CHECK(verdicts(r) == "1:kinds,10 2:kinds,many,10 3:0 4:won,0");
  const auto s = desk.summary();
  CHECK(s["joins"][0]["rows"] ==
        nlohmann::json({{"read", 4}, {"attached", 3}, {"without_parent", 0}, {"rejected", 1}}));
  CHECK(s["joins"][0]["first_rejected"][0]["code"] == "missing-required");
  CHECK(s["joins"][0]["first_rejected"][0]["line"] == 4);
  CHECK(s["joins"][1]["rows"]["attached"] == 5);
  CHECK(s["invalid"][0]["field"] == "deals.stage");
  CHECK(s["records"]["read"] == 4);
}

TEST_CASE("join: leads and rows in JSON, keys compared as text") {
  const JoinDesk desk;
  desk.folder.write(
      "n.rubric",
      "record lead {\n  id number\n  events list { kind text }\n}\nhas when count(events) >= 1 and id > 0\n");
  desk.folder.write("ev.jsonl", "{\"lead\":7,\"kind\":\"a\"}\n{\"lead\":\"8\",\"kind\":\"b\"}\n{\"kind\":\"c\"}\n");
  const Result r = desk.rubric({"run", "n.rubric", "-", "--join", "events=ev.jsonl", "on", "id=lead"},
                               "{\"id\":7}\n{\"id\":8}\n{\"id\":7.0}\n");
  CHECK_MESSAGE(r.code == 0, r.err);
  CHECK(r.out ==
        "{\"id\":7,\"rules\":{\"has\":true}}\n{\"id\":8,\"rules\":{\"has\":true}}\n{\"id\":7,\"rules\":{\"has\":false}}"
        "\n");
  CHECK(contains(r.err, "3 rows read: 2 attached, 1 without a parent (1 without a key), 0 rejected"));
  const Result none =
      desk.rubric({"run", "n.rubric", "-", "--join", "events=ev.jsonl", "on", "id=leads"}, "{\"id\":7}\n");
  CHECK(none.code == 2);
  CHECK(contains(none.err, "error[missing-key]: ev.jsonl: no record has a field `leads` to join by"));
}

TEST_CASE("join: a program without a record, a column that no rule names, --columns, standard input") {
  const JoinDesk desk;
  desk.folder.write("u.rubric", "seen when count(events where kind == \"a\") >= 1\nany_at_all when count(rows) > 0\n");
  const Result r = desk.rubric({"run", "u.rubric", "p.csv", "--columns", "who,mail", "--key", "who", "--join",
                                "events=-", "on", "who=lead_id", "--join", "rows=ev.csv", "on", "who=lead_id", "-q"},
                               "kind,lead_id\na,2\nb,1\n");
  CHECK_MESSAGE(r.code == 0, r.err);
  CHECK(contains(r.out, "{\"id\":\"1\",\"rules\":{\"seen\":false,\"any_at_all\":true}}\n"));
  CHECK(contains(r.out, "{\"id\":\"2\",\"rules\":{\"seen\":true,\"any_at_all\":true}}\n"));
  CHECK(contains(r.out, "{\"id\":\"3\",\"rules\":{\"seen\":false,\"any_at_all\":false}}\n"));
  CHECK_FALSE(contains(r.out, "\"fields\""));  // the key is read and not shown
}

TEST_CASE("join: keys by the name of a field or by its heading, in groups, trimmed, as text and not as number") {
  const JoinDesk desk;
  desk.folder.write("g.rubric", R"(record lead {
  crm {
    ref number from "Crm Ref"
    mail text trimmed missing if "n/a"
    events list {
      kind text
      lead text from "Lead No" trimmed
    }
  }
}
seen when count(crm.events where kind == "a") == 1
)");
  desk.folder.write("g.csv", "Crm Ref,crm.mail\n007, x \n7,n/a\n");
  desk.folder.write("e.csv", "Lead No,kind,mail\n 007 ,a,x\n8,a,n/a\n");
  for (const std::string on : {"crm.ref=lead", "Crm Ref=Lead No", "Crm Ref=lead", "crm.mail=mail"}) {
    CAPTURE(on);
    const Result r = desk.rubric({"run", "g.rubric", "g.csv", "--join", "crm.events=e.csv", "on", on});
    CHECK_MESSAGE(r.code == 0, r.err);
    CHECK(r.out == "{\"id\":1,\"rules\":{\"seen\":true}}\n{\"id\":2,\"rules\":{\"seen\":false}}\n");
    CHECK(contains(r.err, "2 rows read: 1 attached, 1 without a parent"));
  }
}

TEST_CASE("join: elements without a time are counted for lists in JSON too") {
  const JoinDesk desk;
  const Result r =
      desk.run({"-", "--summary", "s.json"},
               "{\"id\":\"1\",\"events\":[{\"kind\":\"a\"},{\"kind\":\"a\",\"at\":null},{\"kind\":\"a\",\"at\":"
               "\"2026-01-01\"},{\"at\":\"soon\"}]}\n{\"id\":\"2\",\"events\":[{}]}\n");
  CHECK(r.code == 0);
  CHECK(verdicts(r) == "1:10 2:0");
  const auto s = desk.summary();
  CHECK(s["undated"] == nlohmann::json({{"events", 4}}));
  CHECK(s["invalid"].size() == 1);
  CHECK(s["joins"].empty());
  CHECK(contains(r.err, "events without a time: 4 (not in the list)"));
}

TEST_CASE("join: a list that no rule reads is a note, and its file is left alone") {
  const JoinDesk desk;
  const Result r = desk.run({"p.csv", "--join", "spare=nowhere.csv", "on", "id"});
  CHECK(r.code == 0);
  CHECK(contains(r.err, "note[list-not-read]: no rule reads the list `spare`: its file is not read"));
}

TEST_CASE("join: what cannot be done, and what to write instead") {
  const JoinDesk desk;
  struct Case {
    std::vector<std::string> arguments;
    std::string message;
    std::string help;
  };
  const std::vector<Case> cases{
      {{"p.csv", "--join", "event=ev.csv", "on", "id"}, "the criteria have no list `event`", "did you mean `events`?"},
      {{"p.csv", "--join", "xyzzy=ev.csv", "on", "id"},
       "the criteria have no list `xyzzy`",
       "their lists: `events`, `deals`, `spare`"},
      {{"p.csv", "--join", "tags=ev.csv", "on", "id"},
       "`tags` is a list of single values",
       "`tags list { kind text }`"},
      {{"p.csv", "--join", "email=ev.csv", "on", "id"}, "`email` is a single value: no file can be joined", ""},
      {{"p.csv", "--join", "events=ev.csv"}, "`--join` takes three words", "--join events=activities.csv on lead_id"},
      {{"--join", "events=ev.csv", "p.csv", "--quiet"}, "is followed by `p.csv` instead of `on`", "on lead_id"},
      {{"--join", "ev.csv", "on", "id", "p.csv"}, "does not say which list is read from which file", "on lead_id"},
      {{"--join", "events=", "on", "id", "p.csv"}, "does not say which list is read from which file", "on lead_id"},
      {{"--join", "events=ev.csv", "on", "id=", "p.csv"}, "`on id=` lacks the name of a column", "`on id=lead_id`"},
      {{"p.csv", "--join", "events=ev.csv", "on", "id=lead_id", "--join", "events=p.csv", "on", "id"},
       "two files are joined to the list `events`",
       "put their rows into one file"},
      {{"-", "--join", "events=-", "on", "id"}, "`-`, standard input, can be read only once", ""},
      {{"p.csv", "--join", "events=-", "on", "id", "--join", "deals=-", "on", "id"}, "can be read only once", ""},
      {{"p.csv", "--join", "events=ev.cs", "on", "id"}, "there is no file `ev.cs`", "did you mean `ev.csv`?"},
      {{"p.csv", "--join", "events=ev.csv", "on", "id"},
       "ev.csv:1: the heading row has no column `id` to join by",
       "where the names differ, write `on LEAD_COLUMN=FILE_COLUMN`"},
      {{"p.csv", "--join", "events=ev.csv", "on", "id=lead"},
       "ev.csv:1: the heading row has no column `lead` to join by",
       ""},
      {{"p.csv", "--join", "events=ev.csv", "on", "id=leadid", "--allow-missing-columns"},
       "ev.csv:1: the heading row has no column `leadid` to join by",
       "a column with a name like `leadid` exists: `lead_id`"},
      {{"p.csv", "--join", "events=ev.csv", "on", "ids=lead_id", "--allow-missing-columns"},
       "p.csv:1: the heading row has no column `ids` to join by",
       "a column with a name like `ids` exists: `id`"},
      {{"p.csv", "--join", "deals=p.csv", "on", "id"},
       "p.csv:1: the heading row has no column for `Deal Stage` (field `deals.stage`), `amount`",
       ""},
      {{"p.csv", "--join", "events=ev.csv", "on", "id=lead_id", "--join-limit", "1KiB"},
       "error[join-too-large]: ev.csv:2: the rows up to here need more memory than the limit of 1 KiB",
       "`--join-limit 8GiB`"},
      {{"p.csv", "--join", "events=ev.csv", "on", "id=lead_id", "--join-limit", "much"},
       "`--join-limit much` is not an amount of memory",
       "--join-limit 512MiB"},
      {{"p.csv", "--join", "events=ev.csv", "on", "id=lead_id", "-o", "ev.csv"}, "`ev.csv` is read", ""},
  };
  for (const Case& c : cases) {
    std::string line;
    for (const std::string& argument : c.arguments) line += argument + ' ';
    CAPTURE(line);
    const Result r = desk.run(c.arguments);
    CHECK(r.code == 2);
    CHECK(r.out.empty());
    CHECK_MESSAGE(contains(r.err, c.message), r.err);
    CHECK_MESSAGE(contains(r.err, c.help), r.err);
  }
}

TEST_CASE("join: keys in the wrong order are seen on both sides") {
  const JoinDesk desk;
  const Result other = desk.run({"p.csv", "--join", "events=ev.csv", "on", "lead_id=id"});
  CHECK(other.code == 2);
  CHECK(contains(other.err, "ev.csv:1: the heading row has no column `id` to join by"));
  CHECK(contains(other.err, "it has a column `lead_id`: write `on id=lead_id`, the column of the leads first"));
  desk.folder.write("ev.csv", "id,lead_id,kind,at,n\nx,1,a,2026-01-01,1\n");
  const Result lead = desk.run({"p.csv", "--join", "events=ev.csv", "on", "lead_id=id"});
  CHECK(lead.code == 2);
  CHECK(contains(lead.err, "p.csv:1: the heading row has no column `lead_id` to join by"));
  CHECK(contains(lead.err, "it has a column `id`: write `on id=lead_id`, the column of the leads first"));
}

TEST_CASE("join: records with the list in themselves, and invalid values under --strict") {
  const JoinDesk desk;
  const std::string leads = "{\"id\":\"1\",\"events\":[]}\n{\"id\":\"2\",\"events\":[{\"at\":\"2026-01-01\"}]}\n";
  const Result own = desk.run({"-", "--join", "events=ev.csv", "on", "id=lead_id", "-o", "out.csv"}, leads);
  CHECK(own.code == 2);
  CHECK(contains(own.err, "error[list-in-records]: standard input:2: the records have `events` themselves"));
  CHECK_FALSE(desk.folder.has("out.csv"));
  desk.folder.write("ev.csv", "lead_id,kind,at,n\n1,a,someday,1\n");
  const Result strict = desk.run({"p.csv", "--join", "events=ev.csv", "on", "id=lead_id", "--strict"});
  CHECK(strict.code == 1);
  CHECK(contains(strict.err, "error[invalid-value]: ev.csv:2: `someday` in the field `events.at`: not a time"));
}

TEST_CASE("join: amounts of memory") {
  CHECK(cli::parse_size("--join-limit", "1000") == 1000);
  CHECK(cli::parse_size("--join-limit", "3KiB") == 3072);
  CHECK(cli::parse_size("--join-limit", "512 mib") == std::size_t{512} << 20U);
  CHECK(cli::parse_size("--join-limit", "4G") == std::size_t{4} << 30U);
  for (const char* bad : {"", "GiB", "-1", "1.5GiB", "1TiB", "99999999999999G"}) {
    CHECK_THROWS_AS(static_cast<void>(cli::parse_size("--join-limit", bad)), cli::Failure);
  }
}

}  // namespace rubric::test
