// What a reader keeps besides the cells: which record it is at, why the last one was rejected, and
// the tallies by field.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "records/convert.hpp"
#include "records/reader.hpp"

namespace rubric::records {

/// A fault found in a record. `at` counts bytes from the start of what was looked at.
struct Fault {
  std::string_view code;
  std::string message;
  std::size_t at = 0;
};

/// The part of a Reader that both formats share.
class Account : public Reader {
 public:
  explicit Account(const data::Layout& layout);

  [[nodiscard]] const Rejection& rejection() const final { return rejection_; }
  [[nodiscard]] std::uint64_t record_number() const final { return number_; }
  [[nodiscard]] std::uint64_t line() const final { return line_; }
  [[nodiscard]] const std::vector<InvalidValues>& invalid() const final { return invalid_; }
  [[nodiscard]] const std::vector<std::uint64_t>& occurrences() const final { return occurrences_; }
  [[nodiscard]] const std::vector<std::uint64_t>& undated() const final { return undated_; }

 protected:
  [[nodiscard]] const data::Layout& layout() const { return layout_; }
  void start_record(std::uint64_t line) {
    ++number_;
    line_ = line;
  }
  /// The last of `count` more, which have a line each, one behind the other.
  void start_records(std::size_t count, std::uint64_t line) {
    number_ += count;
    line_ = line;
  }
  /// As if so many records stood before, of which nothing has been tallied.
  void restart(std::uint64_t records);
  void occurs(std::size_t slot, bool yes = true) { occurrences_[slot] += yes ? 1U : 0U; }
  void occurs_in_all(std::size_t slot, std::size_t count) { occurrences_[slot] += count; }
  void lacks_time(std::size_t slot) { ++undated_[slot]; }
  /// `field` names the element's field where the slot is a list of records.
  void tally(std::size_t slot, Outcome outcome, const data::Slot& field, std::string_view example, std::uint64_t line);
  Step reject(std::string_view code, std::string message, std::uint64_t line, std::uint64_t column);
  /// `record`, or a rejection that names the required fields that are missing. A list is never missing.
  Step settle(std::span<const data::Cell> cells);

 private:
  Step reject_missing(std::span<const data::Cell> cells);

  const data::Layout& layout_;
  std::vector<std::uint32_t> required_;  // slots
  Rejection rejection_;
  std::uint64_t number_ = 0;
  std::uint64_t line_ = 0;
  std::vector<InvalidValues> invalid_;
  std::vector<std::uint64_t> occurrences_;
  std::vector<std::uint64_t> undated_;
};

/// Whether a required slot's cell makes its record (or element) one to leave out.
[[nodiscard]] inline bool lacks(const data::Slot& slot, const data::Cell& cell) {
  return slot.required && !data::is_list(slot.kind) && data::is_missing(slot.kind, cell);
}

}  // namespace rubric::records
