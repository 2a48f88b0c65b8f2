#include "vm/text_classes.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "data/text_hash.hpp"
#include "vm/clones.hpp"

namespace rubric::vm {

namespace {

constexpr std::size_t kMany = 6;
constexpr std::size_t kPacked = 4;        // questions of two bits in a byte
constexpr std::size_t kShortProbes = 16;  // of two bits beside a member of 32
constexpr std::int64_t kMostPoints = std::int64_t{1} << 52U;

// Eight truths to the byte in which each is a bit.
RUBRIC_INLINE std::uint64_t pack(std::uint64_t eight) {
  return ((eight & 0x0101010101010101U) * 0x0102040810204080U) >> 56U;
}

RUBRIC_CLONES
void bits_of_rows(Bits& out, const std::uint32_t* rows, const std::uint8_t* table) {
  std::array<std::uint8_t, kRows> truths;
  for (std::size_t i = 0; i < kRows; ++i) truths[i] = table[rows[i]];
  for (std::size_t w = 0; w < kWords; ++w) {
    std::uint64_t yes = 0;
    std::uint64_t open = 0;
    for (std::size_t b = 0; b < 8; ++b) {
      std::uint64_t eight = 0;
      std::memcpy(&eight, truths.data() + w * 64 + b * 8, 8);
      yes |= pack(eight >> 1U) << (b * 8);
      open |= pack(eight) << (b * 8);
    }
    out.yes[w] = yes;
    out.open[w] = open;
  }
}

// A look a row: what costs is the loop round it, so eight rows go together.
void look_up(std::uint8_t* out, const std::uint32_t* codes, const std::uint8_t* table, std::size_t count) {
#pragma GCC unroll 8
  for (std::size_t i = 0; i < count; ++i) out[i] = table[codes[i]];
}

RUBRIC_CLONES
void unpack(Bits& out, const std::uint8_t* rows, unsigned output) {
  for (std::size_t w = 0; w < kWords; ++w) {
    std::uint64_t yes = 0;
    std::uint64_t open = 0;
    for (std::size_t b = 0; b < 8; ++b) {
      std::uint64_t eight = 0;
      std::memcpy(&eight, rows + w * 64 + b * 8, 8);
      eight >>= 2 * output;
      yes |= pack(eight >> 1U) << (b * 8);
      open |= pack(eight) << (b * 8);
    }
    out.yes[w] = yes;
    out.open[w] = open;
  }
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

TextClasses::TextClasses(const bytecode::TextSource& source, Machine& machine) : source_(source), machine_(machine) {
  std::size_t truths = 0;
  for (const auto& o : source.outputs) truths += o.kind == data::Kind::boolean ? 1U : 0U;
  many_ = truths > kMany;
  packed_ = truths == source.outputs.size() && truths <= kPacked;
  short_keys_ = source.probes.size() <= kShortProbes && std::ranges::all_of(source.probes, [&](std::uint32_t r) {
                  return machine.module().registers[r] == data::Kind::boolean;
                });
  truths_.resize(source.outputs.size());
  values_.resize(source.outputs.size());
  if (many_) {
    yes_of_.resize(source.outputs.size());
    open_of_.resize(source.outputs.size());
  }
  if (!source.probes.empty()) memory_.resize(kRemembered);
  forget();
}

void TextClasses::forget() {
  classes_ = 0;
  by_member_.assign(source_.members.size() + 2, kNone);
  by_key_.clear();
  by_short_key_.clear();
  recent_.fill({});
  missing_ = kNone;
  packed_of_.clear();
  packed_by_code_.clear();
  for (Memory& m : memory_) m.group = kNone;
  dictionary_ = UINT64_MAX;
  by_code_.clear();
  for (auto& t : truths_) t.clear();
  for (auto& v : values_) v.clear();
  for (auto& c : yes_of_) c = {};
  for (auto& c : open_of_) c = {};
  failed_ = false;
}

// The machine has the class's text, and runs the whole source on it.
std::uint32_t TextClasses::add_class() {
  machine_.run_piece(source_.entry);
  failed_ = failed_ || machine_.exhausted();
  for (std::size_t i = 0; i < source_.outputs.size(); ++i) {
    const auto& output = source_.outputs[i];
    const data::Cell& first = machine_.value(output.registers.front());
    switch (output.kind) {
      case data::Kind::boolean: {
        truths_[i].push_back(first.tri == data::Tri::yes ? 3 : first.tri == data::Tri::unknown ? 1 : 0);
        if (!many_ || classes_ >= kGroups * 64) break;
        const std::uint64_t bit = std::uint64_t{1} << (classes_ % 64);
        if (first.tri == data::Tri::yes) yes_of_[i][classes_ / 64] |= bit;
        if (first.tri != data::Tri::no) open_of_[i][classes_ / 64] |= bit;
        break;
      }
      case data::Kind::number: values_[i].push_back(std::bit_cast<std::int64_t>(first.number)); break;
      case data::Kind::points: {
        data::Points sum = 0;
        for (const std::uint32_t r : output.registers) sum += machine_.value(r).points;
        failed_ = failed_ || sum > kMostPoints || sum < -kMostPoints;
        values_[i].push_back(static_cast<std::int64_t>(sum));
        break;
      }
      default: values_[i].push_back(first.ticks); break;
    }
  }
  if (packed_) {
    unsigned answers = 0;
    for (std::size_t i = truths_.size(); i > 0; --i) answers = answers << 2U | truths_[i - 1].back();
    packed_of_.push_back(static_cast<std::uint8_t>(answers));
  }
  return classes_++;
}

std::uint32_t TextClasses::probe(data::TextRef text) {
  const data::Cell cell(text);
  machine_.begin();
  machine_.cell(source_.text) = cell;
  const bool missing = data::is_missing(text);
  const std::size_t member = missing                       ? source_.members.size() + 1
                             : source_.members.size() == 0 ? 0
                                                           : source_.members.place(cell);
  if (source_.probes.empty()) {
    std::uint32_t& known = by_member_[member];
    if (known == kNone) known = add_class();
    return known;
  }
  machine_.run_piece(source_.probe_entry);
  return class_of_probes(static_cast<std::uint32_t>(member));
}

std::uint64_t TextClasses::short_key(std::uint32_t member) const {
  std::uint64_t out = member;
  for (const std::uint32_t r : source_.probes) out = out << 2U | static_cast<std::uint64_t>(machine_.value(r).tri);
  return out;
}

void TextClasses::long_key(std::uint32_t member) {
  key_.assign(reinterpret_cast<const char*>(&member), sizeof member);
  for (const std::uint32_t r : source_.probes) {
    const data::Cell& value = machine_.value(r);
    switch (machine_.module().registers[r]) {
      case data::Kind::boolean: key_ += static_cast<char>(value.tri); break;
      case data::Kind::points: key_.append(reinterpret_cast<const char*>(&value), sizeof value.points); break;
      // Missing is one value, whatever the bits of its NaN.
      case data::Kind::number: {
        const double number = data::is_missing(value.number) ? data::kMissingNumber : value.number;
        key_.append(reinterpret_cast<const char*>(&number), sizeof number);
        break;
      }
      default: key_.append(reinterpret_cast<const char*>(&value.ticks), sizeof value.ticks); break;
    }
  }
}

std::uint32_t TextClasses::class_of_probes(std::uint32_t member) {
  if (machine_.exhausted()) {
    failed_ = true;
    return classes_ > 0 ? 0 : add_class();
  }
  if (short_keys_) {
    const std::uint64_t key = short_key(member);
    Recent& recent = recent_[(key * 0x9E3779B97F4A7C15U) >> 56U];
    if (recent.key == key) return recent.group;
    const auto known = by_short_key_.find(key);
    const std::uint32_t group = known != by_short_key_.end() ? known->second : add_class();
    if (known == by_short_key_.end()) by_short_key_.emplace(key, group);
    recent = {key, group};
    return group;
  }
  long_key(member);
  const auto known = by_key_.find(key_);
  if (known != by_key_.end()) return known->second;
  return by_key_.emplace(key_, add_class()).first->second;
}

// Where hardly any text comes again, remembering only costs: then it is tried again now and then.
std::uint32_t TextClasses::remembered(data::TextRef text) {
  constexpr std::uint32_t kTrial = 1024;
  constexpr std::uint32_t kRest = 16 * kTrial;
  if (asked_ > kTrial && hits_ * 4 < kTrial) {
    if (++asked_ == kRest) asked_ = hits_ = 0;
    return probe(text);
  }
  if (asked_ == kTrial && hits_ * 4 >= kTrial) asked_ = hits_ = 0;
  ++asked_;
  const std::uint64_t hash = data::text_hash(text);
  Memory& m = memory_[hash % kRemembered];
  if (m.group != kNone && m.hash == hash && data::same_text({m.text.data(), m.size}, text)) {
    ++hits_;
    return m.group;
  }
  const std::uint32_t group = probe(text);
  m.hash = hash;
  m.group = group;
  m.size = text.size;
  std::memcpy(m.text.data(), text.data, text.size);
  return group;
}

std::uint32_t TextClasses::class_of(data::TextRef text) {
  if (data::is_missing(text)) {
    if (missing_ == kNone) missing_ = probe(text);
    return missing_;
  }
  if (memory_.empty() || text.size > kLongest) return probe(text);
  return remembered(text);
}

void TextClasses::learn(const data::TextDictionary& dictionary) {
  if (dictionary_ != dictionary.id) {
    by_code_.clear();
    packed_by_code_.clear();
  }
  dictionary_ = dictionary.id;
  for (std::size_t code = by_code_.size(); code < dictionary.texts.size(); ++code) {
    by_code_.push_back(probe(dictionary.texts[code]));
    if (packed_) packed_by_code_.push_back(packed_of_[by_code_.back()]);
  }
}

void TextClasses::take_codes(const data::Column& column, std::size_t first, std::size_t count) {
  const std::uint32_t* const codes = column.codes + first;
  if (packed_) {
    return look_up(packed_rows_.data(), codes, packed_by_code_.data(), count);
  }
  const std::uint32_t* const classes = by_code_.data();
  for (std::size_t i = 0; i < count; ++i) rows_[i] = classes[codes[i]];
}

void TextClasses::take(const data::Column& column, std::size_t first, std::size_t count) {
  if (classes_ > kMostClasses || failed_) forget();
  if (column.codes != nullptr) {
    learn(*column.dictionary);
    take_codes(column, first, count);
  } else {
    for (std::size_t i = 0; i < count; ++i) rows_[i] = class_of(column.texts[first + i]);
    if (packed_) {
      for (std::size_t i = 0; i < count; ++i) packed_rows_[i] = packed_of_[rows_[i]];
    }
  }
  std::fill(rows_.begin() + static_cast<std::ptrdiff_t>(count), rows_.end(), 0);
  count_ = count;
  placed_ = false;
}

void TextClasses::place_rows() {
  rows_of_.assign(classes_, RowBits{});
  for (std::size_t i = 0; i < count_; ++i) rows_of_[rows_[i]][i / 64] |= std::uint64_t{1} << (i % 64);
  placed_ = true;
}

void TextClasses::bits(Bits& out, std::uint32_t output) {
  if (packed_) return unpack(out, packed_rows_.data(), output);
  if (!many_ || classes_ > kGroups * 64) return bits_of_rows(out, rows_.data(), truths_[output].data());
  if (!placed_) place_rows();
  const std::size_t groups = (classes_ + 63) / 64;
  bits_of_classes(out.yes, rows_of_.data(), yes_of_[output].data(), groups);
  bits_of_classes(out.open, rows_of_.data(), open_of_[output].data(), groups);
}

void TextClasses::lanes(Lane* out, std::uint32_t output) const {
  const std::int64_t* const table = values_[output].data();
  for (std::size_t i = 0; i < kRows; ++i) out[i] = table[rows_[i]];
}

void TextClasses::add_lanes(Lane* out, std::uint32_t output) const {
  const std::int64_t* const table = values_[output].data();
  for (std::size_t i = 0; i < kRows; ++i) out[i] = plus(out[i], table[rows_[i]]);
}

}  // namespace rubric::vm
