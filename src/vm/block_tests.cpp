#include "vm/block_tests.hpp"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/clones.hpp"
#include "builtins/text.hpp"

namespace rubric::vm {

namespace {

constexpr std::size_t kEnd = 16;  // bytes of each end that stand in words

// Whether one of the eight bytes is zero.
RUBRIC_INLINE bool has_zero(std::uint64_t word) {
  return ((word - 0x0101010101010101U) & ~word & 0x8080808080808080U) != 0;
}

bool passes(data::TextTest what, data::TextRef text, data::TextRef part) {
  switch (what) {
    case data::TextTest::contains: return builtins::contains(text, part);
    case data::TextTest::starts_with: return builtins::starts_with(text, part);
    case data::TextTest::ends_with: return builtins::ends_with(text, part);
    case data::TextTest::contains_word: return builtins::contains_word(text, part);
  }
  return false;
}

}  // namespace

BlockTests::BlockTests(std::span<const bytecode::BlockTest> tests) {
  for (const bytecode::BlockTest& test : tests) {
    add(test, test.folded ? folded_ : plain_);
    (test.folded ? any_folded_ : any_plain_) = true;
  }
}

// Zeros stand where a text has no byte, so a part that has some cannot be told by words.
void BlockTests::add(const bytecode::BlockTest& test, Tests& to) {
  const data::TextRef part{test.part.data(), static_cast<std::uint32_t>(test.part.size())};
  const std::uint32_t bit = std::uint32_t{1} << test.answer;
  const bool words = part.size <= kEnd && test.part.find('\0') == std::string::npos;
  const bool begins = test.what == data::TextTest::starts_with;
  if (words && (begins || test.what == data::TextTest::ends_with)) {
    const std::string all(part.size, '\xFF');
    to.ends.push_back({begins ? kFirst : kLast, begins ? kSecond : kBeforeLast, ends_of(part),
                       ends_of({all.data(), part.size}), bit});
  } else if (words && part.size == 1 && test.what == data::TextTest::contains) {
    to.bytes.push_back({test.part[0], bit});
  } else {
    to.others.push_back({test.what, part, bit});
  }
}

// The shift is made in two halves, since one by all 64 bits has no meaning.
RUBRIC_INLINE BlockTests::Ends BlockTests::ends_of(data::TextRef text) {
  using Word = std::uint64_t;
  const char* const end = text.data + text.size;
  if (text.size >= kEnd) {
    return {base::load<Word>(text.data), base::load<Word>(text.data + 8), base::load<Word>(end - 8),
            base::load<Word>(end - 16)};
  }
  if (text.size >= 8) {
    const std::size_t half = 4 * (kEnd - text.size);
    const auto first = base::load<Word>(text.data);
    const auto last = base::load<Word>(end - 8);
    return {first, last >> half >> half, last, first << half << half};
  }
  const std::size_t half = 4 * (8 - text.size);
  const Word all = base::short_word(text.data, text.size);
  return {all, 0, all << half << half, 0};
}

// What the words at the ends do not tell: most texts have no middle.
RUBRIC_INLINE std::uint32_t BlockTests::ask_one(const Tests& tests, data::TextRef text) {
  std::uint32_t out = 0;
  if (text.size > 2 * kEnd) {
    for (const ByteTest& t : tests.bytes)
      out |= std::memchr(text.data + kEnd, t.byte, text.size - 2 * kEnd) != nullptr ? t.bit : 0;
  }
  for (const OtherTest& t : tests.others) out |= passes(t.what, text, t.part) ? t.bit : 0;
  return out;
}

// A missing text is taken as one of zeros: no branch that the processor could not foresee.
RUBRIC_INLINE void BlockTests::take(std::size_t row, const Tests& tests, data::TextRef text, TextAnswers& out) {
  static constexpr std::array<char, kEnd> kZeros{};
  const bool missing = data::is_missing(text);
  const data::TextRef there{missing ? kZeros.data() : text.data, missing ? std::uint32_t{kEnd} : text.size};
  const Ends ends = ends_of(there);
  for (std::size_t c = 0; c < kColumns; ++c) words_[c][row] = ends[c];
  out[row] |= ask_one(tests, there);
}

RUBRIC_CLONES
void BlockTests::ask_ends(TextAnswers& out, const Words& words, const EndTest& test) {
  const std::uint64_t* const near = words[test.near].data();
  const std::uint64_t* const far = words[test.far].data();
  const std::uint64_t near_part = test.part[test.near];
  const std::uint64_t near_mask = test.mask[test.near];
  const std::uint64_t far_part = test.part[test.far];
  const std::uint64_t far_mask = test.mask[test.far];
  const std::uint32_t bit = test.bit;
  if (far_mask == 0) {
    for (std::size_t i = 0; i < kRows; ++i) out[i] |= ((near[i] ^ near_part) & near_mask) == 0 ? bit : 0;
    return;
  }
  for (std::size_t i = 0; i < kRows; ++i) {
    const std::uint64_t other = ((near[i] ^ near_part) & near_mask) | ((far[i] ^ far_part) & far_mask);
    out[i] |= other == 0 ? bit : 0;
  }
}

RUBRIC_CLONES
void BlockTests::ask_byte(TextAnswers& out, const Words& words, const ByteTest& test) {
  const std::uint64_t wanted = 0x0101010101010101U * static_cast<unsigned char>(test.byte);
  for (std::size_t i = 0; i < kRows; ++i) {
    bool found = false;
    for (const auto& column : words) found |= has_zero(column[i] ^ wanted);
    out[i] |= found ? test.bit : 0;
  }
}

// Texts lie apart in memory, and waiting for them is what costs most: they are fetched some rows ahead.
template <class Text>
RUBRIC_INLINE void BlockTests::ask_all(std::span<const data::TextRef> texts, const Tests& tests, TextAnswers& out,
                                       const Text& text) {
  constexpr std::size_t kAhead = 16;
  for (std::size_t row = 0; row < texts.size(); ++row) {
    __builtin_prefetch(texts[std::min(row + kAhead, texts.size() - 1)].data);
    take(row, tests, text(texts[row]), out);
  }
  for (const EndTest& t : tests.ends) ask_ends(out, words_, t);
  for (const ByteTest& t : tests.bytes) ask_byte(out, words_, t);
}

bool BlockTests::ask(std::span<const data::TextRef> texts, data::Arena& arena, TextAnswers& out) {
  bool within = true;
  out.fill(0);
  if (any_plain_) ask_all(texts, plain_, out, [](data::TextRef text) { return text; });
  if (!any_folded_) return within;
  ask_all(texts, folded_, out, [&](data::TextRef text) {
    if (data::is_missing(text)) return text;
    arena.reset();
    const data::TextRef folded = builtins::fold(text, arena);
    within = within && !arena.exhausted();
    return folded;
  });
  return within;
}

}  // namespace rubric::vm
