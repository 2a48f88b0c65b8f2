// The typed program of a file that has no errors.
#include <algorithm>
#include <array>
#include <cmath>

#include "ast/visit.hpp"
#include "builtins/number.hpp"
#include "builtins/table.hpp"
#include "check/builder.hpp"
#include "check/outliner.hpp"

namespace rubric::check {

namespace {

using ast::BinaryOp;
using data::Cell;
using data::Tri;
using ir::NodeId;
using ir::Op;
using K = data::Kind;

// Beyond any sum that the limits allow.
constexpr data::Points kFarPoints = static_cast<data::Points>(1) << 120U;

// A line gives a billion points at most, but a bound may be larger: the sum of many lines is.
data::Points bound_points(double value) {
  constexpr double kLargest = 1e18;
  if (const auto points = builtins::points_of(value)) return *points;
  if (std::abs(value) > kLargest) return value < 0 ? -kFarPoints : kFarPoints;
  const double whole = std::trunc(value);
  return static_cast<data::Points>(whole) * 1'000'000'000 + builtins::points_of(value - whole).value_or(0);
}

}  // namespace

ir::Program Builder::run() {
  const std::size_t errors = model_.sink.errors();
  criteria();
  program_.outcomes.reserve(model_.symbols.size());
  // Rules ask the same questions again, and the members of sets are no nodes: there are about as many in the end. A
  // larger table would only be further away.
  program_.reserve(model_.file.exprs.size() / 10);
  for (const std::uint32_t index : model_.order) {
    const Symbol& s = model_.symbols[index];
    std::visit([&](const auto& body) { symbol(index, s, body); }, s.declaration->body);
  }
  if (model_.has_scores()) total();
  outcomes();
  if (wants_outline() && model_.sink.errors() == errors) make_outline(*this);
  layout();
  return std::move(program_);
}

bool Builder::wants_outline() const {
  const auto is_test = [](const ast::Declaration& d) {
    return d.module == 0 && std::holds_alternative<ast::Test>(d.body);
  };
  return model_.options.outline ||
         (model_.options.outline_of_tests && std::ranges::any_of(model_.file.declarations, is_test));
}

void Builder::criteria() {
  for (const ast::Declaration& d : model_.file.declarations) {
    if (const auto* c = std::get_if<ast::Criteria>(&d.body)) {
      program_.title = c->title.value;
      program_.version = c->version.value;
    }
  }
}

void Builder::symbol(std::uint32_t index, const Symbol& s, const ast::Let& let) {
  if (let.is_function || names_list(model_, s)) return;
  nodes_[index] = build(let.value);
  program_.values.push_back({std::string(s.name), nodes_[index]});
}

void Builder::symbol(std::uint32_t index, const Symbol& s, const ast::Param&) {
  const Literal value = *param_value(model_, s);
  nodes_[index] = program_.constant(value.kind, value.value, s.declaration->span);
}

void Builder::symbol(std::uint32_t index, const Symbol&, const ast::Rule& rule) {
  nodes_[index] = guard(rule.guard);
  // Asked here, where the expression was looked at a moment ago, and not again once all rules have been.
  passes_on_[index] = rule.guard.when.valid() && passes_on(rule.guard.when);
}

void Builder::symbol(std::uint32_t index, const Symbol& s, const ast::Choose& choose) {
  const K kind = model_.types.kind(s.type).value_or(K::text);
  std::vector<NodeId> operands;
  for (const ast::Arm& a : choose.arms) {
    operands.push_back(guard(a.guard));
    operands.push_back(build_as(a.value, kind));
  }
  unreachable_arms(choose, operands);
  const Span span = s.declaration->span;
  operands.push_back(choose.otherwise.valid() ? build_as(choose.otherwise, kind)
                                              : program_.constant(kind, data::missing_cell(kind), span));
  nodes_[index] = operands.size() == 1 ? operands[0] : program_.add(Op::select, kind, operands, 0, span);
}

// An arm behind one with its very condition, or behind `when true`. Equal conditions are one node.
void Builder::unreachable_arms(const ast::Choose& choose, std::span<const NodeId> operands) {
  const auto unreachable = [&](Span arm, Span before, const char* why) {
    model_.sink.report(Finding::unreachable_arm, arm)
        .label(before, why)
        .note("the first arm whose condition is yes is taken");
  };
  for (std::size_t i = 0; i < choose.arms.size(); ++i) {
    const ast::Guard& g = choose.arms[i].guard;
    const Expr& when = model_.expr(model_.strip(g.when));
    if (when.kind == ExprKind::boolean && when.flag && !g.unless.valid()) {
      const char* const why = "this one is always taken";
      for (std::size_t k = i + 1; k < choose.arms.size(); ++k)
        unreachable(choose.arms[k].span, choose.arms[i].span, why);
      if (choose.otherwise.valid()) unreachable(model_.expr(choose.otherwise).span, choose.arms[i].span, why);
      return;
    }
    for (std::size_t k = 0; k < i; ++k) {
      if (operands[2 * i] != operands[2 * k]) continue;
      unreachable(choose.arms[i].span, choose.arms[k].span, "this one has the same condition");
      break;
    }
  }
}

void Builder::symbol(std::uint32_t index, const Symbol& s, const ast::Score& score) {
  std::vector<NodeId> lines;
  for (const ast::ScoreLine& line : score.lines) {
    const NodeId condition = line.guard.when.valid() || line.guard.unless.valid() ? guard(line.guard) : yes(line.span);
    if (line.source.valid()) {
      lines.push_back(each_line(line));
      continue;
    }
    NodeId amount = build(line.points);
    if (line.negative) amount = negated(amount, line.span);
    lines.push_back(program_.add(Op::line_points, K::points, {condition, amount}, line.span));
  }
  score_lines_.resize(model_.symbols.size());
  score_lines_[index] = lines;
  const Span span = s.declaration->span;
  points_.resize(model_.symbols.size());
  points_[index] = bounded(program_.add(Op::points_sum, K::points, lines, 0, span), score, span);
  nodes_[index] = program_.add(Op::points_number, K::number, {points_[index]}, span);
}

NodeId Builder::negated(NodeId amount, Span span) {
  if (program_.is_constant(amount)) {
    return program_.constant(K::number, Cell(data::settle(-program_.constant_value(program_[amount]).number)), span);
  }
  return program_.add(Op::negate, K::number, {amount}, span);
}

NodeId Builder::bounded(NodeId sum, const ast::Score& score, Span span) {
  if (!score.min.valid() && !score.max.valid()) return sum;
  return program_.add(Op::points_bound, K::points, {sum, bound(score.min, -1, span), bound(score.max, 1, span)}, span);
}

NodeId Builder::bound(ExprId id, int side, Span span) {
  if (!id.valid()) return program_.constant(K::points, Cell(side < 0 ? -kFarPoints : kFarPoints), span);
  const double value = program_.constant_value(program_[build(id)]).number;
  return program_.constant(K::points, Cell(bound_points(value)), model_.expr(id).span);
}

NodeId Builder::total() {
  if (total_.valid()) return total_;
  std::vector<NodeId> blocks;
  for (std::uint32_t i = 0; i < model_.symbols.size(); ++i) {
    if (model_.symbols[i].kind == SymbolKind::score) blocks.push_back(points_[i]);
  }
  const Span span = program_[blocks.front()].span;
  NodeId sum = program_.add(Op::points_sum, K::points, blocks, 0, span);
  total_sum_ = sum;
  if (model_.total != nullptr) sum = bounded(sum, std::get<ast::Score>(model_.total->body), model_.total->span);
  total_ = program_.add(Op::points_number, K::number, {sum}, span);
  return total_;
}

// `when C unless D` is C and not (D default false).
NodeId Builder::guard(const ast::Guard& g) {
  NodeId condition;
  if (g.when.valid()) {
    ast::fetch_behind(model_.file, g.when);
    condition = build(g.when);
  }
  if (!g.unless.valid()) return condition;
  const Span span = model_.expr(g.unless).span;
  const NodeId held = program_.add(Op::default_, K::boolean, {build(g.unless), no(span)}, span);
  const NodeId free = program_.add(Op::not_, K::boolean, {held}, span);
  return condition.valid() ? both(condition, free, span) : free;
}

NodeId Builder::yes(Span span) {
  return program_.constant(K::boolean, Cell(Tri::yes), span);
}

NodeId Builder::no(Span span) {
  return program_.constant(K::boolean, Cell(Tri::no), span);
}

NodeId Builder::both(NodeId a, NodeId b, Span span) {
  return program_.add(Op::and_, K::boolean, {a, b}, span);
}

NodeId Builder::not_(NodeId a, Span span) {
  return program_.add(Op::not_, K::boolean, {a}, span);
}

NodeId Builder::build_as(ExprId id, K kind) {
  if (model_.expr(model_.strip(id)).kind == ExprKind::missing)
    return program_.constant(kind, data::missing_cell(kind), model_.expr(id).span);
  return build(id);
}

NodeId Builder::build(ExprId id) {
  if (model_.expr(id).kind != ExprKind::binary) return build_one(id);
  const auto chain = ast::spine(model_.file, id);
  NodeId left = build(model_.file.operands(model_.expr(chain.front()))[0]);
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const Expr& e = model_.expr(chain[i]);
    const ExprId a = model_.file.operands(e)[0];
    if (e.op != BinaryOp::and_ && e.op != BinaryOp::or_) {
      left = binary(e, a, left, model_.file.operands(e)[1]);
      continue;
    }
    // One node for the whole run of `and`s.
    const std::size_t mark = row_.size();
    row_.push_back(left);
    for (; i < chain.size() && model_.expr(chain[i]).op == e.op; ++i) {
      const NodeId right = build(model_.file.operands(model_.expr(chain[i]))[1]);
      row_.push_back(right);
    }
    --i;
    left = program_.add(e.op == BinaryOp::and_ ? Op::and_ : Op::or_, K::boolean, std::span(row_).subspan(mark), 0,
                        model_.expr(chain[i]).span);
    row_.resize(mark);
  }
  return left;
}

