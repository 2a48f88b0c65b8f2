#include "base/source_map.hpp"

#include <doctest/doctest.h>

#include <utility>

using rubric::base::Source;
using rubric::base::SourceMap;

namespace {

std::pair<std::uint32_t, std::uint32_t> at(const Source& source, std::uint32_t offset) {
  const auto p = source.position(offset);
  return {p.line, p.column};
}

using Place = std::pair<std::uint32_t, std::uint32_t>;

}  // namespace

TEST_SUITE("base/source_map") {
  TEST_CASE("positions count lines and code points from 1") {
    const Source s("n", "a\u00e9b\r\n\n\u65e5x");
    CHECK(at(s, 0) == Place{1, 1});
    CHECK(at(s, 3) == Place{1, 3});
    CHECK(at(s, 5) == Place{1, 5});  // the \n of \r\n is still on its line
    CHECK(at(s, 6) == Place{2, 1});
    CHECK(at(s, 7) == Place{3, 1});
    CHECK(at(s, 10) == Place{3, 2});
    CHECK(at(s, 11) == Place{3, 3});
    CHECK(at(s, 999) == Place{3, 3});
  }
  TEST_CASE("the order of the questions does not matter") {
    const Source s("n", "abc\nabc\n");
    for (const std::uint32_t offset : {6U, 2U, 1U, 5U, 7U, 0U, 8U, 4U, 3U}) {
      CHECK(at(s, offset) == Place{offset / 4 + 1, offset % 4 + 1});
    }
  }
  TEST_CASE("lines without their ends") {
    const Source s("n", "one\r\ntwo\n");
    CHECK(s.line_count() == 3);
    CHECK(s.line(1) == "one");
    CHECK(s.line(2) == "two");
    CHECK(s.line(3).empty());
    CHECK(s.line(9).empty());
    CHECK(s.line_start(2) == 5);
  }
  TEST_CASE("a map keeps what it gave out") {
    SourceMap map;
    CHECK(map.add("a", "first") == 0);
    const Source& first = map[0];
    for (int i = 0; i < 100; ++i) CHECK(map.add("b", "x") == static_cast<std::uint32_t>(i + 1));
    CHECK(first.text() == "first");
    CHECK(map.text({0, 1, 3}) == "ir");
  }
}
