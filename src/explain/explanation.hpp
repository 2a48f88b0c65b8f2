// Why a lead was decided as it was: a value that can be printed, sent and compared.
//
// Made from an outline and the values that the machine worked out for it, so it never disagrees with the
// decision. It owns its texts and outlives the evaluator. Values are written as a criteria file writes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/engine.hpp"

namespace rubric::explain {

enum class Verdict : std::uint8_t { yes, no, unknown };

/// A value in words: `"fintech"`, `400`, `yes`, `missing`.
struct Value {
  data::Kind kind = data::Kind::boolean;
  bool missing = false;
  std::string text;
  std::string json;  ///< the same for programs: `"fintech"`, `400`, `true`, `null`
};

/// Something that a clause looked at.
struct Sight {
  std::string text;                      ///< as the file has it: `fit.industry`
  Value value;                           ///< of a question to a list: how many elements passed
  std::optional<std::uint64_t> of;       ///< and of how many
  std::optional<std::uint32_t> subject;  ///< in Explanation::subjects: what it names
  bool constant = false;                 ///< a param: the same for every lead
};

/// A yes-or-no piece of the file, with its verdict for this lead.
struct Clause {
  std::string text;
  ir::Joined joined = ir::Joined::test;
  std::uint32_t count = 0;  ///< of `at least 3 of`
  Verdict verdict = Verdict::unknown;
  std::string because;
  std::vector<Sight> seen;
  std::vector<Clause> parts;
  std::optional<std::uint32_t> subject;  ///< of a rule
  /// A test of a score that lines which are unknown could still turn round.
  bool could_turn = false;
  std::optional<double> short_by;  ///< of a test `score >= 60` that is no: points
};

/// A point line, an arm, a row or a move.
struct Branch {
  std::string text;
  std::uint32_t line = 0;  ///< in the file
  std::string because;
  Verdict verdict = Verdict::yes;  ///< its condition's
  bool taken = false;              ///< it made the value; of a point line: it applied
  bool passed_over = false;        ///< unknown, and a later one may have been taken in its place
  std::vector<Value> values;
  std::optional<Clause> condition;
  // Of a point line:
  double points = 0;
  std::optional<double> amount;             ///< of a plain line: what its yes gives
  std::optional<double> capped_from;        ///< its points before `up to`, where that changed them
  std::optional<double> could_add;          ///< its condition is unknown: what a yes would give
  bool points_missing = false;              ///< its condition is yes, and its points are missing
  std::optional<std::uint64_t> chosen, of;  ///< of `for each of`: elements
};

/// What stands between a rule and its yes.
struct Obstacle {
  std::string text;             ///< the clause, as the file has it
  std::vector<std::string> in;  ///< the rules that lead to it from the one explained, outermost first
  bool wanted = true;           ///< false: the clause would have to be no
  Verdict verdict = Verdict::no;
  std::vector<Sight> seen;
  std::optional<double> short_by;
  std::vector<std::string> lines;  ///< of a score that is short: its lines that gave nothing yet, the largest first
  std::uint32_t others = 0;        ///< other clauses of which one would do as well
  double cost = 0;                 ///< what the order goes by; see in_the_way.hpp
};

struct Reason {
  std::string text;
  std::optional<double> points;
};

/// A rule, a score, a choice, a table, a lifecycle, or a named value that one of them looked at.
struct Subject {
  ir::SubjectKind kind = ir::SubjectKind::rule;
  std::string name;
  std::string text;
  std::uint32_t line = 0;
  bool imported = false;
  std::vector<Value> values;
  std::vector<std::string> outputs;  ///< of a table with several
  std::vector<Reason> reasons;
  std::optional<Clause> clause;
  std::vector<Sight> seen;
  std::vector<Branch> branches;
  bool sums = false;
  std::vector<std::uint32_t> blocks;  ///< of the sum of all scores
  std::optional<double> unbounded;    ///< of a score that its bounds changed: the sum of its lines
  std::optional<double> min, max;
  double low = 0, high = 0;          ///< of a score: what it could be, once what is unknown is known
  std::vector<Obstacle> in_the_way;  ///< of a rule that is not yes, cheapest first
  bool could_turn = false;           ///< of a rule: lines of a score that are unknown could change the verdict

  [[nodiscard]] Verdict verdict() const;  ///< of a rule
};

struct Explanation {
  std::string title, version;     ///< of `criteria`
  std::string key;                ///< what names the lead: `a1`; empty without one
  std::uint64_t record = 0;       ///< its number in the input; 0: it has none
  std::int64_t as_of = 0;         ///< microseconds
  std::vector<Subject> subjects;  ///< in the order of the file
};

/// Of the record that the evaluator has decided last. The program must have an outline.
[[nodiscard]] Explanation explain(engine::Evaluator& lead, std::int64_t as_of);

/// A clause alone: what a test expected.
[[nodiscard]] Clause explain_clause(const engine::Evaluator& lead, ir::ClauseId clause);

/// The verdict that a bool cell says.
[[nodiscard]] Verdict verdict_of(const data::Cell& cell);
[[nodiscard]] Value value_of(data::Kind kind, const data::Cell& cell);

}  // namespace rubric::explain
