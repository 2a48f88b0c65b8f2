// Decision tables.
#include "build_parts.hpp"

namespace rubric::parse {

namespace {

class TableBuilder : Parts {
 public:
  using Parts::Parts;

  ast::Table table(Cursor& c) {
    ast::Table out;
    std::uint32_t t = first(0) + 2;
    while (x_.next_is(c, NodeKind::parameter)) {
      const std::uint32_t i = x_.take(c);
      out.parameters.push_back(parameter(i));
      t = behind(i) + 1;
    }
    const Token mode = t < chunk_.kinds.size() ? kind(t) : Token::end;
    if (mode == Token::k_unique) out.mode = ast::TableMode::unique;
    if (mode == Token::k_sum) out.mode = ast::TableMode::sum;
    while (!c.done()) {
      const std::uint32_t i = x_.take(c);
      if (x_.node(i).kind == NodeKind::table_file) out.file = x_.text(first(i) + 1);
      if (x_.node(i).kind == NodeKind::table_header) table_header(i, out);
      if (x_.node(i).kind == NodeKind::row) out.rows.push_back(row(i));
    }
    return out;
  }

 private:
  void table_header(std::uint32_t i, ast::Table& out) {
    for (Cursor c = x_.children(i); !c.done();) out.columns.push_back(x_.expr(c));
    std::uint32_t t = behind(i) - 1;
    while (kind(t - 1) != Token::yields) t -= 2;
    for (; t < behind(i); t += 2) out.outputs.push_back(x_.name(t));
  }

  ast::Row row(std::uint32_t i) {
    ast::Row out;
    out.span = x_.span(i);
    for (Cursor c = x_.children(i); !c.done();) {
      if (x_.next_is(c, NodeKind::cell)) {
        out.cells.push_back(cell(x_.take(c)));
      } else if (x_.next_is(c, NodeKind::output)) {
        Cursor inside = x_.children(x_.take(c));
        out.outputs.push_back(x_.expr(inside));
      } else {
        x_.because(x_.take(c), out.because, out.because_span);
      }
    }
    return out;
  }

  ast::Cell cell(std::uint32_t i) {
    using K = ast::Cell::Kind;
    ast::Cell out;
    out.span = x_.span(i);
    bool range = false;
    for (Cursor c = x_.children(i); !c.done();) {
      range = range || kind(first(c.at) - 1) == Token::range;
      out.values.push_back(x_.expr(c));
    }
    const Token t = kind(first(i));
    if (out.values.empty()) {
      out.kind = t == Token::k_missing ? K::missing : t == Token::k_present ? K::present : K::any;
    } else if (t == Token::k_in || t == Token::k_not) {
      out.kind = K::in_set;
      out.negated = t == Token::k_not;
    } else {
      out.op = comparison(t);
      out.kind = range ? K::range : out.values.size() > 1 ? K::one_of : K::compare;
    }
    return out;
  }
};

}  // namespace

ast::Table build_table(ExprBuilder& x, Cursor c) {
  return TableBuilder(x).table(c);
}

}  // namespace rubric::parse
