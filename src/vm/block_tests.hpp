// Tests of texts against constants, asked of a whole block of texts at once.
//
// Of each text the words at its two ends are put into columns, once for all tests. What a text begins or ends with,
// and whether it has a byte, are then straight loops over these. What cannot be seen from the ends is asked text by
// text.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "bytecode/batch.hpp"
#include "data/arena.hpp"
#include "data/cell.hpp"
#include "vm/block.hpp"

namespace rubric::vm {

/// Of the texts of a block, answer n as bit n.
using TextAnswers = std::array<std::uint32_t, kRows>;

/// Not thread-safe. Does not allocate once made, but for what folding takes from an arena.
class BlockTests {
 public:
  /// The tests must outlive this.
  explicit BlockTests(std::span<const bytecode::BlockTest> tests);

  /// Of at most kRows texts; what stands behind them in `out`, or for a missing one, means nothing, but is the same
  /// for all missing ones. False where folding a text needs more memory than the arena has.
  [[nodiscard]] bool ask(std::span<const data::TextRef> texts, data::Arena& arena, TextAnswers& out);

 private:
  /// Columns of words: the first 8 bytes of each text, those behind them, the last 8, those before them; zeros where
  /// the text is shorter.
  enum Column : std::size_t { kFirst, kSecond, kLast, kBeforeLast, kColumns };
  using Ends = std::array<std::uint64_t, kColumns>;
  using Words = std::array<std::array<std::uint64_t, kRows>, kColumns>;
  struct EndTest {
    Column near = kFirst;  ///< of the 8 bytes at the end of the text, then of those beside them
    Column far = kSecond;
    Ends part{};
    Ends mask{};  ///< of the bytes that the part has
    std::uint32_t bit = 0;
  };
  struct ByteTest {
    char byte = 0;
    std::uint32_t bit = 0;
  };
  struct OtherTest {
    data::TextTest what = data::TextTest::contains;
    data::TextRef part;
    std::uint32_t bit = 0;
  };
  struct Tests {
    std::vector<EndTest> ends;
    std::vector<ByteTest> bytes;
    std::vector<OtherTest> others;
  };

  static void add(const bytecode::BlockTest& test, Tests& to);
  static Ends ends_of(data::TextRef text);
  static std::uint32_t ask_one(const Tests& tests, data::TextRef text);
  static void ask_ends(TextAnswers& out, const Words& words, const EndTest& test);
  static void ask_byte(TextAnswers& out, const Words& words, const ByteTest& test);
  void take(std::size_t row, const Tests& tests, data::TextRef text, TextAnswers& out);
  template <class Text>
  void ask_all(std::span<const data::TextRef> texts, const Tests& tests, TextAnswers& out, const Text& text);

  Tests plain_;
  Tests folded_;
  bool any_plain_ = false;
  bool any_folded_ = false;
  alignas(64) Words words_{};
};

}  // namespace rubric::vm
