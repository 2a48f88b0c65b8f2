// The machine: one record at a time.
//
// A verified module goes in once, then records: the caller fills the slots, runs, and reads the
// registers of the outcomes. Nothing is looked up by name and nothing is checked again.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "builtins/pattern.hpp"
#include "bytecode/module.hpp"
#include "data/arena.hpp"
#include "vm/lists.hpp"
#include "vm/row_code.hpp"
#include "vm/rule_index.hpp"

namespace rubric::vm {

/// A module made ready: verified, its patterns compiled. Immutable; share it between threads.
class Image {
 public:
  /// The faults of the module, should there be any, are a defect of the compiler: `image` is null then.
  struct Loaded {
    std::shared_ptr<const Image> image;
    std::vector<std::string> faults;
  };
  [[nodiscard]] static Loaded load(bytecode::Module module);

  [[nodiscard]] const bytecode::Module& module() const { return module_; }

 private:
  friend class Machine;
  explicit Image(bytecode::Module module) : module_(std::move(module)) {}

  bytecode::Module module_;
  std::vector<builtins::Pattern> patterns_;
  RowCode row_code_;
};

struct Limits {
  std::size_t scratch_bytes = 16U << 20U;       ///< texts and lists built while one record is decided
  std::uint64_t visited_elements = 50'000'000;  ///< list elements, counted from the program and the lists' lengths
};

enum class Status : std::uint8_t {
  decided,
  scratch_limit,  ///< the record needs more scratch memory than the limit: it is not decided
  fuel_limit,     ///< its lists are too long for the program's loops: it is not decided
};

/// Not thread-safe: one a thread. Does not allocate once warm.
class Machine {
 public:
  explicit Machine(std::shared_ptr<const Image> image, const Limits& limits = {});

  /// The record's cells, in the order of the layout; every one must be set before each run.
  [[nodiscard]] std::span<data::Cell> slots() {
    return std::span(registers_).first(image_->module().layout.slots.size());
  }

  /// `as_of` in microseconds. Results hold until the next run.
  Status run(std::int64_t as_of);

  /// A result of the module: a register, or a value of its index.
  [[nodiscard]] const data::Cell& value(std::uint32_t result) const {
    return (result & bytecode::kIndexed) == 0 ? registers_[result] : indexed(result & ~bytecode::kIndexed);
  }
  /// Of the rules of the index; null where the module has none.
  [[nodiscard]] const IndexVerdicts* index() const { return index_ ? &*index_ : nullptr; }
  [[nodiscard]] const bytecode::Module& module() const { return image_->module(); }

  // For the batch machine, which runs pieces of the code by themselves: it gives back the scratch memory, fills any
  // register, and runs from any entry that the module names.
  void begin() { arena_.reset(); }
  [[nodiscard]] data::Cell& cell(std::uint32_t index) { return registers_[index]; }
  [[nodiscard]] const data::Cell* registers() const { return registers_.data(); }
  void run_piece(std::uint32_t entry) { execute(entry); }
  [[nodiscard]] bool exhausted() const { return arena_.exhausted(); }
  [[nodiscard]] data::Arena& arena() { return arena_; }

 private:
  [[nodiscard]] const data::Cell& indexed(std::size_t place) const;
  void execute(std::uint32_t entry);
  [[nodiscard]] bool within_fuel() const;

  std::shared_ptr<const Image> image_;
  Limits limits_;
  std::vector<data::Cell> registers_;
  data::Arena arena_;
  std::vector<data::Cell> call_arguments_;
  std::vector<Collection> collections_;
  std::optional<IndexVerdicts> index_;
};

}  // namespace rubric::vm
