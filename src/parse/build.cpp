#include "build.hpp"

#include <string>

#include "base/span.hpp"
#include "build_expr.hpp"
#include "words.hpp"

namespace rubric::parse {

using diag::Kind;

namespace {

class Builder {
 public:
  Builder(const Chunk& chunk, const Nodes& nodes, const Limits& limits, ast::File& file, diag::Sink& sink)
      : x_(chunk, nodes, limits, file, sink), chunk_(chunk) {}

  void declaration() {
    const Node& n = x_.node(0);
    ast::Declaration d;
    d.span = chunk_.span(n.begin, n.end);
    d.keyword = chunk_.span(n.kind == NodeKind::rule ? n.begin + 1 : n.begin);
    d.doc = chunk_.doc;
    d.body = body(d);
    x_.file().declarations.push_back(std::move(d));
  }

 private:
  [[nodiscard]] Token kind(std::uint32_t token) const { return chunk_.kinds[token]; }
  [[nodiscard]] std::uint32_t first(std::uint32_t node) const { return x_.node(node).begin; }
  [[nodiscard]] std::uint32_t behind(std::uint32_t node) const { return x_.node(node).end; }

  ast::Body body(ast::Declaration& d) {
    Cursor c = x_.children(0);
    const std::uint32_t begin = first(0);
    if (x_.node(0).kind == NodeKind::rule) {
      d.name = x_.name(begin);
      return ast::Rule{guard(c)};
    }
    if (x_.node(0).kind == NodeKind::total) {
      d.name = x_.name(begin);
      return total(c);
    }
    if (begin + 1 < chunk_.size() && named(x_.node(0).kind) && grammar::is_name(kind(begin + 1)))
      d.name = x_.name(begin + 1);
    switch (x_.node(0).kind) {
      case NodeKind::criteria: return criteria(c);
      case NodeKind::import: return import();
      case NodeKind::record_declaration: return ast::Record{fields(c)};
      case NodeKind::param: return ast::Param{x_.expr(c)};
      case NodeKind::set_declaration: return set(c);
      case NodeKind::let: return let(c);
      case NodeKind::score: return score(c);
      case NodeKind::choose: return choose(c);
      case NodeKind::table: return table(c);
      case NodeKind::lifecycle: return lifecycle(c);
      default: return test(c);
    }
  }

  static bool named(NodeKind kind) {
    return kind != NodeKind::criteria && kind != NodeKind::import && kind != NodeKind::test;
  }

  // --- pieces that several declarations end with ---

  ast::Guard guard(Cursor& c) {
    ast::Guard g;
    while (!c.done()) {
      const std::uint32_t i = c.at;
      const NodeKind k = x_.node(i).kind;
      if (k != NodeKind::when && k != NodeKind::unless && k != NodeKind::because) break;
      x_.take(c);
      Cursor inside = x_.children(i);
      if (k == NodeKind::when) g.when = x_.expr(inside);
      if (k == NodeKind::unless) g.unless = x_.expr(inside);
      if (k == NodeKind::because) x_.because(i, g.because, g.because_span);
    }
    return g;
  }

  // A header whose error was skipped leaves pieces behind which no item may be mistaken for.
  bool item(Cursor& c, NodeKind kind, std::uint32_t& out) {
    while (!c.done()) {
      out = x_.take(c);
      if (x_.node(out).kind == kind) return true;
    }
    return false;
  }

  // --- declarations ---

  ast::Criteria criteria(Cursor& c) {
    ast::Criteria out;
    if (kind(first(0) + 1) == Token::text) out.title = x_.text(first(0) + 1);
    for (std::uint32_t i = 0; item(c, NodeKind::criteria_item, i);) {
      const std::uint32_t word = first(i);
      if (kind(word) == Token::k_review) {
        if (out.review_by.valid()) duplicate(i, "review by");
        out.review_by = x_.literal(word + 2);
        continue;
      }
      ast::Text& text = kind(word) == Token::k_version ? out.version : out.owner;
      if (!text.span.empty()) duplicate(i, chunk_.spelling(word));
      text = x_.text(word + 1);
    }
    return out;
  }

