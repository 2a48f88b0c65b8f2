#include "support/reference.hpp"

#include <algorithm>

#include "support/reference_rules.hpp"

namespace rubric::test {

using data::Kind;
using ir::Node;

namespace {

bool is_yes(const Value& v) {
  return !v.missing() && v.as<bool>();
}

bool is_no(const Value& v) {
  return !v.missing() && !v.as<bool>();
}

}  // namespace

bool Reference::too_long(std::span<const data::Cell> cells) const {
  double visits = 0;
  for (const auto& loop : program_.loops) {
    double product = 1;
    for (const std::uint32_t slot : loop) product *= cells[slot].list.count;
    visits += product;
  }
  return visits > static_cast<double>(visited_elements_);
}

void Reference::read(std::span<const data::Cell> cells) {
  slots_.clear();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const data::Slot& slot = program_.layout.slots[i];
    if (slot.kind != Kind::records) {
      slots_.push_back(value_of(slot.kind, cells[i]));
      continue;
    }
    std::vector<Kind> fields;
    for (const data::Slot& f : slot.element) fields.push_back(f.kind);
    slots_.push_back(list_value(fields, cells[i]));
  }
}

Decision Reference::decide(std::span<const data::Cell> cells, std::int64_t as_of) {
  Decision out;
  out.too_long = too_long(cells);
  if (out.too_long) return out;
  as_of_ = {as_of};
  read(cells);
  known_.assign(program_.size(), std::nullopt);
  for (const ir::Outcome& o : program_.outcomes) out.values.push_back(value(o.value));
  reasons(out);
  return out;
}

Value Reference::value(NodeId id) {
  const Node& n = program_[id];
  if (n.open != 0) return compute(n);
  if (!known_[id.index]) known_[id.index] = compute(n);
  return *known_[id.index];
}

Value Reference::compute(const Node& n) {
  switch (n.op) {
    case Op::constant: return value_of(n.type, program_.constant_value(n));
    case Op::slot: return slots_[n.payload];
    case Op::as_of: return as_of_;
    case Op::element: {
      const auto at = ir::ElementField::of(n.payload);
      return (*elements_[elements_.size() - 1 - at.level])[at.field];
    }
    case Op::not_:
    case Op::and_:
    case Op::or_:
    case Op::is_missing:
    case Op::default_:
    case Op::select: return logic(n);
    case Op::at_least: return at_least(n);
    case Op::equal:
    case Op::less:
    case Op::less_equal: return compare(n);
    case Op::in_set: return in_set(n);
    case Op::concat:
    case Op::fold:
    case Op::contains:
    case Op::starts_with:
    case Op::ends_with:
    case Op::contains_word:
    case Op::matches: return text(n);
    case Op::text_any: return text_any(n);
    case Op::call: return call(n);
    case Op::line_points:
    case Op::points_sum:
    case Op::points_bound:
    case Op::points_number: return points(n);
    case Op::dated: return dated(n);
    case Op::in_list: return list(n);
    case Op::each_points: return each_points(n);
    default: return ir::is_aggregate(n.op) ? aggregate(n) : arithmetic(n);
  }
}

// Kleene: what every replacement of the unknown by yes or no would give, else unknown.
Value Reference::logic(const Node& n) {
  std::vector<Value> v;
  for (const NodeId id : program_.operands(n)) v.push_back(value(id));
  switch (n.op) {
    case Op::not_: return v[0].missing() ? Value(Missing{}) : Value(!v[0].as<bool>());
    case Op::and_:
      if (std::ranges::any_of(v, is_no)) return false;
      return std::ranges::all_of(v, is_yes) ? Value(true) : Value(Missing{});
    case Op::or_:
      if (std::ranges::any_of(v, is_yes)) return true;
      return std::ranges::all_of(v, is_no) ? Value(false) : Value(Missing{});
    case Op::is_missing: return v[0].missing();
    case Op::default_: return v[0].missing() ? v[1] : v[0];
    default: break;
  }
  for (std::size_t i = 0; i + 1 < v.size(); i += 2) {
    if (is_yes(v[i])) return v[i + 1];
  }
  return v.back();
}

Value Reference::at_least(const Node& n) {
  std::uint32_t yes = 0;
  std::uint32_t possible = 0;
  for (const NodeId id : program_.operands(n)) {
    const Value v = value(id);
    if (is_yes(v)) ++yes;
    if (!is_no(v)) ++possible;
  }
  if (yes >= n.payload) return true;
  return possible < n.payload ? Value(false) : Value(Missing{});
}

Value Reference::compare(const Node& n) {
  const Value a = value(program_.operands(n)[0]);
  const Value b = value(program_.operands(n)[1]);
  if (a.missing() || b.missing()) return Missing{};
  if (n.op == Op::equal) return a == b;
  return n.op == Op::less ? a < b : a <= b;
}

