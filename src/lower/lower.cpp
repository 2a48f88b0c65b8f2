#include "lower/lower.hpp"

#include <algorithm>
#include <utility>

#include "lower/batch.hpp"
#include "lower/regions.hpp"
#include "lower/rule_index.hpp"

namespace rubric::lower {

namespace {

using bytecode::Instruction;
using bytecode::Module;
using bytecode::Opcode;
using ir::Kind;
using ir::Node;
using ir::NodeId;
using ir::Op;

constexpr std::uint32_t kNoRegister = UINT32_MAX;

// One opcode for each kind that an operation exists for.
struct ByKind {
  Opcode boolean;
  Opcode number;
  Opcode ticks;
  Opcode text;

  [[nodiscard]] Opcode of(Kind kind) const {
    switch (kind) {
      case Kind::boolean: return boolean;
      case Kind::number: return number;
      case Kind::text: return text;
      default: return ticks;
    }
  }
};

constexpr ByKind kEqual{Opcode::equal_bool, Opcode::equal_number, Opcode::equal_ticks, Opcode::equal_text};
constexpr ByKind kLess{Opcode::halt, Opcode::less_number, Opcode::less_ticks, Opcode::less_text};
constexpr ByKind kLessEqual{Opcode::halt, Opcode::less_equal_number, Opcode::less_equal_ticks, Opcode::less_equal_text};
constexpr ByKind kInSet{Opcode::halt, Opcode::in_set_number, Opcode::in_set_ticks, Opcode::in_set_text};
constexpr ByKind kInList{Opcode::in_list_bool, Opcode::in_list_number, Opcode::in_list_ticks, Opcode::in_list_text};
constexpr ByKind kSetMissing{Opcode::halt, Opcode::set_missing_number, Opcode::set_missing_ticks,
                             Opcode::set_missing_text};
constexpr ByKind kSmaller{Opcode::halt, Opcode::min_number, Opcode::min_ticks, Opcode::halt};
constexpr ByKind kLarger{Opcode::halt, Opcode::max_number, Opcode::max_ticks, Opcode::halt};
constexpr ByKind kMissing{Opcode::missing_bool, Opcode::missing_number, Opcode::missing_ticks, Opcode::missing_text};
constexpr ByKind kJumpIfPresent{Opcode::jump_if_present_bool, Opcode::jump_if_present_number,
                                Opcode::jump_if_present_ticks, Opcode::jump_if_present_text};

// Operations whose operands are registers in order, one instruction each.
Opcode plain_opcode(Op op) {
  switch (op) {
    case Op::not_: return Opcode::not_;
    case Op::add: return Opcode::add;
    case Op::subtract: return Opcode::subtract;
    case Op::multiply: return Opcode::multiply;
    case Op::divide: return Opcode::divide;
    case Op::negate: return Opcode::negate;
    case Op::time_add: return Opcode::time_add;
    case Op::time_subtract: return Opcode::time_subtract;
    case Op::time_between: return Opcode::time_between;
    case Op::add_months: return Opcode::add_months;
    case Op::duration_add: return Opcode::duration_add;
    case Op::duration_subtract: return Opcode::duration_subtract;
    case Op::duration_negate: return Opcode::duration_negate;
    case Op::duration_scale: return Opcode::duration_scale;
    case Op::duration_divide: return Opcode::duration_divide;
    case Op::duration_ratio: return Opcode::duration_ratio;
    case Op::concat: return Opcode::concat;
    case Op::fold: return Opcode::fold;
    case Op::contains: return Opcode::contains;
    case Op::starts_with: return Opcode::starts_with;
    case Op::ends_with: return Opcode::ends_with;
    case Op::contains_word: return Opcode::contains_word;
    case Op::line_points: return Opcode::line_points;
    case Op::points_number: return Opcode::points_number;
    default: return Opcode::halt;
  }
}

class Emitter final : public Pieces {
 public:
  Emitter(const ir::Program& program, const Options& options)
      : program_(program),
        costs_(program),
        registers_(program.size(), kNoRegister),
        indexed_(index_rules(program, options)),
        batch_(options.batch) {}

