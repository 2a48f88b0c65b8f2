#include "lower/batch.hpp"

#include <algorithm>

#include "lower/batch_scope.hpp"

namespace rubric::lower {

namespace {

using bytecode::BatchValue;

constexpr std::uint32_t kForEver = UINT32_MAX;

// What code has to work out: what the rules of the index test, and whatever is not in it.
std::vector<NodeId> values_of(const ir::Program& program, const IndexedRules& indexed) {
  std::vector<NodeId> out = indexed.values;
  for (const ir::Outcome& o : program.outcomes) {
    if (!indexed.has(o.value)) out.push_back(o.value);
  }
  return out;
}

std::vector<std::uint32_t> count_users(const ir::Program& program, const std::vector<NodeId>& values) {
  std::vector<std::uint32_t> users(program.size(), 0);
  for (const NodeId id : values) ++users[id.index];
  for (std::size_t i = users.size(); i > 0; --i) {
    if (users[i - 1] == 0) continue;
    for (const NodeId o : program.operands(NodeId(i - 1))) ++users[o.index];
  }
  return users;
}

/// Registers of one sort, each given to as few values as possible: what is used again stays near.
class Registers {
 public:
  explicit Registers(std::uint32_t values) : last_(values, 0), place_(values, bytecode::kNoBatch) {}

  void used(std::uint32_t value, std::uint32_t at) { last_[value] = std::max(last_[value], at); }
  [[nodiscard]] std::uint32_t place(std::uint32_t value) const { return place_[value]; }
  std::uint32_t take(std::uint32_t value) {
    if (place_[value] != bytecode::kNoBatch) return place_[value];
    if (free_.empty()) return place_[value] = count_++;
    place_[value] = free_.back();
    free_.pop_back();
    return place_[value];
  }
  /// After the instruction at `at` the value may go.
  void leave(std::uint32_t value, std::uint32_t at) {
    if (last_[value] == at) free_.push_back(place_[value]);
  }
  [[nodiscard]] std::uint32_t count() const { return count_; }

 private:
  std::vector<std::uint32_t> last_;
  std::vector<std::uint32_t> place_;
  std::vector<std::uint32_t> free_;
  std::uint32_t count_ = 0;
};

class Allocation {
 public:
  Allocation(Batch& batch, const Scope& leads) : batch_(batch) {
    for (std::size_t k = 0; k < sorts_.size(); ++k) sorts_[k] = Registers(leads.registers[k]);
  }

  void run(const Scope& leads) {
    for (std::uint32_t i = 0; i < batch_.code.size(); ++i) {
      each_operand(batch_.code[i], [&](Registers& r, std::uint32_t& value, bool) { r.used(value, i); });
    }
    each_kept([&](Registers& r, std::uint32_t& value) { r.used(value, kForEver); });
    for (std::uint32_t i = 0; i < batch_.code.size(); ++i) place(batch_.code[i], i);
    each_kept([](const Registers& r, std::uint32_t& value) { value = r.place(value); });
    for (bytecode::Pass& pass : batch_.passes) place_pass(pass);
    batch_.bits = sorts_[0].count() + leads.pass_registers[0];
    batch_.lanes = sorts_[1].count() + leads.pass_registers[1];
    batch_.texts = sorts_[2].count() + leads.pass_registers[2];
  }

 private:
  // Calls `act` with every register that is read when the code has run.
  template <class Act>
  void each_kept(const Act& act) {
    using Where = BatchValue::Where;
    for (auto* const values : {&batch_.outcomes, &batch_.tested}) {
      for (BatchValue& v : *values) {
        const bool own = v.where == Where::bits || v.where == Where::lanes || v.where == Where::texts;
        if (own && (v.index & bytecode::kInputLanes) == 0) act(sorts_[static_cast<std::size_t>(v.where) - 1], v.index);
      }
    }
  }

  Registers* sort(char letter) {
    switch (letter) {
      case 'B':
      case 'b': return sorts_.data();
      case 'L':
      case 'l': return &sorts_[1];
      case 'W': return &sorts_[2];
      default: return nullptr;
    }
  }

  // Calls `act` with every register of the leads that the instruction names, pieces and passes included.
  template <class Act>
  void each_operand(BatchInstruction& i, const Act& act) {
    const bytecode::BatchOpInfo& table = bytecode::info(i.op);
    const auto operand = [&](char letter, std::uint32_t& value, bool defined) {
      Registers* const r = sort(letter);
      if (r != nullptr && (value & bytecode::kInputLanes) == 0) act(*r, value, defined);
    };
    operand(table.a, i.a, false);
    operand(table.b, i.b, false);
    operand(table.c, i.c, false);
    if (table.a == 'P') {
      for (bytecode::Piece::Input& in : batch_.pieces[i.a].inputs) {
        if (in.from != bytecode::Piece::From::column && (in.index & bytecode::kInputLanes) == 0)
          act(sorts_[static_cast<std::size_t>(in.from)], in.index, false);
      }
    }
    if (i.op == BatchOp::run_pass) each_of_pass(batch_.passes[i.a], act);
    operand(table.d, i.d, true);
  }

