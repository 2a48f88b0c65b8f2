#include "cli/value_counts.hpp"

#include <algorithm>
#include <bit>
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

void ValueCounts::add(const data::Cell& cell) {
  if (data::is_missing(kind_, cell)) {
    ++missing_;
  } else if (kind_ == data::Kind::text) {
    const std::string_view text = data::view(cell.text);
    if (const auto found = texts_.find(text); found != texts_.end()) {
      ++found->second;
    } else if (texts_.size() < distinct_) {
      texts_.emplace(text, 1);
    } else {
      ++beyond_;
    }
  } else {
    const std::uint64_t bits = bits_of(kind_, cell);
    if (const auto found = others_.find(bits); found != others_.end()) {
      ++found->second;
    } else if (others_.size() < distinct_) {
      others_.emplace(bits, 1);
    } else {
      ++beyond_;
    }
  }
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
  for (const auto& [text, count] : texts_) add_entry(data::Cell(std::string_view(text)), count);
  for (const auto& [bits, count] : others_) add_entry(cell_of(kind_, bits), count);
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
