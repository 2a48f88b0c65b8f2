#include "check/value_set.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace rubric::check {

namespace {

constexpr long double kInfinite = std::numeric_limits<long double>::infinity();

}  // namespace

ValueSet ValueSet::nothing() {
  return {};
}

ValueSet ValueSet::missing() {
  ValueSet out;
  out.missing_ = true;
  return out;
}

ValueSet ValueSet::present() {
  ValueSet out;
  out.all_but_ = true;
  out.intervals_.push_back({-kInfinite, kInfinite, false, false});
  return out;
}

ValueSet ValueSet::all_ordered() {
  ValueSet out = missing();
  out.intervals_.push_back({-kInfinite, kInfinite, false, false});
  return out;
}

ValueSet ValueSet::all_texts() {
  ValueSet out = missing();
  out.all_but_ = true;
  return out;
}

ValueSet ValueSet::all() {
  ValueSet out = present();
  out.missing_ = true;
  return out;
}

ValueSet ValueSet::texts(std::vector<std::string> values) {
  ValueSet out;
  out.texts_ = std::move(values);
  std::ranges::sort(out.texts_);
  out.texts_.erase(std::unique(out.texts_.begin(), out.texts_.end()), out.texts_.end());
  return out;
}

ValueSet ValueSet::range(long double low, bool low_open, long double high, bool high_open) {
  ValueSet out;
  const Interval i{low, high, low_open, high_open};
  if (!empty(i)) out.intervals_.push_back(i);
  return out;
}

ValueSet ValueSet::intersect(const ValueSet& other) const {
  ValueSet out;
  out.missing_ = missing_ && other.missing_;
  out.all_but_ = all_but_ && other.all_but_;
  const auto into = std::back_inserter(out.texts_);
  if (all_but_ && other.all_but_) {
    std::ranges::set_union(texts_, other.texts_, into);
  } else if (all_but_) {
    std::ranges::set_difference(other.texts_, texts_, into);
  } else if (other.all_but_) {
    std::ranges::set_difference(texts_, other.texts_, into);
  } else {
    std::ranges::set_intersection(texts_, other.texts_, into);
  }
  for (const Interval& a : intervals_) {
    for (const Interval& b : other.intervals_) {
      Interval both{std::max(a.low, b.low), std::min(a.high, b.high), false, false};
      both.low_open = (a.low == both.low && a.low_open) || (b.low == both.low && b.low_open);
      both.high_open = (a.high == both.high && a.high_open) || (b.high == both.high && b.high_open);
      if (!empty(both)) out.intervals_.push_back(both);
    }
  }
  return out;
}

ValueSet ValueSet::complement() const {
  ValueSet out;
  out.missing_ = !missing_;
  out.all_but_ = !all_but_;
  out.texts_ = texts_;
  Interval gap{-kInfinite, kInfinite, false, false};
  for (const Interval& i : intervals_) {
    gap.high = i.low;
    gap.high_open = !i.low_open;
    if (i.low != -kInfinite && !empty(gap)) out.intervals_.push_back(gap);
    gap = {i.high, kInfinite, !i.high_open, false};
  }
  const bool reaches_end = !intervals_.empty() && intervals_.back().high == kInfinite;
  if (!reaches_end && !empty(gap)) out.intervals_.push_back(gap);
  return out;
}

bool ValueSet::empty() const {
  return !missing_ && !all_but_ && texts_.empty() && intervals_.empty();
}

bool ValueSet::meets(const ValueSet& other) const {
  if ((missing_ && other.missing_) || (all_but_ && other.all_but_)) return true;
  const bool fewer = texts_.size() < other.texts_.size();
  const ValueSet& few = all_but_ || (!other.all_but_ && !fewer) ? other : *this;
  const ValueSet& many = &few == this ? other : *this;
  const bool shared = std::ranges::any_of(few.texts_, [&](const std::string& text) {
    return std::ranges::binary_search(many.texts_, text) != many.all_but_;
  });
  if (shared) return true;
  return std::ranges::any_of(intervals_, [&](const Interval& a) {
    return std::ranges::any_of(other.intervals_, [&](const Interval& b) {
      const bool apart = a.high < b.low || b.high < a.low || (a.high == b.low && (a.high_open || b.low_open)) ||
                         (b.high == a.low && (b.high_open || a.low_open));
      return !apart;
    });
  });
}

const std::string* ValueSet::only_text() const {
  return !missing_ && !all_but_ && intervals_.empty() && texts_.size() == 1 ? &texts_.front() : nullptr;
}

ValueSet ValueSet::within(const std::vector<std::string>& universe) const {
  ValueSet limit = texts(universe);
  limit.missing_ = true;
  return intersect(limit);
}

std::optional<ValueSet::Example> ValueSet::example() const {
  Example out;
  if (!all_but_ && !texts_.empty()) {
    out.text = texts_.front();
    return out;
  }
  if (!intervals_.empty()) {
    const Interval& i = intervals_.front();
    if (i.low == -kInfinite && i.high == kInfinite) {
      out.number = 0;
    } else if (i.low == -kInfinite) {
      out.number = i.high_open ? i.high - 1 : i.high;
    } else if (!i.low_open) {
      out.number = i.low;
    } else {
      out.number = i.high == kInfinite ? i.low + 1 : (i.low + i.high) / 2;
    }
    return out;
  }
  if (all_but_) {
    // A text that is surely not among those left out.
    std::string other = "other";
    while (std::ranges::binary_search(texts_, other)) other += '!';
    out.text = other;
    return out;
  }
  if (!missing_) return std::nullopt;
  out.missing = true;
  return out;
}

}  // namespace rubric::check
