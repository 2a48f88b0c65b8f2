#include "explain/words.hpp"

#include <fmt/core.h>

#include "base/json_text.hpp"
#include "base/number_text.hpp"
#include "base/time_text.hpp"
#include "builtins/number.hpp"

namespace rubric::explain {

std::string_view word(Verdict verdict) {
  switch (verdict) {
    case Verdict::yes: return "yes";
    case Verdict::no: return "no";
    case Verdict::unknown: break;
  }
  return "unknown";
}

std::string_view word(ir::SubjectKind kind) {
  switch (kind) {
    case ir::SubjectKind::rule: return "rule";
    case ir::SubjectKind::let: return "let";
    case ir::SubjectKind::score:
    case ir::SubjectKind::total: return "score";
    case ir::SubjectKind::choice: return "choice";
    case ir::SubjectKind::table: return "table";
    case ir::SubjectKind::lifecycle: return "lifecycle";
  }
  return "";
}

std::string joined(const std::vector<std::string>& pieces, std::string_view between) {
  std::string out;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i > 0) out += between;
    out += pieces[i];
  }
  return out;
}

std::string sentence(const Sight& sight) {
  if (sight.of) return fmt::format("{} of {} {}", sight.value.text, *sight.of, sight.text);
  return fmt::format("{} is {}", sight.text, sight.value.text);
}

std::string signed_points(double points) {
  return points > 0 ? "+" + base::number_text(points) : base::number_text(points);
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    switch (c) {
      case '"': out += "\\\""; continue;
      case '\\': out += "\\\\"; continue;
      case '\n': out += "\\n"; continue;
      case '\t': out += "\\t"; continue;
      default: break;
    }
    if (code < 0x20 || code == 0x7F) {
      out += fmt::format("\\u{{{:X}}}", code);
    } else {
      out += c;
    }
  }
  return out + '"';
}

namespace {

std::string json_quoted(std::string_view text) {
  std::string out;
  base::append_json_string(out, text);
  return out;
}

}  // namespace

Verdict verdict_of(const data::Cell& cell) {
  switch (cell.tri) {
    case data::Tri::yes: return Verdict::yes;
    case data::Tri::no: return Verdict::no;
    default: return Verdict::unknown;
  }
}

Value value_of(data::Kind kind, const data::Cell& cell) {
  using data::Kind;
  Value out;
  out.kind = kind;
  if (kind == Kind::points) {
    // Never missing: a line that does not apply gave nothing.
    out.kind = Kind::number;
    out.text = out.json = base::number_text(builtins::number_of_points(cell.points));
    return out;
  }
  if (kind == Kind::boolean) {
    const Verdict verdict = verdict_of(cell);
    out.missing = verdict == Verdict::unknown;
    out.text = word(verdict);
    out.json = out.missing ? "null" : verdict == Verdict::yes ? "true" : "false";
    return out;
  }
  out.missing = data::is_missing(kind, cell);
  if (out.missing) {
    out.text = "missing";
    out.json = "null";
    return out;
  }
  switch (kind) {
    case Kind::number: out.text = out.json = base::number_text(cell.number); break;
    case Kind::text:
      out.text = quoted(data::view(cell.text));
      out.json = json_quoted(data::view(cell.text));
      break;
    case Kind::time:
      out.text = base::date_or_time_text(cell.ticks);
      out.json = json_quoted(base::time_text(cell.ticks));
      break;
    default:
      out.text = base::duration_text(cell.ticks);
      out.json = json_quoted(out.text);
      break;
  }
  return out;
}

}  // namespace rubric::explain
