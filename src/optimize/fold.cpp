// Constant folding. The answers come from the kernels that the machine calls, so folding cannot say
// anything else than running would.
#include <algorithm>

#include "builtins/calendar.hpp"
#include "builtins/compare.hpp"
#include "builtins/number.hpp"
#include "builtins/table.hpp"
#include "builtins/text.hpp"
#include "optimize/passes.hpp"
#include "optimize/rewrite.hpp"

namespace rubric::optimize {

namespace {

using data::Cell;
using data::Kind;
using data::Tri;
using ir::NodeId;
using ir::Op;
using ir::Program;

class Folder {
 public:
  NodeId operator()(Program& out, const Operation& o) {
    const auto constant = [&](NodeId id) { return out.is_constant(id); };
    if (o.operands.empty() || !std::ranges::all_of(o.operands, constant)) return kAsItIs;
    cells_.clear();
    for (const NodeId id : o.operands) cells_.push_back(out.constant_value(out[id]));
    kind_ = out[o.operands[0]].type;
    arena_.reset();
    const std::optional<Cell> answer = fold(o);
    // A text past the limits is for the machine to reject.
    if (!answer || arena_.exhausted()) return kAsItIs;
    return out.constant(o.type, *answer, o.span);
  }

 private:
  std::optional<Cell> fold(const Operation& o) {
    if (const auto answer = logic(o)) return answer;
    if (const auto answer = comparison(o.op)) return answer;
    if (const auto answer = arithmetic(o)) return answer;
    if (const auto answer = text(o.op)) return answer;
    if (o.op == Op::call) return call(static_cast<builtins::Builtin>(o.payload));
    return points(o.op);
  }

  [[nodiscard]] bool missing(std::size_t i) const { return data::is_missing(kind_, cells_[i]); }

  // `and`, `or`, `default` and choices are for simplify, which also knows them half constant.
  std::optional<Cell> logic(const Operation& o) const {
    if (o.op == Op::not_) return Cell(data::tri_not(cells_[0].tri));
    if (o.op == Op::is_missing) return Cell(data::tri(missing(0)));
    return std::nullopt;
  }

  std::optional<Cell> comparison(Op op) const {
    if (op != Op::equal && op != Op::less && op != Op::less_equal) return std::nullopt;
    const Cell& a = cells_[0];
    const Cell& b = cells_[1];
    const auto of = [op](const auto& x, const auto& y) {
      return Cell(op == Op::equal  ? builtins::equal(x, y)
                  : op == Op::less ? builtins::less(x, y)
                                   : builtins::less_equal(x, y));
    };
    switch (kind_) {
      case Kind::boolean:
        return Cell(a.tri == Tri::unknown || b.tri == Tri::unknown ? Tri::unknown : data::tri(a.tri == b.tri));
      case Kind::number: return of(a.number, b.number);
      case Kind::text: return of(a.text, b.text);
      default: return of(a.ticks, b.ticks);
    }
  }

  std::optional<Cell> arithmetic(const Operation& o) const {
    const Cell& a = cells_[0];
    const Cell& b = cells_.back();
    const auto unit = static_cast<data::CalendarUnit>(o.payload);
    switch (o.op) {
      case Op::add: return Cell(builtins::add(a.number, b.number));
      case Op::subtract: return Cell(builtins::subtract(a.number, b.number));
      case Op::multiply: return Cell(builtins::multiply(a.number, b.number));
      case Op::divide: return Cell(builtins::divide(a.number, b.number));
      case Op::negate: return Cell(builtins::negate(a.number));
      case Op::time_add: return Cell(builtins::add_micros(a.ticks, b.ticks));
      case Op::time_subtract: return Cell(builtins::add_micros(a.ticks, builtins::negate_duration(b.ticks)));
      case Op::time_between: return Cell(builtins::difference(a.ticks, b.ticks));
      case Op::duration_add: return Cell(builtins::add_durations(a.ticks, b.ticks));
      case Op::duration_subtract: return Cell(builtins::subtract_durations(a.ticks, b.ticks));
      case Op::duration_negate: return Cell(builtins::negate_duration(a.ticks));
      case Op::duration_scale: return Cell(builtins::multiply_duration(a.ticks, b.number));
      case Op::duration_divide: return Cell(builtins::divide_duration(a.ticks, b.number));
      case Op::duration_ratio: return Cell(builtins::divide_durations(a.ticks, b.ticks));
      case Op::add_months: return Cell(builtins::add_months(a.ticks, static_cast<std::int64_t>(b.number)));
      case Op::calendar_start:
        return Cell(builtins::last_calendar_start(a.ticks, static_cast<std::int64_t>(b.number), unit));
      case Op::calendar_end:
        return Cell(builtins::next_calendar_end(a.ticks, static_cast<std::int64_t>(b.number), unit));
      default: return std::nullopt;
    }
  }

  std::optional<Cell> text(Op op) {
    const data::TextRef a = cells_[0].text;
    const data::TextRef b = cells_.back().text;
    const auto test = [&](bool (*ask)(data::TextRef, data::TextRef)) {
      return Cell(data::is_missing(a) || data::is_missing(b) ? Tri::unknown : data::tri(ask(a, b)));
    };
    switch (op) {
      case Op::concat:
        return Cell(data::is_missing(a) || data::is_missing(b) ? data::TextRef{} : builtins::concat(a, b, arena_));
      case Op::fold: return Cell(data::is_missing(a) ? a : builtins::fold(a, arena_));
      case Op::contains: return test(builtins::contains);
      case Op::starts_with: return test(builtins::starts_with);
      case Op::ends_with: return test(builtins::ends_with);
      case Op::contains_word: return test(builtins::contains_word);
      default: return std::nullopt;
    }
  }

  std::optional<Cell> call(builtins::Builtin id) {
    const builtins::Signature& s = builtins::signature(id);
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      if (data::is_missing(s.parameters[std::min(i, s.parameters.size() - 1)], cells_[i]))
        return data::missing_cell(s.result);
    }
    return builtins::call(id, cells_, arena_);
  }

  std::optional<Cell> points(Op op) const {
    data::Points sum = 0;
    switch (op) {
      case Op::line_points:
        if (cells_[0].tri != Tri::yes) return Cell(data::Points{0});
        return Cell(builtins::points_of(cells_[1].number).value_or(0));
      case Op::points_sum:
        for (const Cell& c : cells_) sum += c.points;
        return Cell(sum);
      case Op::points_bound: return Cell(std::min(std::max(cells_[0].points, cells_[1].points), cells_[2].points));
      case Op::points_number: return Cell(builtins::number_of_points(cells_[0].points));
      default: return std::nullopt;
    }
  }

  std::vector<Cell> cells_;
  Kind kind_ = Kind::boolean;  // of the first
  data::Arena arena_;
};

// Most programs come without: then there is nothing to walk for.
bool has_constant_operation(const Program& program) {
  const auto constant = [&](NodeId id) { return program.is_constant(id); };
  for (std::size_t i = 0; i < program.size(); ++i) {
    const auto operands = program.operands(NodeId(i));
    if (!operands.empty() && std::ranges::all_of(operands, constant)) return true;
  }
  return false;
}

}  // namespace

Program fold(Program program) {
  if (!has_constant_operation(program)) return program;
  Folder folder;
  return rewrite(std::move(program), [&](Program& out, const Operation& operation) { return folder(out, operation); });
}

}  // namespace rubric::optimize
