// Tables and lifecycles.
#include <algorithm>

#include "check/builder.hpp"

namespace rubric::check {

namespace {

using ast::BinaryOp;
using data::Cell;
using ir::Op;
using K = data::Kind;

}  // namespace

void Builder::symbol(std::uint32_t index, const Symbol& s, const ast::Table& table) {
  if (s.kind == SymbolKind::function) return;
  const std::vector<NodeId> rows = rows_of(table);
  for (std::size_t i = 0; i < table.outputs.size(); ++i) {
    const K kind = model_.types.kind(s.outputs[i]).value_or(K::text);
    parts_[{index, static_cast<std::uint32_t>(i)}] = table_output(table, i, rows, kind, s.declaration->span);
  }
}

std::vector<NodeId> Builder::rows_of(const ast::Table& table) {
  std::vector<NodeId> rows;
  for (const ast::Row& r : table.rows) rows.push_back(row(table, r));
  return rows;
}

// A table with parameters, where it is called.
NodeId Builder::value_of(const Symbol& s, const ast::Table& table) {
  steps_ += table.rows.size();
  const K kind = model_.types.kind(s.outputs[0]).value_or(K::text);
  return table_output(table, 0, rows_of(table), kind, s.declaration->span);
}

NodeId Builder::row(const ast::Table& table, const ast::Row& row) {
  std::vector<NodeId> cells;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    if (row.cells[i].kind != ast::Cell::Kind::any) cells.push_back(cell(table.columns[i], row.cells[i]));
  }
  if (cells.empty()) return yes(row.span);
  return cells.size() == 1 ? cells[0] : program_.add(Op::and_, K::boolean, cells, 0, row.span);
}

NodeId Builder::literal_or_build(ExprId id, K kind) {
  if (!from_file(model_, id)) return build_as(id, kind);
  const auto literal = literal_as(model_, id, kind);
  return program_.constant(kind, literal ? literal->value : data::missing_cell(kind), model_.expr(id).span);
}

NodeId Builder::compared_cell(ExprId column, BinaryOp op, ExprId value, const Expr& place) {
  const NodeId x = build(column);
  return compared(place, op, column, x, value, literal_or_build(value, program_[x].type));
}

NodeId Builder::cell(ExprId column, const ast::Cell& cell) {
  Expr place;
  place.span = cell.span;
  using enum ast::Cell::Kind;
  switch (cell.kind) {
    case any: return yes(cell.span);
    case missing: return program_.add(Op::is_missing, K::boolean, {build(column)}, cell.span);
    case present: return not_(program_.add(Op::is_missing, K::boolean, {build(column)}, cell.span), cell.span);
    case compare: return compared_cell(column, cell.op, cell.values[0], place);
    case range: {
      const NodeId above = compared_cell(column, BinaryOp::greater_equal, cell.values[0], place);
      const NodeId below = compared_cell(column, BinaryOp::less_equal, cell.values[1], place);
      return both(above, below, cell.span);
    }
    case in_set: {
      const NodeId in = is_member(place, column, cell.values[0]);
      return cell.negated ? not_(in, cell.span) : in;
    }
    case one_of: break;
  }
  std::vector<NodeId> each;
  for (const ExprId id : cell.values) each.push_back(compared_cell(column, BinaryOp::equal, id, place));
  return each.size() == 1 ? each[0] : program_.add(Op::or_, K::boolean, each, 0, cell.span);
}

// The first row's value; of a `sum` table the sum of all, where a missing value adds nothing.
NodeId Builder::table_output(const ast::Table& table, std::size_t output, std::span<const NodeId> rows, K kind,
                             Span span) {
  std::vector<NodeId> operands;
  if (table.mode != ast::TableMode::sum) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      operands.push_back(rows[i]);
      operands.push_back(literal_or_build(table.rows[i].outputs[output], kind));
    }
    operands.push_back(program_.constant(kind, data::missing_cell(kind), span));
    return operands.size() == 1 ? operands[0] : program_.add(Op::select, kind, operands, 0, span);
  }
  const NodeId zero = program_.constant(K::number, Cell(0.0), span);
  NodeId sum = zero;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const NodeId value = literal_or_build(table.rows[i].outputs[output], kind);
    const NodeId choice[] = {rows[i], program_.add(Op::default_, K::number, {value, zero}, span), zero};
    sum = program_.add(Op::add, K::number, {sum, program_.add(Op::select, K::number, choice, 0, span)}, span);
  }
  return sum;
}

// The first move that applies out of the present state. A state that no move knows stays as it is.
void Builder::symbol(std::uint32_t index, const Symbol& s, const ast::Lifecycle& lifecycle) {
  const Span span = s.declaration->span;
  const bool fold = ignores(lifecycle.present);
  const auto text = [&](std::string_view t) { return program_.constant(K::text, Cell(t), span); };
  const NodeId present =
      program_.add(Op::default_, K::text, {build(lifecycle.present), text(lifecycle.start.text)}, span);
  const NodeId compared = fold ? folded(present, span) : present;
  const auto is = [&](std::string_view state) {
    return compare(BinaryOp::equal, compared, fold ? folded(text(state), span) : text(state), span);
  };
  std::vector<std::string_view> states{lifecycle.start.text};
  for (const ast::Move& m : lifecycle.moves) {
    for (const ast::State& from : m.from) {
      if (!from.any) states.push_back(from.text);
    }
    states.push_back(m.to.text);
  }
  std::ranges::sort(states);
  states.erase(std::unique(states.begin(), states.end()), states.end());
  std::vector<NodeId> known;
  for (const std::string_view state : states) known.push_back(is(state));
  const NodeId is_known = known.size() == 1 ? known[0] : program_.add(Op::or_, K::boolean, known, 0, span);
  std::vector<NodeId> next;
  std::vector<NodeId> moved;
  for (const ast::Move& m : lifecycle.moves) {
    std::vector<NodeId> starts;
    for (const ast::State& start : m.from) starts.push_back(start.any ? NodeId{} : is(start.text));
    const NodeId from = m.from_any()        ? both(is_known, not_(is(m.to.text), m.span), m.span)
                        : starts.size() > 1 ? program_.add(Op::or_, K::boolean, starts, 0, m.span)
                                            : starts[0];
    const bool always = !m.guard.when.valid() && !m.guard.unless.valid();
    const NodeId applies = always ? from : both(from, guard(m.guard), m.span);
    next.insert(next.end(), {applies, text(m.to.text)});
    moved.insert(moved.end(), {applies, yes(m.span)});
    moves_[index].push_back({from, applies});
  }
  next.push_back(present);
  moved.push_back(no(span));
  parts_[{index, 0}] = next.size() == 1 ? present : program_.add(Op::select, K::text, next, 0, span);
  parts_[{index, 1}] = moved.size() == 1 ? moved[0] : program_.add(Op::select, K::boolean, moved, 0, span);
}

}  // namespace rubric::check
