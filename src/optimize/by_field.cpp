// Lines of a score that ask one field become one question: where among the bounds of all of them does its value lie,
// or which of their members is it? What the lines give there was added up before any lead came.
//
// A line takes part when nobody else needs it and its condition compares one value with constants and nothing else.
// Points are exact whole numbers of billionths, so the order of adding does not matter.
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <unordered_map>

#include "builtins/compare.hpp"
#include "builtins/number.hpp"
#include "optimize/passes.hpp"
#include "optimize/rewrite.hpp"

namespace rubric::optimize {

namespace {

using data::Cell;
using data::Kind;
using data::Tri;
using ir::ConstantSet;
using ir::NodeId;
using ir::Op;
using ir::Program;

// One test is as quick by itself.
constexpr std::size_t kFewestTests = 2;
constexpr std::size_t kMostBounds = 64;
// Every line is asked for every constant: the product bounds the work, and lines past it begin a new question.
constexpr std::size_t kMostAnswers = 4096;
constexpr int kMostDepth = 8;

// What a condition asks: one value, and the constants that it is compared with.
class Question {
 public:
  explicit Question(const Program& program) : program_(&program) {}

  /// False when the condition asks something else.
  bool add(NodeId condition, int depth = kMostDepth) {
    const ir::Node& n = (*program_)[condition];
    const auto operands = program_->operands(n);
    switch (n.op) {
      case Op::not_:
      case Op::and_:
      case Op::or_: return depth > 0 && std::ranges::all_of(operands, [&](NodeId id) { return add(id, depth - 1); });
      case Op::is_missing: return is(operands[0]);
      case Op::in_set: return is(operands[0]) && add(program_->sets[n.payload]);
      case Op::equal:
      case Op::less:
      case Op::less_equal: return add_comparison(n.op, operands[0], operands[1]);
      default: return false;
    }
  }

  [[nodiscard]] NodeId value() const { return value_; }
  [[nodiscard]] Kind kind() const { return (*program_)[value_].type; }
  [[nodiscard]] std::size_t tests() const { return tests_; }
  [[nodiscard]] ConstantSet& constants() { return constants_; }
  [[nodiscard]] std::size_t bounds() const { return constants_.numbers.size() + constants_.ticks.size(); }
  [[nodiscard]] std::size_t members() const { return constants_.texts.size(); }

  /// `other` asks the same value.
  void join(const Question& other) {
    const auto append = [](auto& into, const auto& more) { into.insert(into.end(), more.begin(), more.end()); };
    append(constants_.texts, other.constants_.texts);
    append(constants_.numbers, other.constants_.numbers);
    append(constants_.ticks, other.constants_.ticks);
    tests_ += other.tests_;
  }

 private:
  bool is(NodeId value) {
    const Kind kind = (*program_)[value].type;
    const bool asked = kind == Kind::number || kind == Kind::text || kind == Kind::time || kind == Kind::duration;
    if (!asked || program_->is_constant(value) || (value_.valid() && value_ != value)) return false;
    value_ = value;
    constants_.kind = kind;
    ++tests_;
    return true;
  }

  bool add_comparison(Op op, NodeId a, NodeId b) {
    const bool left = program_->is_constant(a);
    const NodeId constant = left ? a : b;
    const ir::Node& n = (*program_)[constant];
    if (left == program_->is_constant(b) || !is(left ? b : a)) return false;
    const Cell& cell = program_->constant_value(n);
    if (data::is_missing(n.type, cell)) return false;
    if (n.type == Kind::text) {
      constants_.texts.emplace_back(data::view(cell.text));
      return op == Op::equal;
    }
    // Values before, at and behind a bound may be told apart; every bound begins a range.
    const bool at = op == Op::equal || (op == Op::less) != left;
    const bool behind = op == Op::equal || (op == Op::less) == left;
    if (n.type == Kind::number) {
      bound(constants_.numbers, cell.number, at, behind);
    } else {
      bound(constants_.ticks, cell.ticks, at, behind);
    }
    return true;
  }

