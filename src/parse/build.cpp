#include "build.hpp"

#include <string>

#include "base/span.hpp"
#include "build_parts.hpp"
#include "words.hpp"

namespace rubric::parse {

using diag::Kind;

namespace {

class Builder : Parts {
 public:
  explicit Builder(ExprBuilder& x) : Parts(x) {}

  void declaration() {
    const Node& n = x_.node(0);
    ast::Declaration& d = x_.file().declarations.emplace_back();
    d.span = chunk_.span(n.begin, n.end);
    d.keyword = chunk_.span(n.kind == NodeKind::rule ? n.begin + 1 : n.begin);
    d.doc = chunk_.doc;
    if (n.kind == NodeKind::rule) {
      Cursor c = x_.children(0);
      d.name = x_.name(n.begin);
      d.body.emplace<ast::Rule>(guard(c));
    } else {
      d.body = body(d);
    }
  }

 private:
  ast::Body body(ast::Declaration& d) {
    Cursor c = x_.children(0);
    const std::uint32_t begin = first(0);
    if (x_.node(0).kind == NodeKind::total) {
      d.name = x_.name(begin);
      return build_total(x_, c);
    }
    if (begin + 1 < chunk_.size() && named(x_.node(0).kind) && grammar::is_name(kind(begin + 1)))
      d.name = x_.name(begin + 1);
    switch (x_.node(0).kind) {
      case NodeKind::criteria: return criteria(c);
      case NodeKind::import: return import();
      case NodeKind::record_declaration: return build_record(x_, c);
      case NodeKind::param: return ast::Param{x_.expr(c)};
      case NodeKind::set_declaration: return set(c);
      case NodeKind::let: return let(c);
      case NodeKind::score: return build_score(x_, c);
      case NodeKind::choose: return choose(c);
      case NodeKind::table: return build_table(x_, c);
      case NodeKind::lifecycle: return lifecycle(c);
      default: return test(c);
    }
  }

  static bool named(NodeKind kind) {
    return kind != NodeKind::criteria && kind != NodeKind::import && kind != NodeKind::test;
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
    out.value = x_.elements(c);
    return out;
  }

  ast::Choose choose(Cursor& c) {
    ast::Choose out;
    Span otherwise{};
    while (!c.done()) {
      const std::uint32_t i = x_.take(c);
      const NodeKind k = x_.node(i).kind;
      out.broken = out.broken || k == NodeKind::broken_item;
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
        std::uint32_t t = first(i);
        std::vector<ast::State> from{state(t)};
        for (; kind(t + 1) == Token::comma; t += 2) from.push_back(state(t + 2));
        out.moves.push_back({std::move(from), state(t + 2), guard(inside), x_.span(i)});
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
        case NodeKind::expect: {
          ast::Item& item = out.expects.emplace_back();
          item.span = x_.span(i);
          item.condition = x_.expr(inside);
          if (x_.next_is(inside, NodeKind::because)) x_.because(x_.take(inside), item.because, item.because_span);
          break;
        }
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
};

}  // namespace

void build(ExprBuilder& expressions) {
  Builder(expressions).declaration();
}

namespace {

// `hot lead when …`, `hot-lead when …`: whichever of the words was meant as the name, uses of it are right.
void declare_words(const Chunk& chunk, ExprBuilder& x, ast::File& file) {
  std::uint32_t when = 1;
  while (when < chunk.size() && (grammar::is_name(chunk.kinds[when]) || chunk.kinds[when] == Token::minus ||
                                 chunk.kinds[when] == Token::dot)) {
    ++when;
  }
  if (chunk.kinds[when] != Token::k_when && chunk.kinds[when] != Token::k_if) return;
  for (std::uint32_t t = 0; t < when; ++t) {
    if (!grammar::is_name(chunk.kinds[t])) continue;
    ast::Declaration d;
    d.span = d.keyword = chunk.span(t);
    d.name = x.name(t);
    d.broken = true;
    d.body = ast::Rule{{.when = x.error(d.span), .unless = {}, .because = {}, .because_span = {}}};
    file.declarations.push_back(std::move(d));
  }
}

}  // namespace

void build_broken(const Chunk& chunk, ast::File& file) {
  if (chunk.size() < 2) return;
  const Nodes none;
  const Limits limits;
  diag::Sink sink;
  ExprBuilder x(chunk, none, limits, file, sink);
  const bool rule = grammar::is_name(chunk.kinds[0]) && chunk.kinds[1] == Token::k_when;
  ast::Declaration d;
  d.span = chunk.span(0, chunk.size());
  d.keyword = chunk.span(rule ? 1 : 0);
  d.doc = chunk.doc;
  const auto error = [&] { return x.error(d.span); };
  if (!rule && !grammar::is_name(chunk.kinds[1])) {
    if (grammar::is_name(chunk.kinds[0])) declare_words(chunk, x, file);
    return;
  }
  d.name = x.name(rule ? 0 : 1);
  d.broken = true;
  switch (rule ? Token::k_when : chunk.kinds[0]) {
    case Token::k_when: d.body = ast::Rule{{.when = error(), .unless = {}, .because = {}, .because_span = {}}}; break;
    case Token::k_param: d.body = ast::Param{error()}; break;
    case Token::k_set: d.body = ast::Set{{{false, error()}}, {}, false, {}}; break;
    case Token::k_let: d.body = ast::Let{false, {}, error()}; break;
    case Token::k_record: d.body = ast::Record{{}, true}; break;
    case Token::k_score: d.body = ast::Score{}; break;
    case Token::k_choose: d.body = ast::Choose{}; break;
    case Token::k_table: d.body = ast::Table{}; break;
    case Token::k_lifecycle: d.body = ast::Lifecycle{.present = error(), .start = {}, .moves = {}}; break;
    default: return declare_words(chunk, x, file);
  }
  file.declarations.push_back(std::move(d));
}

}  // namespace rubric::parse
