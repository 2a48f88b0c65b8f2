#include "records/json_rows.hpp"

#include <algorithm>

#include "base/time_text.hpp"
#include "records/json_grammar.hpp"
#include "records/words.hpp"

namespace rubric::records {

namespace {

// Where one list has something odd, the next ones have it too: they are not begun twice.
constexpr std::uint32_t kRest = 15;

[[gnu::always_inline]] inline bool is_null(const char* from, std::uint32_t size) {
  constexpr std::uint32_t kNull = 0x6C6C756EU;
  return size == 4 && static_cast<std::uint32_t>(load_word(from)) == kNull;
}

}  // namespace

// Whether there is a text or none is no question for the processor to foresee, but a pointer to choose.
inline bool JsonRows::value(const std::uint32_t* token, const Shape::Field& field, data::Cell& out) const {
  const char* const from = span_.bytes + token[0];
  const std::uint32_t size = token[1] - token[0];
  const bool quoted = (*from == '"') & (from[size - 1] == '"') & is_plain(token);
  switch (field.glance) {
    case Glance::text: {
      if (!(quoted | is_null(from, size))) break;
      const bool some = quoted & (size > 2);
      out.text = {some ? from + 1 : nullptr, some ? size - 2 : 0};
      return true;
    }
    case Glance::time:
      out.ticks = quoted & (size == 22) ? base::parse_utc_second(from + 1) : data::kMissingTicks;
      if (data::is_missing(out.ticks) && !is_null(from, size)) break;
      return true;
    case Glance::number:
      if (size > 15 || !is_whole(from, size)) break;
      out.number = whole(from, size);
      return true;
    case Glance::none: break;
  }
  return other_value(token, field, out);
}

[[gnu::noinline]] bool JsonRows::other_value(const std::uint32_t* token, const Shape::Field& field,
                                             data::Cell& out) const {
  const auto number = static_cast<std::uint32_t>(token - span_.tokens);
  const char head = span_.bytes[token[0]];
  if (!unwanted(token) || token[0] >= span_.end || data::is_list(field.slot->kind)) return false;
  const Converted made = head == '"'   ? field.converter.text(span_.text(number))
                         : head == 't' ? field.converter.boolean(true)
                         : head == 'f' ? field.converter.boolean(false)
                         : head == 'n' ? field.converter.missing()
                                       : field.converter.number(span_.raw(number));
  out = made.cell;
  return !is_invalid(made.outcome);
}

// False for an object or list, and for what is no value.
inline bool JsonRows::unwanted(const std::uint32_t* token) const {
  if (span_.bytes[token[0]] == '"') return is_plain(token);
  return is_json_scalar(span_.bytes + token[0], token[1] - token[0], span_.bytes + span_.end);
}

// The members of an object that is not empty, up to the token that closes it.
inline const std::uint32_t* JsonRows::row(const std::uint32_t* token, Shape& element, data::Cell* cells) {
  const std::uint32_t* const last = span_.tokens + span_.count;
  KeyOrder& order = element.objects[0];
  KeyOrder::Known* known = order.start();
  while (last - token >= 3) {
    KeyOrder::Known* const before = known;
    known = before->followed_by(span_.bytes + token[0]);
    if (known == nullptr) {
      if (span_.bytes[token[0]] != '"' || span_.bytes[token[1]] != ':' || !is_plain(token) || token[0] >= span_.end)
        return nullptr;
      const std::string_view name = span_.text(static_cast<std::uint32_t>(token - span_.tokens));
      known = name.size() > KeyOrder::kLongest ? nullptr : order.meet(name.data() - 1, name.size(), before);
      if (known == nullptr) return nullptr;
    }
    token += 2;
    if (known->value() == KeyOrder::kNone) {
      if (!unwanted(token)) return nullptr;
    } else {
      const std::uint32_t slot = element.keys[known->value()].slot;
      if (!value(token, element.fields[slot], cells[slot])) return nullptr;
    }
    if (span_.bytes[*++token] != ',') return span_.bytes[*token] == '}' && token < last ? token : nullptr;
    ++token;
  }
  return nullptr;
}

const std::uint32_t* JsonRows::rows(const std::uint32_t* open, const Shape::Field& field, RowList& list) {
  const char* const bytes = span_.bytes;
  const std::uint32_t* const last = span_.tokens + span_.count;
  Shape& element = *field.elements;
  const std::size_t stride = element.fields.size();
  const auto clock = field.slot->clock;
  list.count = list.undated = 0;
  const std::uint32_t* token = open + 1;
  if (bytes[*token] == ']') return token + 1;
  while (last - token >= 3 && bytes[token[0]] == '{' && list.count < limits_.list_elements) {
    const std::size_t at = list.count++ * stride;
    if (list.cells.size() < at + stride) list.cells.resize(2 * (at + stride));
    data::Cell* const cells = list.cells.data() + at;
    for (std::size_t i = 0; i < stride; ++i) cells[i] = element.fields[i].missing;
    if (bytes[*++token] != '}') token = row(token, element, cells);
    if (token == nullptr) return nullptr;
    list.undated += clock && data::is_missing(cells[*clock].ticks) ? 1U : 0U;
    if (bytes[*++token] != ',') return bytes[*token] == ']' ? token + 1 : nullptr;
    ++token;
  }
  return nullptr;
}

const std::uint32_t* JsonRows::take(const std::uint32_t* open, std::uint32_t slot, std::uint32_t escape) {
  RowList& list = lists_[slot];
  if (list.rest > 0) {
    --list.rest;
    return nullptr;
  }
  escape_ = escape;
  const std::uint32_t* const behind = rows(open, shape_.fields[slot], list);
  if (behind == nullptr || behind > span_.tokens + span_.count) {
    list.rest = kRest;
    return nullptr;
  }
  return behind;
}

}  // namespace rubric::records
