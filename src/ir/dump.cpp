#include <fmt/core.h>

#include "base/number_text.hpp"
#include "base/time_text.hpp"
#include "builtins/table.hpp"
#include "ir/program.hpp"

namespace rubric::ir {

namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20U) {
      out += fmt::format("\\u{{{:X}}}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string value_text(Kind kind, const Cell& value) {
  if (kind == Kind::points) return base::number_text(static_cast<double>(value.points) / 1e9);
  if (data::is_missing(kind, value)) return "missing";
  switch (kind) {
    case Kind::boolean: return value.tri == data::Tri::yes ? "true" : "false";
    case Kind::number: return base::number_text(value.number);
    case Kind::text: return quoted(data::view(value.text));
    case Kind::time: return base::date_or_time_text(value.ticks);
    case Kind::duration: return base::duration_text(value.ticks);
    default: return "?";
  }
}

std::string set_text(const ConstantSet& set) {
  std::string out;
  const auto member = [&](const std::string& text) { out += (out.empty() ? "" : ", ") + text; };
  for (const std::string& t : set.texts) member(quoted(t));
  for (const double n : set.numbers) member(base::number_text(n));
  for (const std::int64_t t : set.ticks) {
    member(set.kind == Kind::time ? base::date_or_time_text(t) : base::duration_text(t));
  }
  return "{" + out + "}";
}

constexpr std::string_view kTextTests[] = {"contains", "starts_with", "ends_with", "contains_word"};
constexpr std::string_view kUnits[] = {"day", "week", "month", "quarter", "year"};
constexpr std::string_view kOutcomes[] = {"rule", "score", "total", "choice", "table", "lifecycle", "ledger"};

std::string payload_text(const Program& program, const Node& n) {
  switch (n.op) {
    case Op::constant: return value_text(n.type, program.constant_value(n));
    case Op::slot: return program.layout.slots[n.payload].name;
    case Op::element: return fmt::format("{}.{}", ElementField::of(n.payload).level, ElementField::of(n.payload).field);
    case Op::dated: return fmt::format("by {}", n.payload);
    case Op::each_points:
      if (n.payload >= 256) return fmt::format("every {} months", n.payload >> 8U);
      return n.payload == 0 ? "" : fmt::format("a {}", kUnits[n.payload - 1]);
    case Op::at_least: return std::to_string(n.payload);
    case Op::lookup:
    case Op::by_member:
    case Op::by_range:
    case Op::in_set: return set_text(program.sets[n.payload]);
    case Op::text_any: {
      const TextTests& t = program.text_tests[n.payload];
      return fmt::format("{}_{} {}", kTextTests[static_cast<std::size_t>(t.test)], t.all ? "all" : "any",
                         set_text(program.sets[t.set]));
    }
    case Op::matches: return "/" + program.patterns[n.payload].pattern + "/" + program.patterns[n.payload].flags;
    case Op::call: return std::string(builtins::signature(static_cast<builtins::Builtin>(n.payload)).name);
    case Op::calendar_start:
    case Op::calendar_end: return std::string(kUnits[n.payload]);
    default: return "";
  }
}

}  // namespace

std::string dump(const Program& program) {
  std::string out;
  for (std::size_t i = 0; i < program.size(); ++i) {
    const Node& n = program[NodeId(i)];
    out += fmt::format("%{} = {}", i, info(n.op).name);
    const std::string payload = payload_text(program, n);
    if (!payload.empty()) out += " " + payload;
    for (const NodeId operand : program.operands(n)) out += fmt::format(" %{}", operand.index);
    out += fmt::format(" : {}\n", data::name(n.type));
  }
  for (const Outcome& o : program.outcomes) {
    out += fmt::format("{} {} = %{} : {}\n", kOutcomes[static_cast<std::size_t>(o.kind)], o.name, o.value.index,
                       data::name(o.type));
    for (const Reason& r : o.reasons) {
      out += fmt::format("  because %{} ", r.condition.index);
      out += r.text.empty() ? "reasons of " + program.outcomes[r.rule].name : quoted(r.text);
      out += '\n';
    }
  }
  return out;
}

}  // namespace rubric::ir