  Module run() {
    module_.layout = program_.layout;
    for (const data::Slot& s : module_.layout.slots) module_.registers.push_back(s.kind);
    module_.registers.push_back(Kind::time);
    module_.loops = program_.loops;
    module_.code.reserve(program_.size());
    module_.spans.reserve(program_.size());
    module_.registers.reserve(module_.registers.size() + program_.size());
    module_.outcomes.reserve(program_.outcomes.size());
    constant_tables();
    const std::vector<NodeId> roots = outcome_roots();
    count_uses(roots);
    regions_ = find_regions(program_, costs_, Part::record, roots);
    fixed_registers();
    emit_region(0);
    emit(Opcode::halt, 0, 0, 0, {});
    for (const ir::Outcome& o : program_.outcomes) outcome(o);
    for (const NodeId id : program_.watched) module_.watched.push_back(reg(id));
    index();
    if (batch_) batch();
    return std::move(module_);
  }

  [[nodiscard]] std::uint32_t fixed_register(NodeId id) const override { return registers_[id.index]; }

  std::uint32_t new_register(Kind kind) override {
    module_.registers.push_back(kind);
    return static_cast<std::uint32_t>(module_.registers.size() - 1);
  }

  // Only what is fixed or given has its register before the piece runs: it may run without the main code.
  PieceCode piece(Part part, std::span<const NodeId> roots, std::span<const Given> given) override {
    // A slot of the lead may be given too, where the piece is about an element.
    std::vector<std::uint32_t> before;
    for (const Given& g : given) before.push_back(std::exchange(registers_[g.node.index], g.reg));
    regions_ = find_regions(program_, costs_, part, roots, {}, registers_);
    PieceCode out{here(), {}};
    emit_region(0);
    emit(Opcode::halt, 0, 0, 0, {});
    for (const NodeId id : roots) out.results.push_back(reg(id));
    for (const auto& [id, lazy] : regions_.placed) registers_[id.index] = kNoRegister;
    for (std::size_t i = 0; i < given.size(); ++i) registers_[given[i].node.index] = before[i];
    return out;
  }

 private:
  std::vector<NodeId> outcome_roots() const {
    std::vector<NodeId> roots;
    const auto add = [&](NodeId id) {
      if (!indexed_.has(id)) roots.push_back(id);
    };
    for (const ir::Outcome& o : program_.outcomes) {
      add(o.value);
      for (const ir::Reason& r : o.reasons) {
        add(r.condition);
        if (r.points.valid()) roots.push_back(r.points);
      }
    }
    roots.insert(roots.end(), program_.watched.begin(), program_.watched.end());
    roots.insert(roots.end(), indexed_.values.begin(), indexed_.values.end());
    return roots;
  }

  void count_uses(std::span<const NodeId> roots) {
    uses_.assign(program_.size(), 0);
    for (const NodeId id : roots) ++uses_[id.index];
    for (std::size_t i = 0; i < program_.size(); ++i) {
      for (const NodeId operand : program_.operands(NodeId(i))) ++uses_[operand.index];
    }
  }

  void index() {
    for (std::size_t i = 0; i < indexed_.values.size(); ++i) indexed_.index.fields[i].value = reg(indexed_.values[i]);
    module_.index = std::move(indexed_.index);
  }

  // Where the machine finds a result: in a register, or among the values of the index.
  [[nodiscard]] std::uint32_t result(NodeId id) const {
    return indexed_.has(id) ? bytecode::kIndexed | indexed_.place[id.index] : reg(id);
  }

  void batch() {
    for (std::uint32_t i = 0; i < registers_.size(); ++i) {
      const Op op = program_[NodeId(i)].op;
      if (op != Op::slot && op != Op::as_of && op != Op::constant) registers_[i] = kNoRegister;
    }
    module_.batch = lower_batch(program_, indexed_, *this);
  }

