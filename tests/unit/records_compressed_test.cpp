// Compressed inputs: unpacked byte by byte or at once, whole or not.
#include "records/compressed.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <random>

#include "records/bytes.hpp"
#include "support/packed.hpp"
#include "support/records.hpp"

using namespace std::string_literals;
using rubric::records::ByteSource;
using rubric::records::ReadError;
using rubric::records::unpacked;
using rubric::test::gzip;
using rubric::test::zstd;

namespace {

constexpr std::size_t kSizes[] = {1, 7, 64, 4096, std::size_t{1} << 20U};

struct Outcome {
  std::string text;
  std::string code;
  std::string message;
  std::string help;
  bool operator==(const Outcome&) const = default;
};

// The source hands out `in` bytes at most, and is asked for `out`.
Outcome unpack(const std::string& bytes, std::size_t in, std::size_t out) {
  const ByteSource source = unpacked(
      [from = rubric::records::bytes_of(bytes), in](char* b, std::size_t n) { return from(b, std::min(n, in)); });
  Outcome outcome;
  std::string buffer(out, '\0');
  try {
    for (std::size_t got = 1; got > 0; outcome.text.append(buffer, 0, got)) got = source(buffer.data(), out);
  } catch (const ReadError& error) {
    outcome.code = error.code;
    outcome.message = error.message;
    outcome.help = error.helps.at(0);
  }
  return outcome;
}

// It is the same whatever is read at a time, also where there is a fault.
Outcome unpack(const std::string& bytes) {
  const Outcome first = unpack(bytes, bytes.size() + 1, std::size_t{1} << 20U);
  for (const std::size_t in : kSizes) {
    for (const std::size_t out : kSizes) CHECK(unpack(bytes, in, out) == first);
  }
  return first;
}

// Rows that do not repeat too much.
std::string rows(std::size_t count) {
  std::mt19937 random(7);
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += std::to_string(random()) + ",Söhne " + std::to_string(i) + "\n";
  return out;
}

}  // namespace

TEST_SUITE("records/compressed") {
  TEST_CASE("what gzip or zstd packed comes out as it was") {
    for (const std::string& text : {""s, "a"s, "a,b\n1,2\n"s, rows(3000)}) {
      CHECK(unpack(gzip(text)) == Outcome{text, {}, {}, {}});
      CHECK(unpack(zstd(text)) == Outcome{text, {}, {}, {}});
      CHECK(unpack(zstd(text, 10)) == Outcome{text, {}, {}, {}});
    }
    const std::string much = rows(40'000);
    CHECK(unpack(gzip(much), 5000, 3000).text == much);
    CHECK(unpack(zstd(much), 5000, 3000).text == much);
  }

  TEST_CASE("what is not packed stays as it is") {
    for (const std::string& text : {""s, "a"s, "\x1f"s, "\x28\xb5\x2f"s, "\x28\xb5\x2f\xfe,b"s, "P*M"s, "P*N\x18"s,
                                    "{\"a\":1}"s, "a,b\n1,2\n"s, "\xef\xbb\xbf" + rows(20)}) {
      CHECK(unpack(text) == Outcome{text, {}, {}, {}});
    }
  }

  TEST_CASE("a text is not waited for") {
    std::size_t asked = 0;
    const ByteSource source = unpacked([&asked](char* buffer, std::size_t) -> std::size_t {
      if (++asked > 1) throw ReadError{"asked-again", {}, {}, 0};
      *buffer = '{';
      return 1;
    });
    char c = 0;
    CHECK(source(&c, 1) == 1);
    CHECK(c == '{');
    CHECK(asked == 1);
  }

  TEST_CASE("members and frames behind each other are one input") {
    const std::string text = rows(50);
    CHECK(unpack(gzip("a,b\n") + gzip("") + gzip(text) + gzip("")).text == "a,b\n" + text);
    CHECK(unpack(zstd("a,b\n") + zstd("") + zstd(text) + zstd("")).text == "a,b\n" + text);
    const std::string skipped = "\x5e\x2a\x4d\x18\x03\0\0\0xyz"s;
    CHECK(unpack(skipped + zstd("a") + skipped + zstd("b")).text == "ab");
  }

  TEST_CASE("an end that is missing is told, behind what came before") {
    const std::string text = rows(200);
    for (const std::string& packed : {gzip(text), zstd(text, 10)}) {
      for (const std::size_t size :
           {packed.size() - 1, packed.size() - 5, packed.size() / 2, std::size_t{11}, std::size_t{4}}) {
        const Outcome outcome = unpack(packed.substr(0, size));
        CHECK(outcome.code == "compressed-cut-off");
        CHECK(text.starts_with(outcome.text));
      }
      CHECK(unpack(packed + packed.substr(0, packed.size() - 3)).code == "compressed-cut-off");
    }
    const Outcome outcome = unpack(gzip(text).substr(0, 100));
    CHECK(outcome.message == "the input is compressed by gzip, and its end is missing");
    CHECK(outcome.help == "fetch or write the file anew; `gzip -t FILE` tells whether it is whole");
  }

  TEST_CASE("damage is told, behind what came before") {
    const std::string text = rows(20'000);
    for (const std::string& packed : {gzip(text), zstd(text)}) {
      std::string broken = packed;
      for (std::size_t i = 0; i < 40; ++i) broken[packed.size() / 3 * 2 + i] ^= '\x55';
      const Outcome outcome = unpack(broken, 5000, 3000);
      CHECK(outcome.code == "compressed-damaged");
      CHECK(outcome.text.size() > 65'536);
      for (const std::size_t size : kSizes) CHECK(unpack(broken, size, 9000) == outcome);
      for (const std::size_t size : kSizes) CHECK(unpack(broken, 9000, size) == outcome);
      std::string sum = packed;
      sum[packed.size() - (packed[0] == '\x1f' ? 8 : 1)] ^= '\x01';
      CHECK(unpack(sum, 5000, 3000).code == "compressed-damaged");
    }
    CHECK(unpack("\x1f\x8b\x08\xff not gzip at all").code == "compressed-damaged");
    CHECK(unpack("\x28\xb5\x2f\xfd" + std::string(50, '\xff')).code == "compressed-damaged");
  }

  TEST_CASE("something else behind the end is told") {
    for (const std::string& packed : {gzip("a\n"), zstd("a\n")}) {
      const Outcome outcome = unpack(packed + "b\nwith more of it\n");
      CHECK(outcome.text == "a\n");
      CHECK(outcome.code == "compressed-damaged");
      CHECK(outcome.message.ends_with("damaged: something else stands behind its end"));
    }
  }

  TEST_CASE("a window past the limit is told") {
    CHECK(unpack(zstd("a\n", 27)).text == "a\n");
    const Outcome outcome = unpack(zstd("a\n", 28));
    CHECK(outcome.code == "compressed-window");
    CHECK(outcome.message ==
          "the input is compressed by zstd with a window of more than 128 MiB, the most that is read");
    CHECK(outcome.help == "unpack it on the way: `zstd -dc --long=31 FILE | rubric run CRITERIA -`");
  }

  TEST_CASE("faults of the source are handed on") {
    const std::string packed = gzip(rows(100)).substr(0, 200);
    const ByteSource source = unpacked([&packed, given = false](char* buffer, std::size_t size) mutable {
      if (given && size > 100) throw ReadError{"read-failed", "gone", {}, 0};
      given = true;
      return packed.copy(buffer, size);
    });
    char buffer[64];
    CHECK_THROWS_AS(while (source(buffer, 64) > 0){}, ReadError);
  }
}
