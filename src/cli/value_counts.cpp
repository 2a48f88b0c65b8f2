#include "cli/value_counts.hpp"

#include <algorithm>
#include <bit>
#include <functional>
#include <tuple>

#include "cli/value_text.hpp"

namespace rubric::cli {

namespace {

std::uint64_t bits_of(data::Kind kind, const data::Cell& cell) {
  if (kind == data::Kind::boolean) return static_cast<std::uint64_t>(cell.tri);
  return kind == data::Kind::number ? std::bit_cast<std::uint64_t>(cell.number)
                                    : static_cast<std::uint64_t>(cell.ticks);
}

data::Cell cell_of(data::Kind kind, std::uint64_t bits) {
  if (kind == data::Kind::boolean) return data::Cell(static_cast<data::Tri>(bits));
  if (kind == data::Kind::number) return data::Cell(std::bit_cast<double>(bits));
  return data::Cell(static_cast<std::int64_t>(bits));
}

}  // namespace

void ValueCounts::add_text(std::string_view text, std::uint64_t count) {
  const std::uint64_t hash = std::hash<std::string_view>{}(text);
  const std::uint32_t known = index_.find(hash, [&](std::uint32_t i) { return this->text(values_[i]) == text; });
  if (known != base::FlatIndex::kNone) {
    values_[known].count += count;
  } else if (values_.size() < distinct_) {
    index_.add(hash, static_cast<std::uint32_t>(values_.size()));
    values_.push_back({texts_.size(), static_cast<std::uint32_t>(text.size()), count});
    texts_ += text;
  } else {
    beyond_ += count;
  }
}

void ValueCounts::add_bits(std::uint64_t bits, std::uint64_t count) {
  const std::uint32_t known = index_.find(bits, [&](std::uint32_t i) { return values_[i].bits == bits; });
  if (known != base::FlatIndex::kNone) {
    values_[known].count += count;
  } else if (values_.size() < distinct_) {
    index_.add(bits, static_cast<std::uint32_t>(values_.size()));
    values_.push_back({bits, 0, count});
  } else {
    beyond_ += count;
  }
}

void ValueCounts::add(const data::Cell& cell) {
  if (data::is_missing(kind_, cell)) {
    ++missing_;
  } else if (kind_ == data::Kind::text) {
    add_text(data::view(cell.text), 1);
  } else {
    add_bits(bits_of(kind_, cell), 1);
  }
}

void ValueCounts::merge(const ValueCounts& later) {
  missing_ += later.missing_;
  for (const Value& value : later.values_) {
    if (kind_ == data::Kind::text) {
      add_text(later.text(value), value.count);
    } else {
      add_bits(value.bits, value.count);
    }
  }
}

void ValueCounts::clear() {
  missing_ = beyond_ = 0;
  values_.clear();
  index_.clear();
  texts_.clear();
}

ValueCounts::Figures ValueCounts::figures(std::size_t top) const {
  Figures out;
  std::vector<Entry>& all = out.top;
  const auto add_entry = [&](const data::Cell& cell, std::uint64_t count) {
    Entry& e = all.emplace_back();
    append_plain(e.plain, kind_, cell);
    append_json(e.json, kind_, cell);
    e.count = count;
  };
  for (const Value& value : values_) {
    add_entry(kind_ == data::Kind::text ? data::Cell(text(value)) : cell_of(kind_, value.bits), value.count);
  }
  if (missing_ > 0) add_entry(data::missing_cell(kind_), missing_);
  std::sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) {
    return std::tuple(b.count, std::string_view(a.plain)) < std::tuple(a.count, std::string_view(b.plain));
  });
  for (std::size_t i = top; i < all.size(); ++i) {
    ++out.other_values;
    out.other_count += all[i].count;
  }
  all.resize(std::min(all.size(), top));
  out.other_count += beyond_;
  out.other_values += beyond_ > 0 ? 1 : 0;
  out.other_values_exact = beyond_ == 0;
  return out;
}

}  // namespace rubric::cli