  // Slots, the instant and constants have their registers before any code runs.
  void fixed_registers() {
    for (const auto& [id, lazy] : regions_.placed) {
      const Node& n = program_[id];
      if (n.op == Op::slot) registers_[id.index] = n.payload;
      if (n.op == Op::as_of) registers_[id.index] = module_.as_of_register();
      if (n.op == Op::constant) registers_[id.index] = constant(n);
    }
  }

  std::uint32_t constant(const Node& n) {
    Cell value = program_.constant_value(n);
    if (n.type == Kind::text && !data::is_missing(value.text)) value = Cell(module_.texts.copy(data::view(value.text)));
    module_.constants.push_back(value);
    module_.registers.push_back(n.type);
    return static_cast<std::uint32_t>(module_.registers.size() - 1);
  }

  // Sets that only the index asks for are in its classes.
  std::vector<bool> asked_sets() const {
    std::vector<bool> asked(program_.sets.size(), indexed_.index.empty());
    for (std::size_t i = 0; i < indexed_.coded.size(); ++i) {
      const Node& n = program_[NodeId(i)];
      if (indexed_.coded[i] && (n.op == Op::in_set || ir::is_lookup(n.op))) asked[n.payload] = true;
    }
    for (const ir::TextTests& t : program_.text_tests) asked[t.set] = true;
    return asked;
  }

  void constant_tables() {
    const std::vector<bool> asked = asked_sets();
    for (std::size_t i = 0; i < program_.sets.size(); ++i) {
      const ir::ConstantSet& s = program_.sets[i];
      sets_.push_back(static_cast<std::uint32_t>(module_.sets.size()));
      if (!asked[i]) continue;
      if (s.kind == Kind::text) {
        module_.sets.push_back(data::MemberSet::of_texts(s.texts));
      } else if (s.kind == Kind::number) {
        module_.sets.push_back(data::MemberSet::of_numbers(s.numbers));
      } else {
        module_.sets.push_back(data::MemberSet::of_ticks(s.kind, s.ticks));
      }
    }
    module_.text_tests = program_.text_tests;
    for (data::TextTests& t : module_.text_tests) t.set = sets_[t.set];
    module_.patterns = program_.patterns;
  }

  std::size_t emit(Opcode op, std::uint32_t d, std::uint32_t a, std::uint32_t b, ir::Span span) {
    module_.code.push_back({op, d, a, b});
    module_.spans.push_back(span);
    return module_.code.size() - 1;
  }

  [[nodiscard]] std::uint32_t reg(NodeId id) const { return registers_[id.index]; }
  [[nodiscard]] std::uint32_t here() const { return static_cast<std::uint32_t>(module_.code.size()); }

  void emit_region(RegionId region, NodeId without = {}) {
    for (const Regions::Placed& placed : regions_.of(region)) {
      if (reg(placed.node) == kNoRegister && placed.node != without) emit_node(placed.node, placed.lazy);
    }
  }

