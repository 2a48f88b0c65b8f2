#include "check/outliner.hpp"

#include <algorithm>
#include <unordered_map>

#include "ast/visit.hpp"
#include "check/given.hpp"
#include "check/outline_verdicts.hpp"
#include "check/words.hpp"
#include "ir/outline.hpp"

namespace rubric::check {

using ast::BinaryOp;
using data::Cell;
using ir::Branch;
using ir::Clause;
using ir::ClauseId;
using ir::Joined;
using ir::Op;
using ir::Seen;
using ir::Subject;
using ir::SubjectKind;
using ir::Watch;
using K = data::Kind;

class Outliner {
 public:
  explicit Outliner(Builder& builder)
      : b_(builder),
        model_(builder.model_),
        program_(builder.program_),
        subject_of_(model_.symbols.size(), ir::kNone) {}

  void run() {
    const std::size_t charged = program_.loops.size();
    b_.steps_ = 0;  // what is talked about is built a second time, and counts for itself
    name_subjects();
    for (std::uint32_t i = 0; i < model_.symbols.size(); ++i) {
      if (subject_of_[i] != ir::kNone) fill(i);
    }
    for (const ast::Declaration& d : model_.file.declarations) {
      const auto* test = std::get_if<ast::Test>(&d.body);
      if (test != nullptr && d.module == 0) add_test(d, *test);
    }
    program_.loops.resize(charged);
    mark_verdicts(program_, out_, complete());
    program_.outline = std::make_shared<const ir::Outline>(std::move(out_));
  }

 private:
  // Tables that have a row for every lead.
  std::vector<ir::SubjectId> complete() const {
    std::vector<ir::SubjectId> out;
    for (const std::uint32_t symbol : model_.complete_tables) {
      if (subject_of_[symbol] != ir::kNone) out.push_back(subject_of_[symbol]);
    }
    return out;
  }

  // --- words and values ---

  Watch watch(NodeId id) {
    const auto [entry, added] = watches_.try_emplace(id.index, static_cast<Watch>(program_.watched.size()));
    if (added) program_.watched.push_back(id);
    return entry->second;
  }

  std::string text(Span span) const { return words_of(model_, span); }
  std::string text(ExprId id) const { return text(model_.expr(id).span); }
  std::uint32_t line(Span span) const { return model_.sources[span.source].position(span.begin).line; }

  // --- subjects ---

  void name_subjects() {
    bool total = false;
    for (std::uint32_t i = 0; i < model_.symbols.size(); ++i) {
      const Symbol& s = model_.symbols[i];
      const auto kind = subject_kind(s);
      if (!kind) continue;
      if (s.kind == SymbolKind::score && !total) {
        total = true;
        add_total(s);
      }
      subject_of_[i] = static_cast<ir::SubjectId>(out_.subjects.size());
      Subject& made = out_.subjects.emplace_back();
      made.kind = *kind;
      made.name = s.name;
      made.span = s.declaration->name.span;
      made.line = line(made.span);
      if (s.declaration->module != 0) made.file = model_.sources[made.span.source].name();
      if (made.kind != SubjectKind::let) made.outcome = b_.outcome_of_[i];
    }
  }

  std::optional<SubjectKind> subject_kind(const Symbol& s) const {
    switch (s.kind) {
      case SymbolKind::rule: return SubjectKind::rule;
      case SymbolKind::let: return names_list(model_, s) ? std::nullopt : std::optional(SubjectKind::let);
      case SymbolKind::choose: return SubjectKind::choice;
      case SymbolKind::table: return SubjectKind::table;
      case SymbolKind::lifecycle: return SubjectKind::lifecycle;
      case SymbolKind::score: return SubjectKind::score;
      default: return std::nullopt;
    }
  }

