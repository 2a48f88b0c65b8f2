// The typed program: every name resolved, every type known, equal expressions one node.
//
// check/ makes it, optimize/ rewrites it, lower/ turns it into bytecode; explanations, analyses and
// the SQL writer read it. Nodes are hash-consed: a test that forty rules share is one node, and an
// id comparison tells whether two expressions are the same. Operands always have smaller ids than
// their node, so a loop over the nodes is a walk from the leaves up.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/flat_index.hpp"
#include "base/id.hpp"
#include "base/span.hpp"
#include "data/arena.hpp"
#include "data/layout.hpp"
#include "data/operands.hpp"
#include "data/type.hpp"

namespace rubric::ir {

struct Outline;

using base::Span;
using data::Cell;
using data::Kind;
using data::OutcomeKind;
using data::PatternSource;
using data::TextTest;
using data::TextTests;

enum class Op : std::uint8_t {
#define RUBRIC_IR_OP(id, name, operands, result) id,
#include "ir/ops.def"
#undef RUBRIC_IR_OP
};

struct OpInfo {
  std::string_view name;
  std::string_view operands;
  char result;
};
[[nodiscard]] const OpInfo& info(Op op);

struct Node {
  Op op = Op::constant;
  Kind type = Kind::boolean;
  std::uint32_t payload = 0;
  std::uint32_t first = 0;  ///< operands in Program::operand_pool
  std::uint32_t count = 0;
  /// The elements that it speaks of: bit 0 is the element of the innermost aggregate round it, bit 1 that
  /// of the next one, and so on. 0: it is the same for the whole record.
  std::uint32_t open = 0;
  Span span;  ///< where the expression was first written
};
using NodeId = base::Id<Node>;

/// Aggregates within aggregates, at most: what the bits of `Node::open` can tell apart.
inline constexpr std::uint32_t kMaxAggregateDepth = 16;

/// Payload of Op::element. Levels count outwards, so that equal aggregates are equal wherever they stand.
struct ElementField {
  std::uint32_t level = 0;  ///< 0: the innermost aggregate round the node
  std::uint32_t field = 0;

  [[nodiscard]] static ElementField of(std::uint32_t payload) { return {payload >> 24U, payload & 0xFFFFFFU}; }
  [[nodiscard]] std::uint32_t payload() const { return level << 24U | field; }
};

/// Op::count to Op::each_points: asks each element of operand 0.
[[nodiscard]] constexpr bool is_aggregate(Op op) {
  return op >= Op::count && op <= Op::each_points;
}

/// Operations whose payload is the set that a key is looked up in.
[[nodiscard]] constexpr bool is_lookup(Op op) {
  return op == Op::lookup || op == Op::by_member || op == Op::by_range;
}

/// Members of one kind, sorted and distinct; texts are folded where the test ignores case.
struct ConstantSet {
  Kind kind = Kind::text;
  std::vector<std::string> texts;
  std::vector<double> numbers;
  std::vector<std::int64_t> ticks;

  friend auto operator<=>(const ConstantSet&, const ConstantSet&) = default;
};

/// Words for an outcome: they hold when the condition is yes (and, for a rule, the rule is).
struct Reason {
  NodeId condition;
  std::string text;        ///< empty when it passes on another rule's reasons
  std::uint32_t rule = 0;  ///< the outcome whose reasons are passed on, when `text` is empty
  NodeId points;           ///< of a score line; not valid otherwise
};

/// What a decision holds, in the order of the file.
struct Outcome {
  OutcomeKind kind = OutcomeKind::rule;
  std::string name;
  Kind type = Kind::boolean;
  NodeId value;
  std::vector<Reason> reasons;
  Span span;
  std::string text{};  ///< of a ledger's line: as the file has it
};

/// A named value that explanations may show.
struct NamedValue {
  std::string name;
  NodeId value;
};

/// The nodes of a program by themselves; payloads number what the program holds.
struct NodeList {
  std::vector<Node> nodes;
  std::vector<NodeId> operand_pool;

