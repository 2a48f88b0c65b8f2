#include "vm/probe_keys.hpp"

#include <algorithm>

namespace rubric::vm {

namespace {

constexpr std::size_t kShortProbes = 16;  // of two bits, beside a place of 32

}  // namespace

ProbeKeys::ProbeKeys(const bytecode::TextSource& source, const Machine& machine) : source_(source), machine_(machine) {
  short_ = source.probes.size() <= kShortProbes && std::ranges::all_of(source.probes, [&](std::uint32_t r) {
             return machine.module().registers[r] == data::Kind::boolean;
           });
}

void ProbeKeys::forget() {
  by_short_key_.clear();
  by_key_.clear();
}

std::uint64_t ProbeKeys::short_key(std::uint32_t place) const {
  std::uint64_t out = place;
  for (const std::uint32_t r : source_.probes) out = out << 2U | static_cast<std::uint64_t>(machine_.value(r).tri);
  return out;
}

void ProbeKeys::long_key(std::uint32_t place) {
  key_.assign(reinterpret_cast<const char*>(&place), sizeof place);
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

std::uint32_t& ProbeKeys::class_of(std::uint32_t place) {
  if (short_) return by_short_key_.try_emplace(short_key(place), UINT32_MAX).first->second;
  long_key(place);
  return by_key_.try_emplace(key_, UINT32_MAX).first->second;
}

}  // namespace rubric::vm