  void add_total(const Symbol& first) {
    total_ = static_cast<ir::SubjectId>(out_.subjects.size());
    Subject& made = out_.subjects.emplace_back();
    made.kind = SubjectKind::total;
    made.name = "score";
    made.type = K::number;
    made.span = model_.total != nullptr ? model_.total->keyword : first.declaration->keyword;
    made.line = line(made.span);
    made.values.push_back(watch(b_.total()));
    made.unbounded = watch(b_.total_sum_);
    const auto& outcomes = program_.outcomes;
    const auto at = std::ranges::find(outcomes, ir::OutcomeKind::total, &ir::Outcome::kind);
    made.outcome = static_cast<std::uint32_t>(at - outcomes.begin());
    if (model_.total != nullptr) bounds(std::get<ast::Score>(model_.total->body), made);
  }

  void bounds(const ast::Score& score, Subject& out) {
    const auto value = [&](ExprId id) -> std::optional<double> {
      if (!id.valid()) return std::nullopt;
      return program_.constant_value(program_[b_.build(id)]).number;
    };
    out.min = value(score.min);
    out.max = value(score.max);
  }

  void fill(std::uint32_t symbol) {
    const Symbol& s = model_.symbols[symbol];
    Subject made = std::move(out_.subjects[subject_of_[symbol]]);
    std::visit([&](const auto& body) { body_of(made, symbol, s, body); }, s.declaration->body);
    out_.subjects[subject_of_[symbol]] = std::move(made);
  }

  template <typename T>
  void body_of(Subject&, std::uint32_t, const Symbol&, const T&) {}

  void body_of(Subject& out, std::uint32_t symbol, const Symbol&, const ast::Rule& rule) {
    out.values.push_back(watch(b_.nodes_[symbol]));
    out.because = rule.guard.because;
    Span whole = rule.guard.when.valid() ? model_.expr(rule.guard.when).span : out.span;
    if (rule.guard.unless.valid()) whole = base::cover(whole, model_.expr(rule.guard.unless).span);
    out.text = text(whole);
    out.clause = guard(rule.guard);
  }

  void body_of(Subject& out, std::uint32_t symbol, const Symbol&, const ast::Let& let) {
    out.type = program_[b_.nodes_[symbol]].type;
    out.values.push_back(watch(b_.nodes_[symbol]));
    out.text = text(let.value);
    if (out.type == K::boolean) {
      out.clause = clause(let.value);
    } else {
      seen(let.value, out.seen);
    }
  }

  void body_of(Subject& out, std::uint32_t symbol, const Symbol&, const ast::Score& score) {
    out.type = K::number;
    out.values.push_back(watch(b_.nodes_[symbol]));
    const NodeId bounded = b_.points_[symbol];
    const bool has_bounds = program_[bounded].op == Op::points_bound;
    out.unbounded = watch(has_bounds ? program_.operands(bounded)[0] : bounded);
    bounds(score, out);
    for (std::size_t i = 0; i < score.lines.size(); ++i)
      out.branches.push_back(point_line(score.lines[i], b_.score_lines_[symbol][i]));
    out_.subjects[total_].blocks.push_back(subject_of_[symbol]);
  }

  Branch point_line(const ast::ScoreLine& line, NodeId points) {
    Branch out = branch(line.span, line.guard.because, line.guard.because_span);
    out.condition = guard(line.guard);
    out.values.push_back(watch(points));
    if (line.source.valid()) {
      const auto [chosen, all] = counted(line.source);
      out.each = watch(chosen);
      out.elements = watch(all);
      if (line.up_to.valid()) out.uncapped = watch(b_.each_line(line, false));
    } else {
      NodeId amount = b_.build(line.points);
      if (line.negative) amount = b_.negated(amount, line.span);
      out.amount = watch(amount);
      seen(line.points, out.seen);
    }
    return out;
  }

  Branch branch(Span span, std::string_view because, Span because_span) const {
    Branch out;
    out.span = span;
    out.line = line(span);
    out.text = words_before(model_, span, because_span);
    out.because = because;
    return out;
  }

