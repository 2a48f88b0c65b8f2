// What `rubric run` makes of some leads on one thread: counts, bytes to write, rows of the table.
#pragma once

#include <optional>
#include <string>

#include "cli/lead_table.hpp"
#include "cli/lead_writer.hpp"
#include "cli/tally.hpp"
#include "engine/part.hpp"

namespace rubric::cli {

/// What is asked for; shared by all threads, and not changed while they work.
struct LeadWishes {
  const engine::Program& program;
  const Answer& answer;
  std::optional<std::uint32_t> only;   ///< the rule that has to be yes for a lead to be written
  const LeadWriter* writer = nullptr;  ///< null: nothing is written
  const LeadTable* table = nullptr;    ///< null: there is none
  const std::string* file = nullptr;   ///< the file at hand, as messages name it
};

class LeadPart : public engine::Part {
 public:
  explicit LeadPart(const LeadWishes& wishes) : wishes_(wishes), counts(wishes.program, wishes.answer) {}

  /// Under `--strict`: throws the Failure for the first invalid value.
  void read(const records::Reader& reader) override;
  void decided(engine::Evaluator& lead, const engine::Place& place) override;
  void decided_block(const vm::BatchMachine& leads) override { written += counts.add(leads); }
  void rejected(const records::Rejection& rejection) override { counts.reject(rejection); }
  void undecided(vm::Status why, const engine::Place& place) override;
  void end(const records::Reader& reader) override { counts.end(reader); }
  [[nodiscard]] std::size_t bytes() const override { return text.size(); }
  /// Forgets all, and keeps the memory.
  void clear();

 private:
  const LeadWishes& wishes_;

 public:
  Counts counts;
  std::string text;
  LeadTable::Rows rows;
  std::uint64_t written = 0;
};

}  // namespace rubric::cli
