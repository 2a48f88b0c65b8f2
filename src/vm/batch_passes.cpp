// The batch machine over the elements of lists: block by block of them, whatever list they belong to.
#include <algorithm>
#include <bit>

#include "base/clones.hpp"
#include "builtins/number.hpp"
#include "vm/batch.hpp"

namespace rubric::vm {

using bytecode::Pass;
using bytecode::Reduction;
using data::Kind;

namespace {

// Of the elements in `rows`, those with a time that is not later than `until`.
RUBRIC_CLONES
void keep_dated(RowBits& rows, const std::int64_t* times, std::size_t count, std::int64_t until) {
  for (std::size_t w = 0; w < kWords; ++w) {
    const std::size_t left = count > w * 64 ? std::min<std::size_t>(count - w * 64, 64) : 0;
    const std::int64_t* const at = times + w * 64;
    std::uint64_t kept = 0;
    if (left == 64) {
      for (std::size_t j = 0; j < 64; ++j)
        kept |= static_cast<std::uint64_t>((at[j] <= until) & (at[j] != data::kMissingTicks)) << j;
    } else {
      for (std::size_t j = 0; j < left; ++j)
        kept |= static_cast<std::uint64_t>((at[j] <= until) & (at[j] != data::kMissingTicks)) << j;
    }
    rows[w] &= kept;
  }
}

// The bits of rows, so that those of a lead can be had at any place, with some behind them.
class Stretches {
 public:
  explicit Stretches(const RowBits& rows) { std::copy(rows.begin(), rows.end(), words_.begin()); }

  /// How many of the rows from `begin` to `end` are among them.
  RUBRIC_INLINE std::uint64_t count(std::size_t begin, std::size_t end) const {
    std::uint64_t out = 0;
    for (; end - begin > kMost; begin += kMost) out += found(begin, kMost);
    return out + found(begin, end - begin);
  }

 private:
  static constexpr std::size_t kMost = 32;

  RUBRIC_INLINE std::uint64_t found(std::size_t begin, std::size_t count) const {
    const std::uint64_t low = words_[begin / 64] >> (begin % 64);
    // Twice, since a shift by 64 has no meaning.
    const std::uint64_t high = words_[begin / 64 + 1] << 1U << (63 - begin % 64);
    return static_cast<std::uint64_t>(std::popcount((low | high) & ((std::uint64_t{1} << count) - 1)));
  }

