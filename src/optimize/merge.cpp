// Set merging: forty `or`s that compare one field become one probe.
#include <algorithm>

#include "optimize/membership.hpp"
#include "optimize/passes.hpp"
#include "optimize/rewrite.hpp"

namespace rubric::optimize {

namespace {

using data::Kind;
using ir::ConstantSet;
using ir::NodeId;
using ir::Op;
using ir::Program;

template <typename T>
void tidy(std::vector<T>& members) {
  std::ranges::sort(members);
  members.erase(std::unique(members.begin(), members.end()), members.end());
}

// One for all operations: its vectors keep their memory, for most have nothing to merge.
class Merger {
 public:
  // In an `or` the memberships themselves, in an `and` their negations.
  NodeId operator()(Program& out, const Operation& o) {
    if (o.operands.size() == 1) return o.operands[0];
    const bool negated = o.op == Op::and_;
    asked_.clear();
    for (std::size_t i = 0; i < o.operands.size(); ++i) {
      if (const auto m = asked(out, o.operands[i], negated)) asked_.push_back({*m, i});
    }
    // ORDER: those that ask one value beside each other, each such run in the order of the operands.
    std::ranges::sort(asked_, {}, [](const Asked& a) { return std::pair(a.membership.value, a.operand); });
    const auto same = [](const Asked& a, const Asked& b) { return a.membership.value == b.membership.value; };
    if (std::ranges::adjacent_find(asked_, same) == asked_.end()) return kAsItIs;
    return merged(out, o, negated);
  }

 private:
  struct Asked {
    Membership membership;
    std::size_t operand;
  };

  static std::optional<Membership> asked(const Program& program, NodeId id, bool negated) {
    if (!negated) return membership(program, id);
    return program[id].op == Op::not_ ? membership(program, program.operands(id)[0]) : std::nullopt;
  }

  // The probe stands where the first of its tests stood.
  NodeId merged(Program& out, const Operation& o, bool negated) {
    std::vector<std::span<const Asked>> run_of(o.operands.size());
    std::vector<bool> first(o.operands.size());
    for (std::size_t begin = 0; begin < asked_.size();) {
      std::size_t end = begin + 1;
      while (end < asked_.size() && asked_[end].membership.value == asked_[begin].membership.value) ++end;
      first[asked_[begin].operand] = true;
      for (std::size_t i = begin; i < end; ++i)
        run_of[asked_[i].operand] = std::span(asked_).subspan(begin, end - begin);
      begin = end;
    }
    std::vector<NodeId> kept;
    for (std::size_t i = 0; i < o.operands.size(); ++i) {
      if (run_of[i].size() < 2) {
        kept.push_back(o.operands[i]);
      } else if (first[i]) {
        kept.push_back(probe(out, run_of[i], negated, o.span));
      }
    }
    return kept.size() == 1 ? kept[0] : out.add(o.op, Kind::boolean, kept, 0, o.span);
  }

  static NodeId probe(Program& out, std::span<const Asked> run, bool negated, ir::Span span) {
    ConstantSet members{run[0].membership.kind, {}, {}, {}};
    for (const Asked& a : run) append_members(out, a.membership, members);
    tidy(members.texts);
    tidy(members.numbers);
    tidy(members.ticks);
    const std::uint32_t set = out.intern_set(std::move(members));
    const NodeId in = out.add(Op::in_set, Kind::boolean, {run[0].membership.value}, span, set);
    return negated ? out.add(Op::not_, Kind::boolean, {in}, span) : in;
  }

  std::vector<Asked> asked_;
};

}  // namespace

Program merge(Program program) {
  Merger merger;
  return rewrite(std::move(program), [&](Program& out, const Operation& operation) {
    const bool connective = operation.op == Op::and_ || operation.op == Op::or_;
    return connective ? merger(out, operation) : kAsItIs;
  });
}

}  // namespace rubric::optimize
