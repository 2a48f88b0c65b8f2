// Texts gathered into a column come out as they went in, whether as numbers of a dictionary or as they are.
#include "records/chunk.hpp"

#include <doctest/doctest.h>

#include <random>
#include <set>
#include <string>
#include <string_view>

#include "support/records.hpp"

using namespace std::string_literals;
using rubric::data::Cell;
using rubric::data::Column;
using rubric::data::Kind;
using rubric::data::TextRef;
using rubric::records::Chunk;
using rubric::records::TextColumn;
using rubric::test::layout;
using rubric::test::slot;

namespace {

// Texts with what may be read behind them: some other text.
class Texts {
 public:
  explicit Texts(std::vector<std::string> texts) : texts_(std::move(texts)) {
    for (const std::string& text : texts_) kept_.push_back(text + "behind it there is something else, longer");
    for (std::size_t i = 0; i < texts_.size(); ++i)
      refs.push_back({kept_[i].data(), static_cast<std::uint32_t>(texts_[i].size())});
  }

  void check(const Column& column, std::size_t first = 0) const {
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      const TextRef text = text_at(column, first + i);
      if (texts_[i].empty()) {
        CHECK(rubric::data::is_missing(text));
      } else {
        CHECK(rubric::data::view(text) == texts_[i]);
      }
    }
  }
  static TextRef text_at(const Column& column, std::size_t row) {
    return column.codes != nullptr ? column.dictionary->texts[column.codes[row]] : column.texts[row];
  }

  std::vector<TextRef> refs;

 private:
  std::vector<std::string> texts_;
  std::vector<std::string> kept_;
};

std::vector<std::string> of_every_length() {
  std::vector<std::string> out = {""s, "\0"s, "\0\0"s, std::string(8, '\0'), std::string(32, '\0'), "a"s, "a\0"s, "é"s};
  for (std::size_t size = 0; size < 140; ++size) {
    out.emplace_back(size, 'x');
    if (size > 0) out.push_back(std::string(size - 1, 'x') + "y");
    if (size > 0) out.push_back("y" + std::string(size - 1, 'x'));
  }
  return out;
}

std::vector<std::string> random_texts(std::mt19937& random, std::size_t count, std::size_t distinct) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t which = random() % distinct;
    out.push_back(which == 0 ? "" : std::string(which % 50, 'z') + std::to_string(which));
  }
  return out;
}

}  // namespace

TEST_SUITE("records/chunk") {
  TEST_CASE("texts of every length, with zeros and beside texts that hardly differ") {
    const Texts texts(of_every_length());
    const auto one = layout({slot("t", Kind::text)});
    Chunk chunk(one);
    for (int round = 0; round < 3; ++round) {
      chunk.clear();
      chunk.add_texts(0, texts.refs);
      chunk.add_rows(texts.refs.size());
      for (const TextRef text : texts.refs) {
        const Cell cell(text.size == 0 ? TextRef{} : text);
        chunk.add({&cell, 1});
      }
      CHECK(chunk.rows() == 2 * texts.refs.size());
      texts.check(chunk.columns().slots[0]);
      texts.check(chunk.columns().slots[0], texts.refs.size());
    }
  }

  TEST_CASE("texts that repeat have a number each, and the same one in the next chunk") {
    const Texts texts({"software", "a", "", "software", "a text of more bytes than thirty-two, but not many", "a",
                       "a text of more bytes than thirty-two, but not many"});
    const auto one = layout({slot("t", Kind::text)});
    Chunk chunk(one);
    for (int round = 0; round < 3; ++round) {
      chunk.clear();
      chunk.add_texts(0, texts.refs);
      chunk.add_missing(0, 2);
      const Column& column = chunk.columns().slots[0];
      REQUIRE(column.codes != nullptr);
      CHECK(std::vector<std::uint32_t>(column.codes, column.codes + 9) ==
            std::vector<std::uint32_t>{1, 2, 0, 1, 3, 2, 3, 0, 0});
    }
  }

  TEST_CASE("few texts, many, few again: with a dictionary, without, with one again") {
    std::mt19937 random(3);
    const auto one = layout({slot("t", Kind::text)});
    Chunk chunk(one);
    std::set<bool> seen;
    bool last = true;
    for (int round = 0; round < 400; ++round) {
      const bool many = round >= 20 && round < 100;
      const Texts texts(random_texts(random, 512, many ? 1'000'000 : 300));
      chunk.clear();
      chunk.add_texts(0, texts.refs);
      chunk.add_missing(0, 1);
      const Column& column = chunk.columns().slots[0];
      last = column.codes != nullptr;
      seen.insert(last);
      texts.check(column);
      CHECK(rubric::data::is_missing(Texts::text_at(column, 512)));
    }
    CHECK(seen.size() == 2);
    CHECK(last);
  }

  TEST_CASE("more texts than a dictionary takes") {
    std::mt19937 random(4);
    const auto one = layout({slot("t", Kind::text)});
    Chunk chunk(one);
    for (int round = 0; round < 200; ++round) {
      const Texts texts(random_texts(random, 512, round % 4 == 0 ? 20'000 : 400));
      chunk.clear();
      chunk.add_texts(0, texts.refs);
      texts.check(chunk.columns().slots[0]);
    }
  }
}
