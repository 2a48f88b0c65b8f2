// Reads records from a text and writes down all that a reader says, so that tests compare texts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "records/reader.hpp"

/// A failed comparison of logs shows both.
template <>
struct doctest::StringMaker<std::vector<std::string>> {
  static String convert(const std::vector<std::string>& lines) {
    std::string out;
    for (const std::string& line : lines) out += "\n  " + line;
    return {out.data(), static_cast<unsigned>(out.size())};
  }
};

namespace rubric::test {

/// A slot for a dotted path, with the heading and name that the checker would give it.
[[nodiscard]] data::Slot slot(std::string_view path, data::Kind kind);
[[nodiscard]] data::Layout layout(std::vector<data::Slot> slots);

struct Run {
  /// One line a record: `2@3 a=1 b="x"`, `4@5 ragged-row 5:0 the row has …` (number@line).
  std::vector<std::string> log;
  std::size_t decided = 0;
  std::size_t rejected = 0;
  std::size_t gathered = 0;  ///< of those decided
  std::vector<records::InvalidValues> invalid;
  std::vector<std::uint64_t> occurrences;
  std::optional<records::ReadError> error;

  /// All of it, to compare runs.
  [[nodiscard]] std::string text() const;
  /// The code of a rejection in line `i` of the log, or "" where the record was read.
  [[nodiscard]] std::string code(std::size_t i) const;
};

/// The source hands out at most `block` bytes at once. Of CSV, holds the records one by one against those gathered in
/// columns.
[[nodiscard]] Run read(std::string_view bytes, const data::Layout& layout, records::Options options = {},
                       std::size_t block = std::size_t{1} << 20U);
/// Records gathered in columns where the reader can, `gathered` at most at once.
[[nodiscard]] Run read_gathered(std::string_view bytes, const data::Layout& layout, records::Options options,
                                std::size_t block, std::size_t gathered);
/// The same by way of blocks of `size` bytes, which two readers take in turn: its text is that of `read`.
[[nodiscard]] Run read_in_turn(std::string_view bytes, const data::Layout& layout, const records::Options& options,
                               std::size_t size);
[[nodiscard]] records::Options csv();

}  // namespace rubric::test
