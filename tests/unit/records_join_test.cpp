// Rows kept by key and handed out as elements; the reader that fills them in.
#include <doctest/doctest.h>

#include <cstring>

#include "records/join.hpp"
#include "support/records.hpp"

using namespace rubric;
using data::Kind;
using records::Children;
using test::slot;

namespace {

records::ByteSource source(std::string_view bytes) {
  return [bytes](char* out, std::size_t size) mutable {
    const std::size_t given = std::min<std::size_t>({size, bytes.size(), 7});
    std::memcpy(out, bytes.data(), given);
    bytes.remove_prefix(given);
    return given;
  };
}

// Records with an id and two lists, both joined by it.
data::Layout joined_layout() {
  data::Layout out = test::layout({slot("id", Kind::text), slot("a", Kind::records), slot("b", Kind::records)});
  out.slots[1].element = {slot("word", Kind::text), slot("n", Kind::number)};
  out.slots.push_back(slot("id", Kind::text));
  out.slots.back().optional = true;
  for (const std::uint32_t list : {1U, 2U}) {
    data::Join join;
    join.list = list;
    join.key = 3;
    join.other = slot("of", Kind::text);
    join.other.optional = true;
    out.joins.push_back(std::move(join));
  }
  return out;
}

std::unique_ptr<Children> load(const data::Layout& layout, std::size_t join, std::string_view text,
                               std::size_t limit = std::size_t{1} << 30U) {
  auto out = std::make_unique<Children>(layout, join, limit);
  out->load(source(text), test::csv(), [](const records::Rejection&) {});
  return out;
}

std::string words(Children& children, std::string_view key, std::uint32_t most = 100) {
  Children::Rows rows;
  const std::uint32_t count = children.take(key, most, rows);
  const std::vector<data::Cell>& cells = rows.cells;
  std::string out = std::to_string(count) + ":";
  for (std::size_t i = 0; i < cells.size(); i += 2) out += ' ' + std::string(data::view(cells[i].text));
  return out;
}

}  // namespace

