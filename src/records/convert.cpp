#include "records/convert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "base/time_text.hpp"
#include "records/fold.hpp"
#include "records/number.hpp"
#include "records/utf8.hpp"

namespace rubric::records {

namespace {

using data::Kind;

// The same blanks as the built-in `trim`: the six of ASCII and U+00A0.
std::size_t blank_before(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\f\v";
  if (text.starts_with("\xc2\xa0")) return 2;
  return !text.empty() && kBlanks.find(text.front()) != kBlanks.npos ? 1 : 0;
}

std::size_t blank_behind(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\f\v";
  if (text.ends_with("\xc2\xa0")) return 2;
  return !text.empty() && kBlanks.find(text.back()) != kBlanks.npos ? 1 : 0;
}

std::string_view trimmed(std::string_view text) {
  while (const std::size_t n = blank_before(text)) text.remove_prefix(n);
  while (const std::size_t n = blank_behind(text)) text.remove_suffix(n);
  return text;
}

bool among(const std::vector<std::string>& texts, std::string_view text, bool ignoring_case) {
  return std::any_of(texts.begin(), texts.end(),
                     [&](const std::string& one) { return one == text || (ignoring_case && same_folded(one, text)); });
}

bool among(const std::vector<double>& numbers, double number) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

bool same_ascii(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() && std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
         });
}

std::optional<bool> read_bool(std::string_view text) {
  if (same_ascii(text, "true") || same_ascii(text, "yes") || text == "1") return true;
  if (same_ascii(text, "false") || same_ascii(text, "no") || text == "0") return false;
  return std::nullopt;
}

struct Unit {
  std::string_view singular;
  std::int64_t micros;
};

constexpr std::array kUnits = {Unit{"second", base::kMicrosPerSecond}, Unit{"minute", base::kMicrosPerMinute},
                               Unit{"hour", base::kMicrosPerHour}, Unit{"day", base::kMicrosPerDay},
                               Unit{"week", base::kMicrosPerWeek}};

// As the language writes a duration: `30 days`, `1.5 hours`.
std::optional<std::int64_t> read_duration(std::string_view text) {
  constexpr double kLargest = 9e18;
  const std::size_t blank = text.find(' ');
  if (blank == text.npos) return std::nullopt;
  const base::ParsedNumber count = read_number(text.substr(0, blank));
  if (count.fault != base::NumberFault::none) return std::nullopt;
  std::string_view word = text.substr(blank + 1);
  if (word.ends_with('s')) word.remove_suffix(1);
  for (const Unit& unit : kUnits) {
    if (word != unit.singular) continue;
    const double micros = std::round(count.value * static_cast<double>(unit.micros));
    if (std::fabs(micros) > kLargest) return std::nullopt;
    return static_cast<std::int64_t>(micros);
  }
  return std::nullopt;
}

Outcome outcome_of(base::NumberFault fault) {
  switch (fault) {
    case base::NumberFault::none: return Outcome::value;
    case base::NumberFault::too_large: return Outcome::too_large;
    case base::NumberFault::inexact: return Outcome::inexact;
    case base::NumberFault::not_a_number: break;
  }
  return Outcome::not_number;
}

template <typename T>
Converted found(const std::optional<T>& value, Outcome otherwise, Kind kind) {
  if (!value) return {data::missing_cell(kind), otherwise};
  if constexpr (std::is_same_v<T, bool>) {
    return {data::Cell(data::tri(*value)), Outcome::value};
  } else {
    return {data::Cell(*value), Outcome::value};
  }
}

std::optional<std::int64_t> read_time(std::string_view text, const data::Slot& slot) {
  if (!slot.time_format.empty()) {
    const auto time = base::parse_time(text, slot.time_format);
    if (time || !slot.iso_too) return time;
  }
  const auto time = base::parse_time(text);
  if (!time) return std::nullopt;
  return time->micros;
}

base::ParsedNumber number_of(std::string_view text, const data::Slot& slot) {
  if (slot.group_mark == 0 && slot.decimal_mark == '.') return read_number(text);
  return read_number(text, slot.group_mark, slot.decimal_mark);
}

}  // namespace

Converted Converter::unfit() const {
  const auto fault = [this] {
    switch (kind_) {
      case Kind::boolean: return Outcome::not_bool;
      case Kind::number: return Outcome::not_number;
      case Kind::text: return Outcome::not_text;
      case Kind::time: return Outcome::not_time;
      case Kind::duration: return Outcome::not_duration;
      default: return Outcome::not_list;
    }
  }();
  return {data::missing_cell(kind_), fault};
}

Converter make_converter(const data::Slot& slot, Texts texts) {
  const bool scalars = data::is_list(slot.kind) && slot.kind != data::Kind::records;
  return {slot, scalars ? data::element_of(slot.kind) : slot.kind, texts};
}

