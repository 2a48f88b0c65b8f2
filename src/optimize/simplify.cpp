// Laws of Kleene logic and of choices. Each holds for every value of its operands, missing ones included:
// `a and not a`, for one, stays as it is, for it is unknown when a is.
#include <algorithm>
#include <iterator>
#include <unordered_set>

#include "optimize/passes.hpp"
#include "optimize/rewrite.hpp"

namespace rubric::optimize {

namespace {

using data::Cell;
using data::Kind;
using data::Tri;
using ir::Node;
using ir::NodeId;
using ir::Op;
using ir::Program;

class Simplifier {
 public:
  Simplifier(Program& out, const Operation& operation) : out_(out), o_(operation) {}

  NodeId run() {
    switch (o_.op) {
      case Op::not_: return negation();
      case Op::and_: return connective(Tri::yes, Tri::no);
      case Op::or_: return connective(Tri::no, Tri::yes);
      case Op::at_least: return at_least();
      case Op::is_missing: return never_missing(o_.operands[0]) ? truth(Tri::no) : kAsItIs;
      case Op::default_: return fallback();
      case Op::select: return select();
      case Op::fold: return out_[o_.operands[0]].op == Op::fold ? o_.operands[0] : kAsItIs;
      case Op::line_points: return decided_not(o_.operands[0]) ? points(0) : kAsItIs;
      case Op::points_sum: return o_.operands.size() == 1 ? o_.operands[0] : kAsItIs;
      default: return ir::is_aggregate(o_.op) ? aggregate() : kAsItIs;
    }
  }

 private:
  NodeId truth(Tri value) { return out_.constant(Kind::boolean, Cell(value), o_.span); }
  NodeId points(data::Points value) { return out_.constant(Kind::points, Cell(value), o_.span); }

  [[nodiscard]] const Node& at(NodeId id) const { return out_[id]; }

  // A condition that is a constant and not yes.
  [[nodiscard]] bool decided_not(NodeId id) const { return out_.is_constant(id) && !is_constant(out_, id, Tri::yes); }

  [[nodiscard]] bool missing_constant(NodeId id) const {
    return out_.is_constant(id) && data::is_missing(at(id).type, out_.constant_value(at(id)));
  }

  // Looks a few operations deep: enough for what people write.
  [[nodiscard]] bool never_missing(NodeId id, int depth = 4) const {
    const auto operands = out_.operands(id);
    const auto all = [&](std::size_t from) {
      return depth > 0 &&
             std::ranges::all_of(operands.subspan(from), [&](NodeId o) { return never_missing(o, depth - 1); });
    };
    switch (at(id).op) {
      case Op::constant: return !missing_constant(id);
      case Op::as_of:
      case Op::is_missing:
      case Op::any:
      case Op::count:
      case Op::distinct:
      case Op::points_number: return true;
      case Op::not_:
      case Op::and_:
      case Op::or_: return all(0);
      case Op::default_: return all(1);
      default: return false;
    }
  }

  NodeId negation() {
    const NodeId inner = o_.operands[0];
    if (out_.is_constant(inner)) return truth(data::tri_not(out_.constant_value(at(inner)).tri));
    return at(inner).op == Op::not_ ? out_.operands(inner)[0] : kAsItIs;
  }

  // `neutral` changes nothing, `deciding` settles it. Nested ones of the same sort become one.
  NodeId connective(Tri neutral, Tri deciding) {
    if (plain_connective()) return kAsItIs;
    std::vector<NodeId> flat;
    for (std::size_t i = 0; i < o_.operands.size(); ++i) {
      const NodeId id = o_.operands[i];
      if (at(id).op == o_.op && o_.shared[i] == 0) {
        const auto inner = out_.operands(id);
        flat.insert(flat.end(), inner.begin(), inner.end());
      } else {
        flat.push_back(id);
      }
    }
    std::vector<NodeId> kept;
    std::unordered_set<NodeId> seen;
    for (const NodeId id : flat) {
      if (is_constant(out_, id, deciding)) return truth(deciding);
      if (!is_constant(out_, id, neutral) && seen.insert(id).second) kept.push_back(id);
    }
    if (kept.empty()) return truth(neutral);
    if (kept.size() == 1) return kept[0];
    return out_.add(o_.op, Kind::boolean, kept, 0, o_.span);
  }

