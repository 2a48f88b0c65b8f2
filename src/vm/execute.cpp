// The loop of the row machine: one body a step, each what opcodes.def and row_code.hpp say of it.
#include <algorithm>

#include "builtins/calendar.hpp"
#include "builtins/compare.hpp"
#include "builtins/number.hpp"
#include "builtins/table.hpp"
#include "builtins/text.hpp"
#include "vm/machine.hpp"

namespace rubric::vm {

using data::Cell;
using data::Tri;
using data::tri;

namespace {

Tri text_test(data::TextRef text, data::TextRef part, bool (*ask)(data::TextRef, data::TextRef)) {
  return data::is_missing(text) || data::is_missing(part) ? Tri::unknown : tri(ask(text, part));
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

// Where the compiler has labels as values, each body goes on to the next one by itself, so that the processor learns
// what follows each of them. Elsewhere there is one switch.
#if defined(__GNUC__) && !defined(RUBRIC_ROW_SWITCH)
#define RUBRIC_ROW_LABELS
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#define RUBRIC_GO goto* kBodies[static_cast<std::size_t>(i->kind)]
#define RUBRIC_LABEL(name) \
  name:
#else
#define RUBRIC_GO continue
#define RUBRIC_LABEL(name) case StepKind::name:
#endif
#define RUBRIC_NEXT \
  ++i;              \
  RUBRIC_GO
#define RUBRIC_JUMP_IF(condition) \
  if (condition) {                \
    i = code + i->to;             \
    RUBRIC_GO;                    \
  }
// Ends the body before it.
#define RUBRIC_STEP(name) \
  RUBRIC_NEXT;            \
  RUBRIC_LABEL(name)
#define RUBRIC_D r[i->d]
#define RUBRIC_B i->b

void Machine::execute(std::uint32_t entry) {
  const bytecode::Module& module = image_->module();
  const data::MemberSet* const sets = module.sets.data();
  const builtins::Pattern* const patterns = image_->patterns_.data();
  const Step* const code = image_->row_code_.steps.data();
  const std::uint32_t* const arguments = module.arguments.data();
  Cell* const r = registers_.data();
  const Step* i = code + image_->row_code_.step_of[entry];
#ifndef RUBRIC_ROW_LABELS
  for (;;) switch (i->kind) {
#else
  // ORDER: of StepKind.
  static const void* const kBodies[] = {
#define RUBRIC_OPCODE(name, d, a, b, effect) &&name,
#include "bytecode/opcodes.def"
#undef RUBRIC_OPCODE
      &&move_bool,
      &&move_word,
      &&line_constant,
#define RUBRIC_ROW_TEST(name, answer)                                                                                \
  &&name##_and, &&name##_or, &&name##_and_jump, &&name##_or_jump, &&name##_line, &&name##_branch, &&name##_of_field, \
      &&name##_with_field, &&name##_seek_of_field, &&name##_seek_with_field,
#include "vm/row_tests.def"
#undef RUBRIC_ROW_TEST
  };
  RUBRIC_GO;
#endif
      RUBRIC_LABEL(halt) return;

// --- tests, alone and joined with what follows them ---
#define RUBRIC_X r[i->a]
#define RUBRIC_Y r[i->b]
#define RUBRIC_ROW_TEST(name, answer)                                                            \
  RUBRIC_LABEL(name) RUBRIC_D.tri = answer;                                                      \
  RUBRIC_STEP(name##_and) RUBRIC_D.tri = data::tri_and(r[i->with].tri, answer);                  \
  RUBRIC_STEP(name##_or) RUBRIC_D.tri = data::tri_or(r[i->with].tri, answer);                    \
  RUBRIC_STEP(name##_and_jump) {                                                                 \
    const Tri so_far = data::tri_and(r[i->with].tri, answer);                                    \
    RUBRIC_D.tri = so_far;                                                                       \
    RUBRIC_JUMP_IF(so_far == Tri::no);                                                           \
  }                                                                                              \
  RUBRIC_STEP(name##_or_jump) {                                                                  \
    const Tri so_far = data::tri_or(r[i->with].tri, answer);                                     \
    RUBRIC_D.tri = so_far;                                                                       \
    RUBRIC_JUMP_IF(so_far == Tri::yes);                                                          \
  }                                                                                              \
  RUBRIC_STEP(name##_line) RUBRIC_D.points = (answer) == Tri::yes ? i->points : std::int64_t{0}; \
  RUBRIC_STEP(name##_branch) RUBRIC_JUMP_IF((answer) != Tri::yes);                               \
  RUBRIC_NEXT;
#include "vm/row_tests.def"
#undef RUBRIC_ROW_TEST

#define RUBRIC_ROW_TEST(name, answer)                                 \
  RUBRIC_LABEL(name##_of_field) RUBRIC_JUMP_IF((answer) != Tri::yes); \
  RUBRIC_NEXT;
#undef RUBRIC_X
#define RUBRIC_X r[i->a].list.cells[i->with]
#include "vm/row_tests.def"
#undef RUBRIC_ROW_TEST

#define RUBRIC_ROW_TEST(name, answer)                                   \
  RUBRIC_LABEL(name##_with_field) RUBRIC_JUMP_IF((answer) != Tri::yes); \
  RUBRIC_NEXT;
#undef RUBRIC_X
#undef RUBRIC_Y
#define RUBRIC_X r[i->a]
#define RUBRIC_Y r[i->b].list.cells[i->with]
#include "vm/row_tests.def"
#undef RUBRIC_ROW_TEST

// The cursor stays in the processor while elements are passed over.
#define RUBRIC_SEEK(cursor, answer)                                                     \
  {                                                                                     \
    data::ListRef at = (cursor).list;                                                   \
    while (at.count != 0 && (answer) != Tri::yes) at = {at.cells + i->d, at.count - 1}; \
    RUBRIC_JUMP_IF(at.count == 0);                                                      \
    (cursor).list = at;                                                                 \
  }
#define RUBRIC_ROW_TEST(name, answer) RUBRIC_LABEL(name##_seek_of_field) RUBRIC_SEEK(r[i->a], answer) RUBRIC_NEXT;
#undef RUBRIC_X
#undef RUBRIC_Y
#define RUBRIC_X at.cells[i->with]
#define RUBRIC_Y r[i->b]
#include "vm/row_tests.def"
#undef RUBRIC_ROW_TEST

#define RUBRIC_ROW_TEST(name, answer) RUBRIC_LABEL(name##_seek_with_field) RUBRIC_SEEK(r[i->b], answer) RUBRIC_NEXT;
#undef RUBRIC_X
#undef RUBRIC_Y
#define RUBRIC_X r[i->a]
#define RUBRIC_Y at.cells[i->with]
#include "vm/row_tests.def"
#undef RUBRIC_ROW_TEST
#undef RUBRIC_Y
#define RUBRIC_Y r[i->b]

      // --- one step an instruction ---
      RUBRIC_LABEL(move) RUBRIC_D = RUBRIC_X;
      RUBRIC_STEP(move_bool) RUBRIC_D.tri = RUBRIC_X.tri;
      RUBRIC_STEP(move_word) RUBRIC_D.ticks = RUBRIC_X.ticks;
      RUBRIC_STEP(set_bool) RUBRIC_D.tri = static_cast<Tri>(i->a);
      RUBRIC_STEP(set_zero) RUBRIC_D.number = 0;
      RUBRIC_STEP(set_missing_number) RUBRIC_D.number = data::kMissingNumber;
      RUBRIC_STEP(set_missing_ticks) RUBRIC_D.ticks = data::kMissingTicks;
      RUBRIC_STEP(set_missing_text) RUBRIC_D.text = {};
      RUBRIC_STEP(jump) RUBRIC_JUMP_IF(true);
      RUBRIC_STEP(jump_if_no) RUBRIC_JUMP_IF(RUBRIC_X.tri == Tri::no);
      RUBRIC_STEP(jump_if_yes) RUBRIC_JUMP_IF(RUBRIC_X.tri == Tri::yes);
      RUBRIC_STEP(jump_unless_yes) RUBRIC_JUMP_IF(RUBRIC_X.tri != Tri::yes);
      RUBRIC_STEP(jump_if_present_bool) RUBRIC_JUMP_IF(RUBRIC_X.tri != Tri::unknown);
      RUBRIC_STEP(jump_if_present_number) RUBRIC_JUMP_IF(!data::is_missing(RUBRIC_X.number));
      RUBRIC_STEP(jump_if_present_ticks) RUBRIC_JUMP_IF(!data::is_missing(RUBRIC_X.ticks));
      RUBRIC_STEP(jump_if_present_text) RUBRIC_JUMP_IF(!data::is_missing(RUBRIC_X.text));
      RUBRIC_STEP(and_) RUBRIC_D.tri = data::tri_and(RUBRIC_X.tri, RUBRIC_Y.tri);
      RUBRIC_STEP(or_) RUBRIC_D.tri = data::tri_or(RUBRIC_X.tri, RUBRIC_Y.tri);
      RUBRIC_STEP(at_least) RUBRIC_D.tri = at_least(r, arguments + i->a, i->b);
      RUBRIC_STEP(missing_bool) RUBRIC_D.tri = tri(RUBRIC_X.tri == Tri::unknown);
      RUBRIC_STEP(equal_bool)
      RUBRIC_D.tri = RUBRIC_X.tri == Tri::unknown || RUBRIC_Y.tri == Tri::unknown ? Tri::unknown
                                                                                  : tri(RUBRIC_X.tri == RUBRIC_Y.tri);
      RUBRIC_STEP(less_text) RUBRIC_D.tri = builtins::less(RUBRIC_X.text, RUBRIC_Y.text);
      RUBRIC_STEP(less_equal_text) RUBRIC_D.tri = builtins::less_equal(RUBRIC_X.text, RUBRIC_Y.text);
      RUBRIC_STEP(lookup) {
        const std::uint32_t* const args = arguments + i->a;
        RUBRIC_D = r[args[2 + sets[args[0]].place(r[args[1]])]];
      }
      RUBRIC_STEP(by_member) {
        const std::uint32_t* const args = arguments + i->a;
        RUBRIC_D = r[args[2 + sets[args[0]].place_or_missing(r[args[1]].text)]];
      }
      RUBRIC_STEP(by_range) {
        const std::uint32_t* const args = arguments + i->a;
        RUBRIC_D = r[args[2 + sets[args[0]].range(r[args[1]])]];
      }
      // A missing number is a NaN, which every sum hands on.
      RUBRIC_STEP(add) RUBRIC_D.number = builtins::add(RUBRIC_X.number, RUBRIC_Y.number);
      RUBRIC_STEP(subtract) RUBRIC_D.number = builtins::subtract(RUBRIC_X.number, RUBRIC_Y.number);
      RUBRIC_STEP(multiply) RUBRIC_D.number = builtins::multiply(RUBRIC_X.number, RUBRIC_Y.number);
      RUBRIC_STEP(divide) RUBRIC_D.number = builtins::divide(RUBRIC_X.number, RUBRIC_Y.number);
      RUBRIC_STEP(negate) RUBRIC_D.number = builtins::negate(RUBRIC_X.number);
      RUBRIC_STEP(time_add) RUBRIC_D.ticks = builtins::add_micros(RUBRIC_X.ticks, RUBRIC_Y.ticks);
      RUBRIC_STEP(time_subtract)
      RUBRIC_D.ticks = builtins::add_micros(RUBRIC_X.ticks, builtins::negate_duration(RUBRIC_Y.ticks));
      RUBRIC_STEP(time_between) RUBRIC_D.ticks = builtins::difference(RUBRIC_X.ticks, RUBRIC_Y.ticks);
      RUBRIC_STEP(add_months)
      RUBRIC_D.ticks = builtins::add_months(RUBRIC_X.ticks, static_cast<std::int64_t>(RUBRIC_Y.number));
      RUBRIC_STEP(duration_add) RUBRIC_D.ticks = builtins::add_durations(RUBRIC_X.ticks, RUBRIC_Y.ticks);
      RUBRIC_STEP(duration_subtract) RUBRIC_D.ticks = builtins::subtract_durations(RUBRIC_X.ticks, RUBRIC_Y.ticks);
      RUBRIC_STEP(duration_negate) RUBRIC_D.ticks = builtins::negate_duration(RUBRIC_X.ticks);
      RUBRIC_STEP(duration_scale) RUBRIC_D.ticks = builtins::multiply_duration(RUBRIC_X.ticks, RUBRIC_Y.number);
      RUBRIC_STEP(duration_divide) RUBRIC_D.ticks = builtins::divide_duration(RUBRIC_X.ticks, RUBRIC_Y.number);
      RUBRIC_STEP(duration_ratio) RUBRIC_D.number = builtins::divide_durations(RUBRIC_X.ticks, RUBRIC_Y.ticks);
      RUBRIC_STEP(calendar_start) {
        const std::uint32_t* args = arguments + i->a;
        RUBRIC_D.ticks = builtins::last_calendar_start(r[args[2]].ticks, static_cast<std::int64_t>(r[args[1]].number),
                                                       static_cast<data::CalendarUnit>(args[0]));
      }
      RUBRIC_STEP(calendar_end) {
        const std::uint32_t* args = arguments + i->a;
        RUBRIC_D.ticks = builtins::next_calendar_end(r[args[2]].ticks, static_cast<std::int64_t>(r[args[1]].number),
                                                     static_cast<data::CalendarUnit>(args[0]));
      }
      RUBRIC_STEP(concat)
      RUBRIC_D.text = data::is_missing(RUBRIC_X.text) || data::is_missing(RUBRIC_Y.text)
                          ? data::TextRef{}
                          : builtins::concat(RUBRIC_X.text, RUBRIC_Y.text, arena_);
      RUBRIC_STEP(fold)
      RUBRIC_D.text = data::is_missing(RUBRIC_X.text) ? RUBRIC_X.text : builtins::fold(RUBRIC_X.text, arena_);
      RUBRIC_STEP(call) RUBRIC_D = call(module, r, arguments + i->a, i->b, arena_, call_arguments_);
      RUBRIC_STEP(line_points) {
        const auto points = RUBRIC_X.tri == Tri::yes ? builtins::points_of(RUBRIC_Y.number) : std::nullopt;
        RUBRIC_D.points = points.value_or(0);
      }
      RUBRIC_STEP(line_constant) RUBRIC_D.points = RUBRIC_X.tri == Tri::yes ? i->points : std::int64_t{0};
      RUBRIC_STEP(points_sum) {
        data::Points sum = 0;
        for (std::uint32_t k = 0; k < i->b; ++k) sum += r[arguments[i->a + k]].points;
        RUBRIC_D.points = sum;
      }
      RUBRIC_STEP(points_at_least) RUBRIC_D.points = std::max(RUBRIC_X.points, RUBRIC_Y.points);
      RUBRIC_STEP(points_at_most) RUBRIC_D.points = std::min(RUBRIC_X.points, RUBRIC_Y.points);
      RUBRIC_STEP(points_number) RUBRIC_D.number = builtins::number_of_points(RUBRIC_X.points);
      RUBRIC_STEP(each) {
        RUBRIC_JUMP_IF(RUBRIC_X.list.count == 0);
        RUBRIC_D.list = RUBRIC_X.list;
      }
      RUBRIC_STEP(advance) {
        data::ListRef& cursor = RUBRIC_X.list;
        cursor.cells += i->d;
        RUBRIC_JUMP_IF(--cursor.count != 0);
      }
      RUBRIC_STEP(field) RUBRIC_D = RUBRIC_X.list.cells[i->b];
      RUBRIC_STEP(dated) {
        const std::uint32_t* args = arguments + i->a;
        RUBRIC_D.list = dated(r[args[1]].list, args[3], args[0], r[args[2]].ticks, arena_);
      }
      RUBRIC_STEP(in_list_bool) RUBRIC_D.tri = in_list(data::Kind::boolean, RUBRIC_X, RUBRIC_Y.list);
      RUBRIC_STEP(in_list_number) RUBRIC_D.tri = in_list(data::Kind::number, RUBRIC_X, RUBRIC_Y.list);
      RUBRIC_STEP(in_list_ticks) RUBRIC_D.tri = in_list(data::Kind::time, RUBRIC_X, RUBRIC_Y.list);
      RUBRIC_STEP(in_list_text) RUBRIC_D.tri = in_list(data::Kind::text, RUBRIC_X, RUBRIC_Y.list);
      RUBRIC_STEP(increment) RUBRIC_D.number = RUBRIC_X.number + 1;
      RUBRIC_STEP(add_present)
      RUBRIC_D.number = data::is_missing(RUBRIC_Y.number) ? RUBRIC_X.number : RUBRIC_X.number + RUBRIC_Y.number;
      RUBRIC_STEP(count_present)
      RUBRIC_D.number = data::is_missing(RUBRIC_Y.number) ? RUBRIC_X.number : RUBRIC_X.number + 1;
      RUBRIC_STEP(settle) RUBRIC_D.number = data::settle(RUBRIC_X.number);
      // Comparisons with a NaN are false: the first operand stays unless the second is better.
      RUBRIC_STEP(min_number)
      RUBRIC_D.number =
          data::is_missing(RUBRIC_X.number) || RUBRIC_Y.number < RUBRIC_X.number ? RUBRIC_Y.number : RUBRIC_X.number;
      RUBRIC_STEP(max_number)
      RUBRIC_D.number =
          data::is_missing(RUBRIC_X.number) || RUBRIC_Y.number > RUBRIC_X.number ? RUBRIC_Y.number : RUBRIC_X.number;
      RUBRIC_STEP(min_ticks)
      RUBRIC_D.ticks =
          data::is_missing(RUBRIC_X.ticks) || (!data::is_missing(RUBRIC_Y.ticks) && RUBRIC_Y.ticks < RUBRIC_X.ticks)
              ? RUBRIC_Y.ticks
              : RUBRIC_X.ticks;
      RUBRIC_STEP(max_ticks) RUBRIC_D.ticks = std::max(RUBRIC_X.ticks, RUBRIC_Y.ticks);
      RUBRIC_STEP(forget) collections_[i->a].entries.clear();
      RUBRIC_STEP(collect) collections_[i->a].entries.push_back({RUBRIC_Y, 0});
      RUBRIC_STEP(collect_dated) {
        const std::uint32_t* args = arguments + i->a;
        collections_[args[0]].entries.push_back({r[args[1]], r[args[2]].ticks});
      }
      RUBRIC_STEP(distinct) RUBRIC_D.number = distinct(static_cast<data::Kind>(i->b), collections_[i->a]);
      RUBRIC_STEP(each_points) {
        const std::uint32_t* args = arguments + i->a;
        const EachPoints how{args[1], r[args[2]].ticks, r[args[3]].ticks, r[args[4]].ticks, r[args[5]].number};
        RUBRIC_D.points = each_points(how, collections_[args[0]]);
      }
      RUBRIC_NEXT;
#ifdef RUBRIC_ROW_SWITCH
    }
#endif
}

#ifdef RUBRIC_ROW_LABELS
#pragma GCC diagnostic pop
#endif

}  // namespace rubric::vm