Glance glance_at(const data::Slot& slot) {
  const bool plain = !slot.trimmed && slot.missing_texts.empty() && slot.missing_numbers.empty() &&
                     slot.one_of_texts.empty() && slot.one_of_numbers.empty();
  if (!plain) return Glance::none;
  switch (slot.kind) {
    case data::Kind::text: return Glance::text;
    case data::Kind::number: return slot.any_scalar ? Glance::none : Glance::number;
    case data::Kind::time: return slot.time_format.empty() ? Glance::time : Glance::none;
    default: return Glance::none;
  }
}

bool Converter::stands_for_missing(std::string_view text) const {
  if (!slot_->missing_texts.empty() && among(slot_->missing_texts, text, slot_->ignoring_case)) return true;
  if (slot_->missing_numbers.empty()) return false;
  const base::ParsedNumber number = number_of(text, *slot_);
  return number.fault == base::NumberFault::none && among(slot_->missing_numbers, number.value);
}

Converted Converter::text(std::string_view text) const {
  if (slot_->trimmed) text = trimmed(text);
  if (text.empty() || stands_for_missing(text)) return missing();
  switch (kind_) {
    case Kind::text: return text_value(text);
    case Kind::time: return found(read_time(text, *slot_), Outcome::not_time, kind_);
    case Kind::duration: return found(read_duration(text), Outcome::not_duration, kind_);
    case Kind::number: return texts_ == Texts::converted ? text_number(text) : unfit();
    case Kind::boolean: return texts_ == Texts::converted ? found(read_bool(text), Outcome::not_bool, kind_) : unfit();
    default: return unfit();
  }
}

Converted Converter::text_value(std::string_view text) const {
  const auto& allowed = slot_->one_of_texts;
  if (!allowed.empty() && !among(allowed, text, slot_->ignoring_case))
    return {data::missing_cell(kind_), Outcome::not_one_of};
  return {data::Cell(text), Outcome::value};
}

Converted Converter::text_number(std::string_view text) const {
  const base::ParsedNumber number = number_of(text, *slot_);
  if (number.fault != base::NumberFault::none) return {data::missing_cell(kind_), outcome_of(number.fault)};
  return number_value(number.value);
}

Converted Converter::number_value(double value) const {
  if (!slot_->one_of_numbers.empty() && !among(slot_->one_of_numbers, value)) {
    return {data::missing_cell(kind_), Outcome::not_one_of};
  }
  return {data::Cell(value), Outcome::value};
}

Converted Converter::number(std::string_view digits) const {
  const base::ParsedNumber number = read_number(digits);
  const bool fine = number.fault == base::NumberFault::none;
  if (fine && among(slot_->missing_numbers, number.value)) return missing();
  if (slot_->any_scalar) return {data::Cell(digits), Outcome::value};
  if (kind_ != Kind::number) return unfit();
  if (!fine) return {data::missing_cell(kind_), outcome_of(number.fault)};
  return number_value(number.value);
}

Converted Converter::boolean(bool value) const {
  if (slot_->any_scalar) return {data::Cell(std::string_view(value ? "true" : "false")), Outcome::value};
  if (kind_ != Kind::boolean) return unfit();
  return {data::Cell(data::tri(value)), Outcome::value};
}

namespace {

std::string allowed_values(const data::Slot& slot) {
  constexpr std::size_t kNamed = 5;
  std::vector<std::string> names;
  for (const auto& text : slot.one_of_texts) names.push_back(fmt::format("`{}`", shown(text, 40)));
  for (const double number : slot.one_of_numbers) names.push_back(fmt::format("`{}`", base::number_text(number)));
  const std::size_t more = names.size() > kNamed ? names.size() - kNamed : 0;
  names.resize(names.size() - more);
  const std::string list = fmt::format("{}", fmt::join(names, ", "));
  return more == 0 ? list : fmt::format("{} and {} more", list, more);
}

}  // namespace

std::string reason(Outcome outcome, const data::Slot& slot) {
  switch (outcome) {
    case Outcome::not_bool: return "not a bool";
    case Outcome::not_number: return "not a number";
    case Outcome::not_text: return "not a text";
    case Outcome::not_time:
      return slot.time_format.empty() ? "not a time" : fmt::format("not a time as `{}`", slot.time_format);
    case Outcome::not_duration: return "not a duration";
    case Outcome::not_list: return "not a list";
    case Outcome::too_large: return "a number beyond what binary64 can hold";
    case Outcome::inexact: return "a whole number that binary64 cannot hold exactly";
    case Outcome::not_one_of: return fmt::format("not one of {}", allowed_values(slot));
    case Outcome::not_object: return "an element that is not an object";
    case Outcome::element_lacks: return "an element lacks this required field";
    case Outcome::null_element: return "a missing element in a list";
    case Outcome::parent_not_object: return "the value around it is not an object";
    case Outcome::value:
    case Outcome::missing: break;
  }
  return {};
}

}  // namespace rubric::records
