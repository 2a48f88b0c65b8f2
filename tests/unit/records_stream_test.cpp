// How the source hands out its bytes changes nothing, and neither does what is read of a record.
#include <doctest/doctest.h>

#include "support/record_writer.hpp"
#include "support/records.hpp"

using rubric::data::Kind;
using rubric::data::Layout;
using rubric::records::Options;
using rubric::test::csv;
using rubric::test::layout;
using rubric::test::read;
using rubric::test::read_gathered;
using rubric::test::read_in_turn;
using rubric::test::Run;
using rubric::test::slot;
using Writer = rubric::test::RecordWriter;

namespace {

Layout everything() {
  auto list = slot("events", Kind::records);
  list.element = {slot("n", Kind::number), slot("k", Kind::text)};
  return layout(
      {slot("id", Kind::text), slot("n", Kind::number), slot("fit.n", Kind::number), list, slot("k", Kind::list_text)});
}

// A reader looks at the first 16 KiB before it starts. What is to come in piece by piece stands behind.
std::string behind_first_look(std::string_view start, const std::string& bytes) {
  return std::string(start) + std::string(17'000, '\n') + bytes;
}

void check_blocks(std::string_view start, const std::string& rest, const Options& options) {
  const std::string bytes = behind_first_look(start, rest);
  const std::string whole = read(bytes, everything(), options).text();
  for (const std::size_t block : {std::size_t{1}, std::size_t{7}, std::size_t{64}}) {
    CAPTURE(block);
    CAPTURE(rest);
    CHECK(read(bytes, everything(), options, block).text() == whole);
  }
  // Each record a block of its own.
  CHECK(read_in_turn(bytes, everything(), options, 1).text() == whole);
}

Options small(Options options, std::size_t record, std::size_t field) {
  options.allow_missing_columns = true;
  options.limits.record_bytes = record;
  options.limits.csv_field_bytes = field;
  options.limits.text_bytes = field;
  options.limits.json_depth = 2;
  options.limits.list_elements = 2;
  options.limits.csv_columns = 4;
  return options;
}

void check_same_rejections(const std::string& bytes) {
  const Run all = read(bytes, everything());
  const Run none = read(bytes, layout({}));
  CAPTURE(bytes);
  REQUIRE(all.log.size() == none.log.size());
  for (std::size_t i = 0; i < all.log.size(); ++i) CHECK(all.code(i) == none.code(i));
}

}  // namespace

TEST_SUITE("records/stream") {
  TEST_CASE("blocks of 1, 7, 64 bytes and of 1 MiB give the same records, rejections and tallies") {
    Options lenient = csv();
    lenient.allow_missing_columns = true;
    for (unsigned seed = 0; seed < 200; ++seed) {
      Writer writer(seed);
      check_blocks("{}", writer.spoiled(writer.json_lines()), {});
      check_blocks("", writer.spoiled(writer.json_array()), {});
      check_blocks("id,n,k", writer.spoiled(writer.csv_rows()), lenient);
    }
  }

  TEST_CASE("the same at small limits, where records are skipped as they come in") {
    for (unsigned seed = 0; seed < 200; ++seed) {
      Writer writer(seed + 1000);
      const std::size_t record = 16 + writer.below(60);
      const std::size_t field = 2 + writer.below(20);
      check_blocks("{}", writer.spoiled(writer.json_lines()), small({}, record, field));
      check_blocks("", writer.spoiled(writer.json_array()), small({}, record, field));
      check_blocks("id,n,k", writer.spoiled(writer.csv_rows()), small(csv(), record, field));
    }
  }

  TEST_CASE("what a program reads does not change what is rejected") {
    for (unsigned seed = 0; seed < 200; ++seed) {
      Writer writer(seed + 5000);
      check_same_rejections(writer.spoiled(writer.json_lines()));
      check_same_rejections(writer.spoiled(writer.json_array()));
    }
  }

  TEST_CASE("more than one block: many records, and records across the ends of blocks") {
    std::string lines;
    std::string rows = "id,n\n";
    for (int i = 0; i < 20'000; ++i) {
      const std::string n = std::to_string(i);
      lines += "{\"id\":\"" + std::string(static_cast<std::size_t>(i % 50), 'x') + "\\n\",\"n\":" + n + "}\n";
      rows += "\"" + std::string(static_cast<std::size_t>(i % 50), 'y') + "\"\"\"," + n + "\r\n";
    }
    const Layout both = layout({slot("id", Kind::text), slot("n", Kind::number)});
    for (const std::size_t block : {std::size_t{1000}, std::size_t{1} << 20U}) {
      const Run json = read(lines, both, {}, block);
      CHECK(json.decided == 20'000);
      CHECK(json.log[19'999] == "20000@20000 id=\"" + std::string(49, 'x') + "\n\" n=19999");
      CHECK(read_in_turn(lines, both, {}, block).text() == json.text());
      const Run table = read(rows, both, csv(), block);
      CHECK(read_gathered(rows, both, csv(), block, 512).gathered > 19'000);
      CHECK(read_in_turn(rows, both, csv(), block).text() == table.text());
      CHECK(table.decided == 20'000);
      CHECK(table.log[19'999] == "20000@20001 id=\"" + std::string(49, 'y') + "\"\" n=19999");
    }
  }

  TEST_CASE("large blocks: lines longer than what is indexed at once, blank ones, ones past the limit") {
    Writer writer(9);
    Options options;
    options.limits.record_bytes = 300'000;
    std::string lines;
    for (int i = 0; i < 300; ++i) {
      const std::size_t size = writer.below(20) == 0 ? writer.below(500'000) : writer.below(3000);
      lines += writer.below(8) == 0 ? writer.spoiled("{\"id\":1,\"n\":[]}") : std::string();
      lines += writer.below(10) == 0 ? " " : "{\"id\":\"" + std::string(size, 'x') + "\",\"n\":1}";
      lines += writer.below(10) == 0 ? "\r\n" : "\n";
    }
    const Layout both = layout({slot("id", Kind::text), slot("n", Kind::number)});
    const std::string small_reads = read(lines, both, options, 1000).text();
    for (const std::size_t block : {std::size_t{1000}, std::size_t{640} << 10U, std::size_t{4} << 20U}) {
      CHECK(read(lines, both, options, block).text() == small_reads);
      CHECK(read_in_turn(lines, both, options, block).text() == small_reads);
    }
  }

  TEST_CASE("an error of the source ends the run") {
    int calls = 0;
    const auto source = [&calls](char* out, std::size_t) -> std::size_t {
      if (++calls > 1) throw rubric::records::ReadError{"read-failed", "no such thing", {}, 0};
      std::string_view("{}\n").copy(out, 3);
      return 3;
    };
    const Layout none;
    CHECK_THROWS_AS((void)rubric::records::open_reader(source, none, {}), rubric::records::ReadError);
  }
}
