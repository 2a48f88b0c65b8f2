// What the machine takes for granted of an index: every class of every value has its sets, and every bit of them a
// place.
#include <algorithm>
#include <numeric>

#include "bytecode/module.hpp"

namespace rubric::bytecode {

namespace {

template <typename T>
bool ascend(const std::vector<T>& values) {
  return std::ranges::adjacent_find(values, std::greater_equal<>()) == values.end();
}

// Each value of the field's kind has a class.
bool has_classes(const Module& module, const IndexedField& field) {
  if (field.value >= module.registers.size()) return false;
  switch (module.registers[field.value]) {
    case Kind::boolean: return field.classes == 2;
    case Kind::number: return ascend(field.numbers) && field.classes == field.numbers.size() + 1;
    case Kind::time:
    case Kind::duration: return ascend(field.ticks) && field.classes == field.ticks.size() + 1;
    case Kind::text:
      return field.texts.kind() == Kind::text && field.class_of.size() == field.texts.size() + 1 &&
             std::ranges::all_of(field.class_of, [&](std::uint32_t c) { return c < field.classes; });
    default: return false;
  }
}

bool has_places(const RuleIndex& index) {
  const std::uint64_t lines = std::accumulate(index.parts.begin(), index.parts.end(), std::uint64_t{0});
  return !index.parts.empty() && std::ranges::is_sorted(index.parts, std::greater<>()) && lines == index.lines &&
         index.rules.size() == index.parts.front() &&
         index.owner.size() <= std::size_t{index.parts.front()} * Bits::kCount;
}

// Those who count verdicts by whole words and those who go through the owners must count the same.
bool marks_rules(const Module& module) {
  const RuleIndex& index = module.index;
  for (std::size_t i = 0; i < index.rules.size() * Bits::kCount; ++i) {
    const bool marked = (index.rules[i / Bits::kCount].words[i % Bits::kCount / 64] >> (i % 64) & 1U) != 0;
    const bool owned = i < index.owner.size() && index.owner[i] != RuleIndex::kNone;
    if (marked != owned) return false;
    if (!owned) continue;
    if (index.owner[i] >= module.outcomes.size()) return false;
    const Outcome& o = module.outcomes[index.owner[i]];
    if (o.kind != OutcomeKind::rule || (o.value & kIndexed) == 0) return false;
  }
  return true;
}

// Whether these are the ends of as many stretches of what has that size, none of them empty.
bool cut_up(const std::vector<std::uint32_t>& ends, std::size_t size) {
  std::uint32_t last = 0;
  for (const std::uint32_t end : ends) {
    if (end <= last) return false;
    last = end;
  }
  return last == size;
}

bool has_terms(const RuleIndex& index) {
  for (const IndexedTest& t : index.tests) {
    if (t.field >= index.fields.size() || t.asks.yes.size() % 2 != 0 || !ascend(t.asks.yes)) return false;
    if (!t.asks.yes.empty() && t.asks.yes.back() > index.fields[t.field].classes) return false;
  }
  return std::ranges::all_of(index.asked, [&](std::uint32_t t) { return t < index.tests.size(); }) &&
         cut_up(index.term_ends, index.asked.size()) && cut_up(index.value_ends, index.term_ends.size()) &&
         index.value_ends.size() == index.owner.size();
}

}  // namespace

std::vector<std::string> verify_index(const Module& module) {
  const RuleIndex& index = module.index;
  std::vector<std::string> out;
  if (index.empty()) {
    if (!index.fields.empty() || !index.sets.empty()) out.emplace_back("an index of nothing");
    return out;
  }
  if (!has_places(index)) {
    out.emplace_back("an index with no place for its values");
    return out;
  }
  if (index.fields.empty()) out.emplace_back("an index without a value that is tested");
  for (const IndexedField& f : index.fields) {
    if (!has_classes(module, f)) out.emplace_back("an index with values that have no class");
    if ((std::uint64_t{f.first} + 2 + f.classes) * index.lines > index.sets.size())
      out.emplace_back("an index with classes that have no set");
  }
  if (!has_terms(index)) out.emplace_back("an index with terms that ask nothing");
  if (!marks_rules(module)) out.emplace_back("an index that marks others than its rules");
  return out;
}

}  // namespace rubric::bytecode
