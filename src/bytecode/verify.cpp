#include <fmt/core.h>

#include <algorithm>

#include "bytecode/module.hpp"

namespace rubric::bytecode {

namespace {

bool fits(char letter, Kind kind) {
  switch (letter) {
    case 'b': return kind == Kind::boolean;
    case 'n': return kind == Kind::number;
    case 't': return kind == Kind::text;
    case 'i': return kind == Kind::time;
    case 'd': return kind == Kind::duration;
    case 'p': return kind == Kind::points;
    case 'k': return kind == Kind::time || kind == Kind::duration;
    case 'l': return data::is_list(kind);
    case 'x': return true;
    default: return false;
  }
}

class Verifier {
 public:
  explicit Verifier(const Module& module) : module_(module) {}

  std::vector<std::string> run() {
    if (module_.registers.size() < module_.first_computed()) fault("fewer registers than slots and constants");
    if (module_.code.empty() || module_.code.back().op != Opcode::halt) fault("the code does not end with halt");
    if (module_.spans.size() != module_.code.size()) fault("not one span an instruction");
    if (!faults_.empty()) return std::move(faults_);
    lists_.assign(module_.registers.size(), kNone);
    reached_from_.assign(module_.code.size(), kNone);
    for (std::uint32_t i = 0; i < module_.layout.slots.size(); ++i) lists_[i] = i;
    for (at_ = 0; at_ < module_.code.size(); ++at_) instruction(module_.code[at_]);
    if (!loops_.empty()) fault("a loop without an end");
    for (const auto& loop : module_.loops) {
      for (const std::uint32_t slot : loop) {
        if (slot >= module_.layout.slots.size() || !data::is_list(module_.layout.slots[slot].kind))
          fault("a loop over no list");
      }
    }
    for (const TextTests& t : module_.text_tests) {
      if (t.set >= module_.sets.size() || module_.sets[t.set].kind() != Kind::text)
        fault("a text test without its set");
    }
    for (const Outcome& o : module_.outcomes) outcome(o);
    for (const std::uint32_t r : module_.watched) {
      if (r >= module_.registers.size()) fault("a watched value without a register");
    }
    for (std::string& f : verify_index(module_)) fault(std::move(f));
    return std::move(faults_);
  }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  struct Loop {
    std::uint32_t cursor;
    std::size_t begin;
    std::size_t end;
  };

  void fault(std::string text) { faults_.push_back(std::move(text)); }
  void fault_here(std::string_view text) {
    fault(fmt::format("{} {}: {}", at_, info(module_.code[at_].op).name, text));
  }

  void instruction(const Instruction& i) {
    const OpcodeInfo& table = info(i.op);
    any_.reset();
    if (table.d != '-' && table.d != '#') {
      register_of(table.d, i.d);
      if (i.d < module_.first_computed()) fault_here("writes to a slot or a constant");
      const bool cursor = std::ranges::any_of(loops_, [&](const Loop& l) { return l.cursor == i.d; });
      if (cursor || (i.op == Opcode::move && table.d == 'x' && is_list_register(i.d))) fault_here("writes to a cursor");
    }
    operand(table.a, i.a, i);
    operand(table.b, i.b, i);
    if (faults_.empty()) list_instruction(i);
  }

