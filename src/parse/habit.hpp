// What people write from habit: one class over several files, the signs, tests and values in explain_habits.cpp,
// the lines of blocks in explain_habits_of_blocks.cpp, times and lists in explain_habits_of_time.cpp.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "slip.hpp"

namespace rubric::parse {

[[nodiscard]] inline bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

class Habit : Slip {
 public:
  explicit Habit(const Slip& slip) : Slip(slip) {}

  bool run();

 private:
  /// The tokens from `first` to the one before `last` are written `meant`.
  diag::Builder instead(std::uint32_t first, std::uint32_t last, const std::string& meant, std::string note);
  bool sign_habit();
  bool state_habit();
  bool age_habit(std::uint32_t first, std::string_view sign);
  bool window_habit();
  bool between_habit();
  bool time_habit();
  bool this_month();
  bool before_or_after();
  bool older_than();
  bool ago();
  bool each_period();
  bool list_habit();
  bool field_of_element();
  bool question_with_comma();
  bool counted_block();
  bool members_without_braces();
  bool day_habit();
  bool yes_habit();
  bool block_habit();
  bool cell_habit();
  bool move_habit();
  bool arm_habit();
  bool arm_without_value();
  bool points_habit();
  bool header_habit();
  bool set_habit();
  bool field_habit();
  bool literal_habit();
  bool item_habit();
  bool phrase_habit();
  bool test_block_habit();
  bool import_habit();
  [[nodiscard]] std::string_view spelled(std::uint32_t i) const {
    return i <= chunk_.size() ? chunk_.spelling(i) : std::string_view{};
  }
  [[nodiscard]] std::uint32_t operand_before(std::uint32_t end) const;
  [[nodiscard]] bool touches(std::uint32_t token) const;
  [[nodiscard]] std::uint32_t arm_end(std::uint32_t from) const;
  [[nodiscard]] std::uint32_t line_end(std::uint32_t from) const;
  [[nodiscard]] std::string_view text_of(std::uint32_t from, std::uint32_t to) const;
};

}  // namespace rubric::parse
