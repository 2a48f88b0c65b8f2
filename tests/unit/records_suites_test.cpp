// The readers held against suites that nobody here wrote.
#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "support/records.hpp"
#include "support/suite.hpp"

using nlohmann::json;
using rubric::data::Kind;
using rubric::data::Layout;
using rubric::test::csv;
using rubric::test::data_lines;
using rubric::test::from_base64;
using rubric::test::layout;
using rubric::test::read;
using rubric::test::Run;
using rubric::test::slot;

namespace {

std::string repeated(const json& parts) {
  std::string out;
  for (int i = 0; i < parts[1].get<int>(); ++i) out += parts[0].get<std::string>();
  return out;
}

std::string case_bytes(const json& c) {
  return c.contains("b64") ? from_base64(c["b64"].get<std::string>()) : repeated(c["repeat"]);
}

// What became of each record, and nothing of what was read of it.
std::vector<std::string> outcomes(const Run& run) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < run.log.size(); ++i) {
    out.push_back(run.code(i).empty() ? "read" : run.log[i]);
  }
  if (run.error) out.push_back("error " + run.error->message);
  return out;
}

const std::vector<Layout>& layouts() {
  static const std::vector<Layout> all = {layout({slot("unread", Kind::text)}), layout({slot("v", Kind::text)}),
                                          layout({slot("v", Kind::number)}),    layout({slot("v", Kind::list_text)}),
                                          layout({slot("v", Kind::records)}),   layout({slot("v.a", Kind::boolean)})};
  return all;
}

void check_json(const std::string& expect, const std::string& document) {
  const Run first = read(document, layouts()[0]);
  for (const Layout& other : layouts()) CHECK(outcomes(read(document, other)) == outcomes(first));
  if (expect == "accept") CHECK(first.log == std::vector<std::string>{"1@1 unread=-"});
  if (expect == "reject") CHECK(first.decided == 0);
  if (expect == "reject") CHECK((first.rejected > 0 || first.error));
}

// JSON texts cannot hold control characters as they are.
std::string escaped(const std::string& bytes) {
  std::string out;
  for (const char c : bytes) {
    if (static_cast<unsigned char>(c) >= 0x20) {
      out += c;
    } else {
      out += json(std::string(1, c)).dump().substr(1);
      out.pop_back();
    }
  }
  return out;
}

}  // namespace

TEST_SUITE("records/suites") {
  TEST_CASE("JSON: every case as a value, in lines and in an array, read and not read") {
    std::size_t cases = 0;
    for (const std::string& line : data_lines("suites/json-parsing.jsonl")) {
      const json c = json::parse(line);
      CAPTURE(c["name"].get<std::string>());
      const auto expect = c["expect"].get<std::string>();
      const std::string record = "{\"v\":" + case_bytes(c) + "}";
      check_json(expect, "[" + record + "]");
      if (record.find('\n') == std::string::npos) check_json(expect, record);
      ++cases;
    }
    CHECK(cases == 340);
  }

  TEST_CASE("UTF-8: every case as a text in JSON and as a field in CSV") {
    std::size_t cases = 0;
    for (const std::string& line : data_lines("suites/utf8.jsonl")) {
      const json c = json::parse(line);
      CAPTURE(c["name"].get<std::string>());
      const std::string bytes = case_bytes(c);
      const std::size_t decided = c["valid"].get<bool>() ? 2 : 1;
      for (const Layout& other : {layout({slot("v", Kind::text)}), layout({slot("w", Kind::text)})}) {
        const Run in_json = read("{\"v\":\"é\"}\n{\"v\":\"" + escaped(bytes) + "\"}\n", other);
        CHECK(in_json.decided == decided);
        CHECK(in_json.rejected == 2 - decided);
        const Run in_csv = read("v,w\né,1\n\"" + bytes + "\",2\n", other, csv());
        CHECK(in_csv.decided == decided);
        CHECK(in_csv.rejected == 2 - decided);
      }
      ++cases;
    }
    CHECK(cases == 222);
  }
}