  void body_of(Subject& out, std::uint32_t symbol, const Symbol& s, const ast::Choose& choose) {
    const K kind = model_.types.kind(s.type).value_or(K::text);
    out.type = kind;
    out.values.push_back(watch(b_.nodes_[symbol]));
    for (const ast::Arm& a : choose.arms) {
      Branch& arm = out.branches.emplace_back(branch(a.span, a.guard.because, a.guard.because_span));
      arm.condition = guard(a.guard);
      arm.values.push_back(watch(b_.build_as(a.value, kind)));
      seen(a.value, arm.seen);
    }
    if (!choose.otherwise.valid()) return;
    Branch& last = out.branches.emplace_back(
        branch(model_.expr(choose.otherwise).span, choose.otherwise_because, choose.otherwise_because_span));
    last.text = "else " + text(choose.otherwise);
    last.values.push_back(watch(b_.build_as(choose.otherwise, kind)));
    seen(choose.otherwise, last.seen);
  }

  void body_of(Subject& out, std::uint32_t symbol, const Symbol& s, const ast::Table& table) {
    out.sums = table.mode == ast::TableMode::sum;
    for (std::uint32_t i = 0; i < table.outputs.size(); ++i) {
      const NodeId value = b_.parts_.at({symbol, i});
      out.type = program_[value].type;
      out.values.push_back(watch(value));
      out.outputs.emplace_back(table.outputs[i].text);
    }
    for (const ast::Row& r : table.rows) {
      Branch row = branch(r.span, r.because, r.because_span);
      if (!table.file.span.empty()) row.text = row_of_file(model_, r);
      row.condition = row_clause(table, r);
      for (std::size_t i = 0; i < r.outputs.size(); ++i) {
        const K kind = model_.types.kind(s.outputs[i]).value_or(K::text);
        row.values.push_back(watch(b_.literal_or_build(r.outputs[i], kind)));
      }
      out.branches.push_back(std::move(row));
    }
  }

  // One part a cell that asks something: `stage: "sql"`.
  ClauseId row_clause(const ast::Table& table, const ast::Row& row) {
    Clause whole = clause_at(row.span, b_.row(table, row));
    whole.joined = Joined::all_of;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const ast::Cell& cell = row.cells[i];
      if (cell.kind == ast::Cell::Kind::any) continue;
      Clause part = clause_at(cell.span, b_.cell(table.columns[i], cell));
      part.text =
          text(table.columns[i]) + ": " + (table.file.span.empty() ? text(cell.span) : cell_of_file(model_, cell));
      seen(table.columns[i], part.seen);
      for (const ExprId value : cell.values) seen(value, part.seen);
      whole.parts.push_back(add(std::move(part)));
    }
    if (whole.parts.empty()) return ir::kNone;
    return add(std::move(whole));
  }

  void body_of(Subject& out, std::uint32_t symbol, const Symbol&, const ast::Lifecycle& lifecycle) {
    out.type = K::text;
    for (std::uint32_t i = 0; i < 2; ++i) out.values.push_back(watch(b_.parts_.at({symbol, i})));
    seen(lifecycle.present, out.seen);
    for (std::size_t i = 0; i < lifecycle.moves.size(); ++i) {
      const ast::Move& m = lifecycle.moves[i];
      Branch& move = out.branches.emplace_back(branch(m.span, m.guard.because, m.guard.because_span));
      move.condition = guard(m.guard);
      move.from = watch(b_.moves_.at(symbol)[i].from);
      move.applies = watch(b_.moves_.at(symbol)[i].applies);
      move.values.push_back(watch(program_.constant(K::text, Cell(m.to.text), m.span)));
    }
  }

  // --- clauses ---

  ClauseId add(Clause clause) {
    out_.clauses.push_back(std::move(clause));
    return static_cast<ClauseId>(out_.clauses.size() - 1);
  }

  Clause clause_at(Span span, NodeId verdict) {
    Clause out;
    out.span = span;
    out.text = text(span);
    out.verdict = watch(verdict);
    return out;
  }

