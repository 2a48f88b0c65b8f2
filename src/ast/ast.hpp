// The syntax tree of one criteria file: what was written, with spans, nothing resolved.
//
// Comes from parse/, is read by check/ (and later by the formatter and the linter). Nodes live in
// vectors and refer to each other by id; names are views into the source text, decoded texts live
// in the file's own store. A file therefore must not outlive its source map.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/id.hpp"
#include "base/span.hpp"

namespace rubric::ast {

using base::Span;

/// Names of a path, and of a path in a `given` with the groups round it. Data is not read any deeper.
inline constexpr std::uint32_t kPathNames = 64;

struct Expr;
using ExprId = base::Id<Expr>;

/// A word that names something, or one part of a dotted path. `text` is without back-quotes.
struct Name {
  std::string_view text;
  Span span;
  bool quoted = false;  ///< written in back-quotes
};

/// A range in one of the file's pools.
struct Range {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

enum class ExprKind : std::uint8_t {
  error,      ///< stands where a syntax error was reported; never reported again
  number,     ///< `60 10_000 0.25 10k 20%`; value in `number`
  text,       ///< `"software"`; decoded value in `text`
  boolean,    ///< `true false`; value in `flag`
  missing,    ///< `missing`
  time,       ///< `2026-11-01`, `2026-11-01T09:30:00Z`; microseconds in `ticks`, `flag` = date only
  duration,   ///< `30 days`; count in `number`, `unit`
  path,       ///< `fit.industry`, `score`, `as_of`; segments in `names`
  call,       ///< `lower(email)`; callee in `names`, arguments are the operands
  paren,      ///< `( a )`
  list,       ///< `[ a, b ]`
  set,        ///< `{ a, b }`
  record,     ///< `{ id: "a1", fit: { … } }` in a test; operands alternate key (path) and value
  negate,     ///< `-a`
  not_,       ///< `not a`
  binary,     ///< `a and b`, `a + b`, `a == b`, `a default b`; operator in `op`
  in,         ///< `a in S`, `a not in S` (`negated`)
  between,    ///< `a between b and c`, `a not between b and c` (`negated`): operands a, b, c
  text_test,  ///< `contains`, `starts with`, `ends with`: `text_op`, `quantifier`, `whole_word`
  matches,    ///< `a matches /re/i`: operands a, pattern
  pattern,    ///< `/re/i`: `text` is what stands behind the first `/`, see pattern_of
  state,      ///< `is missing | present | unknown | known`: `state`
  window,     ///< `in the last 30 days` and kin: operands x, extent, [anchor]; `window`
  if_,        ///< operands condition, then, else
  block,      ///< `all of { … }`: `block`; for the counting ones operand 0 is N; items in `items`
  filter,  ///< `events as d where … unless …` with an alias or a `where`: operands list, [condition, [unless]]; alias
           ///< in `names`
  aggregate,   ///< `count(…)`: `aggregate`; operands source (a filter or a bare list), [value]
  projection,  ///< `at of events where …`, given for a list: operands source (a filter or a bare list), value
};

enum class BinaryOp : std::uint8_t {
  or_,
  and_,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  default_,
  add,
  subtract,
  multiply,
  divide,
};
enum class TextOp : std::uint8_t { contains, starts_with, ends_with };
enum class Quantifier : std::uint8_t { one, any_of, all_of };
enum class StateTest : std::uint8_t { missing, present, unknown, known };
enum class WindowKind : std::uint8_t {
  last,           ///< `x in the last E`
  next,           ///< `x in the next E`
  last_calendar,  ///< `x in the last N calendar UNIT`: the extent is a duration literal
  next_calendar,  ///< `x in the next N calendar UNIT`
  within_after,   ///< `x within E after T`
  within_before,  ///< `x within E before T`
};
enum class BlockKind : std::uint8_t { all_of, any_of, none_of, at_least, at_most, exactly };
enum class AggregateKind : std::uint8_t { count, any, none, sum, min, max, avg, first, last, distinct };
enum class Unit : std::uint8_t { seconds, minutes, hours, days, weeks, months, quarters, years };

/// An item of a block test: a condition, and the words that say why it is true.
struct Item {
  ExprId condition;
  std::string_view because;
  Span because_span;  ///< empty without one
  Span span;
};

// One cache line: a file of ten thousand rules has a hundred and fifty thousand of them, and every step walks over all.
struct Expr {
  ExprKind kind = ExprKind::error;
  BinaryOp op{};
  TextOp text_op{};
  Quantifier quantifier{};
  StateTest state{};
  WindowKind window{};
  BlockKind block{};
  AggregateKind aggregate{};
  Unit unit{};
  bool flag = false;           ///< boolean value; date only
  bool negated = false;        ///< `not in`, `not between`
  bool ignoring_case = false;  ///< a test that ends with `ignoring case`
  bool whole_word = false;     ///< `contains word`
  Span span;                   ///< from the first to the last token
  Span op_span;                ///< operator or word that makes it this kind; the callee of a call
  Range operands;              ///< in File::operand_pool
  union {                      // by `kind`, which says which of them there is
    std::string_view text;
    double number;
    std::int64_t ticks;  ///< microseconds since 1970-01-01T00:00:00Z
    Range names;         ///< in File::name_pool: path, call, filter
    Range items;         ///< in File::item_pool: block
  };