  // Loops nest, and what a cursor gives is what the list's elements have.
  void list_instruction(const Instruction& i) {
    switch (i.op) {
      case Opcode::each:
        lists_[i.d] = lists_[i.a];
        loops_.push_back({i.d, at_, i.b});
        return;
      case Opcode::advance:
        if (loops_.empty() || loops_.back().cursor != i.a || i.b != loops_.back().begin + 1 ||
            loops_.back().end != at_ + 1) {
          return fault_here("not the end of the loop that it stands in");
        }
        if (const data::Slot* slot = slot_of(i.a); slot == nullptr || i.d != slot->stride())
          fault_here("elements of another size");
        entered_within(loops_.back());
        loops_.pop_back();
        return;
      case Opcode::field: return field(i);
      case Opcode::dated: {
        const std::uint32_t* args = module_.arguments.data() + i.a;
        lists_[i.d] = lists_[args[1]];
        const data::Slot* slot = slot_of(args[1]);
        if (slot == nullptr || slot->kind != Kind::records || args[0] >= slot->element.size() ||
            slot->element[args[0]].kind != Kind::time || args[3] != slot->stride()) {
          fault_here("not a list with that clock");
        }
        return;
      }
      case Opcode::in_list_bool:
      case Opcode::in_list_number:
      case Opcode::in_list_ticks:
      case Opcode::in_list_text:
        if (module_.registers[i.b] != data::list_of(module_.registers[i.a])) fault_here("a list of another kind");
        return;
      default: return;
    }
  }

  // Whoever jumps into a loop has not set its cursor.
  void entered_within(const Loop& loop) {
    for (std::size_t to = loop.begin + 1; to < loop.end; ++to) {
      if (reached_from_[to] != kNone && reached_from_[to] < loop.begin) return fault_here("a jump into the loop");
    }
  }

  [[nodiscard]] bool is_list_register(std::uint32_t index) const {
    return index < module_.registers.size() && data::is_list(module_.registers[index]);
  }

  void field(const Instruction& i) {
    const bool inside = std::ranges::any_of(loops_, [&](const Loop& l) { return l.cursor == i.a; });
    const data::Slot* slot = slot_of(i.a);
    if (!inside || slot == nullptr || i.b >= slot->stride()) return fault_here("no such field here");
    const Kind kind = slot->kind == Kind::records ? slot->element[i.b].kind : data::element_of(slot->kind);
    if (module_.registers[i.d] != kind) fault_here("a field of another kind");
  }

  const data::Slot* slot_of(std::uint32_t list) const {
    return lists_[list] == kNone ? nullptr : &module_.layout.slots[lists_[list]];
  }

  void register_of(char letter, std::uint32_t index) {
    if (index >= module_.registers.size()) return fault_here("register out of range");
    const Kind kind = module_.registers[index];
    if (!fits(letter, kind)) return fault_here(fmt::format("r{} is {}", index, data::name(kind)));
    if (letter == 'x') {
      if (any_ && *any_ != kind) fault_here("registers of two kinds");
      any_ = kind;
    }
  }

  void operand(char letter, std::uint32_t value, const Instruction& i) {
    switch (letter) {
      case '-':
      case ']': return;
      case '#':
        if ((i.op == Opcode::forget || i.op == Opcode::collect || i.op == Opcode::distinct) && value == i.a &&
            value >= module_.collections) {
          fault_here("collection out of range");
        }
        return;
      case '@':
        if (value <= at_ || value >= module_.code.size()) return fault_here("jump not forward");
        if (!loops_.empty() && value > loops_.back().end) fault_here("jump out of more than its loop");
        reached_from_[value] = std::min(reached_from_[value], static_cast<std::uint32_t>(at_));
        return;
      case '<': return;  // with its loop, below
      case '$': {
        if (value >= module_.sets.size()) return fault_here("set out of range");
        const Kind kind = module_.sets[value].kind();
        if (i.a < module_.registers.size() && module_.registers[i.a] != kind) fault_here("set of another kind");
        return;
      }
      case '~':
        if (value >= module_.text_tests.size()) fault_here("text tests out of range");
        return;
      case '/':
        if (value >= module_.patterns.size()) fault_here("pattern out of range");
        return;
      case '[': return arguments(i);
      default: return register_of(letter, value);
    }
  }

