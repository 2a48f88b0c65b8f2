#include "ir/missing.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "builtins/table.hpp"

namespace rubric::ir {

namespace {

bool constant_zero_or_missing(const Program& program, NodeId id) {
  const Node& n = program[id];
  if (n.op != Op::constant) return true;
  return n.type == Kind::number ? program.constant_value(n).number == 0 : program.constant_value(n).ticks == 0;
}

// Built-ins that say so have no answer for some values; the others hand on what is missing.
template <typename Missing>
bool call(const Program& program, const Node& n, Missing missing) {
  const auto operands = program.operands(n);
  if (std::ranges::any_of(operands, missing)) return true;
  const auto id = static_cast<builtins::Builtin>(n.payload);
  if (builtins::signature(id).missing == builtins::MissingRule::strict) return false;
  if (id != builtins::Builtin::bucket) return true;
  // A split has a side for everybody, where its size is one.
  constexpr double kLargest = 4294967296.0;
  const Node& size = program[operands[2]];
  if (size.op != Op::constant) return true;
  const double value = program.constant_value(size).number;
  return value < 1 || value > kLargest || value != std::floor(value);
}

template <typename Missing>
bool one(const Program& program, const Node& n, Missing missing) {
  const auto operands = program.operands(n);
  switch (n.op) {
    case Op::constant: return data::is_missing(n.type, program.constant_value(n));
    case Op::slot: return !program.layout.slots[n.payload].required;
    case Op::as_of:
    case Op::is_missing:
    case Op::count:
    case Op::any:
    case Op::sum:
    case Op::distinct:
    case Op::line_points:
    case Op::points_sum:
    case Op::points_bound:
    case Op::points_number:
    case Op::each_points:
    case Op::dated: return false;
    case Op::call: return call(program, n, missing);
    case Op::element:
    case Op::average:
    case Op::smallest:
    case Op::largest:
    case Op::first:
    case Op::last:
    case Op::earliest:
    case Op::latest: return true;
    case Op::default_: return missing(operands[1]);
    case Op::in_list: return missing(operands[0]);
    case Op::select: {
      for (std::size_t i = 1; i < operands.size(); i += 2) {
        if (missing(operands[i])) return true;
      }
      return missing(operands.back());
    }
    case Op::divide:
    case Op::duration_divide:
    case Op::duration_ratio:
      return std::ranges::any_of(operands, missing) || constant_zero_or_missing(program, operands[1]);
    default: return std::ranges::any_of(operands, missing);
  }
}

bool hides(Op op) {
  switch (op) {
    case Op::is_missing:
    case Op::default_:
    case Op::select:
    case Op::line_points:
    case Op::count:
    case Op::any:
    case Op::sum:
    case Op::average:
    case Op::smallest:
    case Op::largest:
    case Op::first:
    case Op::last:
    case Op::earliest:
    case Op::latest:
    case Op::distinct:
    case Op::each_points: return true;
    default: return false;
  }
}

}  // namespace

std::vector<bool> hides_missing(const Program& program) {
  std::vector<bool> out;
  out.reserve(program.size());
  const auto known = [&](NodeId id) { return static_cast<bool>(out[id.index]); };
  for (std::size_t i = 0; i < program.size(); ++i) {
    const NodeId id(i);
    out.push_back(hides(program[id].op) || std::ranges::any_of(program.operands(id), known));
  }
  return out;
}

std::vector<bool> can_be_missing(const Program& program) {
  std::vector<bool> out;
  out.reserve(program.size());
  const auto known = [&](NodeId id) { return static_cast<bool>(out[id.index]); };
  for (std::size_t i = 0; i < program.size(); ++i) out.push_back(one(program, program[NodeId(i)], known));
  return out;
}

namespace {

// Looks into what a node stands on, each node once.
class Assuming {
 public:
  Assuming(const Program& program, const std::vector<bool>& plain, const std::unordered_set<std::uint32_t>& present)
      : program_(program), plain_(plain), present_(present) {}

  bool of(NodeId id) {
    if (!plain_[id.index] || present_.contains(id.index)) return false;
    if (const auto known = known_.find(id.index); known != known_.end()) return known->second;
    const bool out = one(program_, program_[id], [this](NodeId operand) { return of(operand); });
    known_.emplace(id.index, out);
    return out;
  }

 private:
  const Program& program_;
  const std::vector<bool>& plain_;
  const std::unordered_set<std::uint32_t>& present_;
  std::unordered_map<std::uint32_t, bool> known_;
};

}  // namespace

bool can_be_missing(const Program& program, NodeId id, const std::vector<bool>& plain,
                    const std::unordered_set<std::uint32_t>& present) {
  return Assuming(program, plain, present).of(id);
}

}  // namespace rubric::ir