K Builder::kind_of(ExprId id) const {
  return model_.types.kind(model_.expr_types[id.index]).value_or(K::text);
}

NodeId Builder::build_one(ExprId id) {
  const Expr& e = model_.expr(id);
  const auto operands = model_.file.operands(e);
  const Deeper deeper{depth_};
  if (too_large(e.span)) return program_.constant(kind_of(id), data::missing_cell(kind_of(id)), e.span);
  if (const auto literal = literal_of(model_, id)) return program_.constant(literal->kind, literal->value, e.span);
  switch (e.kind) {
    case ExprKind::missing: return program_.constant(kind_of(id), data::missing_cell(kind_of(id)), e.span);
    case ExprKind::path: return path(id, e);
    case ExprKind::paren: return build(operands[0]);
    case ExprKind::call: return call(id, e);
    case ExprKind::negate:
      return kind_of(operands[0]) == K::duration
                 ? program_.add(Op::duration_negate, K::duration, {build(operands[0])}, e.span)
                 : program_.add(Op::negate, K::number, {build(operands[0])}, e.span);
    case ExprKind::not_: return not_(build(operands[0]), e.span);
    case ExprKind::in: return membership(e);
    case ExprKind::between: return between(e);
    case ExprKind::text_test: return text_test(e);
    case ExprKind::matches: {
      const auto [body, letters] = ast::pattern_of(model_.expr(operands[1]));
      std::string flags(letters);
      if (folds(e, operands[0]) && flags.find('i') == std::string::npos) flags += 'i';
      return program_.add(Op::matches, K::boolean, {build(operands[0])}, e.span,
                          program_.intern_pattern({std::string(body), flags}));
    }
    case ExprKind::state: return state(e);
    case ExprKind::window: return window(e);
    case ExprKind::if_: {
      const K kind = kind_of(id);
      const std::array<NodeId, 3> parts{build(operands[0]), build_as(operands[1], kind), build_as(operands[2], kind)};
      return program_.add(Op::select, kind, parts, 0, e.span);
    }
    case ExprKind::block: return block(e);
    case ExprKind::aggregate: return aggregate(id, e);
    default: break;
  }
  return no(e.span);
}

