#include "lower/value_classes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

namespace rubric::lower {

namespace {

using data::Kind;
using data::Tri;
using ir::Node;
using ir::NodeId;
using ir::Op;

// The smallest value above it, should there be one: `x <= 5` is `x < after(5)`.
std::optional<double> after(double number) {
  return std::nextafter(number, std::numeric_limits<double>::infinity());
}
std::optional<std::int64_t> after(std::int64_t ticks) {
  if (ticks == std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  return ticks + 1;
}

// What the set has and the number line does not: 0 and not -0, so that equal borders are one.
double border(double number) {
  return number + 0.0;
}
std::int64_t border(std::int64_t ticks) {
  return ticks;
}

// A comparison is `value < end`, or the negation of that; an equality is both ends of one value.
template <typename T>
void add_ends(std::vector<T>& cuts, T constant, bool at, bool behind) {
  if (at) cuts.push_back(border(constant));
  if (const auto next = after(border(constant)); behind && next) cuts.push_back(*next);
}

// How many classes lie below the border.
template <typename T>
std::uint32_t below(const std::vector<T>& cuts, std::optional<T> end) {
  if (!end) return static_cast<std::uint32_t>(cuts.size() + 1);
  return static_cast<std::uint32_t>(std::ranges::lower_bound(cuts, border(*end)) - cuts.begin()) + 1;
}

template <typename T>
void sort_once(std::vector<T>& values) {
  std::ranges::sort(values);
  values.erase(std::ranges::unique(values).begin(), values.end());
}

// From classes one by one, ascending.
Classes runs(const std::vector<std::uint32_t>& classes) {
  Classes out;
  for (const std::uint32_t c : classes) {
    if (!out.empty() && out.back() == c) {
      ++out.back();
    } else {
      out.insert(out.end(), {c, c + 1});
    }
  }
  return out;
}

// The classes that are in `wanted` of the two.
Classes overlap(const Classes& a, const Classes& b, int wanted) {
  Classes out;
  std::size_t i = 0;
  std::size_t k = 0;
  bool inside = false;
  while (i < a.size() || k < b.size()) {
    const std::uint32_t at = std::min(i < a.size() ? a[i] : b[k], k < b.size() ? b[k] : a[i]);
    while (i < a.size() && a[i] == at) ++i;
    while (k < b.size() && b[k] == at) ++k;
    const bool now = static_cast<int>(i % 2 + k % 2) >= wanted;
    if (now != inside) out.push_back(at);
    inside = now;
  }
  return out;
}

Classes complement(const Classes& of, std::uint32_t classes) {
  Classes out;
  std::uint32_t from = 0;
  for (std::size_t i = 0; i < of.size(); i += 2) {
    if (of[i] > from) out.insert(out.end(), {from, of[i]});
    from = of[i + 1];
  }
  if (from < classes) out.insert(out.end(), {from, classes});
  return out;
}

template <typename T>
Classes compared(const Node& n, bool constant_first, const std::vector<T>& cuts, T constant) {
  const std::uint32_t up_to = below<T>(cuts, constant);                // classes below the constant
  const std::uint32_t with = below<T>(cuts, after(border(constant)));  // and the constant itself
  if (n.op == Op::equal) return {up_to, with};
  const auto classes = static_cast<std::uint32_t>(cuts.size() + 1);
  const bool strict = n.op == Op::less;
  if (!constant_first) return {0, strict ? up_to : with};
  const std::uint32_t from = strict ? with : up_to;
  return from < classes ? Classes{from, classes} : Classes{};
}

template <typename T>
Classes members(const std::vector<T>& cuts, const std::vector<T>& of) {
  std::vector<std::uint32_t> classes;
  for (const T value : of) classes.push_back(below<T>(cuts, value));
  sort_once(classes);
  return runs(classes);
}

}  // namespace

ClassTest negated(const ClassTest& test, std::uint32_t classes) {
  return {data::tri_not(test.missing), complement(test.yes, classes)};
}

ClassTest both(const ClassTest& a, const ClassTest& b) {
  return {data::tri_and(a.missing, b.missing), overlap(a.yes, b.yes, 2)};
}

ValueClasses::ValueClasses(const ir::Program& program, NodeId value, std::span<const NodeId> tests)
    : program_(program), value_(value) {
  for (const NodeId test : tests) find(test);
  sort_once(field_.numbers);
  sort_once(field_.ticks);
  switch (program[value].type) {
    case Kind::boolean: field_.classes = 2; break;
    case Kind::text: cut_texts(); break;
    default: field_.classes = static_cast<std::uint32_t>(field_.numbers.size() + field_.ticks.size() + 1); break;
  }
}

void ValueClasses::find(NodeId id) {
  const Node& n = program_[id];
  if (id == value_) return;
  switch (n.op) {
    case Op::equal:
    case Op::less:
    case Op::less_equal: return find_comparison(n);
    case Op::in_set: return find_set(n.payload);
    case Op::not_:
    case Op::and_:
    case Op::or_:
    case Op::default_:
    case Op::is_missing:
      for (const NodeId operand : program_.operands(n)) find(operand);
      return;
    default: return;
  }
}

void ValueClasses::find_set(std::uint32_t number) {
  const auto [known, fresh] = members_.try_emplace(number);
  if (!fresh) return;
  const ir::ConstantSet& set = program_.sets[number];
  for (const double member : set.numbers) add_ends(field_.numbers, member, true, true);
  for (const std::int64_t ticks : set.ticks) add_ends(field_.ticks, ticks, true, true);
  for (const std::string& text : set.texts) known->second.push_back(find_text(text));
  ++questions_;
}

void ValueClasses::find_comparison(const Node& n) {
  const auto operands = program_.operands(n);
  const bool first = program_.is_constant(operands[0]);
  const Node& constant = program_[operands[first ? 0 : 1]];
  const data::Cell& value = program_.constant_value(constant);
  const bool equal = n.op == Op::equal;
  const bool at = equal || (n.op == Op::less) != first;
  const bool behind = equal || !at;
  switch (constant.type) {
    case Kind::boolean: return;
    case Kind::number: return add_ends(field_.numbers, value.number, at, behind);
    case Kind::text:
      find_text(data::view(value.text));
      ++questions_;
      return;
    default: return add_ends(field_.ticks, value.ticks, at, behind);
  }
}

std::uint32_t ValueClasses::find_text(std::string_view text) {
  const auto [found, fresh] = texts_.try_emplace(text, static_cast<std::uint32_t>(asked_by_.size()));
  if (fresh) asked_by_.emplace_back();
  asked_by_[found->second].push_back(questions_);
  return found->second;
}

// Texts that are in the same sets are one class: nobody can tell them apart.
void ValueClasses::cut_texts() {
  std::vector<std::uint32_t> order(asked_by_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) { return asked_by_[a] < asked_by_[b]; });
  class_of_.resize(asked_by_.size());
  std::uint32_t classes = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || asked_by_[order[i]] != asked_by_[order[i - 1]]) ++classes;
    class_of_[order[i]] = classes - 1;
  }
  std::vector<std::pair<std::string_view, std::uint32_t>> sorted(texts_.begin(), texts_.end());
  std::ranges::sort(sorted);
  std::vector<std::string> texts;
  for (const auto& [text, number] : sorted) {
    texts.emplace_back(text);
    field_.class_of.push_back(class_of_[number]);
  }
  field_.class_of.push_back(classes);
  field_.texts = data::MemberSet::of_texts(std::move(texts));
  field_.classes = classes + 1;
}

