// The instructions of a scope, each once its operands stand where it reads them.
#include <map>

#include "lower/batch_scope.hpp"

namespace rubric::lower {

namespace {

using Where = Place::Where;
using From = bytecode::Piece::From;

// The same thing done to values of each kind.
struct Forms {
  Where where;
  From from;         ///< as the input of a piece
  BatchOp once;      ///< from what is the same for all rows
  BatchOp owner;     ///< from the lead whose elements the rows are
  BatchOp column;    ///< from a column; lanes are read where they stand
  BatchOp of_class;  ///< from the classes of a text
  BatchOp rows;      ///< by a piece
  BatchOp missing;
  BatchOp fallback;
  BatchOp select;
};

const Forms& forms_of(Kind kind) {
  static constexpr Forms kBits{Where::bits,           From::bits,          BatchOp::once_bits, BatchOp::owner_bits,
                               BatchOp::column_bits,  BatchOp::class_bits, BatchOp::rows_bits, BatchOp::missing_bits,
                               BatchOp::default_bits, BatchOp::select_bits};
  // There are no classes of texts that give texts.
  static constexpr Forms kTexts{
      Where::texts,         From::texts,         BatchOp::once_texts,   BatchOp::owner_texts,   BatchOp::column_texts,
      BatchOp::class_lanes, BatchOp::rows_texts, BatchOp::missing_text, BatchOp::default_texts, BatchOp::select_texts};
  static constexpr Forms kTicks{
      Where::lanes,         From::lanes,         BatchOp::once_lanes,    BatchOp::owner_lanes,   BatchOp::once_lanes,
      BatchOp::class_lanes, BatchOp::rows_lanes, BatchOp::missing_ticks, BatchOp::default_ticks, BatchOp::select_lanes};
  static constexpr Forms kNumbers{Where::lanes,
                                  From::lanes,
                                  BatchOp::once_lanes,
                                  BatchOp::owner_lanes,
                                  BatchOp::once_lanes,
                                  BatchOp::class_lanes,
                                  BatchOp::rows_lanes,
                                  BatchOp::missing_number,
                                  BatchOp::default_numbers,
                                  BatchOp::select_lanes};
  static constexpr Forms kPoints{
      Where::lanes,         From::lanes,         BatchOp::once_points,   BatchOp::owner_lanes,   BatchOp::once_points,
      BatchOp::class_lanes, BatchOp::rows_lanes, BatchOp::missing_ticks, BatchOp::default_ticks, BatchOp::select_lanes};
  switch (kind) {
    case Kind::boolean: return kBits;
    case Kind::text: return kTexts;
    case Kind::number: return kNumbers;
    case Kind::points: return kPoints;
    default: return kTicks;
  }
}

}  // namespace

Place Scope::place(NodeId id) const {
  if (!is_once(id)) return places_[id.index];
  const Op op = common_.program[id].op;
  const bool fixed = op == Op::constant || op == Op::as_of;
  return {Where::once, fixed ? common_.pieces.fixed_register(id) : common_.once[id.index]};
}

std::uint32_t Scope::put(BatchOp op, Where where, std::uint32_t a, std::uint32_t b, std::uint32_t c) {
  const std::uint32_t d = fresh(where);
  code.push_back({op, d, a, b, c});
  return d;
}

std::uint32_t Scope::input_of(NodeId id) {
  const Node& n = common_.program[id];
  return common_.input(list_ ? BatchInput{*list_, ir::ElementField::of(n.payload).field} : BatchInput{n.payload});
}

// Where the value of every row stands. What no instruction of this scope has computed (the same for all rows, a value
// of the lead whose elements are the rows, a column) is put there the first time.
std::uint32_t Scope::rows_of(NodeId id) {
  const Forms& forms = forms_of(common_.program[id].type);
  std::uint32_t& known = filled_[id.index];
  if (is_once(id)) {
    if (known == bytecode::kNoBatch) known = put(forms.once, forms.where, place(id).index);
  } else if (!of_rows(id)) {
    reads_leads_ = true;
    if (known == bytecode::kNoBatch) known = put(forms.owner, forms.where, leads_->rows_of(id));
  } else if (!is_input(id)) {
    return places_[id.index].index;
  } else if (forms.where == Where::lanes) {
    return bytecode::kInputLanes | input_of(id);
  } else if (known == bytecode::kNoBatch) {
    known = put(forms.column, forms.where, input_of(id));
  }
  return known;
}

void Scope::emit_node(NodeId id) {
  if (is_once(id) || !of_rows(id) || is_input(id) || places_[id.index].where != Where::nowhere) return;
  if (in_source(id)) {
    const std::uint32_t source = source_of(depends(id));
    const std::uint32_t output = output_of(source, {id});
    const Forms& forms = forms_of(common_.program[id].type);
    return set(id, forms.where, put(forms.of_class, forms.where, source, output));
  }
  if (can_reduce(id)) return pass(id);
  if (has_instruction(id)) return emit_operation(id);
  emit_piece(id);
}

void Scope::emit_operation(NodeId id) {
  const Node& n = common_.program[id];
  const auto operands = common_.program.operands(n);
  const auto lanes = [&](BatchOp op) {
    const std::uint32_t a = rows_of(operands[0]);
    const std::uint32_t b = operands.size() > 1 ? rows_of(operands[1]) : 0;
    set(id, Where::lanes, put(op, Where::lanes, a, b));
  };
  const bool ticks = !operands.empty() && is_ticks(common_.program[operands[0]].type);
  switch (n.op) {
    case Op::not_: return set(id, Where::bits, put(BatchOp::not_bits, Where::bits, rows_of(operands[0])));
    case Op::and_: return connective(id, BatchOp::and_bits, BatchOp::rows_bits_where_open);
    case Op::or_: return connective(id, BatchOp::or_bits, BatchOp::rows_bits_unless_yes);
    case Op::is_missing: return missing(id);
    case Op::default_: return fallback(id);
    case Op::select: return choose(id);
    case Op::equal:
      return ticks ? compare(id, BatchOp::equal_ticks, BatchOp::equal_ticks_once, BatchOp::equal_ticks_once)
                   : compare(id, BatchOp::equal_number, BatchOp::equal_number_once, BatchOp::equal_number_once);
    case Op::less:
      return ticks ? compare(id, BatchOp::less_ticks, BatchOp::less_ticks_once, BatchOp::once_less_ticks)
                   : compare(id, BatchOp::less_number, BatchOp::less_number_once, BatchOp::once_less_number);
    case Op::less_equal:
      return ticks ? compare(id, BatchOp::less_equal_ticks, BatchOp::less_equal_ticks_once,
                             BatchOp::once_less_equal_ticks)
                   : compare(id, BatchOp::less_equal_number, BatchOp::less_equal_number_once,
                             BatchOp::once_less_equal_number);
    case Op::add: return lanes(BatchOp::add);
    case Op::subtract: return lanes(BatchOp::subtract);
    case Op::multiply: return lanes(BatchOp::multiply);
    case Op::divide: return lanes(BatchOp::divide);
    case Op::negate: return lanes(BatchOp::negate);
    case Op::points_number: return lanes(BatchOp::points_number);
    case Op::points_sum: return sum(id);
    case Op::points_bound: return bound(id);
    default: {
      const std::uint32_t d = put(BatchOp::no_points, Where::lanes);
      add_line(d, id);
      return set(id, Where::lanes, d);
    }
  }
}

void Scope::compare(NodeId id, BatchOp lanes, BatchOp once_second, BatchOp once_first) {
  const auto operands = common_.program.operands(id);
  std::uint32_t d = 0;
  if (is_once(operands[1])) {
    d = put(once_second, Where::bits, rows_of(operands[0]), place(operands[1]).index);
  } else if (is_once(operands[0])) {
    d = put(once_first, Where::bits, rows_of(operands[1]), place(operands[0]).index);
  } else {
    const std::uint32_t a = rows_of(operands[0]);
    d = put(lanes, Where::bits, a, rows_of(operands[1]));
  }
  set(id, Where::bits, d);
}

// What goes row by row comes last, and only for the rows that are not settled.
void Scope::connective(NodeId id, BatchOp op, BatchOp guarded) {
  std::uint32_t so_far = bytecode::kNoBatch;
  for (const bool rows : {false, true}) {
    for (const NodeId o : common_.program.operands(id)) {
      if (deferred_[o.index] != rows) continue;
      if (rows) emit_piece(o, so_far == bytecode::kNoBatch ? BatchOp::rows_bits : guarded, so_far);
      const std::uint32_t next = rows_of(o);
      so_far = so_far == bytecode::kNoBatch ? next : put(op, Where::bits, so_far, next);
    }
  }
  set(id, Where::bits, so_far);
}

void Scope::missing(NodeId id) {
  const NodeId operand = common_.program.operands(id)[0];
  set(id, Where::bits, put(forms_of(common_.program[operand].type).missing, Where::bits, rows_of(operand)));
}

void Scope::fallback(NodeId id) {
  const auto operands = common_.program.operands(id);
  const Forms& forms = forms_of(common_.program[id].type);
  const std::uint32_t first = rows_of(operands[0]);
  set(id, forms.where, put(forms.fallback, forms.where, first, rows_of(operands[1])));
}

// From the last arm up: each takes its rows from those behind it.
void Scope::choose(NodeId id) {
  const auto operands = common_.program.operands(id);
  const Forms& forms = forms_of(common_.program[id].type);
  std::uint32_t d = rows_of(operands.back());
  for (std::size_t k = operands.size() - 1; k >= 2; k -= 2) {
    const std::uint32_t condition = rows_of(operands[k - 2]);
    d = put(forms.select, forms.where, condition, rows_of(operands[k - 1]), d);
  }
  set(id, forms.where, d);
}

void Scope::add_line(std::uint32_t d, NodeId line) {
  if (common_.program[line].op == Op::by_range) return add_ranges(d, line);
  const auto operands = common_.program.operands(line);
  const std::uint32_t condition = rows_of(operands[0]);
  if (is_once(operands[1])) {
    code.push_back({BatchOp::add_when, d, condition, place(operands[1]).index, 0});
  } else {
    const std::uint32_t points = put(BatchOp::line_points, Where::lanes, condition, rows_of(operands[1]));
    code.push_back({BatchOp::add_points, d, points, 0, 0});
  }
}

// As steps from bound to bound, which are added without a question. A step may be beyond 64 bits where no value is: the
// machine's sums wrap, so do the steps.
void Scope::add_ranges(std::uint32_t d, NodeId id) {
  const Node& n = common_.program[id];
  const auto operands = common_.program.operands(n);
  const auto points = [&](NodeId constant) {
    return static_cast<std::int64_t>(common_.program.constant_value(common_.program[constant]).points);
  };
  const auto step = [](std::int64_t from, std::int64_t to) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from));
  };
  const ir::ConstantSet& bounds = common_.program.sets[n.payload];
  bytecode::Ranges ranges{bounds.numbers, bounds.ticks, points(operands[1]), {}, 0};
  for (std::size_t k = 2; k + 1 < operands.size(); ++k)
    ranges.more.push_back(step(points(operands[k - 1]), points(operands[k])));
  ranges.missing = step(ranges.below, points(operands.back()));
  const BatchOp op = bounds.kind == Kind::number ? BatchOp::add_by_number : BatchOp::add_by_ticks;
  const std::uint32_t value = rows_of(operands[0]);
  common_.batch.ranges.push_back(std::move(ranges));
  code.push_back({op, d, value, static_cast<std::uint32_t>(common_.batch.ranges.size() - 1), 0});
}

