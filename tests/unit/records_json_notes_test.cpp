// The quick pass over a record against the slow one, and what is read against another library.
#include "records/json_notes.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "records/json_index.hpp"
#include "records/json_walk.hpp"
#include "support/record_writer.hpp"
#include "support/records.hpp"
#include "support/suite.hpp"

using nlohmann::json;
using rubric::data::Kind;
using rubric::data::Layout;
using rubric::records::JsonIndex;
using rubric::records::JsonNotes;
using rubric::records::JsonWalk;
using rubric::records::Limits;
using rubric::test::layout;
using rubric::test::read;
using rubric::test::RecordWriter;
using rubric::test::Run;
using rubric::test::slot;

namespace {

constexpr std::size_t kScratch = 1U << 20U;

// The first record of an input, which shows that it is UTF-8.
const std::string kFirst = "{\"é\":\"ä€😀\"}\n";

Layout everything() {
  auto list = slot("events", Kind::records);
  list.element = {slot("n", Kind::number), slot("k", Kind::text)};
  return layout({slot("id", Kind::text), slot("n", Kind::number), slot("fit.n", Kind::number), list,
                 slot("k", Kind::list_text), slot("time", Kind::time)});
}

// One that wants nothing, and one that wants something nearly everywhere.
class Passes {
 public:
  explicit Passes(const Limits& limits)
      : limits_(limits),
        wanted_(everything()),
        none_(rubric::records::make_shape({})),
        all_(rubric::records::make_shape(wanted_.slots)) {}

  // Whether the slow walk finds the record good, and the quick pass agrees.
  bool good(const std::string& record) {
    const std::string padded = record + std::string(64, '"');
    if (index_.build(std::string_view(padded).substr(0, record.size())) != JsonIndex::State::fine) return false;
    const auto span = index_.whole(std::string_view(padded).substr(0, record.size()));
    const bool good = !JsonWalk(limits_).check(span);
    CAPTURE(record);
    CHECK(JsonNotes(none_, limits_, kScratch).take(span) == good);
    CHECK(JsonNotes(all_, limits_, kScratch).take(span) == good);
    CHECK(kept_.take(span) == good);
    return good;
  }

 private:
  Limits limits_;
  Layout wanted_;
  rubric::records::Shape none_;
  rubric::records::Shape all_;
  JsonNotes kept_{all_, limits_, kScratch};
  JsonIndex index_;
};

Limits small_limits(RecordWriter& writer) {
  Limits limits;
  limits.text_bytes = 2 + writer.below(20);
  limits.json_depth = writer.below(4);
  limits.list_elements = writer.below(4);
  return limits;
}

std::string case_bytes(const json& c) {
  if (c.contains("b64")) return rubric::test::from_base64(c["b64"].get<std::string>());
  std::string out;
  for (int i = 0; i < c["repeat"][1].get<int>(); ++i) out += c["repeat"][0].get<std::string>();
  return out;
}

std::string record_of(RecordWriter& writer) {
  return writer.below(2) == 0 ? writer.json_lead() : writer.json_object(3);
}

// What the log says of the records behind the first one, wherever in the input they stood.
std::vector<std::string> without_places(const Run& run) {
  std::vector<std::string> out;
  for (std::size_t i = 1; i < run.log.size(); ++i) {
    const std::string& line = run.log[i];
    const std::string code = run.code(i);
    out.push_back(code.empty() ? line.substr(line.find(' ')) : code + line.substr(line.find(':')));
  }
  return out;
}

std::string as_text(const json& value) {
  return value.is_string() && value != "" ? '"' + value.get<std::string>() + '"' : "-";
}

std::string as_number(const json& value) {
  return value.is_number() ? std::to_string(value.get<long>()) : "-";
}

// As the log writes a record of `everything()` but for its times, from what nlohmann/json reads.
std::string expected(const json& record) {
  const auto at = [](const json& object, const char* key) {
    return object.is_object() && object.contains(key) ? object[key] : json();
  };
  std::string out = " id=" + as_text(at(record, "id")) + " n=" + as_number(at(record, "n")) +
                    " fit.n=" + as_number(at(at(record, "fit"), "n")) + " events=[";
  bool first = true;
  for (const json& event : at(record, "events").is_array() ? at(record, "events") : json::array()) {
    if (!event.is_object()) continue;
    out += std::string(first ? "" : ", ") + "{n=" + as_number(at(event, "n")) + " k=" + as_text(at(event, "k")) + "}";
    first = false;
  }
  out += "] k=[";
  first = true;
  for (const json& text : at(record, "k").is_array() ? at(record, "k") : json::array()) {
    if (as_text(text) == "-") continue;
    out += (first ? "" : ", ") + as_text(text);
    first = false;
  }
  return out + "]";
}

}  // namespace