  bool add(const ConstantSet& set) {
    for (const double number : set.numbers) bound(constants_.numbers, number, true, true);
    for (const std::int64_t ticks : set.ticks) bound(constants_.ticks, ticks, true, true);
    constants_.texts.insert(constants_.texts.end(), set.texts.begin(), set.texts.end());
    return true;
  }

  // Nothing lies behind the largest value.
  static void bound(std::vector<double>& into, double c, bool at, bool behind) {
    const double next = std::nextafter(c, std::numeric_limits<double>::infinity());
    if (at) into.push_back(c + 0.0);
    if (behind && std::isfinite(next)) into.push_back(next + 0.0);
  }
  static void bound(std::vector<std::int64_t>& into, std::int64_t c, bool at, bool behind) {
    if (at) into.push_back(c);
    if (behind && c != std::numeric_limits<std::int64_t>::max()) into.push_back(c + 1);
  }

  const Program* program_;
  NodeId value_;
  std::size_t tests_ = 0;
  ConstantSet constants_;
};

// What a condition says where the value that it asks is known.
class Answer {
 public:
  Answer(const Program& program, const Cell& value) : program_(program), value_(value) {}

  [[nodiscard]] Tri of(NodeId condition) const {
    const ir::Node& n = program_[condition];
    const auto operands = program_.operands(n);
    switch (n.op) {
      case Op::not_: return data::tri_not(of(operands[0]));
      case Op::and_: {
        Tri out = Tri::yes;
        for (const NodeId id : operands) out = data::tri_and(out, of(id));
        return out;
      }
      case Op::or_: {
        Tri out = Tri::no;
        for (const NodeId id : operands) out = data::tri_or(out, of(id));
        return out;
      }
      case Op::is_missing: return data::tri(data::is_missing(program_[operands[0]].type, value_));
      case Op::in_set: return member(program_.sets[n.payload]);
      default: return comparison(n.op, program_[operands[0]].type, cell(operands[0]), cell(operands[1]));
    }
  }

 private:
  [[nodiscard]] const Cell& cell(NodeId id) const {
    return program_.is_constant(id) ? program_.constant_value(program_[id]) : value_;
  }

  [[nodiscard]] Tri member(const ConstantSet& set) const {
    if (data::is_missing(set.kind, value_)) return Tri::unknown;
    if (set.kind == Kind::number) return data::tri(std::ranges::binary_search(set.numbers, value_.number));
    if (set.kind != Kind::text) return data::tri(std::ranges::binary_search(set.ticks, value_.ticks));
    return data::tri(std::ranges::binary_search(set.texts, data::view(value_.text), std::less<std::string_view>()));
  }

  static Tri comparison(Op op, Kind kind, const Cell& a, const Cell& b) {
    const auto of = [op](const auto& x, const auto& y) {
      if (op == Op::equal) return builtins::equal(x, y);
      return op == Op::less ? builtins::less(x, y) : builtins::less_equal(x, y);
    };
    if (kind == Kind::number) return of(a.number, b.number);
    return kind == Kind::text ? of(a.text, b.text) : of(a.ticks, b.ticks);
  }

  const Program& program_;
  const Cell& value_;
};

class ByField {
 public:
  // A line that others need as well (a ledger, a reason, an explanation) stays.
  NodeId operator()(Program& out, const Operation& o) {
    std::vector<Group> groups;
    last_group_.clear();
    std::vector<std::size_t> group_of;
    constexpr std::size_t kNone = SIZE_MAX;
    for (std::size_t k = 0; k < o.operands.size(); ++k) {
      group_of.push_back(o.shared[k] != 0 ? kNone : join(out, groups, o.operands[k]));
    }
    std::vector<NodeId> kept;
    std::vector<bool> written(groups.size());
    for (std::size_t k = 0; k < o.operands.size(); ++k) {
      const std::size_t g = group_of[k];
      if (g == kNone || !pays(groups[g])) {
        kept.push_back(o.operands[k]);
      } else if (!written[g]) {
        kept.push_back(ask(out, groups[g], o.span));
        written[g] = true;
      }
    }
    if (std::ranges::find(written, true) == written.end()) return kAsItIs;
    return kept.size() == 1 ? kept[0] : out.add(Op::points_sum, Kind::points, kept, 0, o.span);
  }