  void emit_node(NodeId id, RegionId lazy) {
    const Node& n = program_[id];
    const auto operands = program_.operands(n);
    const std::uint32_t d = new_register(n.type);
    registers_[id.index] = d;
    const Kind operand_kind = operands.empty() ? n.type : program_[operands[0]].type;
    const auto a = [&] { return reg(operands[0]); };
    const auto b = [&] { return reg(operands[1]); };
    switch (n.op) {
      case Op::and_: return connective(id, lazy, n, d, Opcode::and_, Opcode::jump_if_no);
      case Op::or_: return connective(id, lazy, n, d, Opcode::or_, Opcode::jump_if_yes);
      case Op::default_: return fallback(lazy, n, d);
      case Op::select: return select(lazy, n, d);
      case Op::is_missing: emit(kMissing.of(operand_kind), d, a(), 0, n.span); return;
      case Op::equal: emit(kEqual.of(operand_kind), d, a(), b(), n.span); return;
      case Op::less: emit(kLess.of(operand_kind), d, a(), b(), n.span); return;
      case Op::less_equal: emit(kLessEqual.of(operand_kind), d, a(), b(), n.span); return;
      case Op::in_set: emit(kInSet.of(operand_kind), d, a(), sets_[n.payload], n.span); return;
      case Op::text_any: emit(Opcode::text_any, d, a(), n.payload, n.span); return;
      case Op::matches: emit(Opcode::matches, d, a(), n.payload, n.span); return;
      case Op::at_least: return with_arguments(Opcode::at_least, n, d, true);
      case Op::call: return with_arguments(Opcode::call, n, d, true);
      case Op::lookup: return with_arguments(Opcode::lookup, n, d, true);
      case Op::by_member: return with_arguments(Opcode::by_member, n, d, true);
      case Op::by_range: return with_arguments(Opcode::by_range, n, d, true);
      case Op::points_sum: return with_arguments(Opcode::points_sum, n, d, false);
      case Op::calendar_start: return calendar(Opcode::calendar_start, n, d);
      case Op::calendar_end: return calendar(Opcode::calendar_end, n, d);
      case Op::points_bound: return bound(n, d);
      case Op::element:
        emit(Opcode::field, d, cursors_[cursors_.size() - 1 - ir::ElementField::of(n.payload).level],
             ir::ElementField::of(n.payload).field, n.span);
        return;
      case Op::dated: return dated(n, d);
      case Op::in_list: emit(kInList.of(operand_kind), d, a(), b(), n.span); return;
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
      case Op::each_points: return aggregate(n, d);
      default: emit(plain_opcode(n.op), d, a(), operands.size() > 1 ? b() : 0, n.span); return;
    }
  }

  // Region k of a lazy node, whose first one is `lazy`; the operand is in its register afterwards.
  void emit_operand(RegionId lazy, std::size_t k) {
    if (lazy != Regions::kNone) emit_region(lazy + static_cast<RegionId>(k));
  }

  [[nodiscard]] bool costs_nothing(RegionId lazy, std::size_t k) const {
    if (lazy == Regions::kNone) return true;
    for (const Regions::Placed& placed : regions_.of(lazy + static_cast<RegionId>(k))) {
      if (reg(placed.node) == kNoRegister) return false;
    }
    return true;
  }

  void connective(NodeId id, RegionId lazy, const Node& n, std::uint32_t d, Opcode op, Opcode jump) {
    const auto operands = costs_.in_order(id);
    const std::size_t mark = jumps_.size();
    std::uint32_t so_far = reg(operands[0]);
    for (std::size_t k = 1; k < operands.size(); ++k) {
      if (!costs_nothing(lazy, k)) {
        // INVARIANT: whoever jumps to the end leaves the answer in d.
        if (so_far != d) emit(Opcode::move, d, so_far, 0, n.span);
        so_far = d;
        jumps_.push_back(emit(jump, 0, d, 0, n.span));
        emit_operand(lazy, k);
      }
      emit(op, d, so_far, reg(operands[k]), n.span);
      so_far = d;
    }
    if (so_far != d) emit(Opcode::move, d, so_far, 0, n.span);
    for (std::size_t j = mark; j < jumps_.size(); ++j) module_.code[jumps_[j]].b = here();
    jumps_.resize(mark);
  }

  void fallback(RegionId lazy, const Node& n, std::uint32_t d) {
    const auto operands = program_.operands(n);
    emit(Opcode::move, d, reg(operands[0]), 0, n.span);
    const std::size_t jump = emit(kJumpIfPresent.of(n.type), 0, d, 0, n.span);
    emit_operand(lazy, 1);
    emit(Opcode::move, d, reg(operands[1]), 0, n.span);
    module_.code[jump].b = here();
  }

