// The quick way through a row against the one that reads all rows: the suites, made-up files and damaged ones, in
// pieces of any size.
#include "records/csv_quick.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>

#include "records/bytes.hpp"
#include "records/csv_rows.hpp"
#include "support/records.hpp"
#include "support/suite.hpp"

using namespace std::string_literals;
using rubric::records::CsvQuick;
using rubric::records::CsvRows;
using rubric::records::Input;
using rubric::records::Limits;

namespace {

constexpr std::size_t kSizes[] = {1, 7, 64, 4096, std::size_t{1} << 20U};
constexpr std::string_view kDelimiters = ",;\t|";

std::string undoubled(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text[i] == '"') ++i;
  }
  return out;
}

std::string quick_text(std::string_view field) {
  return field.starts_with('"') ? undoubled(field.substr(1, field.size() - 2)) : std::string(field);
}

struct Read {
  std::string text;  // all rows
  std::size_t quick = 0;
};

Read read(const std::string& bytes, char delimiter, std::size_t width, std::size_t size, const Limits& limits = {}) {
  Input input(
      [from = rubric::records::bytes_of(bytes), size](char* b, std::size_t n) { return from(b, std::min(n, size)); });
  input.peek(1);
  CsvRows rows(input, delimiter, limits);
  if (width > 0) rows.expect(width);
  Read out;
  while (true) {
    const CsvRows::State state = rows.next();
    if (state == CsvRows::State::end) return out;
    out.text += std::to_string(rows.line());
    if (state == CsvRows::State::fault) {
      const auto& f = rows.fault();
      out.text +=
          " " + std::string(f.code) + " " + f.message + " " + std::to_string(f.line) + ":" + std::to_string(f.column);
    } else if (state == CsvRows::State::quick) {
      ++out.quick;
      for (std::size_t i = 0; i < width; ++i) out.text += " <" + quick_text(rows.quick_field(i)) + ">";
    } else {
      for (const auto& field : rows.fields()) {
        const std::string_view raw = rows.raw(field);
        out.text += " <" + (field.doubled ? undoubled(raw) : std::string(raw)) + ">";
      }
    }
    out.text += "\n";
  }
}

std::size_t check_alike(const std::string& bytes, const Limits& limits = {}) {
  std::size_t quick = 0;
  for (const char delimiter : kDelimiters) {
    const std::string slow = read(bytes, delimiter, 0, bytes.size() + 1, limits).text;
    for (const std::size_t width : {0U, 1U, 2U, 3U, 5U}) {
      for (const std::size_t size : kSizes) {
        const Read some = read(bytes, delimiter, width, size, limits);
        CHECK(some.text == slow);
        quick += some.quick;
      }
    }
  }
  return quick;
}

// Of pieces in which every sign that matters stands beside every other one.
std::string made_up(std::mt19937& random, std::size_t pieces) {
  static const std::vector<std::string> kPieces = {"a",
                                                   "12",
                                                   ",",
                                                   ",",
                                                   ",",
                                                   ";",
                                                   "\t",
                                                   "|",
                                                   "\n",
                                                   "\n",
                                                   "\r\n",
                                                   "\r",
                                                   "\"",
                                                   "\"\"",
                                                   "\",\"",
                                                   "\",",
                                                   ",\"",
                                                   " ",
                                                   "é",
                                                   "\xc3",
                                                   "\0"s,
                                                   "a long text of more bytes than sixteen, and of thirty-two",
                                                   "\"quoted, whole\"",
                                                   "\"with \"\"two\"\"\"",
                                                   "\n1,2,3\n",
                                                   "\na,\"b\",c\n",
                                                   "\"\n",
                                                   "\n\"",
                                                   std::string(61, 'x')};
  std::string out;
  for (std::size_t i = 0; i < pieces; ++i) out += kPieces[random() % kPieces.size()];
  return out;
}

std::string table(std::mt19937& random, std::size_t rows, std::string_view line_end) {
  std::string out;
  for (std::size_t i = 0; i < rows; ++i) {
    for (int field = 0; field < 5; ++field) {
      if (field > 0) out += ',';
      switch (random() % 6) {
        case 0: break;
        case 1: out += "\"a, \"\"b\"\"\""; break;
        case 2: out += "\"\""; break;
        default: out += std::string(random() % 40, 'x');
      }
    }
    out += line_end;
  }
  return out;
}

}  // namespace