  // None for something that always applies.
  ClauseId guard(const ast::Guard& g) {
    if (!g.unless.valid()) return g.when.valid() ? clause(g.when) : ir::kNone;
    const Span at = model_.expr(g.unless).span;
    const NodeId held = program_.add(Op::default_, K::boolean, {b_.build(g.unless), b_.no(at)}, at);
    Clause unless = clause_at(at, b_.not_(held, at));
    unless.joined = Joined::unless;
    unless.text = "unless " + unless.text;
    unless.parts.push_back(clause(g.unless));
    const ClauseId second = add(std::move(unless));
    if (!g.when.valid()) return second;
    Clause both = clause_at(base::cover(model_.expr(g.when).span, at), b_.guard(g));
    both.joined = Joined::all_of;
    // `A and B unless C` is three conditions in the eyes of its reader, and so is `all of { A, B } unless C`.
    const Expr& e = model_.expr(model_.strip(g.when));
    const bool joins = is_connective(e) && e.op == BinaryOp::and_;
    if (joins || (e.kind == ExprKind::block && e.block == ast::BlockKind::all_of)) {
      both.parts = out_.clauses[clause(g.when)].parts;
    } else {
      both.parts.push_back(clause(g.when));
    }
    both.parts.push_back(second);
    return add(std::move(both));
  }

  ClauseId clause(ExprId id) {
    const ExprId inner = model_.strip(id);
    const Expr& e = model_.expr(inner);
    Clause out = clause_at(e.span, b_.build_as(inner, K::boolean));
    if (is_connective(e)) {
      out.joined = e.op == BinaryOp::and_ ? Joined::all_of : Joined::any_of;
      for (const ExprId part : b_.connected(inner)) out.parts.push_back(clause(part));
    } else if (e.kind == ExprKind::block) {
      block(e, out);
    } else if (e.kind == ExprKind::not_) {
      out.joined = Joined::not_;
      out.parts.push_back(clause(model_.file.operands(e)[0]));
    } else if (const Symbol* s = e.kind == ExprKind::path ? model_.symbol_of(inner) : nullptr;
               s != nullptr && s->kind == SymbolKind::rule) {
      out.joined = Joined::rule;
      out.subject = subject_of_[model_.resolution(inner).index];
    } else {
      seen(inner, out.seen);
      threshold(e, out);
    }
    return add(std::move(out));
  }

  void block(const Expr& e, Clause& out) {
    switch (e.block) {
      case ast::BlockKind::all_of: out.joined = Joined::all_of; break;
      case ast::BlockKind::any_of: out.joined = Joined::any_of; break;
      case ast::BlockKind::none_of: out.joined = Joined::none_of; break;
      case ast::BlockKind::at_least: out.joined = Joined::at_least; break;
      case ast::BlockKind::at_most: out.joined = Joined::at_most; break;
      case ast::BlockKind::exactly: out.joined = Joined::exactly; break;
    }
    if (const auto operands = model_.file.operands(e); !operands.empty()) {
      out.count = static_cast<std::uint32_t>(program_.constant_value(program_[b_.build(operands[0])]).number);
    }
    for (const ast::Item& item : model_.file.items(e)) {
      const ClauseId part = clause(item.condition);
      out_.clauses[part].because = item.because;
      out.parts.push_back(part);
    }
  }

  // `score >= 60`, `fit.employees < least`: how far it is from turning.
  void threshold(const Expr& e, Clause& out) {
    if (e.kind != ExprKind::binary) return;
    const bool least = e.op == BinaryOp::greater_equal || e.op == BinaryOp::greater;
    const bool most = e.op == BinaryOp::less_equal || e.op == BinaryOp::less;
    if (!least && !most) return;
    const ExprId number = model_.file.operands(e)[0];
    const NodeId left = b_.build(number);
    const NodeId right = b_.build(model_.file.operands(e)[1]);
    if (program_[left].type != K::number || program_[right].type != K::number) return;
    const bool strict = e.op == BinaryOp::greater || e.op == BinaryOp::less;
    out.threshold =
        Clause::Threshold{score_subject(number).value_or(ir::kNone), watch(left), watch(right), least, strict};
  }

