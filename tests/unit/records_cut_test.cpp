// A cut stands where a record starts, and what is counted before it is what a reader counts.
#include <doctest/doctest.h>

#include <random>
#include <string>

#include "records/blocks.hpp"
#include "records/csv_rows.hpp"
#include "records/cut.hpp"
#include "support/records.hpp"

using namespace rubric;
using records::Cut;

namespace {

records::ByteSource source(std::string_view bytes) {
  return [bytes](char* out, std::size_t size) mutable {
    const std::size_t given = bytes.copy(out, size);
    bytes.remove_prefix(given);
    return given;
  };
}

struct Rows {
  std::string text;
  std::uint64_t count = 0;
};

// Every row with its line, its fields and its fault.
Rows rows_of(std::string_view bytes, std::uint64_t lines) {
  records::Input input(source(bytes));
  const records::Limits limits;
  records::CsvRows rows(input, ',', limits);
  rows.restart(lines);
  Rows out;
  for (auto state = rows.next(); state != records::CsvRows::State::end; state = rows.next()) {
    ++out.count;
    out.text += std::to_string(rows.line()) + ":";
    if (state == records::CsvRows::State::fault) {
      const records::Rejection& fault = rows.fault();
      out.text += " " + std::string(fault.code) + " " + std::to_string(fault.line) + ":" + std::to_string(fault.column);
      out.text += fault.message;
    } else {
      for (const records::CsvField& field : rows.fields()) out.text += " [" + std::string(rows.raw(field)) + "]";
    }
    out.text += "\n";
  }
  return out;
}

Cut cut_of(const std::string& bytes) {
  return records::cut_rows(
      std::string_view(bytes + std::string(records::Buffer::kPadding, '"')).substr(0, bytes.size()), ',');
}

void check_rows(const std::string& start, const std::string& rest) {
  const Cut cut = cut_of(start);
  const std::string all = start + rest;
  CAPTURE(all);
  CAPTURE(cut.at);
  const Rows before = rows_of(std::string_view(all).substr(0, cut.at), 0);
  const Rows behind = rows_of(std::string_view(all).substr(cut.at), cut.lines);
  REQUIRE(before.text + behind.text == rows_of(all, 0).text);
  REQUIRE(before.count == cut.records);
}

void check_lines(const std::string& start, std::size_t limit) {
  records::Limits limits;
  limits.record_bytes = limit;
  records::Options options;
  options.limits = limits;
  std::vector<std::uint32_t> ends;
  records::LineScan scan(limits);
  scan.start(ends, UINT64_MAX);
  scan.look_on(start);
  const Cut cut = scan.cut();
  const std::string before = start.substr(0, cut.at);
  CAPTURE(start);
  CHECK(cut.at == start.rfind('\n') + 1);
  CHECK(cut.lines == static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n')));
  // Something that is no blank in front, as cuts are made only behind that.
  const test::Run run = test::read("{}\n" + before, {}, options);
  CHECK(cut.records + 1 == run.log.size());
  const std::vector<std::uint32_t> whole = ends;
  for (std::size_t i = 0; i < ends.size(); ++i) CHECK(start[ends[i]] == '\n');
  CHECK(ends.size() == cut.lines);
  records::LineScan in_pieces(limits);
  in_pieces.start(ends, UINT64_MAX);
  for (std::size_t size = 0; size <= start.size(); size += 1 + size % 3) in_pieces.look_on(start.substr(0, size));
  in_pieces.look_on(start);
  CHECK(ends == whole);
  CHECK(in_pieces.cut().at == cut.at);
  CHECK(in_pieces.cut().records == cut.records);
  CHECK(in_pieces.cut().lines == cut.lines);
}

// The same bytes in blocks of so many records: only the first and the last have more or fewer.
void check_records(const std::string& bytes, std::uint64_t most) {
  records::Blocks blocks(source(bytes), {}, std::size_t{1} << 20U, most);
  records::Block block;
  std::string all;
  std::vector<std::uint64_t> starts;
  while (blocks.next(block)) {
    REQUIRE_FALSE(block.open);
    CHECK(std::string_view(block.bytes.data.get(), block.bytes.size).ends_with('\n'));
    for (const std::uint32_t end : block.line_ends) CHECK(block.bytes.data[end] == '\n');
    all.append(block.bytes.data.get(), block.bytes.size);
    starts.push_back(block.records);
  }
  CHECK(all == bytes);
  for (std::size_t i = 1; i < starts.size(); ++i) {
    const std::uint64_t count = starts[i] - starts[i - 1];
    if (i > 1) CHECK(count == most);
  }
}

}  // namespace

TEST_SUITE("records/cut") {
  TEST_CASE("CSV: all texts of up to five bytes, whatever comes behind") {
    constexpr std::string_view kBytes = "a,\"\n\r ";
    std::size_t texts = 0;
    for (std::size_t size = 1; size <= 5; ++size) {
      std::size_t all = 1;
      for (std::size_t i = 0; i < size; ++i) all *= kBytes.size();
      for (std::size_t number = 0; number < all; ++number, ++texts) {
        std::string text;
        for (std::size_t rest = number, i = 0; i < size; ++i, rest /= kBytes.size())
          text += kBytes[rest % kBytes.size()];
        check_rows(text, number % 2 == 0 ? "b,c\n" : "\",\"\n\"\n");
      }
    }
    CHECK(texts == 6 + 36 + 216 + 1296 + 7776);
  }

  TEST_CASE("CSV: longer ones, over the ends of what is looked at in one step") {
    std::mt19937 random(7);
    for (int round = 0; round < 2000; ++round) {
      const std::size_t size = random() % 400;
      const bool quotes = round % 3 > 0;
      std::string text;
      while (text.size() < size) {
        constexpr std::string_view kBytes = "aaaaaaaa,,,\n\r \"\"";
        text += kBytes[random() % (quotes ? kBytes.size() : kBytes.size() - 2)];
      }
      check_rows(text, "x\n");
    }
  }

  TEST_CASE("CSV: no cut where no row surely ends") {
    CHECK(cut_of("").at == 0);
    CHECK(cut_of("a,b").at == 0);
    CHECK(cut_of("a,b\r").at == 0);
    CHECK(cut_of("\"a\n\n").at == 0);
    CHECK(cut_of("a\n\"b\n").at == 2);
    CHECK(cut_of("a\n\"b\"\"\n").at == 2);
    CHECK(cut_of("a\"\nb\n").at == 5);
  }

  TEST_CASE("JSON lines: blank lines are no records, but where they are too long") {
    std::mt19937 random(11);
    for (int round = 0; round < 3000; ++round) {
      std::string text;
      for (std::size_t i = random() % 12; i > 0; --i) {
        constexpr std::string_view kPieces[] = {"{}", " ", "\n", "\r\n", "x", "\t", "\n\n", "     "};
        text += kPieces[random() % std::size(kPieces)];
      }
      check_lines(text, round % 2 == 0 ? 1000 : 4);
    }
    check_lines(std::string(1000, '\n') + "{}\n", 1000);
  }

  TEST_CASE("blocks do not depend on how the source hands out its bytes") {
    std::string text = "id,n\n";
    for (int i = 0; i < 5000; ++i) text += "\"row\n" + std::to_string(i) + "\"," + std::to_string(i % 7) + "\n";
    const auto places = [&text](std::size_t most) {
      std::size_t at = 0;
      records::Blocks blocks(
          [&](char* out, std::size_t size) {
            const std::size_t given = text.copy(out, std::min(size, most), at);
            at += given;
            return given;
          },
          test::csv(), 700);
      std::string out;
      for (records::Block block; blocks.next(block);) {
        out += std::to_string(block.bytes.size) + " " + std::to_string(block.records) + " " +
               std::to_string(block.lines) + (block.last ? " last\n" : "\n");
      }
      return out;
    };
    const std::string whole = places(1U << 20U);
    CHECK(std::count(whole.begin(), whole.end(), '\n') > 40);
    CHECK(places(1) == whole);
    CHECK(places(333) == whole);
  }

  TEST_CASE("the first block is given even of an empty input; a record past the limit leaves the rest uncut") {
    records::Blocks none(source(""), {}, 100);
    records::Block block;
    REQUIRE(none.next(block));
    CHECK(block.last);
    CHECK(block.bytes.size == 0);
    CHECK_FALSE(none.next(block));

    records::Options options;
    options.limits.record_bytes = 1000;
    const std::string text = "{}" + std::string(17'000, '\n') + "{}\n\"" + std::string(5000, 'x') + "\"\n{}\n";
    records::Blocks blocks(source(text), options, 100);
    std::size_t count = 0;
    while (blocks.next(block)) ++count;
    CHECK(count > 5);
    CHECK(block.open);
    CHECK_FALSE(block.last);
    CHECK(block.records == 2);
  }

  TEST_CASE("blocks of so many records, whatever their lengths") {
    std::mt19937 random(7);
    std::string lines;
    for (int i = 0; i < 20'000; ++i) {
      lines += "{\"k\":\"" + std::string(random() % (i < 10'000 ? 30 : 900), 'x') + "\"}\n";
      if (random() % 9 == 0) lines += random() % 2 == 0 ? "\n" : "  \r\n";
    }
    for (const std::uint64_t most : {1U, 2U, 100U, 512U}) check_records(lines, most);
  }
}