  template <class Act>
  void each_of_pass(bytecode::Pass& pass, const Act& act) {
    for (BatchInstruction& i : pass.code) {
      const bool owner = i.op == BatchOp::owner_bits || i.op == BatchOp::owner_lanes || i.op == BatchOp::owner_texts;
      if (!owner || (i.a & bytecode::kInputLanes) != 0) continue;
      act(sorts_[i.op == BatchOp::owner_bits ? 0 : i.op == BatchOp::owner_lanes ? 1 : 2], i.a, false);
    }
    for (bytecode::Reduction& r : pass.reductions) {
      act(sorts_[r.what == bytecode::Reduction::What::any ? 0 : 1], r.d, true);
    }
  }

  void place(BatchInstruction& i, std::uint32_t at) {
    std::vector<std::pair<Registers*, std::uint32_t>> gone;
    each_operand(i, [&](Registers& r, std::uint32_t& value, bool) {
      gone.emplace_back(&r, value);
      value = r.take(value);
    });
    std::ranges::sort(gone);
    gone.erase(std::ranges::unique(gone).begin(), gone.end());
    for (const auto& [r, value] : gone) r->leave(value, at);
  }

  // The registers of a pass stand behind those of the leads.
  void place_pass(bytecode::Pass& pass) {
    const auto move = [&](char letter, std::uint32_t& value) {
      if (const Registers* const r = sort(letter); r != nullptr && (value & bytecode::kInputLanes) == 0)
        value += r->count();
    };
    for (BatchInstruction& i : pass.code) {
      const bytecode::BatchOpInfo& table = bytecode::info(i.op);
      const bool owner = i.op == BatchOp::owner_bits || i.op == BatchOp::owner_lanes || i.op == BatchOp::owner_texts;
      move(table.d, i.d);
      if (!owner) move(table.a, i.a);
      move(table.b, i.b);
      move(table.c, i.c);
      if (table.a != 'P') continue;
      for (bytecode::Piece::Input& in : batch_.pieces[i.a].inputs) {
        if (in.from != bytecode::Piece::From::column) move("BLW"[static_cast<std::size_t>(in.from)], in.index);
      }
    }
    for (bytecode::Reduction& r : pass.reductions) {
      move('B', r.condition);
      move('L', r.value);
    }
  }

  Batch& batch_;
  std::array<Registers, 3> sorts_{Registers(0), Registers(0), Registers(0)};
};

BatchValue value_of(Scope& leads, const ir::Program& program, NodeId id) {
  using Where = BatchValue::Where;
  if (leads.is_once(id)) return {Where::once, leads.place(id).index};
  const Kind kind = program[id].type;
  const Where where = kind == Kind::boolean ? Where::bits : kind == Kind::text ? Where::texts : Where::lanes;
  return {where, leads.rows_of(id)};
}

}  // namespace

std::optional<Batch> lower_batch(const ir::Program& program, const IndexedRules& indexed, Pieces& pieces) {
  using Where = BatchValue::Where;
  Batch batch;
  const std::vector<NodeId> values = values_of(program, indexed);
  Common common{program, pieces, batch, count_users(program, values),
                std::vector<std::uint32_t>(program.size(), bytecode::kNoBatch)};
  Scope leads(common, nullptr, std::nullopt);
  for (const NodeId id : values) leads.want(id);
  leads.settle();
  const PieceCode once = pieces.piece(Part::record, leads.once_roots, {});
  batch.once_entry = once.entry;
  for (std::size_t i = 0; i < leads.once_roots.size(); ++i) common.once[leads.once_roots[i].index] = once.results[i];
  leads.emit();
  if (leads.overflows) return std::nullopt;
  for (const ir::Outcome& o : program.outcomes) {
    batch.outcomes.push_back(indexed.has(o.value) ? BatchValue{Where::indexed, indexed.place[o.value.index]}
                                                  : value_of(leads, program, o.value));
  }
  // Texts that come in are asked for where they stand: by their codes, where they have some.
  for (const NodeId id : indexed.values) {
    const bool comes_in = program[id].op == Op::slot && program[id].type == Kind::text;
    batch.tested.push_back(comes_in ? BatchValue{Where::input, common.input({program[id].payload})}
                                    : value_of(leads, program, id));
  }
  batch.code = std::move(leads.code);
  Allocation(batch, leads).run(leads);
  return batch;
}

}  // namespace rubric::lower