  void duplicate(std::uint32_t node, std::string_view what) {
    x_.sink()
        .report(Kind::duplicate_item, x_.span(node), {{"item", what}})
        .note("it may stand there once")
        .help("remove one of the two");
  }

  ast::Import import() {
    ast::Import out;
    std::uint32_t t = first(0) + 1;
    out.from_file = kind(t) == Token::text;
    if (out.from_file) {
      out.module = x_.text(t++);
    } else {
      const std::uint32_t begin = t;
      while (kind(t + 1) == Token::dot) t += 2;
      out.module.span = chunk_.span(begin, ++t);
      out.module.value = chunk_.text.substr(out.module.span.begin, out.module.span.end - out.module.span.begin);
    }
    for (++t; t < behind(0); t += 2) out.names.push_back(x_.name(t));
    return out;
  }

  std::vector<ast::Field> fields(Cursor& c) {
    std::vector<ast::Field> out;
    for (std::uint32_t i = 0; item(c, NodeKind::field, i);) out.push_back(field(i));
    return out;
  }

  static ast::TypeWord type_word(Token t) {
    switch (t) {
      case Token::k_number: return ast::TypeWord::number;
      case Token::k_bool: return ast::TypeWord::boolean;
      case Token::k_time: return ast::TypeWord::time;
      case Token::k_duration: return ast::TypeWord::duration;
      default: return ast::TypeWord::text;
    }
  }

  ast::Field field(std::uint32_t i) {
    using Shape = ast::Field::Shape;
    ast::Field f;
    std::uint32_t t = first(i);
    f.name = x_.name(t++);
    f.span = x_.span(i);
    f.type_span = chunk_.span(t);
    Cursor c = x_.children(i);
    const bool list = kind(t) == Token::k_list;
    if (list) ++t;
    if (list && kind(t) == Token::k_dated) {
      f.dated_by = x_.name(t + 2);
      t += 3;
    }
    if (kind(t) == Token::open_brace) {
      f.shape = list ? Shape::list_of_records : Shape::group;
      f.fields = fields(c);
      return f;
    }
    if (list) ++t;
    f.shape = list ? Shape::list_of_scalars : Shape::scalar;
    f.type = type_word(kind(t));
    f.type_span = chunk_.span(t);
    for (std::uint32_t m = 0; item(c, NodeKind::modifier, m);) f.modifiers.push_back(modifier(m, f));
    return f;
  }

  ast::Modifier modifier(std::uint32_t i, const ast::Field& f) {
    ast::Modifier m;
    m.span = x_.span(i);
    const std::uint32_t t = first(i);
    using K = ast::ModifierKind;
    switch (kind(t)) {
      case Token::k_required: m.kind = K::required; break;
      case Token::k_trimmed: m.kind = K::trimmed; break;
      case Token::k_ignoring: m.kind = K::ignoring_case; break;
      case Token::k_one: m.kind = K::one_of; break;
      case Token::k_missing: m.kind = K::missing_if; break;
      case Token::k_from: m.kind = K::from; break;
      case Token::k_format: m.kind = K::format; break;
      default: m.kind = K::number_format;
    }
    if (kind(behind(i) - 1) == Token::text &&
        (m.kind == K::from || m.kind == K::format || m.kind == K::number_format)) {
      m.text = x_.text(behind(i) - 1);
    }
    for (Cursor c = x_.children(i); !c.done();) m.values.push_back(x_.expr(c));
    for (const ast::Modifier& before : f.modifiers) {
      if (before.kind == m.kind) duplicate(i, chunk_.spelling(t));
    }
    return m;
  }

