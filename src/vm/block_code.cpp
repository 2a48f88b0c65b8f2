#include "vm/block_code.hpp"

#include <algorithm>

#include "base/clones.hpp"
#include "builtins/number.hpp"

namespace rubric::vm {

namespace {

using bytecode::BatchInstruction;
using bytecode::BatchOp;

constexpr std::int64_t kMissing = data::kMissingTicks;

// As mark_rows, for `yes` and `open` together: two loops, one behind the other, take 4 to 6 % longer over W1 and few
// rules.
template <class Yes, class Open>
RUBRIC_INLINE void ask(Bits& d, const Yes& yes, const Open& open) {
  for (std::size_t w = 0; w < kWords; ++w) {
    std::uint64_t y = 0;
    std::uint64_t o = 0;
    for (std::size_t j = 0; j < 64; ++j) {
      y |= static_cast<std::uint64_t>(yes(w * 64 + j)) << j;
      o |= static_cast<std::uint64_t>(open(w * 64 + j)) << j;
    }
    d.yes[w] = y;
    d.open[w] = o;
  }
}

RUBRIC_INLINE void fill(Bits& d, data::Tri value) {
  d.yes.fill(value == data::Tri::yes ? ~std::uint64_t{0} : 0);
  d.open.fill(value == data::Tri::no ? 0 : ~std::uint64_t{0});
}

// All ones where the row is yes.
RUBRIC_INLINE std::int64_t mask(const RowBits& yes, std::size_t w, std::size_t j) {
  return -static_cast<std::int64_t>(yes[w] >> j & 1U);
}

template <class Value>
RUBRIC_INLINE void each_lane(Lane* d, const Value& value) {
  for (std::size_t i = 0; i < kRows; ++i) d[i] = value(i);
}
template <class Value>
RUBRIC_INLINE void each_number(Lane* d, const Value& value) {
  auto* const out = reinterpret_cast<NumberLane*>(d);
  for (std::size_t i = 0; i < kRows; ++i) out[i] = value(i);
}

RUBRIC_INLINE const NumberLane* numbers(const Lane* lanes) {
  return reinterpret_cast<const NumberLane*>(lanes);
}

// Each says when it is yes of two known values; of numbers also when it is open, where a comparison with a NaN is
// false: `!(a >= b)` holds for what is less and for what is missing.
struct Equal {
  template <class T>
  static constexpr bool yes(T a, T b) {
    return a == b;
  }
  static constexpr bool open(double a, double b) { return !((a < b) | (a > b)); }
};
struct Less {
  template <class T>
  static constexpr bool yes(T a, T b) {
    return a < b;
  }
  static constexpr bool open(double a, double b) { return !(a >= b); }
};
struct LessEqual {
  template <class T>
  static constexpr bool yes(T a, T b) {
    return a <= b;
  }
  static constexpr bool open(double a, double b) { return !(a > b); }
};
struct Greater {
  template <class T>
  static constexpr bool yes(T a, T b) {
    return a > b;
  }
  static constexpr bool open(double a, double b) { return !(a <= b); }
};
struct GreaterEqual {
  template <class T>
  static constexpr bool yes(T a, T b) {
    return a >= b;
  }
  static constexpr bool open(double a, double b) { return !(a < b); }
};

template <class Compare>
RUBRIC_INLINE void compare_numbers(Bits& d, const Lane* first, const Lane* second) {
  const NumberLane* const a = numbers(first);
  const NumberLane* const b = numbers(second);
  ask(
      d, [&](std::size_t k) { return Compare::yes(double{a[k]}, double{b[k]}); },
      [&](std::size_t k) { return Compare::open(a[k], b[k]); });
}

template <class Compare>
RUBRIC_INLINE void compare_numbers(Bits& d, const Lane* first, double b) {
  const NumberLane* const a = numbers(first);
  ask(
      d, [&](std::size_t k) { return Compare::yes(double{a[k]}, b); },
      [&](std::size_t k) { return Compare::open(a[k], b); });
}

template <class Compare>
RUBRIC_INLINE void compare_ticks(Bits& d, const Lane* a, const Lane* b) {
  const auto unknown = [&](std::size_t k) { return (a[k] == kMissing) | (b[k] == kMissing); };
  ask(
      d, [&](std::size_t k) { return Compare::yes(std::int64_t{a[k]}, std::int64_t{b[k]}) & !unknown(k); },
      [&](std::size_t k) { return Compare::yes(std::int64_t{a[k]}, std::int64_t{b[k]}) | unknown(k); });
}

template <class Compare>
RUBRIC_INLINE void compare_ticks(Bits& d, const Lane* a, std::int64_t b) {
  if (b == kMissing) return fill(d, data::Tri::unknown);
  ask(
      d, [&](std::size_t k) { return Compare::yes(std::int64_t{a[k]}, b) & (a[k] != kMissing); },
      [&](std::size_t k) { return Compare::yes(std::int64_t{a[k]}, b) | (a[k] == kMissing); });
}

template <class Operation>
RUBRIC_INLINE void combine(Lane* d, const Lane* first, const Lane* second, const Operation& operation) {
  const NumberLane* const a = numbers(first);
  const NumberLane* const b = numbers(second);
  each_number(d, [&](std::size_t k) { return operation(a[k], b[k]); });
}

std::int64_t points_in_64(double number) {
  return static_cast<std::int64_t>(builtins::points_of(number).value_or(0));
}

std::int64_t near_in_64(data::Points p) {
  constexpr data::Points kMost = std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(std::clamp<data::Points>(p, -kMost, kMost));
}

constexpr double kExact = 9007199254740992.0;
constexpr double kPointsAWhole = 1e9;

}  // namespace

RUBRIC_CLONES
std::size_t run_block_code(std::span<const BatchInstruction> code, std::size_t next, const BlockRegisters& registers) {
  const auto lanes = [&](std::uint32_t operand) {
    return (operand & bytecode::kInputLanes) != 0 ? registers.inputs[operand & ~bytecode::kInputLanes]
                                                  : registers.lanes + std::size_t{operand} * kRows;
  };
  const auto own = [&](std::uint32_t index) { return registers.lanes + std::size_t{index} * kRows; };
  const auto texts = [&](std::uint32_t index) { return registers.texts + std::size_t{index} * kRows; };
  Bits* const bits = registers.bits;
  for (; next < code.size(); ++next) {
    const BatchInstruction& i = code[next];
    switch (i.op) {
      case BatchOp::once_bits: fill(bits[i.d], registers.once[i.a].tri); break;
      case BatchOp::not_bits: {
        const Bits a = bits[i.a];
        for (std::size_t w = 0; w < kWords; ++w) {
          bits[i.d].yes[w] = ~a.open[w];
          bits[i.d].open[w] = ~a.yes[w];
        }
        break;
      }
      case BatchOp::and_bits: {
        const Bits& a = bits[i.a];
        const Bits& b = bits[i.b];
        Bits& d = bits[i.d];
        for (std::size_t w = 0; w < kWords; ++w) d.yes[w] = a.yes[w] & b.yes[w];
        for (std::size_t w = 0; w < kWords; ++w) d.open[w] = a.open[w] & b.open[w];
        break;
      }
      case BatchOp::or_bits: {
        const Bits& a = bits[i.a];
        const Bits& b = bits[i.b];
        Bits& d = bits[i.d];
        for (std::size_t w = 0; w < kWords; ++w) d.yes[w] = a.yes[w] | b.yes[w];
        for (std::size_t w = 0; w < kWords; ++w) d.open[w] = a.open[w] | b.open[w];
        break;
      }
      case BatchOp::missing_bits: {
        const Bits a = bits[i.a];
        for (std::size_t w = 0; w < kWords; ++w) {
          bits[i.d].yes[w] = a.open[w] & ~a.yes[w];
          bits[i.d].open[w] = a.open[w] & ~a.yes[w];
        }
        break;
      }
      case BatchOp::default_bits: {
        const Bits a = bits[i.a];
        const Bits b = bits[i.b];
        for (std::size_t w = 0; w < kWords; ++w) {
          const std::uint64_t unknown = a.open[w] & ~a.yes[w];
          bits[i.d].yes[w] = a.yes[w] | (unknown & b.yes[w]);
          bits[i.d].open[w] = a.yes[w] | (unknown & b.open[w]);
        }
        break;
      }
      case BatchOp::select_bits: {
        const Bits a = bits[i.a];
        const Bits b = bits[i.b];
        const Bits c = bits[i.c];
        for (std::size_t w = 0; w < kWords; ++w) {
          bits[i.d].yes[w] = (a.yes[w] & b.yes[w]) | (~a.yes[w] & c.yes[w]);
          bits[i.d].open[w] = (a.yes[w] & b.open[w]) | (~a.yes[w] & c.open[w]);
        }
        break;
      }
      case BatchOp::missing_number: {
        const NumberLane* const a = numbers(lanes(i.a));
        const auto missing = [&](std::size_t k) { return a[k] != a[k]; };
        ask(bits[i.d], missing, missing);
        break;
      }
      case BatchOp::missing_ticks: {
        const Lane* const a = lanes(i.a);
        const auto missing = [&](std::size_t k) { return a[k] == kMissing; };
        ask(bits[i.d], missing, missing);
        break;
      }
      case BatchOp::missing_text: {
        const data::TextRef* const a = texts(i.a);
        const auto missing = [&](std::size_t k) { return a[k].data == nullptr; };
        ask(bits[i.d], missing, missing);
        break;
      }

      case BatchOp::equal_number: compare_numbers<Equal>(bits[i.d], lanes(i.a), lanes(i.b)); break;
      case BatchOp::equal_ticks: compare_ticks<Equal>(bits[i.d], lanes(i.a), lanes(i.b)); break;
      case BatchOp::less_number: compare_numbers<Less>(bits[i.d], lanes(i.a), lanes(i.b)); break;
      case BatchOp::less_ticks: compare_ticks<Less>(bits[i.d], lanes(i.a), lanes(i.b)); break;
      case BatchOp::less_equal_number: compare_numbers<LessEqual>(bits[i.d], lanes(i.a), lanes(i.b)); break;
      case BatchOp::less_equal_ticks: compare_ticks<LessEqual>(bits[i.d], lanes(i.a), lanes(i.b)); break;
      case BatchOp::equal_number_once: compare_numbers<Equal>(bits[i.d], lanes(i.a), registers.once[i.b].number); break;
      case BatchOp::equal_ticks_once: compare_ticks<Equal>(bits[i.d], lanes(i.a), registers.once[i.b].ticks); break;
      case BatchOp::less_number_once: compare_numbers<Less>(bits[i.d], lanes(i.a), registers.once[i.b].number); break;
      case BatchOp::less_ticks_once: compare_ticks<Less>(bits[i.d], lanes(i.a), registers.once[i.b].ticks); break;
      case BatchOp::less_equal_number_once:
        compare_numbers<LessEqual>(bits[i.d], lanes(i.a), registers.once[i.b].number);
        break;
      case BatchOp::less_equal_ticks_once:
        compare_ticks<LessEqual>(bits[i.d], lanes(i.a), registers.once[i.b].ticks);
        break;
      case BatchOp::once_less_number:
        compare_numbers<Greater>(bits[i.d], lanes(i.a), registers.once[i.b].number);
        break;
      case BatchOp::once_less_ticks: compare_ticks<Greater>(bits[i.d], lanes(i.a), registers.once[i.b].ticks); break;
      case BatchOp::once_less_equal_number:
        compare_numbers<GreaterEqual>(bits[i.d], lanes(i.a), registers.once[i.b].number);
        break;
      case BatchOp::once_less_equal_ticks:
        compare_ticks<GreaterEqual>(bits[i.d], lanes(i.a), registers.once[i.b].ticks);
        break;

      case BatchOp::once_lanes: {
        const std::int64_t value = registers.once[i.a].ticks;  // a number's bits as well
        each_lane(own(i.d), [&](std::size_t) { return value; });
        break;
      }
      case BatchOp::once_points: {
        const std::int64_t value = near_in_64(registers.once[i.a].points);
        each_lane(own(i.d), [&](std::size_t) { return value; });
        break;
      }
      case BatchOp::once_texts: std::fill_n(texts(i.d), kRows, registers.once[i.a].text); break;
      case BatchOp::default_numbers: {
        const NumberLane* const a = numbers(lanes(i.a));
        const NumberLane* const b = numbers(lanes(i.b));
        each_number(own(i.d), [&](std::size_t k) { return a[k] != a[k] ? b[k] : a[k]; });
        break;
      }
      case BatchOp::default_ticks: {
        const Lane* const a = lanes(i.a);
        const Lane* const b = lanes(i.b);
        each_lane(own(i.d), [&](std::size_t k) { return a[k] == kMissing ? b[k] : a[k]; });
        break;
      }
      case BatchOp::default_texts: {
        const data::TextRef* const a = texts(i.a);
        const data::TextRef* const b = texts(i.b);
        data::TextRef* const d = texts(i.d);
        for (std::size_t k = 0; k < kRows; ++k) d[k] = a[k].data == nullptr ? b[k] : a[k];
        break;
      }
      case BatchOp::select_lanes: {
        const RowBits a = bits[i.a].yes;
        const Lane* const b = lanes(i.b);
        const Lane* const c = lanes(i.c);
        Lane* const d = own(i.d);
        for (std::size_t w = 0; w < kWords; ++w) {
          for (std::size_t j = 0; j < 64; ++j) {
            const std::int64_t m = mask(a, w, j);
            d[w * 64 + j] = (b[w * 64 + j] & m) | (c[w * 64 + j] & ~m);
          }
        }
        break;
      }
      case BatchOp::select_texts: {
        const RowBits a = bits[i.a].yes;
        const data::TextRef* const b = texts(i.b);
        const data::TextRef* const c = texts(i.c);
        data::TextRef* const d = texts(i.d);
        for (std::size_t k = 0; k < kRows; ++k) d[k] = (a[k / 64] >> (k % 64) & 1U) != 0 ? b[k] : c[k];
        break;
      }
      case BatchOp::add:
        combine(own(i.d), lanes(i.a), lanes(i.b), [](double a, double b) { return builtins::add(a, b); });
        break;
      case BatchOp::subtract:
        combine(own(i.d), lanes(i.a), lanes(i.b), [](double a, double b) { return builtins::subtract(a, b); });
        break;
      case BatchOp::multiply:
        combine(own(i.d), lanes(i.a), lanes(i.b), [](double a, double b) { return builtins::multiply(a, b); });
        break;
      case BatchOp::divide:
        combine(own(i.d), lanes(i.a), lanes(i.b), [](double a, double b) { return builtins::divide(a, b); });
        break;
      case BatchOp::negate: {
        const NumberLane* const a = numbers(lanes(i.a));
        each_number(own(i.d), [&](std::size_t k) { return builtins::negate(a[k]); });
        break;
      }

      case BatchOp::no_points: each_lane(own(i.d), [](std::size_t) { return std::int64_t{0}; }); break;
      case BatchOp::add_points: {
        const Lane* const a = lanes(i.a);
        Lane* const d = own(i.d);
        for (std::size_t k = 0; k < kRows; ++k) d[k] = plus(d[k], a[k]);
        break;
      }
      case BatchOp::add_when: {
        const RowBits a = bits[i.a].yes;
        const std::int64_t points = points_in_64(registers.once[i.b].number);
        Lane* const d = own(i.d);
        for (std::size_t w = 0; w < kWords; ++w) {
          for (std::size_t j = 0; j < 64; ++j) d[w * 64 + j] = plus(d[w * 64 + j], points & mask(a, w, j));
        }
        break;
      }
      case BatchOp::add_by_number: {
        const bytecode::Ranges& ranges = registers.ranges[i.b];
        const NumberLane* const a = numbers(lanes(i.a));
        Lane* const d = own(i.d);
        for (std::size_t k = 0; k < kRows; ++k)
          d[k] = plus(plus(d[k], ranges.below), a[k] != a[k] ? ranges.missing : 0);
        for (std::size_t n = 0; n < ranges.more.size(); ++n) {
          const double bound = ranges.numbers[n];
          const std::int64_t more = ranges.more[n];
          for (std::size_t k = 0; k < kRows; ++k) d[k] = plus(d[k], a[k] >= bound ? more : 0);
        }
        break;
      }
      case BatchOp::add_by_ticks: {
        const bytecode::Ranges& ranges = registers.ranges[i.b];
        const Lane* const a = lanes(i.a);
        Lane* const d = own(i.d);
        for (std::size_t k = 0; k < kRows; ++k)
          d[k] = plus(plus(d[k], ranges.below), a[k] == kMissing ? ranges.missing : 0);
        for (std::size_t n = 0; n < ranges.more.size(); ++n) {
          const std::int64_t bound = ranges.ticks[n];
          const std::int64_t more = ranges.more[n];
          for (std::size_t k = 0; k < kRows; ++k) d[k] = plus(d[k], a[k] >= bound ? more : 0);
        }
        break;
      }
      case BatchOp::points_at_least: {
        const Lane* const a = lanes(i.a);
        const Lane* const b = lanes(i.b);
        each_lane(own(i.d), [&](std::size_t k) { return a[k] < b[k] ? b[k] : a[k]; });
        break;
      }
      case BatchOp::points_at_most: {
        const Lane* const a = lanes(i.a);
        const Lane* const b = lanes(i.b);
        each_lane(own(i.d), [&](std::size_t k) { return b[k] < a[k] ? b[k] : a[k]; });
        break;
      }
      // Both sides of the quotient are exact up to 2^53 billionths, so it is rounded once, as for one record.
      case BatchOp::points_number: {
        const Lane* const a = lanes(i.a);
        auto* const d = reinterpret_cast<NumberLane*>(own(i.d));
        bool exact = true;
        for (std::size_t k = 0; k < kRows; ++k) {
          const auto number = static_cast<double>(a[k]);
          exact &= (number < kExact) & (number > -kExact);
        }
        if (!exact) return next;
        for (std::size_t k = 0; k < kRows; ++k) d[k] = static_cast<double>(a[k]) / kPointsAWhole;
        break;
      }
      default: return next;
    }
  }
  return next;
}

}  // namespace rubric::vm
