#include "engine/in_columns.hpp"

#include <algorithm>

namespace rubric::engine {

namespace {

// Texts and elements that a block holds, beside its rows: so that long records do not make it large.
constexpr std::size_t kMostBytes = 1U << 20U;
constexpr std::size_t kMostRejected = 256;
// Instructions for one record, from which on a program with lists is quicker in columns: as measured, about.
constexpr std::size_t kManyForLists = 100;

}  // namespace

bool pays_in_columns(const Program& program) {
  const bytecode::Module& module = program.module();
  if (!module.batch) return false;
  const auto is_list = [](const data::Slot& slot) { return data::is_list(slot.kind); };
  const auto halt = std::ranges::find(module.code, bytecode::Opcode::halt, &bytecode::Instruction::op);
  return std::ranges::none_of(module.layout.slots, is_list) ||
         static_cast<std::size_t>(halt - module.code.begin()) >= kManyForLists;
}

InColumns::InColumns(std::shared_ptr<const Program> program)
    : program_(std::move(program)), chunk_(program_->layout()), machine_(program_->image()) {
  for (const data::Slot& slot : program_->layout().slots) cells_.push_back(data::missing_cell(slot.kind));
  places_.reserve(vm::kRows);
}

void InColumns::add(const Place& place, std::int64_t as_of, Part& part) {
  chunk_.add(cells_);
  places_.push_back(place);
  flush_if_full(as_of, part);
}

std::size_t InColumns::gather(records::Reader& reader, std::size_t most, std::int64_t as_of, Part& part) {
  const std::size_t count = reader.gather(chunk_, std::min(most, vm::kRows - chunk_.rows()));
  for (std::size_t i = count; i > 0; --i) places_.push_back({reader.record_number() - i + 1, reader.line() - i + 1});
  if (count > 0) flush_if_full(as_of, part);
  return count;
}

void InColumns::flush_if_full(std::int64_t as_of, Part& part) {
  if (chunk_.rows() == vm::kRows || chunk_.bytes() >= kMostBytes || rejected_.size() >= kMostRejected)
    flush(as_of, part);
}

void InColumns::reject(const records::Rejection& rejection) {
  rejected_.push_back({chunk_.rows(), rejection});
}

void InColumns::flush(std::int64_t as_of, Part& part) {
  std::size_t next = 0;
  const auto reject_before = [&](std::size_t row) {
    for (; next < rejected_.size() && rejected_[next].row <= row; ++next) part.rejected(rejected_[next].why);
  };
  if (chunk_.rows() > 0) {
    machine_.run(chunk_.columns(), 0, chunk_.rows(), as_of);
    part.decided_block(machine_);
    for (std::size_t row = 0; row < machine_.rows() && !machine_.all_decided(); ++row) {
      reject_before(row);
      if (machine_.status(row) != vm::Status::decided) part.undecided(machine_.status(row), places_[row]);
    }
  }
  reject_before(chunk_.rows());
  chunk_.clear();
  places_.clear();
  rejected_.clear();
}

}  // namespace rubric::engine
