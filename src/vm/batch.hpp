// The batch machine: many leads at a time, column by column.
//
// It runs Module::batch, whose meaning is that of the code for one record. What it cannot do within its means
// (a sum beyond 64 bits, more scratch memory or list elements than a record may take) it gives to the one-record
// machine, block by block, so that every record has the same decision or the same refusal on both.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "data/columns.hpp"
#include "vm/block.hpp"
#include "vm/machine.hpp"
#include "vm/rule_columns.hpp"
#include "vm/text_classes.hpp"

namespace rubric::vm {

/// Not thread-safe: one a thread. Does not allocate once warm.
class BatchMachine {
 public:
  explicit BatchMachine(std::shared_ptr<const Image> image, const Limits& limits = {});

  /// Decides rows `first` on, `count` of them, at most kRows. The columns are those of the layout, and must hold
  /// until the next call. `as_of` in microseconds. Results hold until the next run.
  void run(const data::Columns& columns, std::size_t first, std::size_t count, std::int64_t as_of);

  [[nodiscard]] std::size_t rows() const { return count_; }
  /// Whether the row was decided, or which limit it is past.
  [[nodiscard]] Status status(std::size_t row) const { return by_rows_ ? status_[row] : Status::decided; }
  [[nodiscard]] bool all_decided() const { return all_decided_; }
  /// What the one-record machine would say, of the outcome's type. Of rows that were decided.
  [[nodiscard]] data::Cell value(std::size_t outcome, std::size_t row) const;
  /// Of a rule: a bit a row; behind the last row they mean nothing.
  void verdicts(std::size_t outcome, Bits& out) const;
  /// Adds to `sums`, one an outcome, what the rules say of the rows that were decided.
  void count(std::span<Verdicts> sums) const;
  /// Of a number, for each row.
  void numbers(std::size_t outcome, double* out) const;

  [[nodiscard]] const bytecode::Module& module() const { return image_->module(); }

 private:
  void bind_inputs();
  [[nodiscard]] bool within_fuel() const;
  void start(std::int64_t as_of);
  void decide_by_rows(std::int64_t as_of);
  void decide_row(std::size_t row, std::int64_t as_of);
  void keep_outcomes(std::size_t row);
  void ask_rules();
  void take_tested(std::size_t field);

  void run_code(const std::vector<bytecode::BatchInstruction>& code, std::size_t rows);
  void run_other(const bytecode::BatchInstruction& i, std::size_t rows);
  void run_piece_rows(const bytecode::BatchInstruction& i, std::size_t rows);
  void fill_piece(const bytecode::Piece& piece, std::size_t row);
  void run_pass(const bytecode::Pass& pass);
  void start_reductions(const bytecode::Pass& pass);
  void finish_reductions(const bytecode::Pass& pass);
  void reduce(const bytecode::Pass& pass, std::size_t which, const RowBits& shown, const std::uint32_t* offsets);
  void owners(const std::uint32_t* offsets, std::size_t begin, std::size_t count);
  TextClasses& classes(std::uint32_t source, std::size_t rows);

  [[nodiscard]] const data::Column& column_of(const bytecode::BatchInput& input) const;
  [[nodiscard]] data::Cell cell_of(const data::Column& column, data::Kind kind, std::size_t row) const;
  [[nodiscard]] data::Cell list_cell(const data::Column& column, const data::Slot& slot, std::size_t row,
                                     std::vector<data::Cell>& cells) const;
  [[nodiscard]] const Lane* lanes(std::uint32_t operand) const {
    return (operand & bytecode::kInputLanes) != 0 ? inputs_[operand & ~bytecode::kInputLanes]
                                                  : lanes_.data() + std::size_t{operand} * kRows;
  }
  [[nodiscard]] const Lane* lead_lanes(std::uint32_t operand) const;
  [[nodiscard]] Lane* own_lanes(std::uint32_t index) { return lanes_.data() + std::size_t{index} * kRows; }
  [[nodiscard]] data::TextRef* texts(std::uint32_t index) { return texts_.data() + std::size_t{index} * kRows; }

  std::shared_ptr<const Image> image_;
  Limits limits_;
  Machine machine_;        ///< for pieces, what is the same for all rows, and whole records
  Machine text_machine_;   ///< for texts: what the pieces made of a block stays
  bytecode::Batch alone_;  ///< of a module without batch code: only places for the outcomes
  const bytecode::Batch* batch_;
  bool rows_only_ = false;
  std::optional<RuleColumns> rules_;        ///< of the index, where there is one
  std::vector<std::uint32_t> other_rules_;  ///< the outcomes that are rules outside of it
  std::vector<std::uint32_t> row_classes_;  ///< by field of the index, where rows were decided one by one: of each row
  std::vector<TextClasses> classes_;
  std::vector<std::uint64_t> taken_;  ///< by source: the stretch of rows whose texts it has
  std::uint64_t stretch_ = 0;         ///< of the rows at hand
  std::uint64_t stretches_ = 0;
  std::vector<Bits> bits_;
  std::vector<std::int64_t> lanes_;
  std::vector<data::TextRef> texts_;
  std::vector<const std::int64_t*> inputs_;
  std::vector<const std::int64_t*> lead_inputs_;     ///< the leads' while elements are the rows
  std::vector<std::vector<std::int64_t>> padded_;    ///< by input: the last rows, where there are fewer than a block
  std::vector<std::vector<data::Cell>> list_cells_;  ///< by slot
  std::vector<std::vector<double>> counts_;          ///< by reduction: of an average
  std::array<std::uint16_t, kRows> owner_{};         ///< of each element at hand: the row of its lead
  std::size_t lead_ = 0;                             ///< of the first element at hand
  data::Arena kept_{std::size_t{1} << 40U};          ///< texts of outcomes, where the one-record machine made them
  const data::Columns* columns_ = nullptr;
  const bytecode::Pass* pass_ = nullptr;  ///< whose elements are the rows; null: the leads are
  std::size_t first_ = 0;                 ///< of the rows at hand in their column
  std::size_t lead_first_ = 0;
  std::size_t count_ = 0;
  bool failed_ = false;
  bool by_rows_ = false;
  RowBits decided_{};
  bool all_decided_ = true;
  std::vector<Status> status_;
};

}  // namespace rubric::vm