  Expr() : text() {}
};
static_assert(sizeof(Expr) <= 64);

/// A pattern taken apart: `\/` is already `/` in the body.
struct PatternText {
  std::string_view body;
  std::string_view flags;
};
[[nodiscard]] inline PatternText pattern_of(const Expr& pattern) {
  const std::size_t close = pattern.text.rfind('/');
  if (close == std::string_view::npos) return {pattern.text, {}};
  return {pattern.text.substr(0, close), pattern.text.substr(close + 1)};
}

// --- declarations -----------------------------------------------------------------------------

/// A text literal where the grammar wants one.
struct Text {
  std::string_view value;
  Span span;
};

struct Criteria {
  Text title;
  Text version;  ///< `span` is empty where an item is absent
  Text owner;
  ExprId review_by;  ///< a time
};

struct Import {
  bool from_file = false;
  Text module;  ///< the path of a file, or the dotted name of a module
  std::vector<Name> names;
  std::uint32_t target = UINT32_MAX;  ///< the module, once it was loaded
};

enum class TypeWord : std::uint8_t { text, number, boolean, time, duration };

enum class ModifierKind : std::uint8_t {
  required,
  one_of,
  from,
  missing_if,
  ignoring_case,
  trimmed,
  format,
  number_format,
};

struct Modifier {
  ModifierKind kind{};
  Span span;
  Text text;                   ///< from, format, number_format
  std::vector<ExprId> values;  ///< one_of, missing_if
};

struct Field {
  enum class Shape : std::uint8_t { scalar, group, list_of_scalars, list_of_records };
  Name name;
  Shape shape = Shape::scalar;
  TypeWord type{};  ///< scalar and list_of_scalars
  Span type_span;
  Name dated_by;  ///< `span` is empty without one
  std::vector<Modifier> modifiers;
  std::vector<Field> fields;  ///< group and list_of_records
  Span span;
  bool broken = false;  ///< only its name could be read: it is a field, and nothing else is known of it
};

struct Record {
  std::vector<Field> fields;
  bool broken = false;  ///< a line or more could not be read: it has fields that nobody knows
};

struct Param {
  ExprId value;
};

/// `A + B - C`: the first term has no sign.
struct SetTerm {
  bool subtract = false;
  ExprId value;  ///< a set literal or a path
};

struct Set {
  std::vector<SetTerm> terms;  ///< empty when it comes from a file
  Text file;
  bool as_number = false;
  Text column;  ///< `span` is empty without one
};

enum class ParameterType : std::uint8_t { text, number, boolean, time, duration, set };

struct Parameter {
  Name name;
  ParameterType type{};
  bool list = false;  ///< `list of T`
  Span span;
};

struct Let {
  bool is_function = false;
  std::vector<Parameter> parameters;
  ExprId value;
};

/// `when C unless D because "…"`, as it ends rules, point lines, arms and moves.
struct Guard {
  ExprId when;    ///< not valid without one
  ExprId unless;  ///< not valid without one
  std::string_view because;
  Span because_span;  ///< empty without one
};

enum class CalendarUnit : std::uint8_t { none, day, week, month, quarter, year };

struct ScoreLine {
  bool negative = false;
  ExprId points;  ///< without the sign
  ExprId source;  ///< `for each of …`: a filter or a bare list; not valid without one
  ExprId once_per;
  CalendarUnit once_per_calendar = CalendarUnit::none;
  ExprId halving;
  ExprId up_to;
  Guard guard;
  Span span;
};

struct Score {
  ExprId min;
  ExprId max;
  std::vector<ScoreLine> lines;
  bool total = false;  ///< `score min a max b` alone: bounds of the sum of all blocks; the name is then "score"
};

struct Rule {
  Guard guard;
};

struct Arm {
  ExprId value;
  Guard guard;
  Span span;
};

struct Choose {
  std::vector<Arm> arms;
  ExprId otherwise;  ///< `else VALUE`; not valid without one
  std::string_view otherwise_because;
  Span otherwise_because_span;
  bool broken = false;  ///< an arm or more could not be read: it has values that nobody knows
};

enum class TableMode : std::uint8_t { first, unique, sum };

struct Cell {
  enum class Kind : std::uint8_t { any, missing, present, compare, range, in_set, one_of };
  Kind kind = Kind::any;
  BinaryOp op = BinaryOp::equal;  ///< compare; a bare literal is `equal`
  bool negated = false;           ///< `not in`
  std::vector<ExprId> values;     ///< compare 1, range 2, in_set 1, one_of n
  Span span;
};

struct Row {
  std::vector<Cell> cells;
  std::vector<ExprId> outputs;
  std::string_view because;
  Span because_span;
  Span span;
};

struct Table {
  std::vector<Parameter> parameters;  ///< with them it is a function
  TableMode mode = TableMode::first;
  Text file;  ///< `from "owners.csv"`; `span` is empty without one
  std::vector<ExprId> columns;
  std::vector<Name> outputs;
  std::vector<Row> rows;
};

/// A state of a lifecycle: a name or a text.
struct State {
  std::string_view text;
  Span span;
  bool any = false;  ///< `*`
};

struct Move {
  std::vector<State> from;  ///< `*` alone, or states
  State to;
  Guard guard;
  Span span;

