// The limits: each workload written by hand in C++, for that one workload and nothing else.
//
// They are what Rubric is measured against. They must give the same answers (see agreement.hpp) and keep the
// same promises as far as a note beside them does not say otherwise. They are compiled for the machines that
// Rubric is shipped for; where it pays, also for newer ones, chosen when the program starts.
#pragma once

#include <span>
#include <string>

#include "answer.hpp"
#include "data.hpp"
#include "rules.hpp"

namespace rubric::bench::limits {

enum class Workload : std::uint8_t { w1, w2, w3 };

/// Whether `unknown` is told apart from `no`. Where it need not be, a limit is quicker.
enum class Unknowns : bool { together, apart };

/// Chunks of typed columns, as the compiler vectorises them.
[[nodiscard]] Answer columns(Workload workload, const Columns& columns, Unknowns unknowns);

/// One decoded record after the other.
[[nodiscard]] Answer record_by_record(Workload workload, std::span<const Record> records, Unknowns unknowns);

/// A file of JSON lines; every record is read to its end and checked whole. Throws std::runtime_error.
[[nodiscard]] Answer json_lines(Workload workload, const std::string& path);

/// A CSV file; only W1 and W2, since CSV has no events. Throws std::runtime_error.
[[nodiscard]] Answer csv(Workload workload, const std::string& path);

/// W4 over columns: each different test once a chunk, rules as operations on bits. Any shape.
class ChunkedRules {
 public:
  explicit ChunkedRules(const RuleSet& rules);
  [[nodiscard]] Answer answer(const Columns& columns, std::size_t size, Unknowns unknowns) const;

 private:
  RuleSet rules_;
};

/// W4 a record at a time: for each field and class of its values, the rules that it does not rule out.
/// Conjunctions only.
class IndexedRules {
 public:
  /// One set of rules a field; rules ask about three texts and eight numbers.
  using Sets = std::array<const std::uint64_t*, 11>;

  explicit IndexedRules(const RuleSet& rules);
  [[nodiscard]] Answer answer(const Columns& columns, std::size_t size, Unknowns unknowns) const;

 private:
  struct Field {
    bool of_text = false;
    std::size_t number = 0;          ///< of the TextField or the NumberField
    std::vector<std::int64_t> cuts;  ///< where the next class of a number begins
    std::vector<std::uint64_t> yes;  ///< words_ words a class
    std::vector<std::uint64_t> maybe;
  };
  [[nodiscard]] std::size_t class_of(const Field& field, const Columns& columns, std::size_t row) const;
  void fill(Field& field, const RuleSet& rules);

  std::size_t rule_count_;
  std::size_t words_;
  std::vector<Field> fields_;
};

}  // namespace rubric::bench::limits