  void select(RegionId lazy, const Node& n, std::uint32_t d) {
    const auto operands = program_.operands(n);
    std::vector<std::size_t> ends;
    for (std::size_t k = 0; k + 1 < operands.size(); k += 2) {
      if (k > 0) emit_operand(lazy, k);
      const std::size_t skip = emit(Opcode::jump_unless_yes, 0, reg(operands[k]), 0, n.span);
      emit_operand(lazy, k + 1);
      emit(Opcode::move, d, reg(operands[k + 1]), 0, n.span);
      ends.push_back(emit(Opcode::jump, 0, 0, 0, n.span));
      module_.code[skip].b = here();
    }
    emit_operand(lazy, operands.size() - 1);
    emit(Opcode::move, d, reg(operands.back()), 0, n.span);
    for (const std::size_t j : ends) module_.code[j].a = here();
  }

  void with_arguments(Opcode op, const Node& n, std::uint32_t d, bool payload_first) {
    const auto first = static_cast<std::uint32_t>(module_.arguments.size());
    if (payload_first) module_.arguments.push_back(ir::is_lookup(n.op) ? sets_[n.payload] : n.payload);
    for (const NodeId operand : program_.operands(n)) module_.arguments.push_back(reg(operand));
    emit(op, d, first, static_cast<std::uint32_t>(module_.arguments.size()) - first, n.span);
  }

  void calendar(Opcode op, const Node& n, std::uint32_t d) {
    const auto operands = program_.operands(n);
    const auto first = static_cast<std::uint32_t>(module_.arguments.size());
    module_.arguments.insert(module_.arguments.end(), {n.payload, reg(operands[1]), reg(operands[0])});
    emit(op, d, first, 3, n.span);
  }

  void bound(const Node& n, std::uint32_t d) {
    const auto operands = program_.operands(n);
    emit(Opcode::points_at_least, d, reg(operands[0]), reg(operands[1]), n.span);
    emit(Opcode::points_at_most, d, d, reg(operands[2]), n.span);
  }

  // --- lists ---

  std::uint32_t arguments(std::initializer_list<std::uint32_t> values) {
    module_.arguments.insert(module_.arguments.end(), values);
    return static_cast<std::uint32_t>(module_.arguments.size() - values.size());
  }

  // How many cells an element of a list of the record has.
  std::uint32_t stride_of(NodeId list) const {
    while (program_[list].op == Op::dated) list = program_.operands(list)[0];
    return program_.layout.slots[program_[list].payload].stride();
  }

  void dated(const Node& n, std::uint32_t d) {
    const auto operands = program_.operands(n);
    emit(Opcode::dated, d, arguments({n.payload, reg(operands[0]), reg(operands[1]), stride_of(operands[0])}), 4,
         n.span);
  }

  void aggregate(const Node& n, std::uint32_t d) {
    const auto operands = program_.operands(n);
    const Accumulator acc = start(n, d);
    const std::uint32_t cursor = new_register(program_[operands[0]].type);
    const std::size_t each = emit(Opcode::each, cursor, reg(operands[0]), 0, n.span);
    cursors_.push_back(cursor);
    body(n, acc);
    cursors_.pop_back();
    emit(Opcode::advance, stride_of(operands[0]), cursor, static_cast<std::uint32_t>(each) + 1, n.span);
    module_.code[each].b = here();
    for (const std::size_t j : breaks_.back()) module_.code[j].a = here();
    breaks_.pop_back();
    finish(n, acc);
  }

  // What an aggregate gathers its answer in, besides its own register.
  struct Accumulator {
    std::uint32_t d = 0;
    std::uint32_t other = kNoRegister;  ///< how many values; the time of the element that was taken
    std::uint32_t collection = 0;
  };

