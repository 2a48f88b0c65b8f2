#include "vm/rule_index.hpp"

#include "vm/wide_words.hpp"

namespace rubric::vm {

using bytecode::Bits;
using bytecode::IndexedField;
using bytecode::Kind;
using bytecode::RuleIndex;
using data::Cell;

namespace {

struct Sets {
  const Bits* const* present;
  std::size_t present_count;
  const Bits* const* missing;  // in pairs: for yes, for yes or unknown
  std::size_t missing_count;
};

// A value that is there says the same of yes and of unknown, so its set is looked at once for both.
RUBRIC_CLONES
void common(const Sets& sets, std::size_t lines, Bits* yes, Bits* maybe) {
  for (std::size_t line = 0; line < lines; ++line) {
    WideWords all = ~WideWords{};
    WideWords next;
    for (std::size_t i = 0; i < sets.present_count; ++i) {
      load(next, sets.present[i][line].words);
      all &= next;
    }
    WideWords surely = all;
    for (std::size_t i = 0; i < sets.missing_count; i += 2) {
      load(next, sets.missing[i][line].words);
      surely &= next;
      load(next, sets.missing[i + 1][line].words);
      all &= next;
    }
    store(yes[line].words, surely);
    store(maybe[line].words, all);
  }
}

// A rule is what the best of its terms is.
RUBRIC_CLONES
void add_part(Bits* into, const Bits* part, std::size_t lines) {
  for (std::size_t line = 0; line < lines; ++line) {
    for (std::size_t w = 0; w < into->words.size(); ++w) into[line].words[w] |= part[line].words[w];
  }
}

RUBRIC_CLONES
std::uint64_t count(const Bits* bits, const Bits* rules, std::size_t lines) {
  std::uint64_t out = 0;
  for (std::size_t line = 0; line < lines; ++line) {
    for (std::size_t w = 0; w < bits->words.size(); ++w)
      out += static_cast<std::uint64_t>(std::popcount(bits[line].words[w] & rules[line].words[w]));
  }
  return out;
}

// How many of the borders the value has reached: its class.
template <typename T>
RUBRIC_CLONES std::uint64_t reached(const T* borders, std::size_t count, T value) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < count; ++i) out += borders[i] <= value ? 1 : 0;
  return out;
}

// Few borders are counted, eight a step; many are halved first.
template <typename T>
std::uint32_t class_of(const std::vector<T>& borders, T value) {
  constexpr std::size_t kFew = 32;
  const T* first = borders.data();
  std::size_t left = borders.size();
  while (left > kFew) {
    const std::size_t half = left / 2;
    first += first[half - 1] <= value ? half : 0;
    left -= half;
  }
  return static_cast<std::uint32_t>(static_cast<std::uint64_t>(first - borders.data()) + reached(first, left, value));
}

}  // namespace

IndexVerdicts::IndexVerdicts(const RuleIndex& index)
    : index_(index),
      rules_(count(index.rules.data(), index.rules.data(), index.rules.size())),
      classes_(index.fields.size()),
      present_(index.fields.size()),
      missing_(2 * index.fields.size()),
      yes_(index.lines),
      maybe_(index.lines) {}

std::uint32_t IndexVerdicts::class_of(const IndexedField& field, Kind kind, const Cell& value) {
  switch (kind) {
    case Kind::boolean:
      if (value.tri == data::Tri::unknown) return kMissing;
      return value.tri == data::Tri::yes ? 1 : 0;
    case Kind::number: return data::is_missing(value.number) ? kMissing : vm::class_of(field.numbers, value.number);
    case Kind::text: return data::is_missing(value.text) ? kMissing : field.class_of[field.texts.place(value)];
    default: return data::is_missing(value.ticks) ? kMissing : vm::class_of(field.ticks, value.ticks);
  }
}

void IndexVerdicts::decide(std::span<const Kind> kinds, const Cell* registers) {
  for (std::size_t i = 0; i < classes_.size(); ++i) {
    const IndexedField& field = index_.fields[i];
    classes_[i] = class_of(field, kinds[field.value], registers[field.value]);
  }
  decide(classes_);
}

void IndexVerdicts::decide(std::span<const std::uint32_t> classes) {
  const std::size_t lines = index_.lines;
  std::size_t present = 0;
  std::size_t missing = 0;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const Bits* const sets = index_.sets.data() + index_.fields[i].first * lines;
    if (classes[i] == kMissing) {
      missing_[missing++] = sets;
      missing_[missing++] = sets + lines;
    } else {
      present_[present++] = sets + (2 + std::size_t{classes[i]}) * lines;
    }
  }
  common({present_.data(), present, missing_.data(), missing}, lines, yes_.data(), maybe_.data());
  std::size_t from = index_.parts.front();
  for (std::size_t k = 1; k < index_.parts.size(); ++k) {
    add_part(yes_.data(), yes_.data() + from, index_.parts[k]);
    add_part(maybe_.data(), maybe_.data() + from, index_.parts[k]);
    from += index_.parts[k];
  }
}

VerdictCounts IndexVerdicts::counts() const {
  VerdictCounts out{};
  const std::size_t lines = index_.rules.size();
  const std::uint64_t maybe = count(maybe_.data(), index_.rules.data(), lines);
  const std::uint64_t yes = count(yes_.data(), index_.rules.data(), lines);
  out[static_cast<std::size_t>(data::Tri::yes)] = yes;
  out[static_cast<std::size_t>(data::Tri::unknown)] = maybe - yes;
  out[static_cast<std::size_t>(data::Tri::no)] = rules_ - maybe;
  return out;
}

}  // namespace rubric::vm
