// The first leads of a run, kept for a table that is laid out when all is counted.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/answer.hpp"
#include "cli/table_layout.hpp"

namespace rubric::cli {

class LeadTable {
 public:
  /// Keeps the first `limit` leads.
  LeadTable(const engine::Program& program, const Answer& answer, std::size_t limit);

  /// Of some leads that stand one behind the other: as many rows as the table may still want.
  struct Rows {
    std::uint64_t seen = 0;
    std::vector<TableRow> rows;
  };
  /// What the evaluator has just decided. Any thread may call it, with rows of its own.
  void lead(Rows& rows, engine::Evaluator& evaluator, std::uint64_t record) const;
  /// The next leads; takes the rows away.
  void add(Rows& rows);

  /// The table, and below it what it does not show. Empty when there are no rows.
  [[nodiscard]] std::string text(unsigned width, bool colour) const;

 private:
  void add_column(std::string heading, bool right, bool shrinks);

  const engine::Program& program_;
  const Answer& answer_;
  std::size_t limit_;
  std::uint64_t seen_ = 0;
  std::vector<std::uint32_t> order_;  // outcomes, beside the columns behind the fields
  std::vector<TableColumn> columns_;
  std::vector<TableRow> rows_;
  std::atomic<bool> full_ = false;  // no more rows are needed: saves making them
};

}  // namespace rubric::cli
