#include "builtins/text.hpp"

#include <doctest/doctest.h>

#include <string>

#include "base/utf8.hpp"

using namespace rubric::builtins;
using namespace std::string_literals;
using rubric::data::is_missing;
using rubric::data::view;

namespace {

TextRef as_text(std::string_view text) {
  return {text.data() == nullptr ? "" : text.data(), static_cast<std::uint32_t>(text.size())};
}

std::string text(TextRef t) {
  return is_missing(t) ? "missing" : std::string(view(t));
}

std::string folded(std::string_view t) {
  Arena arena;
  return text(fold(as_text(t), arena));
}

std::string lowered(std::string_view t) {
  Arena arena;
  return text(lower(as_text(t), arena));
}

std::string uppered(std::string_view t) {
  Arena arena;
  return text(upper(as_text(t), arena));
}

std::string replaced(std::string_view t, std::string_view what, std::string_view with) {
  Arena arena;
  return text(replace(as_text(t), as_text(what), as_text(with), arena));
}

std::string piece(std::string_view t, std::string_view separator, double n) {
  return text(split_part(as_text(t), as_text(separator), n));
}

std::string of(char32_t c) {
  std::string out;
  rubric::base::append_utf8(c, out);
  return out;
}

}  // namespace

TEST_SUITE("builtins/text") {
  TEST_CASE("folding makes cases equal, one code point for one") {
    CHECK(folded("Director OF Sales") == "director of sales");
    CHECK(folded("\u00C9COLE") == "\u00E9cole");
    CHECK(folded("\u03A3\u03C3\u03C2") == "\u03C3\u03C3\u03C3");  // with the final sigma
    CHECK(folded("\u212A\u00C5\u212B") == "k\u00E5\u00E5");       // the signs for kelvin and angstrom
    CHECK(folded("STRASSE") != folded("stra\u00DFe"));            // full folding would say otherwise
    CHECK(folded("\u1E9E") == "\u00DF");                          // status S
    CHECK(folded("\u00DF") == "\u00DF");
    CHECK(folded("\u017F") == "s");
    CHECK(folded("\uFB01") == "\uFB01");  // the ligature fi
    CHECK(folded("\u1F88") == "\u1F80");  // status S
    CHECK(folded("\u13A0") == "\u13A0");  // Cherokee folds to capitals
    CHECK(folded("\uAB70") == "\u13A0");
    CHECK(folded("\u01C4\u01C5") == "\u01C6\u01C6");
    CHECK(folded("\U00010400") == "\U00010428");
  }
  TEST_CASE("Turkish letters fold as everywhere else") {
    CHECK(folded("I") == "i");
    CHECK(folded("\u0130") == "\u0130");
    CHECK(folded("\u0131") == "\u0131");
    CHECK(lowered("\u0130") == "i");
    CHECK(uppered("\u0131") == "I");
  }
  TEST_CASE("marks, ideographs, emoji and NUL bytes stay") {
    const std::string all = "e\u0301 \u8463\u4E8B \U0001F600 \0 [`{@"s;
    CHECK(folded(all) == all);
    CHECK(lowered(all) == all);
    CHECK(uppered(all) == "E\u0301 \u8463\u4E8B \U0001F600 \0 [`{@"s);
    CHECK(folded("E\u0301\0X"s) == "e\u0301\0x"s);
  }
  TEST_CASE("lower and upper are the simple mappings") {
    CHECK(lowered("\u03A3") == "\u03C3");
    CHECK(lowered("A\u03A3") == "a\u03C3");  // no final sigma by place
    CHECK(uppered("stra\u00DFe") == "STRA\u00DFE");
    CHECK(uppered("\uFB01") == "\uFB01");
    CHECK(uppered("\u00FF") == "\u0178");
    CHECK(uppered("\u01C6") == "\u01C4");
    CHECK(lowered("\u01C5") == "\u01C6");
    CHECK(lowered("\u023A") == "\u2C65");
  }
  TEST_CASE("text that does not change is not copied") {
    Arena arena;
    const TextRef t = as_text("director \u00E9\u8463");
    CHECK(fold(t, arena).data == t.data);
    CHECK(lower(t, arena).data == t.data);
    const TextRef loud = as_text("DIRECTOR \u00C9\u8463");
    CHECK(upper(loud, arena).data == loud.data);
    const TextRef nothing = as_text("");
    CHECK(fold(nothing, arena).data == nothing.data);
  }
  TEST_CASE("every byte of ASCII, and a longer letter, at every place of a longer text") {
    for (const char filler : {'a', 'Z', '0'}) {
      for (std::size_t at = 0; at < 18; ++at) {
        for (int c = 0; c <= 0x80; ++c) {
          const std::string letter = c < 0x80 ? std::string(1, static_cast<char>(c)) : "\u00C9";
          const std::string given = std::string(at, filler) + letter + std::string(17 - at, filler);
          std::string small = given;
          std::string large = given;
          for (char& b : small) b = b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b;
          for (char& b : large) b = b >= 'a' && b <= 'z' ? static_cast<char>(b - 32) : b;
          if (c == 0x80) small.replace(at, 2, "\u00E9");
          REQUIRE(folded(given) == small);
          REQUIRE(lowered(given) == small);
          REQUIRE(uppered(given) == large);
        }
      }
    }
  }
  TEST_CASE("for every code point: folding is stable, joins the cases, and takes at most three bytes for two") {
    // The cases whose only common folding is a full one, or that fold apart.
    const std::string apart = "\u0130\u0131\u0390\u03B0\u1FD3\u1FE3\uFB05\uFB06";
    for (char32_t c = 1; c <= 0x1FFFF; ++c) {
      if (c == 0xD800) c = 0xE000;
      const std::string t = of(c);
      const std::string f = folded(t);
      if (folded(f) != f) FAIL("not stable: " << static_cast<std::uint32_t>(c));
      const bool joins = folded(lowered(t)) == f && folded(uppered(t)) == f;
      if (!joins && apart.find(t) == std::string::npos) FAIL("not joined: " << static_cast<std::uint32_t>(c));
      for (const std::string& mapped : {f, lowered(t), uppered(t)}) {
        if (mapped.size() > t.size() * 3 / 2) FAIL("too long: " << static_cast<std::uint32_t>(c));
        if (rubric::base::count_code_points(mapped) != 1) FAIL("not one: " << static_cast<std::uint32_t>(c));
      }
    }
  }
  TEST_CASE("trim") {
    const auto trimmed = [](std::string_view t) { return text(trim(as_text(t))); };
    CHECK(trimmed(" \t\r\n\f\v a b \u00A0 ") == "a b");
    CHECK(trimmed("\u00A0a\u00A0") == "a");
    CHECK(trimmed("") == "");
    CHECK(trimmed(" \u00A0 ") == "");
    CHECK(trimmed("\0 a"s) == "\0 a"s);
    CHECK(trimmed("\u2003a") == "\u2003a");
    CHECK(trimmed("\u00E0") == "\u00E0");  // ends with the last byte of U+00A0
  }
  TEST_CASE("concat") {
    Arena arena;
    CHECK(text(concat(as_text("ab"), as_text("\0c"s), arena)) == "ab\0c"s);
    CHECK(text(concat(as_text(""), as_text("c"), arena)) == "c");
    CHECK(text(concat(as_text("c"), as_text(""), arena)) == "c");
    CHECK(text(concat(as_text(""), as_text(""), arena)) == "");
  }
  TEST_CASE("length counts code points") {
    CHECK(length(as_text("")) == 0);
    CHECK(length(as_text("abc")) == 3);
    CHECK(length(as_text("e\u0301")) == 2);
    CHECK(length(as_text("\u8463\u4E8B")) == 2);
    CHECK(length(as_text("\U0001F600")) == 1);
    CHECK(length(as_text("a\0b"s)) == 3);
  }
  TEST_CASE("replace") {
    CHECK(replaced("a-b-c", "-", "") == "abc");
    CHECK(replaced("a-b-c", "-", " / ") == "a / b / c");
    CHECK(replaced("aaa", "aa", "b") == "ba");
    CHECK(replaced("abc", "", "x") == "abc");
    CHECK(replaced("abc", "abcd", "x") == "abc");
    CHECK(replaced("abc", "abc", "") == "");
    CHECK(replaced("", "a", "x") == "");
    CHECK(replaced("a\0b"s, "\0"s, "0") == "a0b");
    CHECK(replaced("\u00E9\u00E9", "\u00E9", "e") == "ee");
  }
  TEST_CASE("split_part") {
    CHECK(piece("a.b.c", ".", 1) == "a");
    CHECK(piece("a.b.c", ".", 3) == "c");
    CHECK(piece("a.b.c", ".", 4) == "missing");
    CHECK(piece("a.b.c", ".", -1) == "c");
    CHECK(piece("a.b.c", ".", -3) == "a");
    CHECK(piece("a.b.c", ".", -4) == "missing");
    CHECK(piece("a.b.c", ".", 0) == "missing");
    CHECK(piece("a.b.c", ".", 1.5) == "missing");
    CHECK(piece("a.b.c", ".", 1e300) == "missing");
    CHECK(piece("a.b.c", ".", -1e300) == "missing");
    CHECK(piece("a..c", ".", 2) == "missing");
    CHECK(piece("a", ".", 1) == "a");
    CHECK(piece("a", ".", -1) == "a");
    CHECK(piece("abc", "", 1) == "abc");
    CHECK(piece("abc", "", 2) == "missing");
    CHECK(piece("", ".", 1) == "missing");
    CHECK(piece("a--b---c", "--", 3) == "-c");
    CHECK(piece("ann@acme.io", "@", -1) == "acme.io");
    CHECK(piece("a\0b"s, "\0"s, 2) == "b");
  }
  TEST_CASE("contains, starts, ends") {
    CHECK(contains(as_text("director"), as_text("cto")));
    CHECK_FALSE(contains(as_text("director"), as_text("CTO")));
    CHECK(contains(as_text("a"), as_text("")));
    CHECK(contains(as_text(""), as_text("")));
    CHECK_FALSE(contains(as_text(""), as_text("a")));
    CHECK(contains(as_text("x\0y"s), as_text("\0y"s)));
    CHECK_FALSE(contains(as_text("x\0y"s), as_text("\0z"s)));
    CHECK(starts_with(as_text("/pricing/teams"), as_text("/pricing")));
    CHECK_FALSE(starts_with(as_text("/pric"), as_text("/pricing")));
    CHECK(ends_with(as_text("ann@acme.io"), as_text(".io")));
    CHECK_FALSE(ends_with(as_text("io"), as_text(".io")));
  }
  TEST_CASE("compare is by code points") {
    CHECK(compare(as_text("a"), as_text("b")) < 0);
    CHECK(compare(as_text("b"), as_text("a")) > 0);
    CHECK(compare(as_text("a"), as_text("a")) == 0);
    CHECK(compare(as_text("a"), as_text("ab")) < 0);
    CHECK(compare(as_text(""), as_text("a")) < 0);
    CHECK(compare(as_text("Z"), as_text("a")) < 0);
    CHECK(compare(as_text("z"), as_text("\u00E9")) < 0);
    CHECK(compare(as_text("\uFFFD"), as_text("\U0001F600")) < 0);  // UTF-16 would say otherwise
    CHECK(compare(as_text("a\0a"s), as_text("a\0b"s)) < 0);
  }
  TEST_CASE("text beyond 1 MiB exhausts the arena") {
    const std::string half(kTextBytes / 2, 'a');
    Arena arena(64U << 20U);
    CHECK(concat(as_text(half), as_text(half), arena).size == kTextBytes);
    CHECK_FALSE(arena.exhausted());
    CHECK(is_missing(concat(as_text(half), as_text(half + "a"), arena)));
    CHECK(arena.exhausted());
    arena.reset();
    CHECK(is_missing(replace(as_text(half), as_text("a"), as_text("bbb"), arena)));
    CHECK(arena.exhausted());
    arena.reset();
    std::string growing;
    for (std::size_t i = 0; i < kTextBytes / 2; ++i) growing += "\u023A";  // two bytes, in lower case three
    CHECK(is_missing(lower(as_text(growing), arena)));
    CHECK(arena.exhausted());
    arena.reset();
    CHECK(upper(as_text(std::string(kTextBytes, 'a')), arena).size == kTextBytes);
    CHECK_FALSE(arena.exhausted());
  }
  TEST_CASE("past the arena's limit the answer is missing") {
    Arena arena(64);
    CHECK(is_missing(fold(as_text(std::string(100, 'A')), arena)));
    CHECK(arena.exhausted());
  }
}

