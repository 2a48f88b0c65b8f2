// Lists that are read while they are walked over, against the same lists noted first: a list that two slots read is
// always noted.
#include <doctest/doctest.h>

#include "records/shape.hpp"
#include "support/record_writer.hpp"
#include "support/records.hpp"

using rubric::data::Kind;
using rubric::data::Layout;
using rubric::data::Slot;
using rubric::records::Options;
using rubric::records::Step;
using rubric::test::layout;
using rubric::test::read;
using rubric::test::RecordWriter;
using rubric::test::Run;
using rubric::test::slot;
using Texts = std::vector<std::string>;

namespace {

Slot events() {
  Slot out = slot("events", Kind::records);
  out.element = {slot("kind", Kind::text),       slot("at", Kind::time),    slot("n", Kind::number),
                 slot("path", Kind::text),       slot("on", Kind::boolean), slot("took", Kind::duration),
                 slot("an_identity", Kind::text)};
  out.element[3].trimmed = true;
  out.element[3].missing_texts = {"-"};
  out.element[6].any_scalar = true;
  out.clock = 1;
  return out;
}

const Texts kMembers = {R"("kind":"view")",
                        R"("kind":null)",
                        R"("kind":"")",
                        R"("kind":"a\"b\u00e9")",
                        R"("kind":7)",
                        R"("kind" : "with blanks" )",
                        R"("k\u0069nd":"escaped")",
                        R"("at":"2026-02-26T04:12:09Z")",
                        R"("at":"2026-02-26T04:12:09.25+02:00")",
                        R"("at":"2026-02-30T04:12:09Z")",
                        R"("at":"2026-02-26")",
                        R"("at":null)",
                        R"("at":"")",
                        R"("n":12)",
                        R"("n":-0.5e1)",
                        R"("n":null)",
                        R"("n":12345678901234567890)",
                        R"("n":"12")",
                        R"("path":" /x ")",
                        R"("path":"-")",
                        R"("on":true)",
                        R"("on":"yes")",
                        R"("took":"3 days")",
                        R"("an_identity":12.50)",
                        R"("an_identity":false)",
                        R"("unknown":[{"at":"x"},[]])",
                        R"("unknown":"text")",
                        R"("unknown_and_quite_a_lot_longer_than_any_key_that_is_expected":1)"};
// Most of which are no JSON.
const Texts kOddMembers = {R"("kind")",      R"("kind":)",      R"("n":01)",     R"("n":nul)",
                           R"("kind":"\x")", R"(kind:"a")",     R"("n":1 2)",    R"("n":1}{"n":2)",
                           R"(,)",           R"("on":truth)",   R"("n":1]["n")", R"("n":{})",
                           R"(7:"a")",       "\"kind\":\n\"a\""};
const Texts kElements = {"null", "3", "\"text\"", "{}", "[]", "{ }", "", "{\"kind\":\"a\"} ", "\n{}"};

std::string pick(RecordWriter& writer, const Texts& from) {
  return from[writer.below(from.size())];
}

std::string element(RecordWriter& writer, std::size_t odd) {
  if (writer.below(odd) == 0) return pick(writer, kElements);
  std::string out = "{";
  for (std::size_t i = writer.below(5); i > 0; --i) {
    out += pick(writer, writer.below(3 * odd) == 0 ? kOddMembers : kMembers) + (i > 1 ? "," : "");
  }
  return out + "}";
}

// Every `odd`th element, about, is not as most are.
std::string record(RecordWriter& writer, std::size_t odd) {
  std::string out = "{\"id\":\"a\",\"events\":[";
  for (std::size_t i = writer.below(4); i > 0; --i) out += element(writer, odd) + (i > 1 ? "," : "");
  out += "]";
  if (writer.below(4 * odd) == 0) out += ",\"events\":" + pick(writer, {"[]", "null", "[{\"n\":1}]", "1"});
  return out + (writer.below(4 * odd) == 0 ? "" : "}") + "\n";
}

// The log without what a second slot adds.
Texts lists(const Run& run) {
  Texts out;
  for (const std::string& line : run.log) out.push_back(line.substr(0, line.find(" again=")));
  return out;
}