Value Reference::arithmetic(const Node& n) {
  std::vector<Value> v;
  for (const NodeId id : program_.operands(n)) {
    v.push_back(value(id));
    if (v.back().missing()) return Missing{};
  }
  const auto number = [&](std::size_t i) { return v[i].as<double>(); };
  const auto micros = [&](std::size_t i) -> data::Points { return v[i].as<Duration>().micros; };
  const auto time = [&](std::size_t i) -> data::Points { return v[i].as<Time>().micros; };
  const auto whole = [&](std::size_t i) { return static_cast<std::int64_t>(number(i)); };
  const auto unit = static_cast<data::CalendarUnit>(n.payload);
  switch (n.op) {
    case Op::add: return rules::number(number(0) + number(1));
    case Op::subtract: return rules::number(number(0) - number(1));
    case Op::multiply: return rules::number(number(0) * number(1));
    case Op::divide: return rules::number(number(0) / number(1));
    case Op::negate: return rules::number(-number(0));
    case Op::time_add: return rules::time(time(0) + micros(1));
    case Op::time_subtract: return rules::time(time(0) - micros(1));
    case Op::time_between: return rules::duration(time(0) - time(1));
    case Op::add_months: return rules::add_months(v[0].as<Time>(), whole(1));
    case Op::duration_add: return rules::duration(micros(0) + micros(1));
    case Op::duration_subtract: return rules::duration(micros(0) - micros(1));
    case Op::duration_negate: return rules::duration(-micros(0));
    case Op::duration_scale: return rules::times(v[0].as<Duration>(), number(1));
    case Op::duration_divide: return rules::divided(v[0].as<Duration>(), number(1));
    case Op::duration_ratio: return rules::number(static_cast<double>(micros(0)) / static_cast<double>(micros(1)));
    case Op::calendar_start: return rules::last_units(v[0].as<Time>(), whole(1), unit);
    case Op::calendar_end: return rules::next_units(v[0].as<Time>(), whole(1), unit);
    default: return Missing{};
  }
}

Value Reference::text(const Node& n) {
  std::vector<Value> v;
  for (const NodeId id : program_.operands(n)) {
    v.push_back(value(id));
    if (v.back().missing()) return Missing{};
  }
  const auto& first = v[0].as<std::string>();
  if (n.op == Op::fold) return rules::fold(first);
  if (n.op == Op::matches) return rules::matches(program_.patterns[n.payload], first);
  const auto& second = v[1].as<std::string>();
  if (n.op == Op::concat) return first + second;
  const data::TextTest test = n.op == Op::contains      ? data::TextTest::contains
                              : n.op == Op::starts_with ? data::TextTest::starts_with
                              : n.op == Op::ends_with   ? data::TextTest::ends_with
                                                        : data::TextTest::contains_word;
  return rules::test_text(test, first, second);
}

Value Reference::text_any(const Node& n) {
  const Value v = value(program_.operands(n)[0]);
  if (v.missing()) return Missing{};
  const data::TextTests& tests = program_.text_tests[n.payload];
  std::size_t passed = 0;
  for (const std::string& member : program_.sets[tests.set].texts)
    passed += rules::test_text(tests.test, v.as<std::string>(), member) ? 1U : 0U;
  return tests.all ? passed == program_.sets[tests.set].texts.size() : passed > 0;
}

Value Reference::in_set(const Node& n) {
  const Value v = value(program_.operands(n)[0]);
  if (v.missing()) return Missing{};
  const ir::ConstantSet& set = program_.sets[n.payload];
  bool found = false;
  for (const std::string& member : set.texts) found = found || v == Value(member);
  for (const double member : set.numbers) found = found || v == Value(member);
  for (const std::int64_t member : set.ticks) found = found || v == Value(Time{member}) || v == Value(Duration{member});
  return found;
}

Value Reference::call(const Node& n) {
  std::vector<Value> arguments;
  bool missing = false;
  for (const NodeId id : program_.operands(n)) {
    arguments.push_back(value(id));
    if (!arguments.back().missing()) continue;
    missing = true;
    if (calls != nullptr) ++calls->missing[n.payload][std::min(arguments.size(), CallCounts::kArguments) - 1];
  }
  return missing ? Value(Missing{}) : rules::call(static_cast<builtins::Builtin>(n.payload), arguments);
}

Value Reference::points(const Node& n) {
  std::vector<Value> v;
  for (const NodeId id : program_.operands(n)) v.push_back(value(id));
  const auto count = [&](std::size_t i) { return v[i].as<Billionths>().count; };
  if (n.op == Op::line_points) {
    const Value amount = is_yes(v[0]) && !v[1].missing() ? rules::points(v[1].as<double>()) : Missing{};
    return amount.missing() ? Billionths{0} : amount;
  }
  if (n.op == Op::points_number) return rules::number_of(v[0].as<Billionths>());
  if (n.op == Op::points_bound) return Billionths{std::min(std::max(count(0), count(1)), count(2))};
  Billionths sum;
  for (std::size_t i = 0; i < v.size(); ++i) sum.count += count(i);
  return sum;
}

// --- reasons ---

void Reference::reasons(Decision& out) {
  for (std::uint32_t i = 0; i < program_.outcomes.size(); ++i) {
    std::vector<bool> seen(program_.outcomes.size());
    reasons_of(i, i, seen, out);
  }
  std::ranges::sort(out.reasons);
}

void Reference::reasons_of(std::uint32_t owner, std::uint32_t outcome, std::vector<bool>& seen, Decision& out) {
  if (seen[outcome]) return;
  seen[outcome] = true;
  for (const ir::Reason& r : program_.outcomes[outcome].reasons) {
    if (!is_yes(value(r.condition))) continue;
    if (r.text.empty()) {
      reasons_of(owner, r.rule, seen, out);
      continue;
    }
    Decision::Reason reason{owner, r.text, std::nullopt};
    // A line that gave nothing has nothing to say.
    if (r.points.valid() && rules::number_of(value(r.points).as<Billionths>()) == 0) continue;
    if (r.points.valid()) reason.points = rules::number_of(value(r.points).as<Billionths>());
    if (reason.points == 0.0) continue;  // a line that gave nothing says nothing
    if (reason.points || std::ranges::find(out.reasons, reason) == out.reasons.end()) out.reasons.push_back(reason);
  }
}

}  // namespace rubric::test