TEST_SUITE("records/join") {
  TEST_CASE("rows of a key stand in the order of the file") {
    const data::Layout layout = joined_layout();
    const auto children = load(layout, 0, "of,word,n\nx,one,1\ny,two,2\nx,three,3\ny,two,4\nx,,5\n");
    CHECK(words(*children, "x") == "3: one three ");
    CHECK(words(*children, "y") == "2: two two");
    CHECK(words(*children, "z") == "0:");
    CHECK(words(*children, "") == "0:");
    CHECK(children->counts().attached == 5);
  }

  TEST_CASE("rows are counted once, however often they are asked for") {
    const data::Layout layout = joined_layout();
    const auto children = load(layout, 0, "of,word,n\nx,one,1\n,two,2\ny,three,3\nz\n");
    CHECK(words(*children, "x") == words(*children, "x"));
    CHECK(words(*children, "y", 0) == "1:");
    const records::ChildCounts counts = children->counts();
    CHECK(counts.read == 4);
    CHECK(counts.attached == 2);
    CHECK(counts.without_parent == 1);
    CHECK(counts.without_key == 1);
    CHECK(counts.rejected == 1);
  }

  TEST_CASE("many keys and rows, with texts of all lengths") {
    const data::Layout layout = joined_layout();
    std::string text = "word,n,of\n";
    constexpr int kKeys = 5000;
    for (int round = 0; round < 3; ++round) {
      for (int key = 0; key < kKeys; ++key) {
        text += std::string(static_cast<std::size_t>(key % 300), 'a' + static_cast<char>(key % 26)) + "," +
                std::to_string(round) + ",k" + std::to_string(key) + "\n";
      }
    }
    text += std::string(200'000, 'x') + ",9,long\n";
    const auto children = load(layout, 0, text);
    Children::Rows rows;
    const std::vector<data::Cell>& cells = rows.cells;
    for (int key = 0; key < kKeys; ++key) {
      REQUIRE(children->take("k" + std::to_string(key), 100, rows) == 3);
      for (std::size_t round = 0; round < 3; ++round) {
        const auto size = static_cast<std::size_t>(key % 300);
        CHECK(cells[2 * round].text.size == (size == 0 ? 0 : size));
        CHECK(data::is_missing(cells[2 * round].text) == (size == 0));
        CHECK(cells[2 * round + 1].number == static_cast<double>(round));
      }
    }
    REQUIRE(children->take("long", 100, rows) == 1);
    CHECK(cells[0].text.size == 200'000);
  }

  TEST_CASE("the limit counts rows, texts and keys; a list without fields costs few bytes a row") {
    const data::Layout layout = joined_layout();
    std::string text = "of,word,n\n";
    for (int i = 0; i < 20'000; ++i) text += "key" + std::to_string(i) + ",word" + std::to_string(i) + ",1\n";
    const std::size_t all = load(layout, 0, text)->bytes();
    CHECK(all > 20'000 * (32 + 8 + 9));
    CHECK_NOTHROW(load(layout, 0, text, all));
    CHECK_THROWS_AS(load(layout, 0, text, all - 1), records::ReadError);
    std::string repeated = "of,word,n\n";
    for (int i = 0; i < 100'000; ++i) repeated += "k,w,1\n";
    const auto children = load(layout, 1, repeated);
    CHECK(children->bytes() < 1'000'000);
    Children::Rows rows;
    const std::vector<data::Cell>& cells = rows.cells;
    CHECK(children->take("k", 200'000, rows) == 100'000);
    CHECK(cells.empty());
  }

  TEST_CASE("the reader fills the lists, rejects what is too long, and says what has elements") {
    const data::Layout layout = joined_layout();
    std::vector<std::unique_ptr<Children>> children;
    children.push_back(load(layout, 0, "of,word,n\n1,one,1\n2,two,2\n1,three,3\n"));
    children.push_back(load(layout, 1, "of\n3\n3\n3\n"));
    records::Options options = test::csv();
    options.join_keys = records::join_keys(layout);
    records::Limits limits;
    limits.list_elements = 2;
    const auto reader = records::join_reader(records::open_reader(source("id\n1\n2\n3\n\"\"\n4\n"), layout, options),
                                             layout, children, limits);
    std::vector<data::Cell> cells(layout.slots.size());
    REQUIRE(reader->next(cells) == records::Step::record);
    REQUIRE(cells[1].list.count == 2);
    CHECK(data::view(cells[1].list.cells[2].text) == "three");
    CHECK(cells[1].list.cells[3].number == 3);
    CHECK(cells[2].list.count == 0);
    REQUIRE(reader->next(cells) == records::Step::record);
    CHECK(cells[1].list.count == 1);
    REQUIRE(reader->next(cells) == records::Step::rejected);
    CHECK(reader->rejection().code == "list-too-long");
    CHECK(reader->rejection().line == 4);
    CHECK(reader->rejection().record == 3);
    REQUIRE(reader->next(cells) == records::Step::record);  // without a key
    CHECK(cells[1].list.count == 0);
    REQUIRE(reader->next(cells) == records::Step::record);
    CHECK(reader->next(cells) == records::Step::end);
    CHECK(reader->occurrences() == std::vector<std::uint64_t>{5, 2, 0, 5});
    CHECK(children[0]->counts().records_without_key == 1);
    CHECK(children[1]->counts().attached == 3);
  }

  TEST_CASE("two slots read one key of a JSON object, nested ones too") {
    data::Layout layout = test::layout({slot("fit.id", Kind::number), slot("fit.id", Kind::text)});
    layout.slots[1].any_scalar = true;
    CHECK(test::read("{\"fit\":{\"id\":7}}\n{\"fit\":3}\n{}\n", layout).log ==
          std::vector<std::string>{"1@1 fit.id=7 fit.id=\"7\"", "2@2 fit.id=- fit.id=-", "3@3 fit.id=- fit.id=-"});
  }

  TEST_CASE("elements that a clock leaves out are counted by list") {
    data::Layout layout = test::layout({slot("e", Kind::records), slot("f", Kind::records)});
    for (data::Slot& list : layout.slots) list.element = {slot("at", Kind::time)};
    layout.slots[0].clock = 0;
    const std::string text = R"({"e":[{"at":"2026-01-01"},{},{"at":null},{"at":"soon"},7],"f":[{}]})";
    const std::string two = text + "\n{\"e\":[{}]}";
    const auto reader = records::open_reader(source(two), layout, {});
    std::vector<data::Cell> cells(2);
    while (reader->next(cells) != records::Step::end) {
    }
    CHECK(reader->undated()[1] == 0);
    CHECK(reader->undated()[0] == 4);
    CHECK(reader->invalid()[0].count == 2);
  }

  TEST_CASE("sizes") {
    CHECK(records::size_text(700) == "700 bytes");
    CHECK(records::size_text(1536) == "1.5 KiB");
    CHECK(records::size_text(std::size_t{2} << 30U) == "2 GiB");
  }
}
