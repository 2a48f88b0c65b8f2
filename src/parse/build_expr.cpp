#include "build_expr.hpp"

#include <algorithm>

#include "base/span.hpp"
#include "literals.hpp"
#include "words.hpp"

namespace rubric::parse {

using ast::BinaryOp;
using base::cover;
using diag::Kind;

namespace {

bool is_tail(NodeKind k) {
  return k >= NodeKind::arguments_tail && k <= NodeKind::product_tail && k != NodeKind::calendar_extent;
}

BinaryOp comparison(Token t) {
  switch (t) {
    case Token::not_equal: return BinaryOp::not_equal;
    case Token::less: return BinaryOp::less;
    case Token::less_equal: return BinaryOp::less_equal;
    case Token::greater: return BinaryOp::greater;
    case Token::greater_equal: return BinaryOp::greater_equal;
    default: return BinaryOp::equal;
  }
}

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

ExprId ExprBuilder::add(Expr e, const std::vector<ExprId>& operands) {
  e.operands = {static_cast<std::uint32_t>(file_.operand_pool.size()), static_cast<std::uint32_t>(operands.size())};
  file_.operand_pool.insert(file_.operand_pool.end(), operands.begin(), operands.end());
  file_.exprs.push_back(e);
  return ExprId(file_.exprs.size() - 1);
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

std::vector<ast::Name> ExprBuilder::path(std::uint32_t i) const {
  std::vector<ast::Name> out;
  for (std::uint32_t t = nodes_[i].begin; t < nodes_[i].end; t += 2) out.push_back(name(t));
  return out;
}

ast::Text ExprBuilder::text(std::uint32_t token) {
  std::string_view body = chunk_.spelling(token);
  const Span span = chunk_.span(token);
  // Reported ones may lack the closing quote or stand in others: their bytes no longer matter.
  if (!body.empty()) body.remove_prefix(1);
  if (!body.empty() && body.back() == '"') body.remove_suffix(1);
  if (body.find('\\') == std::string_view::npos) return {body, span};
  return {keep(decode_text(body)), span};
}

void ExprBuilder::because(std::uint32_t i, std::string_view& words, Span& where) {
  const ast::Text t = text(nodes_[i].begin + 1);
  words = t.value;
  where = t.span;
}

ExprId ExprBuilder::binary(BinaryOp op, ExprId left, ExprId right, Span op_span) {
  Expr e = make(ExprKind::binary, cover(file_[left].span, file_[right].span));
  e.op = op;
  e.op_span = op_span;
  return add(e, {left, right});
}

bool ExprBuilder::ends_with_ignoring_case(std::uint32_t i) const {
  const std::uint32_t end = nodes_[i].end;
  return end >= nodes_[i].begin + 3 && chunk_.kinds[end - 2] == Token::k_ignoring &&
         chunk_.kinds[end - 1] == Token::k_case;
}

std::string ExprBuilder::source_text(Span s) const {
  std::string out(chunk_.text.substr(s.begin, s.end - s.begin));
  constexpr std::size_t kMost = 60;
  const bool lines = out.find('\n') != std::string::npos;
  if (out.size() <= kMost && !lines) return out;
  return "…";
}

bool ExprBuilder::is_word(ExprId id, std::string_view word) const {
  const Expr& e = file_[id];
  return e.kind == ExprKind::path && e.names.count == 1 && file_.names(e)[0].text == word && !file_.names(e)[0].quoted;
}

// --- operands ------------------------------------------------------------------------------------

ExprId ExprBuilder::literal(std::uint32_t token) {
  Expr e = make(ExprKind::missing, chunk_.span(token));
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
  return add(e, {});
}

ast::Range ExprBuilder::add_names(std::uint32_t i) {
  const std::vector<ast::Name> names = path(i);
  file_.name_pool.insert(file_.name_pool.end(), names.begin(), names.end());
  const auto count = static_cast<std::uint32_t>(names.size());
  return {static_cast<std::uint32_t>(file_.name_pool.size()) - count, count};
}

ExprId ExprBuilder::path_expr(std::uint32_t i) {
  Expr e = make(ExprKind::path, span(i));
  e.names = add_names(i);
  return add(e, {});
}

ExprId ExprBuilder::path_or_call(std::uint32_t i, Cursor& c) {
  if (!next_is(c, NodeKind::arguments_tail)) return path_expr(i);
  const std::uint32_t arguments = take(c);
  Expr e = make(ExprKind::call, cover(span(i), span(arguments)));
  e.op_span = span(i);
  e.names = add_names(i);
  std::vector<ExprId> operands;
  for (Cursor a = children(arguments); !a.done();) operands.push_back(expr(a));
  return add(e, operands);
}

ExprId ExprBuilder::sequence(ExprKind kind, std::uint32_t i) {
  std::vector<ExprId> operands;
  for (Cursor c = children(i); !c.done();) operands.push_back(expr(c));
  return add(make(kind, span(i)), operands);
}

ExprId ExprBuilder::record(std::uint32_t i) {
  std::vector<ExprId> operands;
  for (Cursor c = children(i); !c.done();) {
    operands.push_back(path_expr(take(c)));
    operands.push_back(expr(c));
  }
  return add(make(ExprKind::record, span(i)), operands);
}

ExprId ExprBuilder::unary(ExprKind kind, std::uint32_t i) {
  Cursor c = children(i);
  const ExprId operand = expr(c);
  Expr e = make(kind, cover(chunk_.span(nodes_[i].begin), file_[operand].span));
  e.op_span = chunk_.span(nodes_[i].begin);
  return add(e, {operand});
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
  spelling.remove_prefix(1);
  const std::size_t close = spelling.rfind('/');
  const std::string_view body = spelling.substr(0, close);
  if (close != std::string_view::npos) e.flags = spelling.substr(close + 1);
  e.text = body;
  if (body.find("\\/") != std::string_view::npos) {
    std::string mended;
    for (std::size_t k = 0; k < body.size(); ++k) {
      if (body[k] == '\\' && k + 1 < body.size()) {
        if (body[k + 1] != '/') mended += body[k];
        ++k;
      }
      mended += body[k];
    }
    e.text = keep(std::move(mended));
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
      e.number = decode_number(chunk_.spelling(n.begin)).value;
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
    case NodeKind::paren: return sequence(ExprKind::paren, i);
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

// --- what hangs on operands ------------------------------------------------------------------------

ExprId ExprBuilder::expr(Cursor& c) {
  ExprId left = operand(c);
  std::uint32_t tests = 0, links = 0;
  while (!c.done() && is_tail(nodes_[c.at].kind)) {
    if (nodes_[c.at].kind == NodeKind::logic_tail) return logic(left, c);
    if (++links == limits_.chain + 1) {
      sink_.report(Kind::chain_too_long, span(c.at), {{"limit", limits_.chain}});
    }
    left = links > limits_.chain ? (take(c), left) : tail(left, c, tests);
  }
  return left;
}

ExprId ExprBuilder::logic(ExprId left, Cursor& c) {
  std::vector<ExprId> operands{left};
  std::vector<std::uint32_t> words;
  while (next_is(c, NodeKind::logic_tail)) {
    const std::uint32_t i = take(c);
    words.push_back(nodes_[i].begin);
    Cursor inside = children(i);
    operands.push_back(expr(inside));
  }
  const Span whole = cover(file_[left].span, file_[operands.back()].span);
  if (words.size() > limits_.chain) {
    sink_.report(Kind::chain_too_long, chunk_.span(words[limits_.chain]), {{"limit", limits_.chain}})
        .help("put the tests into `any of { … }` or `all of { … }`, or the values into a set");
    return error(whole);
  }
  const Token first = chunk_.kinds[words[0]];
  if (std::any_of(words.begin(), words.end(), [&](std::uint32_t w) { return chunk_.kinds[w] != first; })) {
    refuse_mixing(operands, words);
    return error(whole);
  }
  ExprId out = operands[0];
  for (std::size_t k = 0; k < words.size(); ++k) {
    out = binary(first == Token::k_and ? BinaryOp::and_ : BinaryOp::or_, out, operands[k + 1], chunk_.span(words[k]));
  }
  return out;
}

// Shows both readings: one binds `and` tighter, the other `or`.
void ExprBuilder::refuse_mixing(const std::vector<ExprId>& operands, const std::vector<std::uint32_t>& words) {
  const auto reading = [&](Token tight) {
    std::string out;
    for (std::size_t k = 0; k < operands.size(); ++k) {
      const bool before = k > 0 && chunk_.kinds[words[k - 1]] == tight;
      const bool behind = k < words.size() && chunk_.kinds[words[k]] == tight;
      if (behind && !before) out += '(';
      out += source_text(file_[operands[k]].span);
      if (before && !behind) out += ')';
      if (k < words.size()) out += " " + std::string(grammar::spelling(chunk_.kinds[words[k]])) + " ";
    }
    return out;
  };
  const auto other = std::find_if(words.begin(), words.end(),
                                  [&](std::uint32_t w) { return chunk_.kinds[w] != chunk_.kinds[words[0]]; });
  sink_.report(Kind::mixed_and_or, chunk_.span(*other))
      .label("`" + std::string(grammar::spelling(chunk_.kinds[*other])) + "` joins what `" +
             std::string(grammar::spelling(chunk_.kinds[words[0]])) + "` has joined already")
      .label(chunk_.span(words[0]), "the other word")
      .note("people read `a and b or c` both ways, so parentheses say which is meant")
      .help("one reading: `" + reading(Token::k_and) + "`")
      .help("the other: `" + reading(Token::k_or) + "`");
}

ExprId ExprBuilder::tail(ExprId left, Cursor& c, std::uint32_t& tests) {
  const std::uint32_t i = take(c);
  const Node& n = nodes_[i];
  const Token sign = chunk_.kinds[n.begin];
  const bool test = n.kind >= NodeKind::compare_tail && n.kind <= NodeKind::within_tail;
  const Span first_sign = file_[left].op_span;
  if (test && ++tests > 1) {
    if (tests == 2) {
      auto builder = sink_.report(Kind::chained_tests, chunk_.span(n.begin));
      builder.label("a second test of the same value")
          .label(first_sign, "the first test")
          .note("tests do not chain: each gives yes, no or unknown, which is then compared again");
      const Expr& e = file_[left];
      if (e.kind == ExprKind::binary && n.kind == NodeKind::compare_tail) {
        const std::string middle = source_text(file_.operand(e, 1).span);
        const std::string low = source_text(file_.operand(e, 0).span);
        const std::string high = source_text(chunk_.span(n.begin + 1, n.end));
        const std::string op1(chunk_.text.substr(e.op_span.begin, e.op_span.end - e.op_span.begin));
        if (op1 == "<=" && sign == Token::less_equal) {
          builder.help("write `" + middle + " between " + low + " and " + high + "`");
        } else {
          builder.help("write `" + low + " " + op1 + " " + middle + " and " + middle + " " +
                       std::string(grammar::spelling(sign)) + " " + high + "`; with both ends included it is `" +
                       middle + " between " + low + " and " + high + "`");
        }
      } else {
        builder.help("join two tests by `and`, or put the first one in parentheses");
      }
    }
    return error(cover(file_[left].span, span(i)));
  }
  Cursor inside = children(i);
  switch (n.kind) {
    case NodeKind::compare_tail: return compare(left, i);
    case NodeKind::in_tail: return in_test(left, i);
    case NodeKind::text_tail: return text_test(left, i);
    case NodeKind::default_tail: return binary(BinaryOp::default_, left, expr(inside), chunk_.span(n.begin));
    case NodeKind::sum_tail:
      return binary(sign == Token::plus ? BinaryOp::add : BinaryOp::subtract, left, expr(inside), chunk_.span(n.begin));
    case NodeKind::product_tail:
      return binary(sign == Token::star ? BinaryOp::multiply : BinaryOp::divide, left, expr(inside),
                    chunk_.span(n.begin));
    default: break;
  }
  Expr e = make(ExprKind::error, cover(file_[left].span, span(i)));
  e.op_span = chunk_.span(n.begin);
  std::vector<ExprId> operands{left};
  while (!inside.done()) operands.push_back(expr(inside));
  if (n.kind == NodeKind::between_tail) e.kind = ExprKind::between;
  if (n.kind == NodeKind::matches_tail) e.kind = ExprKind::matches;
  if (n.kind == NodeKind::state_tail) {
    e.kind = ExprKind::state;
    const Token word = chunk_.kinds[n.begin + 1];
    e.state = word == Token::k_missing   ? ast::StateTest::missing
              : word == Token::k_present ? ast::StateTest::present
              : word == Token::k_unknown ? ast::StateTest::unknown
                                         : ast::StateTest::known;
    e.op_span = chunk_.span(n.begin, n.begin + 2);
  }
  if (n.kind == NodeKind::window_tail) {
    e.kind = ExprKind::window;
    const bool last = chunk_.kinds[n.begin + 2] == Token::k_last;
    const bool calendar = nodes_[i + 1].kind == NodeKind::calendar_extent;
    e.window = calendar ? (last ? ast::WindowKind::last_calendar : ast::WindowKind::next_calendar)
                        : (last ? ast::WindowKind::last : ast::WindowKind::next);
    e.op_span = chunk_.span(n.begin, n.begin + 3);
  }
  if (n.kind == NodeKind::within_tail) {
    e.kind = ExprKind::window;
    const Node& extent = nodes_[i + 1];
    e.window =
        chunk_.kinds[extent.end] == Token::k_after ? ast::WindowKind::within_after : ast::WindowKind::within_before;
  }
  return add(e, operands);
}

ExprId ExprBuilder::compare(ExprId left, std::uint32_t i) {
  Cursor inside = children(i);
  const std::uint32_t sign = nodes_[i].begin;
  const ExprId right = expr(inside);
  if (chunk_.kinds[sign] == Token::assign) {
    sink_.report(Kind::assign_in_expression, chunk_.span(sign))
        .label("gives a name to a value")
        .note("`==` compares; `=` stands only in `let`, `param` and `set`")
        .fix("write `==`", chunk_.span(sign), "==");
  }
  if (is_word(right, "null")) {
    const bool equal = chunk_.kinds[sign] != Token::not_equal;
    const Span span = file_[right].span;
    sink_.report(Kind::null_word, span)
        .note("what is not there is `missing`, and no comparison with it is ever true")
        .fix(equal ? "write `is missing`" : "write `is present`", cover(chunk_.span(sign), span),
             equal ? "is missing" : "is present");
    return error(cover(file_[left].span, span));
  }
  const ExprId out = binary(comparison(chunk_.kinds[sign]), left, right, chunk_.span(sign));
  Expr& e = file_.exprs[out.index];
  e.ignoring_case = ends_with_ignoring_case(i);
  e.span = cover(e.span, span(i));
  return out;
}

ExprId ExprBuilder::in_test(ExprId left, std::uint32_t i) {
  Cursor inside = children(i);
  const std::uint32_t begin = nodes_[i].begin;
  Expr e = make(ExprKind::in, cover(file_[left].span, span(i)));
  e.negated = chunk_.kinds[begin] == Token::k_not;
  e.op_span = chunk_.span(begin, e.negated ? begin + 2 : begin + 1);
  e.ignoring_case = ends_with_ignoring_case(i);
  const ExprId set = expr(inside);
  return add(e, {left, set});
}

ExprId ExprBuilder::text_test(ExprId left, std::uint32_t i) {
  Cursor inside = children(i);
  const ExprId operand = expr(inside);
  const std::uint32_t begin = nodes_[i].begin;
  const std::uint32_t first = chunk_.kinds[begin] == Token::k_contains ? begin + 1 : begin + 2;
  // The tokens before the operand say which test it is.
  const std::uint32_t operand_begin = nodes_[i + 1].begin;
  Expr e = make(ExprKind::text_test, cover(file_[left].span, span(i)));
  e.op_span = chunk_.span(begin, operand_begin);
  e.ignoring_case = ends_with_ignoring_case(i);
  e.text_op = chunk_.kinds[begin] == Token::k_contains ? ast::TextOp::contains
              : chunk_.kinds[begin] == Token::k_starts ? ast::TextOp::starts_with
                                                       : ast::TextOp::ends_with;
  for (std::uint32_t t = first; t < operand_begin; ++t) {
    if (chunk_.kinds[t] == Token::k_any) e.quantifier = ast::Quantifier::any_of;
    if (chunk_.kinds[t] == Token::k_all) e.quantifier = ast::Quantifier::all_of;
    if (chunk_.kinds[t] == Token::k_word) e.whole_word = true;
  }
  return add(e, {left, operand});
}

}  // namespace rubric::parse
