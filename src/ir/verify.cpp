#include <fmt/core.h>

#include "ir/program.hpp"

namespace rubric::ir {

namespace {

bool fits(char letter, Kind kind) {
  switch (letter) {
    case 'b': return kind == Kind::boolean;
    case 'n': return kind == Kind::number;
    case 't': return kind == Kind::text;
    case 'i': return kind == Kind::time;
    case 'd': return kind == Kind::duration;
    case 'p': return kind == Kind::points;
    case 'l': return data::is_list(kind);
    default: return true;
  }
}

class Verifier {
 public:
  explicit Verifier(const Program& program) : program_(program) {}

  std::vector<std::string> run() {
    for (std::size_t i = 0; i < program_.size(); ++i) node(NodeId(i));
    for (const Outcome& o : program_.outcomes) {
      if (!o.value.valid() || o.value.index >= program_.size()) {
        fault(fmt::format("outcome {} has no value", o.name));
      } else if (program_[o.value].open != 0) {
        fault(fmt::format("outcome {} speaks of an element", o.name));
      }
    }
    for (const NodeId id : program_.watched) {
      if (!id.valid() || id.index >= program_.size() || program_[id].open != 0) fault("a watched value stands nowhere");
    }
    return std::move(faults_);
  }

 private:
  void fault(std::string text) { faults_.push_back(std::move(text)); }

  void node(NodeId id) {
    const Node& n = program_[id];
    for (const NodeId operand : program_.operands(n)) {
      if (operand.index >= id.index)
        return fault(fmt::format("%{}: operand %{} is not older", id.index, operand.index));
    }
    const std::string_view letters = info(n.op).operands;
    if (letters == "?") {
      if (n.op == Op::select) select(id, n);
      if (is_lookup(n.op) && n.payload < program_.sets.size()) lookup(id, n);
    } else if (!letters.empty() && letters.back() == '*') {
      for (const NodeId operand : program_.operands(n)) operand_fits(id, operand, letters.front());
    } else {
      fixed(id, n, letters);
    }
    result(id, n);
    payload(id, n);
    if (is_aggregate(n.op)) aggregate(id, n);
  }

  void operand_fits(NodeId id, NodeId operand, char letter) {
    if (!fits(letter, program_[operand].type)) {
      fault(fmt::format("%{} {}: operand %{} is {}", id.index, info(program_[id].op).name, operand.index,
                        data::name(program_[operand].type)));
    }
  }

  void fixed(NodeId id, const Node& n, std::string_view letters) {
    if (n.count != letters.size()) return fault(fmt::format("%{} {}: {} operands", id.index, info(n.op).name, n.count));
    const auto operands = program_.operands(n);
    std::optional<Kind> any;
    for (std::size_t i = 0; i < operands.size(); ++i) {
      operand_fits(id, operands[i], letters[i]);
      if (letters[i] != 'x') continue;
      const Kind kind = program_[operands[i]].type;
      if (any && *any != kind) fault(fmt::format("%{} {}: operands of two types", id.index, info(n.op).name));
      any = kind;
    }
    if (info(n.op).result == 'x' && any && n.type != *any) {
      fault(fmt::format("%{} {}: its type is not its operands'", id.index, info(n.op).name));
    }
  }

  void select(NodeId id, const Node& n) {
    const auto operands = program_.operands(n);
    if (n.count % 2 == 0) return fault(fmt::format("%{} select: no last value", id.index));
    for (std::size_t i = 0; i < operands.size(); ++i) {
      const bool condition = i + 1 < operands.size() && i % 2 == 0;
      const Kind wanted = condition ? Kind::boolean : n.type;
      if (program_[operands[i]].type != wanted)
        fault(fmt::format("%{} select: operand {} has a wrong type", id.index, i));
    }
  }

  void lookup(NodeId id, const Node& n) {
    const auto operands = program_.operands(n);
    const ConstantSet& keys = program_.sets[n.payload];
    const std::size_t others = n.op == Op::lookup ? 2 : 3;  // the key, and values for what is no member or bound
    if (n.count != keys.texts.size() + keys.numbers.size() + keys.ticks.size() + others)
      return fault(fmt::format("%{} lookup: not a value for each key", id.index));
    if (n.op != Op::lookup && (n.op == Op::by_member) != (keys.kind == Kind::text))
      fault(fmt::format("%{} {}: a key of another type", id.index, info(n.op).name));
    if (program_[operands[0]].type != keys.kind) fault(fmt::format("%{} lookup: a key of another type", id.index));
    for (const NodeId value : operands.subspan(1)) {
      if (!program_.is_constant(value) || program_[value].type != n.type)
        fault(fmt::format("%{} lookup: %{} is not a constant of its type", id.index, value.index));
    }
  }

  void aggregate(NodeId id, const Node& n) {
    const Node& list = program_[program_.operands(n)[0]];
    if (list.op != Op::slot && list.op != Op::dated)
      fault(fmt::format("%{}: asks something that is no list of the record", id.index));
    if (n.open >> (kMaxAggregateDepth - 1) != 0) fault(fmt::format("%{}: too deep", id.index));
  }

  void result(NodeId id, const Node& n) {
    if (!fits(info(n.op).result, n.type)) {
      fault(fmt::format("%{} {}: gives {}", id.index, info(n.op).name, data::name(n.type)));
    }
  }

  void payload(NodeId id, const Node& n) {
    std::size_t limit = SIZE_MAX;
    if (n.op == Op::slot) limit = program_.layout.slots.size();
    if (n.op == Op::in_set || is_lookup(n.op)) limit = program_.sets.size();
    if (n.op == Op::matches) limit = program_.patterns.size();
    if (n.op == Op::text_any) limit = program_.text_tests.size();
    if (n.payload >= limit)
      return fault(fmt::format("%{} {}: payload {} out of range", id.index, info(n.op).name, n.payload));
    if (n.op == Op::slot && program_.layout.slots[n.payload].kind != n.type) {
      fault(fmt::format("%{} slot: not of its slot's type", id.index));
    }
  }

  const Program& program_;
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> verify(const Program& program) {
  return Verifier(program).run();
}

}  // namespace rubric::ir