  [[nodiscard]] std::span<const NodeId> operands(const Node& n) const {
    return std::span(operand_pool).subspan(n.first, n.count);
  }
};

class Program {
 public:
  /// Makes room for so many nodes.
  void reserve(std::size_t nodes) {
    all_.nodes.reserve(nodes);
    all_.operand_pool.reserve(nodes);
    known_.reserve(nodes);
  }
  /// The node for this operation: an equal one that exists, else a new one.
  NodeId add(Op op, Kind type, std::span<const NodeId> operands, std::uint32_t payload, Span span);
  NodeId add(Op op, Kind type, std::initializer_list<NodeId> operands, Span span, std::uint32_t payload = 0) {
    return add(op, type, std::span(operands.begin(), operands.size()), payload, span);
  }
  /// Constants are equal when their bits are; the text is copied.
  NodeId constant(Kind type, const Cell& value, Span span);
  std::uint32_t intern_set(ConstantSet set);
  std::uint32_t intern_tests(const TextTests& tests);
  std::uint32_t intern_pattern(PatternSource pattern);
  /// Leaves a program without nodes, to which they can be added anew: their payloads keep their meaning. The roots
  /// (see for_each_root) number what is gone.
  [[nodiscard]] NodeList take_nodes();

  [[nodiscard]] const Node& operator[](NodeId id) const { return all_.nodes[id.index]; }
  [[nodiscard]] std::size_t size() const { return all_.nodes.size(); }
  [[nodiscard]] std::span<const NodeId> operands(const Node& n) const { return all_.operands(n); }
  [[nodiscard]] std::span<const NodeId> operands(NodeId id) const { return operands(all_.nodes[id.index]); }
  [[nodiscard]] const Cell& constant_value(const Node& n) const { return constants_[n.payload].value; }
  [[nodiscard]] bool is_constant(NodeId id) const { return all_.nodes[id.index].op == Op::constant; }

  /// Calls `visit(NodeId)` (or `visit(NodeId&)`) for each node that the program is there for: the values, conditions
  /// and points of outcomes, named values, what is watched.
  template <typename Visit>
  void for_each_root(Visit visit) const {
    visit_roots(*this, visit);
  }
  template <typename Visit>
  void for_each_root(Visit visit) {
    visit_roots(*this, visit);
  }

  data::Layout layout;
  std::vector<ConstantSet> sets;
  std::vector<TextTests> text_tests;
  std::vector<PatternSource> patterns;
  std::vector<Outcome> outcomes;
  std::vector<NamedValue> values;
  /// Worked out with the outcomes, for those who ask why; `outline` says what each one is. Both empty unless
  /// they were asked for.
  std::vector<NodeId> watched;
  std::shared_ptr<const Outline> outline;
  /// One entry an aggregate as it is written: the list slots on the way into it. A record costs the sum of
  /// the products of their lengths, however the program is optimised: every machine rejects the same records.
  std::vector<std::vector<std::uint32_t>> loops;
  std::string title;    ///< of `criteria`
  std::string version;  ///< of `criteria`

 private:
  template <typename P, typename Visit>
  static void visit_roots(P& program, Visit& visit) {
    for (auto& o : program.outcomes) {
      visit(o.value);
      for (auto& r : o.reasons) {
        visit(r.condition);
        if (r.points.valid()) visit(r.points);
      }
    }
    for (auto& v : program.values) visit(v.value);
    for (auto& id : program.watched) visit(id);
  }
  [[nodiscard]] std::uint32_t open_of(const Node& n) const;

  struct Constant {
    Kind type;
    Cell value;
    NodeId node;  // not valid when that is not known
  };

  NodeList all_;
  std::vector<Constant> constants_;
  base::FlatIndex known_;            // nodes
  base::FlatIndex known_constants_;  // indices in constants_
  base::FlatIndex known_sets_;
  base::FlatIndex known_patterns_;
  std::map<TextTests, std::uint32_t> known_tests_;
  data::Arena texts_{std::size_t{1} << 40U};
};

/// The program as text: the nodes, then the outcomes. The same program gives the same text.
[[nodiscard]] std::string dump(const Program& program);

/// What is wrong with a program that a step made: an operand that is not older than its node, a type that
/// does not fit ops.def, a payload out of range. Empty when all is well. A finding is a defect of
/// the compiler, never of a criteria file.
[[nodiscard]] std::vector<std::string> verify(const Program& program);

}  // namespace rubric::ir
