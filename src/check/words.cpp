#include "check/words.hpp"

#include <utility>

#include "base/number_text.hpp"

namespace rubric::check {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string one_line(std::string_view text) {
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      out += c;
      if (c == '\\' && i + 1 < text.size()) out += text[++i];
      if (c == '"') quoted = false;
      continue;
    }
    if (c == '#') {
      while (i < text.size() && text[i] != '\n') ++i;
    }
    if (i >= text.size() || is_blank(text[i])) {
      if (!out.empty() && out.back() != ' ') out += ' ';
      continue;
    }
    quoted = c == '"';
    out += c;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

// What the file has in the cell; a text in quotes unless it reads as something else.
std::string value_of_file(const Model& model, ExprId id) {
  const Expr& e = model.expr(id);
  if (e.kind == ExprKind::missing) return "missing";
  if (e.kind != ExprKind::text) return words_of(model, model.expr(id).span);
  const bool number = base::parse_number(e.text).fault == base::NumberFault::none;
  return number ? std::string(e.text) : "\"" + std::string(e.text) + "\"";
}

}  // namespace

std::string words_of(const Model& model, Span span) {
  return one_line(model.sources.text(span));
}

std::string words_before(const Model& model, Span span, Span because) {
  if (because.empty()) return words_of(model, span);
  span.end = because.begin;
  std::string out = words_of(model, span);
  constexpr std::string_view kBecause = "because";
  if (out.ends_with(kBecause)) out.resize(out.size() - kBecause.size());
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string row_of_file(const Model& model, const ast::Row& row) {
  std::string out;
  for (const ast::Cell& cell : row.cells) out += (out.empty() ? "" : " | ") + cell_of_file(model, cell);
  for (std::size_t i = 0; i < row.outputs.size(); ++i)
    out += (i == 0 ? " => " : " | ") + value_of_file(model, row.outputs[i]);
  return out;
}

std::string cell_of_file(const Model& model, const ast::Cell& cell) {
  constexpr std::pair<ast::BinaryOp, std::string_view> kSigns[] = {{ast::BinaryOp::not_equal, "!= "},
                                                                   {ast::BinaryOp::less, "< "},
                                                                   {ast::BinaryOp::less_equal, "<= "},
                                                                   {ast::BinaryOp::greater, "> "},
                                                                   {ast::BinaryOp::greater_equal, ">= "}};
  using enum ast::Cell::Kind;
  switch (cell.kind) {
    case any: return "*";
    case missing: return "missing";
    case present: return "present";
    case range: return value_of_file(model, cell.values[0]) + ".." + value_of_file(model, cell.values[1]);
    default: break;
  }
  std::string out = cell.kind != in_set ? "" : cell.negated ? "not in " : "in ";
  for (const auto& [op, sign] : kSigns) {
    if (cell.kind == compare && cell.op == op) out += sign;
  }
  for (const ExprId value : cell.values) out += (value == cell.values[0] ? "" : ", ") + value_of_file(model, value);
  return out;
}

}  // namespace rubric::check
