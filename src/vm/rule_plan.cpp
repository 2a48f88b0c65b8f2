#include "vm/rule_plan.hpp"

#include <algorithm>
#include <map>

namespace rubric::vm {

namespace {

using bytecode::RuleIndex;
using Numbers = std::vector<std::uint32_t>;

class Planner {
 public:
  explicit Planner(const RuleIndex& index) : index_(index) {}

  RulePlan run() {
    place_fields();
    std::map<Numbers, Numbers> places_by_shape;
    for (std::uint32_t place = 0; place < index_.owner.size(); ++place) {
      if (index_.owner[place] != RuleIndex::kNone) places_by_shape[shape_of(place)].push_back(place);
    }
    number_tests(places_by_shape);
    add_tests();
    out_.places.resize(index_.owner.size());
    for (const auto& [shape, places] : places_by_shape) {
      const std::size_t begin = out_.code.size();
      for (const std::uint32_t place : places) add_rule(place);
      out_.shapes.push_back({shape, places.size(), (out_.code.size() - begin) / places.size()});
    }
    return std::move(out_);
  }

 private:
  void place_fields() {
    auto next = static_cast<std::uint32_t>(index_.fields.size());
    for (const bytecode::IndexedField& f : index_.fields) {
      out_.fields.push_back({next, next + f.classes + 1});
      next += f.classes + 1 + (has_texts(f) ? f.classes : 0);
    }
    out_.lines = next;
  }

  [[nodiscard]] std::uint32_t first_term(std::uint32_t place) const {
    return place == 0 ? 0 : index_.value_ends[place - 1];
  }
  [[nodiscard]] std::span<const std::uint32_t> tests_of(std::uint32_t term) const {
    const std::size_t begin = term == 0 ? 0 : index_.term_ends[term - 1];
    return std::span(index_.asked).subspan(begin, index_.term_ends[term] - begin);
  }
  [[nodiscard]] Numbers shape_of(std::uint32_t place) const {
    Numbers out;
    for (std::uint32_t t = first_term(place); t < index_.value_ends[place]; ++t)
      out.push_back(static_cast<std::uint32_t>(tests_of(t).size()));
    return out;
  }

  // Those that many rules ask first, where they stay in the nearest cache, then the others as they will be asked.
  void number_tests(const std::map<Numbers, Numbers>& places_by_shape) {
    constexpr std::uint32_t kMany = 8;
    Numbers asked(index_.tests.size(), 0);
    for (const std::uint32_t t : index_.asked) ++asked[t];
    numbers_.assign(index_.tests.size(), RuleIndex::kNone);
    const auto number = [&](std::uint32_t test) {
      if (numbers_[test] == RuleIndex::kNone) numbers_[test] = static_cast<std::uint32_t>(out_.test_count++);
    };
    for (std::uint32_t t = 0; t < asked.size(); ++t) {
      if (asked[t] >= kMany) number(t);
    }
    for (const auto& [shape, places] : places_by_shape) {
      for (const std::uint32_t place : places) {
        for (std::uint32_t t = first_term(place); t < index_.value_ends[place]; ++t)
          std::ranges::for_each(tests_of(t), number);
      }
    }
  }

  void add_tests() {
    std::map<std::size_t, RulePlan::Tests> by_length;
    for (std::size_t t = 0; t < numbers_.size(); ++t) {
      if (numbers_[t] == RuleIndex::kNone) continue;
      const Numbers lines = lines_of(index_.tests[t]);
      RulePlan::Tests& tests = by_length[lines.size()];
      tests.length = lines.size();
      ++tests.count;
      tests.numbers.push_back(numbers_[t]);
      tests.numbers.insert(tests.numbers.end(), lines.begin(), lines.end());
    }
    for (auto& [length, tests] : by_length) out_.tests.push_back(std::move(tests));
  }

  // What is below each border where a stretch of classes begins or ends. Two borders with one class between them are
  // the rows of that class.
  [[nodiscard]] Numbers lines_of(const bytecode::IndexedTest& test) const {
    const bytecode::Classes& borders = test.asks.yes;
    const RulePlan::Field& field = out_.fields[test.field];
    const bool texts = has_texts(index_.fields[test.field]);
    Numbers out;
    for (std::size_t i = 0; i < borders.size(); ++i) {
      if (texts && i + 1 < borders.size() && borders[i + 1] == borders[i] + 1) {
        out.push_back(field.only + borders[i++]);
      } else if (borders[i] > 0) {
        out.push_back(field.below + borders[i]);
      }
    }
    if (test.asks.missing != data::Tri::no) out.push_back(test.field);
    return out;
  }

  void add_rule(std::uint32_t place) {
    out_.places[place] = {static_cast<std::uint32_t>(out_.shapes.size()), static_cast<std::uint32_t>(out_.code.size())};
    out_.owners.push_back(index_.owner[place]);
    for (std::uint32_t t = first_term(place); t < index_.value_ends[place]; ++t) {
      out_.code.push_back(doubt_of(tests_of(t)));
      for (const std::uint32_t test : tests_of(t)) out_.code.push_back(numbers_[test]);
    }
  }

  std::uint32_t doubt_of(std::span<const std::uint32_t> tests) {
    Numbers fields;
    for (const std::uint32_t t : tests) {
      if (index_.tests[t].asks.missing == data::Tri::unknown) fields.push_back(index_.tests[t].field);
    }
    std::ranges::sort(fields);
    const auto [doubt, fresh] = doubts_.try_emplace(fields, static_cast<std::uint32_t>(doubts_.size()));
    if (fresh) {
      out_.doubt_fields.insert(out_.doubt_fields.end(), fields.begin(), fields.end());
      out_.doubt_ends.push_back(static_cast<std::uint32_t>(out_.doubt_fields.size()));
    }
    return doubt->second;
  }

  const RuleIndex& index_;
  RulePlan out_;
  Numbers numbers_;  // by test of the index: its number in the plan
  std::map<Numbers, std::uint32_t> doubts_;
};

}  // namespace

RulePlan plan_rules(const RuleIndex& index) {
  return Planner(index).run();
}

}  // namespace rubric::vm