  [[nodiscard]] bool from_any() const { return !from.empty() && from[0].any; }
  /// Whether it starts at that state; `*` does at all but the target.
  [[nodiscard]] bool leaves(std::string_view state) const {
    if (from_any()) return state != to.text;
    for (const State& s : from) {
      if (s.text == state) return true;
    }
    return false;
  }
};

struct Lifecycle {
  ExprId present;  ///< the expression after `from`
  State start;     ///< `span` is empty without one
  std::vector<Move> moves;
};

struct Override {
  Name name;  ///< may be dotted
  ExprId value;
};

struct Test {
  Text title;
  ExprId as_of;
  std::vector<Override> params;
  ExprId given;  ///< an ExprKind::record
  std::vector<Item> expects;
};

using Body = std::variant<Criteria, Import, Record, Param, Set, Let, Score, Rule, Choose, Table, Lifecycle, Test>;

struct Declaration {
  Name name;  ///< what it declares; `span` is empty for criteria, import and test
  Body body;
  std::string_view doc;      ///< the `##` lines before it, as written
  Span span;                 ///< without the doc lines
  Span keyword;              ///< the word that says what it is
  bool broken = false;       ///< only its name could be read: it is declared, and nothing else is known of it
  std::uint32_t module = 0;  ///< the file that it stands in: 0 is the main one, then in the order of loading
};

/// Of a function: a `let` or a table that has them; none of anything else.
[[nodiscard]] inline std::span<const Parameter> parameters(const Declaration& declaration) {
  if (const auto* let = std::get_if<Let>(&declaration.body)) return let->parameters;
  if (const auto* table = std::get_if<Table>(&declaration.body)) return table->parameters;
  return {};
}

struct Comment {
  Span span;
  bool doc = false;  ///< `##`
};

struct File {
  std::vector<Declaration> declarations;
  std::vector<Comment> comments;  ///< in the order of the text, for the formatter

  std::vector<Expr> exprs;
  std::vector<ExprId> operand_pool;
  std::vector<Name> name_pool;
  std::vector<Item> item_pool;
  std::deque<std::string> texts;  ///< decoded texts that are not a piece of the source as it stands

  [[nodiscard]] const Expr& operator[](ExprId id) const { return exprs[id.index]; }
  [[nodiscard]] std::span<const ExprId> operands(const Expr& e) const {
    return std::span(operand_pool).subspan(e.operands.first, e.operands.count);
  }
  [[nodiscard]] const Expr& operand(const Expr& e, std::uint32_t i) const {
    return exprs[operand_pool[e.operands.first + i].index];
  }
  [[nodiscard]] std::span<const Name> names(const Expr& e) const {
    const bool has = e.kind == ExprKind::path || e.kind == ExprKind::call || e.kind == ExprKind::filter;
    const Range range = has ? e.names : Range{};
    return std::span(name_pool).subspan(range.first, range.count);
  }
  [[nodiscard]] std::span<const Item> items(const Expr& e) const {
    const Range range = e.kind == ExprKind::block ? e.items : Range{};
    return std::span(item_pool).subspan(range.first, range.count);
  }
};

}  // namespace rubric::ast