ClassTest ValueClasses::test(NodeId id) const {
  const Node& n = program_[id];
  const auto operands = program_.operands(n);
  if (id == value_) return {Tri::unknown, {1, 2}};
  switch (n.op) {
    case Op::in_set: return {Tri::unknown, of_set(n.payload)};
    case Op::is_missing: {
      const bool itself = operands[0] == value_;
      return {data::tri(itself || test(operands[0]).missing == Tri::unknown), {}};
    }
    case Op::not_: return negated(test(operands[0]), field_.classes);
    case Op::default_: return of_default(n);
    case Op::and_:
    case Op::or_: break;
    default: return {Tri::unknown, of_comparison(n)};
  }
  ClassTest out = test(operands[0]);
  for (const NodeId operand : operands.subspan(1)) {
    const ClassTest next = test(operand);
    const bool all = n.op == Op::and_;
    out.missing = all ? data::tri_and(out.missing, next.missing) : data::tri_or(out.missing, next.missing);
    out.yes = overlap(out.yes, next.yes, all ? 2 : 1);
  }
  return out;
}

ClassTest ValueClasses::of_default(const Node& n) const {
  const auto operands = program_.operands(n);
  ClassTest out = test(operands[0]);
  if (out.missing == Tri::unknown) out.missing = program_.constant_value(program_[operands[1]]).tri;
  return out;
}

Classes ValueClasses::of_set(std::uint32_t number) const {
  const ir::ConstantSet& set = program_.sets[number];
  if (set.kind == Kind::number) return members(field_.numbers, set.numbers);
  if (set.kind != Kind::text) return members(field_.ticks, set.ticks);
  std::vector<std::uint32_t> classes;
  for (const std::uint32_t text : members_.at(number)) classes.push_back(class_of_[text]);
  sort_once(classes);
  return runs(classes);
}

Classes ValueClasses::of_comparison(const Node& n) const {
  const auto operands = program_.operands(n);
  const bool first = program_.is_constant(operands[0]);
  const Node& constant = program_[operands[first ? 0 : 1]];
  const data::Cell& value = program_.constant_value(constant);
  switch (constant.type) {
    case Kind::boolean: {
      const std::uint32_t which = value.tri == Tri::yes ? 1 : 0;
      return {which, which + 1};
    }
    case Kind::number: return compared(n, first, field_.numbers, value.number);
    case Kind::text: return runs({class_of_[texts_.at(data::view(value.text))]});
    default: return compared(n, first, field_.ticks, value.ticks);
  }
}

}  // namespace rubric::lower
