#include "base/utf8.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "support/suite.hpp"

using namespace rubric::base;

TEST_SUITE("base/utf8") {
  TEST_CASE("the suite of utf8tests") {
    std::size_t cases = 0;
    for (const std::string& line : rubric::test::data_lines("suites/utf8.jsonl")) {
      const auto c = nlohmann::json::parse(line);
      CAPTURE(c["name"].get<std::string>());
      const std::string text = rubric::test::from_base64(c["b64"].get<std::string>());
      CHECK(find_invalid_utf8(text).has_value() != c["valid"].get<bool>());
      ++cases;
    }
    CHECK(cases == 222);
  }
  TEST_CASE("the offset is that of the first byte of the broken sequence") {
    using namespace std::string_literals;
    CHECK_FALSE(find_invalid_utf8(""));
    CHECK_FALSE(find_invalid_utf8("a\0b"s));
    CHECK(find_invalid_utf8("\xFF") == 0);
    CHECK(find_invalid_utf8("12345678\xC3\xA9\xC3") == 10);
    CHECK(find_invalid_utf8("abc\xE2\x82") == 3);
    CHECK(find_invalid_utf8("\xED\xA0\x80") == 0);
    CHECK(find_invalid_utf8("x\xF4\x90\x80\x80") == 1);
    CHECK(find_invalid_utf8("x\xC0\x80") == 1);
  }
  TEST_CASE("every scalar value is encoded, valid, and decoded again") {
    std::string all;
    std::size_t count = 0;
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
      if (c == 0xD800) c = 0xE000;
      const std::size_t at = all.size();
      append_utf8(c, all);
      const CodePoint back = decode_utf8(all, at);
      if (back.value != c || at + back.size != all.size()) FAIL("code point " << static_cast<std::uint32_t>(c));
      ++count;
    }
    CHECK_FALSE(find_invalid_utf8(all));
    CHECK(count_code_points(all) == count);
    CHECK(count == 0x110000 - 0x800);
  }
  TEST_CASE("a byte that starts nothing decodes as U+FFFD and moves on") {
    CHECK(decode_utf8("a\x80z", 1).value == U'\uFFFD');
    CHECK(decode_utf8("a\x80z", 1).size == 1);
    CHECK(decode_utf8("\xE2\x82", 0).size == 1);
  }
}
