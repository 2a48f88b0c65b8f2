// Lookups: a table with a row for each country asks one probe, not each row in turn.
#include <map>
#include <variant>

#include "optimize/membership.hpp"
#include "optimize/passes.hpp"
#include "optimize/rewrite.hpp"

namespace rubric::optimize {

namespace {

using ir::ConstantSet;
using ir::NodeId;
using ir::Op;
using ir::Program;

// Below this, asking each in turn is as quick.
constexpr std::size_t kFewest = 4;

class LookUp {
 public:
  LookUp(Program& out, const Operation& operation) : out_(out), o_(operation) {}

  NodeId run() {
    const std::size_t last = o_.operands.size() - 1;
    if (!out_.is_constant(o_.operands[last])) return kAsItIs;
    for (std::size_t k = 0; k < last; k += 2) {
      if (!take(o_.operands[k], o_.operands[k + 1])) return kAsItIs;
    }
    return values_.size() < kFewest ? kAsItIs : lookup(o_.operands[last]);
  }

 private:
  using Key = std::variant<std::string, double, std::int64_t>;

  // Of two rows with one key the first is taken.
  bool take(NodeId condition, NodeId value) {
    const auto asked = membership(out_, condition);
    if (!asked || !out_.is_constant(value) || (key_.valid() && key_ != asked->value)) return false;
    key_ = asked->value;
    keys_.kind = asked->kind;
    ConstantSet members;
    append_members(out_, *asked, members);
    for (std::string& text : members.texts) values_.emplace(std::move(text), value);
    for (const double number : members.numbers) values_.emplace(number, value);
    for (const std::int64_t ticks : members.ticks) values_.emplace(ticks, value);
    return true;
  }

  NodeId lookup(NodeId otherwise) {
    std::vector<NodeId> operands{key_};
    // ORDER: of the keys, which is that of the set's members.
    for (const auto& [key, value] : values_) {
      operands.push_back(value);
      if (const auto* text = std::get_if<std::string>(&key)) keys_.texts.push_back(*text);
      if (const auto* number = std::get_if<double>(&key)) keys_.numbers.push_back(*number);
      if (const auto* ticks = std::get_if<std::int64_t>(&key)) keys_.ticks.push_back(*ticks);
    }
    operands.push_back(otherwise);
    return out_.add(Op::lookup, o_.type, operands, out_.intern_set(std::move(keys_)), o_.span);
  }

  Program& out_;
  const Operation& o_;
  NodeId key_;
  ConstantSet keys_;
  std::map<Key, NodeId> values_;
};

}  // namespace

Program look_up(Program program) {
  if (!has(program, Op::select)) return program;
  return rewrite(std::move(program), [](Program& out, const Operation& operation) {
    return operation.op == Op::select ? LookUp(out, operation).run() : kAsItIs;
  });
}

}  // namespace rubric::optimize
