// Hash and comparison of short texts, against what they stand for.
#include "data/text_hash.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

TEST_SUITE("data/text hash") {
  using rubric::data::same_text;
  using rubric::data::text_hash;
  using rubric::data::TextRef;

  TextRef seen(const std::string& text) {
    return {text.data(), static_cast<std::uint32_t>(text.size())};
  }

  TEST_CASE("a text is the same as itself, and not the same as one with another byte anywhere") {
    for (std::size_t size = 0; size < 200; ++size) {
      std::string text;
      for (std::size_t i = 0; i < size; ++i) text += static_cast<char>(i * 37 + size);
      std::string other = text;
      CHECK(same_text(seen(text), seen(other)));
      CHECK(text_hash(seen(text)) == text_hash(seen(other)));
      for (std::size_t i = 0; i < size; ++i) {
        other[i] = static_cast<char>(other[i] ^ 1);
        CHECK_FALSE(same_text(seen(text), seen(other)));
        CHECK(text_hash(seen(text)) != text_hash(seen(other)));
        other[i] = text[i];
      }
      CHECK_FALSE(same_text(seen(text), seen(text + "x")));
    }
  }

  TEST_CASE("texts that differ little have different places") {
    std::set<std::uint64_t> places;
    for (int i = 0; i < 1000; ++i) places.insert(text_hash(seen("Manager " + std::to_string(i))) % 4096);
    CHECK(places.size() > 800);
  }
}