  Accumulator start(const Node& n, std::uint32_t d) {
    breaks_.emplace_back();
    Accumulator acc{d, kNoRegister, 0};
    switch (n.op) {
      case Op::any: emit(Opcode::set_bool, d, 0, 0, n.span); break;
      case Op::average:
        acc.other = new_register(Kind::number);
        emit(Opcode::set_zero, acc.other, 0, 0, n.span);
        emit(Opcode::set_zero, d, 0, 0, n.span);
        break;
      case Op::count:
      case Op::sum: emit(Opcode::set_zero, d, 0, 0, n.span); break;
      case Op::distinct:
      case Op::each_points:
        acc.collection = module_.collections++;
        emit(Opcode::forget, 0, acc.collection, 0, n.span);
        break;
      case Op::earliest:
      case Op::latest:
        acc.other = new_register(Kind::time);
        set_missing(acc.other, Kind::time, n.span);
        set_missing(d, n.type, n.span);
        break;
      default: set_missing(d, n.type, n.span); break;
    }
    return acc;
  }

  void set_missing(std::uint32_t d, Kind kind, ir::Span span) {
    if (kind == Kind::boolean) {
      emit(Opcode::set_bool, d, static_cast<std::uint32_t>(data::Tri::unknown), 0, span);
    } else {
      emit(kSetMissing.of(kind), d, 0, 0, span);
    }
  }

  void body(const Node& n, const Accumulator& acc) {
    const auto operands = program_.operands(n);
    Regions regions = find_regions(program_, costs_, Part::element, operands.subspan(1, 1), operands.subspan(2));
    // The same node may stand in the bodies round this one, where it speaks of another element.
    std::vector<std::pair<NodeId, std::uint32_t>> outside;
    for (const auto& [id, lazy] : regions.placed)
      outside.emplace_back(id, std::exchange(registers_[id.index], kNoRegister));
    std::swap(regions, regions_);
    const std::vector<std::size_t> skips = unless_yes(operands[1], n.span);
    emit_region(1);
    take(n, acc);
    for (const std::size_t skip : skips) module_.code[skip].b = here();
    std::swap(regions, regions_);
    for (const auto& [id, r] : outside) registers_[id.index] = r;
  }

  // Region 0 with the condition, and the jumps where it is not a yes. All operands of an `and` must be one: where
  // nobody else asks for it, it needs no answer of its own.
  std::vector<std::size_t> unless_yes(NodeId condition, ir::Span span) {
    const Node& n = program_[condition];
    const bool apart = n.op == Op::and_ && n.open != 0 && uses_[condition.index] == 1;
    if (!apart) {
      emit_region(0);
      return {emit(Opcode::jump_unless_yes, 0, reg(condition), 0, span)};
    }
    emit_region(0, condition);
    const RegionId lazy = lazy_of(condition);
    std::vector<std::size_t> skips;
    const auto operands = costs_.in_order(condition);
    for (std::size_t k = 0; k < operands.size(); ++k) {
      if (k > 0) emit_operand(lazy, k);
      skips.push_back(emit(Opcode::jump_unless_yes, 0, reg(operands[k]), 0, n.span));
    }
    return skips;
  }

  // Of a node in region 0.
  [[nodiscard]] RegionId lazy_of(NodeId id) const {
    const auto nodes = regions_.of(0);
    const auto found = std::ranges::lower_bound(nodes, id, {}, &Regions::Placed::node);
    return found->lazy;
  }