 private:
  struct Group {
    Question question;
    std::vector<NodeId> lines;
  };

  static bool pays(const Group& group) {
    return group.question.tests() >= kFewestTests && group.question.bounds() <= kMostBounds &&
           group.question.members() <= kMostAnswers;
  }

  // The group of the lines that ask what this one asks; SIZE_MAX for a line that asks more.
  std::size_t join(const Program& out, std::vector<Group>& groups, NodeId line) {
    const ir::Node& n = out[line];
    if (n.op != Op::line_points || !out.is_constant(out.operands(n)[1])) return SIZE_MAX;
    Question question(out);
    if (!question.add(out.operands(line)[0])) return SIZE_MAX;
    const auto [found, first] = last_group_.try_emplace(question.value().index, groups.size());
    if (first || !has_room(groups[found->second], question)) {
      found->second = groups.size();
      groups.push_back({std::move(question), {line}});
    } else {
      groups[found->second].question.join(question);
      groups[found->second].lines.push_back(line);
    }
    return found->second;
  }

  static bool has_room(const Group& group, const Question& more) {
    const std::size_t bounds = group.question.bounds() + more.bounds();
    const std::size_t members = group.question.members() + more.members();
    return bounds <= kMostBounds && (members + bounds) * (group.lines.size() + 1) <= kMostAnswers;
  }

  NodeId ask(Program& out, Group& group, ir::Span span) {
    ConstantSet& constants = group.question.constants();
    const auto order = [](auto& values) {
      std::ranges::sort(values);
      values.erase(std::unique(values.begin(), values.end()), values.end());
    };
    order(constants.texts);
    order(constants.numbers);
    order(constants.ticks);
    std::vector<NodeId> operands{group.question.value()};
    const auto take = [&](const Cell& value) {
      operands.push_back(out.constant(Kind::points, Cell(points(out, group, value)), span));
    };
    // ORDER: below all bounds, from each bound on; each member, any other; missing.
    const Kind kind = group.question.kind();
    if (kind == Kind::text) {
      for (const std::string& text : constants.texts) take(Cell(std::string_view(text)));
      take(other(constants.texts));
    } else if (kind == Kind::number) {
      take(Cell(-std::numeric_limits<double>::infinity()));
      for (const double number : constants.numbers) take(Cell(number));
    } else {
      take(Cell(data::kMissingTicks + 1));
      for (const std::int64_t ticks : constants.ticks) take(Cell(ticks));
    }
    take(data::missing_cell(kind));
    const Op op = kind == Kind::text ? Op::by_member : Op::by_range;
    return out.add(op, Kind::points, operands, out.intern_set(constants), span);
  }

  // A text that is no member: longer than each of them.
  Cell other(const std::vector<std::string>& members) {
    other_.clear();
    for (const std::string& text : members) other_.resize(std::max(other_.size(), text.size() + 1), 'x');
    return Cell(std::string_view(other_));
  }

  static data::Points points(const Program& program, const Group& group, const Cell& value) {
    const Answer answer(program, value);
    data::Points sum = 0;
    for (const NodeId line : group.lines) {
      const auto operands = program.operands(line);
      if (answer.of(operands[0]) != Tri::yes) continue;
      sum += builtins::points_of(program.constant_value(program[operands[1]]).number).value_or(0);
    }
    return sum;
  }

  std::unordered_map<std::uint32_t, std::size_t> last_group_;  // of the sum at hand, by the value that it asks
  std::string other_;
};

}  // namespace

Program by_field(Program program) {
  if (!has(program, Op::points_sum)) return program;
  ByField pass;
  return rewrite(std::move(program), [&](Program& out, const Operation& operation) {
    return operation.op == Op::points_sum ? pass(out, operation) : kAsItIs;
  });
}

}  // namespace rubric::optimize