// Lines on one text are added up for each class of its values, not for each lead.
void Scope::sum(NodeId id) {
  const std::uint32_t d = put(BatchOp::no_points, Where::lanes);
  std::map<std::int64_t, std::vector<NodeId>> by_text;
  for (const NodeId o : common_.program.operands(id)) {
    if (in_source(o)) {
      by_text[depends(o)].push_back(o);
    } else if (is_line_of_sum(o)) {
      add_line(d, o);
    } else {
      code.push_back({BatchOp::add_points, d, rows_of(o), 0, 0});
    }
  }
  for (auto& [text, nodes] : by_text) {
    const std::uint32_t source = source_of(text);
    code.push_back({BatchOp::add_class, d, source, output_of(source, std::move(nodes)), 0});
  }
  set(id, Where::lanes, d);
}

void Scope::bound(NodeId id) {
  const auto operands = common_.program.operands(id);
  std::uint32_t d = rows_of(operands[0]);
  d = put(BatchOp::points_at_least, Where::lanes, d, rows_of(operands[1]));
  d = put(BatchOp::points_at_most, Where::lanes, d, rows_of(operands[2]));
  set(id, Where::lanes, d);
}

void Scope::emit_piece(NodeId id, BatchOp guarded, std::uint32_t guard) {
  bytecode::Piece piece;
  std::vector<Given> given;
  for (const NodeId o : inputs_of_piece(id)) {
    const Node& n = common_.program[o];
    if (is_once(o)) {
      if (n.op != Op::as_of) given.push_back({o, place(o).index});
      continue;
    }
    bytecode::Piece::Input in;
    in.from = is_input(o) ? bytecode::Piece::From::column : forms_of(n.type).from;
    in.index = is_input(o) ? input_of(o) : rows_of(o);
    const bool slot = is_input(o) && !list_;
    in.scalar = slot ? common_.pieces.fixed_register(o) : common_.pieces.new_register(n.type);
    if (!slot) given.push_back({o, in.scalar});
    piece.inputs.push_back(in);
  }
  const NodeId root[] = {id};
  const PieceCode made = common_.pieces.piece(list_ ? Part::element : Part::record, root, given);
  piece.entry = made.entry;
  piece.result = made.results[0];
  const auto index = static_cast<std::uint32_t>(common_.batch.pieces.size());
  common_.batch.pieces.push_back(std::move(piece));
  const Forms& forms = forms_of(common_.program[id].type);
  set(id, forms.where, put(forms.where == Where::bits ? guarded : forms.rows, forms.where, index, guard));
}

}  // namespace rubric::lower