  // An element whose condition is yes.
  void take(const Node& n, const Accumulator& acc) {
    const auto operands = program_.operands(n);
    const std::uint32_t d = acc.d;
    const auto value = [&] { return reg(operands[2]); };
    switch (n.op) {
      case Op::count: emit(Opcode::increment, d, d, 0, n.span); break;
      case Op::any:
        emit(Opcode::set_bool, d, static_cast<std::uint32_t>(data::Tri::yes), 0, n.span);
        leave(n.span);
        break;
      case Op::average: emit(Opcode::count_present, acc.other, acc.other, value(), n.span); [[fallthrough]];
      case Op::sum: emit(Opcode::add_present, d, d, value(), n.span); break;
      case Op::smallest: emit(kSmaller.of(n.type), d, d, value(), n.span); break;
      case Op::largest: emit(kLarger.of(n.type), d, d, value(), n.span); break;
      case Op::first:
        emit(Opcode::move, d, value(), 0, n.span);
        leave(n.span);
        break;
      case Op::last: emit(Opcode::move, d, value(), 0, n.span); break;
      case Op::earliest:
      case Op::latest: take_by_time(n, acc); break;
      case Op::distinct: emit(Opcode::collect, 0, acc.collection, value(), n.span); break;
      default: emit(Opcode::collect_dated, 0, arguments({acc.collection, value(), reg(operands[3])}), 3, n.span); break;
    }
  }

  // The answer is known: no further element can change it.
  void leave(ir::Span span) { breaks_.back().push_back(emit(Opcode::jump, 0, 0, 0, span)); }

  // The first of equal times stays the earliest, the last of equal times becomes the latest.
  void take_by_time(const Node& n, const Accumulator& acc) {
    const auto operands = program_.operands(n);
    const std::uint32_t time = reg(operands[3]);
    const std::uint32_t better = new_register(Kind::boolean);
    if (n.op == Op::earliest) {
      emit(Opcode::less_ticks, better, time, acc.other, n.span);
    } else {
      emit(Opcode::less_equal_ticks, better, acc.other, time, n.span);
    }
    // Unknown while nothing was taken yet: only a no keeps what is there.
    const std::size_t keep = emit(Opcode::jump_if_no, 0, better, 0, n.span);
    emit(Opcode::move, acc.d, reg(operands[2]), 0, n.span);
    emit(Opcode::move, acc.other, time, 0, n.span);
    module_.code[keep].b = here();
  }

  void finish(const Node& n, const Accumulator& acc) {
    const auto operands = program_.operands(n);
    switch (n.op) {
      case Op::sum: emit(Opcode::settle, acc.d, acc.d, 0, n.span); break;
      case Op::average: emit(Opcode::divide, acc.d, acc.d, acc.other, n.span); break;
      case Op::distinct:
        emit(Opcode::distinct, acc.d, acc.collection, static_cast<std::uint32_t>(program_[operands[2]].type), n.span);
        break;
      case Op::each_points: {
        const auto args = arguments(
            {acc.collection, n.payload, reg(operands[4]), reg(operands[5]), reg(operands[6]), reg(operands[7])});
        emit(Opcode::each_points, acc.d, args, 6, n.span);
        break;
      }
      default: break;
    }
  }

  void outcome(const ir::Outcome& o) {
    bytecode::Outcome& out = module_.outcomes.emplace_back();
    out.kind = o.kind;
    out.name = o.name;
    out.type = o.type;
    out.text = o.text;
    out.value = result(o.value);
    for (const ir::Reason& r : o.reasons) {
      bytecode::Reason reason{result(r.condition), r.text, r.rule, std::nullopt};
      if (r.points.valid()) reason.points = reg(r.points);
      out.reasons.push_back(std::move(reason));
    }
  }

  using Cell = data::Cell;
  const ir::Program& program_;
  Costs costs_;
  Regions regions_;
  std::vector<std::uint32_t> uses_;  // by node
  std::vector<std::uint32_t> registers_;
  IndexedRules indexed_;
  bool batch_;
  std::vector<std::uint32_t> sets_;               // by set of the program: its number in the module
  std::vector<std::size_t> jumps_;                // to the end of each connective round this place, outermost first
  std::vector<std::uint32_t> cursors_;            // of the loops round this place, outermost first
  std::vector<std::vector<std::size_t>> breaks_;  // jumps to the end of each of these loops
  Module module_;
};

}  // namespace

Module lower(const ir::Program& program, const Options& options) {
  return Emitter(program, options).run();
}

}  // namespace rubric::lower