namespace {

bool word(std::string_view t, std::string_view words) {
  return contains_word(as_text(t), as_text(words));
}

}  // namespace

TEST_SUITE("builtins/words") {
  TEST_CASE("whole words") {
    CHECK(word("cto", "cto"));
    CHECK(word("the cto, acting", "cto"));
    CHECK(word("(cto)", "cto"));
    CHECK_FALSE(word("director", "cto"));
    CHECK_FALSE(word("ctos", "cto"));
    CHECK_FALSE(word("cto2", "cto"));
    CHECK_FALSE(word("", "cto"));
    CHECK_FALSE(word("CTO", "cto"));  // whoever ignores case folds first
    CHECK(word("vp_sales", "sales"));
    CHECK(word("x director cto", "cto"));
  }
  TEST_CASE("several words match in a row, whatever separates them") {
    CHECK(word("vice-president, sales", "vice president"));
    CHECK(word("senior vice  president", "vice president"));
    CHECK(word("vice president", "  vice/president "));
    CHECK_FALSE(word("vice and president", "vice president"));
    CHECK_FALSE(word("vicepresident", "vice president"));
    CHECK_FALSE(word("president vice", "vice president"));
    CHECK(word("a a a b", "a a b"));
    CHECK(word("a b a b a c", "a b a c"));
    CHECK_FALSE(word("a b a b a", "a b a c"));
  }
  TEST_CASE("what has no word matches nothing") {
    CHECK_FALSE(word("a", ""));
    CHECK_FALSE(word("a - b", " - "));
    CHECK_FALSE(word("", ""));
    CHECK_FALSE(word("\U0001F600", "\U0001F600"));
  }
  TEST_CASE("letters and digits of every script, with their marks") {
    CHECK(word("der gesch\u00E4ftsf\u00FChrer", "gesch\u00E4ftsf\u00FChrer"));
    CHECK_FALSE(word("gesch\u00E4ftsf\u00FChrer", "f\u00FChrer"));
    CHECK(word("\u8463\u4E8B, \u4E2D\u56FD", "\u8463\u4E8B"));
    CHECK_FALSE(word("\u8463\u4E8B\u9577", "\u8463\u4E8B"));
    CHECK_FALSE(word("cafe\u0301", "cafe"));  // a mark belongs to the word
    CHECK(word("cafe\u0301 owner", "cafe\u0301"));
    CHECK(word("\u0939\u093F\u0928\u094D\u0926\u0940", "\u0939\u093F\u0928\u094D\u0926\u0940"));
    CHECK(word("level \u0664", "\u0664"));
    CHECK(word("\u2764\uFE0Fcto", "cto"));  // the mark of an emoji is no word
    CHECK(word("\U0001F600cto\U0001F600", "cto"));
    CHECK(word("\uFE0F cto", "\uFE0Fcto"));
    CHECK(word("a\0cto\0b"s, "cto"));
    CHECK(word("a\0b"s, "a b"));
  }
  TEST_CASE("linear, also where the words repeat themselves") {
    std::string text;
    std::string words;
    for (int i = 0; i < 100'000; ++i) text += "a ";
    for (int i = 0; i < 20'000; ++i) words += "a ";
    CHECK(word(text, words));
    CHECK_FALSE(word(text, words + "b"));
    CHECK_FALSE(word(text + "b", words + "c"));
    CHECK(word(text + "b", words + "b"));
  }
}
