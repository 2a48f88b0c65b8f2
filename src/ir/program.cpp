#include "ir/program.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace rubric::ir {

namespace {

constexpr OpInfo kOps[] = {
#define RUBRIC_IR_OP(id, name, operands, result) {name, operands, result},
#include "ir/ops.def"
#undef RUBRIC_IR_OP
};

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  hash ^= value + 0x9E3779B97F4A7C15ULL + (hash << 6U) + (hash >> 2U);
  return hash * 0xFF51AFD7ED558CCDULL;
}

std::uint64_t hash_text(std::string_view text) {
  return std::hash<std::string_view>{}(text);
}

std::uint64_t hash_constant(Kind type, const Cell& value) {
  const auto seed = static_cast<std::uint64_t>(type);
  switch (type) {
    case Kind::boolean: return mix(seed, static_cast<std::uint64_t>(value.tri));
    case Kind::number: return mix(seed, std::bit_cast<std::uint64_t>(value.number));
    case Kind::text: return mix(seed, data::is_missing(value.text) ? 1 : hash_text(data::view(value.text)));
    case Kind::points: return mix(seed, static_cast<std::uint64_t>(value.points));
    default: return mix(seed, static_cast<std::uint64_t>(value.ticks));
  }
}

bool same_constant(Kind type, const Cell& a, const Cell& b) {
  switch (type) {
    case Kind::boolean: return a.tri == b.tri;
    case Kind::number: return std::bit_cast<std::uint64_t>(a.number) == std::bit_cast<std::uint64_t>(b.number);
    case Kind::text:
      return data::is_missing(a.text) == data::is_missing(b.text) && data::view(a.text) == data::view(b.text);
    case Kind::points: return a.points == b.points;
    default: return a.ticks == b.ticks;
  }
}

}  // namespace

const OpInfo& info(Op op) {
  return kOps[static_cast<std::size_t>(op)];
}

std::uint32_t Program::open_of(const Node& n) const {
  if (n.op == Op::element) return 1U << ElementField::of(n.payload).level;
  const auto operands = this->operands(n);
  std::uint32_t open = 0;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    const std::uint32_t of_operand = all_.nodes[operands[i].index].open;
    open |= is_aggregate(n.op) && i > 0 ? of_operand >> 1U : of_operand;
  }
  return open;
}

NodeId Program::add(Op op, Kind type, std::span<const NodeId> operands, std::uint32_t payload, Span span) {
  std::uint64_t hash = mix(static_cast<std::uint64_t>(op) << 8U | static_cast<std::uint64_t>(type), payload);
  for (const NodeId id : operands) hash = mix(hash, id.index);
  const std::uint32_t known = known_.find(hash, [&](std::uint32_t index) {
    const Node& n = all_.nodes[index];
    return n.op == op && n.type == type && n.payload == payload && std::ranges::equal(this->operands(n), operands);
  });
  if (known != base::FlatIndex::kNone) return NodeId(known);
  const NodeId id(all_.nodes.size());
  Node node{op,
            type,
            payload,
            static_cast<std::uint32_t>(all_.operand_pool.size()),
            static_cast<std::uint32_t>(operands.size()),
            0,
            span};
  all_.operand_pool.insert(all_.operand_pool.end(), operands.begin(), operands.end());
  node.open = open_of(node);
  all_.nodes.push_back(node);
  known_.add(hash, id.index);
  return id;
}

NodeId Program::constant(Kind type, const Cell& value, Span span) {
  const std::uint64_t hash = hash_constant(type, value);
  const std::uint32_t known = known_constants_.find(hash, [&](std::uint32_t i) {
    return constants_[i].type == type && same_constant(type, constants_[i].value, value);
  });
  if (known != base::FlatIndex::kNone) {
    NodeId& node = constants_[known].node;
    if (!node.valid()) node = add(Op::constant, type, {}, known, span);
    return node;
  }
  const auto index = static_cast<std::uint32_t>(constants_.size());
  Cell kept = value;
  if (type == Kind::text && !data::is_missing(value.text)) kept = Cell(texts_.copy(data::view(value.text)));
  const NodeId node = add(Op::constant, type, {}, index, span);
  constants_.push_back({type, kept, node});
  known_constants_.add(hash, index);
  return node;
}

NodeList Program::take_nodes() {
  NodeList taken = std::exchange(all_, {});
  all_.nodes.reserve(taken.nodes.size());
  all_.operand_pool.reserve(taken.operand_pool.size());
  known_.clear();
  for (Constant& c : constants_) c.node = {};
  return taken;
}

std::uint32_t Program::intern_set(ConstantSet set) {
  std::uint64_t hash = mix(static_cast<std::uint64_t>(set.kind), set.texts.size());
  for (const std::string& t : set.texts) hash = mix(hash, hash_text(t));
  for (const double n : set.numbers) hash = mix(hash, std::bit_cast<std::uint64_t>(n));
  for (const std::int64_t t : set.ticks) hash = mix(hash, static_cast<std::uint64_t>(t));
  const std::uint32_t known = known_sets_.find(hash, [&](std::uint32_t i) { return sets[i] == set; });
  if (known != base::FlatIndex::kNone) return known;
  const auto index = static_cast<std::uint32_t>(sets.size());
  sets.push_back(std::move(set));
  known_sets_.add(hash, index);
  return index;
}

std::uint32_t Program::intern_tests(const TextTests& tests) {
  const auto [entry, added] = known_tests_.try_emplace(tests, static_cast<std::uint32_t>(text_tests.size()));
  if (added) text_tests.push_back(tests);
  return entry->second;
}

std::uint32_t Program::intern_pattern(PatternSource pattern) {
  const std::uint64_t hash = mix(hash_text(pattern.pattern), hash_text(pattern.flags));
  const std::uint32_t known = known_patterns_.find(hash, [&](std::uint32_t i) { return patterns[i] == pattern; });
  if (known != base::FlatIndex::kNone) return known;
  const auto index = static_cast<std::uint32_t>(patterns.size());
  patterns.push_back(std::move(pattern));
  known_patterns_.add(hash, index);
  return index;
}

}  // namespace rubric::ir
