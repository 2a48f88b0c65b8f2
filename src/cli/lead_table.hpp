// The first leads of a run, kept for a table that is laid out when all is counted.
#pragma once

#include <cstdint>
#include <string>

#include "cli/answer.hpp"
#include "cli/lead_writer.hpp"
#include "cli/table_layout.hpp"

namespace rubric::cli {

class LeadTable : public LeadWriter {
 public:
  /// Keeps the first `limit` leads.
  LeadTable(const engine::Program& program, const Answer& answer, std::size_t limit);

  void lead(engine::Evaluator& evaluator, std::uint64_t record) override;

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
};

}  // namespace rubric::cli
