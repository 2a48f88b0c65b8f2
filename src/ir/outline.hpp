// The criteria as their reader sees them: the clauses of each rule, line, arm, row and move, with their words.
//
// check/ makes it when it is asked for, beside the program; explanations, tests and coverage read it. It holds
// no values: each place has the number of a watched value, which the machine works out with the outcomes. So
// what an explanation shows is what the decision was made of, never a second opinion.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/span.hpp"
#include "data/operands.hpp"
#include "data/type.hpp"

namespace rubric::ir {

/// The number of a watched value: an index in Program::watched.
using Watch = std::uint32_t;
using ClauseId = std::uint32_t;
using SubjectId = std::uint32_t;
inline constexpr std::uint32_t kNone = UINT32_MAX;

/// Something that a clause looked at: a field, a named value, what a call gave.
struct Seen {
  std::string text;  ///< as the file has it
  data::Kind kind = data::Kind::boolean;
  Watch value = kNone;
  Watch total = kNone;        ///< of a question to a list: how many elements it has; `value` is how many passed
  SubjectId subject = kNone;  ///< what it names, where that can be explained in turn
  bool field = false;         ///< comes from the record as it is
  bool constant = false;      ///< a param: the same for every lead
  bool list = false;          ///< a list by its name: `value` is how many elements it has
};

enum class Joined : std::uint8_t {
  test,      ///< no parts: what it saw decides
  rule,      ///< another rule, by its name
  all_of,    ///< `all of { … }`, `a and b`, the cells of a row
  any_of,    ///< `any of { … }`, `a or b`
  none_of,   ///< `none of { … }`
  at_least,  ///< so many of its parts, `count`
  at_most,
  exactly,
  not_,    ///< `not a`
  unless,  ///< `unless a`: held back by a known yes only
};

/// A yes-or-no piece of the file that stands for itself when it is talked about.
struct Clause {
  Joined joined = Joined::test;
  std::string text;  ///< as the file has it, on one line
  base::Span span;
  Watch verdict = kNone;
  std::uint32_t count = 0;  ///< of at_least, at_most, exactly
  std::string because;
  std::vector<ClauseId> parts;
  std::vector<Seen> seen;
  SubjectId subject = kNone;   ///< of a rule
  bool hides_missing = false;  ///< of a test: it can be known although something in it is missing, by a `default` or so
  /// Of a test `score >= 60` or `fit.employees < least`: the two numbers, for "10 short" and "could still turn".
  struct Threshold {
    SubjectId score = kNone;  ///< kNone: it is no score
    Watch number = kNone;
    Watch bound = kNone;
    bool at_least = true;  ///< else at most
    bool strict = false;
  };
  std::optional<Threshold> threshold{};
};

/// A point line, an arm, a row or a move; also the `else` of a choose.
struct Branch {
  std::string text;  ///< as the file has it, on one line, without its `because`
  base::Span span;
  std::uint32_t line = 0;  ///< of the file, from 1
  std::string because;
  ClauseId condition = kNone;   ///< kNone: it always applies
  Watch from = kNone;           ///< of a move: the present state is one that it leaves
  Watch applies = kNone;        ///< of a move: that its state is the present one, too; kNone: always
  bool can_be_unknown = false;  ///< some lead for which it is asked makes it unknown
  bool can_be_no = true;        ///< false where every lead for which it is asked makes it yes
  std::vector<Watch> values;    ///< of an arm or a row: what it gives; of a line: its points
  std::vector<Seen> seen;       ///< what the points of a plain line, or the value of an arm, are made of
  // Of a point line only:
  Watch amount = kNone;    ///< of a plain line: what it adds when its condition is yes; a number
  Watch each = kNone;      ///< of `for each of`: how many elements were chosen
  Watch elements = kNone;  ///< and of how many
  Watch uncapped = kNone;  ///< its points before `up to`
};

enum class SubjectKind : std::uint8_t { rule, let, score, total, choice, table, lifecycle };

/// Something that has a name and can be explained.
struct Subject {
  SubjectKind kind = SubjectKind::rule;
  data::Kind type = data::Kind::boolean;
  bool can_be_unknown = false;  ///< of a rule
  bool hides_missing = false;   ///< of a let that is no test: see Clause
  bool sums = false;            ///< a table whose rows add up: each applies for itself
  std::uint32_t line = 0;
  base::Span span;  ///< the name, where it is declared
  std::string name;
  std::string text;           ///< of a rule or a let: its expression, on one line
  std::string file;           ///< where it stands, if that is not the main file
  std::vector<Watch> values;  ///< one; of a table: an output each; of a lifecycle: the state, and whether it moved
  std::vector<std::string> outputs;  ///< the names of a table's outputs
  ClauseId clause = kNone;           ///< of a rule, and of a let that is a test
  Watch unbounded = kNone;           ///< of a score: the sum of its lines
  std::vector<Seen> seen;            ///< of a let that is no test; of a lifecycle: its present state
  std::string because;               ///< of a rule
  std::vector<Branch> branches;
  std::vector<SubjectId> blocks;       ///< of the total: its score blocks
  std::optional<double> min{}, max{};  ///< of a score
  std::uint32_t outcome = kNone;       ///< the first of its outcomes in the program; a let has none
};

/// A `test` of the main file.
struct Test {
  std::string title;
  base::Span span;
  std::uint32_t line = 0;
  std::optional<std::int64_t> as_of{};        ///< microseconds
  std::map<std::string, std::string> params;  ///< of `with`, as `check::Options::params` has them
  std::string given;                          ///< the lead as one JSON object, keys in the order of the file
  struct Expectation {
    ClauseId clause = kNone;
    std::uint32_t line = 0;
    std::string because;  ///< a reason that something which it names must have; empty without one
  };
  std::vector<Expectation> expects;
};

struct Outline {
  std::vector<Clause> clauses;
  std::vector<Subject> subjects;  ///< in the order of the file, the total before the first score block
  std::vector<Test> tests;
};

}  // namespace rubric::ir
