// The classes that tests cut a value into, and what each test says of each class.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bytecode/rule_index.hpp"
#include "ir/program.hpp"

namespace rubric::lower {

using bytecode::Classes;
using bytecode::ClassTest;

[[nodiscard]] ClassTest negated(const ClassTest& test, std::uint32_t classes);
[[nodiscard]] ClassTest both(const ClassTest& a, const ClassTest& b);

/// The tests are those of TestedValues::of(test) == value. The program must outlive it.
class ValueClasses {
 public:
  ValueClasses(const ir::Program& program, ir::NodeId value, std::span<const ir::NodeId> tests);

  /// All but the register and the sets.
  [[nodiscard]] const bytecode::IndexedField& field() const { return field_; }
  [[nodiscard]] ClassTest test(ir::NodeId id) const;

 private:
  void find(ir::NodeId id);
  void find_set(std::uint32_t number);
  void find_comparison(const ir::Node& n);
  std::uint32_t find_text(std::string_view text);
  void cut_texts();
  [[nodiscard]] Classes of_set(std::uint32_t number) const;
  [[nodiscard]] Classes of_comparison(const ir::Node& n) const;
  [[nodiscard]] ClassTest of_default(const ir::Node& n) const;

  const ir::Program& program_;
  ir::NodeId value_;
  bytecode::IndexedField field_;
  /// Of texts: each that is asked for, and the questions that it is an answer to, by their numbers.
  std::unordered_map<std::string_view, std::uint32_t> texts_;
  std::vector<std::vector<std::uint32_t>> asked_by_;
  std::vector<std::uint32_t> class_of_;
  /// By set: which of the texts its members are.
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> members_;
  std::uint32_t questions_ = 0;
};

}  // namespace rubric::lower
