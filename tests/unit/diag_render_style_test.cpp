#include "diag/render_style.hpp"

#include <doctest/doctest.h>

using namespace rubric::diag;

TEST_SUITE("diag/render_style") {
  TEST_CASE("an explicit choice wins") {
    CHECK(use_colour(ColourChoice::always, {false, "1", "dumb"}));
    CHECK_FALSE(use_colour(ColourChoice::never, {true, nullptr, "xterm"}));
  }
  TEST_CASE("else a terminal that knows colour, and nobody who forbids it") {
    CHECK(use_colour(ColourChoice::automatic, {true, nullptr, "xterm"}));
    CHECK(use_colour(ColourChoice::automatic, {true, "", "xterm"}));
    CHECK_FALSE(use_colour(ColourChoice::automatic, {true, "0", "xterm"}));
    CHECK_FALSE(use_colour(ColourChoice::automatic, {true, nullptr, "dumb"}));
    CHECK_FALSE(use_colour(ColourChoice::automatic, {true, nullptr, nullptr}));
    CHECK_FALSE(use_colour(ColourChoice::automatic, {false, nullptr, "xterm"}));
  }
  TEST_CASE("severities have words and colours of their own") {
    using rubric::Severity;
    CHECK(word_of(Severity::error) == "error");
    CHECK(word_of(Severity::warning) == "warning");
    CHECK(word_of(Severity::note) == "note");
    CHECK(style_of(Severity::error) == Style::error);
    CHECK(style_of(Severity::warning) == Style::warning);
    CHECK(style_of(Severity::note) == Style::note);
  }
  TEST_CASE("paint") {
    CHECK(paint(Style::removed, "x", true) == "\x1b[31mx\x1b[0m");
    CHECK(paint(Style::removed, "x", false) == "x");
    CHECK(paint(Style::plain, "x", true) == "x");
    CHECK(paint(Style::error, "", true).empty());
  }
}
