// What hangs on operands: operators and tests, folded from the left, and the slips that need the
// operands to be explained.
#include <algorithm>

#include "base/span.hpp"
#include "build_expr.hpp"

namespace rubric::parse {

using ast::BinaryOp;
using base::cover;
using diag::Kind;

namespace {

bool is_tail(NodeKind k) {
  return k >= NodeKind::arguments_tail && k <= NodeKind::product_tail && k != NodeKind::calendar_extent;
}

}  // namespace

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

ExprId ExprBuilder::binary(BinaryOp op, ExprId left, ExprId right, Span op_span) {
  Expr& e = put(ExprKind::binary, cover(file_[left].span, file_[right].span));
  e.op = op;
  e.op_span = op_span;
  const ExprId operands[] = {left, right};
  give_operands(e, operands);
  return last();
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

// A row of `and`s, or of `or`s, however long, is a tree to the left.
ExprId ExprBuilder::logic(ExprId left, Cursor& c) {
  const Token word = chunk_.kinds[nodes_[c.at].begin];
  std::size_t links = 0;
  bool mixed = false;
  for (Cursor row = c; next_is(row, NodeKind::logic_tail); ++links)
    mixed = chunk_.kinds[nodes_[take(row)].begin] != word || mixed;
  if (mixed || links > limits_.chain) return refuse_row(left, c);
  while (next_is(c, NodeKind::logic_tail)) {
    const std::uint32_t i = take(c);
    Cursor inside = children(i);
    const ExprId right = expr(inside);
    left = binary(word == Token::k_and ? BinaryOp::and_ : BinaryOp::or_, left, right, chunk_.span(nodes_[i].begin));
  }
  return left;
}

ExprId ExprBuilder::refuse_row(ExprId left, Cursor& c) {
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
  refuse_mixing(operands, words);
  return error(whole);
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
  const bool test = n.kind >= NodeKind::compare_tail && n.kind <= NodeKind::within_tail;
  if (test && ++tests > 1) {
    if (tests == 2) refuse_chain(left, i);
    return error(cover(file_[left].span, span(i)));
  }
  const Token sign = chunk_.kinds[n.begin];
  Cursor inside = children(i);
  const auto joined = [&](BinaryOp op) { return binary(op, left, expr(inside), chunk_.span(n.begin)); };
  switch (n.kind) {
    case NodeKind::compare_tail: return compare(left, i);
    case NodeKind::in_tail: return in_test(left, i);
    case NodeKind::text_tail: return text_test(left, i);
    case NodeKind::window_tail: return window(left, i);
    case NodeKind::within_tail: return within(left, i);
    case NodeKind::state_tail: return state(left, i);
    case NodeKind::between_tail: {
      Expr e = make(ExprKind::between, {});
      e.negated = sign == Token::k_not;
      return finish_test(e, left, i, e.negated ? 2 : 1);
    }
    case NodeKind::matches_tail: return plain_test(ExprKind::matches, left, i);
    case NodeKind::default_tail: return joined(BinaryOp::default_);
    case NodeKind::sum_tail: return joined(sign == Token::plus ? BinaryOp::add : BinaryOp::subtract);
    default: return joined(sign == Token::star ? BinaryOp::multiply : BinaryOp::divide);
  }
}

// `a < b < c`: if both point the same way, what was meant is a range.
void ExprBuilder::refuse_chain(ExprId left, std::uint32_t i) {
  const Node& n = nodes_[i];
  const Expr& first = file_[left];
  const Token sign = chunk_.kinds[n.begin];
  auto report = sink_.report(Kind::chained_tests, chunk_.span(n.begin));
  report.label("a second test of the same value")
      .label(first.op_span, "the first test")
      .note("tests do not chain: each gives yes, no or unknown, which is then compared again");
  if (first.kind != ExprKind::binary || n.kind != NodeKind::compare_tail) {
    report.help("join two tests by `and`, or put the first one in parentheses");
    return;
  }
  const std::string a = source_text(file_.operand(first, 0).span);
  const std::string b = source_text(file_.operand(first, 1).span);
  const std::string c = source_text(chunk_.span(n.begin + 1, n.end));
  const std::string op(chunk_.text.substr(first.op_span.begin, first.op_span.end - first.op_span.begin));
  const bool up = (op == "<" || op == "<=") && (sign == Token::less || sign == Token::less_equal);
  const bool down = (op == ">" || op == ">=") && (sign == Token::greater || sign == Token::greater_equal);
  const std::string range = b + " between " + (up ? a + " and " + c : c + " and " + a);
  const bool ends = op.size() == 2 && (sign == Token::less_equal || sign == Token::greater_equal);
  if ((up || down) && ends) {
    report.help("write `" + range + "`");
    return;
  }
  const std::string second(grammar::spelling(sign));
  report.help("write `" + a + " " + op + " " + b + " and " + b + " " + second + " " + c + "`" +
              (up || down ? "; with both ends included it is `" + range + "`" : ""));
}

// --- the tests -------------------------------------------------------------------------------------

ExprId ExprBuilder::plain_test(ExprKind kind, ExprId left, std::uint32_t i) {
  return finish_test(make(kind, {}), left, i, 1);
}

// `words` is how many tokens make the operator.
ExprId ExprBuilder::finish_test(Expr e, ExprId left, std::uint32_t i, std::uint32_t words) {
  const Node& n = nodes_[i];
  e.span = cover(file_[left].span, span(i));
  e.op_span = chunk_.span(n.begin, n.begin + words);
  const std::size_t mark = gathered_.size();
  gathered_.push_back(left);
  for (Cursor inside = children(i); !inside.done();) gathered_.push_back(expr(inside));
  return add_gathered(e, mark);
}

ExprId ExprBuilder::state(ExprId left, std::uint32_t i) {
  Expr e = make(ExprKind::state, {});
  switch (chunk_.kinds[nodes_[i].begin + 1]) {
    case Token::k_missing: e.state = ast::StateTest::missing; break;
    case Token::k_present: e.state = ast::StateTest::present; break;
    case Token::k_unknown: e.state = ast::StateTest::unknown; break;
    default: e.state = ast::StateTest::known;
  }
  return finish_test(e, left, i, 2);
}

ExprId ExprBuilder::window(ExprId left, std::uint32_t i) {
  using W = ast::WindowKind;
  Expr e = make(ExprKind::window, {});
  const bool last = chunk_.kinds[nodes_[i].begin + 2] == Token::k_last;
  const bool calendar = nodes_[i + 1].kind == NodeKind::calendar_extent;
  e.window = calendar ? (last ? W::last_calendar : W::next_calendar) : (last ? W::last : W::next);
  return finish_test(e, left, i, 3);
}

ExprId ExprBuilder::within(ExprId left, std::uint32_t i) {
  Expr e = make(ExprKind::window, {});
  // The word stands behind the extent, which is the first child.
  const Token word = chunk_.kinds[nodes_[i + 1].end];
  e.window = word == Token::k_after ? ast::WindowKind::within_after : ast::WindowKind::within_before;
  return finish_test(e, left, i, 1);
}

ExprId ExprBuilder::compare(ExprId left, std::uint32_t i) {
  Cursor inside = children(i);
  const std::uint32_t sign = nodes_[i].begin;
  const ExprId right = expr(inside);
  if (chunk_.kinds[sign] == Token::assign) {
    sink_.report(Kind::assign_in_expression, chunk_.span(sign))
        .label("gives a name to a value")
        .note("`==` compares; `=` stands only in `let`, `param` and `set`")
        .fix("write `==`", chunk_.span(sign), "==", true);
  }
  if (is_word(right, "null")) {
    const bool equal = chunk_.kinds[sign] != Token::not_equal;
    const Span span = file_[right].span;
    sink_.report(Kind::null_word, span)
        .note("what is not there is `missing`, and no comparison with it is ever true")
        .fix(equal ? "write `is missing`" : "write `is present`", cover(chunk_.span(sign), span),
             equal ? "is missing" : "is present", true);
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
  const ExprId operands[] = {left, expr(inside)};
  Expr& e = put(ExprKind::in, cover(file_[left].span, span(i)));
  e.negated = chunk_.kinds[begin] == Token::k_not;
  e.op_span = chunk_.span(begin, e.negated ? begin + 2 : begin + 1);
  e.ignoring_case = ends_with_ignoring_case(i);
  give_operands(e, operands);
  return last();
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
  const ExprId operands[] = {left, operand};
  return add(e, operands);
}

}  // namespace rubric::parse