TEST_SUITE("records/csv quick") {
  TEST_CASE("the suites") {
    for (const std::string& line : rubric::test::data_lines("suites/csv-parsing.jsonl")) {
      const auto c = nlohmann::json::parse(line);
      if (c.contains("b64")) check_alike(rubric::test::from_base64(c["b64"].get<std::string>()));
    }
  }

  TEST_CASE("what is made up") {
    std::mt19937 random(11);
    std::size_t quick = 0;
    for (int i = 0; i < 1500; ++i) quick += check_alike(made_up(random, 2 + random() % 60));
    CHECK(quick > 10'000);
  }

  TEST_CASE("tables, whole and damaged") {
    std::mt19937 random(12);
    for (const std::string_view line_end : {"\n", "\r\n", "\r"}) {
      const std::string whole = table(random, 300, line_end);
      const Read all = read(whole, ',', 5, 4096);
      // Rows are known as UTF-8 up to the last LF at hand.
      if (line_end != "\r") CHECK(all.quick > 250);
      CHECK(all.text == read(whole, ',', 0, 4096).text);
      for (int i = 0; i < 60; ++i) {
        std::string damaged = whole.substr(0, 2000);
        damaged[random() % damaged.size()] = "\",\n\rx\xff"[random() % 6];
        check_alike(damaged);
      }
    }
  }

  TEST_CASE("limits") {
    std::mt19937 random(13);
    for (int i = 0; i < 200; ++i) {
      Limits limits;
      limits.record_bytes = 1 + random() % 100;
      limits.csv_field_bytes = 1 + random() % 50;
      limits.csv_columns = 1 + random() % 4;
      check_alike(made_up(random, 40), limits);
    }
  }

  TEST_CASE("rows longer than a stretch, and lines of nothing but delimiters") {
    const std::string longer(3 * CsvQuick::kMost, 'x');
    const std::string many(3 * CsvQuick::kMost, ',');
    const std::string bytes = "a,b\n" + longer + ",c\nd," + longer + "\n" + many + "\ne,f\n\"" + many + "\",g\nh,i\n";
    for (const std::size_t size : {std::size_t{64}, std::size_t{1} << 20U}) {
      const Read some = read(bytes, ',', 2, size);
      CHECK(some.text == read(bytes, ',', 0, size).text);
      if (size > bytes.size()) CHECK(some.quick == 6);
    }
  }

  TEST_CASE("a table of rows that are not quick, but for some") {
    std::string bytes;
    for (int i = 0; i < 3000; ++i) bytes += i % 100 < 3 ? "1,2\r\n" : "1,2,\n";
    const Read some = read(bytes, ',', 2, bytes.size());
    CHECK(some.text == read(bytes, ',', 0, bytes.size()).text);
    CHECK(some.quick == 90);
  }

  TEST_CASE("a carriage return ends a quick row only before a line feed") {
    CHECK(read("1,2\r\n3,4\r\n", ',', 2, 100).quick == 2);
    CHECK(read("1,\"2\"\r\n3,\r\n", ',', 2, 100).quick == 2);
    CHECK(read("1,2\r3,4\n5,6\n", ',', 2, 100).quick == 2);
    // What stands behind an empty line is read by whoever passes over it.
    CHECK(read("1\r\n\r\n2\r\n3\r\n", ',', 1, 100).quick == 2);
  }

  TEST_CASE("the same with registers of any width") {
    using Registers = CsvQuick::Registers;
    std::mt19937 random(14);
    std::size_t rows = 0;
    for (int i = 0; i < 20'000; ++i) {
      std::string bytes = i % 4 == 0 ? table(random, 5, "\n") : made_up(random, 1 + random() % 60) + "\n";
      const std::size_t size = bytes.size();
      bytes += std::string(64, '"');
      const std::size_t width = i % 4 == 0 ? 5 : 1 + random() % 4;
      const std::size_t most = 1 + random() % 300;
      CsvQuick narrow(',', width, Registers::narrow);
      narrow.mark(bytes.data(), size, most, 1000);
      rows += narrow.rows();
      for (const Registers registers : {Registers::wide, Registers::widest}) {
        CsvQuick wide(',', width, registers);
        wide.mark(bytes.data(), size, most, 1000);
        REQUIRE(wide.rows() == narrow.rows());
        for (std::size_t row = 0; row < narrow.rows(); ++row) {
          REQUIRE(wide.begin(row + 1) == narrow.begin(row + 1));
          for (std::size_t c = 0; c < width; ++c) REQUIRE(wide.column(row, c)[0] == narrow.column(row, c)[0]);
        }
      }
    }
    CHECK(rows > 10'000);
  }
}
