// What is said of a clause, a line, an arm or an obstacle: the same sentences for a terminal and for a page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "explain/explanation.hpp"

namespace rubric::explain {

/// `2 yes, 1 unknown`.
[[nodiscard]] std::string tally(const std::vector<Clause>& parts);
/// `at least 3 of`; for a test its text.
[[nodiscard]] std::string heading(const Clause& clause);
/// Its parts are written below it, one by one.
[[nodiscard]] bool has_list_of_parts(const Clause& clause);

/// What a clause saw: `fit.employees is 49, 1 short`.
[[nodiscard]] std::string saw(const Explanation& explanation, const Clause& clause);
/// The same with its reason, and whether it could turn.
[[nodiscard]] std::string note_of(const Explanation& explanation, const Clause& clause);

/// The words of a point line, without its points where it gave just these: `when fit.industry in ICP`.
[[nodiscard]] std::string words_of_line(const Branch& line);
[[nodiscard]] std::string note_of_line(const Explanation& explanation, const Branch& line);
/// `+25`, `0`, `?`.
[[nodiscard]] std::string points_of_line(const Branch& line);

/// Of an arm, a row or a move.
[[nodiscard]] std::string note_of_branch(const Explanation& explanation, const Branch& branch);

/// What to do about it: `find out email`, `fit.employees is 49, 1 short`.
[[nodiscard]] std::string note_of_obstacle(const Explanation& explanation, const Obstacle& obstacle);
/// It says more than the clauses themselves.
[[nodiscard]] bool worth_listing(const Subject& rule);

/// The value in words, of a table with its outputs' names.
[[nodiscard]] std::string value_text(const Subject& subject);
/// `its lines give 75, at most 60 count`, `60 at most`; empty without bounds.
[[nodiscard]] std::string bounds_text(const Subject& score);
/// `20 to 45, once what is missing is known`; empty where nothing is open.
[[nodiscard]] std::string range_text(const Subject& score);

}  // namespace rubric::explain