  void arguments(const Instruction& i) {
    if (i.a > module_.arguments.size() || i.b > module_.arguments.size() - i.a)
      return fault_here("arguments out of range");
    const std::uint32_t* args = module_.arguments.data() + i.a;
    switch (i.op) {
      case Opcode::at_least:
        if (i.b == 0) return fault_here("no count");
        for (std::uint32_t k = 1; k < i.b; ++k) register_of('b', args[k]);
        return;
      case Opcode::lookup:
      case Opcode::by_member:
      case Opcode::by_range: return lookup(i, args);
      case Opcode::calendar_start:
      case Opcode::calendar_end:
        if (i.b != 3 || args[0] > 4) return fault_here("not a unit, a count and a time");
        register_of('n', args[1]);
        register_of('i', args[2]);
        return;
      case Opcode::dated:
        if (i.b != 4) return fault_here("not a clock, a list, an instant and a size");
        register_of('l', args[1]);
        register_of('i', args[2]);
        return;
      case Opcode::collect_dated:
        if (i.b != 3 || args[0] >= module_.collections) return fault_here("not a collection, a value and a time");
        register_of('n', args[1]);
        register_of('i', args[2]);
        return;
      case Opcode::each_points:
        if (i.b != 6 || args[0] >= module_.collections || (args[1] > 5 && args[1] < 256))
          return fault_here("not a collection and its clauses");
        register_of('i', args[2]);
        register_of('d', args[3]);
        register_of('d', args[4]);
        register_of('n', args[5]);
        return;
      case Opcode::points_sum:
        for (std::uint32_t k = 0; k < i.b; ++k) register_of('p', args[k]);
        return;
      default: return call(i, args);
    }
  }

  void lookup(const Instruction& i, const std::uint32_t* args) {
    if (i.b < 2 || args[0] >= module_.sets.size()) return fault_here("set out of range");
    const data::MemberSet& keys = module_.sets[args[0]];
    const std::size_t others = i.op == Opcode::lookup ? 3 : 4;  // set, key, and values for what is no member or bound
    if (i.b != keys.size() + others) return fault_here("not a value for each key");
    if (i.op != Opcode::lookup && (i.op == Opcode::by_member) != (keys.kind() == Kind::text))
      return fault_here("set of another kind");
    if (args[1] >= module_.registers.size() || module_.registers[args[1]] != keys.kind())
      return fault_here("set of another kind");
    for (std::uint32_t k = 2; k < i.b; ++k) register_of('x', args[k]);
  }

  // The signatures live in builtins/, which this folder does not know; the machine's own table check
  // covers them (vm::Image). Here: the registers exist.
  void call(const Instruction& i, const std::uint32_t* args) {
    if (i.b == 0) return fault_here("no built-in");
    for (std::uint32_t k = 1; k < i.b; ++k) {
      if (args[k] >= module_.registers.size()) fault_here("register out of range");
    }
  }

  void outcome(const Outcome& o) {
    if (module_.kind_of_result(o.value) != o.type) {
      fault(fmt::format("outcome {}: its register is not of its type", o.name));
    }
    for (const Reason& r : o.reasons) {
      if (module_.kind_of_result(r.condition) != Kind::boolean) {
        fault(fmt::format("outcome {}: a reason's condition is not a bool", o.name));
      }
      if (r.text.empty() && r.rule >= module_.outcomes.size()) fault(fmt::format("outcome {}: no such rule", o.name));
      if (r.points && (*r.points >= module_.registers.size() || module_.registers[*r.points] != Kind::points)) {
        fault(fmt::format("outcome {}: a reason's points are not points", o.name));
      }
    }
  }

  const Module& module_;
  std::vector<std::uint32_t> lists_;         // by register: the slot whose elements it gives
  std::vector<Loop> loops_;                  // that the instruction stands in, outermost first
  std::vector<std::uint32_t> reached_from_;  // by instruction: the first one that jumps to it
  std::size_t at_ = 0;
  std::optional<Kind> any_;
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> verify(const Module& module) {
  return Verifier(module).run();
}

}  // namespace rubric::bytecode
