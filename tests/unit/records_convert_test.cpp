#include <doctest/doctest.h>

#include "records/convert.hpp"

using rubric::data::Cell;
using rubric::data::Kind;
using rubric::data::Slot;
using rubric::records::Converted;
using rubric::records::Converter;
using rubric::records::Outcome;
using rubric::records::Texts;

namespace {

Slot of(Kind kind) {
  Slot slot;
  slot.name = "x";
  slot.kind = kind;
  return slot;
}

Converted text(const Slot& slot, std::string_view value) {
  return Converter(slot, slot.kind, Texts::converted).text(value);
}

std::string text_of(const Converted& made) {
  return made.outcome == Outcome::value ? std::string(rubric::data::view(made.cell.text)) : "?";
}

}  // namespace

TEST_SUITE("records/convert") {
  TEST_CASE("modifiers act in the order trimmed, empty, missing if, conversion, one of") {
    Slot slot = of(Kind::text);
    slot.trimmed = true;
    slot.missing_texts = {"Select"};
    slot.one_of_texts = {"web", "event"};
    CHECK(text_of(text(slot, " \tweb\xc2\xa0")) == "web");
    CHECK(text(slot, " \n ").outcome == Outcome::missing);
    CHECK(text(slot, " Select").outcome == Outcome::missing);
    CHECK(text(slot, "select").outcome == Outcome::not_one_of);
    slot.trimmed = false;
    CHECK(text(slot, " Select").outcome == Outcome::not_one_of);
    CHECK(text(of(Kind::text), " ").outcome == Outcome::value);
  }

  TEST_CASE("ignoring case folds placeholders and allowed values, beyond ASCII too") {
    Slot slot = of(Kind::text);
    slot.ignoring_case = true;
    slot.missing_texts = {"unbekannt", "ÄHNLICH"};
    slot.one_of_texts = {"straße", "ΣΑΣ", "K"};
    CHECK(text(slot, "UNBEKANNT").outcome == Outcome::missing);
    CHECK(text(slot, "ähnlich").outcome == Outcome::missing);
    CHECK(text_of(text(slot, "STRAẞE")) == "STRAẞE");
    CHECK(text(slot, "STRASSE").outcome == Outcome::not_one_of);
    CHECK(text(slot, "σας").outcome == Outcome::value);
    CHECK(text(slot, "\u212A").outcome == Outcome::value);
    slot.ignoring_case = false;
    CHECK(text(slot, "unbekannT").outcome == Outcome::not_one_of);
  }

  TEST_CASE("numeric placeholders are compared as numbers, before the kind") {
    Slot slot = of(Kind::number);
    slot.missing_numbers = {-1};
    slot.one_of_numbers = {1, 2};
    CHECK(text(slot, "-1.0").outcome == Outcome::missing);
    CHECK(text(slot, "2").cell.number == 2);
    CHECK(text(slot, "3").outcome == Outcome::not_one_of);
    CHECK(Converter(slot, Kind::number, Texts::as_they_are).number("-1e0").outcome == Outcome::missing);
    CHECK(Converter(slot, Kind::number, Texts::as_they_are).text("2").outcome == Outcome::not_number);
    Slot word = of(Kind::text);
    word.missing_numbers = {-1};
    CHECK(Converter(word, Kind::text, Texts::as_they_are).number("-1").outcome == Outcome::missing);
    CHECK(Converter(word, Kind::text, Texts::as_they_are).number("1").outcome == Outcome::not_text);
  }

  TEST_CASE("numbers") {
    const Slot slot = of(Kind::number);
    CHECK(text(slot, "1e23").outcome == Outcome::value);
    CHECK(text(slot, "123456789012345.25").cell.number == 123456789012345.25);
    CHECK(text(slot, "0.1").cell.number == 0.1);
    CHECK(text(slot, "1e999").outcome == Outcome::too_large);
    CHECK(text(slot, "9007199254740993").outcome == Outcome::inexact);
    for (const char* const bad : {"NaN", "inf", "0x1", "1,5", "1_0", "12 ", "-", ".", "1-", "1.2.3", "١٢"}) {
      CHECK_MESSAGE(text(slot, bad).outcome == Outcome::not_number, bad);
    }
    CHECK_FALSE(std::signbit(text(slot, "-0.0").cell.number));
  }

  TEST_CASE("number format: groups are of three digits") {
    Slot slot = of(Kind::number);
    slot.group_mark = '.';
    slot.decimal_mark = ',';
    CHECK(text(slot, "1.234,56").cell.number == 1234.56);
    CHECK(text(slot, "-1.234.567").cell.number == -1234567);
    CHECK(text(slot, "12,5").cell.number == 12.5);
    CHECK(text(slot, "1234").cell.number == 1234);
    for (const char* const bad :
         {"1.5", "1.23,4", "1234.567", ".123", "1,234.5", "1..234", "1.234,5,6", "", "1.", "1,2.3"}) {
      CHECK_MESSAGE(text(slot, bad).outcome != Outcome::value, bad);
    }
  }

  TEST_CASE("bools in any case; no other spelling") {
    const Slot slot = of(Kind::boolean);
    for (const char* const yes : {"true", "TRUE", "Yes", "1"})
      CHECK(text(slot, yes).cell.tri == rubric::data::Tri::yes);
    for (const char* const no : {"false", "No", "0"}) CHECK(text(slot, no).cell.tri == rubric::data::Tri::no);
    for (const char* const bad : {"y", "t", "2", "wahr", "1.0"}) CHECK(text(slot, bad).outcome == Outcome::not_bool);
    CHECK(Converter(slot, Kind::boolean, Texts::converted).number("1").outcome == Outcome::not_bool);
  }

  TEST_CASE("times by format, durations as the language writes them") {
    Slot slot = of(Kind::time);
    slot.time_format = "%d/%m/%Y";
    CHECK(text(slot, "02/01/1970").cell.ticks == 86'400'000'000);
    CHECK(text(slot, "1970-01-02").outcome == Outcome::not_time);
    CHECK(reason(Outcome::not_time, slot) == "not a time as `%d/%m/%Y`");
    const Slot span = of(Kind::duration);
    CHECK(text(span, "1.5 hours").cell.ticks == 5'400'000'000);
    CHECK(text(span, "1 week").cell.ticks == 604'800'000'000);
    for (const char* const bad : {"1", "1 month", "hours", "1  day", "1e300 days"}) {
      CHECK_MESSAGE(text(span, bad).outcome == Outcome::not_duration, bad);
    }
  }

  TEST_CASE("reasons name what is allowed, a few of many") {
    Slot slot = of(Kind::text);
    slot.one_of_texts = {"a", "b", "c", "d", "e", "f", "g"};
    CHECK(reason(Outcome::not_one_of, slot) == "not one of `a`, `b`, `c`, `d`, `e` and 2 more");
  }
}
