// Why a lead was decided as it was: a value that can be printed, sent and compared.
//
// Made from an outline and the values that the machine worked out for it, so it never disagrees with the
// decision. It owns its texts and outlives the evaluator. Values are written as a criteria file writes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
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
  bool field = false;                    ///< comes from the record as it is
  bool constant = false;                 ///< a param: the same for every lead
  bool list = false;                     ///< a list by its name: the value is how many elements it has
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
  std::optional<std::uint32_t> subject;  ///< of a rule, in Explanation::subjects
  bool hides_missing = false;            ///< it can be known although something in it is missing
  /// Of a test that is known: what is missing could still turn it round, once it is known.
  bool could_turn = false;
  /// Of a test `score >= 60` or `fit.employees < least`, both sides being there.
  struct Bar {
    std::optional<std::uint32_t> score;  ///< in Explanation::subjects, where the left side is one
    double number = 0, bound = 0;
    bool at_least = true;  ///< else at most
    bool strict = false;
  };
  std::optional<Bar> bar;
  std::optional<double> short_by;  ///< of a test with a bar that is no: how far it is off
};

/// A point line, an arm, a row or a move.
struct Branch {
  std::string text;
  std::uint32_t line = 0;  ///< in the file
  std::string because;
  Verdict verdict = Verdict::yes;  ///< its condition's
  bool taken = false;              ///< it made the value; of a point line: it applied
  bool elsewhere = false;          ///< a move out of another state than the present one: not asked
  bool passed_over = false;        ///< unknown, and a later one may have been taken in its place
  std::vector<Value> values;
  std::vector<Sight> seen;  ///< what its points or its value are made of
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
  bool fixed = false;       ///< nothing in it depends on the lead
  bool could_turn = false;  ///< it is known, and what is missing could turn it
  std::vector<Sight> seen;
  std::optional<double> short_by;
  bool over = false;               ///< it is so much too large, not too small
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
  bool could_turn = false;     ///< its value is known, and what is missing could change it
  bool hides_missing = false;  ///< of a let that is no test: as of a clause
  bool sums = false;           ///< a table whose rows add up
  bool open = false;           ///< of a score: some points cannot be told yet; its range is without them
  std::uint32_t line = 0;
  std::string name;
  std::string text;
  std::string file;  ///< where it stands, if that is not the main file
  std::vector<Value> values;
  std::vector<std::string> outputs;  ///< of a table with several
  std::string because;               ///< of a rule: its own, whatever its verdict
  std::vector<Reason> reasons;
  std::optional<Clause> clause;
  std::vector<Sight> seen;  ///< of a let that is no test, and of a lifecycle: its present state
  std::vector<Branch> branches;
  std::vector<std::uint32_t> blocks;  ///< of the sum of all scores
  std::optional<double> unbounded;    ///< of a score that its bounds changed: the sum of its lines
  std::optional<double> min, max;
  double low = 0, high = 0;          ///< of a score: between these it will be, once what is missing is known
  std::vector<Obstacle> in_the_way;  ///< of a rule that is not yes, cheapest first
  std::size_t more_in_the_way = 0;   ///< those that are not listed, at most

  [[nodiscard]] Verdict verdict() const;  ///< of a rule
};

struct Explanation {
  std::string title, version;      ///< of `criteria`
  std::string key;                 ///< what names the lead: `a1`; empty without one
  std::string file;                ///< where it was read; empty: nobody said
  std::uint64_t record = 0;        ///< its number in the input; 0: it has none
  std::uint64_t line = 0;          ///< its first line there; 0: it has none
  std::int64_t as_of = 0;          ///< microseconds
  std::vector<std::string> notes;  ///< values of the lead that were no values, and count as missing
  std::vector<Subject> subjects;   ///< in the order of the file
};

/// Of the record that the evaluator has decided last. The program must have an outline.
[[nodiscard]] Explanation explain(engine::Evaluator& lead, std::int64_t as_of);

/// A clause alone: what a test expected. Whether it could turn is not looked at.
[[nodiscard]] Clause explain_clause(const engine::Evaluator& lead, ir::ClauseId clause);

/// For Explanation::notes: a value that was none. `example` is empty where it is not known.
[[nodiscard]] std::string note_of_invalid(std::string_view field, std::string_view example, std::string_view reason);

/// The subject of that name: `mql`, `fit` or `score.fit`, `score` for the sum; none where there is no such.
[[nodiscard]] std::optional<std::uint32_t> find_subject(const Explanation& explanation, std::string_view name);
/// As it is asked for: `mql`, `score.fit`, `score`.
[[nodiscard]] std::string name_of(const Subject& subject);
/// The subjects of these names, then all that they look at, in the order of the file; all without names. Lets,
/// which are shown where they are looked at, are left out unless they are asked for by name or by `lets`.
[[nodiscard]] std::vector<std::uint32_t> chosen_subjects(const Explanation& explanation,
                                                         const std::vector<std::string>& names, bool lets = false);

/// The verdict that a bool cell says.
[[nodiscard]] Verdict verdict_of(const data::Cell& cell);
[[nodiscard]] Value value_of(data::Kind kind, const data::Cell& cell);

}  // namespace rubric::explain
