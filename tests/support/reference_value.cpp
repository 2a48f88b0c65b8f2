#include "support/reference_value.hpp"

#include "base/number_text.hpp"
#include "base/time_text.hpp"

namespace rubric::test {

using data::Kind;

Value value_of(Kind kind, const data::Cell& cell) {
  if (data::is_list(kind)) return list_value({data::element_of(kind)}, cell);
  if (data::is_missing(kind, cell)) return Missing{};
  switch (kind) {
    case Kind::boolean: return cell.tri == data::Tri::yes;
    case Kind::number: return cell.number;
    case Kind::text: return std::string(data::view(cell.text));
    case Kind::time: return Time{cell.ticks};
    case Kind::duration: return Duration{cell.ticks};
    default: return Billionths{cell.points};
  }
}

Value list_value(const std::vector<Kind>& fields, const data::Cell& cell) {
  auto out = std::make_shared<std::vector<Element>>();
  for (std::uint32_t i = 0; i < cell.list.count; ++i) {
    Element element;
    for (std::size_t f = 0; f < fields.size(); ++f)
      element.push_back(value_of(fields[f], cell.list.cells[i * fields.size() + f]));
    out->push_back(std::move(element));
  }
  return List(std::move(out));
}

namespace {

struct TextOf {
  std::string operator()(Missing) const { return "missing"; }
  std::string operator()(bool b) const { return b ? "true" : "false"; }
  std::string operator()(double n) const { return base::number_text(n); }
  std::string operator()(const std::string& t) const { return '"' + t + '"'; }
  std::string operator()(Time t) const { return base::date_or_time_text(t.micros); }
  std::string operator()(Duration d) const { return base::duration_text(d.micros); }
  std::string operator()(Billionths p) const { return base::number_text(static_cast<double>(p.count) / 1e9); }
  std::string operator()(const List& l) const { return std::to_string(l->size()) + " elements"; }
};

}  // namespace

std::string text_of(const Value& value) {
  return std::visit(TextOf{}, static_cast<const Value::variant&>(value));
}

}  // namespace rubric::test