NodeId Builder::path(ExprId id, const Expr& e) {
  const Resolved& r = model_.resolved[id.index];
  switch (r.kind) {
    case Resolved::Kind::as_of: return program_.add(Op::as_of, K::time, {}, e.span);
    case Resolved::Kind::total: return total();
    case Resolved::Kind::field: return slot_node(r.index, e.span);
    case Resolved::Kind::element: return element_node(r, e.span);
    case Resolved::Kind::parameter: return model_.parameters[r.index].list != 0 ? many_values(id) : parameter(r.index);
    case Resolved::Kind::list: return many_values(id);
    default: break;
  }
  if (model_.types.kind(model_.symbols[r.index].type) == K::records) return many_values(id);
  const SymbolKind kind = model_.symbols[r.index].kind;
  const bool parts = kind == SymbolKind::table || kind == SymbolKind::lifecycle;
  return parts ? parts_.at({r.index, r.part}) : nodes_[r.index];
}

NodeId Builder::call(ExprId id, const Expr& e) {
  if (const Symbol* s = model_.symbol_of(id); s != nullptr && s->kind == SymbolKind::function) return expand(*s, e);
  const std::string_view name = model_.file.names(e)[0].text;
  std::vector<NodeId> arguments;
  std::vector<K> kinds;
  for (const ExprId operand : model_.file.operands(e)) {
    arguments.push_back(build(operand));
    kinds.push_back(program_[arguments.back()].type);
  }
  if (name == "age") {
    const NodeId now = program_.add(Op::as_of, K::time, {}, e.span);
    return program_.add(Op::time_between, K::duration, {now, arguments[0]}, e.span);
  }
  for (const builtins::Signature& s : builtins::overloads(name)) {
    const bool fits = s.parameters.front() == kinds.front() && (s.variadic || s.parameters == kinds);
    if (fits) return program_.add(Op::call, kind_of(id), arguments, static_cast<std::uint32_t>(s.id), e.span);
  }
  return no(e.span);
}

ir::Program build(Model& model) {
  return Builder(model).run();
}

std::optional<ir::Program> check(const base::SourceMap& sources, const ast::File& file, diag::Sink& sink,
                                 const Options& options) {
  const std::size_t before = sink.errors();
  Model model{.sources = sources, .file = file, .sink = sink, .options = options};
  collect(model);
  resolve(model);
  infer(model);
  check_asked_fields(model);
  check_joins(model);
  if (sink.errors() != before || !options.build) return std::nullopt;
  ir::Program program = build(model);
  if (sink.errors() != before) return std::nullopt;
  return program;
}

}  // namespace rubric::check
