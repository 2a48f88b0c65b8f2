// Outcomes, and the words that say why they are as they are.
#include <algorithm>

#include "check/builder.hpp"
#include "check/words.hpp"

namespace rubric::check {

namespace {

using ast::BinaryOp;
using data::Cell;
using data::Tri;
using ir::NodeId;
using ir::Op;
using K = data::Kind;

}  // namespace

void Builder::outcomes() {
  outcome_of_.assign(model_.symbols.size(), 0);
  bool total_given = false;
  for (std::uint32_t i = 0; i < model_.symbols.size(); ++i) {
    const Symbol& s = model_.symbols[i];
    if (s.kind == SymbolKind::rule) add_outcome(ir::OutcomeKind::rule, i, K::boolean);
    if (s.kind == SymbolKind::choose)
      add_outcome(ir::OutcomeKind::choice, i, model_.types.kind(s.type).value_or(K::text));
    if (s.kind == SymbolKind::table || s.kind == SymbolKind::lifecycle) add_parts(i);
    if (s.kind != SymbolKind::score) continue;
    if (!total_given) {
      program_.outcomes.push_back({ir::OutcomeKind::total, "score", K::number, total(), {}, s.declaration->span});
      total_given = true;
      if (model_.options.ledger) ledger_line("score", "", total_sum_, s.declaration->span);
    }
    add_outcome(ir::OutcomeKind::score, i, K::number);
    if (model_.options.ledger) ledger(i);
  }
  for (std::uint32_t i = 0; i < model_.symbols.size(); ++i) reasons(i);
}

// Lines in the order of the file, then what they add up to before `min` and `max`.
void Builder::ledger(std::uint32_t symbol) {
  const Symbol& s = model_.symbols[symbol];
  const auto& score = std::get<ast::Score>(s.declaration->body);
  for (std::size_t i = 0; i < score.lines.size(); ++i) {
    const ast::ScoreLine& line = score.lines[i];
    // The words of `because` are the reason's; the line says what was asked.
    std::string text = words_before(model_, line.span, line.guard.because_span);
    ledger_line(s.name, std::move(text), score_lines_[symbol][i], line.span);
  }
  const NodeId bounded = points_[symbol];
  const bool has_bounds = program_[bounded].op == Op::points_bound;
  ledger_line(s.name, "", has_bounds ? program_.operands(bounded)[0] : bounded, s.declaration->span);
}

void Builder::ledger_line(std::string_view score, std::string text, NodeId points, Span span) {
  ir::Outcome line{ir::OutcomeKind::ledger, std::string(score), K::points, points, {}, span, std::move(text)};
  program_.outcomes.push_back(std::move(line));
}

void Builder::add_outcome(ir::OutcomeKind kind, std::uint32_t symbol, K type) {
  outcome_of_[symbol] = static_cast<std::uint32_t>(program_.outcomes.size());
  const Symbol& s = model_.symbols[symbol];
  program_.outcomes.push_back({kind, std::string(s.name), type, nodes_[symbol], {}, s.declaration->name.span});
}

// A table with several outputs is one outcome an output, a lifecycle its state and whether it moved.
void Builder::add_parts(std::uint32_t symbol) {
  const Symbol& s = model_.symbols[symbol];
  outcome_of_[symbol] = static_cast<std::uint32_t>(program_.outcomes.size());
  const auto* table = std::get_if<ast::Table>(&s.declaration->body);
  const auto kind = table != nullptr ? ir::OutcomeKind::table : ir::OutcomeKind::lifecycle;
  const std::size_t parts = table != nullptr ? table->outputs.size() : 2;
  for (std::uint32_t i = 0; i < parts; ++i) {
    const NodeId value = parts_.at({symbol, i});
    std::string name(s.name);
    if (table != nullptr && parts > 1) name += "." + std::string(table->outputs[i].text);
    if (table == nullptr && i == 1) name += ".moved";
    program_.outcomes.push_back({kind, name, program_[value].type, value, {}, s.declaration->name.span});
  }
}

void Builder::reasons(std::uint32_t index) {
  const Symbol& s = model_.symbols[index];
  const bool none = s.kind == SymbolKind::let || s.kind == SymbolKind::function || s.kind == SymbolKind::param ||
                    s.kind == SymbolKind::set || s.kind == SymbolKind::unavailable;
  if (none) return;
  auto& out = program_.outcomes[outcome_of_[index]].reasons;
  const ast::Body& body = s.declaration->body;
  if (const auto* rule = std::get_if<ast::Rule>(&body)) {
    if (!rule->guard.because_span.empty()) out.push_back({nodes_[index], std::string(rule->guard.because), 0, {}});
    if (passes_on_[index]) item_reasons(rule->guard.when, nodes_[index], true, out);
  } else if (const auto* score = std::get_if<ast::Score>(&body)) {
    line_reasons(index, *score, out);
  } else if (const auto* choose = std::get_if<ast::Choose>(&body)) {
    std::vector<Taken> arms;
    for (const ast::Arm& a : choose->arms)
      arms.push_back({guard(a.guard), a.guard.because, a.guard.because_span, a.span});
    arms.push_back(
        {yes(s.declaration->span), choose->otherwise_because, choose->otherwise_because_span, s.declaration->span});
    first_reasons(arms, out);
  } else if (const auto* table = std::get_if<ast::Table>(&body)) {
    std::vector<Taken> rows;
    for (const ast::Row& r : table->rows) rows.push_back({row(*table, r), r.because, r.because_span, r.span});
    if (table->mode == ast::TableMode::sum) return all_reasons(rows, out);
    first_reasons(rows, out);
  } else if (const auto* lifecycle = std::get_if<ast::Lifecycle>(&body)) {
    std::vector<Taken> moves;
    for (std::size_t i = 0; i < lifecycle->moves.size(); ++i) {
      const ast::Move& m = lifecycle->moves[i];
      moves.push_back({moves_.at(index)[i].applies, m.guard.because, m.guard.because_span, m.span});
    }
    first_reasons(moves, out);
  }
}

// The items that decided a yes, and what they pass on. `holds` is true when everything round the item is.
void Builder::item_reasons(ExprId id, NodeId holds, bool outermost, std::vector<ir::Reason>& out) {
  const ExprId inner = model_.strip(id);
  const Expr& e = model_.expr(inner);
  if (e.kind == ExprKind::path && !outermost) {
    const Symbol* s = model_.symbol_of(inner);
    if (s != nullptr && s->kind == SymbolKind::rule) {
      out.push_back({holds, "", outcome_of_[model_.resolution(inner).index], {}});
    }
    return;
  }
  if (is_connective(e)) return connective_reasons(inner, holds, out);
  // What makes `none of` and `at most` true are items that are not: their words would say the contrary.
  if (e.kind != ExprKind::block || e.block == ast::BlockKind::none_of || e.block == ast::BlockKind::at_most) return;
  for (const ast::Item& item : model_.file.items(e)) {
    if (item.because_span.empty() && !passes_on(item.condition)) continue;
    const NodeId here = both_once(holds, build(item.condition), item.span);
    if (!item.because_span.empty()) out.push_back({here, std::string(item.because), 0, {}});
    item_reasons(item.condition, here, false, out);
  }
}

// The operands of a run of `and`s or of `or`s, which may be as long as a file.
std::vector<ExprId> Builder::connected(ExprId id) const {
  const BinaryOp op = model_.expr(id).op;
  std::vector<ExprId> out;
  while (model_.expr(id).kind == ExprKind::binary && model_.expr(id).op == op) {
    out.push_back(model_.file.operands(model_.expr(id))[1]);
    id = model_.file.operands(model_.expr(id))[0];
  }
  out.push_back(id);
  std::ranges::reverse(out);
  return out;
}

// `known and any of { … because "…" }`: the blocks among the operands have their reasons.
void Builder::connective_reasons(ExprId id, NodeId holds, std::vector<ir::Reason>& out) {
  const Expr& e = model_.expr(id);
  for (const ExprId part : connected(id)) {
    const Expr& p = model_.expr(model_.strip(part));
    if ((p.kind != ExprKind::block && !is_connective(p)) || !passes_on(part)) continue;
    item_reasons(part, e.op == BinaryOp::and_ ? holds : both_once(holds, build(part), e.span), true, out);
  }
}

bool Builder::passes_on(ExprId id) {
  const Expr& e = model_.expr(model_.strip(id));
  if (e.kind == ExprKind::block) return true;
  if (is_connective(e)) {
    const auto part_passes_on = [&](ExprId part) {
      const Expr& p = model_.expr(model_.strip(part));
      return (p.kind == ExprKind::block || is_connective(p)) && passes_on(part);
    };
    ExprId row = model_.strip(id);
    for (; model_.expr(row).kind == ExprKind::binary && model_.expr(row).op == e.op;
         row = model_.file.operands(model_.expr(row))[0]) {
      if (part_passes_on(model_.file.operands(model_.expr(row))[1])) return true;
    }
    return part_passes_on(row);
  }
  const Symbol* s = e.kind == ExprKind::path ? model_.symbol_of(id) : nullptr;
  return s != nullptr && s->kind == SymbolKind::rule;
}

NodeId Builder::both_once(NodeId a, NodeId b, Span span) {
  return a == b ? a : both(a, b, span);
}

void Builder::line_reasons(std::uint32_t index, const ast::Score& score, std::vector<ir::Reason>& out) {
  for (std::size_t i = 0; i < score.lines.size(); ++i) {
    const ast::ScoreLine& line = score.lines[i];
    if (line.guard.because_span.empty()) continue;
    const NodeId points = score_lines_[index][i];
    out.push_back({line_condition(points, line.span), std::string(line.guard.because), 0, points});
  }
}

// When a line has something to say: its condition is yes, or an element was chosen.
NodeId Builder::line_condition(NodeId points, Span span) {
  const auto operands = program_.operands(points);
  if (program_[points].op == Op::each_points)
    return program_.add(Op::any, K::boolean, {operands[0], operands[1]}, span);
  const NodeId condition = operands[0];
  if (program_[points].op != Op::select) return condition;
  return both(condition, line_condition(operands[1], span), span);
}

// An arm, row or move is taken when its condition is yes and no earlier one's is.
void Builder::first_reasons(std::span<const Taken> items, std::vector<ir::Reason>& out) {
  const auto speaks = [](const Taken& t) { return !t.because_span.empty(); };
  std::size_t last = items.size();
  while (last > 0 && !speaks(items[last - 1])) --last;
  NodeId none_before;
  for (std::size_t i = 0; i < last; ++i) {
    const auto& [condition, because, because_span, span] = items[i];
    const NodeId here = none_before.valid() ? both(none_before, condition, span) : condition;
    if (speaks(items[i])) out.push_back({here, std::string(because), 0, {}});
    const NodeId passed = not_(program_.add(Op::default_, K::boolean, {condition, no(span)}, span), span);
    none_before = none_before.valid() ? both(none_before, passed, span) : passed;
  }
}

void Builder::all_reasons(std::span<const Taken> items, std::vector<ir::Reason>& out) {
  for (const Taken& t : items) {
    if (!t.because_span.empty()) out.push_back({t.condition, std::string(t.because), 0, {}});
  }
}

}  // namespace rubric::check