  // Most are as short as they can be, which is seen without a set of what was seen.
  [[nodiscard]] bool plain_connective() const {
    constexpr std::size_t kFew = 8;
    const auto& operands = o_.operands;
    if (operands.size() < 2 || operands.size() > kFew) return false;
    for (std::size_t i = 0; i < operands.size(); ++i) {
      const Op op = at(operands[i]).op;
      if (op == Op::constant || (op == o_.op && o_.shared[i] == 0)) return false;
      if (std::find(operands.begin(), operands.begin() + static_cast<std::ptrdiff_t>(i), operands[i]) !=
          operands.begin() + static_cast<std::ptrdiff_t>(i))
        return false;
    }
    return true;
  }

  NodeId at_least() {
    std::uint32_t wanted = o_.payload;
    std::vector<NodeId> open;
    for (const NodeId id : o_.operands) {
      if (is_constant(out_, id, Tri::yes)) {
        wanted -= wanted > 0 ? 1 : 0;
      } else if (!is_constant(out_, id, Tri::no)) {
        open.push_back(id);
      }
    }
    if (wanted == 0) return truth(Tri::yes);
    if (wanted > open.size()) return truth(Tri::no);
    if (open.size() == 1) return open[0];
    if (wanted == 1) return out_.add(Op::or_, Kind::boolean, open, 0, o_.span);
    if (wanted == open.size()) return out_.add(Op::and_, Kind::boolean, open, 0, o_.span);
    return out_.add(Op::at_least, Kind::boolean, open, wanted, o_.span);
  }

  NodeId fallback() {
    const NodeId first = o_.operands[0];
    const NodeId second = o_.operands[1];
    if (missing_constant(first)) return second;
    if (first == second || missing_constant(second) || never_missing(first)) return first;
    return kAsItIs;
  }

  NodeId select() {
    std::vector<NodeId> kept;
    NodeId last = o_.operands.back();
    for (std::size_t i = 0; i + 1 < o_.operands.size(); i += 2) {
      const NodeId condition = o_.operands[i];
      if (is_constant(out_, condition, Tri::yes)) {
        last = o_.operands[i + 1];
        break;
      }
      if (!decided_not(condition)) kept.insert(kept.end(), {condition, o_.operands[i + 1]});
    }
    // Arms before the last value that give it too decide nothing.
    while (!kept.empty() && kept.back() == last) kept.resize(kept.size() - 2);
    if (kept.empty()) return last;
    kept.push_back(last);
    return out_.add(Op::select, o_.type, kept, 0, o_.span);
  }

  // The condition, without what is true of every element: those of a dated list have no later time than the instant.
  NodeId asked_of_dated() {
    const NodeId condition = o_.operands[1];
    const Node& list = at(o_.operands[0]);
    if (list.op != Op::dated) return condition;
    const NodeId instant = out_.operands(list)[1];
    const auto known = [&](NodeId id) {
      if (at(id).op != Op::less_equal || out_.operands(id)[1] != instant) return false;
      const Node& time = at(out_.operands(id)[0]);
      return time.op == Op::element && time.payload == ir::ElementField{0, list.payload}.payload();
    };
    if (known(condition)) return truth(Tri::yes);
    if (at(condition).op != Op::and_) return condition;
    const auto asked = out_.operands(condition);
    std::vector<NodeId> kept;
    std::ranges::copy_if(asked, std::back_inserter(kept), [&](NodeId id) { return !known(id); });
    if (kept.empty() || kept.size() == asked.size()) return condition;
    return kept.size() == 1 ? kept[0] : out_.add(Op::and_, Kind::boolean, kept, 0, at(condition).span);
  }

  NodeId with_condition(NodeId condition) {
    std::vector<NodeId> operands = o_.operands;
    operands[1] = condition;
    return out_.add(o_.op, o_.type, operands, o_.payload, o_.span);
  }

  // A condition that is never yes chooses no element.
  NodeId aggregate() {
    const NodeId condition = asked_of_dated();
    if (condition != o_.operands[1] && !out_.is_constant(condition)) return with_condition(condition);
    if (!out_.is_constant(condition)) return kAsItIs;
    if (is_constant(out_, condition, Tri::yes))
      return condition == o_.operands[1] ? kAsItIs : with_condition(condition);
    switch (o_.op) {
      case Op::any: return truth(Tri::no);
      case Op::count:
      case Op::sum:
      case Op::distinct: return out_.constant(Kind::number, Cell(0.0), o_.span);
      case Op::each_points: return points(0);
      default: return out_.constant(o_.type, data::missing_cell(o_.type), o_.span);
    }
  }

  Program& out_;
  const Operation& o_;
};

}  // namespace

Program simplify(Program program) {
  return rewrite(std::move(program),
                 [](Program& out, const Operation& operation) { return Simplifier(out, operation).run(); });
}

}  // namespace rubric::optimize