  std::array<std::uint64_t, kWords + 2> words_{};
};

// Calls `act` for each lead of the elements at hand, with how many of its elements are in `rows`.
template <class Act>
RUBRIC_INLINE void count_by_lead(const RowBits& rows, const std::uint32_t* offsets, std::size_t lead, std::size_t begin,
                                 std::size_t count, const Act& act) {
  const Stretches stretches(rows);
  for (std::size_t at = 0; at < count; ++lead) {
    const std::size_t end = std::min<std::size_t>(offsets[lead + 1] - begin, count);
    act(lead, stretches.count(at, end));
    at = end;
  }
}

RUBRIC_CLONES
void add_counts(NumberLane* counts, const RowBits& rows, const std::uint32_t* offsets, std::size_t lead,
                std::size_t begin, std::size_t count) {
  count_by_lead(rows, offsets, lead, begin, count,
                [&](std::size_t l, std::uint64_t found) { counts[l] += static_cast<double>(found); });
}

RUBRIC_CLONES
void mark_found(Bits& out, const RowBits& rows, const std::uint32_t* offsets, std::size_t lead, std::size_t begin,
                std::size_t count) {
  count_by_lead(rows, offsets, lead, begin, count, [&](std::size_t l, std::uint64_t found) {
    const std::uint64_t bit = static_cast<std::uint64_t>(found != 0) << (l % 64);
    out.yes[l / 64] |= bit;
    out.open[l / 64] |= bit;
  });
}

}  // namespace

const Lane* BatchMachine::lead_lanes(std::uint32_t operand) const {
  if ((operand & bytecode::kInputLanes) == 0) return lanes_.data() + std::size_t{operand} * kRows;
  return lead_inputs_[operand & ~bytecode::kInputLanes];
}

// Of each element at hand, the row of its lead; asked for where a pass reads values of the lead.
void BatchMachine::owners(const std::uint32_t* offsets, std::size_t begin, std::size_t count) {
  std::size_t lead = lead_;
  for (std::size_t e = 0; e < count;) {
    while (offsets[lead + 1] <= begin + e) ++lead;
    const std::size_t end = std::min<std::size_t>(offsets[lead + 1] - begin, count);
    for (; e < end; ++e) owner_[e] = static_cast<std::uint16_t>(lead);
  }
  std::fill(owner_.begin() + static_cast<std::ptrdiff_t>(count), owner_.end(), 0);
}

void BatchMachine::run_pass(const Pass& pass) {
  const std::size_t leads = count_;
  const std::size_t lead_first = first_;
  const std::uint64_t stretch = stretch_;
  lead_inputs_ = inputs_;
  start_reductions(pass);
  const data::Column& list = columns_->slots[pass.slot];
  const std::uint32_t* const offsets = list.offsets + lead_first;
  const std::size_t end = offsets[leads];
  pass_ = &pass;
  lead_ = 0;
  for (std::size_t begin = offsets[0]; begin < end && !failed_; begin += kRows) {
    first_ = begin;
    count_ = std::min(kRows, end - begin);
    stretch_ = ++stretches_;
    if (pass.reads_leads) owners(offsets, begin, count_);
    bind_inputs();
    run_code(pass.code, count_);
    RowBits shown = first_rows(count_);
    if (pass.clock) keep_dated(shown, list.fields[*pass.clock].ticks + begin, count_, machine_.value(pass.until).ticks);
    for (std::size_t r = 0; r < pass.reductions.size(); ++r) reduce(pass, r, shown, offsets);
    while (lead_ + 1 < leads && offsets[lead_ + 1] <= begin + count_) ++lead_;
  }
  pass_ = nullptr;
  first_ = lead_first;
  count_ = leads;
  stretch_ = stretch;
  inputs_ = lead_inputs_;
  finish_reductions(pass);
}

void BatchMachine::start_reductions(const Pass& pass) {
  for (std::size_t r = 0; r < pass.reductions.size(); ++r) {
    const Reduction& how = pass.reductions[r];
    switch (how.what) {
      case Reduction::What::any: bits_[how.d] = {}; break;
      case Reduction::What::average: counts_[r].assign(kRows, 0); [[fallthrough]];
      case Reduction::What::count:
      case Reduction::What::sum: std::fill_n(reinterpret_cast<NumberLane*>(own_lanes(how.d)), kRows, 0.0); break;
      case Reduction::What::smallest:
      case Reduction::What::largest:
        std::fill_n(own_lanes(how.d), kRows, lane_of(how.kind, data::missing_cell(how.kind)));
        break;
    }
  }
}

// In the order of the elements, as for one record.
void BatchMachine::reduce(const Pass& pass, std::size_t which, const RowBits& shown, const std::uint32_t* offsets) {
  const Reduction& how = pass.reductions[which];
  const auto each = [&](const auto& act) {
    std::size_t lead = lead_;
    for (std::size_t w = 0; w < kWords; ++w) {
      for (std::uint64_t left = bits_[how.condition].yes[w] & shown[w]; left != 0; left &= left - 1) {
        const std::size_t row = w * 64 + static_cast<std::size_t>(std::countr_zero(left));
        while (offsets[lead + 1] <= first_ + row) ++lead;
        act(row, lead);
      }
    }
  };
  if (how.what == Reduction::What::count || how.what == Reduction::What::any) {
    RowBits taken;
    for (std::size_t w = 0; w < kWords; ++w) taken[w] = bits_[how.condition].yes[w] & shown[w];
    if (how.what == Reduction::What::any) return mark_found(bits_[how.d], taken, offsets, lead_, first_, count_);
    auto* const counts = reinterpret_cast<NumberLane*>(own_lanes(how.d));
    return add_counts(counts, taken, offsets, lead_, first_, count_);
  }
  Lane* const d = own_lanes(how.d);
  auto* const numbers = reinterpret_cast<NumberLane*>(d);
  const Lane* const values = lanes(how.value);
  const auto* const value_numbers = reinterpret_cast<const NumberLane*>(values);
  const bool smallest = how.what == Reduction::What::smallest;
  if (how.what == Reduction::What::sum || how.what == Reduction::What::average) {
    each([&](std::size_t row, std::size_t lead) {
      if (data::is_missing(double{value_numbers[row]})) return;
      numbers[lead] += value_numbers[row];
      if (how.what == Reduction::What::average) counts_[which][lead] += 1;
    });
  } else if (how.kind == Kind::number) {
    each([&](std::size_t row, std::size_t lead) {
      const double known = numbers[lead];
      const double next = value_numbers[row];
      const bool better = smallest ? next < known : next > known;
      if (data::is_missing(known) || better) numbers[lead] = next;
    });
  } else {
    each([&](std::size_t row, std::size_t lead) {
      const std::int64_t known = d[lead];
      const std::int64_t next = values[row];
      if (data::is_missing(next)) return;
      if (data::is_missing(known) || (smallest ? next < known : next > known)) d[lead] = next;
    });
  }
}

void BatchMachine::finish_reductions(const Pass& pass) {
  for (std::size_t r = 0; r < pass.reductions.size(); ++r) {
    const Reduction& how = pass.reductions[r];
    if (how.what != Reduction::What::sum && how.what != Reduction::What::average) continue;
    auto* const d = reinterpret_cast<NumberLane*>(own_lanes(how.d));
    for (std::size_t lead = 0; lead < count_; ++lead) {
      d[lead] = how.what == Reduction::What::sum ? data::settle(d[lead]) : builtins::divide(d[lead], counts_[r][lead]);
    }
  }
}

}  // namespace rubric::vm
