#include "build_parts.hpp"

namespace rubric::parse {

ast::Guard Parts::guard(Cursor& c) {
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

bool Parts::item(Cursor& c, NodeKind kind, std::uint32_t& out) {
  while (!c.done()) {
    out = x_.take(c);
    if (x_.node(out).kind == kind) return true;
  }
  return false;
}

void Parts::duplicate(std::uint32_t node, std::string_view what) {
  x_.sink()
      .report(diag::Kind::duplicate_item, x_.span(node), {{"item", what}})
      .note("it may stand there once")
      .help("remove one of the two");
}

ast::Parameter Parts::parameter(std::uint32_t i) {
  ast::Parameter p;
  std::uint32_t t = first(i);
  p.name = x_.name(t++);
  p.span = x_.span(i);
  p.list = kind(t) == Token::k_list;
  const Token type = kind(behind(i) - 1);
  p.type = type == Token::k_set ? ast::ParameterType::set : static_cast<ast::ParameterType>(type_word(type));
  return p;
}

ast::TypeWord Parts::type_word(Token t) {
  switch (t) {
    case Token::k_number: return ast::TypeWord::number;
    case Token::k_bool: return ast::TypeWord::boolean;
    case Token::k_time: return ast::TypeWord::time;
    case Token::k_duration: return ast::TypeWord::duration;
    default: return ast::TypeWord::text;
  }
}

}  // namespace rubric::parse
