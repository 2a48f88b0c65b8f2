#include "records/words.hpp"

#include <doctest/doctest.h>

#include <string>

using rubric::records::is_short_whole;
using rubric::records::is_whole;
using rubric::records::load_word;
using rubric::records::short_whole;
using rubric::records::whole;

namespace {

std::uint64_t word_of(std::string text) {
  text.resize(8, '9');  // what stands behind a number changes nothing
  return load_word(text.data());
}

}  // namespace

TEST_SUITE("records/words") {
  TEST_CASE("whole numbers of one to eight digits") {
    for (const std::uint32_t n : {0U, 1U, 9U, 10U, 99U, 100U, 101U, 999U, 1000U, 12345U, 99999U, 100000U, 123456U,
                                  9876543U, 9999999U, 10000000U, 12345678U, 99999999U}) {
      const std::string text = std::to_string(n);
      const auto size = static_cast<std::uint32_t>(text.size());
      CHECK(is_short_whole(word_of(text), size));
      CHECK(short_whole(word_of(text), size) == n);
    }
    for (std::uint32_t n = 0; n < 100'000'000; n = n * 3 / 2 + 7) {
      const std::string text = std::to_string(n);
      CHECK(short_whole(word_of(text), static_cast<std::uint32_t>(text.size())) == n);
    }
  }

  TEST_CASE("whole numbers of up to fifteen digits") {
    for (std::uint64_t n = 1; n < 1'000'000'000'000'000; n = n * 5 / 4 + 7) {
      const std::string text = std::to_string(n);
      const auto size = static_cast<std::uint32_t>(text.size());
      const std::string padded = text + std::string(16, '7');
      CHECK(is_whole(padded.data(), size));
      CHECK(whole(padded.data(), size) == static_cast<double>(n));
      for (std::uint32_t at = 0; at < size; ++at) {
        for (const char byte : {'/', ':', '.', '-', 'e', '\0', '\xb0', ' '}) {
          std::string other = padded;
          other[at] = byte;
          CHECK_FALSE(is_whole(other.data(), size));
        }
      }
    }
    CHECK_FALSE(is_whole("0123456789       ", 10));
    CHECK(whole("999999999999999 ", 15) == 999'999'999'999'999.0);
  }

  TEST_CASE("any other byte at any place, and a zero before other digits, is none") {
    for (std::uint32_t size = 1; size <= 8; ++size) {
      for (std::uint32_t at = 0; at < size; ++at) {
        for (int byte = 0; byte < 256; ++byte) {
          std::string text(size, '1');
          text[at] = static_cast<char>(byte);
          const bool digit = byte >= '0' && byte <= '9';
          const bool leading = at == 0 && size > 1 && byte == '0';
          CHECK(is_short_whole(word_of(text), size) == (digit && !leading));
        }
      }
    }
  }
}
