#include "records/json_fill.hpp"

#include <algorithm>
#include <cstring>

#include "base/time_text.hpp"
#include "records/account.hpp"
#include "records/json_text.hpp"
#include "records/words.hpp"

namespace rubric::records {

namespace {

// Most values by far come through here, and every call of it has a shape of its own.
[[gnu::always_inline]] inline bool at_a_glance(const JsonSpan& span, const Shape::Field& field, const Note& note,
                                               data::Cell& out) {
  const std::uint32_t offset = span.tokens[note.token];
  const std::uint32_t size = span.tokens[note.token + 1] - offset;
  const char* const from = span.bytes + offset;
  if (*from == 'n') {
    out = field.missing;
    return true;
  }
  if (field.glance == Glance::text) {
    if (*from != '"' || from[size - 1] != '"') return false;
    if (span.escapes() && std::memchr(from, '\\', size) != nullptr) return false;
    out.text = {size == 2 ? nullptr : from + 1, size - 2};
    return true;
  }
  if (field.glance == Glance::number) {
    if (size > 15 || !is_whole(from, size)) return false;
    out.number = whole(from, size);
    return true;
  }
  if (field.glance != Glance::time || *from != '"' || size != 22) return false;
  out.ticks = base::parse_utc_second(from + 1);
  return out.ticks != base::kNoTime;
}

}  // namespace

std::string_view JsonFill::text(std::uint32_t token) {
  const std::string_view raw = span_.text(token);
  if (!span_.escapes() || raw.find('\\') == raw.npos) return raw;
  char* const out = arena_.take(raw.size());
  if (out == nullptr) return {};
  return {out, unescape(raw, out)};
}

Converted JsonFill::scalar(const Converter& converter, std::uint32_t token) {
  switch (span_.head(token)) {
    case '"': return converter.text(text(token));
    case 't': return converter.boolean(true);
    case 'f': return converter.boolean(false);
    case 'n': return converter.missing();
    case '{':
    case '[': return converter.unfit();
    default: return converter.number(span_.raw(token));
  }
}

data::Cell* JsonFill::take_cells(std::size_t count) {
  return reinterpret_cast<data::Cell*>(arena_.take(count * sizeof(data::Cell)));
}

data::Cell JsonFill::scalars(const Shape::Field& field, std::uint32_t open) {
  scalars_.clear();
  std::uint32_t token = open + 1;
  while (span_.head(token) != ']') {
    const Converted made = scalar(field.converter, token);
    if (made.outcome == Outcome::value) {
      scalars_.push_back(made.cell);
    } else {
      tally(made.outcome == Outcome::missing ? Outcome::null_element : made.outcome, *field.slot, token);
    }
    token = span_.behind(token);
    if (span_.head(token) == ',') ++token;
  }
  const std::size_t count = scalars_.size();
  data::Cell* const cells = count == 0 ? nullptr : take_cells(count);
  if (cells == nullptr) return data::Cell(data::ListRef{});
  std::copy(scalars_.begin(), scalars_.end(), cells);
  return data::Cell(data::ListRef{cells, static_cast<std::uint32_t>(count)});
}

void JsonFill::value(const Shape::Field& field, const Note& note, data::Cell& out) {
  if (note.token == Note::kNone) {
    out = field.missing;
  } else if (note.next != 0 || !at_a_glance(span_, field, note, out)) {
    out = convert(field, note);
  }
}

// An element that lacks a required field is dropped. Where the field's value was invalid, its own
// entry in the tally tells of it.
bool JsonFill::element(const Shape::Field& field, const Note* note, data::Cell* row) {
  bool whole = true;
  const std::span<const Shape::Field> fields(field.element->fields);
  for (const Shape::Field& inner : fields.subspan(field.first, field.slot->element.size())) {
    const std::size_t tallied = invalid_.size();
    data::Cell& out = *row++;
    value(inner, note[1 + inner.noted], out);
    if (!inner.required || !lacks(*inner.slot, out)) continue;
    if (invalid_.size() == tallied) tally(Outcome::element_lacks, *inner.slot, note->token);
    whole = false;
  }
  return whole;
}

// The rows are filled where they are to stay: a copy would have to wait for what was just written.
data::Cell JsonFill::records(const Shape::Field& field, std::uint32_t first) {
  const Note* const notes = notes_->notes();
  const std::size_t stride = field.slot->element.size();
  const auto clock = field.slot->clock;
  std::size_t elements = 0;
  for (std::uint32_t note = first; note != 0; note = notes[note].next) ++elements;
  data::Cell* const cells = elements * stride == 0 ? nullptr : take_cells(elements * stride);
  if (cells == nullptr && stride > 0) return data::Cell(data::ListRef{});
  std::uint32_t count = 0;
  for (std::uint32_t note = first; note != 0; note = notes[note].next) {
    data::Cell* const row = cells + count * stride;
    const char head = span_.head(notes[note].token);
    if (field.slot->any_scalar && head != 'n') {
      // Nothing asks what the elements are, so each one that is there counts.
      std::fill_n(row, stride, data::Cell());
      ++count;
    } else if (head != '{') {
      tally(Outcome::not_object, *field.slot, notes[note].token);
    } else if (element(field, notes + note, row)) {
      ++count;
      if (clock && data::is_missing(row[*clock].ticks)) undated_.push_back(slot_);
    }
  }
  return data::Cell(data::ListRef{count == 0 ? nullptr : cells, count});
}

data::Cell JsonFill::rows(const RowList& list, std::size_t stride) {
  in_rows_ += list.count * stride * sizeof(data::Cell);
  undated_.insert(undated_.end(), list.undated, slot_);
  return data::Cell(data::ListRef{list.count == 0 ? nullptr : list.cells.data(), list.count});
}

data::Cell JsonFill::list(const Shape::Field& field, const Note& note) {
  if (note.next == Note::kInRows) return rows(notes_->rows(field.noted), field.slot->element.size());
  return field.element != nullptr ? records(field, note.next) : scalars(field, note.token);
}

data::Cell JsonFill::convert(const Shape::Field& field, const Note& note) {
  Outcome outcome = Outcome::parent_not_object;
  if (note.next != Note::kAround) {
    const char head = span_.head(note.token);
    if (!data::is_list(field.slot->kind)) {
      const Converted made = scalar(field.converter, note.token);
      if (!is_invalid(made.outcome)) return made.cell;
      outcome = made.outcome;
    } else {
      if (head == '[') return list(field, note);
      if (head == 'n') return field.missing;
      outcome = Outcome::not_list;
    }
  }
  tally(outcome, *field.slot, note.token);
  return field.missing;
}

bool JsonFill::fill(const JsonSpan& span, const JsonNotes& notes, std::span<data::Cell> cells) {
  arena_.reset();
  invalid_.clear();
  undated_.clear();
  span_ = span;
  notes_ = &notes;
  in_rows_ = 0;
  for (slot_ = 0; slot_ < shape_.fields.size(); ++slot_) {
    const Shape::Field& field = shape_.fields[slot_];
    value(field, notes.notes()[field.noted], cells[slot_]);
  }
  return !arena_.exhausted() && arena_.used() + in_rows_ <= scratch_ && !notes.exhausted();
}

}  // namespace rubric::records
