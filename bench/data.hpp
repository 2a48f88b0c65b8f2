// Leads as they stand in memory once they are decoded: record by record, and column by column.
//
// Both are what a host or a reader would hold, and both are the same leads. Rubric and the limits read the
// same values; decoding is not part of what is measured over them.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "leads.hpp"
#include "rubric/engine.hpp"

namespace rubric::bench {

/// A text that is missing has no data.
struct EventView {
  std::string_view kind;
  std::string_view path;
  std::int64_t at = 0;  ///< microseconds
};

/// The fields of an event, in the order in which the workload reads them.
inline constexpr std::array<std::string_view, 3> kEventFields{"at", "kind", "path"};

struct Record {
  std::string_view id;
  std::array<std::string_view, kTextFields> texts;
  std::array<double, kNumberFields> numbers;  ///< NaN: missing
  std::int64_t created_at = 0;                ///< microseconds
  const EventView* events = nullptr;          ///< those that have a time
  const Value* event_rows = nullptr;          ///< the same as rows that may be lent, as kEventFields has them
  std::uint32_t event_count = 0;
};

/// Texts that repeat, as numbers: 0 is missing, the others count from 1 in the order in which they came.
class Dictionary {
 public:
  std::uint32_t number_of(std::string_view text);
  [[nodiscard]] const std::vector<std::string_view>& texts() const { return texts_; }

 private:
  std::vector<std::string_view> texts_{std::string_view()};
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

/// In the words of words.hpp: 0 is missing, 1 to 60 the words, kOtherWord any other text.
inline constexpr std::uint8_t kOtherWord = 63;
[[nodiscard]] std::uint8_t industry_word(std::string_view text);
[[nodiscard]] std::uint8_t country_word(std::string_view text);
[[nodiscard]] std::uint8_t source_word(std::string_view text);

/// Missing: 0 for words and dictionary numbers, the smallest integer for numbers.
struct Columns {
  std::size_t size = 0;
  std::vector<std::uint8_t> industry, country, source;
  std::array<std::vector<std::int32_t>, kNumberFields> numbers;  ///< that of kRevenue is empty
  std::vector<std::int64_t> revenue, created_at;
  std::vector<std::string_view> email;
  Dictionary titles;
  std::vector<std::uint32_t> title;
  std::vector<std::uint32_t> first_event;  ///< one more than there are records
  Dictionary kinds, paths;
  std::vector<std::uint32_t> event_kind, event_path;
  std::vector<std::int64_t> event_at;
};

class Dataset {
 public:
  Dataset(Distribution distribution, std::size_t size);
  [[nodiscard]] const std::vector<Record>& records() const { return records_; }
  [[nodiscard]] const Columns& columns() const { return columns_; }

 private:
  std::string_view keep(const std::optional<std::string>& text);
  void add(const Lead& lead);
  void add_events(const Lead& lead, Record& record);
  void add_columns(const Record& record);

  // Blocks that never move: everything else looks into them.
  std::deque<std::string> texts_;
  std::deque<std::vector<EventView>> events_;
  std::deque<std::vector<Value>> rows_;
  std::vector<Record> records_;
  Columns columns_;
};

}  // namespace rubric::bench
