#include "vm/machine.hpp"

#include <algorithm>
#include <cstring>

#include "builtins/calendar.hpp"
#include "builtins/compare.hpp"
#include "builtins/number.hpp"
#include "builtins/table.hpp"
#include "builtins/text.hpp"

namespace rubric::vm {

using bytecode::Instruction;
using bytecode::Opcode;
using data::Cell;
using data::Tri;
using data::tri;

namespace {

// The signatures of built-ins: what the module's own verifier cannot know.
void verify_calls(const bytecode::Module& module, std::vector<std::string>& faults) {
  for (const Instruction& i : module.code) {
    if (i.op != Opcode::call) continue;
    const std::uint32_t* args = module.arguments.data() + i.a;
    if (args[0] >= builtins::signatures().size()) {
      faults.emplace_back("call of no built-in");
      continue;
    }
    const builtins::Signature& s = builtins::signature(static_cast<builtins::Builtin>(args[0]));
    const std::size_t count = i.b - 1;
    bool fits = module.registers[i.d] == s.result && (s.variadic ? count >= 1 : count == s.parameters.size());
    for (std::size_t k = 0; fits && k < count; ++k) {
      fits = module.registers[args[1 + k]] == s.parameters[std::min(k, s.parameters.size() - 1)];
    }
    if (!fits) faults.push_back("call of `" + std::string(s.name) + "` with operands of other kinds");
  }
}

Tri text_tests(const bytecode::Module& module, const data::TextTests& t, data::TextRef text) {
  if (data::is_missing(text)) return Tri::unknown;
  for (const std::string& member : module.sets[t.set].texts()) {
    const data::TextRef m{member.data(), static_cast<std::uint32_t>(member.size())};
    bool passes = false;
    switch (t.test) {
      case data::TextTest::contains: passes = builtins::contains(text, m); break;
      case data::TextTest::starts_with: passes = builtins::starts_with(text, m); break;
      case data::TextTest::ends_with: passes = builtins::ends_with(text, m); break;
      case data::TextTest::contains_word: passes = builtins::contains_word(text, m); break;
    }
    if (passes != t.all) return tri(passes);
  }
  return tri(t.all);
}

Tri at_least(const Cell* registers, const std::uint32_t* args, std::uint32_t count) {
  std::uint32_t yes = 0;
  std::uint32_t possible = 0;
  for (std::uint32_t k = 1; k < count; ++k) {
    const Tri t = registers[args[k]].tri;
    yes += t == Tri::yes ? 1 : 0;
    possible += t == Tri::no ? 0 : 1;
  }
  if (yes >= args[0]) return Tri::yes;
  return possible < args[0] ? Tri::no : Tri::unknown;
}

Cell call(const bytecode::Module& module, const Cell* registers, const std::uint32_t* args, std::uint32_t count,
          data::Arena& arena, std::vector<Cell>& scratch) {
  const auto id = static_cast<builtins::Builtin>(args[0]);
  const builtins::Signature& s = builtins::signature(id);
  scratch.clear();
  for (std::uint32_t k = 1; k < count; ++k) {
    const Cell& value = registers[args[k]];
    if (data::is_missing(module.registers[args[k]], value)) return data::missing_cell(s.result);
    scratch.push_back(value);
  }
  return builtins::call(id, scratch, arena);
}

}  // namespace

Image::Loaded Image::load(bytecode::Module module) {
  Loaded out;
  out.faults = bytecode::verify(module);
  if (out.faults.empty()) verify_calls(module, out.faults);
  if (!out.faults.empty()) return out;
  std::shared_ptr<Image> image(new Image(std::move(module)));
  for (const data::PatternSource& p : image->module_.patterns) {
    builtins::PatternFault fault;
    auto pattern = builtins::Pattern::compile(p.pattern, p.flags, fault);
    if (!pattern) {
      out.faults.push_back("pattern: " + fault.message);
      return out;
    }
    image->patterns_.push_back(std::move(*pattern));
  }
  out.image = std::move(image);
  return out;
}

Machine::Machine(std::shared_ptr<const Image> image, const Limits& limits)
    : image_(std::move(image)), limits_(limits), arena_(limits.scratch_bytes) {
  const bytecode::Module& m = image_->module();
  collections_.resize(m.collections);
  registers_.resize(m.registers.size());
  for (std::uint32_t r = 0; r < m.registers.size(); ++r) registers_[r] = data::missing_cell(m.registers[r]);
  std::ranges::copy(m.constants, registers_.begin() + m.first_constant());
}

bool Machine::within_fuel() const {
  std::uint64_t visits = 0;
  for (const auto& loop : image_->module().loops) {
    std::uint64_t product = 1;
    for (const std::uint32_t slot : loop) {
      // Saturates far above any limit, far below overflow.
      product = std::min<std::uint64_t>(product * registers_[slot].list.count, std::uint64_t{1} << 40U);
    }
    visits += product;
  }
  return visits <= limits_.visited_elements;
}

Status Machine::run(std::int64_t as_of) {
  if (!within_fuel()) return Status::fuel_limit;
  arena_.reset();
  registers_[image_->module().as_of_register()] = Cell(as_of);
  execute();
  return arena_.exhausted() ? Status::scratch_limit : Status::decided;
}

// One case an opcode, each what opcodes.def says of it.
void Machine::execute() {
  const bytecode::Module& module = image_->module();
  const Instruction* const code = module.code.data();
  const std::uint32_t* const arguments = module.arguments.data();
  Cell* const r = registers_.data();
  const Instruction* next = code;
  for (;;) {
    const Instruction& i = *next++;
    const Cell& a = r[i.a];
    const Cell& b = r[i.b];
    Cell& d = r[i.d];
    switch (i.op) {
      case Opcode::move: d = a; break;
      case Opcode::set_bool: d.tri = static_cast<Tri>(i.a); break;
      case Opcode::set_zero: d.number = 0; break;
      case Opcode::set_missing_number: d.number = data::kMissingNumber; break;
      case Opcode::set_missing_ticks: d.ticks = data::kMissingTicks; break;
      case Opcode::set_missing_text: d.text = {}; break;
      case Opcode::jump: next = code + i.a; break;
      case Opcode::jump_if_no:
        if (a.tri == Tri::no) next = code + i.b;
        break;
      case Opcode::jump_if_yes:
        if (a.tri == Tri::yes) next = code + i.b;
        break;
      case Opcode::jump_unless_yes:
        if (a.tri != Tri::yes) next = code + i.b;
        break;
      case Opcode::jump_if_present_bool:
        if (a.tri != Tri::unknown) next = code + i.b;
        break;
      case Opcode::jump_if_present_number:
        if (!data::is_missing(a.number)) next = code + i.b;
        break;
      case Opcode::jump_if_present_ticks:
        if (!data::is_missing(a.ticks)) next = code + i.b;
        break;
      case Opcode::jump_if_present_text:
        if (!data::is_missing(a.text)) next = code + i.b;
        break;

      case Opcode::not_: d.tri = data::tri_not(a.tri); break;
      case Opcode::and_: d.tri = data::tri_and(a.tri, b.tri); break;
      case Opcode::or_: d.tri = data::tri_or(a.tri, b.tri); break;
      case Opcode::at_least: d.tri = at_least(r, arguments + i.a, i.b); break;
      case Opcode::missing_bool: d.tri = tri(a.tri == Tri::unknown); break;
      case Opcode::missing_number: d.tri = tri(data::is_missing(a.number)); break;
      case Opcode::missing_ticks: d.tri = tri(data::is_missing(a.ticks)); break;
      case Opcode::missing_text: d.tri = tri(data::is_missing(a.text)); break;

      case Opcode::equal_bool:
        d.tri = a.tri == Tri::unknown || b.tri == Tri::unknown ? Tri::unknown : tri(a.tri == b.tri);
        break;
      case Opcode::equal_number: d.tri = builtins::equal(a.number, b.number); break;
      case Opcode::equal_ticks: d.tri = builtins::equal(a.ticks, b.ticks); break;
      case Opcode::equal_text: d.tri = builtins::equal(a.text, b.text); break;
      case Opcode::less_number: d.tri = builtins::less(a.number, b.number); break;
      case Opcode::less_ticks: d.tri = builtins::less(a.ticks, b.ticks); break;
      case Opcode::less_text: d.tri = builtins::less(a.text, b.text); break;
      case Opcode::less_equal_number: d.tri = builtins::less_equal(a.number, b.number); break;
      case Opcode::less_equal_ticks: d.tri = builtins::less_equal(a.ticks, b.ticks); break;
      case Opcode::less_equal_text: d.tri = builtins::less_equal(a.text, b.text); break;
      case Opcode::in_set_number:
        d.tri = data::is_missing(a.number) ? Tri::unknown : tri(module.sets[i.b].contains(a.number));
        break;
      case Opcode::in_set_ticks:
        d.tri = data::is_missing(a.ticks) ? Tri::unknown : tri(module.sets[i.b].contains(a.ticks));
        break;
      case Opcode::in_set_text:
        d.tri = data::is_missing(a.text) ? Tri::unknown : tri(module.sets[i.b].contains(data::view(a.text)));
        break;

      // A missing number is a NaN, which every sum hands on.
      case Opcode::add: d.number = builtins::add(a.number, b.number); break;
      case Opcode::subtract: d.number = builtins::subtract(a.number, b.number); break;
      case Opcode::multiply: d.number = builtins::multiply(a.number, b.number); break;
      case Opcode::divide: d.number = builtins::divide(a.number, b.number); break;
      case Opcode::negate: d.number = builtins::negate(a.number); break;
      case Opcode::time_add: d.ticks = builtins::add_micros(a.ticks, b.ticks); break;
      case Opcode::time_subtract: d.ticks = builtins::add_micros(a.ticks, builtins::negate_duration(b.ticks)); break;
      case Opcode::time_between: d.ticks = builtins::difference(a.ticks, b.ticks); break;
      case Opcode::add_months: d.ticks = builtins::add_months(a.ticks, static_cast<std::int64_t>(b.number)); break;
      case Opcode::duration_add: d.ticks = builtins::add_durations(a.ticks, b.ticks); break;
      case Opcode::duration_subtract: d.ticks = builtins::subtract_durations(a.ticks, b.ticks); break;
      case Opcode::duration_negate: d.ticks = builtins::negate_duration(a.ticks); break;
      case Opcode::duration_scale: d.ticks = builtins::multiply_duration(a.ticks, b.number); break;
      case Opcode::duration_divide: d.ticks = builtins::divide_duration(a.ticks, b.number); break;
      case Opcode::duration_ratio: d.number = builtins::divide_durations(a.ticks, b.ticks); break;

      case Opcode::calendar_start: {
        const std::uint32_t* args = arguments + i.a;
        d.ticks = builtins::last_calendar_start(r[args[2]].ticks, static_cast<std::int64_t>(r[args[1]].number),
                                                static_cast<data::CalendarUnit>(args[0]));
        break;
      }
      case Opcode::calendar_end: {
        const std::uint32_t* args = arguments + i.a;
        d.ticks = builtins::next_calendar_end(r[args[2]].ticks, static_cast<std::int64_t>(r[args[1]].number),
                                              static_cast<data::CalendarUnit>(args[0]));
        break;
      }

      case Opcode::concat:
        d.text = data::is_missing(a.text) || data::is_missing(b.text) ? data::TextRef{}
                                                                      : builtins::concat(a.text, b.text, arena_);
        break;
      case Opcode::fold: d.text = data::is_missing(a.text) ? a.text : builtins::fold(a.text, arena_); break;
      case Opcode::contains:
        d.tri = data::is_missing(a.text) || data::is_missing(b.text) ? Tri::unknown
                                                                     : tri(builtins::contains(a.text, b.text));
        break;
      case Opcode::starts_with:
        d.tri = data::is_missing(a.text) || data::is_missing(b.text) ? Tri::unknown
                                                                     : tri(builtins::starts_with(a.text, b.text));
        break;
      case Opcode::ends_with:
        d.tri = data::is_missing(a.text) || data::is_missing(b.text) ? Tri::unknown
                                                                     : tri(builtins::ends_with(a.text, b.text));
        break;
      case Opcode::contains_word:
        d.tri = data::is_missing(a.text) || data::is_missing(b.text) ? Tri::unknown
                                                                     : tri(builtins::contains_word(a.text, b.text));
        break;
      case Opcode::text_any: d.tri = text_tests(module, module.text_tests[i.b], a.text); break;
      case Opcode::matches:
        d.tri = data::is_missing(a.text) ? Tri::unknown : tri(image_->patterns_[i.b].search(a.text));
        break;
      case Opcode::call: d = call(module, r, arguments + i.a, i.b, arena_, call_arguments_); break;

      case Opcode::line_points: {
        const auto points = a.tri == Tri::yes ? builtins::points_of(b.number) : std::nullopt;
        d.points = points.value_or(0);
        break;
      }
      case Opcode::points_sum: {
        data::Points sum = 0;
        for (std::uint32_t k = 0; k < i.b; ++k) sum += r[arguments[i.a + k]].points;
        d.points = sum;
        break;
      }
      case Opcode::points_at_least: d.points = std::max(a.points, b.points); break;
      case Opcode::points_at_most: d.points = std::min(a.points, b.points); break;
      case Opcode::points_number: d.number = builtins::number_of_points(a.points); break;

      case Opcode::each:
        if (a.list.count == 0) {
          next = code + i.b;
        } else {
          d.list = a.list;
        }
        break;
      case Opcode::advance: {
        data::ListRef& cursor = r[i.a].list;
        cursor.cells += i.d;
        if (--cursor.count != 0) next = code + i.b;
        break;
      }
      case Opcode::field: d = a.list.cells[i.b]; break;
      case Opcode::dated: {
        const std::uint32_t* args = arguments + i.a;
        d.list = dated(r[args[1]].list, args[3], args[0], r[args[2]].ticks, arena_);
        break;
      }
      case Opcode::in_list_bool: d.tri = in_list(data::Kind::boolean, a, b.list); break;
      case Opcode::in_list_number: d.tri = in_list(data::Kind::number, a, b.list); break;
      case Opcode::in_list_ticks: d.tri = in_list(data::Kind::time, a, b.list); break;
      case Opcode::in_list_text: d.tri = in_list(data::Kind::text, a, b.list); break;
      case Opcode::increment: d.number = a.number + 1; break;
      case Opcode::add_present: d.number = data::is_missing(b.number) ? a.number : a.number + b.number; break;
      case Opcode::count_present: d.number = data::is_missing(b.number) ? a.number : a.number + 1; break;
      case Opcode::settle: d.number = data::settle(a.number); break;
      // Comparisons with a NaN are false: the first operand stays unless the second is better.
      case Opcode::min_number:
        d.number = data::is_missing(a.number) || b.number < a.number ? b.number : a.number;
        break;
      case Opcode::max_number:
        d.number = data::is_missing(a.number) || b.number > a.number ? b.number : a.number;
        break;
      case Opcode::min_ticks:
        d.ticks = data::is_missing(a.ticks) || (!data::is_missing(b.ticks) && b.ticks < a.ticks) ? b.ticks : a.ticks;
        break;
      case Opcode::max_ticks: d.ticks = std::max(a.ticks, b.ticks); break;
      case Opcode::forget: collections_[i.a].entries.clear(); break;
      case Opcode::collect: collections_[i.a].entries.push_back({b, 0}); break;
      case Opcode::collect_dated: {
        const std::uint32_t* args = arguments + i.a;
        collections_[args[0]].entries.push_back({r[args[1]], r[args[2]].ticks});
        break;
      }
      case Opcode::distinct: d.number = distinct(static_cast<data::Kind>(i.b), collections_[i.a]); break;
      case Opcode::each_points: {
        const std::uint32_t* args = arguments + i.a;
        const EachPoints how{args[1], r[args[2]].ticks, r[args[3]].ticks, r[args[4]].ticks, r[args[5]].number};
        d.points = each_points(how, collections_[args[0]]);
        break;
      }
      case Opcode::halt: return;
    }
  }
}

}  // namespace rubric::vm