  std::optional<ir::SubjectId> score_subject(ExprId id) const {
    const ExprId inner = model_.strip(id);
    if (model_.expr(inner).kind != ExprKind::path) return std::nullopt;
    const Resolved& r = model_.resolved[inner.index];
    if (r.kind == Resolved::Kind::total) return total_;
    if (r.kind != Resolved::Kind::symbol || model_.symbols[r.index].kind != SymbolKind::score) return std::nullopt;
    return subject_of_[r.index];
  }

  // --- what a clause saw ---

  void add_seen(Seen made, std::vector<Seen>& out) {
    const auto same = [&](const Seen& s) { return s.text == made.text; };
    if (std::ranges::none_of(out, same)) out.push_back(std::move(made));
  }

  void add_value(ExprId id, NodeId node, std::vector<Seen>& out, ir::SubjectId subject = ir::kNone) {
    Seen made;
    made.text = text(id);
    made.kind = program_[node].type;
    made.value = watch(node);
    made.subject = subject;
    made.field = program_[node].op == Op::slot;
    made.constant = program_.is_constant(node) && subject == ir::kNone;
    add_seen(std::move(made), out);
  }

  void seen(ExprId id, std::vector<Seen>& out) {
    const ExprId inner = model_.strip(id);
    const Expr& e = model_.expr(inner);
    switch (e.kind) {
      case ExprKind::path: return seen_path(inner, out);
      case ExprKind::aggregate: return seen_aggregate(inner, e, out);
      case ExprKind::filter: return seen_elements(inner, out);
      case ExprKind::projection: return seen_elements(model_.file.operands(e)[0], out);
      case ExprKind::call: add_value(inner, b_.build(inner), out); break;
      default: break;
    }
    for_each_part(inner, [&](ExprId part) { seen(part, out); });
  }

  // Goes along a long sum in a loop: only brackets make a walk go deeper.
  template <typename Visit>
  void for_each_part(ExprId id, Visit visit) {
    const auto chain = ast::spine(model_.file, id);
    if (chain.empty()) return ast::for_each_child(model_.file, model_.expr(id), visit);
    visit(model_.file.operands(model_.expr(chain.front()))[0]);
    for (const ExprId link : chain) visit(model_.file.operands(model_.expr(link))[1]);
  }

  void seen_path(ExprId id, std::vector<Seen>& out) {
    const Resolved& r = model_.resolved[id.index];
    switch (r.kind) {
      case Resolved::Kind::field:
      case Resolved::Kind::as_of: return add_value(id, b_.build(id), out);
      case Resolved::Kind::total: return add_value(id, b_.build(id), out, total_);
      case Resolved::Kind::list: return seen_whole_list(id, out);
      case Resolved::Kind::symbol: break;
      default: return;
    }
    const Symbol& s = model_.symbols[r.index];
    if (s.kind == SymbolKind::set || s.kind == SymbolKind::function || s.kind == SymbolKind::unavailable) return;
    if (s.kind == SymbolKind::let && names_list(model_, s)) return seen_whole_list(id, out);
    add_value(id, b_.build(id), out, subject_of_[r.index]);
  }

  void seen_whole_list(ExprId id, std::vector<Seen>& out) {
    Seen made;
    made.text = text(id);
    made.kind = K::number;
    made.value = watch(counted(id).first);
    made.list = true;
    add_seen(std::move(made), out);
  }

  // How many elements a list has, and how many of them the question is about.
  void seen_list(ExprId source, std::string words, std::vector<Seen>& out) {
    const auto [chosen, all] = counted(source);
    Seen made;
    made.text = std::move(words);
    made.kind = K::number;
    made.value = watch(chosen);
    made.total = watch(all);
    add_seen(std::move(made), out);
  }

  void seen_aggregate(ExprId id, const Expr& e, std::vector<Seen>& out) {
    const ExprId source = model_.file.operands(e)[0];
    using enum ast::AggregateKind;
    const bool counts = e.aggregate == count || e.aggregate == any || e.aggregate == none;
    if (!counts) add_value(id, b_.build(id), out);
    seen_elements(source, out);
  }

