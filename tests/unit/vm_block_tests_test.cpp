// Tests asked of a block of texts, against the same tests asked of one text.
#include "vm/block_tests.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "builtins/text.hpp"

namespace {

using namespace rubric;
using bytecode::BlockTest;
using data::TextTest;

constexpr TextTest kAll[] = {TextTest::contains, TextTest::starts_with, TextTest::ends_with, TextTest::contains_word};

bool passes(const BlockTest& test, data::TextRef text) {
  data::Arena arena;
  const data::TextRef part{test.part.data(), static_cast<std::uint32_t>(test.part.size())};
  if (test.folded) text = builtins::fold(text, arena);
  switch (test.what) {
    case TextTest::contains: return builtins::contains(text, part);
    case TextTest::starts_with: return builtins::starts_with(text, part);
    case TextTest::ends_with: return builtins::ends_with(text, part);
    default: return builtins::contains_word(text, part);
  }
}

// Texts without a byte behind them, so that the sanitizers see who reads one.
class Texts {
 public:
  void add(const std::string& text) {
    bytes_.push_back(std::make_unique<char[]>(text.size()));
    text.copy(bytes_.back().get(), text.size());
    refs_.push_back({bytes_.back().get(), static_cast<std::uint32_t>(text.size())});
  }
  void add_missing() { refs_.push_back({}); }
  [[nodiscard]] std::span<const data::TextRef> from(std::size_t first) const {
    return std::span(refs_).subspan(first, std::min(vm::kRows, refs_.size() - first));
  }
  [[nodiscard]] std::size_t size() const { return refs_.size(); }

 private:
  std::vector<std::unique_ptr<char[]>> bytes_;
  std::vector<data::TextRef> refs_;
};

// How many answers differ, and how many of the tests were passed by some text but not by all.
struct Compared {
  std::size_t differences = 0;
  std::size_t telling = 0;
};

Compared compare(const std::vector<BlockTest>& tests, const Texts& texts) {
  vm::BlockTests block(tests);
  vm::TextAnswers answers;
  data::Arena arena;
  Compared out;
  std::vector<std::size_t> passed(tests.size());
  std::size_t there = 0;
  for (std::size_t first = 0; first < texts.size(); first += vm::kRows) {
    const auto rows = texts.from(first);
    REQUIRE(block.ask(rows, arena, answers));
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (data::is_missing(rows[row])) continue;
      ++there;
      for (std::size_t t = 0; t < tests.size(); ++t) {
        const bool yes = passes(tests[t], rows[row]);
        passed[t] += yes ? 1U : 0U;
        out.differences += yes == ((answers[row] >> tests[t].answer & 1U) != 0) ? 0U : 1U;
      }
    }
  }
  for (const std::size_t p : passed) out.telling += p > 0 && p < there ? 1U : 0U;
  return out;
}

}  // namespace

TEST_SUITE("vm/block tests") {
  TEST_CASE("every length of text against every length of part") {
    const std::string all = "abcdefghijklmnopqrstuvwxyz0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    Texts texts;
    for (std::size_t size = 0; size < all.size(); ++size) {
      texts.add(all.substr(0, size));
      texts.add(all.substr(all.size() - size));
      texts.add_missing();
    }
    for (const TextTest what : kAll) {
      for (std::size_t size = 0; size < 20; ++size) {
        CAPTURE(static_cast<int>(what));
        CAPTURE(size);
        const Compared of_part = compare({{what, false, all.substr(0, size), 0},
                                          {what, false, all.substr(all.size() - size), 1},
                                          {what, false, "x" + all.substr(0, size), 2},
                                          {what, true, all.substr(0, size), 3}},
                                         texts);
        CHECK(of_part.differences == 0);
        if (size > 0 && what != TextTest::contains_word) CHECK(of_part.telling >= 3);
      }
    }
  }

  TEST_CASE("texts of few different bytes, zeros among them") {
    const std::string letters("\0az", 3);
    std::mt19937_64 random(20261122);
    const auto text = [&](std::size_t longest) {
      std::string out;
      for (std::size_t n = random() % (longest + 1); n > 0; --n) out += letters[random() % letters.size()];
      return out;
    };
    for (int round = 0; round < 60; ++round) {
      Texts texts;
      for (int i = 0; i < 700; ++i) texts.add(text(40));
      texts.add_missing();
      std::vector<BlockTest> tests;
      for (std::uint32_t answer = 0; answer < 12; ++answer) tests.push_back({kAll[answer % 3], false, text(4), answer});
      CHECK(compare(tests, texts).differences == 0);
    }
  }

  TEST_CASE("a byte in the middle of a long text, and at each place of a short one") {
    Texts texts;
    for (std::size_t size = 1; size < 80; ++size) {
      for (std::size_t at = 0; at < size; ++at) {
        std::string text(size, 'a');
        text[at] = '+';
        texts.add(text);
      }
      texts.add(std::string(size, 'a'));
    }
    const Compared found =
        compare({{TextTest::contains, false, "+", 0}, {TextTest::contains, false, "\xAB", 1}}, texts);
    CHECK(found.differences == 0);
    CHECK(found.telling == 1);
  }

  TEST_CASE("the case is folded before a test that ignores it, beyond ASCII as well") {
    Texts texts;
    for (const char* const text :
         {"Info@Acme.io", "info@acme.io", "\u212Aelvin@x.de", "kelvin@x.de", "STRASSE", "\u00C4RZTE", "\u00E4rzte", "",
          "a much longer TITLE than fits into the words at both ENDS"}) {
      texts.add(text);
    }
    texts.add_missing();
    const Compared found = compare({{TextTest::starts_with, true, "info@", 0},
                                    {TextTest::starts_with, false, "info@", 1},
                                    {TextTest::starts_with, true, "kelvin", 2},
                                    {TextTest::starts_with, true, "\u00E4rzte", 3},
                                    {TextTest::ends_with, true, "ends", 4},
                                    {TextTest::contains, true, "t", 5},
                                    {TextTest::contains_word, true, "title", 6}},
                                   texts);
    CHECK(found.differences == 0);
    CHECK(found.telling == 7);
  }

  TEST_CASE("several tests share an answer") {
    const std::vector<BlockTest> tests{{TextTest::ends_with, false, ".edu", 3}, {TextTest::contains, false, "ab", 3}};
    vm::BlockTests block(tests);
    Texts texts;
    for (const char* const text : {"x.edu", "cab", "ab.edu", "neither"}) texts.add(text);
    vm::TextAnswers answers;
    data::Arena arena;
    REQUIRE(block.ask(texts.from(0), arena, answers));
    CHECK(answers[0] == 8);
    CHECK(answers[1] == 8);
    CHECK(answers[2] == 8);
    CHECK(answers[3] == 0);
  }

  TEST_CASE("folding that needs more memory than there is") {
    const std::vector<BlockTest> tests{{TextTest::ends_with, true, ".edu", 0}};
    vm::BlockTests block(tests);
    Texts texts;
    texts.add(std::string(100, 'A'));
    texts.add("short.EDU");
    vm::TextAnswers answers;
    data::Arena arena(64);
    CHECK(!block.ask(texts.from(0), arena, answers));
    CHECK(block.ask(texts.from(1), arena, answers));
    CHECK(answers[0] == 1);
  }
}