TEST_SUITE("records/json_notes") {
  TEST_CASE("the quick pass takes what the slow one takes: the suite, whole, cut and spoiled") {
    Passes passes{Limits{}};
    RecordWriter writer(1);
    for (const std::string& line : rubric::test::data_lines("suites/json-parsing.jsonl")) {
      const std::string value = case_bytes(json::parse(line));
      if (value.size() > 1000) continue;
      for (const char* const before : {"{\"n\":", "{\"x\":1,\"events\":[{\"n\":", "{\"unread\":[{\"n\":"}) {
        const std::string record = before + value + (std::string_view(before).size() > 6 ? "}]}" : "}");
        (void)passes.good(record);
        for (int i = 0; i < 5; ++i) (void)passes.good(writer.spoiled(record));
      }
    }
  }

  TEST_CASE("the quick pass takes what the slow one takes: invented records, every cut and many spoiled") {
    RecordWriter writer(2);
    std::size_t good = 0;
    for (int i = 0; i < 3000; ++i) {
      Passes passes(i % 3 == 0 ? small_limits(writer) : Limits{});
      const std::string record = record_of(writer);
      good += passes.good(record) ? 1U : 0U;
      for (int n = 0; n < 8; ++n) good += passes.good(writer.spoiled(record)) ? 1U : 0U;
      if (i % 30 != 0) continue;
      for (std::size_t size = 0; size < record.size(); ++size) CHECK_FALSE(passes.good(record.substr(0, size)));
    }
    CHECK(good > 5000);
  }

  TEST_CASE("deep records: at the limit of nesting and beyond it, closed and not") {
    Passes passes{Limits{}};
    for (const int depth : {63, 64, 65, 300}) {
      for (const char* const key : {"{\"events\":", "{\"x\":", "{\"fit\":"}) {
        for (const std::string bracket : {"[]", "{}"}) {
          std::string opened = key;
          std::string closed;
          for (int i = 0; i < depth; ++i) {
            opened += bracket[0];
            if (bracket[0] == '{' && i + 1 < depth) opened += "\"n\":";
            closed += bracket[1];
          }
          CHECK(passes.good(opened + closed + "}") == (depth <= 64));
          CHECK_FALSE(passes.good(opened + closed));
          CHECK_FALSE(passes.good(opened));
        }
      }
    }
  }

  TEST_CASE("a record is read among others as it is read alone") {
    RecordWriter writer(3);
    for (int round = 0; round < 150; ++round) {
      std::string together;
      std::vector<std::string> alone;
      for (int i = 0; i < 20; ++i) {
        std::string line = record_of(writer);
        if (writer.below(3) == 0) line = writer.spoiled(line);
        // Neither a line end, nor what makes the start of an input look like UTF-16.
        std::replace(line.begin(), line.end(), '\n', ' ');
        std::replace(line.begin(), line.end(), '\0', ' ');
        together += line + "\n";
        for (const std::string& seen : without_places(read(kFirst + line, everything()))) alone.push_back(seen);
      }
      const std::vector<std::string> among = without_places(read(kFirst + together, everything()));
      REQUIRE(among.size() == alone.size());
      for (std::size_t i = 0; i < alone.size(); ++i) CHECK(among[i] == alone[i]);
    }
  }

  TEST_CASE("the values are those that another library reads") {
    const Layout wanted = everything();
    const Layout untimed = layout({wanted.slots.begin(), wanted.slots.end() - 1});
    RecordWriter writer(4);
    std::size_t compared = 0;
    for (int i = 0; i < 4000; ++i) {
      const std::string record = record_of(writer);
      const json parsed = json::parse(record, nullptr, false);
      // Numbers are compared where they are whole and binary64 holds them.
      if (parsed.is_discarded() || record.find("740993") != record.npos || record.find("1e4") != record.npos ||
          record.find("e3") != record.npos) {
        continue;
      }
      CAPTURE(record);
      const Run run = read(kFirst + record, untimed);
      REQUIRE(run.decided == 2);
      CHECK(without_places(run) == std::vector<std::string>{expected(parsed)});
      ++compared;
    }
    CHECK(compared > 500);
  }

  TEST_CASE("more elements than there is room for notes") {
    const Layout wanted = everything();
    rubric::records::Shape shape = rubric::records::make_shape(wanted.slots);
    const Limits limits;
    const std::string record = "{\"events\":[{},{},{},{}],\"n\":1}" + std::string(64, ' ');
    JsonIndex index;
    REQUIRE(index.build(std::string_view(record).substr(0, record.size() - 64)) == JsonIndex::State::fine);
    const auto span = index.whole(std::string_view(record).substr(0, record.size() - 64));
    const std::size_t slots = shape.fields.size();
    JsonNotes fits(shape, limits, (slots + 4 * 3) * sizeof(rubric::records::Note));
    CHECK(fits.take(span));
    CHECK_FALSE(fits.exhausted());
    JsonNotes small(shape, limits, (slots + 4 * 3 - 1) * sizeof(rubric::records::Note));
    CHECK(small.take(span));
    CHECK(small.exhausted());
    CHECK(small.notes()[1].token != rubric::records::Note::kNone);
  }
}
