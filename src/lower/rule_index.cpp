#include "lower/rule_index.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <tuple>

#include "lower/rule_choice.hpp"

namespace rubric::lower {

namespace {

using bytecode::Bits;
using bytecode::IndexedField;
using bytecode::RuleIndex;
using data::Tri;

// A term as one bit of the sets of each value that it tests.
struct Place {
  std::uint32_t bit;
  std::uint32_t test;
};

class Maker {
 public:
  explicit Maker(Choice choice) : choice_(std::move(choice)), places_(choice_.values.size()) {}

  IndexedRules run(std::size_t nodes) {
    // ORDER: those with many terms first, so that each part is the beginning of the one before.
    std::ranges::stable_sort(choice_.conditions, std::greater<>(),
                             [](const ChosenCondition& c) { return c.terms.size(); });
    out_.place.assign(nodes, RuleIndex::kNone);
    out_.values = choice_.values;
    out_.coded = choice_.coded;
    index().parts = parts_of(choice_.conditions);
    index().lines = std::accumulate(index().parts.begin(), index().parts.end(), 0U);
    terms_.resize(index().lines);
    name_values();
    place_terms();
    std::uint32_t sets = 0;
    for (const ValueClasses& c : choice_.classes) sets += c.field().classes + 2;
    index().sets.resize(std::size_t{sets} * index().lines);
    sets = 0;
    for (std::size_t i = 0; i < choice_.values.size(); ++i) {
      IndexedField& field = index().fields.emplace_back(choice_.classes[i].field());
      field.first = sets;
      sets += field.classes + 2;
      fill(field, places_[i]);
    }
    return std::move(out_);
  }

 private:
  RuleIndex& index() { return out_.index; }

  void name_values() {
    index().rules.resize(index().parts.front());
    for (std::uint32_t i = 0; i < choice_.conditions.size(); ++i) {
      const ChosenCondition& c = choice_.conditions[i];
      out_.place[c.node.index] = i;
      index().owner.push_back(c.rule);
      if (c.rule != RuleIndex::kNone) index().rules[i / Bits::kCount].set(i % Bits::kCount);
    }
  }

  void place_terms() {
    for (std::uint32_t i = 0; i < choice_.conditions.size(); ++i) {
      std::uint32_t start = 0;
      const auto& terms = choice_.conditions[i].terms;
      for (std::size_t k = 0; k < terms.size(); ++k) {
        place_term(terms[k], start + i);
        index().term_ends.push_back(static_cast<std::uint32_t>(index().asked.size()));
        start += index().parts[k] * static_cast<std::uint32_t>(Bits::kCount);
      }
      index().value_ends.push_back(static_cast<std::uint32_t>(index().term_ends.size()));
    }
  }

  // The tests of one value are one test.
  void place_term(const Term& term, std::uint32_t bit) {
    terms_[bit / Bits::kCount].set(bit % Bits::kCount);
    asked_.clear();
    for (const Literal& literal : term) {
      const std::uint32_t value = choice_.value_of[literal.test.index];
      const std::uint32_t test = tested(literal, value);
      const auto other = std::ranges::find(asked_, value, [&](std::uint32_t t) { return index().tests[t].field; });
      if (other == asked_.end()) {
        asked_.push_back(test);
      } else {
        *other = number_of(value, both(index().tests[*other].asks, index().tests[test].asks));
      }
    }
    for (const std::uint32_t test : asked_) places_[index().tests[test].field].push_back({bit, test});
    index().asked.insert(index().asked.end(), asked_.begin(), asked_.end());
  }

  std::uint32_t tested(const Literal& literal, std::uint32_t value) {
    const auto [found, fresh] = literals_.try_emplace({literal.test, literal.negated});
    if (fresh) {
      const ValueClasses& classes = choice_.classes[value];
      ClassTest test = classes.test(literal.test);
      if (literal.negated) test = negated(test, classes.field().classes);
      found->second = number_of(value, std::move(test));
    }
    return found->second;
  }

  // Rules that ask the same in other words ask it once.
  std::uint32_t number_of(std::uint32_t value, ClassTest test) {
    const auto [found, fresh] = tests_.try_emplace({value, test.missing, std::move(test.yes)},
                                                   static_cast<std::uint32_t>(index().tests.size()));
    if (fresh) index().tests.push_back({value, {std::get<Tri>(found->first), std::get<Classes>(found->first)}});
    return found->second;
  }

  // A class has the set of the class before, but for the terms whose tests begin or end there.
  void fill(const IndexedField& field, const std::vector<Place>& places) {
    const std::size_t lines = index().lines;
    Bits* const sets = index().sets.data() + std::size_t{field.first} * lines;
    Bits* const surely = sets;
    Bits* const maybe = sets + lines;
    Bits* set = sets + 2 * lines;
    std::vector<std::vector<std::uint32_t>> changes(field.classes + 1);
    std::vector<Bits> now = terms_;
    for (const Place& p : places) {
      now[p.bit / Bits::kCount].flip(p.bit % Bits::kCount);
      for (const std::uint32_t border : index().tests[p.test].asks.yes) changes[border].push_back(p.bit);
    }
    std::ranges::copy(now, surely);
    std::ranges::copy(now, maybe);
    for (const Place& p : places) {
      if (index().tests[p.test].asks.missing == Tri::yes) surely[p.bit / Bits::kCount].set(p.bit % Bits::kCount);
      if (index().tests[p.test].asks.missing != Tri::no) maybe[p.bit / Bits::kCount].set(p.bit % Bits::kCount);
    }
    for (std::uint32_t c = 0; c < field.classes; ++c, set += lines) {
      for (const std::uint32_t bit : changes[c]) now[bit / Bits::kCount].flip(bit % Bits::kCount);
      std::ranges::copy(now, set);
    }
  }

  Choice choice_;
  std::vector<std::vector<Place>> places_;  // by value
  std::map<std::pair<ir::NodeId, bool>, std::uint32_t> literals_;
  std::map<std::tuple<std::uint32_t, Tri, Classes>, std::uint32_t> tests_;
  std::vector<std::uint32_t> asked_;  // by the term at hand
  std::vector<Bits> terms_;           // all that there are
  IndexedRules out_;
};

}  // namespace

IndexedRules index_rules(const ir::Program& program, const Options& options) {
  Choice choice = choose_rules(program, options);
  if (choice.conditions.empty()) return {};
  return Maker(std::move(choice)).run(program.size());
}

}  // namespace rubric::lower
