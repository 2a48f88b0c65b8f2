#include "cli/lead_table.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "base/number_text.hpp"
#include "base/time_text.hpp"
#include "cli/value_text.hpp"
#include "diag/render_line.hpp"

namespace rubric::cli {

namespace {

using data::Kind;
using diag::Style;

TableCell verdict(data::Tri value) {
  switch (value) {
    case data::Tri::yes: return {"yes", Style::added};
    case data::Tri::no: return {"no"};
    case data::Tri::unknown: return {"?", Style::warning};
  }
  return {};
}

std::string plain(Kind kind, const data::Cell& cell) {
  if (kind == Kind::time && !data::is_missing(kind, cell)) return base::date_or_time_text(cell.ticks);
  std::string out;
  append_plain(out, kind, cell);
  return out;
}

// `+25 industry is in the ICP; mid-market size`
std::string reasons_text(engine::Evaluator& evaluator) {
  std::string out;
  for (const engine::Reason& reason : evaluator.reasons()) {
    if (!out.empty()) out += "; ";
    if (reason.points) out += (*reason.points > 0 ? "+" : "") + base::number_text(*reason.points) + ' ';
    out += reason.text;
  }
  return out;
}

}  // namespace

LeadTable::LeadTable(const engine::Program& program, const Answer& answer, std::size_t limit)
    : program_(program), answer_(answer), limit_(limit), order_(answer.values), full_(limit == 0) {
  order_.insert(order_.end(), answer.rules.begin(), answer.rules.end());
  if (answer.total) order_.push_back(*answer.total);
  // One block is the sum: it would stand twice.
  if (answer.scores.size() > 1) order_.insert(order_.end(), answer.scores.begin(), answer.scores.end());
  add_column(
      answer.key && (answer.key_asked || !program.layout().slots[answer.key->slot].optional) ? answer.key->name : "id",
      false, true);
  for (const Answer::Field& f : answer.fields) add_column(f.name, f.kind == Kind::number, f.kind != Kind::number);
  for (const std::uint32_t i : order_) {
    const bytecode::Outcome& outcome = program.outcomes()[i];
    const bool choice = std::ranges::find(answer.values, i) != answer.values.end();
    add_column(outcome.name, outcome.type == Kind::number, choice && outcome.type == Kind::text);
  }
  if (answer.reasons) add_column("because", false, true);
}

void LeadTable::add_column(std::string heading, bool right, bool shrinks) {
  columns_.push_back({std::move(heading), right, shrinks});
}

void LeadTable::lead(Rows& rows, engine::Evaluator& evaluator, std::uint64_t record) const {
  if (++rows.seen > limit_ || full_.load(std::memory_order_relaxed)) return;
  TableRow& row = rows.rows.emplace_back();
  append_id_plain(row.emplace_back().text, answer_, evaluator, record);
  for (const Answer::Field& f : answer_.fields) row.push_back({plain(f.kind, evaluator.slots()[f.slot])});
  for (const std::uint32_t i : order_) {
    const bytecode::Outcome& outcome = program_.outcomes()[i];
    if (outcome.kind == data::OutcomeKind::rule) {
      row.push_back(verdict(evaluator.value(i).tri));
    } else {
      row.push_back({plain(outcome.type, evaluator.value(i))});
    }
  }
  if (answer_.reasons) row.push_back({reasons_text(evaluator)});
}

void LeadTable::add(Rows& rows) {
  seen_ += rows.seen;
  for (TableRow& row : rows.rows) {
    if (rows_.size() < limit_) rows_.push_back(std::move(row));
  }
  full_ = rows_.size() >= limit_;
  rows.seen = 0;
  rows.rows.clear();
}

std::string LeadTable::text(unsigned width, bool colour) const {
  if (rows_.empty()) return {};
  Table table = lay_out(columns_, rows_, width, colour);
  std::string more;
  if (seen_ > rows_.size()) more = counted(seen_ - rows_.size(), "more lead");
  if (!table.hidden.empty()) {
    if (!more.empty()) more += "; ";
    more += "no room for ";
    for (const std::string& name : table.hidden)
      more += (&name == &table.hidden.front() ? "" : ", ") + diag::escaped(name);
  }
  if (!more.empty()) table.text += "... " + more + " (-o out.csv writes everything)\n";
  return table.text;
}

}  // namespace rubric::cli
