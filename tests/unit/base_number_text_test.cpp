#include "base/number_text.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <clocale>
#include <cmath>
#include <random>

#include "support/suite.hpp"

using namespace rubric::base;
using namespace std::string_literals;

namespace {

NumberFault fault(std::string_view text) {
  return parse_number(text).fault;
}

// Every line of the suite: the bits of the value, and the text. Infinity there is too large here.
void check_suite() {
  std::size_t cases = 0;
  for (const std::string& line : rubric::test::data_lines("suites/numbers-f64.txt")) {
    const std::uint64_t bits = std::stoull(line.substr(0, 16), nullptr, 16);
    const std::string text = line.substr(17);
    const ParsedNumber got = parse_number(text);
    const auto want = std::bit_cast<double>(bits);
    ++cases;
    if (std::isinf(want)) {
      if (got.fault != NumberFault::too_large) FAIL(text << " is not too large");
      continue;
    }
    const bool faulty = got.fault != NumberFault::none && got.fault != NumberFault::inexact;
    if (faulty || std::bit_cast<std::uint64_t>(got.value) != bits) FAIL(text << " is not " << line.substr(0, 16));
  }
  CHECK(cases == 6233);
}

// A locale of this machine that writes 1,5 for one and a half; null when none is installed.
const char* comma_locale() {
  for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8", "pt_BR.UTF-8"}) {
    const bool there = std::setlocale(LC_ALL, name) != nullptr;
    std::setlocale(LC_ALL, "C");
    if (there) return name;
  }
  return nullptr;
}

}  // namespace

TEST_SUITE("base/number_text") {
  TEST_CASE("the suite of parse-number-fxx") {
    check_suite();
  }
  TEST_CASE("the locale changes nothing" * doctest::skip(comma_locale() == nullptr)) {
    std::setlocale(LC_ALL, comma_locale());
    check_suite();
    CHECK(number_text(1.5) == "1.5");
    CHECK(fault("1,5") == NumberFault::not_a_number);
    std::setlocale(LC_ALL, "C");
  }
  TEST_CASE("what counts as a number") {
    CHECK(parse_number("0").value == 0);
    CHECK(parse_number("+7").value == 7);
    CHECK(parse_number("-2.50").value == -2.5);
    CHECK(parse_number(".5").value == 0.5);
    CHECK(parse_number("5.").value == 5);
    CHECK(parse_number("5.e2").value == 500);
    CHECK(parse_number("1E3").value == 1000);
    CHECK(parse_number("007").value == 7);
    for (const char* text : {"-0", "-0.0", "-0e9", "-1e-400", "-.0"}) {
      CAPTURE(text);
      CHECK(fault(text) == NumberFault::none);
      CHECK(parse_number(text).value == 0);
      CHECK_FALSE(std::signbit(parse_number(text).value));
    }
  }
  TEST_CASE("what does not") {
    for (const std::string& text :
         {""s,      " 1"s,  "1 "s,  "1\r"s,   "1\n"s,      "\t1"s,   "1\0"s,  "\0"s,  "0x10"s,   "1_000"s,
          "1,000"s, "1,5"s, "inf"s, "nan"s,   "Infinity"s, "e5"s,    "1e"s,   "1e+"s, "."s,      "-"s,
          "+"s,     "--1"s, "+-1"s, "1.2.3"s, "1e5.0"s,    "1e5e5"s, "-.e1"s, "12a"s, "\u0661"s, "1\u00A0"s}) {
      CAPTURE(text);
      CHECK(fault(text) == NumberFault::not_a_number);
    }
  }
  TEST_CASE("too large, too small") {
    CHECK(fault("1e400") == NumberFault::too_large);
    CHECK(fault("-1e309") == NumberFault::too_large);
    CHECK(fault("1.7976931348623159e308") == NumberFault::too_large);
    CHECK(parse_number("1.7976931348623157e308").value == 1.7976931348623157e308);
    CHECK(fault("1e99999999999999999999999") == NumberFault::too_large);
    CHECK(fault(std::string(400, '9')) == NumberFault::too_large);
    CHECK(parse_number("1e-400").fault == NumberFault::none);
    CHECK(parse_number("1e-400").value == 0);
    CHECK(parse_number("5e-324").value == 5e-324);
    CHECK(parse_number("0e99999999999999999999999").value == 0);
  }
  TEST_CASE("zeros and exponents that cancel out, however long") {
    const std::string zeros(100'000, '0');
    CHECK(parse_number("0." + zeros + "15e100001").value == 1.5);
    CHECK(parse_number("15" + zeros + "e-100001").value == 1.5);
    CHECK(parse_number("1." + zeros + "1").value == 1);
    // Half way between 1 and the next binary64, then just above it.
    CHECK(parse_number("1.00000000000000011102230246251565404236316680908203125").value == 1);
    CHECK(parse_number("1.00000000000000011102230246251565404236316680908203125" + zeros + "1").value ==
          std::nextafter(1.0, 2.0));
  }
  TEST_CASE("whole numbers are never rounded in silence") {
    CHECK(fault("9007199254740992") == NumberFault::none);
    CHECK(fault("9007199254740993") == NumberFault::inexact);
    CHECK(parse_number("9007199254740993").value == 9007199254740992);
    CHECK(fault("-9007199254740993") == NumberFault::inexact);
    CHECK(parse_number("-9007199254740993").value == -9007199254740992);
    CHECK(fault("00009007199254740994") == NumberFault::none);
    CHECK(fault("9007199254740993.0") == NumberFault::none);
    CHECK(fault("1152921504606846976") == NumberFault::none);
    CHECK(fault("1152921504606846977") == NumberFault::inexact);
    CHECK(fault("100000000000000000000000") == NumberFault::inexact);
    CHECK(fault("1e23") == NumberFault::none);
  }
  TEST_CASE("the shortest text") {
    CHECK(number_text(0) == "0");
    CHECK(number_text(-0.0) == "0");
    CHECK(number_text(0.1) == "0.1");
    CHECK(number_text(-1.5) == "-1.5");
    CHECK(number_text(1'500'000) == "1500000");
    CHECK(number_text(1e20) == "100000000000000000000");
    CHECK(number_text(1e21) == "1e+21");
    CHECK(number_text(1e300) == "1e+300");
    CHECK(number_text(1.25e-7) == "1.25e-7");
    CHECK(number_text(0.000001) == "0.000001");
    CHECK(number_text(1e-10) == "1e-10");
    CHECK(number_text(5e-324) == "5e-324");
    CHECK(number_text(1.7976931348623157e308) == "1.7976931348623157e+308");
    CHECK(number_text(1152921504606846976.0) == "1152921504606846976");
    CHECK(number_text(123456789.123) == "123456789.123");
  }
  TEST_CASE("every number reads back as itself, without a fault") {
    std::mt19937_64 random(1);
    const auto check = [](double value) {
      const std::string text = number_text(value);
      const ParsedNumber back = parse_number(text);
      if (back.fault != NumberFault::none || back.value != value) FAIL(text);
    };
    for (int i = 0; i < 20'000; ++i) {
      const auto any = std::bit_cast<double>(random());
      if (std::isfinite(any)) check(any);
      check(static_cast<double>(static_cast<std::int64_t>(random()) >> (random() % 64)));
      check(static_cast<double>(random() % 1'000'000) / 1000);
    }
  }
}
