// Points: blocks, their lines, and the bounds of the sum.
#include <string>

#include "build_parts.hpp"
#include "literals.hpp"
#include "words.hpp"

namespace rubric::parse {

using diag::Kind;

namespace {

class ScoreBuilder : Parts {
 public:
  using Parts::Parts;

  ast::Score total(Cursor& c) {
    ast::Score out;
    out.total = true;
    bounds(c, out);
    return out;
  }

  ast::Score score(Cursor& c) {
    ast::Score out;
    bounds(c, out);
    for (std::uint32_t i = 0; item(c, NodeKind::score_line, i);) out.lines.push_back(score_line(i));
    return out;
  }

 private:
  void bounds(Cursor& c, ast::Score& out) {
    while (x_.next_is(c, NodeKind::bound)) {
      const std::uint32_t i = x_.take(c);
      Cursor inside = x_.children(i);
      ExprId& slot = kind(first(i)) == Token::k_min ? out.min : out.max;
      if (slot.valid()) duplicate(i, chunk_.spelling(first(i)));
      slot = x_.expr(inside);
    }
  }

  ast::ScoreLine score_line(std::uint32_t i) {
    ast::ScoreLine line;
    line.span = x_.span(i);
    line.negative = kind(first(i)) == Token::minus;
    Cursor c = x_.children(i);
    line.points = x_.expr(c);
    if (x_.next_is(c, NodeKind::for_each)) {
      for_each(x_.take(c), line);
    } else {
      line.guard = guard(c);
    }
    return line;
  }

  // The clauses in the order in which they apply.
  static int rank(NodeKind k) {
    return k == NodeKind::where ? 1 : k == NodeKind::once ? 2 : k == NodeKind::halving ? 3 : 4;
  }
  static std::string_view clause_name(int rank) {
    constexpr std::string_view kNames[] = {"", "where", "once per", "halving every", "up to"};
    return kNames[rank];
  }

  void for_each(std::uint32_t i, ast::ScoreLine& line) {
    Cursor c = x_.children(i);
    const ExprId list = x_.expr(c);
    // The condition is read with the list, wherever it stands.
    Cursor filter{c.at, c.at};
    if (x_.next_is(c, NodeKind::alias)) x_.take(c);
    const bool filtered = x_.next_is(c, NodeKind::where);
    if (filtered) x_.take(c);
    filter.end = c.at;
    line.source = x_.source(list, filter);
    int last = filtered ? 1 : 0;
    while (!c.done() && x_.node(c.at).kind != NodeKind::because) {
      const std::uint32_t k = x_.take(c);
      const int rank_here = rank(x_.node(k).kind);
      if (rank_here <= last) {
        refuse_order(k, rank_here, last);
        continue;
      }
      last = rank_here;
      clause(k, line);
    }
    line.guard = guard(c);
  }

  void refuse_order(std::uint32_t i, int here, int last) {
    const Span word = chunk_.span(first(i));
    if (here == last) {
      x_.sink().report(Kind::duplicate_clause, word, {{"clause", clause_name(here)}}).note("each clause stands once");
      return;
    }
    x_.sink()
        .report(Kind::clause_order, word, {{"clause", clause_name(here)}, {"other", clause_name(last)}})
        .note(
            "the clauses apply in the order in which they stand: `for each of LIST where … once per … halving every … "
            "up to …`")
        .help("move `" + std::string(clause_name(here)) + "` before `" + std::string(clause_name(last)) + "`");
  }

  void clause(std::uint32_t i, ast::ScoreLine& line) {
    Cursor c = x_.children(i);
    switch (x_.node(i).kind) {
      case NodeKind::once:
        if (x_.next_is(c, NodeKind::calendar_period)) {
          line.once_per_calendar = calendar(x_.take(c));
        } else {
          line.once_per = x_.expr(c);
        }
        break;
      case NodeKind::halving: line.halving = x_.expr(c); break;
      default: line.up_to = x_.expr(c);
    }
  }

  ast::CalendarUnit calendar(std::uint32_t i) {
    const std::uint32_t t = behind(i) - 1;
    if (kind(first(i)) == Token::number && decode_number(chunk_.spelling(first(i))).value != 1) {
      const std::string unit(chunk_.spelling(t));
      x_.sink()
          .report(Kind::unexpected_token, chunk_.span(first(i)),
                  {{"what", "`calendar " + unit + "`"}, {"found", "`" + std::string(chunk_.spelling(first(i))) + "`"}})
          .note("`once per calendar week` keeps the first element of each week; longer stretches are lengths of time")
          .help("write `once per " + std::string(chunk_.spelling(first(i))) + " " + unit + "`");
    }
    switch (unit_of(chunk_.spelling(t)).value_or(ast::Unit::seconds)) {
      case ast::Unit::days: return ast::CalendarUnit::day;
      case ast::Unit::weeks: return ast::CalendarUnit::week;
      case ast::Unit::months: return ast::CalendarUnit::month;
      case ast::Unit::quarters: return ast::CalendarUnit::quarter;
      case ast::Unit::years: return ast::CalendarUnit::year;
      default: break;
    }
    x_.sink()
        .report(Kind::no_calendar_unit, chunk_.span(t), {{"unit", chunk_.spelling(t)}})
        .note("the calendar has days, weeks, months, quarters and years");
    return ast::CalendarUnit::day;
  }
};

}  // namespace

ast::Score build_score(ExprBuilder& x, Cursor c) {
  return ScoreBuilder(x).score(c);
}

ast::Score build_total(ExprBuilder& x, Cursor c) {
  return ScoreBuilder(x).total(c);
}

}  // namespace rubric::parse
