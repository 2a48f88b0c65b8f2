// Tables and lifecycles.
#include <fmt/core.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/spelling.hpp"
#include "check/inferrer.hpp"
#include "check/table_proof.hpp"

namespace rubric::check {

namespace {

using data::Kind::number;
using data::Kind::text;

std::string counted(std::size_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

}  // namespace

void Inferrer::declaration(Symbol& s, const ast::Table& table) {
  for (const ExprId id : table.columns) infer(id);
  for (const ast::Row& row : table.rows) {
    if (row.cells.size() != table.columns.size() || row.outputs.size() != table.outputs.size()) {
      model_.sink
          .report(Finding::row_of_other_size, row.span,
                  {{"cells", counted(row.cells.size(), "cell")},
                   {"columns", counted(table.columns.size(), "column")},
                   {"outputs", counted(row.outputs.size(), "value")},
                   {"wanted", counted(table.outputs.size(), "output")}})
          .note("a row has a cell for each column and a value for each output");
      continue;
    }
    for (std::size_t i = 0; i < row.cells.size(); ++i) cell(table, i, row.cells[i]);
  }
  for (std::size_t i = 0; i < table.outputs.size(); ++i) s.outputs.push_back(output(table, i));
  s.type = s.outputs.size() == 1 ? s.outputs[0] : Types::kError;
  if (!table.parameters.empty()) one_value(s, table);
}

// What a function gives is one value, and the reasons are those of whoever calls it.
void Inferrer::one_value(const Symbol& s, const ast::Table& table) {
  if (table.outputs.size() > 1) {
    model_.sink.report(Finding::table_function, table.outputs[1].span, {{"name", s.name}, {"what", "several outputs"}})
        .label("the second one")
        .note("a table with parameters is a function, which gives one value")
        .help("make a table of each output");
  }
  for (const ast::Row& row : table.rows) {
    if (row.because_span.empty()) continue;
    model_.sink.report(Finding::table_function, row.because_span, {{"name", s.name}, {"what", "a `because`"}})
        .note("a table with parameters is a function: the rule that calls it says why")
        .help("write the `because` where it is called");
  }
}

TypeRef Inferrer::output(const ast::Table& table, std::size_t index) {
  ExprId first;
  TypeRef t = table.mode == ast::TableMode::sum ? Types::of(number) : Types::kError;
  for (const ast::Row& row : table.rows) {
    if (index >= row.outputs.size()) continue;
    const ExprId id = row.outputs[index];
    if (from_file(model_, id)) {
      model_.expr_types[id.index] = table.mode == ast::TableMode::sum ? Types::of(number) : Types::of(text);
      if (table.mode == ast::TableMode::sum && !literal_as(model_, id, number)) bad_file_cell(id, number);
      t = model_.expr_types[id.index];
    } else if (table.mode == ast::TableMode::sum) {
      require(id, number, "a `sum` table adds numbers");
    } else if (!first.valid()) {
      first = id;
      t = infer(id);
    } else {
      agree(first, t, id, infer(id), "the values of one output are of one type");
    }
  }
  return t;
}

void Inferrer::bad_file_cell(ExprId id, data::Kind wanted) {
  const Expr& e = model_.expr(id);
  model_.sink.report(Finding::table_file_cell, e.span, {{"value", e.text}, {"wanted", article(wanted)}})
      .note("an empty cell stands for anything");
}

void Inferrer::cell(const ast::Table& table, std::size_t column, const ast::Cell& cell) {
  const ExprId x = table.columns[column];
  const TypeRef t = model_.expr_types[x.index];
  const Why why = "a cell is compared with its column";
  if (cell.kind == ast::Cell::Kind::in_set) return members(x, t, cell.values[0], why, Limit::exact);
  const bool ordered =
      cell.kind == ast::Cell::Kind::range ||
      (cell.kind == ast::Cell::Kind::compare && cell.op != ast::BinaryOp::equal && cell.op != ast::BinaryOp::not_equal);
  const Limit limit = ordered ? Limit::none : Limit::exact;
  for (const ExprId id : cell.values) {
    if (from_file(model_, id)) {
      const auto kind = model_.types.kind(t);
      if (!kind) model_.types.unify(t, Types::of(text), model_.expr(id).span);
      const data::Kind wanted = kind.value_or(text);
      if (!literal_as(model_, id, wanted)) {
        bad_file_cell(id, wanted);
      } else if (wanted == text) {
        limited(x, id, limit);
      }
      continue;
    }
    if (!agree(x, t, id, infer(id), why)) continue;
    limited(x, id, limit);
  }
  if (ordered && !model_.types.kind(t) && !model_.types.is_error(t))
    model_.types.unify(t, Types::of(number), cell.span);
}

// --- lifecycles ---

void Inferrer::declaration(Symbol& s, const ast::Lifecycle& lifecycle) {
  s.type = Types::of(text);
  require(lifecycle.present, text, "a lifecycle begins with the name of the state that the lead is in");
  for (const ast::Move& move : lifecycle.moves) guard(move.guard);
  states(lifecycle, s);
}

// What the moves say of the states, whatever their conditions turn out to be.
void Inferrer::states(const ast::Lifecycle& lifecycle, const Symbol& s) {
  std::vector<std::string_view> names;
  std::unordered_set<std::string_view> known;
  const auto add = [&](const ast::State& state) {
    if (!state.any && !state.span.empty() && known.insert(state.text).second) names.push_back(state.text);
  };
  add(lifecycle.start);
  for (const ast::Move& m : lifecycle.moves) {
    for (const ast::State& from : m.from) add(from);
    add(m.to);
  }
  if (lifecycle.start.span.empty()) {
    model_.sink.report(Finding::no_start_state, s.declaration->name.span, {{"name", s.name}})
        .note("a lead without a state is in the first one")
        .help(fmt::format("begin with `start {}`", names.empty() ? "lead" : names[0]));
    return;
  }
  unreachable(lifecycle, names);
  if (!model_.options.advice) return;
  dead_ends(lifecycle, names);
  same_moves(lifecycle, names);
}

void Inferrer::unreachable(const ast::Lifecycle& lifecycle, const std::vector<std::string_view>& names) {
  std::unordered_map<std::string_view, std::vector<const ast::Move*>> out_of;
  for (const ast::Move& m : lifecycle.moves) {
    for (const ast::State& from : m.from) out_of[m.from_any() ? lifecycle.start.text : from.text].push_back(&m);
  }
  std::vector<std::string_view> reached{lifecycle.start.text};
  std::unordered_set<std::string_view> seen{lifecycle.start.text};
  for (std::size_t i = 0; i < reached.size(); ++i) {
    for (const ast::Move* m : out_of[reached[i]]) {
      if (seen.insert(m->to.text).second) reached.push_back(m->to.text);
    }
  }
  for (const std::string_view name : names) {
    if (seen.contains(name)) continue;
    for (const ast::Move& m : lifecycle.moves) {
      const auto from = std::ranges::find(m.from, name, &ast::State::text);
      if (m.from_any() || from == m.from.end()) continue;
      auto report = model_.sink.report(Finding::unreachable_state, from->span, {{"state", name}});
      report.label(lifecycle.start.span, "leads begin here").note("no row of moves leads from the start to this state");
      if (name == "any" || name == "all" || name == "every") report.help("any state is written `*`");
      std::vector<std::string_view> others = reached;
      if (const auto near = base::nearest(name, others))
        report.help(fmt::format("a state with a similar name is reached: `{}`", *near));
      break;
    }
  }
}

void Inferrer::dead_ends(const ast::Lifecycle& lifecycle, const std::vector<std::string_view>& names) {
  for (const std::string_view name : names) {
    if (std::ranges::any_of(lifecycle.moves, [&](const ast::Move& m) { return m.leaves(name); })) continue;
    for (const ast::Move& m : lifecycle.moves) {
      if (m.to.text != name) continue;
      model_.sink.report(Finding::dead_end, m.to.span, {{"state", name}})
          .note("no move leads out of it: that is right for a last state only");
      break;
    }
  }
}

// Two moves out of one state: the first that applies is made, so a later one may never have its turn.
void Inferrer::same_moves(const ast::Lifecycle& lifecycle, const std::vector<std::string_view>& names) {
  std::unordered_map<std::string_view, std::vector<std::size_t>> out_of;  // by state: the moves so far
  std::vector<std::size_t> out_of_any;
  for (std::size_t i = 0; i < lifecycle.moves.size(); ++i) {
    const ast::Move& second = lifecycle.moves[i];
    std::vector<std::size_t> before = out_of_any;
    const auto add = [&](std::string_view state) {
      before.insert(before.end(), out_of[state].begin(), out_of[state].end());
    };
    if (second.from_any()) std::ranges::for_each(names, add);
    for (const ast::State& from : second.from) add(from.text);
    std::ranges::sort(before);
    for (const std::size_t k : before) {
      const ast::Move& first = lifecycle.moves[k];
      if (second.to.text == first.to.text) continue;
      const auto both = [&](std::string_view state) { return first.leaves(state) && second.leaves(state); };
      if (std::ranges::none_of(names, both)) continue;
      if (exclusive(model_, first.guard, second.guard)) continue;
      model_.sink.report(Finding::moves_overlap, second.span, {{"first", first.to.text}, {"second", second.to.text}})
          .label(first.span, "this one is made when both apply");
      break;
    }
    if (second.from_any()) out_of_any.push_back(i);
    for (const ast::State& from : second.from) out_of[from.text].push_back(i);
  }
}

}  // namespace rubric::check
