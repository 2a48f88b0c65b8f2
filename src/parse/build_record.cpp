// The schema: fields, groups, lists and their modifiers.
#include "build_parts.hpp"

namespace rubric::parse {

namespace {

class RecordBuilder : Parts {
 public:
  using Parts::Parts;

  std::vector<ast::Field> fields(Cursor& c) {
    std::vector<ast::Field> out;
    while (!c.done()) {
      const std::uint32_t i = x_.take(c);
      if (x_.node(i).kind == NodeKind::field) {
        out.push_back(field(i));
      } else if (x_.node(i).kind == NodeKind::broken_item) {
        broken_field(i, out);
      }
    }
    return out;
  }

  /// A field could not even be told by its name.
  [[nodiscard]] bool lost_field() const { return lost_field_; }

 private:
  // The name is what other declarations ask for, so it is kept where it can be told.
  void broken_field(std::uint32_t i, std::vector<ast::Field>& out) {
    const std::uint32_t t = first(i);
    const Token next = kind(t + 1);
    lost_field_ = lost_field_ || !grammar::is_name(kind(t)) || next == Token::dot || next == Token::minus;
    if (!grammar::is_name(kind(t))) return;
    ast::Field f;
    f.name = x_.name(t);
    f.span = x_.span(i);
    f.type_span = f.name.span;
    f.broken = true;
    out.push_back(std::move(f));
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
    for (std::uint32_t m = 0; item(c, NodeKind::modifier, m);) f.modifiers.push_back(modifier(m));
    return f;
  }

  ast::Modifier modifier(std::uint32_t i) {
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
    return m;
  }

  bool lost_field_ = false;
};

}  // namespace

ast::Record build_record(ExprBuilder& x, Cursor c) {
  RecordBuilder builder(x);
  ast::Record out;
  out.fields = builder.fields(c);
  out.broken = builder.lost_field();
  return out;
}

}  // namespace rubric::parse
