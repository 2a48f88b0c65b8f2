#include "build_expr.hpp"

#include <algorithm>

#include "base/span.hpp"
#include "literals.hpp"
#include "words.hpp"

namespace rubric::parse {

using base::cover;
using diag::Kind;

namespace {

ast::AggregateKind aggregate_kind(Token t) {
  using K = ast::AggregateKind;
  switch (t) {
    case Token::k_any: return K::any;
    case Token::k_none: return K::none;
    case Token::k_sum: return K::sum;
    case Token::k_min: return K::min;
    case Token::k_max: return K::max;
    case Token::k_avg: return K::avg;
    case Token::k_first: return K::first;
    case Token::k_last: return K::last;
    case Token::k_distinct: return K::distinct;
    default: return K::count;
  }
}

}  // namespace

// --- small parts ---------------------------------------------------------------------------------

Expr ExprBuilder::make(ExprKind kind, Span span) const {
  Expr e;
  e.kind = kind;
  e.span = span;
  e.op_span = span;
  return e;
}

Expr& ExprBuilder::put(ExprKind kind, Span span) {
  Expr& e = file_.exprs.emplace_back();
  e.kind = kind;
  e.span = span;
  e.op_span = span;
  return e;
}

void ExprBuilder::give_operands(Expr& e, std::span<const ExprId> operands) {
  if (operands.empty()) return;
  e.operands = {static_cast<std::uint32_t>(file_.operand_pool.size()), static_cast<std::uint32_t>(operands.size())};
  file_.operand_pool.insert(file_.operand_pool.end(), operands.begin(), operands.end());
}

ExprId ExprBuilder::add(const Expr& e, std::span<const ExprId> operands) {
  give_operands(file_.exprs.emplace_back(e), operands);
  return last();
}

ExprId ExprBuilder::add_gathered(const Expr& e, std::size_t mark) {
  const ExprId id = add(e, std::span(gathered_).subspan(mark));
  gathered_.resize(mark);
  return id;
}

ExprId ExprBuilder::error(Span span) {
  return add(make(ExprKind::error, span), {});
}

ast::Name ExprBuilder::name(std::uint32_t token) const {
  ast::Name n;
  n.text = chunk_.spelling(token);
  n.span = chunk_.span(token);
  n.quoted = chunk_.kinds[token] == Token::quoted;
  if (n.quoted)
    n.text = n.text.size() >= 2 && n.text.back() == '`' ? n.text.substr(1, n.text.size() - 2) : n.text.substr(1);
  return n;
}

ast::Text ExprBuilder::text(std::uint32_t token) {
  const std::string_view spelling = chunk_.spelling(token);
  const bool plain = spelling.size() >= 2 && spelling.front() == '"' && spelling.back() == '"';
  const std::string_view body = plain ? spelling.substr(1, spelling.size() - 2) : text_body(spelling);
  const Span span = chunk_.span(token);
  if (body.find('\\') == std::string_view::npos) return {body, span};
  return {keep(decode_text(body)), span};
}

void ExprBuilder::because(std::uint32_t i, std::string_view& words, Span& where) {
  const ast::Text t = text(nodes_[i].begin + 1);
  words = t.value;
  where = t.span;
}

// --- operands ------------------------------------------------------------------------------------

ExprId ExprBuilder::literal(std::uint32_t token) {
  Expr& e = put(ExprKind::missing, chunk_.span(token));
  switch (chunk_.kinds[token]) {
    case Token::number:
      e.kind = ExprKind::number;
      e.number = decode_number(chunk_.spelling(token)).value;
      break;
    case Token::text:
      e.kind = ExprKind::text;
      e.text = text(token).value;
      break;
    case Token::time: {
      const TimeValue value = decode_time(chunk_.spelling(token));
      e.kind = value.problem.empty() ? ExprKind::time : ExprKind::error;
      e.ticks = value.micros;
      e.flag = value.date_only;
      break;
    }
    case Token::k_true:
    case Token::k_false:
      e.kind = ExprKind::boolean;
      e.flag = chunk_.kinds[token] == Token::k_true;
      break;
    default: break;
  }
  return last();
}

ast::Range ExprBuilder::add_names(std::uint32_t i) {
  const auto first = static_cast<std::uint32_t>(file_.name_pool.size());
  for (std::uint32_t t = nodes_[i].begin; t < nodes_[i].end; t += 2) file_.name_pool.push_back(name(t));
  return {first, static_cast<std::uint32_t>(file_.name_pool.size()) - first};
}

// What goes through a path goes a level deeper with each name.
bool ExprBuilder::too_long(std::uint32_t i) {
  const std::uint32_t names = (nodes_[i].end - nodes_[i].begin + 1) / 2;
  if (names <= limits_.path_names) return false;
  sink_.report(Kind::path_too_long, span(i), {{"names", names}, {"limit", limits_.path_names}});
  return true;
}

ExprId ExprBuilder::path_expr(std::uint32_t i) {
  if (too_long(i)) return add(make(ExprKind::error, span(i)), {});
  put(ExprKind::path, span(i)).names = add_names(i);
  return last();
}

ExprId ExprBuilder::path_or_call(std::uint32_t i, Cursor& c) {
  if (!next_is(c, NodeKind::arguments_tail)) return path_expr(i);
  const std::uint32_t arguments = take(c);
  if (too_long(i)) return add(make(ExprKind::error, span(i)), {});
  Expr e = make(ExprKind::call, cover(span(i), span(arguments)));
  e.op_span = span(i);
  e.names = add_names(i);
  const std::size_t mark = gathered_.size();
  for (Cursor a = children(arguments); !a.done();) gathered_.push_back(elements(a));
  return add_gathered(e, mark);
}

ExprId ExprBuilder::sequence(ExprKind kind, std::uint32_t i) {
  const std::size_t mark = gathered_.size();
  for (Cursor c = children(i); !c.done();) gathered_.push_back(expr(c));
  return add_gathered(make(kind, span(i)), mark);
}

ExprId ExprBuilder::record(std::uint32_t i) {
  const std::size_t mark = gathered_.size();
  for (Cursor c = children(i); !c.done();) {
    gathered_.push_back(path_expr(take(c)));
    gathered_.push_back(expr(c));
  }
  return add_gathered(make(ExprKind::record, span(i)), mark);
}

ExprId ExprBuilder::unary(ExprKind kind, std::uint32_t i) {
  Cursor c = children(i);
  const ExprId operand = expr(c);
  Expr e = make(kind, cover(chunk_.span(nodes_[i].begin), file_[operand].span));
  e.op_span = chunk_.span(nodes_[i].begin);
  return add(e, std::span(&operand, 1));
}

ExprId ExprBuilder::block(std::uint32_t i) {
  const Node& n = nodes_[i];
  Cursor c = children(i);
  std::vector<ExprId> operands;
  if (n.kind != NodeKind::all_any_none) operands.push_back(expr(c));
  std::vector<ast::Item> items;
  while (!c.done()) {
    const std::uint32_t child = take(c);
    ast::Item item;
    item.span = span(child);
    if (nodes_[child].kind == NodeKind::broken_item) {
      item.condition = error(item.span);
    } else {
      Cursor parts = children(child);
      item.condition = expr(parts);
      if (next_is(parts, NodeKind::because)) because(take(parts), item.because, item.because_span);
    }
    items.push_back(item);
  }
  Expr e = make(ExprKind::block, span(i));
  e.op_span = chunk_.span(n.begin, n.kind == NodeKind::exactly ? n.begin + 1 : n.begin + 2);
  switch (chunk_.kinds[n.begin]) {
    case Token::k_all: e.block = ast::BlockKind::all_of; break;
    case Token::k_any: e.block = ast::BlockKind::any_of; break;
    case Token::k_none: e.block = ast::BlockKind::none_of; break;
    case Token::k_exactly: e.block = ast::BlockKind::exactly; break;
    default: e.block = chunk_.kinds[n.begin + 1] == Token::k_least ? ast::BlockKind::at_least : ast::BlockKind::at_most;
  }
  e.items = {static_cast<std::uint32_t>(file_.item_pool.size()), static_cast<std::uint32_t>(items.size())};
  file_.item_pool.insert(file_.item_pool.end(), items.begin(), items.end());
  return add(e, operands);
}

ExprId ExprBuilder::source(ExprId list, Cursor& c) {
  const bool named = next_is(c, NodeKind::alias);
  const std::uint32_t alias = named ? take(c) : 0;
  const bool filtered = next_is(c, NodeKind::where);
  if (!named && !filtered) return list;
  std::vector<ExprId> operands{list};
  Span whole = file_[list].span;
  Expr e = make(ExprKind::filter, whole);
  if (named) {
    whole = cover(whole, span(alias));
    e.op_span = chunk_.span(nodes_[alias].begin);
  }
  if (filtered) {
    const std::uint32_t where = take(c);
    Cursor inside = children(where);
    operands.push_back(expr(inside));
    if (next_is(inside, NodeKind::unless)) {
      Cursor held = children(take(inside));
      operands.push_back(expr(held));
    }
    whole = cover(whole, span(where));
    e.op_span = chunk_.span(nodes_[where].begin);
  }
  e.span = whole;
  if (named) {
    e.names = {static_cast<std::uint32_t>(file_.name_pool.size()), 1};
    file_.name_pool.push_back(name(nodes_[alias].begin + 1));
  }
  return add(e, operands);
}

ExprId ExprBuilder::elements(Cursor& c) {
  const ExprId value = expr(c);
  if (!next_is(c, NodeKind::of_list)) return source(value, c);
  const std::uint32_t of = take(c);
  Cursor inside = children(of);
  const ExprId list = source(expr(inside), c);
  Expr e = make(ExprKind::projection, cover(file_[value].span, file_[list].span));
  e.op_span = chunk_.span(nodes_[of].begin);
  const ExprId operands[] = {list, value};
  return add(e, operands);
}

ExprId ExprBuilder::aggregate(std::uint32_t i) {
  Cursor c = children(i);
  const ExprId first = expr(c);
  std::vector<ExprId> operands;
  if (next_is(c, NodeKind::of_list)) {
    Cursor inside = children(take(c));
    const ExprId list = expr(inside);
    operands = {source(list, c), first};
  } else {
    operands = {source(first, c)};
  }
  Expr e = make(ExprKind::aggregate, span(i));
  e.op_span = chunk_.span(nodes_[i].begin);
  e.aggregate = aggregate_kind(chunk_.kinds[nodes_[i].begin]);
  if (operands.size() == 2 && (e.aggregate == ast::AggregateKind::count || e.aggregate == ast::AggregateKind::any ||
                               e.aggregate == ast::AggregateKind::none)) {
    const std::string word(grammar::spelling(chunk_.kinds[nodes_[i].begin]));
    sink_.report(Kind::value_in_count, file_[first].span, {{"word", word}})
        .note("`" + word + "` asks which elements there are: `" + word + "(events where …)`")
        .help("only `sum`, `min`, `max`, `avg`, `first`, `last` and `distinct` take `VALUE of LIST`");
    return error(e.span);
  }
  return add(e, operands);
}

// `min(a, b)` is a call of the built-in, `min(amount of deals)` reads a list.
ExprId ExprBuilder::min_max(std::uint32_t i) {
  Cursor c = children(i);
  std::vector<ExprId> arguments{expr(c)};
  const auto piece = [&] {
    return next_is(c, NodeKind::of_list) || next_is(c, NodeKind::alias) || next_is(c, NodeKind::where);
  };
  while (!c.done() && !piece()) arguments.push_back(expr(c));
  const std::uint32_t word = nodes_[i].begin;
  if (c.done()) {
    Expr e = make(ExprKind::call, span(i));
    e.op_span = chunk_.span(word);
    e.names = {static_cast<std::uint32_t>(file_.name_pool.size()), 1};
    file_.name_pool.push_back(name(word));
    return add(e, arguments);
  }
  if (arguments.size() > 1) {
    sink_.report(Kind::value_in_count, file_[arguments[1]].span, {{"word", chunk_.spelling(word)}})
        .note("over a list one value is compared: `min(amount of deals)`");
    return error(span(i));
  }
  return aggregate(i);
}

ExprId ExprBuilder::pattern(std::uint32_t i) {
  const std::uint32_t token = nodes_[i].begin;
  std::string_view spelling = chunk_.spelling(token);
  Expr e = make(ExprKind::pattern, chunk_.span(token));
  e.text = spelling.substr(1);
  const std::string_view body = ast::pattern_of(e).body;
  if (body.find("\\/") != std::string_view::npos) {
    std::string mended;
    for (std::size_t k = 0; k < body.size(); ++k) {
      if (body[k] == '\\' && k + 1 < body.size()) {
        if (body[k + 1] != '/') mended += body[k];
        ++k;
      }
      mended += body[k];
    }
    e.text = keep(mended.append(e.text.substr(body.size())));
  }
  return add(e, {});
}

ExprId ExprBuilder::operand(Cursor& c) {
  const std::uint32_t i = take(c);
  const Node& n = nodes_[i];
  switch (n.kind) {
    case NodeKind::path: return path_or_call(i, c);
    case NodeKind::literal: return literal(n.begin);
    case NodeKind::duration:
    case NodeKind::calendar_extent: {
      Expr e = make(ExprKind::duration, span(i));
      // `the last calendar month` is the last 1.
      e.number = chunk_.kinds[n.begin] == Token::number ? decode_number(chunk_.spelling(n.begin)).value : 1;
      e.unit = unit_of(chunk_.spelling(n.end - 1)).value_or(ast::Unit::days);
      e.op_span = chunk_.span(n.end - 1);
      if (n.kind == NodeKind::calendar_extent && e.unit < ast::Unit::days) {
        sink_.report(Kind::no_calendar_unit, e.op_span, {{"unit", chunk_.spelling(n.end - 1)}})
            .note("the calendar has days, weeks, months, quarters and years")
            .help("without `calendar` it is a length of time");
        e.kind = ExprKind::error;
      }
      return add(e, {});
    }
    case NodeKind::paren: {
      Cursor inside = children(i);
      const ExprId value = elements(inside);
      return add(make(ExprKind::paren, span(i)), std::span(&value, 1));
    }
    case NodeKind::list: return sequence(ExprKind::list, i);
    case NodeKind::set: return sequence(ExprKind::set, i);
    case NodeKind::record: return record(i);
    case NodeKind::negate: return unary(ExprKind::negate, i);
    case NodeKind::negation: return unary(ExprKind::not_, i);
    case NodeKind::if_: return sequence(ExprKind::if_, i);
    case NodeKind::all_any_none:
    case NodeKind::at_least_most:
    case NodeKind::exactly: return block(i);
    case NodeKind::aggregate: return aggregate(i);
    case NodeKind::min_max: return min_max(i);
    case NodeKind::pattern: return pattern(i);
    default: return error(span(i));
  }
}

}  // namespace rubric::parse
