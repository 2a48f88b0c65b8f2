// The generator as one class over four files: the schema and named values in generate.cpp, outcomes in
// generate_outcomes.cpp, tests in generate_tests.cpp, values in generate_expressions.cpp.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/generate.hpp"

namespace rubric::test {

class Generator {
 public:
  explicit Generator(Random& random) : r_(random) {}
  GeneratedProgram run();

 private:
  using Sort = Tree::Sort;

  // A name that stands for a value.
  struct Named {
    Sort sort;
    std::string name;
    enum class What { param, let, rule, choice, score, parameter } what;
  };
  // A name that stands for a list: one of the record or a filtered one.
  struct Source {
    std::string name;
    std::size_t list;
  };
  struct Parameter {
    Sort sort;
    bool list;  ///< `list of` that
  };
  struct Function {
    Sort sort;
    std::string name;
    std::vector<Parameter> parameters;
    bool asks_lists;
  };
  // An aggregate that is open.
  struct Scope {
    std::size_t list;
    std::string alias;  ///< empty: its fields go by their bare names
    std::size_t outer;  ///< which enclosing element it may use, kNone for none
  };
  static constexpr std::size_t kNone = SIZE_MAX;

  // --- declarations ---
  void schema();
  GeneratedField field(Sort sort, const std::string& name, bool element);
  Tree record() const;
  std::string field_text(const GeneratedField& f) const;
  void pins();
  void params();
  void sets();
  void lets();
  void rule();
  void choose();
  void function();
  void table();
  void table_function();
  Tree cell(Sort sort);
  void lifecycle();
  void score(std::size_t number);
  Tree line();
  Tree each_line();
  void declare(Tree tree) { declarations_.push_back(std::move(tree)); }
  std::string because(unsigned percent);

  // --- expressions: `depth` is how many operations may still stand in each other ---
  Tree any_of(Sort sort, int depth);
  Tree boolean(int depth);
  Tree number(int depth);
  Tree text(int depth);
  Tree time(int depth);
  Tree duration(int depth);
  Tree leaf(Sort sort);
  std::string literal(Sort sort);
  Tree common(Sort sort, int depth);
  Tree number_call(int depth);
  Tree number_aggregate(int depth);
  Tree element_value(Sort sort, std::string_view question, int depth);
  std::optional<Tree> function_call(Sort sort, int depth);
  std::vector<Source> scalar_sources(Sort sort) const;
  Tree list_argument(Sort sort, int depth);

  // --- tests ---
  Tree test(std::string_view label, int depth);
  Tree compare(int depth);
  Tree between(int depth);
  Tree date(int depth);
  Tree membership(int depth);
  Tree member_set(Sort sort, int depth);
  Tree text_test(int depth);
  Tree word_test(int depth);
  Tree matches(int depth);
  Tree state(int depth);
  Tree unknown(int depth);
  Tree window(int depth);
  Tree calendar_window(int depth);
  Tree connective(int depth);
  Tree block(int depth);
  Tree aggregate(int depth);
  Tree list_test(int depth);
  Tree one_of(int depth);

  // --- lists ---
  struct Opened {
    std::string text;  ///< `events as e1 `
    bool open = false;
  };
  Opened open(bool clock_wanted = false);
  void close() { scopes_.pop_back(); }
  Tree where(int depth);
  std::vector<std::string> fields_of(Sort sort) const;
  std::vector<std::string> names_of(Sort sort) const;

  Tree make(Sort sort, std::string pattern, std::vector<Tree> parts = {}) const {
    return {sort, std::move(pattern), std::move(parts), {}};
  }
  Tree word(Sort sort, std::string text) const { return {sort, std::move(text), {}, {}}; }
  std::string fresh(std::string_view stem) { return std::string(stem) + "_" + std::to_string(++names_); }
  Tree sum_of(Sort sort, std::initializer_list<Tree> parts);

  Random& r_;
  Schema schema_;
  std::vector<Tree> declarations_;
  std::vector<Named> named_;
  std::vector<Source> sources_;
  std::vector<std::pair<Sort, std::string>> sets_;
  std::vector<Scope> scopes_;
  std::vector<Function> functions_;
  bool total_known_ = false;
  bool lists_closed_ = false;  ///< in the body of a function that asks no list
  std::size_t names_ = 0;
};

/// How deep the expressions of outcomes go.
inline constexpr int kDepth = 3;

/// As a record or a function declares it.
[[nodiscard]] std::string_view type_word(Tree::Sort sort);
/// A text as criteria write it.
[[nodiscard]] std::string quoted(std::string_view text);

}  // namespace rubric::test