  // `events where …`: asked by an aggregate, or given to a function.
  void seen_elements(ExprId source, std::vector<Seen>& out) {
    seen_list(source, text(source_of(model_, source).list), out);
    outer_fields(source, out);
  }

  // In the body of a question to a list: what it reads of the lead itself.
  void outer_fields(ExprId id, std::vector<Seen>& out) {
    const Expr& e = model_.expr(id);
    if (e.kind == ExprKind::aggregate) return;
    if (e.kind == ExprKind::path) {
      const Resolved& r = model_.resolved[id.index];
      const bool lead = r.kind == Resolved::Kind::field || r.kind == Resolved::Kind::total;
      const bool named = r.kind == Resolved::Kind::symbol && subject_of_[r.index] != ir::kNone;
      if (lead || named) seen_path(id, out);
      return;
    }
    for_each_part(id, [&](ExprId part) { outer_fields(part, out); });
  }

  // Of all elements of the list that the source names, be it a `let` with a condition of its own.
  std::pair<NodeId, NodeId> counted(ExprId source) {
    const auto count = [&](ExprId of) {
      const Span span = model_.expr(of).span;
      const Builder::List list = b_.open_list(of);
      const NodeId parts[] = {list.node, b_.condition(list, span)};
      return b_.add_aggregate(Op::count, K::number, parts, list, span);
    };
    const NodeId chosen = count(source);
    return {chosen, count(source_of(model_, source).list)};
  }

  // --- tests ---

  void add_test(const ast::Declaration& d, const ast::Test& test) {
    ir::Test made;
    made.title = test.title.value;
    made.span = d.span;
    made.line = line(d.span);
    if (test.as_of.valid()) made.as_of = model_.expr(model_.strip(test.as_of)).ticks;
    for (const ast::Override& o : test.params) {
      const auto value = literal_of(model_, o.value);
      if (value) made.params[std::string(o.name.text)] = typed_text(*value);
    }
    made.given = given_json(model_, given_of(model_, test));
    for (const ast::Item& e : test.expects)
      made.expects.push_back({clause(e.condition), line(model_.expr(e.condition).span), std::string(e.because)});
    if (!test.as_of.valid()) needs_no_instant(d, made);
    out_.tests.push_back(std::move(made));
  }

  // The cone of each expectation: whether the instant is in it.
  void needs_no_instant(const ast::Declaration& d, const ir::Test& test) {
    for (const auto& [expected, line, because] : test.expects) {
      const auto span = instant_in(program_.watched[out_.clauses[expected].verdict]);
      if (!span) continue;
      model_.sink.report(Finding::test_needs_as_of, std::get<ast::Test>(d.body).title.span)
          .label(out_.clauses[expected].span, "depends on the instant")
          .label(*span, "through this")
          .note("a test gives the same answer on every day")
          .help("say which day it is: `test \"…\" as of 2026-11-01 { … }`");
      return;
    }
  }

  std::optional<Span> instant_in(NodeId root) {
    if (timeless_.size() < program_.size()) timeless_.resize(program_.size());
    std::vector<NodeId> open{root};
    while (!open.empty()) {
      const NodeId id = open.back();
      open.pop_back();
      if (timeless_[id.index]) continue;
      const ir::Node& n = program_[id];
      if (n.op == Op::as_of) {
        std::fill(timeless_.begin(), timeless_.end(), false);
        return n.span;
      }
      timeless_[id.index] = true;
      const auto operands = program_.operands(id);
      open.insert(open.end(), operands.begin(), operands.end());
    }
    return std::nullopt;
  }

  Builder& b_;
  Model& model_;
  ir::Program& program_;
  ir::Outline out_;
  ir::SubjectId total_ = ir::kNone;
  std::vector<ir::SubjectId> subject_of_;             // by symbol
  std::unordered_map<std::uint32_t, Watch> watches_;  // by node
  std::vector<bool> timeless_;                        // by node: no instant was found below it
};

void make_outline(Builder& builder) {
  Outliner(builder).run();
}

}  // namespace rubric::check
