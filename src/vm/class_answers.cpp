#include "vm/class_answers.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/clones.hpp"

namespace rubric::vm {

namespace {

constexpr std::size_t kMany = 6;
constexpr std::size_t kPacked = 4;  // questions of two bits in a byte
constexpr std::int64_t kMostPoints = std::int64_t{1} << 52U;

// Eight truths to the byte in which each is a bit.
RUBRIC_INLINE std::uint64_t pack(std::uint64_t eight) {
  return ((eight & 0x0101010101010101U) * 0x0102040810204080U) >> 56U;
}

// Of truths in two bits each, moved to the end of their byte.
RUBRIC_INLINE void bits_of_bytes(Bits& out, const std::uint8_t* bytes, unsigned shift) {
  for (std::size_t w = 0; w < kWords; ++w) {
    std::uint64_t yes = 0;
    std::uint64_t open = 0;
    for (std::size_t b = 0; b < 8; ++b) {
      std::uint64_t eight = 0;
      std::memcpy(&eight, bytes + w * 64 + b * 8, 8);
      eight >>= shift;
      yes |= pack(eight >> 1U) << (b * 8);
      open |= pack(eight) << (b * 8);
    }
    out.yes[w] = yes;
    out.open[w] = open;
  }
}

RUBRIC_CLONES
void bits_of_rows(Bits& out, const std::uint32_t* rows, const std::uint8_t* table) {
  std::array<std::uint8_t, kRows> truths;
  for (std::size_t i = 0; i < kRows; ++i) truths[i] = table[rows[i]];
  bits_of_bytes(out, truths.data(), 0);
}

RUBRIC_CLONES
void unpack(Bits& out, const std::uint8_t* rows, unsigned output) {
  bits_of_bytes(out, rows, 2 * output);
}

RUBRIC_CLONES
void bits_of_classes(RowBits& out, const RowBits* rows_of, const std::uint64_t* classes, std::size_t groups) {
  RowBits sum{};
  for (std::size_t g = 0; g < groups; ++g) {
    for (std::uint64_t left = classes[g]; left != 0; left &= left - 1) {
      const RowBits& rows = rows_of[g * 64 + static_cast<std::size_t>(std::countr_zero(left))];
      for (std::size_t w = 0; w < kWords; ++w) sum[w] |= rows[w];
    }
  }
  out = sum;
}

}  // namespace

// --- many truths ---

void ManyTruths::forget() {
  std::ranges::fill(yes_of_, Classes{});
  std::ranges::fill(open_of_, Classes{});
}

void ManyTruths::add(std::size_t output, std::uint32_t group, data::Tri truth) {
  if (!holds(group + std::size_t{1})) return;
  const std::uint64_t bit = std::uint64_t{1} << (group % 64);
  if (truth == data::Tri::yes) yes_of_[output][group / 64] |= bit;
  if (truth != data::Tri::no) open_of_[output][group / 64] |= bit;
}

void ManyTruths::place(const ClassRows& rows, std::size_t count, std::size_t classes) {
  rows_of_.assign(classes, RowBits{});
  for (std::size_t i = 0; i < count; ++i) rows_of_[rows[i]][i / 64] |= std::uint64_t{1} << (i % 64);
}

void ManyTruths::bits(Bits& out, std::uint32_t output) const {
  const std::size_t groups = (rows_of_.size() + 63) / 64;
  bits_of_classes(out.yes, rows_of_.data(), yes_of_[output].data(), groups);
  bits_of_classes(out.open, rows_of_.data(), open_of_[output].data(), groups);
}

// --- answers ---

ClassAnswers::ClassAnswers(const bytecode::TextSource& source)
    : source_(source),
      truths_(source.outputs.size()),
      values_(source.outputs.size()),
      many_truths_(source.outputs.size()) {
  const auto truths = static_cast<std::size_t>(
      std::ranges::count(source.outputs, data::Kind::boolean, &bytecode::TextSource::Output::kind));
  many_ = truths > kMany;
  truths_alone_ = truths == source.outputs.size();
  packed_ = truths_alone_ && truths <= kPacked;
}

void ClassAnswers::forget() {
  classes_ = 0;
  failed_ = false;
  for (auto& t : truths_) t.clear();
  for (auto& v : values_) v.clear();
  packed_of_.clear();
  many_truths_.forget();
}

void ClassAnswers::add_output(std::size_t output, const Machine& machine) {
  const bytecode::TextSource::Output& what = source_.outputs[output];
  const data::Cell& first = machine.value(what.registers.front());
  switch (what.kind) {
    case data::Kind::boolean:
      truths_[output].push_back(first.tri == data::Tri::yes ? 3 : first.tri == data::Tri::unknown ? 1 : 0);
      if (many_) many_truths_.add(output, classes_, first.tri);
      return;
    case data::Kind::number: values_[output].push_back(std::bit_cast<std::int64_t>(first.number)); return;
    case data::Kind::points: {
      data::Points sum = 0;
      for (const std::uint32_t r : what.registers) sum += machine.value(r).points;
      failed_ = failed_ || sum > kMostPoints || sum < -kMostPoints;
      values_[output].push_back(static_cast<std::int64_t>(sum));
      return;
    }
    default: values_[output].push_back(first.ticks); return;
  }
}

std::uint32_t ClassAnswers::add(const Machine& machine) {
  for (std::size_t i = 0; i < source_.outputs.size(); ++i) add_output(i, machine);
  if (packed_) {
    unsigned answers = 0;
    for (std::size_t i = truths_.size(); i > 0; --i) answers = answers << 2U | truths_[i - 1].back();
    packed_of_.push_back(static_cast<std::uint8_t>(answers));
  }
  return classes_++;
}

void ClassAnswers::shown(std::size_t count) {
  std::fill(rows_.begin() + static_cast<std::ptrdiff_t>(count), rows_.end(), 0);
  count_ = count;
  placed_ = false;
}

void ClassAnswers::bits(Bits& out, std::uint32_t output) {
  if (packed_) return unpack(out, packed_rows_.data(), output);
  if (!many_ || !ManyTruths::holds(classes_)) return bits_of_rows(out, rows_.data(), truths_[output].data());
  if (!placed_) many_truths_.place(rows_, count_, classes_);
  placed_ = true;
  many_truths_.bits(out, output);
}

void ClassAnswers::lanes(Lane* out, std::uint32_t output) const {
  const std::int64_t* const table = values_[output].data();
  for (std::size_t i = 0; i < kRows; ++i) out[i] = table[rows_[i]];
}

void ClassAnswers::add_lanes(Lane* out, std::uint32_t output) const {
  const std::int64_t* const table = values_[output].data();
  for (std::size_t i = 0; i < kRows; ++i) out[i] = plus(out[i], table[rows_[i]]);
}

}  // namespace rubric::vm
