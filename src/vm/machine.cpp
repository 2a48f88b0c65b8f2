#include "vm/machine.hpp"

#include <algorithm>
#include <cstring>

#include "builtins/calendar.hpp"
#include "builtins/compare.hpp"
#include "builtins/number.hpp"
#include "builtins/table.hpp"
#include "builtins/text.hpp"
#include "bytecode/verify_batch.hpp"

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
  if (out.faults.empty() && module.batch) out.faults = bytecode::verify_batch(module);
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
  if (!m.index.empty()) index_.emplace(m.index);
}

const Cell& Machine::indexed(std::size_t place) const {
  static const Cell kVerdicts[] = {Cell(Tri::no), Cell(Tri::unknown), Cell(Tri::yes)};
  return kVerdicts[static_cast<std::size_t>(index_->value(place))];
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
  execute(0);
  if (index_) index_->decide(image_->module().registers, registers_.data());
  return arena_.exhausted() ? Status::scratch_limit : Status::decided;
}

// One case an opcode, each what opcodes.def says of it.
void Machine::execute(std::uint32_t entry) {
  const bytecode::Module& module = image_->module();
  const Instruction* const code = module.code.data();
  const std::uint32_t* const arguments = module.arguments.data();
  Cell* const r = registers_.data();
  const Instruction* next = code + entry;
  for (;;) {
    const Instruction& i = *next++;
    switch (i.op) {
      case Opcode::move: r[i.d] = r[i.a]; break;
      case Opcode::set_bool: r[i.d].tri = static_cast<Tri>(i.a); break;
      case Opcode::set_zero: r[i.d].number = 0; break;
      case Opcode::set_missing_number: r[i.d].number = data::kMissingNumber; break;
      case Opcode::set_missing_ticks: r[i.d].ticks = data::kMissingTicks; break;
      case Opcode::set_missing_text: r[i.d].text = {}; break;
      case Opcode::jump: next = code + i.a; break;
      case Opcode::jump_if_no:
        if (r[i.a].tri == Tri::no) next = code + i.b;
        break;
      case Opcode::jump_if_yes:
        if (r[i.a].tri == Tri::yes) next = code + i.b;
        break;
      case Opcode::jump_unless_yes:
        if (r[i.a].tri != Tri::yes) next = code + i.b;
        break;
      case Opcode::jump_if_present_bool:
        if (r[i.a].tri != Tri::unknown) next = code + i.b;
        break;
      case Opcode::jump_if_present_number:
        if (!data::is_missing(r[i.a].number)) next = code + i.b;
        break;
      case Opcode::jump_if_present_ticks:
        if (!data::is_missing(r[i.a].ticks)) next = code + i.b;
        break;
      case Opcode::jump_if_present_text:
        if (!data::is_missing(r[i.a].text)) next = code + i.b;
        break;

      case Opcode::not_: r[i.d].tri = data::tri_not(r[i.a].tri); break;
      case Opcode::and_: r[i.d].tri = data::tri_and(r[i.a].tri, r[i.b].tri); break;
      case Opcode::or_: r[i.d].tri = data::tri_or(r[i.a].tri, r[i.b].tri); break;
      case Opcode::at_least: r[i.d].tri = at_least(r, arguments + i.a, i.b); break;
      case Opcode::missing_bool: r[i.d].tri = tri(r[i.a].tri == Tri::unknown); break;
      case Opcode::missing_number: r[i.d].tri = tri(data::is_missing(r[i.a].number)); break;
      case Opcode::missing_ticks: r[i.d].tri = tri(data::is_missing(r[i.a].ticks)); break;
      case Opcode::missing_text: r[i.d].tri = tri(data::is_missing(r[i.a].text)); break;

      case Opcode::equal_bool:
        r[i.d].tri =
            r[i.a].tri == Tri::unknown || r[i.b].tri == Tri::unknown ? Tri::unknown : tri(r[i.a].tri == r[i.b].tri);
        break;
      case Opcode::equal_number: r[i.d].tri = builtins::equal(r[i.a].number, r[i.b].number); break;
      case Opcode::equal_ticks: r[i.d].tri = builtins::equal(r[i.a].ticks, r[i.b].ticks); break;
      case Opcode::equal_text: r[i.d].tri = builtins::equal(r[i.a].text, r[i.b].text); break;
      case Opcode::less_number: r[i.d].tri = builtins::less(r[i.a].number, r[i.b].number); break;
      case Opcode::less_ticks: r[i.d].tri = builtins::less(r[i.a].ticks, r[i.b].ticks); break;
      case Opcode::less_text: r[i.d].tri = builtins::less(r[i.a].text, r[i.b].text); break;
      case Opcode::less_equal_number: r[i.d].tri = builtins::less_equal(r[i.a].number, r[i.b].number); break;
      case Opcode::less_equal_ticks: r[i.d].tri = builtins::less_equal(r[i.a].ticks, r[i.b].ticks); break;
      case Opcode::less_equal_text: r[i.d].tri = builtins::less_equal(r[i.a].text, r[i.b].text); break;
      case Opcode::in_set_number:
        r[i.d].tri = data::is_missing(r[i.a].number) ? Tri::unknown : tri(module.sets[i.b].contains(r[i.a].number));
        break;
      case Opcode::in_set_ticks:
        r[i.d].tri = data::is_missing(r[i.a].ticks) ? Tri::unknown : tri(module.sets[i.b].contains(r[i.a].ticks));
        break;
      case Opcode::in_set_text:
        r[i.d].tri =
            data::is_missing(r[i.a].text) ? Tri::unknown : tri(module.sets[i.b].contains(data::view(r[i.a].text)));
        break;
      case Opcode::lookup: {
        const std::uint32_t* const args = arguments + i.a;
        r[i.d] = r[args[2 + module.sets[args[0]].place(r[args[1]])]];
        break;
      }

      // A missing number is a NaN, which every sum hands on.
      case Opcode::add: r[i.d].number = builtins::add(r[i.a].number, r[i.b].number); break;
      case Opcode::subtract: r[i.d].number = builtins::subtract(r[i.a].number, r[i.b].number); break;
      case Opcode::multiply: r[i.d].number = builtins::multiply(r[i.a].number, r[i.b].number); break;
      case Opcode::divide: r[i.d].number = builtins::divide(r[i.a].number, r[i.b].number); break;
      case Opcode::negate: r[i.d].number = builtins::negate(r[i.a].number); break;
      case Opcode::time_add: r[i.d].ticks = builtins::add_micros(r[i.a].ticks, r[i.b].ticks); break;
      case Opcode::time_subtract:
        r[i.d].ticks = builtins::add_micros(r[i.a].ticks, builtins::negate_duration(r[i.b].ticks));
        break;
      case Opcode::time_between: r[i.d].ticks = builtins::difference(r[i.a].ticks, r[i.b].ticks); break;
      case Opcode::add_months:
        r[i.d].ticks = builtins::add_months(r[i.a].ticks, static_cast<std::int64_t>(r[i.b].number));
        break;
      case Opcode::duration_add: r[i.d].ticks = builtins::add_durations(r[i.a].ticks, r[i.b].ticks); break;
      case Opcode::duration_subtract: r[i.d].ticks = builtins::subtract_durations(r[i.a].ticks, r[i.b].ticks); break;
      case Opcode::duration_negate: r[i.d].ticks = builtins::negate_duration(r[i.a].ticks); break;
      case Opcode::duration_scale: r[i.d].ticks = builtins::multiply_duration(r[i.a].ticks, r[i.b].number); break;
      case Opcode::duration_divide: r[i.d].ticks = builtins::divide_duration(r[i.a].ticks, r[i.b].number); break;
      case Opcode::duration_ratio: r[i.d].number = builtins::divide_durations(r[i.a].ticks, r[i.b].ticks); break;

      case Opcode::calendar_start: {
        const std::uint32_t* args = arguments + i.a;
        r[i.d].ticks = builtins::last_calendar_start(r[args[2]].ticks, static_cast<std::int64_t>(r[args[1]].number),
                                                     static_cast<data::CalendarUnit>(args[0]));
        break;
      }
      case Opcode::calendar_end: {
        const std::uint32_t* args = arguments + i.a;
        r[i.d].ticks = builtins::next_calendar_end(r[args[2]].ticks, static_cast<std::int64_t>(r[args[1]].number),
                                                   static_cast<data::CalendarUnit>(args[0]));
        break;
      }

      case Opcode::concat:
        r[i.d].text = data::is_missing(r[i.a].text) || data::is_missing(r[i.b].text)
                          ? data::TextRef{}
                          : builtins::concat(r[i.a].text, r[i.b].text, arena_);
        break;
      case Opcode::fold:
        r[i.d].text = data::is_missing(r[i.a].text) ? r[i.a].text : builtins::fold(r[i.a].text, arena_);
        break;
      case Opcode::contains:
        r[i.d].tri = data::is_missing(r[i.a].text) || data::is_missing(r[i.b].text)
                         ? Tri::unknown
                         : tri(builtins::contains(r[i.a].text, r[i.b].text));
        break;
      case Opcode::starts_with:
        r[i.d].tri = data::is_missing(r[i.a].text) || data::is_missing(r[i.b].text)
                         ? Tri::unknown
                         : tri(builtins::starts_with(r[i.a].text, r[i.b].text));
        break;
      case Opcode::ends_with:
        r[i.d].tri = data::is_missing(r[i.a].text) || data::is_missing(r[i.b].text)
                         ? Tri::unknown
                         : tri(builtins::ends_with(r[i.a].text, r[i.b].text));
        break;
      case Opcode::contains_word:
        r[i.d].tri = data::is_missing(r[i.a].text) || data::is_missing(r[i.b].text)
                         ? Tri::unknown
                         : tri(builtins::contains_word(r[i.a].text, r[i.b].text));
        break;
      case Opcode::text_any: r[i.d].tri = text_tests(module, module.text_tests[i.b], r[i.a].text); break;
      case Opcode::matches:
        r[i.d].tri = data::is_missing(r[i.a].text) ? Tri::unknown : tri(image_->patterns_[i.b].search(r[i.a].text));
        break;
      case Opcode::call: r[i.d] = call(module, r, arguments + i.a, i.b, arena_, call_arguments_); break;

      case Opcode::line_points: {
        const auto points = r[i.a].tri == Tri::yes ? builtins::points_of(r[i.b].number) : std::nullopt;
        r[i.d].points = points.value_or(0);
        break;
      }
      case Opcode::points_sum: {
        data::Points sum = 0;
        for (std::uint32_t k = 0; k < i.b; ++k) sum += r[arguments[i.a + k]].points;
        r[i.d].points = sum;
        break;
      }
      case Opcode::points_at_least: r[i.d].points = std::max(r[i.a].points, r[i.b].points); break;
      case Opcode::points_at_most: r[i.d].points = std::min(r[i.a].points, r[i.b].points); break;
      case Opcode::points_number: r[i.d].number = builtins::number_of_points(r[i.a].points); break;

      case Opcode::each:
        if (r[i.a].list.count == 0) {
          next = code + i.b;
        } else {
          r[i.d].list = r[i.a].list;
        }
        break;
      case Opcode::advance: {
        data::ListRef& cursor = r[i.a].list;
        cursor.cells += i.d;
        if (--cursor.count != 0) next = code + i.b;
        break;
      }
      case Opcode::field: r[i.d] = r[i.a].list.cells[i.b]; break;
      case Opcode::dated: {
        const std::uint32_t* args = arguments + i.a;
        r[i.d].list = dated(r[args[1]].list, args[3], args[0], r[args[2]].ticks, arena_);
        break;
      }
      case Opcode::in_list_bool: r[i.d].tri = in_list(data::Kind::boolean, r[i.a], r[i.b].list); break;
      case Opcode::in_list_number: r[i.d].tri = in_list(data::Kind::number, r[i.a], r[i.b].list); break;
      case Opcode::in_list_ticks: r[i.d].tri = in_list(data::Kind::time, r[i.a], r[i.b].list); break;
      case Opcode::in_list_text: r[i.d].tri = in_list(data::Kind::text, r[i.a], r[i.b].list); break;
      case Opcode::increment: r[i.d].number = r[i.a].number + 1; break;
      case Opcode::add_present:
        r[i.d].number = data::is_missing(r[i.b].number) ? r[i.a].number : r[i.a].number + r[i.b].number;
        break;
      case Opcode::count_present:
        r[i.d].number = data::is_missing(r[i.b].number) ? r[i.a].number : r[i.a].number + 1;
        break;
      case Opcode::settle: r[i.d].number = data::settle(r[i.a].number); break;
      // Comparisons with a NaN are false: the first operand stays unless the second is better.
      case Opcode::min_number:
        r[i.d].number =
            data::is_missing(r[i.a].number) || r[i.b].number < r[i.a].number ? r[i.b].number : r[i.a].number;
        break;
      case Opcode::max_number:
        r[i.d].number =
            data::is_missing(r[i.a].number) || r[i.b].number > r[i.a].number ? r[i.b].number : r[i.a].number;
        break;
      case Opcode::min_ticks:
        r[i.d].ticks =
            data::is_missing(r[i.a].ticks) || (!data::is_missing(r[i.b].ticks) && r[i.b].ticks < r[i.a].ticks)
                ? r[i.b].ticks
                : r[i.a].ticks;
        break;
      case Opcode::max_ticks: r[i.d].ticks = std::max(r[i.a].ticks, r[i.b].ticks); break;
      case Opcode::forget: collections_[i.a].entries.clear(); break;
      case Opcode::collect: collections_[i.a].entries.push_back({r[i.b], 0}); break;
      case Opcode::collect_dated: {
        const std::uint32_t* args = arguments + i.a;
        collections_[args[0]].entries.push_back({r[args[1]], r[args[2]].ticks});
        break;
      }
      case Opcode::distinct: r[i.d].number = distinct(static_cast<data::Kind>(i.b), collections_[i.a]); break;
      case Opcode::each_points: {
        const std::uint32_t* args = arguments + i.a;
        const EachPoints how{args[1], r[args[2]].ticks, r[args[3]].ticks, r[args[4]].ticks, r[args[5]].number};
        r[i.d].points = each_points(how, collections_[args[0]]);
        break;
      }
      case Opcode::halt: return;
    }
  }
}

}  // namespace rubric::vm
