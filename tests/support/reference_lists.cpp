// Questions about lists, for the reference evaluator.
#include <algorithm>
#include <set>

#include "support/reference.hpp"
#include "support/reference_rules.hpp"

namespace rubric::test {

using ir::Node;

Value Reference::dated(const Node& n) {
  const List all = value(program_.operands(n)[0]).as<List>();
  const Value now = value(program_.operands(n)[1]);
  auto out = std::make_shared<std::vector<Element>>();
  for (const Element& e : *all) {
    const Value& time = e[n.payload];
    if (!time.missing() && !(time > now)) out->push_back(e);
  }
  return List(std::move(out));
}

Value Reference::list(const Node& n) {
  const Value v = value(program_.operands(n)[0]);
  if (v.missing()) return Missing{};
  const List all = value(program_.operands(n)[1]).as<List>();
  return std::ranges::any_of(*all, [&](const Element& e) { return e[0] == v; });
}

// The elements whose condition is yes, in their order.
std::vector<Reference::Chosen> Reference::chosen(const Node& n) {
  const auto operands = program_.operands(n);
  const List all = value(operands[0]).as<List>();
  std::vector<Chosen> out;
  for (const Element& e : *all) {
    elements_.push_back(&e);
    const Value condition = value(operands[1]);
    if (!condition.missing() && condition.as<bool>()) {
      Chosen one;
      if (operands.size() > 2) one.value = value(operands[2]);
      if (operands.size() > 3) one.time = value(operands[3]);
      out.push_back(std::move(one));
    }
    elements_.pop_back();
  }
  return out;
}

Value Reference::aggregate(const Node& n) {
  const std::vector<Chosen> all = chosen(n);
  if (n.op == Op::count) return static_cast<double>(all.size());
  if (n.op == Op::any) return !all.empty();
  if (n.op == Op::first) return all.empty() ? Value(Missing{}) : all.front().value;
  if (n.op == Op::last) return all.empty() ? Value(Missing{}) : all.back().value;
  if (n.op == Op::earliest || n.op == Op::latest) {
    // Elements without a time are in no order.
    const Chosen* best = nullptr;
    for (const Chosen& c : all) {
      if (c.time.missing()) continue;
      if (best == nullptr || (n.op == Op::earliest ? c.time < best->time : c.time >= best->time)) best = &c;
    }
    return best == nullptr ? Value(Missing{}) : best->value;
  }
  std::vector<Value> present;
  for (const Chosen& c : all) {
    if (!c.value.missing()) present.push_back(c.value);
  }
  if (n.op == Op::distinct) return static_cast<double>(std::set<Value>(present.begin(), present.end()).size());
  if (n.op == Op::sum || n.op == Op::average) {
    double sum = 0;
    for (const Value& v : present) sum += v.as<double>();
    if (n.op == Op::sum) return rules::number(sum);
    return present.empty() ? Value(Missing{}) : rules::number(sum / static_cast<double>(present.size()));
  }
  if (present.empty()) return Missing{};
  return n.op == Op::smallest ? *std::ranges::min_element(present) : *std::ranges::max_element(present);
}

// In time order: the first, and then each that is in another period than the last that was kept.
std::vector<Reference::Chosen> Reference::once_per(const Node& n, std::vector<Chosen> elements) {
  const Value period = value(program_.operands(n)[5]);
  if (n.payload == 0 && period.missing()) return elements;
  std::ranges::stable_sort(elements, {}, [](const Chosen& c) { return c.time.as<Time>(); });
  std::vector<Chosen> kept;
  for (const Chosen& c : elements) {
    if (!kept.empty()) {
      const Time last = kept.back().time.as<Time>();
      const Time now = c.time.as<Time>();
      bool same_period = false;
      if (n.payload >= 256) {
        const Value next = rules::add_months(last, n.payload / 256);
        same_period = next.missing() || now < next.as<Time>();
      } else if (n.payload > 0) {
        const auto unit = static_cast<data::CalendarUnit>(n.payload - 1);
        same_period = rules::start_of(now, unit) == rules::start_of(last, unit);
      } else {
        same_period = now.micros - last.micros < period.as<Duration>().micros;
      }
      if (same_period) continue;
    }
    kept.push_back(c);
  }
  return kept;
}

Value Reference::each_points(const Node& n) {
  const auto operands = program_.operands(n);
  const Time now = value(operands[4]).as<Time>();
  const Value half_life = value(operands[6]);
  const Value cap = value(operands[7]);
  Billionths sum;
  for (const Chosen& c : once_per(n, chosen(n))) {
    if (c.value.missing()) continue;
    double amount = c.value.as<double>();
    if (!half_life.missing()) {
      const auto age = static_cast<double>(now.micros - c.time.as<Time>().micros);
      amount *= rules::weight(age / static_cast<double>(half_life.as<Duration>().micros));
    }
    const Value points = rules::points(amount);
    if (!points.missing()) sum.count += points.as<Billionths>().count;
  }
  if (cap.missing()) return sum;
  const Value most = rules::points(cap.as<double>());
  if (most.missing()) return sum;
  const data::Points size = most.as<Billionths>().count;
  return Billionths{std::min(std::max(sum.count, -size), size)};
}

}  // namespace rubric::test
