#include "records/short_numbers.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "records/words.hpp"

using rubric::records::is_short_whole;
using rubric::records::load_word;
using rubric::records::read_short_numbers;
using rubric::records::short_whole;
using rubric::records::ShortTexts;

namespace {

// What stands behind a text changes nothing.
std::uint64_t word_of(std::string text, char behind) {
  text.resize(std::max<std::size_t>(text.size(), 8), behind);
  return load_word(text.data());
}

void check(const std::vector<std::string>& all, char behind) {
  ShortTexts texts;
  std::array<std::uint64_t, ShortTexts::kMost> odd;
  std::array<double, ShortTexts::kMost> out;
  REQUIRE(all.size() <= ShortTexts::kMost);
  for (std::size_t i = 0; i < all.size(); ++i) {
    texts.words[i] = word_of(all[i], behind);
    texts.sizes[i] = all[i].size();
  }
  read_short_numbers(texts, all.size(), out.data(), odd);
  for (std::size_t i = 0; i < all.size(); ++i) {
    CAPTURE(all[i]);
    const auto size = static_cast<std::uint32_t>(all[i].size());
    if (size == 0) {
      CHECK(odd[i] == 0);
      CHECK(std::isnan(out[i]));
      continue;
    }
    const bool fine = size <= 8 && is_short_whole(texts.words[i], size);
    CHECK((odd[i] == 0) == fine);
    if (!fine) continue;
    CHECK(out[i] == short_whole(texts.words[i], size));
    CHECK_FALSE(std::signbit(out[i]));
  }
}

}  // namespace

TEST_SUITE("records/short numbers") {
  TEST_CASE("any number of texts at once, of any length, and nothing") {
    const std::vector<std::string> all = {"0",        "",          "9",         "10",      "99", "123",      "4567",
                                          "",         "89012",     "345678",    "9012345", "1",  "67890123", "99999999",
                                          "10000000", "100000000", "123456789", "12e4",    "-1", "1.5",      "007",
                                          "00",       "x",         " ",         "1 ",      "",   "5"};
    for (std::size_t count = 0; count <= all.size(); ++count) {
      for (const char behind : {'\0', '9', ',', '"', '\xff'})
        check({all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count)}, behind);
    }
    check(std::vector<std::string>(ShortTexts::kMost, "12345"), ',');
    for (std::size_t size = 0; size < 40; ++size) check(std::vector<std::string>(7, std::string(size, '1')), ',');
  }

  TEST_CASE("any byte at any place") {
    for (std::size_t size = 1; size <= 8; ++size) {
      for (std::size_t at = 0; at < size; ++at) {
        std::vector<std::string> all;
        for (int byte = 0; byte < 256; ++byte) {
          all.emplace_back(size, '1');
          all.back()[at] = static_cast<char>(byte);
          if (all.size() < ShortTexts::kMost) continue;
          check(all, '0');
          all.clear();
        }
      }
    }
  }

  TEST_CASE("numbers of every size") {
    std::vector<std::string> all;
    for (std::uint32_t n = 0; n < 100'000'000; n = n * 5 / 4 + 3) all.push_back(std::to_string(n));
    REQUIRE(all.size() < ShortTexts::kMost);
    check(all, ',');
  }
}