  ast::Set set(Cursor& c) {
    ast::Set out;
    const std::uint32_t i = x_.take(c);
    if (x_.node(i).kind == NodeKind::set_file) {
      std::uint32_t t = first(i) + 1;
      out.file = x_.text(t++);
      for (; t < behind(i); t += 2) {
        if (kind(t) == Token::k_as) out.as_number = true;
        if (kind(t) == Token::k_column) out.column = x_.text(t + 1);
      }
      return out;
    }
    for (Cursor terms = x_.children(i); !terms.done();) {
      const bool subtract = kind(first(terms.at) - 1) == Token::minus;
      out.terms.push_back({subtract, x_.expr(terms)});
    }
    return out;
  }

  ast::Let let(Cursor& c) {
    ast::Let out;
    while (x_.next_is(c, NodeKind::parameter)) out.parameters.push_back(parameter(x_.take(c)));
    out.is_function = !out.parameters.empty();
    const ExprId value = x_.expr(c);
    out.value = x_.source(value, c);
    return out;
  }

  ast::Parameter parameter(std::uint32_t i) {
    ast::Parameter p;
    std::uint32_t t = first(i);
    p.name = x_.name(t++);
    p.span = x_.span(i);
    p.list = kind(t) == Token::k_list;
    const Token type = kind(behind(i) - 1);
    p.type = type == Token::k_set ? ast::ParameterType::set : static_cast<ast::ParameterType>(type_word(type));
    return p;
  }

  void bounds(Cursor& c, ast::Score& out) {
    while (x_.next_is(c, NodeKind::bound)) {
      const std::uint32_t i = x_.take(c);
      Cursor inside = x_.children(i);
      ExprId& slot = kind(first(i)) == Token::k_min ? out.min : out.max;
      if (slot.valid()) duplicate(i, chunk_.spelling(first(i)));
      slot = x_.expr(inside);
    }
  }

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

  ast::Choose choose(Cursor& c) {
    ast::Choose out;
    Span otherwise{};
    while (!c.done()) {
      const std::uint32_t i = x_.take(c);
      const NodeKind k = x_.node(i).kind;
      if (k != NodeKind::arm && k != NodeKind::otherwise) continue;
      if (out.otherwise.valid()) {
        x_.sink()
            .report(Kind::else_not_last, k == NodeKind::arm ? x_.span(i) : chunk_.span(first(i)))
            .label("is never taken")
            .label(otherwise, "takes whatever is left")
            .note("the arms are tried from top to bottom; `else` is the last one");
        continue;
      }
      Cursor inside = x_.children(i);
      const ExprId value = x_.expr(inside);
      if (k == NodeKind::arm) {
        out.arms.push_back({value, guard(inside), x_.span(i)});
        continue;
      }
      out.otherwise = value;
      otherwise = chunk_.span(first(i));
      if (x_.next_is(inside, NodeKind::because))
        x_.because(x_.take(inside), out.otherwise_because, out.otherwise_because_span);
    }
    return out;
  }

