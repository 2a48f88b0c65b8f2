// What each rule behind a `must` wanted, in words for people. A rule without an entry does not compile.
// The words complete "expected …"; what was found instead, and advice that depends on it, is added
// where errors are explained (src/parse/explain).
#pragma once

#include <string_view>

#include "diag/sink.hpp"
#include "grammar.hpp"

namespace rubric::grammar {

struct Expected {
  diag::Kind kind;
  std::string_view what;
};

template <typename Rule>
inline constexpr bool has_message = false;
template <typename Rule>
struct MessageOf;

#define RUBRIC_EXPECTED(rule, kind, what)                    \
  template <>                                                \
  inline constexpr bool has_message<rule> = true;            \
  template <>                                                \
  struct MessageOf<rule> {                                   \
    static constexpr Expected value{diag::Kind::kind, what}; \
  };

// --- operands ---
RUBRIC_EXPECTED(if_condition, expected_expression, "a condition after `if`")
RUBRIC_EXPECTED(then_value, expected_expression, "a value after `then`")
RUBRIC_EXPECTED(else_value, expected_expression, "a value after `else`")
RUBRIC_EXPECTED(logic_operand, expected_expression, "a condition after `and` or `or`")
RUBRIC_EXPECTED(not_operand, expected_expression, "a condition after `not`")
RUBRIC_EXPECTED(compare_operand, expected_expression, "a value to compare with")
RUBRIC_EXPECTED(in_operand, expected_expression, "a set after `in`")
RUBRIC_EXPECTED(between_low, expected_expression, "the lower end after `between`")
RUBRIC_EXPECTED(between_high, expected_expression, "the upper end after `and`")
RUBRIC_EXPECTED(text_operand, expected_expression, "a text to look for")
RUBRIC_EXPECTED(text_set, expected_expression, "a set after `of`")
RUBRIC_EXPECTED(default_operand, expected_expression, "a value after `default`")
RUBRIC_EXPECTED(sum_operand, expected_expression, "a value after the sign")
RUBRIC_EXPECTED(product_operand, expected_expression, "a value after the sign")
RUBRIC_EXPECTED(negate_operand, expected_expression, "a value after `-`")
RUBRIC_EXPECTED(paren_value, expected_expression, "a value in the parentheses")
RUBRIC_EXPECTED(list_member, expected_expression, "a member of the list")
RUBRIC_EXPECTED(set_member, expected_expression, "a member of the set")
RUBRIC_EXPECTED(argument, expected_expression, "an argument")
RUBRIC_EXPECTED(given_argument, expected_expression, "an argument")
RUBRIC_EXPECTED(list_operand, expected_expression, "the name of a list after `of`")
RUBRIC_EXPECTED(aggregate_operand, expected_expression, "a list in the parentheses")
RUBRIC_EXPECTED(where_condition, expected_expression, "a condition after `where`")
RUBRIC_EXPECTED(anchor, expected_expression, "the time from which to count")
RUBRIC_EXPECTED(condition, expected_expression, "a condition")
RUBRIC_EXPECTED(block_item, expected_expression, "a condition")
RUBRIC_EXPECTED(arm_value, expected_expression, "a value")
RUBRIC_EXPECTED(column, expected_expression, "the expression of a column")
RUBRIC_EXPECTED(let_value, expected_expression, "a value after `=`")
RUBRIC_EXPECTED(expectation, expected_expression, "a condition after `expect`")
RUBRIC_EXPECTED(record_value, expected_expression, "a value after `:`")
RUBRIC_EXPECTED(bound_value, expected_expression, "a bound")
RUBRIC_EXPECTED(cap, expected_expression, "a number of points after `up to`")
RUBRIC_EXPECTED(present_state, expected_expression, "the field that holds the present state")
RUBRIC_EXPECTED(block_count, expected_expression, "how many: a number or the name of a param")

// --- lengths of time ---
RUBRIC_EXPECTED(extent, expected_duration, "a length of time such as `30 days`")
RUBRIC_EXPECTED(within_extent, expected_duration, "a length of time such as `7 days`")
RUBRIC_EXPECTED(period, expected_duration, "a length of time such as `7 days` or `calendar week`")
RUBRIC_EXPECTED(half_life, expected_duration, "a length of time such as `14 days`")
RUBRIC_EXPECTED(calendar_unit, expected_duration,
                "a unit of the calendar: `days`, `weeks`, `months`, `quarters` or `years`")

// --- names ---
RUBRIC_EXPECTED(new_name, expected_name, "a name")
RUBRIC_EXPECTED(imported_name, expected_name, "the name to use")
RUBRIC_EXPECTED(output_name, expected_name, "the name of an output")
RUBRIC_EXPECTED(module, expected_name, "a module such as `std.email` or a file such as `\"./icp.rubric\"`")
RUBRIC_EXPECTED(set_term, expected_name, "a set: `{ … }` or a name")
RUBRIC_EXPECTED(cell_set, expected_name, "a set: `{ … }` or a name")
RUBRIC_EXPECTED(next_state, expected_name, "a state: a name or a text")
RUBRIC_EXPECTED(parameter, expected_name, "a parameter such as `a text`")
RUBRIC_EXPECTED(override, expected_name, "the name of a param")
RUBRIC_EXPECTED(record_entry, expected_name, "a field such as `email: \"a@b.io\"`")
RUBRIC_EXPECTED(field, expected_name, "a field such as `email text`")

// --- literals ---
RUBRIC_EXPECTED(title, expected_text, "a title in double quotes")
RUBRIC_EXPECTED(reason, expected_text, "the reason in double quotes")
RUBRIC_EXPECTED(file_name, expected_text, "the name of a file in double quotes")
RUBRIC_EXPECTED(text_value, expected_text, "a text in double quotes")
RUBRIC_EXPECTED(date_value, expected_date, "a date such as `2026-11-01`")
RUBRIC_EXPECTED(constant, expected_literal, "a literal such as `60` or `\"web\"`")
RUBRIC_EXPECTED(plain_constant, expected_literal, "a number after `-`")
RUBRIC_EXPECTED(param_value, expected_literal, "a literal such as `60` or `\"web\"`")
RUBRIC_EXPECTED(output, expected_literal, "an output: a literal or `( … )`")
RUBRIC_EXPECTED(cell, expected_cell, "a cell such as `\"a\"`, `>= 10`, `1..5`, `in S` or `*`")
RUBRIC_EXPECTED(pattern, expected_pattern, "a pattern such as `/acme/i`")
RUBRIC_EXPECTED(points, expected_points, "a number of points or `( … )`")

// --- words ---
RUBRIC_EXPECTED(then_word, expected_word, "`then`")
RUBRIC_EXPECTED(else_word, missing_else, "`else`")
RUBRIC_EXPECTED(of_word, expected_word, "`of`")
RUBRIC_EXPECTED(with_word, expected_word, "`with`")
RUBRIC_EXPECTED(state_word, expected_state, "`missing`, `present`, `unknown` or `known` after `is`")
RUBRIC_EXPECTED(after_before, bare_within, "`after` or `before`")
RUBRIC_EXPECTED(between_and, expected_word, "`and` between the two ends")
RUBRIC_EXPECTED(by_word, expected_word, "`by`")
RUBRIC_EXPECTED(use_word, expected_word, "`use`")
RUBRIC_EXPECTED(case_word, expected_word, "`case`")
RUBRIC_EXPECTED(if_word, expected_word, "`if`")
RUBRIC_EXPECTED(format_word, expected_word, "`format`")
RUBRIC_EXPECTED(number_word, expected_word, "`number`")
RUBRIC_EXPECTED(each_word, expected_word, "`each`")
RUBRIC_EXPECTED(per_word, expected_word, "`per`")
RUBRIC_EXPECTED(every_word, expected_word, "`every`")
RUBRIC_EXPECTED(to_word, expected_word, "`to`")
RUBRIC_EXPECTED(from_word, expected_word, "`from`")
RUBRIC_EXPECTED(arm_when, expected_word, "`when` and a condition")
RUBRIC_EXPECTED(type_word, expected_type, "a type")
RUBRIC_EXPECTED(field_type, expected_type, "a type")
RUBRIC_EXPECTED(parameter_type, expected_type, "a type")

// --- signs ---
RUBRIC_EXPECTED(assign_sign, expected_sign, "`=`")
RUBRIC_EXPECTED(colon_sign, expected_sign, "`:`")
RUBRIC_EXPECTED(arrow_sign, expected_sign, "`->`")
RUBRIC_EXPECTED(yields_sign, row_without_output, "`=>`")
RUBRIC_EXPECTED(set_body, expected_sign, "`=` or `from`")
RUBRIC_EXPECTED(block_start, expected_block, "`{`")
RUBRIC_EXPECTED(table_body, expected_block, "`{`")
RUBRIC_EXPECTED(value_record, expected_block, "`{`")

// --- after a complete thing ---
RUBRIC_EXPECTED(item_end, unexpected_token, "the end of the line or a comma")
RUBRIC_EXPECTED(row_end, unexpected_token, "the end of the line")
RUBRIC_EXPECTED(declaration_end, unexpected_token, "the end of the line")
RUBRIC_EXPECTED(paren_end, unexpected_token, "`)`")
RUBRIC_EXPECTED(call_end, unexpected_token, "`,` or `)`")
RUBRIC_EXPECTED(aggregate_end, unexpected_token, "`of`, `where` or `)`")
RUBRIC_EXPECTED(list_end, unexpected_token, "`,` or `]`")
RUBRIC_EXPECTED(set_end, unexpected_token, "`,` or `}`")
RUBRIC_EXPECTED(member_end<Token::close_bracket>, unexpected_token, "`,` or `]`")
RUBRIC_EXPECTED(member_end<Token::close_brace>, unexpected_token, "`,` or `}`")
RUBRIC_EXPECTED(block_end, unexpected_token, "`}`")

// --- items of blocks, and declarations ---
RUBRIC_EXPECTED(criteria_item, unknown_item, "`version`, `owner` or `review by`")
RUBRIC_EXPECTED(score_line, unknown_item, "a line of points such as `+10 when …`")
RUBRIC_EXPECTED(choose_item, expected_expression, "`VALUE when …` or `else VALUE`")
RUBRIC_EXPECTED(table_header, expected_expression, "the columns, such as `stage | country => queue`")
RUBRIC_EXPECTED(row, expected_cell, "a row such as `\"sql\" | * => \"emea\"`")
RUBRIC_EXPECTED(lifecycle_item, unknown_item, "`start STATE` or a move such as `mql -> sql when …`")
RUBRIC_EXPECTED(test_item, unknown_item, "`given { … }` or `expect …`")
RUBRIC_EXPECTED(declaration, unknown_declaration, "a declaration")

#undef RUBRIC_EXPECTED

/// What a failed `must<Rule>` says.
template <typename Rule>
[[nodiscard]] constexpr const Expected& expected() {
  static_assert(has_message<Rule>, "a rule behind `must` needs its words in messages.hpp");
  return MessageOf<Rule>::value;
}

}  // namespace rubric::grammar
