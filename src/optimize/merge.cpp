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
void join(std::vector<T>& into, const std::vector<T>& more) {
  into.insert(into.end(), more.begin(), more.end());
  std::ranges::sort(into);
  into.erase(std::unique(into.begin(), into.end()), into.end());
}

class Merger {
 public:
  Merger(Program& out, Operation& operation) : out_(out), o_(operation) {}

  // In an `or` the memberships themselves, in an `and` their negations.
  NodeId run() {
    const bool negated = o_.op == Op::and_;
    std::vector<std::pair<Membership, std::size_t>> groups;  // with how many operands made it
    std::vector<std::size_t> group_of;
    constexpr std::size_t kNone = SIZE_MAX;
    for (const NodeId id : o_.operands) {
      const auto m = asked(id, negated);
      const auto same = [&](const auto& group) { return group.first.value == m->value; };
      const auto found = m ? std::ranges::find_if(groups, same) : groups.end();
      group_of.push_back(m ? static_cast<std::size_t>(found - groups.begin()) : kNone);
      if (!m) continue;
      if (found == groups.end()) {
        groups.emplace_back(*m, 1);
      } else {
        include(found->first.members, m->members);
        ++found->second;
      }
    }
    std::vector<NodeId> kept;
    std::vector<bool> written(groups.size());
    for (std::size_t i = 0; i < o_.operands.size(); ++i) {
      const std::size_t g = group_of[i];
      if (g == kNone || groups[g].second == 1) {
        kept.push_back(o_.operands[i]);
      } else if (!written[g]) {
        kept.push_back(probe(groups[g].first, negated));
        written[g] = true;
      }
    }
    return kept.size() == 1 ? kept[0] : out_.add(o_.op, Kind::boolean, kept, 0, o_.span);
  }

 private:
  std::optional<Membership> asked(NodeId id, bool negated) const {
    if (!negated) return membership(out_, id);
    return out_[id].op == Op::not_ ? membership(out_, out_.operands(id)[0]) : std::nullopt;
  }

  static void include(ConstantSet& into, const ConstantSet& more) {
    join(into.texts, more.texts);
    join(into.numbers, more.numbers);
    join(into.ticks, more.ticks);
  }

  NodeId probe(const Membership& m, bool negated) {
    const NodeId in = out_.add(Op::in_set, Kind::boolean, {m.value}, o_.span, out_.intern_set(m.members));
    return negated ? out_.add(Op::not_, Kind::boolean, {in}, o_.span) : in;
  }

  Program& out_;
  Operation& o_;
};

}  // namespace

Program merge(const Program& program) {
  return rewrite(program, [](Program& out, Operation& operation) {
    const bool connective = operation.op == Op::and_ || operation.op == Op::or_;
    return connective ? Merger(out, operation).run() : add(out, operation);
  });
}

}  // namespace rubric::optimize