  ast::Table table(Cursor& c) {
    ast::Table out;
    const Token mode = kind(first(0) + 2);
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

  static ast::BinaryOp comparison(Token t) {
    switch (t) {
      case Token::not_equal: return ast::BinaryOp::not_equal;
      case Token::less: return ast::BinaryOp::less;
      case Token::less_equal: return ast::BinaryOp::less_equal;
      case Token::greater: return ast::BinaryOp::greater;
      case Token::greater_equal: return ast::BinaryOp::greater_equal;
      default: return ast::BinaryOp::equal;
    }
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

  ast::State state(std::uint32_t token) {
    if (kind(token) == Token::star) return {{}, chunk_.span(token), true};
    if (kind(token) == Token::text) {
      const ast::Text t = x_.text(token);
      return {t.value, t.span, false};
    }
    const ast::Name n = x_.name(token);
    return {n.text, n.span, false};
  }

  ast::Lifecycle lifecycle(Cursor& c) {
    ast::Lifecycle out;
    if (!c.done() && (x_.next_is(c, NodeKind::path) || x_.next_is(c, NodeKind::paren))) out.present = x_.expr(c);
    while (!c.done()) {
      const std::uint32_t i = x_.take(c);
      if (x_.node(i).kind == NodeKind::start_item) {
        if (!out.start.span.empty()) duplicate(i, "start");
        out.start = state(first(i) + 1);
      } else if (x_.node(i).kind == NodeKind::move) {
        Cursor inside = x_.children(i);
        out.moves.push_back({state(first(i)), state(first(i) + 2), guard(inside), x_.span(i)});
      }
    }
    return out;
  }

  ast::Test test(Cursor& c) {
    ast::Test out;
    if (kind(first(0) + 1) == Token::text) out.title = x_.text(first(0) + 1);
    while (!c.done()) {
      const std::uint32_t i = x_.take(c);
      Cursor inside = x_.children(i);
      switch (x_.node(i).kind) {
        case NodeKind::as_of: out.as_of = x_.literal(behind(i) - 1); break;
        case NodeKind::with:
          while (!inside.done()) out.params.push_back(override(x_.take(inside)));
          break;
        case NodeKind::given:
          if (out.given.valid()) duplicate(i, "given");
          out.given = x_.expr(inside);
          break;
        case NodeKind::expect: out.expects.push_back(x_.expr(inside)); break;
        default: break;
      }
    }
    return out;
  }

  ast::Override override(std::uint32_t i) {
    Cursor c = x_.children(i);
    const std::uint32_t path = x_.take(c);
    ast::Override out;
    out.name = x_.name(first(path));
    if (x_.node(path).end - x_.node(path).begin > 1) {
      out.name.span = x_.span(path);
      out.name.text = chunk_.text.substr(out.name.span.begin, out.name.span.end - out.name.span.begin);
    }
    out.value = x_.expr(c);
    return out;
  }

  ExprBuilder x_;
  const Chunk& chunk_;
};

}  // namespace

void build(const Chunk& chunk, const Nodes& nodes, const Limits& limits, ast::File& file, diag::Sink& sink) {
  Builder(chunk, nodes, limits, file, sink).declaration();
}

void build_broken(const Chunk& chunk, ast::File& file) {
  if (chunk.size() < 2) return;
  const bool rule = grammar::is_name(chunk.kinds[0]) && chunk.kinds[1] == Token::k_when;
  if (!rule && !grammar::is_name(chunk.kinds[1])) return;
  const Nodes none;
  const Limits limits;
  diag::Sink sink;
  ExprBuilder x(chunk, none, limits, file, sink);
  ast::Declaration d;
  d.span = chunk.span(0, chunk.size());
  d.keyword = chunk.span(rule ? 1 : 0);
  d.name = x.name(rule ? 0 : 1);
  d.doc = chunk.doc;
  const auto error = [&] { return x.error(d.span); };
  switch (rule ? Token::k_when : chunk.kinds[0]) {
    case Token::k_when: d.body = ast::Rule{{.when = error(), .unless = {}, .because = {}, .because_span = {}}}; break;
    case Token::k_param: d.body = ast::Param{error()}; break;
    case Token::k_set: d.body = ast::Set{{{false, error()}}, {}, false, {}}; break;
    case Token::k_let: d.body = ast::Let{false, {}, error()}; break;
    case Token::k_record: d.body = ast::Record{}; break;
    case Token::k_score: d.body = ast::Score{}; break;
    case Token::k_choose: d.body = ast::Choose{}; break;
    case Token::k_table: d.body = ast::Table{}; break;
    case Token::k_lifecycle: d.body = ast::Lifecycle{.present = error(), .start = {}, .moves = {}}; break;
    default: return;
  }
  file.declarations.push_back(std::move(d));
}

}  // namespace rubric::parse
