#include "bytecode/verify_batch.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rubric::bytecode {

namespace {

class BatchVerifier {
 public:
  explicit BatchVerifier(const Module& module) : module_(module), batch_(*module.batch) {}

  std::vector<std::string> run() {
    entry(batch_.once_entry);
    for (const BatchInput& i : batch_.inputs) input(i);
    for (const TextSource& s : batch_.sources) source(s);
    for (const Piece& p : batch_.pieces) piece(p);
    for (const Pass& p : batch_.passes) pass(p);
    for (const BatchInstruction& i : batch_.code) instruction(i);
    if (batch_.outcomes.size() != module_.outcomes.size()) fault("not one place an outcome");
    for (const BatchValue& v : batch_.outcomes) value(v);
    const auto& fields = module_.index.fields;
    if (batch_.tested.size() != fields.size()) fault("not one place a value of the index");
    for (std::size_t i = 0; i < std::min(fields.size(), batch_.tested.size()); ++i) tested(batch_.tested[i], fields[i]);
    return std::move(faults_);
  }

 private:
  void fault(std::string text) { faults_.push_back("batch: " + std::move(text)); }
  void within(std::size_t index, std::size_t count, const char* what) {
    if (index >= count) fault(fmt::format("{} {} of {}", what, index, count));
  }
  void scalar(std::uint32_t index) { within(index, module_.registers.size(), "register"); }
  void entry(std::uint32_t at) { within(at, module_.code.size(), "entry"); }
  void lanes(std::uint32_t index) {
    if ((index & kInputLanes) != 0) {
      within(index & ~kInputLanes, batch_.inputs.size(), "input");
    } else {
      within(index, batch_.lanes, "lanes");
    }
  }

  void input(const BatchInput& i) {
    if (i.slot >= module_.layout.slots.size()) return fault("an input without its slot");
    const data::Slot& slot = module_.layout.slots[i.slot];
    if (i.field != kNoBatch) within(i.field, slot.stride(), "field");
  }

  void source(const TextSource& s) {
    input(s.from);
    scalar(s.text);
    entry(s.entry);
    entry(s.probe_entry);
    for (const std::uint32_t r : s.probes) scalar(r);
    for (const BlockTest& t : s.tests) within(t.answer, s.answers, "answer");
    if (s.answers > 0 && (s.answers >= 32 || (s.members.size() + 2) << s.answers > kMostPlaces))
      fault("a text with too many answers");
    for (const TextSource::Output& o : s.outputs) {
      if (o.registers.empty()) fault("an output of a text without a register");
      for (const std::uint32_t r : o.registers) scalar(r);
    }
  }

  void piece(const Piece& p) {
    entry(p.entry);
    scalar(p.result);
    for (const Piece::Input& i : p.inputs) {
      scalar(i.scalar);
      switch (i.from) {
        case Piece::From::bits: within(i.index, batch_.bits, "bits"); break;
        case Piece::From::lanes: lanes(i.index); break;
        case Piece::From::texts: within(i.index, batch_.texts, "texts"); break;
        case Piece::From::column: within(i.index, batch_.inputs.size(), "input"); break;
      }
    }
  }

  void pass(const Pass& p) {
    if (p.slot >= module_.layout.slots.size() || !data::is_list(module_.layout.slots[p.slot].kind))
      return fault("a pass over no list");
    if (p.clock) {
      within(*p.clock, module_.layout.slots[p.slot].element.size(), "clock");
      scalar(p.until);
    }
    for (const BatchInstruction& i : p.code) {
      instruction(i);
      if (i.op == BatchOp::run_pass) fault("a pass within a pass");
    }
    for (const Reduction& r : p.reductions) {
      within(r.condition, batch_.bits, "bits");
      if (r.what == Reduction::What::any) {
        within(r.d, batch_.bits, "bits");
      } else {
        within(r.d, batch_.lanes, "lanes");
        if (r.what != Reduction::What::count) lanes(r.value);
      }
    }
  }

  void instruction(const BatchInstruction& i) {
    const BatchOpInfo& table = info(i.op);
    operand(table.d, i.d);
    operand(table.a, i.a);
    operand(table.b, i.b);
    operand(table.c, i.c);
    if ((table.d == 'L' || table.d == 'l') && (i.d & kInputLanes) != 0) fault("writes to a column");
    if (table.a == 'X' && i.a < batch_.sources.size()) within(i.b, batch_.sources[i.a].outputs.size(), "output");
    if (i.op == BatchOp::add_by_number && i.b < batch_.ranges.size() &&
        batch_.ranges[i.b].more.size() != batch_.ranges[i.b].numbers.size())
      fault("not one step a bound");
    if (i.op == BatchOp::add_by_ticks && i.b < batch_.ranges.size() &&
        batch_.ranges[i.b].more.size() != batch_.ranges[i.b].ticks.size())
      fault("not one step a bound");
    if (i.op == BatchOp::column_bits || i.op == BatchOp::column_texts) within(i.a, batch_.inputs.size(), "input");
  }

  void operand(char letter, std::uint32_t index) {
    switch (letter) {
      case 'B':
      case 'b': return within(index, batch_.bits, "bits");
      case 'L':
      case 'l': return lanes(index);
      case 'W': return within(index, batch_.texts, "texts");
      case 'S': return scalar(index);
      case 'X': return within(index, batch_.sources.size(), "text source");
      case 'P': return within(index, batch_.pieces.size(), "piece");
      case 'A': return within(index, batch_.passes.size(), "pass");
      case 'R': return within(index, batch_.ranges.size(), "ranges");
      default: return;
    }
  }

  void value(const BatchValue& v) {
    switch (v.where) {
      case BatchValue::Where::once: return scalar(v.index);
      case BatchValue::Where::bits: return within(v.index, batch_.bits, "bits");
      case BatchValue::Where::lanes: return lanes(v.index);
      case BatchValue::Where::texts: return within(v.index, batch_.texts, "texts");
      case BatchValue::Where::input: return within(v.index, batch_.inputs.size(), "input");
      case BatchValue::Where::indexed:
        within(v.index, module_.index.owner.size(), "value of the index");
        if (v.index < module_.index.owner.size() && module_.index.owner[v.index] == RuleIndex::kNone)
          fault("an outcome that no rule of the index is");
        return;
    }
  }

  void tested(const BatchValue& v, const IndexedField& field) {
    value(v);
    scalar(field.value);
    if (v.where == BatchValue::Where::once || field.value >= module_.registers.size()) return;
    using Where = BatchValue::Where;
    const Kind kind = module_.registers[field.value];
    const bool text = v.where == Where::texts || (v.where == Where::input && is_text_column(v.index));
    if (kind == Kind::boolean ? v.where != Where::bits : kind == Kind::text ? !text : v.where != Where::lanes)
      fault("a value of the index that stands among others");
  }

  [[nodiscard]] bool is_text_column(std::uint32_t input) const {
    return input < batch_.inputs.size() && batch_.inputs[input].field == kNoBatch &&
           batch_.inputs[input].slot < module_.layout.slots.size() &&
           module_.layout.slots[batch_.inputs[input].slot].kind == Kind::text;
  }

  const Module& module_;
  const Batch& batch_;
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> verify_batch(const Module& module) {
  return BatchVerifier(module).run();
}

}  // namespace rubric::bytecode