namespace {

using Row = std::vector<std::string>;

// Options of that library that we do not have.
bool can_be_compared(const json& c) {
  for (const auto& [key, value] : c["config"].items()) {
    if (key == "header" || key == "newline" || (key == "skipEmptyLines" && value == true)) continue;
    if (key == "delimiter" && (value == "," || value == "\t" || value == "|")) continue;
    return false;
  }
  return true;
}

std::string text_record(const Row& row) {
  std::string out;
  for (std::size_t i = 0; i < row.size(); ++i) {
    out += " c" + std::to_string(i) + "=" + (row[i].empty() ? "-" : "\"" + row[i] + "\"");
  }
  return out;
}

// The rows as we give them: no empty lines; those of another width than the first are ragged.
std::vector<std::string> expected_rows(const json& rows) {
  std::vector<std::string> out;
  std::size_t width = 0;
  for (const json& one : rows) {
    Row row = one.get<Row>();
    if (row == Row{""}) continue;
    if (out.empty()) width = row.size();
    while (row.size() > width && row.back().empty()) row.pop_back();
    out.push_back(row.size() == width ? text_record(row) : "ragged-row");
  }
  return out;
}

std::vector<std::string> read_rows(const std::string& bytes, std::size_t width) {
  rubric::records::Options options = csv();
  std::vector<rubric::data::Slot> slots;
  for (std::size_t i = 0; i < width; ++i) {
    options.columns.push_back("c" + std::to_string(i));
    slots.push_back(slot(options.columns.back(), Kind::text));
  }
  const Run run = read(bytes, layout(slots), options);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < run.log.size(); ++i) {
    const std::string& line = run.log[i];
    out.push_back(run.code(i).empty() ? line.substr(line.find(' ')) : run.code(i));
  }
  if (run.error) out.emplace_back(run.error->code);
  return out;
}

std::size_t first_width(const json& rows) {
  for (const json& row : rows) {
    if (row != json::array({""})) return row.size();
  }
  return 1;
}

// Records as JSON objects: the fields sorted by name, as the slots are.
std::vector<std::string> expected_objects(const json& rows, std::size_t faults) {
  std::vector<std::string> out;
  for (const json& row : rows) {
    std::string text;
    for (const auto& [name, value] : row.items()) {
      text += " " + name + "=" + (value == "" ? "-" : value.is_string() ? value.dump() : "");
    }
    // That library notes a fault and gives what there is; its faults come first here.
    out.push_back(out.size() < faults ? "ragged-row" : text);
  }
  return out;
}

std::vector<std::string> read_under_heading(const std::string& bytes, const json& rows) {
  std::vector<rubric::data::Slot> slots;
  for (const auto& [name, value] : rows.back().items()) slots.push_back(slot(name, Kind::text));
  const Run run = read(bytes, layout(slots), csv());
  std::vector<std::string> out;
  for (std::size_t i = 0; i < run.log.size(); ++i) {
    out.push_back(run.code(i).empty() ? run.log[i].substr(run.log[i].find(' ')) : run.code(i));
  }
  return out;
}

}  // namespace

TEST_SUITE("records/suites") {
  TEST_CASE("CSV: rows without a heading") {
    // Five guess at what a wrong quote means; we reject the row. One takes the first line end that it
    // sees for the only one; we take each of LF, CR LF and CR wherever it stands.
    const std::set<std::string> differences = {
        "core/Quoted field has no closing quote",
        "core/Quoted field has invalid trailing quote after delimiter with a valid closer",
        "core/Quoted field has invalid trailing quote after delimiter",
        "core/Quoted field has invalid trailing quote before delimiter",
        "core/Quoted field has invalid trailing quote after new line",
        "parse/Mixed slash n and slash r should choose first as precident"};
    std::size_t compared = 0;
    std::set<std::string> met;
    for (const std::string& line : data_lines("suites/csv-parsing.jsonl")) {
      const json c = json::parse(line);
      if (c["config"].contains("header") || !can_be_compared(c)) continue;
      const auto name = c["name"].get<std::string>();
      CAPTURE(name);
      const json& rows = c["expect"]["rows"];
      const std::vector<std::string> seen = read_rows(case_bytes(c), first_width(rows));
      ++compared;
      if (differences.count(name) > 0) {
        CHECK(seen != expected_rows(rows));
        met.insert(name);
      } else {
        CHECK(seen == expected_rows(rows));
      }
    }
    CHECK(compared == 86);
    CHECK(met.size() == differences.size());
  }

  TEST_CASE("CSV: rows below a heading") {
    std::size_t compared = 0;
    for (const std::string& line : data_lines("suites/csv-parsing.jsonl")) {
      const json c = json::parse(line);
      const json& rows = c["expect"]["rows"];
      if (!c["config"].contains("header") || !can_be_compared(c) || rows.empty() || !rows[0].is_object()) continue;
      CAPTURE(c["name"].get<std::string>());
      CHECK(read_under_heading(case_bytes(c), rows) == expected_objects(rows, c["expect"]["errors"].size()));
      ++compared;
    }
    CHECK(compared == 8);
  }

  TEST_CASE("CSV: whatever the options of a case, each row is read or rejected") {
    for (const std::string& line : data_lines("suites/csv-parsing.jsonl")) {
      const json c = json::parse(line);
      CAPTURE(c["name"].get<std::string>());
      auto options = csv();
      options.allow_missing_columns = true;
      const Run run = read(case_bytes(c), layout({slot("a", Kind::text), slot("A", Kind::number)}), options);
      CHECK(run.decided + run.rejected == run.log.size());
      if (run.error) CHECK(run.log.empty());
    }
  }
}
