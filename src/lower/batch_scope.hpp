// Batch code for the rows of one sort: the leads, or the elements of one list.
//
// A node is computed once (nothing in it changes from row to row), by the text that it alone depends on, by an
// instruction over whole blocks, or row by row in one-record code. `want` says what is needed, users before what
// they use; `emit` then writes the code, in the order of the nodes.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "bytecode/batch.hpp"
#include "ir/program.hpp"
#include "lower/pieces.hpp"

namespace rubric::lower {

using bytecode::Batch;
using bytecode::BatchInput;
using bytecode::BatchInstruction;
using bytecode::BatchOp;
using ir::Kind;
using ir::Node;
using ir::NodeId;
using ir::Op;

/// Where a node's value stands in batch code.
struct Place {
  enum class Where : std::uint8_t { nowhere, once, bits, lanes, texts };
  Where where = Where::nowhere;
  std::uint32_t index = 0;
};

/// What is common to all rows: filled by the leads' scope, read by the passes over elements.
struct Common {
  const ir::Program& program;
  Pieces& pieces;
  Batch& batch;
  std::vector<std::uint32_t> users;  ///< how many nodes (and outcomes) use a node
  std::vector<std::uint32_t> once;   ///< registers of nodes that are the same for all rows; kNoBatch for others

  [[nodiscard]] const Node& node(NodeId id) const { return program[id]; }
  std::uint32_t input(BatchInput wanted);
};

class Scope {
 public:
  /// What a node depends on.
  static constexpr std::int64_t kNothing = -1;  ///< constants alone
  static constexpr std::int64_t kOnce = -2;     ///< the instant
  static constexpr std::int64_t kRows = -3;     ///< more than one text
  // From 0 on: this slot or field alone, a text.

  /// `list`: the slot whose elements are the rows; none for the leads. `leads` is null for the leads themselves.
  Scope(Common& common, Scope* leads, std::optional<std::uint32_t> list);

  /// The node's value will be asked for by `place`. Call for users before what they use is emitted.
  void want(NodeId id);
  /// Settles everything below what is wanted; of the leads, tells what is to be computed once.
  void settle();
  /// Emits all that is wanted, aggregates by `aggregate`.
  void emit();

  [[nodiscard]] std::int64_t depends(NodeId id) const { return depends_[id.index]; }
  [[nodiscard]] bool is_once(NodeId id) const { return depends(id) == kNothing || depends(id) == kOnce; }
  /// Of a node that was emitted, or that needs no code.
  [[nodiscard]] Place place(NodeId id) const;
  /// The register with its value for every row, of the sort that its type needs.
  std::uint32_t rows_of(NodeId id);

  std::vector<BatchInstruction> code;
  std::vector<std::uint32_t> sources;             ///< text sources that belong here
  std::vector<NodeId> once_roots;                 ///< of the leads: what is to be computed once
  std::array<std::uint32_t, 3> registers{};       ///< bits, lanes, texts: how many were used, none of them twice
  std::array<std::uint32_t, 3> pass_registers{};  ///< the most that a pass used
  bool overflows = false;                         ///< a sum of points may grow beyond 64 bits

 private:
  void find_dependence(NodeId id);
  [[nodiscard]] bool of_rows(NodeId id) const;
  [[nodiscard]] bool is_input(NodeId id) const;
  [[nodiscard]] bool in_source(NodeId id) const;
  [[nodiscard]] bool has_instruction(NodeId id) const;
  [[nodiscard]] bool can_reduce(NodeId id) const;
  [[nodiscard]] bool by_rows(NodeId id) const;
  [[nodiscard]] bool within_piece(NodeId id) const;
  [[nodiscard]] bool is_line_of_sum(NodeId id) const;
  [[nodiscard]] std::vector<NodeId> inputs_of_piece(NodeId root) const;
  [[nodiscard]] std::vector<NodeId> closed_below(NodeId aggregate) const;
  void want_below(NodeId id);
  void want_of_sum(NodeId sum);

  std::uint32_t fresh(Place::Where where) { return registers[static_cast<std::size_t>(where) - 2]++; }
  std::uint32_t put(BatchOp op, Place::Where where, std::uint32_t a = 0, std::uint32_t b = 0, std::uint32_t c = 0);
  void set(NodeId id, Place::Where where, std::uint32_t index) { places_[id.index] = {where, index}; }

  [[nodiscard]] std::uint32_t input_of(NodeId id);
  void emit_node(NodeId id);
  void emit_operation(NodeId id);
  void emit_piece(NodeId id, BatchOp guarded = BatchOp::rows_bits, std::uint32_t guard = 0);
  void compare(NodeId id, BatchOp lanes, BatchOp once_second, BatchOp once_first);
  void connective(NodeId id, BatchOp op, BatchOp guarded);
  void choose(NodeId id);
  void fallback(NodeId id);
  void missing(NodeId id);
  void sum(NodeId id);
  void add_line(std::uint32_t d, NodeId line);
  void add_ranges(std::uint32_t d, NodeId id);
  void bound(NodeId id);
  void pass(NodeId first);
  void reduce(NodeId aggregate, Scope& elements, bytecode::Pass& into);

  [[nodiscard]] std::uint32_t source_of(std::int64_t depends);
  std::uint32_t output_of(std::uint32_t source, std::vector<NodeId> nodes);
  [[nodiscard]] std::vector<bytecode::BlockTest> block_tests(NodeId id) const;
  [[nodiscard]] bool ask_by_block(bytecode::TextSource& source, NodeId id) const;
  void finish_source(std::uint32_t source);

  Common& common_;
  Scope* leads_;
  std::optional<std::uint32_t> list_;
  std::vector<std::int64_t> depends_;
  bool reads_leads_ = false;
  std::vector<bool> wanted_;
  std::vector<bool> deferred_;  ///< pieces that their `and` or `or` emits, behind a guard
  std::vector<Place> places_;
  std::vector<std::uint32_t> filled_;     ///< values that are the same for all rows, spread over rows: their register
  std::map<std::int64_t, NodeId> texts_;  ///< the node of each field that is a text, of the elements
  std::map<std::int64_t, std::uint32_t> source_by_;  ///< by what it depends on
  std::map<std::pair<std::uint32_t, std::vector<NodeId>>, std::uint32_t> outputs_;
};

[[nodiscard]] constexpr bool is_ticks(Kind kind) {
  return kind == Kind::time || kind == Kind::duration;
}
[[nodiscard]] constexpr bool is_scalar(Kind kind) {
  return !data::is_list(kind);
}

/// The largest that a node of points can be in size, in billionths; infinite where nothing is known.
[[nodiscard]] double most_points(const ir::Program& program, NodeId id);

}  // namespace rubric::lower
