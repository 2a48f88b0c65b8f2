// The reference evaluator: slow, and meant to be. It says what a checked program means on one record
// by walking the nodes as they stand, so that the engine (passes, bytecode, machine) has something to
// agree with that shares nothing with it but the typed program. Every operand is evaluated, every text
// is a std::string, every list a vector, every answer a new value. Never use it to decide leads.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "ir/program.hpp"
#include "support/reference_value.hpp"

namespace rubric::test {

/// What comes of a record, in the form that evaluators are compared in.
struct Decision {
  struct Reason {
    std::uint32_t outcome = 0;
    std::string text;
    std::optional<double> points;
    friend auto operator<=>(const Reason&, const Reason&) = default;
  };

  bool too_long = false;        ///< the record's lists are too long for the program: nothing is decided
  std::vector<Value> values;    ///< one an outcome
  std::vector<Reason> reasons;  ///< sorted by the reference, in the order of the file from the engine

  friend bool operator==(const Decision&, const Decision&) = default;
};

/// How often a built-in was asked with its first, second, third, later argument missing.
struct CallCounts {
  static constexpr std::size_t kArguments = 3;
  std::vector<std::array<std::uint64_t, kArguments>> missing;
};

class Reference {
 public:
  explicit Reference(const ir::Program& program, std::uint64_t visited_elements = 50'000'000)
      : program_(program), visited_elements_(visited_elements) {}

  /// One cell a slot.
  [[nodiscard]] Decision decide(std::span<const data::Cell> cells, std::int64_t as_of);

  CallCounts* calls = nullptr;  ///< counted where it is set

 private:
  using NodeId = ir::NodeId;
  using Op = ir::Op;

  [[nodiscard]] bool too_long(std::span<const data::Cell> cells) const;
  void read(std::span<const data::Cell> cells);
  Value value(NodeId id);
  Value compute(const ir::Node& n);
  Value logic(const ir::Node& n);
  Value at_least(const ir::Node& n);
  Value compare(const ir::Node& n);
  Value arithmetic(const ir::Node& n);
  Value text(const ir::Node& n);
  Value text_any(const ir::Node& n);
  Value in_set(const ir::Node& n);
  Value call(const ir::Node& n);
  Value points(const ir::Node& n);
  Value list(const ir::Node& n);
  Value dated(const ir::Node& n);

  // What an aggregate knows of an element that its condition chose.
  struct Chosen {
    Value value;
    Value time;
  };
  std::vector<Chosen> chosen(const ir::Node& n);
  Value aggregate(const ir::Node& n);
  Value each_points(const ir::Node& n);
  std::vector<Chosen> once_per(const ir::Node& n, std::vector<Chosen> elements);

  void reasons(Decision& out);
  void reasons_of(std::uint32_t owner, std::uint32_t outcome, std::vector<bool>& seen, Decision& out);

  const ir::Program& program_;
  std::uint64_t visited_elements_;
  Time as_of_;
  std::vector<Value> slots_;
  std::vector<std::optional<Value>> known_;  ///< of this record, by node
  std::vector<const Element*> elements_;     ///< the current element of each aggregate round the node
};

}  // namespace rubric::test
