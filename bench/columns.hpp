// Rubric over columns: the batch machine, and leads as a host would hold them that keeps its leads in columns.
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "answer.hpp"
#include "counter.hpp"
#include "data.hpp"
#include "engine/engine.hpp"
#include "records/chunk.hpp"
#include "vm/batch.hpp"

namespace rubric::bench {

/// The columns of a layout over a dataset: texts that repeat as numbers of a dictionary, e-mail addresses as they are.
class LeadColumns {
 public:
  LeadColumns(const data::Layout& layout, const Dataset& data);
  [[nodiscard]] const data::Columns& columns() const { return columns_; }

 private:
  void bind(const data::Slot& slot, data::Column& column, const Dataset& data);
  void bind_events(const data::Slot& slot, data::Column& column, const Columns& columns);
  void code(data::Column& column, const Dictionary& dictionary, const std::vector<std::uint32_t>& codes);

  data::Columns columns_;
  std::deque<data::TextDictionary> dictionaries_;
  std::deque<Dictionary> words_;
  std::deque<std::vector<std::uint32_t>> codes_;
  std::deque<std::vector<double>> numbers_;
  std::deque<std::vector<data::TextRef>> texts_;
};

class ColumnMachine {
 public:
  ColumnMachine(std::shared_ptr<const engine::Program> program, const Dataset& data);
  [[nodiscard]] Answer answer(std::size_t rows);

 private:
  std::shared_ptr<const engine::Program> program_;
  LeadColumns columns_;
  vm::BatchMachine machine_;
  Counter counter_;
};

/// Decoded leads, one by one, gathered into columns and decided a block at a time: what stands behind a reader.
class GatheringMachine {
 public:
  GatheringMachine(std::shared_ptr<const engine::Program> program, const Dataset& data);
  [[nodiscard]] Answer answer(std::size_t leads);

 private:
  void decide();

  std::shared_ptr<const engine::Program> program_;
  const Dataset& data_;
  struct Bound {
    std::size_t slot;
    std::size_t field;
  };
  std::vector<Bound> texts_;
  std::vector<Bound> numbers_;
  std::vector<std::size_t> ids_;  // slots
  std::vector<data::Cell> cells_;
  records::Chunk chunk_;
  vm::BatchMachine machine_;
  Counter counter_;
};

}  // namespace rubric::bench
