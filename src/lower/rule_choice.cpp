#include "lower/rule_choice.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

namespace rubric::lower {

namespace {

using bytecode::Bits;
using bytecode::RuleIndex;
using data::OutcomeKind;
using ir::NodeId;

struct Value {
  NodeId node;
  std::vector<NodeId> tests;
  std::optional<ValueClasses> classes;
  std::size_t terms = 0;  ///< that test it
  bool dropped = false;
};

class Chooser {
 public:
  Chooser(const ir::Program& program, const Options& options)
      : program_(program), options_(options), tested_(program), value_of_(program.size(), RuleIndex::kNone) {}

  Choice run() {
    find_conditions();
    find_values();
    while (enough() && (drop_rare() || drop_largest())) drop_conditions();
    leave_what_code_needs();
    return enough() ? take() : Choice();
  }

 private:
  void find_conditions() {
    std::vector<bool> seen(program_.size());
    const auto add = [&](NodeId node, std::uint32_t rule) {
      // Asked of a lead once, whoever else asks it; but each rule has a bit of its own to be counted by.
      if (program_.is_constant(node) || (rule == RuleIndex::kNone && seen[node.index])) return;
      seen[node.index] = true;
      if (auto terms = tested_.terms(node)) conditions_.push_back({node, rule, std::move(*terms)});
    };
    const auto& outcomes = program_.outcomes;
    for (std::uint32_t i = 0; i < outcomes.size(); ++i) {
      if (outcomes[i].kind == OutcomeKind::rule) add(outcomes[i].value, i);
    }
    if (!enough()) return;
    for (const ir::Outcome& o : outcomes) {
      for (const ir::Reason& r : o.reasons) add(r.condition, RuleIndex::kNone);
    }
  }

  [[nodiscard]] bool enough() const {
    const auto rules = std::ranges::count_if(conditions_, [](const auto& c) { return c.rule != RuleIndex::kNone; });
    return static_cast<std::size_t>(rules) >= options_.fewest_rules;
  }

  void find_values() {
    std::vector<bool> known(program_.size());
    for (const ChosenCondition& c : conditions_) {
      for (const Term& term : c.terms) {
        for (const Literal& l : term) {
          if (known[l.test.index]) continue;
          known[l.test.index] = true;
          values_[number_of(l.test)].tests.push_back(l.test);
        }
      }
    }
  }

  std::uint32_t number_of(NodeId test) {
    const NodeId node = tested_.of(test);
    std::uint32_t& number = value_of_[node.index];
    if (number == RuleIndex::kNone) {
      number = static_cast<std::uint32_t>(values_.size());
      values_.push_back({node, {}, {}, 0, false});
    }
    return number;
  }

  bool drop_rare() {
    for (Value& v : values_) v.terms = 0;
    std::size_t terms = 0;
    for (const ChosenCondition& c : conditions_) {
      terms += c.terms.size();
      for (const Term& term : c.terms) {
        for (const Literal& l : term) ++values_[number_of(l.test)].terms;
      }
    }
    // A look at a value's sets costs more the more rules there are.
    const std::size_t fewest = options_.fewest_tests + terms / (2 * Bits::kCount);
    bool dropped = false;
    for (Value& v : values_) {
      if (v.dropped || v.terms >= fewest) continue;
      v.dropped = dropped = true;
    }
    return dropped;
  }

  bool drop_largest() {
    const auto parts = parts_of(conditions_);
    const std::size_t set = std::accumulate(parts.begin(), parts.end(), std::size_t{0}) * sizeof(Bits);
    std::size_t bytes = 0;
    Value* largest = nullptr;
    for (Value& v : values_) {
      if (v.dropped) continue;
      if (!v.classes) v.classes.emplace(program_, v.node, v.tests);
      bytes += (v.classes->field().classes + 2) * set;
      if (largest == nullptr || largest->classes->field().classes < v.classes->field().classes) largest = &v;
    }
    if (bytes <= options_.most_bytes) return false;
    largest->dropped = true;
    return true;
  }

  void drop_conditions() {
    std::erase_if(conditions_, [&](const ChosenCondition& c) {
      return std::ranges::any_of(c.terms, [&](const Term& term) {
        return std::ranges::any_of(term, [&](const Literal& l) { return values_[number_of(l.test)].dropped; });
      });
    });
  }

  // What the code works out for others anyway need not be worked out twice.
  void leave_what_code_needs() {
    std::vector<bool> chosen(program_.size());
    for (const ChosenCondition& c : conditions_) chosen[c.node.index] = true;
    std::vector<NodeId> open;
    const auto root = [&](NodeId id) {
      if (id.valid() && !chosen[id.index]) open.push_back(id);
    };
    for (const ir::Outcome& o : program_.outcomes) {
      if (o.kind == OutcomeKind::rule) {
        root(o.value);
      } else {
        open.push_back(o.value);
      }
      for (const ir::Reason& r : o.reasons) {
        root(r.condition);
        if (r.points.valid()) open.push_back(r.points);
      }
    }
    for (const Value& v : values_) {
      if (!v.dropped) open.push_back(v.node);
    }
    coded_.resize(program_.size());
    while (!open.empty()) {
      const NodeId id = open.back();
      open.pop_back();
      if (coded_[id.index]) continue;
      coded_[id.index] = true;
      const auto operands = program_.operands(id);
      open.insert(open.end(), operands.begin(), operands.end());
    }
    std::erase_if(conditions_, [&](const ChosenCondition& c) { return coded_[c.node.index]; });
  }

  Choice take() {
    Choice out;
    out.conditions = std::move(conditions_);
    out.coded = std::move(coded_);
    out.value_of.assign(program_.size(), RuleIndex::kNone);
    std::vector<std::uint32_t> number(values_.size(), RuleIndex::kNone);
    for (std::size_t i = 0; i < values_.size(); ++i) {
      if (values_[i].dropped) continue;
      const auto next = static_cast<std::uint32_t>(out.values.size());
      for (const NodeId test : values_[i].tests) out.value_of[test.index] = next;
      out.values.push_back(values_[i].node);
      out.classes.push_back(std::move(*values_[i].classes));
    }
    return out;
  }

  const ir::Program& program_;
  const Options& options_;
  TestedValues tested_;
  std::vector<ChosenCondition> conditions_;
  std::vector<Value> values_;
  std::vector<std::uint32_t> value_of_;  // by node: its number in values_
  std::vector<bool> coded_;
};

}  // namespace

Choice choose_rules(const ir::Program& program, const Options& options) {
  const auto rules = std::ranges::count(program.outcomes, OutcomeKind::rule, &ir::Outcome::kind);
  // Whoever wants to see the values of all parts wants the code of all parts.
  if (!program.watched.empty() || rules == 0 || static_cast<std::size_t>(rules) < options.fewest_rules) return {};
  return Chooser(program, options).run();
}

std::vector<std::uint32_t> parts_of(const std::vector<ChosenCondition>& conditions) {
  std::vector<std::size_t> with;  // so many terms, or more
  for (const ChosenCondition& c : conditions) {
    if (c.terms.size() > with.size()) with.resize(c.terms.size());
    for (std::size_t k = 0; k < c.terms.size(); ++k) ++with[k];
  }
  std::vector<std::uint32_t> out;
  for (const std::size_t count : with)
    out.push_back(static_cast<std::uint32_t>((count + Bits::kCount - 1) / Bits::kCount));
  return out;
}

}  // namespace rubric::lower
