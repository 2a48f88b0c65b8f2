// Sets of texts: each member is found at its place, nothing else is, however alike the texts are.
#include "data/member_set.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/bytes.hpp"

using rubric::data::Cell;
using rubric::data::MemberSet;
using namespace std::string_literals;

namespace {

void check_members(std::vector<std::string> members, const std::vector<std::string>& others) {
  std::ranges::sort(members);
  const MemberSet original = MemberSet::of_texts(members);
  MemberSet set = original;  // a copy knows its own texts
  for (std::size_t i = 0; i < members.size(); ++i) {
    REQUIRE(set.contains(members[i]));
    REQUIRE(set.place(Cell(std::string_view(members[i]))) == i);
  }
  for (const std::string& text : others) {
    REQUIRE_FALSE(set.contains(text));
    REQUIRE(set.place(Cell(std::string_view(text))) == members.size());
  }
}

std::string numbered(std::string_view before, std::size_t i, std::string_view after) {
  return std::string(before) + std::to_string(1'000'000 + i) + std::string(after);
}

}  // namespace

TEST_SUITE("data/member_set") {
  TEST_CASE("no member, one, the empty text, NUL, and every length") {
    check_members({}, {"", "a", "\0"s});
    check_members({""}, {"a", "\0"s});
    check_members({"\0"s, "a\0b"s}, {"", "\0\0"s, "a\0c"s, "a"});
    std::vector<std::string> lengths;
    std::vector<std::string> others;
    for (std::size_t n = 0; n < 40; ++n) {
      lengths.emplace_back(n, 'x');
      if (n == 0) continue;
      for (const std::size_t at : {std::size_t{0}, n / 2, n - 1}) {
        others.push_back(lengths.back());
        others.back()[at] = 'y';
      }
    }
    check_members(lengths, others);
  }

  TEST_CASE("a long list, also one whose members differ in their middles only") {
    for (const bool alike : {false, true}) {
      std::vector<std::string> members;
      std::vector<std::string> others;
      const std::string_view ends = alike ? "the same" : "";
      for (std::size_t i = 0; i < 5000; ++i) {
        members.push_back(numbered(ends, i, ends));
        others.push_back(numbered(ends, i + 10'000, ends));
      }
      check_members(members, others);
    }
  }

  TEST_CASE("where a value lies among bounds, few and many") {
    using rubric::data::Kind;
    for (const int n : {0, 1, 5, 16, 17, 100}) {
      std::vector<double> numbers;
      std::vector<std::int64_t> ticks;
      for (int i = 0; i < n; ++i) {
        numbers.push_back(i);
        ticks.push_back(i);
      }
      const MemberSet of_numbers = MemberSet::of_numbers(numbers);
      const MemberSet of_ticks = MemberSet::of_ticks(Kind::time, ticks);
      const auto size = static_cast<std::size_t>(n);
      for (int i = -1; i < n + 1; ++i) {
        const auto expected = static_cast<std::size_t>(std::clamp(i + 1, 0, n));
        CHECK(of_numbers.range(Cell(i + 0.0)) == expected);
        CHECK(of_numbers.range(Cell(i + 0.5)) == expected);
        CHECK(of_ticks.range(Cell(std::int64_t{i})) == expected);
      }
      CHECK(of_numbers.range(rubric::data::missing_cell(Kind::number)) == size + 1);
      CHECK(of_ticks.range(rubric::data::missing_cell(Kind::time)) == size + 1);
    }
    const MemberSet texts = MemberSet::of_texts({"a", "b"});
    CHECK(texts.place_or_missing(Cell(std::string_view("b")).text) == 1);
    CHECK(texts.place_or_missing(Cell(std::string_view("")).text) == 2);
    CHECK(texts.place_or_missing({}) == 3);
  }

  TEST_CASE("bytes are the same or not, whatever their number and wherever they differ") {
    for (std::size_t n = 0; n < 40; ++n) {
      const std::string a(n, 'a');
      std::string b = a;
      CHECK(rubric::base::same_text(a, b));
      CHECK_FALSE(rubric::base::same_text(a, b + "a"));
      for (std::size_t i = 0; i < n; ++i) {
        b[i] = 'b';
        CHECK_FALSE(rubric::base::same_text(a, b));
        b[i] = 'a';
      }
    }
  }
}
