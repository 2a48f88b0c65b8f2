#include "lower/regions.hpp"

#include <algorithm>

namespace rubric::lower {

namespace {

using ir::NodeId;
using ir::Op;

// Deeper than this, operands are computed with their node: the regions' depth bounds the emitter's
// recursion and the search for a common region.
constexpr std::uint32_t kMaxDepth = 64;

// What costs no more than this is worked out rather than jumped over, unless it would come to too much in a row.
constexpr std::uint32_t kCheap = 2;
constexpr std::uint32_t kCheapInARow = 6;

bool is_lazy(Op op) {
  return op == Op::and_ || op == Op::or_ || op == Op::default_ || op == Op::select;
}

class Finder {
 public:
  Finder(const ir::Program& program, const Costs& costs, Part part, std::span<const std::uint32_t> known)
      : program_(program), costs_(costs), part_(part), known_(known), whole_(part == Part::record && known.empty()) {
    if (whole_) region_of_.assign(program.size(), Regions::kNone);
  }

  Regions run(std::span<const NodeId> always, std::span<const NodeId> when_wanted) {
    add_region(Regions::kNone, 0);
    add_region(0, 1);
    for (const NodeId id : always) use(id, 0);
    for (const NodeId id : when_wanted) use(id, 1);
    // Users have greater ids than what they use: when a node's turn comes, all of its uses are known.
    if (whole_) {
      for (std::size_t i = region_of_.size(); i-- > 0;) {
        if (region_of_[i] != Regions::kNone) place(NodeId(i), region_of_[i]);
      }
    } else {
      place_uses();
    }
    return in_regions();
  }

 private:
  struct Region {
    RegionId parent;
    std::uint32_t depth;
  };

  struct Use {
    NodeId node;
    RegionId region;
  };

  // Each node goes to its region; those of a region come in ascending order, as they were placed in descending order.
  Regions in_regions() const {
    Regions out;
    out.ends.resize(regions_.size());
    for (const RegionId region : in_) ++out.ends[region];
    std::uint32_t end = 0;
    for (std::uint32_t& count : out.ends) count = end += count;
    out.placed.resize(placed_.size());
    std::vector<std::uint32_t> next = out.ends;
    for (std::size_t i = 0; i < placed_.size(); ++i) out.placed[--next[in_[i]]] = placed_[i];
    return out;
  }

  RegionId add_region(RegionId parent, std::uint32_t depth) {
    regions_.push_back({parent, depth});
    return static_cast<RegionId>(regions_.size() - 1);
  }

  RegionId common(RegionId a, RegionId b) const {
    while (a != b) {
      if (regions_[a].depth < regions_[b].depth) std::swap(a, b);
      a = regions_[a].parent;
    }
    return a;
  }

  void use(NodeId id, RegionId region) {
    const bool closed = program_[id].open == 0;
    if (closed != (part_ == Part::record)) return;
    if (!known_.empty() && known_[id.index] != Regions::kNone) return;
    if (whole_) {
      RegionId& known = region_of_[id.index];
      known = known == Regions::kNone ? region : common(known, region);
    } else {
      uses_.push_back({id, region});
      std::ranges::push_heap(uses_, {}, &Use::node);
    }
  }

  void place_uses() {
    while (!uses_.empty()) {
      const NodeId id = uses_.front().node;
      RegionId region = uses_.front().region;
      for (; !uses_.empty() && uses_.front().node == id; uses_.pop_back()) {
        region = common(region, uses_.front().region);
        std::ranges::pop_heap(uses_, {}, &Use::node);
      }
      place(id, region);
    }
  }

  void place(NodeId id, RegionId here) {
    placed_.push_back({id});
    in_.push_back(here);
    const ir::Node& n = program_[id];
    const auto operands = program_.operands(n);
    if (ir::is_aggregate(n.op)) return use_of_aggregate(operands, here);
    const std::uint32_t depth = regions_[here].depth + 1;
    if (!is_lazy(n.op) || depth > kMaxDepth) {
      for (const NodeId operand : operands) use(operand, here);
      return;
    }
    const auto first = static_cast<RegionId>(regions_.size());
    placed_.back().lazy = first;
    for (std::size_t k = 0; k < operands.size(); ++k) add_region(here, depth);
    const auto order = costs_.in_order(id);
    std::uint32_t in_a_row = 0;
    use(order[0], here);
    for (std::size_t k = 1; k < order.size(); ++k) {
      const std::uint32_t cost = costs_.of(order[k]);
      in_a_row += cost;
      const bool lazy = cost > kCheap || in_a_row > kCheapInARow;
      if (lazy) in_a_row = 0;
      use(order[k], lazy ? first + static_cast<RegionId>(k) : here);
    }
  }

  // The list, and what its body asks for that no element changes.
  void use_of_aggregate(std::span<const NodeId> operands, RegionId here) {
    use(operands[0], here);
    if (part_ == Part::element) return;
    std::vector<NodeId> open(operands.begin() + 1, operands.end());
    std::vector<NodeId> seen;
    while (!open.empty()) {
      const NodeId id = open.back();
      open.pop_back();
      if (program_[id].open == 0) {
        use(id, here);
        continue;
      }
      const auto at = std::ranges::lower_bound(seen, id);
      if (at != seen.end() && *at == id) continue;
      seen.insert(at, id);
      const auto below = program_.operands(id);
      open.insert(open.end(), below.begin(), below.end());
    }
  }

  const ir::Program& program_;
  const Costs& costs_;
  Part part_;
  std::span<const std::uint32_t> known_;
  bool whole_;                       // the main code, which has most of the nodes
  std::vector<RegionId> region_of_;  // by node, for the whole record
  // For one body or one piece, which is small where the program may be large: uses of nodes that are not placed yet, as
  // a heap, the youngest node first.
  std::vector<Use> uses_;
  std::vector<Region> regions_;
  std::vector<Regions::Placed> placed_;  // the youngest node first
  std::vector<RegionId> in_;             // by placed node
};

}  // namespace

Regions find_regions(const ir::Program& program, const Costs& costs, Part part, std::span<const ir::NodeId> always,
                     std::span<const ir::NodeId> when_wanted, std::span<const std::uint32_t> known) {
  return Finder(program, costs, part, known).run(always, when_wanted);
}

}  // namespace rubric::lower