std::vector<std::uint64_t> undated(const std::string& bytes, const Layout& wanted) {
  std::size_t at = 0;
  const auto source = [&](char* buffer, std::size_t size) {
    const std::size_t got = bytes.copy(buffer, size, at);
    at += got;
    return got;
  };
  const auto reader = rubric::records::open_reader(source, wanted, Options{});
  std::vector<rubric::data::Cell> cells(wanted.slots.size());
  while (reader->next(cells) != Step::end) {
  }
  return reader->undated();
}

}  // namespace

TEST_SUITE("records/json_rows") {
  TEST_CASE("a list is read in rows as it is by way of notes") {
    Slot again = events();
    again.name = "again";
    const Layout once = layout({slot("id", Kind::text), events()});
    const Layout twice = layout({slot("id", Kind::text), events(), again});
    REQUIRE(rubric::records::make_shape(once.slots).fields[1].in_rows);
    REQUIRE_FALSE(rubric::records::make_shape(twice.slots).fields[1].in_rows);
    RecordWriter writer(1);
    std::size_t decided = 0;
    std::size_t invalid = 0;
    for (int i = 0; i < 6000; ++i) {
      std::string bytes;
      for (std::size_t k = 1 + writer.below(3); k > 0; --k) bytes += record(writer, i % 2 == 0 ? 100 : 3);
      CAPTURE(bytes);
      const Run rows = read(bytes, once);
      const Run notes = read(bytes, twice);
      REQUIRE(lists(rows) == lists(notes));
      REQUIRE(rows.invalid[1].count == notes.invalid[1].count);
      CHECK(rows.invalid[1].example == notes.invalid[1].example);
      CHECK(rows.invalid[1].reason == notes.invalid[1].reason);
      CHECK(rows.invalid[1].line == notes.invalid[1].line);
      CHECK(rows.occurrences[1] == notes.occurrences[1]);
      CHECK(undated(bytes, once)[1] == undated(bytes, twice)[1]);
      decided += rows.decided;
      invalid += rows.invalid[1].count;
    }
    CHECK(decided > 5000);
    CHECK(invalid > 1000);
  }

  TEST_CASE("limits count in rows as they do by way of notes") {
    const Layout once = layout({events()});
    Options options;
    options.limits.list_elements = 2;
    options.limits.json_depth = 2;
    options.limits.text_bytes = 20;
    const Run run = read(
        "{\"events\":[{},{}]}\n{\"events\":[{},{},{}]}\n{\"events\":[{\"kind\":\"12345678901234567890\"}]}\n"
        "{\"events\":[{\"kind\":\"123456789012345678901\"}]}\n{\"events\":[{\"x\":{}}]}\n",
        once, options);
    REQUIRE(run.log.size() == 5);
    CHECK(run.code(0).empty());
    CHECK(run.code(1) == "list-too-long");
    CHECK(run.code(2).empty());
    CHECK(run.code(3) == "text-too-long");
    CHECK(run.code(4) == "too-deep");
    options.limits.json_depth = 1;
    const Run flat = read("{\"events\":[]}\n{\"events\":[{}]}\n", once, options);
    CHECK(flat.code(0).empty());
    CHECK(flat.code(1) == "too-deep");
  }

  TEST_CASE("fields that rows cannot be read for") {
    const auto in_rows = [](const Slot& one) {
      return rubric::records::make_shape(layout({one}).slots).fields[0].in_rows;
    };
    CHECK(in_rows(events()));
    Slot required = events();
    required.element[0].required = true;
    CHECK_FALSE(in_rows(required));
    Slot nested = events();
    nested.element.push_back(slot("page.path", Kind::text));
    CHECK_FALSE(in_rows(nested));
    Slot doubled = events();
    doubled.element.push_back(slot("kind", Kind::text));
    CHECK_FALSE(in_rows(doubled));
    Slot counted = events();
    counted.any_scalar = true;
    CHECK_FALSE(in_rows(counted));
    Slot empty = events();
    empty.element.clear();
    CHECK_FALSE(in_rows(empty));
  }
}
